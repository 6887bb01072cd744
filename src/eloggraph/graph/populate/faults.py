"""Findings about cells that could not be read: wrong values, dangling references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import polars as pl

from eloggraph.finding import Finding, Severity, name_row_cause, name_table_cause, tell
from eloggraph.graph.populate.listed import split_listed
from eloggraph.graph.populate.lookup import TEXT
from eloggraph.graph.populate.nearest import prepare_find
from eloggraph.graph.populate.readings import Reading, explain, explain_thousands, is_placeholder
from eloggraph.graph.populate.reference_index import ReferenceIndex
from eloggraph.graph.populate.references import CHOICES, Described, Lookup, resolve
from eloggraph.graph.statements import ROW
from eloggraph.iri import expand
from eloggraph.schema.choices import few_codes, list_tables, name_list, name_tables
from eloggraph.schema.model import Column
from eloggraph.tables.bounds import MOST_VALUES, tell_cells
from eloggraph.tables.model import MatchedTable
from eloggraph.tables.read.meant import choose_meant
from eloggraph.text import Language, Text, quote_names, say

_SHOWN = 5
_CODES = ("concept", "class")
# Columns that accept only one precision of time.
_PRECISION: dict[tuple[str, ...], str] = {
    (expand("xsd:date"),): "day",
    (expand("xsd:gYear"),): "year",
}
# Of these readings the value to be written is the whole remedy.
_CERTAIN = ("near", "short-year", "serial", "grouped", "multiplied")
_KINDS = {expand("xsd:duration"): "duration"}
_ROW = "pages.place.row"


def tell_unresolved(
    matched: MatchedTable,
    column: Column,
    failed: pl.DataFrame,
    unsure: pl.DataFrame,
    references: ReferenceIndex,
) -> Iterator[Finding]:
    """Report references that mean no node, with the nearest names, or several nodes."""
    lookup = references.lookup(column)
    find = prepare_find(lookup.known)
    choices = dict(unsure.select(TEXT, CHOICES).iter_rows())
    meant = {
        iri for text in failed[TEXT].head(MOST_VALUES) for iri in choices.get(text, ())[:_SHOWN]
    }
    places = lookup.find_places(meant)
    schema = references.schema
    wanted: dict[str, Any] = {"list": name_list(column, schema), "codes": few_codes(column, schema)}
    wanted["tables"] = name_tables(column, schema)
    is_absent = column.kind not in _CODES and lookup.is_empty
    tables = [table.name for table in list_tables(column, schema)]
    nameless = tuple(name_table_cause(name) for name in tables if name not in lookup.named_tables)

    def make(row: int, text: str) -> Finding:
        if text in choices:
            shown = _show_choices(choices[text], places)
            lacks = any(iri in places and not places[iri].has_id for iri in choices[text])
            which = "named" if lacks else None
            twins = tuple(name_row_cause(table, text) for table in tables)
            told = _tell(matched, column, "reference-ambiguous", row, text, which, choices=shown)
            return replace(told, due_to=twins)
        if is_placeholder(text):
            return _tell_placeholder(matched, column, row, text)
        code = "code-unknown" if column.kind in _CODES else "reference-dangling"
        # In ”sosiaali- ja terveysala” both words are one name.
        parts = [text] if "- " in text else split_listed(text)
        known = _is_known(parts, lookup) if len(parts) > 1 else []
        if column.separator and known and all(known):
            mark = column.separator
            listed = mark.join(parts)
            words = {"parts": listed, "separator": mark, "instead": listed, **wanted}
            return _tell(matched, column, code, row, text, "unseparated", **words)
        if is_absent and not any(known):
            told = _tell(matched, column, code, row, text, "absent", **wanted)
            return replace(told, cause=nameless[0] if nameless else None, due_to=nameless)
        # Of several values the name of one would drop the others.
        near = () if any(known) else _keep_whole(find(text), len(parts))
        few = code == "code-unknown" and wanted["codes"] is not None
        variant = "near" if near else "few" if few else "far"
        words = {"near": quote_names(near), "instead": choose_meant(text, near), **wanted}
        told = _tell(matched, column, code, row, text, variant, **words)
        # The same name elsewhere is the same fault; so is a row of a table that was not read.
        same = f"value:{column.scheme or ','.join(tables)}:{text.casefold()}"
        return replace(told, cause=same, due_to=(*nameless, same))

    if references.is_excused(column):
        failed = failed.filter(pl.col(TEXT).is_in(list(choices)))
    yield from tell_cells(failed.select(ROW, TEXT), make, MOST_VALUES)


def tell_listed(matched: MatchedTable, column: Column, is_listed: pl.Series) -> Finding:
    """Remark that cells of a column were read as lists of values, once for the column."""
    name = matched.cells(column.key)
    cells = matched.raw.frame.filter(is_listed).select(ROW, name)
    row, text = cells.row(0)
    variant = "several" if cells.height > 1 else None
    return _tell(matched, column, "cell-listed", row, text, variant, "info", n=cells.height)


def _is_known(parts: Sequence[str], lookup: Lookup) -> list[bool]:
    """Tell of each part of a text that lists several whether it is a known reference."""
    return resolve(pl.Series(parts), lookup).nodes.is_not_null().to_list()


def _keep_whole(names: Sequence[str], count: int) -> tuple[str, ...]:
    """Return the names that list as many things as the text did."""
    return tuple(name for name in names if len(split_listed(name)) >= count)


def _show_choices(iris: Sequence[str], places: Mapping[str, Described]) -> Text:
    """Name the nodes that a text may mean by the row each is on, and by table and id if it has one.

    An id that was made is shown to nobody: it would be another one if a name changed.
    """
    more = f", … ({len(iris)})" if len(iris) > _SHOWN else ""

    def show(iri: str, language: Language) -> str:
        name = quote_names(["/".join(iri.split("/")[-2:])]).say(language)
        found = places.get(iri)
        if found is None:
            return name
        row = say(_ROW, row=str(found.place.row)).say(language)
        where = f"{found.place.sheet or found.place.file}, {row}"
        return f"{name} ({where})" if found.has_id else where

    return Text.each(
        lambda language: "; ".join(show(iri, language) for iri in iris[:_SHOWN]) + more
    )


def tell_wrong(matched: MatchedTable, column: Column, failed: pl.DataFrame) -> Iterator[Finding]:
    """Report values that fit none of the column's datatypes, with what may be meant."""
    datatype = column.datatypes[0]
    code = f"value-not-{_KINDS.get(datatype, column.kind)}"

    @cache
    def read(text: str) -> Reading:
        return explain(text, column.datatypes)

    def make(row: int, text: str) -> Finding:
        if is_placeholder(text):
            return _tell_placeholder(matched, column, row, text)
        reading = read(text)
        variant = reading.variant or _PRECISION.get(column.datatypes)
        instead = reading.values.get("near") if variant in _CERTAIN else None
        told = {"instead": instead, **reading.values}
        return _tell(matched, column, code, row, text, variant, "violation", **told)

    yield from tell_cells(failed.select(ROW, TEXT), make, MOST_VALUES)


def tell_ambiguous_numbers(
    matched: MatchedTable, column: Column, ambiguous: pl.DataFrame
) -> Iterator[Finding]:
    """Report numbers that were read in one way and may be meant in another."""

    def make(row: int, text: str) -> Finding:
        values = explain_thousands(text).values
        return _tell(matched, column, "number-ambiguous", row, text, None, "warning", **values)

    yield from tell_cells(ambiguous.select(ROW, TEXT), make, MOST_VALUES)


def _tell_placeholder(matched: MatchedTable, column: Column, row: int, text: str) -> Finding:
    variant = "required" if column.required else None
    instead = None if column.required else ""
    return _tell(matched, column, "value-placeholder", row, text, variant, instead=instead)


def _tell(
    matched: MatchedTable,
    column: Column,
    code: str,
    row: int,
    text: str,
    variant: str | None = None,
    severity: Severity = "violation",
    **values: Any,
) -> Finding:
    return tell(
        code,
        severity,
        matched.raw.place(row, matched.positions[column.key]),
        path=column.path,
        shape=column.shape,
        value=text,
        variant=variant,
        column=matched.raw.call(column, matched.positions[column.key]),
        **values,
    )
