"""Sheets of text for people: hidden columns, drop-downs, colours, wrapped cells."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from eloggraph.tables.sheets import LONGEST_CELL, make_sheet_name
from eloggraph.tables.write.workbook import open_workbook
from eloggraph.text import abridge

_NARROWEST, _WIDEST, _LOOKED_AT = 10, 44, 200
_LAST_ROW = 2_000
# A row of a list, of what is sure, of what is to be looked at, and of what is left out.
COLOURS = {"head": "#E2F0F0", "look": "#FBF0D9", "off": "#ECEFF1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOutSheet:
    """A sheet of text: its first row is the header.

    ``hidden`` are columns that nobody needs to see; ``choices`` the cells that a column offers, by
    its place, for the rows from the second on; ``colours`` names a colour of :data:`COLOURS` for
    rows; ``lead`` is a line above the header.
    """

    name: str
    rows: Sequence[Sequence[str]]
    lead: Sequence[str] = ()
    hidden: frozenset[int] = frozenset()
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    colours: Mapping[int, str] = field(default_factory=dict)
    tab: str = "#D5DBD8"


def render_sheets(sheets: Sequence[LaidOutSheet]) -> bytes:
    """Return a workbook of sheets of text, in order; the first is open."""
    stream = io.BytesIO()
    book = open_workbook(stream)
    for each in sheets:
        _write_sheet(book, book.add_worksheet(make_sheet_name(each.name)), each)
    book.close()
    return stream.getvalue()


def _write_sheet(book: xlsxwriter.Workbook, sheet: Worksheet, laid: LaidOutSheet) -> None:
    text = book.add_format({"num_format": "@", "text_wrap": bool(laid.lead), "valign": "top"})
    head = book.add_format({"num_format": "@", "bold": True, "bottom": 1, "valign": "top"})
    said = book.add_format({"italic": True})
    coloured = {
        name: book.add_format(
            {"num_format": "@", "bg_color": colour, "text_wrap": True, "valign": "top"}
        )
        for name, colour in COLOURS.items()
    }
    sheet.set_tab_color(laid.tab)
    for index, line in enumerate(laid.lead):
        sheet.write_string(index, 0, line, said)
    top = len(laid.lead)
    width = max(map(len, laid.rows), default=0)
    for column in range(width):
        cells = [row[column] for row in laid.rows[:_LOOKED_AT] if column < len(row)]
        longest = max((len(line) for cell in cells for line in cell.split("\n")), default=0)
        options = {"hidden": True} if column in laid.hidden else {}
        sheet.set_column(column, column, min(max(longest + 2, _NARROWEST), _WIDEST), text, options)
    for index, row in enumerate(laid.rows):
        form = coloured.get(laid.colours.get(index, ""), text) if index else head
        for column, cell in enumerate(row):
            if cell or index in laid.colours:
                sheet.write_string(top + index, column, abridge(cell, LONGEST_CELL), form)
    _offer(sheet, laid, top, width)
    sheet.freeze_panes(top + 1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(max(width, 1))}{_LAST_ROW}"})


def _offer(sheet: Worksheet, laid: LaidOutSheet, top: int, width: int) -> None:
    """Put what columns offer into hidden columns to the right, and point at it."""
    for place, (column, choices) in enumerate(sorted(laid.choices.items())):
        at = width + 1 + place
        sheet.set_column(at, at, None, None, {"hidden": True})
        for row, choice in enumerate(choices):
            sheet.write_string(row, at, choice)
        letter = xl_col_to_name(at)
        source = f"=${letter}$1:${letter}${len(choices)}"
        sheet.data_validation(
            top + 1,
            column,
            top + max(len(laid.rows) - 1, 1),
            column,
            {"validate": "list", "source": source, "show_error": False},
        )
