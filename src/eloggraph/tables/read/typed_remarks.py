"""What is told of typed numbers: that they look otherwise than they are, or are too long."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from eloggraph.finding import Finding, tell
from eloggraph.tables.formats import count_places, show_day
from eloggraph.tables.model import MatchedTable, RawTable, TypedCells
from eloggraph.tables.read.typed import LONGEST_WHOLE

# Kinds of columns whose values are characters and no numbers.
_OF_CHARACTERS = frozenset({"text", "language", "iri", "concept", "class", "node"})
_SHOWN = {"percent": "numbers-as-percent", "zeros": "numbers-with-zeros"}


def tell_typed(raw: RawTable) -> Iterator[Finding]:
    """Tell, once for each column, of numbers that look otherwise than they are, or are too long."""
    if raw.typed is None:
        return
    cells = raw.typed.frame.filter(
        pl.col("row") > raw.header_row, pl.col("column") < len(raw.headers)
    )
    for kind, code in _SHOWN.items():
        styles = [n for n, format_ in enumerate(raw.typed.formats) if format_.kind == kind]
        yield from _tell_once(raw, cells.filter(pl.col("style").is_in(styles)), code)
    yield from _tell_once(raw, cells.filter(_is_long(raw.typed)), "numbers-too-long")


def _is_long(typed: TypedCells) -> pl.Expr:
    """Tell of whole numbers with more digits than a spreadsheet keeps."""
    days = [n for n, each in enumerate(typed.formats) if each.kind in ("date", "time", "duration")]
    value = pl.col("value")
    return (value.abs() >= LONGEST_WHOLE) & ~pl.col("style").is_in(days)


def _tell_once(raw: RawTable, cells: pl.DataFrame, code: str) -> Iterator[Finding]:
    if cells.is_empty():
        return
    for part in cells.partition_by("column", maintain_order=True):
        place = raw.place(part["row"][0], part["column"][0])
        yield tell(code, "warning", place, n=part.height, value=part["text"][0])


def tell_shown(matched: MatchedTable) -> Iterator[Finding]:
    """Tell, once for each column of texts, ids or references, of numbers that show otherwise.

    There the characters count that a person sees: ``2.3.`` may be the number of a building, and
    the spreadsheet made a day of it.
    """
    typed, raw = matched.raw.typed, matched.raw
    if typed is None:
        return
    body = typed.frame.filter(pl.col("row") > raw.header_row)
    for column in matched.table.columns:
        at = matched.positions.get(column.key)
        if at is None or column.kind not in _OF_CHARACTERS:
            continue
        cells = body.filter(pl.col("column") == at)
        found = [_find_shown(part, typed) for part in cells.partition_by("style")]
        shown = [(part, seen) for part, seen in found if seen]
        if shown:
            part, seen = min(shown, key=lambda each: int(each[0]["row"][0]))
            place = raw.place(part["row"][0], at)
            n = sum(each.height for each, _ in shown)
            text = part["text"][0]
            yield tell("cells-show-otherwise", "warning", place, n=n, value=text, shown=seen)


def _find_shown(cells: pl.DataFrame, typed: TypedCells) -> tuple[pl.DataFrame, str]:
    """Return the cells of one style that show otherwise than they are read, and how the first."""
    style = cells["style"][0]
    if style >= len(typed.formats):
        return cells, ""
    format_ = typed.formats[style]
    text = cells["text"][0]
    if format_.kind == "date":
        shown = show_day(text, format_) or format_.code
        return cells, "" if shown == text else shown
    places = count_places(format_)
    if places is None:
        return cells, ""
    rounded = cells.filter(pl.col("value").round(places) != pl.col("value"))
    shown = "" if rounded.is_empty() else f"{rounded['value'][0]:.{places}f}".replace(".", ",")
    return rounded, shown
