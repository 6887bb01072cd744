"""What is known of tables without looking at their statements one by one.

In a graph made from tables no two rows have the same node, and a column's statements are about
the nodes of its rows. Where that holds, row numbers answer what would else be joins of IRIs: a
column without an empty cell gives every node a value, one without a second value in a cell gives
none two. A table of which it does not hold, because other statements name its nodes too, is
treated like any other statements.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from eloggraph.graph.statements import OBJECT, ROW, SUBJECT, Graph, RowFrame
from eloggraph.iri import expand
from eloggraph.shacl.core.terms import Part

_TYPE = expand("rdf:type")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TableFacts:
    """A table whose nodes nothing else describes.

    ``classes`` are the types that all its nodes have, ``some`` those that only some of them have.
    """

    rows: RowFrame
    classes: frozenset[str]
    some: frozenset[str]

    @property
    def nodes(self) -> pl.Series:
        """Its nodes, once each."""
        return self.rows.frame[SUBJECT]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ColumnFacts:
    """Statements about the nodes of a table.

    ``single``: no node has two of them; ``full``: every node has one.
    """

    table: TableFacts
    part: Part
    single: bool
    full: bool


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of values that are alike: their kind, and the table whose nodes they are.

    ``values`` are the different values themselves, where they are few.
    """

    kind: int
    well_formed: bool = False
    table: TableFacts | None = None
    values: frozenset[str] | None = None


@dataclass(slots=True)
class Facts:
    """What is known of the tables of a data graph; of statements that are not here, nothing is."""

    parts: Mapping[str, Sequence[Part]]
    tables: tuple[TableFacts, ...] = ()
    are_here: bool = True
    _by_origin: dict[int, TableFacts] = field(default_factory=dict)
    # Tables whose nodes others describe too: their columns may be about nodes of any table.
    _mixed: frozenset[int] = frozenset()
    _split: dict[str, tuple[tuple[ColumnFacts, ...], tuple[Part, ...]] | None] = field(
        default_factory=dict
    )

    @classmethod
    def none(cls) -> Facts:
        """Return that nothing is known: no statement has been looked at."""
        return cls({}, are_here=False)

    @classmethod
    def find(cls, graphs: Iterable[Graph], parts: Mapping[str, Sequence[Part]]) -> Facts:
        """Find the tables of graphs whose nodes nothing else describes."""
        graphs = tuple(graphs)
        rows = _find_distinct(graphs, parts)
        mixed = {id(each.raw): each for graph in graphs for each in graph.rows}
        for each in rows:
            del mixed[id(each.raw)]
        typed = {id(each.raw): _find_types(each, parts.get(_TYPE, ())) for each in rows}
        apart = [_find_types(each, parts.get(_TYPE, ())) for each in mixed.values()]
        if None in typed.values() or None in apart:
            return cls(parts)  # a column types nodes of other tables
        facts = [
            TableFacts(rows=each, classes=types[0], some=types[1])
            for each in rows
            if (types := typed[id(each.raw)]) is not None
        ]
        by_origin = {id(each.rows.raw): each for each in facts}
        return cls(parts, tuple(facts), True, by_origin, frozenset(mixed))

    def loose(self, predicate: str) -> list[Part]:
        """Return the statements of a predicate that are not about nodes of known tables."""
        parts = self.parts.get(predicate, ())
        return [part for part in parts if id(part.source.origin) not in self._by_origin]

    def of_tables(self, predicate: str, tables: Collection[TableFacts]) -> list[Part]:
        """Return the statements of a predicate that come from some known tables."""
        parts = self.parts.get(predicate, ())
        return [p for p in parts if self._by_origin.get(id(p.source.origin)) in tables]

    def table(self, raw: object) -> TableFacts | None:
        """Return what is known of a table, where its nodes are its own."""
        return self._by_origin.get(id(raw)) if raw is not None else None

    def columns(self, predicate: str) -> tuple[ColumnFacts, ...] | None:
        """Return the columns of a predicate; None where a column is about nodes of others."""
        found = self.split(predicate)
        return None if found is None or found[1] else found[0]

    def split(self, predicate: str) -> tuple[tuple[ColumnFacts, ...], tuple[Part, ...]] | None:
        """Return the columns of a predicate, and those that are about nodes of others.

        The latter are written the other way round: an area lists its municipalities. None where
        it is not known which is which.
        """
        if predicate not in self._split:
            self._split[predicate] = self._find_columns(predicate)
        return self._split[predicate]

    def _find_columns(
        self, predicate: str
    ) -> tuple[tuple[ColumnFacts, ...], tuple[Part, ...]] | None:
        found: list[ColumnFacts] = []
        others: list[Part] = []
        for part in self.parts.get(predicate, ()):
            origin = id(part.source.origin)
            if origin in self._mixed:
                return None
            table = self._by_origin.get(origin)
            if table is None:
                continue
            if not _is_aligned(part, table.rows):
                others.append(part)
                continue
            count = _count_rows(part, table.rows)
            found.append(
                ColumnFacts(
                    table=table,
                    part=part,
                    single=count == part.height,
                    full=count == table.rows.frame.height,
                )
            )
        return tuple(found), tuple(others)


def _find_distinct(graphs: Iterable[Graph], parts: Mapping[str, Sequence[Part]]) -> list[RowFrame]:
    """Return the tables whose nodes are in a space of names that nothing else uses."""
    spaces: dict[str, list[tuple[int, RowFrame]]] = {}
    for number, graph in enumerate(graphs):
        for rows in graph.rows:
            if not rows.frame.is_empty():
                space = f"{graph.base}{rows.table.name}/"
                spaces.setdefault(space, []).append((number, rows))
    known = {id(rows.raw) for each in spaces.values() for _, rows in each}
    subjects = [
        part.frame[SUBJECT]
        for each in parts.values()
        for part in each
        if id(part.source.origin) not in known
    ]
    others = pl.concat(subjects) if subjects else pl.Series(SUBJECT, [], dtype=pl.String)
    bases = {graph.base for graph in graphs if graph.rows}
    near = [others.filter(others.str.starts_with(base)) for base in sorted(bases)]
    texts = pl.concat(near).unique().sort().to_list() if near else []
    found = []
    for space, each in spaces.items():
        nested = any(other != space and other.startswith(space) for other in spaces)
        if nested or len({number for number, _ in each}) > 1:
            continue
        first = bisect_left(texts, space)
        if first < len(texts) and texts[first].startswith(space):
            continue
        if all(_is_contiguous(rows) and _is_inside(rows, space) for _, rows in each):
            found += [rows for _, rows in each]
    return found


def _is_contiguous(rows: RowFrame) -> bool:
    numbers = rows.frame[ROW]
    span = int(numbers[-1]) - int(numbers[0]) + 1
    return numbers.is_sorted() and span == len(numbers) == numbers.n_unique()


def _is_inside(rows: RowFrame, space: str) -> bool:
    # Texts lie between the first and the last of them: what these begin with, all begin with.
    nodes = rows.frame[SUBJECT]
    return str(nodes.min()).startswith(space) and str(nodes.max()).startswith(space)


def _is_aligned(part: Part, rows: RowFrame) -> bool:
    """Tell whether the subject of every statement is the node of its row."""
    numbers, nodes = part.frame[ROW], rows.frame[SUBJECT]
    if numbers.equals(rows.frame[ROW]):
        return part.frame[SUBJECT].equals(nodes)
    if numbers.null_count():
        return False
    first, last = rows.frame[ROW][0], rows.frame[ROW][-1]
    low, high = numbers.min(), numbers.max()
    if low < first or high > last:
        return False
    if len(nodes) != last - first + 1:  # rows between have no node of their own
        known = rows.frame.select(ROW, node=SUBJECT)
        found = part.frame.join(known, on=ROW, how="left", maintain_order="left")
        return found[SUBJECT].equals(found["node"])
    return part.frame[SUBJECT].equals(nodes[numbers - first])


def _count_rows(part: Part, rows: RowFrame) -> int:
    """Return how many rows a column has statements about; those of a table come once each."""
    numbers = part.frame[ROW]
    return part.height if numbers.equals(rows.frame[ROW]) else numbers.n_unique()


def _find_types(
    rows: RowFrame, parts: Sequence[Part]
) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return the types that all and that only some nodes have; None where others are typed."""
    every, some = set[str](), set[str]()
    for part in parts:
        if part.source.origin is not rows.raw:
            continue
        if not _is_aligned(part, rows):
            return None
        types = part.frame[OBJECT]
        found = [types[0]] if types.n_unique() == 1 else types.unique().to_list()
        whole = len(found) == 1 and _count_rows(part, rows) == rows.frame.height
        (every if whole else some).update(found)
    return frozenset(every), frozenset(some - every)
