"""The first sheet of a marked copy: every finding, with a link to its cell."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from eloggraph.tables.write.marked.cells import (
    INK,
    CopiedSheet,
    Line,
    Listing,
    Styles,
    fit_cell,
    name_cell,
    quote_sheet,
)

# Excel follows no more links than this on one sheet.
LINKS_LIMIT = 65_000
WIDTHS = (13, 22, 38, 60, 60)
LINE_HEIGHT = 15.5  # points; spreadsheets do not all fit the height of rows themselves
_RULE = {"bottom": 1, "bottom_color": "#D5DBD8"}


def write_listing(
    page: Worksheet, listing: Listing, sheets: Sequence[CopiedSheet], styles: Styles
) -> None:
    """Write the title, the notes and the table of findings onto a sheet."""
    page.write_string(0, 0, listing.title, styles.of(bold=True, font_size=14))
    for row, note in enumerate(listing.notes, 1):
        page.write_string(row, 0, note)
    top = len(listing.notes) + 2
    head = styles.header()
    for column, header in enumerate(listing.headers):
        page.write_string(top, column, header, head)
    for row, line in enumerate(listing.lines, top + 1):
        fill, ink = INK[line.severity]
        level = {"level": 1} if line.follows else {}
        page.set_row(row, LINE_HEIGHT * count_lines(line.texts), None, level)
        word = styles.of(bg_color=fill, font_color=ink, bold=True, valign="top", **_RULE)
        page.write_string(row, 0, listing.severities[line.severity], word)
        _write_link(page, row, line, sheets, styles, is_counted=row - top > LINKS_LIMIT)
        for column, text in enumerate(line.texts, 2):
            page.write_string(row, column, fit_cell(text), _prose(styles))
    if listing.lines:
        page.autofilter(top, 0, top + len(listing.lines), len(listing.headers) - 1)
        page.freeze_panes(top + 1, 0)
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)
    page.outline_settings(symbols_below=False)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)


def count_lines(texts: Sequence[str]) -> int:
    """Return how many lines the longest of the wrapped texts takes."""
    pairs = zip(texts, WIDTHS[2:], strict=True)
    return max(1 + len(text) // width for text, width in pairs)


def _prose(styles: Styles) -> Format:
    return styles.of(text_wrap=True, valign="top", num_format="@", **_RULE)


def _write_link(
    page: Worksheet,
    row: int,
    line: Line,
    sheets: Sequence[CopiedSheet],
    styles: Styles,
    *,
    is_counted: bool,
) -> None:
    if line.target is None:
        page.write_blank(row, 1, None, _prose(styles))
        return
    sheet = sheets[line.target.sheet]
    shown = name_cell(sheet, line.target, line.rows)
    if is_counted:
        page.write_string(row, 1, shown, _prose(styles))
        return
    address = f"internal:{quote_sheet(sheet.name)}!{shown.rpartition('!')[2]}"
    link = styles.of(
        font_color="#0B5A63",
        underline=1,
        text_wrap=True,
        valign="top",
        num_format="@",
        **_RULE,
    )
    page.write_url(row, 1, address, link, shown)
