"""A copy of tables as one workbook: faulty cells coloured and commented, findings listed first.

Texts and comments come ready; this module only lays them out.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from eloggraph.finding import Severity
from eloggraph.tables.write.marked.cells import (
    COLUMNS_LIMIT,
    INK,
    OWN_NAME,
    ROWS_LIMIT,
    CellAddress,
    CopiedSheet,
    Listing,
    Mark,
    Styles,
    fit_cell,
    quote_sheet,
)
from eloggraph.tables.write.marked.findings import write_listing
from eloggraph.tables.write.workbook import open_workbook

_NARROWEST, _WIDEST, _SAMPLE = 9, 48, 200
# Some spreadsheets show a long text in text format as #####; without the format it is still text.
_LONGEST_AS_TEXT = 255
_LONG = "x" * (_LONGEST_AS_TEXT + 1)
# Thick, thin and dotted: the severities also differ when printed without colours.
_BORDER: Mapping[Severity, int] = {"violation": 2, "warning": 1, "info": 4}


def write_marked_copy(
    listing: Listing, sheets: Sequence[CopiedSheet], marks: Mapping[CellAddress, Mark]
) -> bytes:
    """Return a workbook with the list of findings first and then a copy of each table.

    Every cell is text, on the row where it stands in its file. What no cell of a workbook holds
    is cut or replaced: see :func:`fit_cell`.

    >>> listing = Listing(name="Findings", title="t", notes=(), headers=(), severities={}, lines=())
    >>> write_marked_copy(listing, [CopiedSheet(name="actors", rows=[["id"]])], {})[:2]
    b'PK'
    """
    stream = io.BytesIO()
    book = open_workbook(stream)
    front = book.add_worksheet(listing.name)
    styles = Styles(book)
    for index, sheet in enumerate(sheets):
        page = book.add_worksheet(sheet.name)
        own = {(s.row, s.column): mark for s, mark in marks.items() if s.sheet == index}
        _write_cells(page, sheet, own, styles)
        _write_comments(page, own)
        _shape(page, sheet)
    write_listing(front, listing, sheets, styles)
    front.activate()
    book.define_name(OWN_NAME, f"={quote_sheet(listing.name)}!$A$1")
    book.close()
    return stream.getvalue()


def _choose_style(styles: Styles, text: str, *, is_header: bool, mark: Mark | None) -> Format:
    traits: dict[str, object] = {"valign": "top"}
    if len(text) <= _LONGEST_AS_TEXT:
        traits["num_format"] = "@"
    if mark is not None:
        fill, ink = INK[mark.severity]
        traits |= {"bg_color": fill, "border": _BORDER[mark.severity], "border_color": ink}
    return styles.header(**traits) if is_header else styles.of(**traits)


def _write_cells(
    page: Worksheet,
    sheet: CopiedSheet,
    marks: Mapping[tuple[int, int], Mark],
    styles: Styles,
) -> None:
    written: set[tuple[int, int]] = set()
    plain, long = (_choose_style(styles, text, is_header=False, mark=None) for text in ("", _LONG))
    for row, record in enumerate(sheet.rows[: ROWS_LIMIT - sheet.first_row + 1], sheet.first_row):
        is_header = row == sheet.header_row
        for column, text in enumerate(record[:COLUMNS_LIMIT]):
            if not text:
                continue
            style = plain if len(text) <= _LONGEST_AS_TEXT else long
            if is_header or (row, column) in marks:
                mark = marks.get((row, column))
                style = _choose_style(styles, text, is_header=is_header, mark=mark)
                written.add((row, column))
            page.write_string(row - 1, column, fit_cell(text), style)
    for (row, column), mark in sorted(marks.items()):
        if (row, column) not in written:
            page.write_blank(
                row - 1, column, None, _choose_style(styles, "", is_header=False, mark=mark)
            )


def _write_comments(page: Worksheet, marks: Mapping[tuple[int, int], Mark]) -> None:
    for (row, column), mark in sorted(marks.items()):
        text = mark.comment
        lines = sum(1 + len(line) // 46 for line in text.split("\n"))
        page.write_comment(
            row - 1,
            column,
            fit_cell(text),
            {
                "author": "eloggraph",
                "color": INK[mark.severity][0],
                "width": 330,
                "height": min(24 + 17 * lines, 480),
            },
        )


def _shape(page: Worksheet, sheet: CopiedSheet) -> None:
    """Freeze the header and make the columns as wide as most of their texts."""
    if sheet.header_row is not None:
        page.freeze_panes(sheet.header_row, 0)
    sample = sheet.rows[:_SAMPLE]
    for column in range(min(max(map(len, sample), default=0), COLUMNS_LIMIT)):
        texts = (record[column] or "" for record in sample if column < len(record))
        longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
        page.set_column(column, column, min(max(longest + 2, _NARROWEST), _WIDEST))
    page.set_landscape()
    page.set_paper(9)  # A4
    if sheet.header_row is not None:
        page.repeat_rows(sheet.header_row - 1)
