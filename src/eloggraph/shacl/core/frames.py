"""The data graph as frames: statements by predicate, instances by class."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import narwhals as nw
import polars as pl

from eloggraph.graph.statements import OBJECT, SUBJECT, Graph
from eloggraph.iri import expand
from eloggraph.shacl.core.codes import Codes
from eloggraph.shacl.core.engines.polars import PolarsBackend
from eloggraph.shacl.core.facts import Facts, Source, TableFacts
from eloggraph.shacl.core.lists import FIRST, REST, Lists
from eloggraph.shacl.core.literals import OBVIOUS
from eloggraph.shacl.core.statements import find_closure
from eloggraph.shacl.core.terms import NODE, Backend, Frame, Kinds, Part, repeat

_TYPE, _SUBCLASS = expand("rdf:type"), expand("rdfs:subClassOf")


@dataclass(slots=True)
class Data:
    """A data graph opened for a run."""

    graphs: tuple[Graph, ...]
    backend: Backend
    kinds: Kinds
    parts: Mapping[str, list[Part]]
    _has_blanks: bool | None = None
    _facts: Facts | None = None
    _below: dict[str, list[str]] | None = None
    _closures: dict[str, Collection[str]] = field(default_factory=dict)
    _single: dict[str, bool] = field(default_factory=dict)
    _codes: Codes | None = None
    _well_formed: dict[tuple[int, int], bool] = field(default_factory=dict)
    _matching: dict[tuple[str, str], bool] = field(default_factory=dict)
    _lists: Lists | None = None

    @classmethod
    def open(cls, graphs: Iterable[Graph], backend: Backend | None = None) -> Data:
        """Sort the frames of graphs by predicate; nothing is copied.

        By default frames are computed by Polars, as is best for so many statements.
        """
        kinds, parts = Kinds(), dict[str, list[Part]]()
        graphs = tuple(graphs)
        for graph in graphs:
            for source in graph.frames:
                if not source.frame.is_empty():
                    kind = (
                        kinds.number(source.datatype, source.language) if source.is_literal else 0
                    )
                    parts.setdefault(source.predicate, []).append(Part(source.frame, kind, source))
        chosen = backend or PolarsBackend(sum(map(len, graphs)))
        return cls(graphs, chosen, kinds, parts)

    @property
    def predicates(self) -> Collection[str]:
        """The predicates that have statements."""
        return self.parts.keys()

    def height(self, predicate: str) -> int:
        """Return how many rows a predicate has."""
        return sum(part.height for part in self.parts.get(predicate, ()))

    def kinds_of(self, predicate: str) -> dict[int, bool]:
        """Return the kinds of a predicate's objects, and whether all of a kind are well-formed."""
        found: dict[int, bool] = {}
        for part in self.parts.get(predicate, ()):
            found[part.kind] = found.get(part.kind, True) and self.is_well_formed(part)
        return found

    def describe(self, predicate: str) -> list[Source]:
        """Return what is known of the objects of a predicate, part by part."""
        return [self.describe_part(part) for part in self.parts.get(predicate, ())]

    def describe_part(self, part: Part) -> Source:
        """Return what is known of the objects of statements, wherever they come from."""
        values = self.codes.list_values(part) if part.kind == NODE else None
        return Source(part.kind, self.is_well_formed(part), values=values)

    def is_well_formed(self, part: Part) -> bool:
        """Tell whether it is known that all literals of a part are well-formed.

        So they are where a table's cells were read into them; else they are looked at together.
        """
        regex = OBVIOUS.get(part.source.datatype or "")
        if part.source.well_formed or regex is None:
            return part.source.well_formed
        key = (id(part.frame), part.kind)
        if key not in self._well_formed:
            self._well_formed[key] = bool(part.frame[OBJECT].str.contains(regex).all())
        return self._well_formed[key]

    def do_all_match(self, predicate: str, regex: str) -> bool:
        """Tell whether the texts of all objects of a predicate match; a blank node has none."""
        key = predicate, regex
        if key not in self._matching:
            parts = self.parts.get(predicate, ())
            texts = [part.frame[OBJECT] for part in parts]
            is_text = all(part.kind != NODE for part in parts) or not self.has_blanks()
            self._matching[key] = is_text and (
                not texts or bool(pl.concat(texts).str.contains(regex).all())
            )
        return self._matching[key]

    @property
    def codes(self) -> Codes:
        """What is known of columns that hold few different values."""
        if self._codes is None:
            self._codes = Codes(self.parts)
        return self._codes

    @property
    def lists(self) -> Lists:
        """The lists of the data."""
        if self._lists is None:
            self._lists = Lists.read(*map(self._list_said, (FIRST, REST)))
        return self._lists

    def _list_said(self, predicate: str) -> list[tuple[str, str, int]]:
        return [
            (*row, part.kind)
            for part in self.parts.get(predicate, ())
            for row in part.frame.select(SUBJECT, OBJECT).iter_rows()
        ]

    def is_single(self, predicate: str) -> bool:
        """Tell whether no subject has two values of a predicate."""
        if predicate not in self._single:
            subjects = [part.frame[SUBJECT] for part in self.parts.get(predicate, ())]
            whole = pl.concat(subjects) if subjects else pl.Series(SUBJECT, [], pl.String)
            self._single[predicate] = whole.n_unique() == len(whole)
        return self._single[predicate]

    def statements(self, predicates: Mapping[str, int]) -> Frame:
        """Return the statements of some predicates: ``predicate`` (numbers given), ``subject``,
        ``object``, ``kind``.
        """  # noqa: D205
        chosen = [(n, part) for name, n in predicates.items() for part in self.parts.get(name, ())]
        return self.backend.put(stack(chosen, "predicate"))

    def has_blanks(self) -> bool:
        """Tell whether any node is a blank node. Columns of tables make none."""
        if self._has_blanks is None:
            self._has_blanks = any(
                part.source.column is None
                and (
                    bool(part.frame[SUBJECT].str.starts_with("_:").any())
                    or (part.kind == NODE and bool(part.frame[OBJECT].str.starts_with("_:").any()))
                )
                for parts in self.parts.values()
                for part in parts
            )
        return self._has_blanks

    @property
    def facts(self) -> Facts:
        """What is known of the tables."""
        if self._facts is None:
            self._facts = Facts.find(self.graphs, self.parts)
        return self._facts

    def closure(self, cls: str) -> Collection[str]:
        """Return a class and all its subclasses; circles end."""
        if self._below is None:
            self._below = _find_subclasses(self.parts.get(_SUBCLASS, ()))
        if cls not in self._closures:
            self._closures[cls] = find_closure(self._below, cls)
        return self._closures[cls]

    def are_instances(self, table: TableFacts, cls: str) -> bool:
        """Tell whether all nodes of a table are SHACL instances of a class."""
        return not table.classes.isdisjoint(self.closure(cls))

    def are_all_instances(self, nodes: frozenset[str], wanted: Iterable[str]) -> bool:
        """Tell whether few nodes, whatever table they are of, are instances of some classes."""
        classes = ((name, NODE) for cls in wanted for name in self.closure(cls))
        return self.codes.have_value(nodes, _TYPE, classes)

    def members(self, classes: Collection[tuple[str, int]]) -> Frame:
        """Return the SHACL instances of some classes: ``class`` (numbers given), ``node``.

        Classes may share a number. A node that is an instance in two ways may be there twice.
        """
        whole = [
            repeat("class", number, len(table.nodes)).to_frame().hstack([table.nodes.alias("node")])
            for name, number in classes
            for table in self.facts.tables
            if self.are_instances(table, name)
        ]
        named = [(name, number) for cls, number in classes for name in self.closure(cls)]
        some = {name for name, _ in named}
        tables = [t for t in self.facts.tables if not t.some.isdisjoint(some)]
        parts = [*self.facts.loose(_TYPE), *self.facts.of_tables(_TYPE, tables)]
        others = self.backend.put(stack([(0, part) for part in parts], "predicate"))
        wanted = self.backend.table(("object", "class"), named)
        joined = others.filter(nw.col("kind") == NODE).join(wanted, on=OBJECT, how="inner")
        frame = joined.select(nw.col("class"), nw.col(SUBJECT).alias("node"))
        return nw.concat([self.backend.put(pl.concat(whole)), frame]) if whole else frame


def _find_subclasses(parts: Iterable[Part]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in parts:
        for subject, value in (
            part.frame.select(SUBJECT, OBJECT).unique().sort(pl.all()).iter_rows()
        ):
            found.setdefault(value, []).append(subject)
    return found


def stack(chosen: Sequence[tuple[int, Part]], number: str) -> pl.DataFrame:
    """Put parts on top of each other, each with its number (under that name) and its kind."""
    if not chosen:
        names = {number: pl.Int32, SUBJECT: pl.String, OBJECT: pl.String, "kind": pl.Int32}
        return pl.DataFrame(schema=names)
    if len(chosen) == 1:
        ((each, part),) = chosen
        literals = pl.lit(each, pl.Int32).alias(number), pl.lit(part.kind, pl.Int32).alias("kind")
        return part.frame.select(literals[0], SUBJECT, OBJECT, literals[1])
    texts = [pl.concat([part.frame[end] for _, part in chosen]) for end in (SUBJECT, OBJECT)]
    numbers = pl.concat([repeat(number, each, part.height) for each, part in chosen])
    kinds = pl.concat([repeat("kind", part.kind, part.height) for _, part in chosen])
    return numbers.to_frame().hstack([*texts, kinds])
