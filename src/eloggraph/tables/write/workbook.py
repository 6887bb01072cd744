"""Tables of text as a workbook, cell by cell as they are, and such a workbook read back."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import BinaryIO

import fastexcel
import xlsxwriter

from eloggraph.tables.sheets import LONGEST_CELL
from eloggraph.text import abridge

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_NARROWEST, _WIDEST, _LOOKED_AT = 10, 48, 200

Rows = Sequence[Sequence[str]]


# A workbook stores when it was made; a constant keeps its bytes the same.
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)


def open_workbook(target: BinaryIO) -> xlsxwriter.Workbook:
    """Open a new workbook on a binary stream; ``close()`` writes it.

    Strings are written as they are: none becomes a formula, a number or a link.
    """
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    book.set_properties({"created": _CREATED})
    return book


def render_tables(tables: Mapping[str, Rows]) -> bytes:
    """Return a workbook with a sheet of text for each table, in their order.

    Cells are text to the spreadsheet too, so that it makes no dates, numbers or formulas of what
    is typed into them later. The first row stays in sight.
    """
    stream = io.BytesIO()
    book = open_workbook(stream)
    text = book.add_format({"num_format": "@"})
    head = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
    for name, rows in tables.items():
        sheet = book.add_worksheet(name)
        for index, width in enumerate(_measure_widths(rows[:_LOOKED_AT])):
            sheet.set_column(index, index, width, text)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell:
                    sheet.write_string(row, column, cell, text if row else head)
        sheet.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()


def render_values(tables: Mapping[str, Sequence[Sequence[str | int | float | None]]]) -> bytes:
    """Return a workbook with a sheet for each table: a header, and numbers that are numbers.

    Text stays text, whatever it looks like. The first row stays in sight and has a filter.
    """
    stream = io.BytesIO()
    book = open_workbook(stream)
    head = book.add_format({"bold": True, "bottom": 1})
    for name, rows in tables.items():
        sheet = book.add_worksheet(name)
        written = [["" if cell is None else str(cell) for cell in row] for row in rows[:_LOOKED_AT]]
        for index, width in enumerate(_measure_widths(written)):
            sheet.set_column(index, index, width)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, str) and cell:
                    sheet.write_string(
                        row, column, abridge(cell, LONGEST_CELL), head if not row else None
                    )
                elif isinstance(cell, (int, float)):
                    sheet.write_number(row, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows) - 1, 1), max(len(rows[0]) - 1, 0))
    book.close()
    return stream.getvalue()


def _measure_widths(rows: Rows) -> Iterable[int]:
    for index in range(max(map(len, rows), default=0)):
        longest = max(len(row[index]) for row in rows if index < len(row))
        yield min(max(longest + 2, _NARROWEST), _WIDEST)


def read_tables(data: bytes) -> dict[str, list[list[str]]]:
    """Return the text of every sheet of a workbook of ours by its name."""
    book = fastexcel.read_excel(data)
    sheets = {
        name: book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        for name in book.sheet_names
    }
    return {
        name: [[cell or "" for cell in row] for row in sheet.to_polars().iter_rows()]
        if sheet.width
        else []
        for name, sheet in sheets.items()
    }
