"""Every cell of a workbook as openpyxl reads it, written as our reader writes cells."""

from __future__ import annotations

import datetime
import re
import warnings
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell

Cells = Mapping[tuple[str, int, int], str]

# Formats that show less than a day, with what they show of one.
_SHORT = {"yyyy": "%Y", "mmm-yy": "%Y-%m", "mmm yy": "%Y-%m", "mm/yyyy": "%Y-%m"}


def read_cells(path: Path) -> Cells:
    """Return the text of every cell that holds something, by sheet, row and column from one.

    An error value is left out: no text is read from it, and it is told.
    """
    with warnings.catch_warnings(), path.open("rb") as stream:
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(stream, data_only=True)
    return {
        (sheet.title, cell.row, cell.column): text
        for sheet in book.worksheets
        # A sheet with a style at its end has as many cells as there can be.
        for cell in sheet._cells.values()
        if isinstance(cell, Cell) and cell.value is not None and cell.data_type != "e"
        if (text := write_cell(cell)) != ""
    }


def write_cell(cell: Cell) -> str:
    """Return the text of a cell."""
    value = cell.value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(round(value.total_seconds(), 3), 60)
        return write_clock(*divmod(int(minutes), 60), seconds)
    if isinstance(value, datetime.time):
        return write_clock(value.hour, value.minute, value.second + value.microsecond / 1e6)
    if isinstance(value, datetime.datetime):
        return write_moment(value, cell.number_format)
    return str(value)


def write_clock(hours: int, minutes: int, seconds: float) -> str:
    """Return hours and minutes, and seconds and their thousandths where there are some."""
    text = f"{hours:02}:{minutes:02}"
    if round(seconds, 3) == int(seconds):
        return f"{text}:{int(seconds):02}" if seconds else text
    return f"{text}:{seconds:06.3f}"


def write_moment(value: datetime.datetime, shown: str) -> str:
    """Return as much of a moment as its format shows."""
    if short := _SHORT.get(shown.lower()):
        return value.strftime(short)
    has_clock = re.search("[hs]", re.sub(r'"[^"]*"|\[\$[^\]]*\]', "", shown), re.IGNORECASE)
    is_midnight = value.time() == datetime.time()
    return value.strftime("%Y-%m-%d" if is_midnight or not has_clock else "%Y-%m-%d %H:%M:%S")
