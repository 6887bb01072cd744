"""What the references of a network may mean: its own rows, those it uses, and the code lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from typing import TypeAlias

import polars as pl

from eloggraph.graph.populate.references import MADE, Lookup, Nodes
from eloggraph.graph.populate.texts import normalise
from eloggraph.graph.statements import ROW, SUBJECT, RowFrame
from eloggraph.iri import contract, expand
from eloggraph.schema.model import Column, Concept, Schema
from eloggraph.tables.model import FORMER, ID

_CODES = ("concept", "class")
# However a row is named, it is meant rather than a code.
_BELOW_ROWS = 10_000
_NOTATION = expand("skos:notation")
# What a code is: its IRI, what is written for it, its names, and further names not to be offered.
_Called: TypeAlias = tuple[str, str | None, Sequence[str | None], Sequence[str]]


def nodes_of_rows(rows: RowFrame) -> Nodes | None:
    """Return the nodes of a table with ids, or None where its rows cannot be referred to."""
    key = rows.table.id_column
    if key is None or (key.key not in rows.positions and rows.made is None):
        return None
    cells = rows.raw.frame
    if rows.made is not None:
        cells = cells.with_columns(rows.made[ID].alias(MADE), rows.made[FORMER])
    if rows.frame.height < cells.height:
        cells = cells.join(rows.frame.select(ROW), on=ROW, how="semi", maintain_order="left")
    if key.key in rows.positions:
        ids = normalise(cells[f"c{rows.positions[key.key]}"])
    else:
        ids = pl.Series([None], dtype=pl.String).new_from_index(0, cells.height)
    labels = {
        **_find_columns(rows, "label", rows.table.name_columns),
        **_find_columns(rows, "other", rows.table.columns_of(_NOTATION)),
    }
    called = [cells[name].alias(label) for label, name in labels.items()]
    made = [] if rows.made is None else [cells[MADE], cells[FORMER]]
    named = [rows.frame[SUBJECT].alias("iri"), ids.alias("id"), *called, *made]
    return Nodes(frame=pl.DataFrame(named), rows=rows)


def _find_columns(rows: RowFrame, name: str, columns: Iterable[Column]) -> dict[str, str]:
    """Return the frame's names of those of some columns that the file has, numbered."""
    return {
        f"{name}{index}": f"c{rows.positions[column.key]}"
        for index, column in enumerate(columns)
        if column.key in rows.positions
    }


@dataclass(frozen=True)
class ReferenceIndex:
    """What references may mean: rows of the network itself, then of those that it uses.

    ``keyless`` names the tables that have neither ids nor names, or ids under a header that is not
    known, which is reported elsewhere: their rows cannot be referred to by them. ``lookups``
    caches the lookup of each kind of column.
    """

    schema: Schema
    sources: Sequence[Sequence[Nodes]]
    keyless: frozenset[str] = frozenset()
    lookups: dict[tuple[object, ...], Lookup] = field(default_factory=dict)

    @cached_property
    def _by_scheme(self) -> dict[str, list[Concept]]:
        by_scheme: dict[str, list[Concept]] = {}
        for concept in self.schema.concepts:
            by_scheme.setdefault(concept.scheme, []).append(concept)
        return by_scheme

    def lookup(self, column: Column) -> Lookup:
        """Return what texts mean in a column."""
        key = (column.kind, column.classes, column.scheme, column.allowed)
        if key not in self.lookups:
            make = self._find_codes if column.kind in _CODES else self._find_nodes
            self.lookups[key] = make(column)
        return self.lookups[key]

    def is_excused(self, column: Column) -> bool:
        """Tell whether a column refers to rows of a table without ids and names."""
        if not self.keyless or not column.classes:
            return False
        return any(table.name in self.keyless for table in self.schema.tables_of(column.classes))

    def _find_nodes(self, column: Column) -> Lookup:
        """Find the rows that a column may refer to.

        What comes first in the sources wins. A row whose class fits wins over one that may only
        be narrowed to fit, and any row over a code that is of the class.
        """
        below = self.schema.descendants
        exact = {kind for iri in column.classes for kind in below.get(iri, frozenset({iri}))}
        tables = self.schema.tables_of(column.classes)
        related = {table.target_class for table in tables} | exact
        parts = tuple(
            (order * 2 + (kind not in exact), nodes)
            for order, source in enumerate(self.sources)
            for nodes in source
            if nodes.rows is not None and (kind := nodes.rows.table.target_class) in related
        )
        codes = [each for each in self.schema.concepts if exact.intersection(each.kinds)]
        if codes:
            parts = (*parts, (_BELOW_ROWS, _list_codes(map(_name_as_row, codes))))
        return Lookup(parts=parts, is_shared=len(tables) > 1)

    def _find_codes(self, column: Column) -> Lookup:
        """Find the codes or classes that a column allows, by all their names."""
        if column.kind == "class":
            return Lookup(parts=((0, _list_codes(self._classes(column))),))
        concepts = self._by_scheme.get(column.scheme or "", ())
        return Lookup(parts=((0, _list_codes(map(_name_concept, concepts))),))

    def _classes(self, column: Column) -> Iterator[_Called]:
        for iri in column.allowed:
            label = self.schema.labels.get(iri)
            yield iri, contract(iri).partition(":")[2], label.said if label else (), ()


def _name_concept(concept: Concept) -> _Called:
    code = concept.notation or concept.iri.rpartition("/")[2]
    others = (name for _, name in concept.also)
    return concept.iri, code, (*concept.label.said, *others), concept.hidden


def _name_as_row(concept: Concept) -> _Called:
    """Name a code that stands where rows do: what is written for it is no id among theirs."""
    iri, code, called, others = _name_concept(concept)
    return iri, None, called, (str(code), *others)


def _list_codes(codes: Iterable[_Called]) -> Nodes:
    """Return codes or classes as nodes with all their names."""
    listed = list(codes)
    columns: dict[str, Sequence[str | None]] = {
        "iri": [iri for iri, *_ in listed],
        "id": [code for _, code, *_ in listed],
        **dict(_number("label", [called for _, _, called, _ in listed])),
        **dict(_number("other", [hidden for *_, hidden in listed])),
    }
    schema = dict.fromkeys(columns, pl.String)
    return Nodes(frame=pl.DataFrame(columns, schema=schema), is_code=True)


def _number(
    name: str, values: Sequence[Sequence[str | None]]
) -> Iterator[tuple[str, Sequence[str | None]]]:
    """Yield the columns of lists of different lengths: the first values, the second and so on."""
    for place, column in enumerate(zip_longest(*values)):
        yield f"{name}{place}", column
