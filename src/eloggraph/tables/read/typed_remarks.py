"""What is told of typed numbers: that they look otherwise than they are, or are too long."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from eloggraph.finding import Finding, tell
from eloggraph.tables.model import RawTable, TypedCells
from eloggraph.tables.read.typed import LONGEST_WHOLE

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
