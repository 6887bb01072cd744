"""The XML of the sheet of findings that is put in front of somebody's workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eloggraph.tables.read.addresses import write_address
from eloggraph.tables.write.marked.cells import Line, Listing, fit_cell, name_cells, quote_sheet
from eloggraph.tables.write.marked.findings import LINE_HEIGHT, LINKS_LIMIT, WIDTHS, count_lines
from eloggraph.tables.write.marked.spans import escape, escape_attribute
from eloggraph.tables.write.marked.styles import StyleSheet


def find_top(listing: Listing) -> int:
    """Return the row of the headers of the table of findings, counted from one."""
    return len(listing.notes) + 3


def render_front(
    listing: Listing, names: Sequence[str | None], styles: StyleSheet, namespace: str
) -> bytes:
    """Return the sheet of findings.

    Parameters
    ----------
    listing
        What stands on it.
    names
        The sheets of the workbook in the order that the lines count them in; None for one that
        has no cells to go to.
    styles
        The styles of the workbook.
    namespace
        The namespace of its sheets.
    """
    top = find_top(listing)
    last = top + len(listing.lines)
    rows = [_write_row(1, [_write_cell(1, 0, listing.title, styles.front("title"))])]
    rows += [
        _write_row(row, [_write_cell(row, 0, note, styles.front("note"))])
        for row, note in enumerate(listing.notes, 2)
    ]
    rows.append(
        _write_row(top, [_write_cell(top, *h, styles.front("head")) for h in _count(listing)])
    )
    rows += _write_lines(listing, names, styles, top)
    links = _write_links(listing.lines, names, top)
    table = f"A{top}:E{last}"
    levels = ' outlineLevelRow="1"' if any(line.follows for line in listing.lines) else ""
    return "".join(
        (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
            f'<worksheet xmlns="{namespace}"><sheetPr><outlinePr summaryBelow="0"/>',
            '<pageSetUpPr fitToPage="1"/></sheetPr>',
            f'<dimension ref="A1:E{last}"/><sheetViews>',
            '<sheetView tabSelected="1" workbookViewId="0">',
            f'<pane ySplit="{top}" topLeftCell="A{top + 1}" activePane="bottomLeft" '
            'state="frozen"/><selection pane="bottomLeft"/>'
            if listing.lines
            else "",
            f'</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"{levels}/><cols>',
            *(
                f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
                for n, width in enumerate(WIDTHS, 1)
            ),
            f"</cols><sheetData>{''.join(rows)}</sheetData>",
            f'<autoFilter ref="{table}"/>' if listing.lines else "",
            f"<hyperlinks>{links}</hyperlinks>" if links else "",
            '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" '
            'footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>',
            "</worksheet>",
        )
    ).encode("ascii")


def _count(listing: Listing) -> Iterator[tuple[int, str]]:
    return enumerate(listing.headers)


def _write_lines(
    listing: Listing, names: Sequence[str | None], styles: StyleSheet, top: int
) -> Iterator[str]:
    for row, line in enumerate(listing.lines, top + 1):
        shown = name_target(line, names)
        style = "link" if shown and row - top <= LINKS_LIMIT else "text"
        cells = [
            _write_cell(row, 0, listing.severities[line.severity], styles.front(line.severity)),
            _write_cell(row, 1, shown, styles.front(style)),
            *(
                _write_cell(row, n, text, styles.front("text"))
                for n, text in enumerate(line.texts, 2)
            ),
        ]
        height = LINE_HEIGHT * count_lines(line.texts)
        level = ' outlineLevel="1"' if line.follows else ""
        yield _write_row(row, cells, f' ht="{height}" customHeight="1"{level}')


def name_target(line: Line, names: Sequence[str | None]) -> str:
    """Return the cell that a line leads to as a person writes it; nothing where there is none."""
    if line.target is None or (name := names[line.target.sheet]) is None:
        return ""
    return f"{name}!{name_cells(line.target, line.rows)}"


def _write_links(lines: Sequence[Line], names: Sequence[str | None], top: int) -> str:
    links = []
    for row, line in enumerate(lines[:LINKS_LIMIT], top + 1):
        if shown := name_target(line, names):
            sheet, _, cell = shown.rpartition("!")
            location = escape_attribute(f"{quote_sheet(sheet)}!{cell}")
            links.append(f'<hyperlink ref="B{row}" location="{location}"/>')
    return "".join(links)


def _write_row(row: int, cells: Sequence[str], more: str = "") -> str:
    return f'<row r="{row}"{more}>{"".join(cells)}</row>'


def _write_cell(row: int, column: int, text: str, style: int) -> str:
    at = f'<c r="{write_address(row, column)}" s="{style}"'
    if not text:
        return f"{at}/>"
    inner = escape(fit_cell(text))
    return f'{at} t="inlineStr"><is><t xml:space="preserve">{inner}</t></is></c>'
