"""What a workbook says of its cells beyond their text, and how that is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from eloggraph.finding import Finding, Place, tell
from eloggraph.tables.bounds import tell_cells
from eloggraph.tables.model import RawTable
from eloggraph.tables.read.addresses import write_address

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRemarks:
    """Formulas, error values, merged, hidden and struck-through cells of one sheet.

    A cell is its row, counted from one, and its column, counted from nought. ``formulas`` have a
    stored value, ``unvalued`` have none; of a text that is ``partly_struck`` some letters are
    struck through; ``errors`` are error values as they show; ``merged``
    are ranges by their first and last cell.
    """

    formulas: list[Cell] = field(default_factory=list)
    unvalued: list[Cell] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    merged: list[tuple[Cell, Cell]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    struck_rows: list[int] = field(default_factory=list)
    partly_struck: list[Cell] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    is_hidden: bool = False


def tell_remarks(raw: RawTable, remarks: SheetRemarks) -> Iterator[Finding]:
    """Tell what is remarkable in a sheet; a faulty cell one by one, the rest once each."""
    for code in ("errors", "unvalued"):
        yield from _tell_faulty(raw, code, getattr(remarks, code))
    yield from _tell_columns(raw, "formulas-read", remarks.formulas)
    yield from _tell_columns(raw, "text-partly-struck", remarks.partly_struck)
    yield from _tell_merged(raw, remarks.merged)
    rows = [row for row in remarks.hidden_rows if row > raw.header_row and _has(raw, row)]
    columns = [c for c in remarks.hidden_columns if c < len(raw.headers) and raw.headers[c]]
    if remarks.is_hidden:
        yield tell("sheet-hidden", "info", raw.place())
    if rows:
        yield _tell_rows(raw, "rows-hidden", rows)
    if struck := [row for row in remarks.struck_rows if row > raw.header_row and _has(raw, row)]:
        yield _tell_rows(raw, "rows-struck", struck)
    for column in columns:
        yield tell("column-hidden", "info", raw.place(raw.header_row, column))


def _tell_rows(raw: RawTable, code: str, rows: list[int]) -> Finding:
    return tell(
        code,
        "info",
        raw.place(rows[0]),
        variant="several" if len(rows) > 1 else None,
        n=len(rows),
        first=str(rows[0]),
        last=str(rows[-1]),
    )


_FAULTS = {"errors": "cell-error", "unvalued": "formula-without-value"}


def _tell_faulty(raw: RawTable, kind: str, cells: list[tuple[int, ...]]) -> Iterator[Finding]:
    by_column: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row, column, *value in cells:
        by_column[column].append((row, str(value[0]) if value else ""))
    for column, found in sorted(by_column.items()):

        def make(row: int, text: str, column: int = column) -> Finding:
            place = _place(raw, row, column)
            return tell(_FAULTS[kind], "violation", place, value=text)

        frame = pl.DataFrame(found, schema=["row", "text"], orient="row")
        yield from tell_cells(frame, make)


def _tell_columns(raw: RawTable, code: str, cells: list[Cell]) -> Iterator[Finding]:
    """Tell once for each column how many of its cells are remarkable, at the first of them."""
    by_column: dict[int, list[int]] = defaultdict(list)
    for row, column in cells:
        if row > raw.header_row:
            by_column[column].append(row)
    for column, rows in sorted(by_column.items()):
        place = _place(raw, rows[0], column)
        value = _text(raw, rows[0], column)
        yield tell(code, "info", place, n=len(rows), value=value)


def _tell_merged(raw: RawTable, ranges: list[tuple[Cell, Cell]]) -> Iterator[Finding]:
    found = [
        (top, left, bottom, right)
        for (top, left), (bottom, right) in sorted(ranges)
        # Above the header there are titles, and a header may span the columns of a title.
        if bottom > raw.header_row and left < len(raw.headers)
    ]

    def make(top: int, left: int, bottom: int, right: int) -> Finding:
        value = f"{write_address(top, left)}:{write_address(bottom, right)}"
        return tell("cells-merged", "warning", _place(raw, top, left), value=value)

    yield from tell_cells(
        pl.DataFrame(found, schema=["top", "left", "bottom", "right"], orient="row"), make
    )


def _place(raw: RawTable, row: int, column: int) -> Place:
    return raw.place(row, column if column < len(raw.headers) else None)


def _has(raw: RawTable, row: int) -> bool:
    return row in raw.frame["row"]


def _text(raw: RawTable, row: int, column: int) -> str:
    if column >= len(raw.headers):
        return ""
    found = raw.frame.filter(pl.col("row") == row)[f"c{column}"]
    return found[0] or "" if len(found) else ""
