"""The marked copy as openpyxl reads it: another library than the one that wrote it."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from eloggraph.finding import Severity
from eloggraph.tables.write.marked.cells import (
    CellAddress,
    CopiedSheet,
    Line,
    Listing,
    Mark,
    fit_cell,
    name_cell,
)
from eloggraph.tables.write.marked.copy import write_marked_copy

ROWS = [["id", "nimi"], ["001", "=1+1"], [], ["-5", "+358 40 123"], [None, " väli\r\nrivi "]]
ACTORS = CopiedSheet(name="Toimijat 'A' 1", rows=ROWS, header_row=1)
CELL = CellAddress(sheet=0, row=4, column=1)
BLANK = CellAddress(sheet=0, row=3, column=0)
MARKS = {
    CELL: Mark(severity="violation", comment="Virhe: väärin.\n→ Korjaa."),
    BLANK: Mark(severity="warning", comment="Varoitus: tyhjä."),
}
LISTING = Listing(
    name="Tarkistus",
    title="Havainnot",
    notes=("Kaksi havaintoa.",),
    headers=("Vakavuus", "Solu", "Paikka", "Havainto", "Ohje"),
    severities={"violation": "virhe", "warning": "varoitus", "info": "huomautus"},
    lines=(
        Line(severity="violation", texts=("a.csv, rivi 4", "väärin", "=KORJAA()"), target=CELL),
        Line(severity="warning", texts=("network.toml", "outo", "poista")),
    ),
)


def book(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.fixture(scope="module")
def copy() -> openpyxl.Workbook:
    return book(write_marked_copy(LISTING, [ACTORS], MARKS))


def test_cells_are_text_on_the_rows_of_the_file(copy: openpyxl.Workbook) -> None:
    page = copy[ACTORS.name]
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["id", "nimi"],
        ["001", "=1+1"],
        [None, None],
        ["-5", "+358 40 123"],
        [None, " väli_x000D_\nrivi "],  # as the format of the file has it; readers undo it
    ]
    assert {c.data_type for row in page.iter_rows() for c in row if c.value} == {"s"}
    assert page.freeze_panes == "A2"


def test_first_row_may_stand_lower() -> None:
    sheet = CopiedSheet(name="a", rows=[["id"], ["x"]], first_row=3, header_row=3)
    page = book(write_marked_copy(LISTING, [sheet], {}))["a"]
    assert [page["A1"].value, page["A3"].value, page["A4"].value] == [None, "id", "x"]
    assert page.freeze_panes == "A4"


def test_marked_cells_alone_are_coloured_bordered_and_commented(copy: openpyxl.Workbook) -> None:
    page = copy[ACTORS.name]
    marked = {c.coordinate: c for row in page.iter_rows() for c in row if c.comment}
    assert set(marked) == {"B4", "A3"}
    assert marked["B4"].comment.text == "Virhe: väärin.\n→ Korjaa."
    fills = {name: cell.fill.fgColor.rgb for name, cell in marked.items()}
    assert fills["B4"] != fills["A3"]
    assert marked["B4"].border.left.style != marked["A3"].border.left.style
    assert page["A4"].fill.fill_type is None
    assert page["A4"].comment is None


def test_list_comes_first_with_links_and_a_filter(copy: openpyxl.Workbook) -> None:
    page: Worksheet = copy.worksheets[0]
    assert copy.active is page
    assert [page["A1"].value, page["A2"].value] == ["Havainnot", "Kaksi havaintoa."]
    rows = list(page.iter_rows(min_row=4, values_only=True))
    assert rows[0] == LISTING.headers
    assert rows[1] == (
        "virhe", "Toimijat 'A' 1!B4", "a.csv, rivi 4", "väärin", "=KORJAA()",
    )  # fmt: skip
    assert rows[2] == ("varoitus", None, "network.toml", "outo", "poista")
    assert page["B5"].hyperlink.location == "'Toimijat ''A'' 1'!B4"
    assert page["E5"].data_type == "s"
    assert page.auto_filter.ref == "A4:E6"
    assert page.freeze_panes == "A5"


@pytest.mark.parametrize("severity", ["violation", "warning", "info"])
def test_every_severity_can_be_told_apart_without_colour(severity: Severity) -> None:
    marks = {CELL: Mark(severity=severity, comment="x")}
    cell = book(write_marked_copy(LISTING, [ACTORS], marks))[ACTORS.name]["B4"]
    styles = {"violation": "medium", "warning": "thin", "info": "dotted"}
    assert cell.border.top.style == styles[severity]


def test_no_findings_is_a_workbook_too() -> None:
    empty = Listing(name="f", title="t", notes=(), headers=("a",), severities={}, lines=())
    assert book(write_marked_copy(empty, [], {})).sheetnames == ["f"]


@pytest.mark.parametrize(
    ("text", "fitted"),
    [
        ("a" * 32_767, "a" * 32_767),
        ("a" * 32_768, "a" * 32_767),
        ("😀" * 16_383 + "a", "😀" * 16_383 + "a"),
        ("😀" * 16_384, "😀" * 16_383),
        ("\x01\x0b\x7f_x0041_", "\x01\x0b\x7f_x0041_"),
        ("a\ufffeb\uffff", "a�b�"),
    ],
)
def test_what_no_cell_holds_is_cut_or_replaced(text: str, fitted: str) -> None:
    assert fit_cell(text) == fitted


def test_cell_is_named_as_a_spreadsheet_names_it() -> None:
    assert name_cell(ACTORS, CellAddress(sheet=0, row=12, column=27)) == "Toimijat 'A' 1!AB12"


def test_same_tables_same_bytes() -> None:
    turned = dict(reversed(MARKS.items()))
    first, second = (write_marked_copy(LISTING, [ACTORS], marks) for marks in (MARKS, turned))
    assert first == second
