"""Numbers and dates of a workbook in columns that are not theirs, and numbers that are sure."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from eloggraph.tables.read.workbook import load_workbook

Factory = Callable[..., Any]
DAY = datetime.datetime(2026, 3, 2)


def write_book(folder: Path, table: str, rows: list[list[tuple[Any, str]]]) -> Path:
    """Write one sheet; each cell is its value and its number format."""
    with xlsxwriter.Workbook(str(folder / "network.xlsx")) as book:
        sheet = book.add_worksheet(table)
        for row, cells in enumerate(rows):
            for column, (value, form) in enumerate(cells):
                style = book.add_format({"num_format": form}) if form else None
                sheet.write(row, column, value, style)
    return folder


@pytest.mark.parametrize(
    ("value", "form", "shown", "text"),
    [
        (DAY, "d.m.", "2.3.", "2026-03-02"),
        (DAY, "d.m.yyyy", "2.3.2026", "2026-03-02"),
        (DAY, "[$-40B]dd\\.mm\\.yy;@", "02.03.26", "2026-03-02"),
        (DAY, "m/yyyy", "3/2026", "2026-03"),
        (DAY, "mmm yy", "mmm yy", "2026-03"),  # the name of the month is the reader's own
        (2.567, "0.0", "2,6", "2.567"),
        (1234.56, "#,##0", "1235", "1234.56"),
    ],
)
def test_a_number_in_a_column_of_texts_that_shows_otherwise_is_warned_of_once(
    tmp_path: Path, write_network: Factory, read: Factory,
    value: object, form: str, shown: str, text: str,
) -> None:  # fmt: skip
    head = [(name, "") for name in ("id", "label@fi", "label@sv", "label@en", "locator")]
    body = [[(f"s{n}", ""), ("A", ""), ("A", ""), ("A", ""), (value, form)] for n in range(3)]
    folder = write_book(write_network(tmp_path, {}), "sources", [head, *body])
    (finding,) = read(folder).of("cells-show-otherwise")
    assert (finding.place.row, finding.place.column) == (2, "locator")
    for _, message in finding.message.items():
        assert f"”{shown}”" in message.replace("“", "”")
        assert f"”{text}”" in message.replace("“", "”")
        assert "(3)" in message


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (DAY, "yyyy-mm-dd"),
        (2.5, "0.0"),
        (2.5, "0.00"),
        (7, "0"),
        (12.5 / 24, "h:mm"),
        ("2.3.", "@"),
    ],
)
def test_a_number_that_shows_as_it_is_read_is_not_warned_of(
    tmp_path: Path, write_network: Factory, read: Factory, value: object, form: str
) -> None:
    head = [(name, "") for name in ("id", "label@fi", "label@sv", "label@en", "locator")]
    body = [("s", ""), ("A", ""), ("A", ""), ("A", ""), (value, form)]
    folder = write_book(write_network(tmp_path, {}), "sources", [head, body])
    assert read(folder).of("cells-show-otherwise") == []


def test_a_date_in_a_column_of_dates_may_show_as_it_likes(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    head = [(name, "") for name in ("id", "label@fi", "label@sv", "label@en", "issued")]
    body = [("s", ""), ("A", ""), ("A", ""), ("A", ""), (DAY, "d.m.yyyy")]
    folder = write_book(write_network(tmp_path, {}), "sources", [head, body])
    assert read(folder).of("cells-show-otherwise") == []


@pytest.mark.parametrize(
    ("cells", "doubted"),
    [
        ([12.345, "12,5"], []),  # a number that is typed is sure, whatever stands beside it
        ([12.345, 1.234], []),
        (["12.345", "12,5"], [2]),  # the same as texts
        ([1.234, "12.345", "12,5"], [3]),
        ([7, "12.345", "7,5"], [3]),
    ],
)
def test_doubt_belongs_to_texts_and_not_to_numbers(
    tmp_path: Path, write_network: Factory, read: Factory, cells: list[object], doubted: list[int]
) -> None:
    head = [(name, "") for name in ("project", "amount")]
    rows = [[("p", ""), (cell, "")] for cell in cells]
    folder = write_book(write_network(tmp_path, {}), "fundings", [head, *rows])
    told = [*read(folder).of("number-ambiguous"), *read(folder).of("value-not-decimal")]
    assert [f.place.row for f in told if f.place.column == "amount"] == doubted


NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("style", "style"),
        ("table", "table"),
        ("text", "text"),
        ("number", "datastyle"),
    )
)
MONTH = '<number:month/><number:text>.</number:text><number:year number:style="long"/>'


def test_formats_of_ods_that_stand_with_the_named_styles_are_known(tmp_path: Path) -> None:
    """A style with a name is in ``styles.xml``; its N1 is not the N1 of the content."""
    styles = (
        f"<office:document-styles {NAMES}><office:styles>"
        f'<number:date-style style:name="N1">{MONTH}</number:date-style>'
        '<style:style style:name="Kuukausi" style:family="table-cell" style:data-style-name="N1"/>'
        '<style:style style:name="Vanha" style:family="table-cell">'
        '<style:text-properties style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="ce2" style:family="paragraph">'
        '<style:text-properties style:text-line-through-style="solid"/></style:style>'
        "</office:styles></office:document-styles>"
    )
    kinds = ("Kuukausi", "ce1", "ce2", "Vanha")
    rows = "".join(
        f'<table:table-row><table:table-cell table:style-name="{kind}" '
        'office:value-type="date" office:date-value="2018-10-01">'
        "<text:p>10.2018</text:p></table:table-cell></table:table-row>"
        for kind in kinds
    )
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>"
        f'<number:date-style style:name="N1"><number:day/>{MONTH}</number:date-style>'
        '<style:style style:name="ce1" style:family="table-cell" '
        'style:parent-style-name="Kuukausi"/>'
        '<style:style style:name="ce2" style:family="table-cell" style:data-style-name="N1"/>'
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="actors">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "network.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr("content.xml", content)
        archive.writestr("styles.xml", styles)
    book, _ = load_workbook(path, path.name)
    assert book is not None
    texts = [cell for (cell,) in book.grids[0].records()]
    assert texts == ["2018-10", "2018-10", "2018-10-01", "2018-10-01"]
    assert book.remarks["actors"].struck_rows == [4]
