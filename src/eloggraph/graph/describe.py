"""What the graph knows of a node, in the words of the shapes: names, values and sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import polars as pl

from eloggraph.finding import Place
from eloggraph.graph.statements import OBJECT, ROW, SUBJECT, Graph, StatementFrame
from eloggraph.iri import expand
from eloggraph.private import SUSPECT_ID, conceal, conceal_address, conceal_ids
from eloggraph.schema.model import Column, Schema
from eloggraph.text import HABITS, Text, format_date

_LABEL = expand("skos:prefLabel")
_HIDDEN = frozenset({_LABEL, expand("dct:identifier"), expand("rdf:type")})
_SOURCE, _LOCATOR = expand("dct:source"), expand("elo:locator")
_YES_NO = {
    "true": Text.of({language: habits.yes[0] for language, habits in HABITS.items() if habits.yes}),
    "false": Text.of({language: habits.no[0] for language, habits in HABITS.items() if habits.no}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFact:
    """One property of a node: the column's name and its values as people read them."""

    name: Text
    values: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSource:
    """Where what is known of a node comes from: the document, and the row that says it."""

    text: Text
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What is known of one node."""

    facts: tuple[KnownFact, ...] = ()
    sources: tuple[KnownSource, ...] = ()


class _Cells:
    """The cells of one column in some rows; each end is grouped by row once, when asked for.

    Filtering the frame once for each node and column would take 90 % of the time.
    """

    def __init__(self, part: StatementFrame, rows: pl.Series) -> None:
        self.part = part
        self._rows = rows

    @cached_property
    def objects(self) -> Mapping[int, list[str]]:
        """What the cells of each row say."""
        return self._group(OBJECT)

    @cached_property
    def subjects(self) -> Mapping[int, list[str]]:
        """What says it: in a column whose path is walked backwards."""
        return self._group(SUBJECT)

    def _group(self, end: str) -> Mapping[int, list[str]]:
        found: defaultdict[int, list[str]] = defaultdict(list)
        mine = self.part.frame.filter(pl.col(ROW).is_in(self._rows.implode()))
        for row, text in mine.select(ROW, end).iter_rows():
            found[row].append(text)
        return found


def read_labels(
    graphs: Iterable[Graph], schema: Schema, shown_ids: Mapping[str, str] | None = None
) -> dict[str, Text]:
    """Return the name of every node, code, class and property by IRI, fit to be shown.

    Whatever is private in a name is concealed. What ``shown_ids`` has in the place of an IRI has
    the name of its node too.
    """
    found: dict[str, dict[str, str]] = {}
    for graph in graphs:
        for part in graph.of(_LABEL):
            if part.language:
                for iri, label in part.frame.select(SUBJECT, OBJECT).iter_rows():
                    found.setdefault(iri, {}).setdefault(part.language, conceal(label))
    # The name that a shape without a column gives a property holds for cells in every language.
    columns = {column.shape for table in schema.tables for column in table.columns}
    properties = {
        rule.path: rule.name
        for rule in schema.rules.values()
        if rule.path and rule.name and rule.shape not in columns
    }
    named = {iri: Text.of(labels, iri.rpartition("/")[2]) for iri, labels in found.items()}
    shown = {to: named[iri] for iri, to in (shown_ids or {}).items() if iri in named}
    return {**properties, **schema.labels, **named, **shown}


def find_private_ids(graphs: Iterable[Graph]) -> dict[str, str]:
    """Return the IRIs of nodes of which the id is private, each with what is shown for it."""
    subjects = [rows.frame[SUBJECT] for graph in graphs for rows in graph.rows]
    return conceal_ids(
        iri for each in subjects for iri in each.filter(each.str.contains(SUSPECT_ID))
    )


def describe_nodes(
    nodes: Sequence[str], graphs: Sequence[Graph], labels: Mapping[str, Text]
) -> dict[str, Description]:
    """Describe nodes by their own rows, in the order of the columns of their tables.

    Columns marked personal are left out and what is private is concealed: a description is made to
    be shown.
    """
    wanted = pl.DataFrame({SUBJECT: sorted(set(nodes))}, schema={SUBJECT: pl.String})
    facts: dict[str, list[KnownFact]] = {node: [] for node in nodes}
    sources: dict[str, list[KnownSource]] = {node: [] for node in nodes}
    for graph in graphs:
        for rows in graph.rows:
            mine = rows.frame.join(wanted, on=SUBJECT, how="semi")
            if mine.is_empty():
                continue
            cells = [_Cells(part, mine[ROW]) for part in graph.frames if part.origin is rows.raw]
            for subject, row in mine.iter_rows():
                facts[subject] += _list_facts(row, rows.table.columns, cells, labels)
                sources[subject].append(_find_source(row, rows.raw.place(row), cells, labels))
    return {
        node: Description(facts=tuple(facts[node]), sources=tuple(sources[node])) for node in nodes
    }


def find_places(nodes: Iterable[str], graphs: Iterable[Graph]) -> dict[str, Place]:
    """Return the row that describes each node; a node that no row describes is left out.

    >>> find_places(["urn:a"], [])
    {}
    """
    wanted = pl.DataFrame({SUBJECT: sorted(set(nodes))}, schema={SUBJECT: pl.String})
    found: dict[str, Place] = {}
    for graph in graphs:
        for rows in graph.rows:
            mine = rows.frame.join(wanted, on=SUBJECT, how="semi")
            for subject, row in mine.select(SUBJECT, ROW).iter_rows():
                found.setdefault(subject, rows.raw.place(row))
    return found


def find_pair_places(
    pairs: Iterable[tuple[str, str]], graphs: Iterable[Graph]
) -> dict[tuple[str, str], Place]:
    """Return the row in which a cell says that two nodes have to do with each other.

    Whichever of the two the row describes, the pair is found in the order in which it was asked.

    >>> find_pair_places([("urn:a", "urn:b")], [])
    {}
    """
    asked = sorted(set(pairs))
    both = [*asked, *((second, first) for first, second in asked)]
    wanted = pl.DataFrame(both, schema={SUBJECT: pl.String, OBJECT: pl.String}, orient="row")
    found: dict[tuple[str, str], Place] = {}
    for graph in graphs:
        for part in graph.frames:
            if part.is_literal or part.origin is None:
                continue
            mine = part.frame.join(wanted, on=[SUBJECT, OBJECT], how="semi")
            for first, second, row in mine.select(SUBJECT, OBJECT, ROW).iter_rows():
                for pair in ((first, second), (second, first)):
                    found.setdefault(pair, part.origin.place(row))
    return {pair: found[pair] for pair in asked if pair in found}


def list_sources(graph: Graph, labels: Mapping[str, Text]) -> tuple[Text, ...]:
    """Return the names of the documents that rows name as their source, sorted by IRI."""
    documents = {iri for part in graph.of(_SOURCE) for iri in part.frame[OBJECT]}
    return tuple(labels.get(iri, Text.same(conceal_address(iri))) for iri in sorted(documents))


def _list_facts(
    row: int,
    columns: Sequence[Column],
    cells: Sequence[_Cells],
    labels: Mapping[str, Text],
) -> list[KnownFact]:
    found: list[KnownFact] = []
    done: set[str] = set()
    for column in columns:
        hidden = column.path in _HIDDEN or column.path in (_SOURCE, _LOCATOR) or column.personal
        if hidden or (column.language and column.path in done):
            continue
        done.add(column.path)
        values = _read_values(row, column, columns, cells, labels)
        if values:
            name = column.names if not column.language else labels.get(column.path, column.names)
            found.append(KnownFact(name=name, values=values))
    return found


def _read_values(
    row: int,
    column: Column,
    columns: Sequence[Column],
    cells: Sequence[_Cells],
    labels: Mapping[str, Text],
) -> tuple[Text, ...]:
    if column.language:
        shapes = {c.shape for c in columns if c.path == column.path}
        said = {
            each.part.language: conceal(text)
            for each in cells
            if each.part.shape in shapes and each.part.language
            for text in each.objects.get(row, ())
        }
        return (Text.of(said, ""),) if said else ()
    return tuple(
        write_value(text, column, labels)
        for each in cells
        if each.part.shape == column.shape
        for text in (each.subjects if column.inverse else each.objects).get(row, ())
    )


def write_value(text: str, column: Column, labels: Mapping[str, Text]) -> Text:
    """Return a value of a column as people read it; whatever is private in it is concealed."""
    if column.kind == "date":
        return Text.each(partial(format_date, text))
    if column.kind == "boolean":
        return _YES_NO[text]
    hide = conceal_address if column.classes else conceal
    return labels.get(text) or Text.same(hide(text))


def _find_source(
    row: int, place: Place, cells: Sequence[_Cells], labels: Mapping[str, Text]
) -> KnownSource:
    documents = [
        labels.get(iri, Text.same(conceal_address(iri)))
        for each in cells
        if each.part.predicate == _SOURCE
        for iri in each.objects.get(row, ())
    ]
    locators = [
        conceal(text)
        for each in cells
        if each.part.predicate == _LOCATOR
        for text in each.objects.get(row, ())
    ]
    said = Text.each(
        lambda language: ", ".join([*(each.say(language) for each in documents), *locators])
    )
    return KnownSource(text=said, place=place)
