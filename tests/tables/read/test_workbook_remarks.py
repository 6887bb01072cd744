"""What a workbook holds beyond text: formulas, errors, merged and hidden cells, formats."""

from __future__ import annotations

import datetime
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from eloggraph.finding import Finding
from eloggraph.tables.bounds import LIMIT
from eloggraph.tables.model import RawTable
from eloggraph.tables.read import archive
from eloggraph.tables.read.inspect import inspect
from eloggraph.tables.read.workbook import read_workbook
from office import Convert

Fill = Callable[[Any, Any], None]
Read = Callable[[Fill], tuple[RawTable, list[Finding]]]
Told = tuple[str, str, int | None, str | None]


def told(findings: list[Finding]) -> list[Told]:
    return [
        (f.severity, f.code, f.place and f.place.row, f.place and f.place.column) for f in findings
    ]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a workbook of one sheet with the headers id, nimi, luku and what is filled in."""

    def read_filled(fill: Fill) -> tuple[RawTable, list[Finding]]:
        path = tmp_path / "network.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("actors")
            sheet.write_row(0, 0, ["id", "nimi", "luku"])
            fill(book, sheet)
        (table,), findings = read_workbook(path, path.name)
        return table, findings

    return read_filled


def test_formulas_give_their_stored_value_and_are_told_once_a_column(read: Read) -> None:
    def fill(book: Any, sheet: Any) -> None:
        for row in range(1, 51):
            sheet.write(row, 0, f"a{row}")
            sheet.write_formula(row, 1, '="A"&1', None, "A1")
            sheet.write_formula(row, 2, "=1+1", None, 2)

    table, findings = read(fill)
    assert table.frame.row(0) == (2, "a1", "A1", "2")
    assert told(findings) == [
        ("info", "formulas-read", 2, "nimi"),
        ("info", "formulas-read", 2, "luku"),
    ]
    assert "50" in findings[0].message.fi
    assert "”A1”" in findings[0].message.sv


def test_formula_whose_value_is_empty_text_is_an_empty_cell(read: Read) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(1, 0, ["a", "A"])
        sheet.write_formula(1, 2, '=""', None, "")

    table, findings = read(fill)
    assert table.frame.row(0)[3] is None
    # xlsxwriter stores no type for it, as Excel does: told as a formula without a value.
    assert told(findings) == [("violation", "formula-without-value", 2, "luku")]


def test_formulas_that_nobody_calculated_are_violations(tmp_path: Path) -> None:
    """openpyxl writes formulas without a value, as many programs do."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "nimi"])
    sheet.append(["a", '=UPPER("a")'])
    book.save(tmp_path / "network.xlsx")
    _, findings = read_workbook(tmp_path / "network.xlsx", "network.xlsx")
    assert told(findings) == [("violation", "formula-without-value", 2, "nimi")]


@pytest.mark.parametrize(
    "error", ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"]
)
def test_error_value_is_a_violation_at_its_cell_and_never_an_empty_one(
    read: Read, error: str
) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(1, 0, ["a", "A"])
        sheet.write_formula(1, 2, "=1/0", None, error)

    _, findings = read(fill)
    assert told(findings) == [("violation", "cell-error", 2, "luku")]
    assert all(error in text for _, text in findings[0].message.items())


def test_many_error_values_are_counted_beyond_the_first_ones(read: Read) -> None:
    def fill(book: Any, sheet: Any) -> None:
        for row in range(1, 101):
            sheet.write(row, 0, f"a{row}")
            sheet.write_formula(row, 2, "=1/0", None, "#DIV/0!")

    _, findings = read(fill)
    assert len(findings) == LIMIT + 1
    assert "80" in findings[-1].message.en


def test_merged_cells_are_told_below_the_header_only(read: Read) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(1, 0, ["a", "A", "1"])
        sheet.merge_range("B3:C4", "yhdistetty")
        sheet.write(2, 0, "b")
        sheet.write(3, 0, "c")

    _, findings = read(fill)
    assert told(findings) == [("warning", "cells-merged", 3, "nimi")]
    assert "B3:C4" in findings[0].message.fi


def test_title_merged_above_the_header_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "network.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("actors")
        sheet.merge_range("A1:C1", "Toimijat 2026")
        sheet.write_row(1, 0, ["id", "nimi", "luku"])
        sheet.write_row(2, 0, ["a", "A", "1"])
    (table,), findings = read_workbook(path, path.name)
    assert table.header_row == 2
    assert [f.code for f in findings] == ["rows-above-header"]


def test_hidden_rows_columns_and_sheets_are_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "network.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("actors")
        for row in range(5):
            sheet.write_row(row, 0, ["id", "nimi"] if row == 0 else [f"a{row}", "A"])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(9, None, None, {"hidden": True})  # nothing is there
        sheet.set_column("B:B", None, None, {"hidden": True})
        sheet.set_column("F:XFD", None, None, {"hidden": True})
        other = book.add_worksheet("roles")
        other.write_row(0, 0, ["id", "nimi"])
        other.write_row(1, 0, ["r", "R"])
        other.hide()
    tables, findings = read_workbook(path, path.name)
    assert [table.frame.height for table in tables] == [4, 1]
    assert told(findings) == [
        ("info", "rows-hidden", 3, None),
        ("info", "column-hidden", 1, "nimi"),
        ("info", "sheet-hidden", None, None),
    ]


@pytest.mark.parametrize(
    ("number", "shown", "code"),
    [
        (0.5, "0 %", "numbers-as-percent"),
        (0.5, "0.00%", "numbers-as-percent"),
        (100, "00000", "numbers-with-zeros"),
    ],
)
def test_numbers_that_look_otherwise_than_they_are_are_told(
    read: Read, number: float, shown: str, code: str
) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(1, 0, ["a", "A"])
        sheet.write_number(1, 2, number, book.add_format({"num_format": shown}))

    table, findings = read(fill)
    assert table.frame.row(0)[3] == str(number)
    assert told(findings) == [("warning", code, 2, "luku")]


@pytest.mark.parametrize("shown", ["0", "0.00", "#,##0", "@", '0 "%"', "d.m.yyyy"])
def test_ordinary_formats_are_not_told(read: Read, shown: str) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(1, 0, ["a", "A"])
        sheet.write_number(1, 2, 43374, book.add_format({"num_format": shown}))

    assert read(fill)[1] == []


@pytest.mark.parametrize("epoch", [False, True])
def test_dates_are_iso_whichever_year_counting_begins_from(tmp_path: Path, epoch: bool) -> None:
    path = tmp_path / "network.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": epoch}) as book:
        day, moment = (book.add_format({"num_format": f}) for f in ("d.m.yyyy", "d.m.yyyy h:mm"))
        sheet = book.add_worksheet("actors")
        sheet.write_row(0, 0, ["id", "alku", "hetki", "keskiyö"])
        sheet.write(1, 0, "a")
        sheet.write_datetime(1, 1, datetime.datetime(2018, 10, 1), day)
        sheet.write_datetime(1, 2, datetime.datetime(2018, 10, 1, 12, 30), moment)
        sheet.write_datetime(1, 3, datetime.datetime(2018, 10, 1), moment)
    (table,), findings = read_workbook(path, path.name)
    assert table.frame.row(0) == (2, "a", "2018-10-01", "2018-10-01 12:30:00", "2018-10-01")
    assert [f.code for f in findings] == (["days-from-1904"] if epoch else [])


def test_a_workbook_that_counts_from_1904_has_extensions_of_the_same_name(tmp_path: Path) -> None:
    """Excel 2013 and later write one, and calamine takes it for the setting: calamine#706."""
    path = tmp_path / "network.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": True}) as book:
        sheet = book.add_worksheet("actors")
        sheet.write_row(0, 0, ["id", "alku"])
        day = book.add_format({"num_format": "d.m.yyyy"})
        sheet.write_row(1, 0, ["a", datetime.datetime(2018, 10, 1)], day)
    extension = (
        b'<extLst><ext xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main">'
        b'<x15:workbookPr chartTrackingRefBase="1"/></ext></extLst></workbook>'
    )
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    book_xml = parts["xl/workbook.xml"].replace(b"</workbook>", extension)
    with zipfile.ZipFile(path, "w") as target:
        for name, data in (parts | {"xl/workbook.xml": book_xml}).items():
            target.writestr(name, data)
    (table,), findings = read_workbook(path, path.name)
    assert table.frame.row(0) == (2, "a", "2018-10-01")
    assert told(findings) == [("info", "days-from-1904", None, None)]


def test_midnight_that_somebody_wrote_stays(read: Read) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(1, 0, ["a", "2018-10-01 00:00:00"])

    assert read(fill)[0].frame.row(0)[2] == "2018-10-01 00:00:00"


@pytest.mark.parametrize(
    ("number", "shown", "text"),
    [
        (12.5 / 24, "h:mm", "12:30"),
        (12.5 / 24, "hh:mm:ss", "12:30"),
        (8 / 24 + 5 / 86400, "h:mm:ss", "08:00:05"),
        (1.25, "[h]:mm", "30:00"),
        (10.4375, "[hh]:mm:ss", "250:30"),
        (0.25, "[$-40B]h.mm", "06:00"),
        (0.75, "h:mm AM/PM", "18:00"),
        (43374.5, "h:mm", "2018-10-01 12:00:00"),
        (43374, "mmm yy", "2018-10"),
        (43388, "mm/yyyy", "2018-10"),
        (43374, "yyyy", "2018"),
        (43374, "[$-40B]d. mmmm yyyy;@", "2018-10-01"),
        (43374, 'd.m.yyyy "klo"', "2018-10-01"),
        (43374.25, "d.m.yyyy", "2018-10-01"),
        (59, "d.m.yyyy", "1900-02-28"),
        (60, "d.m.yyyy", "1900-02-29"),
        (61, "d.m.yyyy", "1900-03-01"),
        (2958465, "d.m.yyyy", "9999-12-31"),
        (2958466, "d.m.yyyy", "2958466"),
        (-1, "d.m.yyyy", "-1"),
        (43374, '0.0 "d"', "43374"),
        (43374, "0.00E+00", "43374"),
    ],
)
def test_dates_and_times_have_what_the_format_shows(
    read: Read, number: float, shown: str, text: str
) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(1, 0, ["a", "A"])
        sheet.write_number(1, 2, number, book.add_format({"num_format": shown}))

    table, findings = read(fill)
    assert table.frame.row(0)[3] == text
    assert findings == []


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (62.2412345678901, "62.2412345678901"),
        (1 / 3, "0.3333333333333333"),
        (1e-7, "0.0000001"),
        (-0.1, "-0.1"),
        (0.30000000000000004, "0.30000000000000004"),
        (999999999999999, "999999999999999"),
    ],
)
def test_a_number_is_the_shortest_text_that_gives_it_again(
    read: Read, number: float, text: str
) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(1, 0, ["a", "A"])
        # xlsxwriter writes sixteen digits; Excel writes as many as it takes.
        sheet.write_row(1, 2, [number])

    (cell,) = read(fill)[0].frame["c2"]
    assert float(cell) == float(f"{number:.16G}")
    assert cell == text or float(text) != float(f"{number:.16G}")


def test_whole_numbers_that_a_spreadsheet_has_cut_are_told_once_a_column(read: Read) -> None:
    def fill(book: Any, sheet: Any) -> None:
        for row in range(1, 4):
            sheet.write_row(row, 0, [f"a{row}", "A", 12345678901234567890 + row])
        sheet.write_row(4, 0, ["a4", "A", 999_999_999_999_999])

    table, findings = read(fill)
    # xlsxwriter writes sixteen digits of a number.
    assert table.frame["c2"].to_list()[0] == "12345678901234570000"
    assert table.frame["c2"].to_list()[-1] == "999999999999999"
    assert told(findings) == [("warning", "numbers-too-long", 2, "luku")]
    assert "(3)" in findings[0].message.en


def test_numbers_are_written_without_change(read: Read) -> None:
    numbers = [12, 1.0, 0.1, 1e15, 1e21, -3.5, 1e-7]

    def fill(book: Any, sheet: Any) -> None:
        for row, number in enumerate(numbers, 1):
            sheet.write_row(row, 0, [f"a{row}", "A", number])
        sheet.write_boolean(len(numbers) + 1, 2, True)
        sheet.write(len(numbers) + 1, 0, "b")

    cells = read(fill)[0].frame["c2"].to_list()
    assert [float(cell) for cell in cells[:-1]] == numbers
    assert cells[:2] == ["12", "1"]
    assert cells[-1] == "true"


@pytest.mark.parametrize(("top", "left"), [(0, 1), (3, 2), (0, 27)])
def test_a_table_that_begins_anywhere_is_told_by_the_users_own_cells(
    tmp_path: Path, top: int, left: int
) -> None:
    """Leading blank columns are dropped by the reader of cells: fastexcel#303."""
    path = tmp_path / "network.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("actors")
        percent = book.add_format({"num_format": "0 %"})
        sheet.set_column(0, left - 1, 2, book.add_format({"bg_color": "#eeeeee"}))
        sheet.write_blank(top + 1, 0, None, percent)
        sheet.write_row(top, left, ["id", "nimi", "luku"])
        sheet.write_row(top + 1, left, ["a", "A"])
        sheet.write_number(top + 1, left + 2, 0.5, percent)
        sheet.write(top + 2, left, "b")
        sheet.write_formula(top + 2, left + 1, "=1/0", None, "#DIV/0!")
    (table,), findings = read_workbook(path, path.name)
    assert table.headers == ("",) * left + ("id", "nimi", "luku")
    assert table.frame[f"c{left + 2}"].to_list() == ["0.5", None]
    remarks = [each for each in told(findings) if each[1] != "row-blank"]
    assert remarks == [
        ("violation", "cell-error", top + 3, "nimi"),
        ("warning", "numbers-as-percent", top + 2, "luku"),
    ]
    assert "0.5" in findings[-1].message.en


def test_macros_are_not_run_and_this_is_told(tmp_path: Path) -> None:
    path = tmp_path / "network.xlsm"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("actors").write_row(0, 0, ["id", "nimi"])
    _, findings = read_workbook(path, path.name)
    assert told(findings)[0] == ("info", "macros-not-run", None, None)


def test_part_with_a_document_type_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "network.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("actors").write_row(0, 0, ["id", "nimi"])
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w") as target:
        for name, data in parts.items():
            bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
            target.writestr(name, bomb + data if name.endswith("sheet1.xml") else data)
    _, findings = read_workbook(path, path.name)
    assert [f.code for f in findings] == ["workbook-refused"]
    assert "DTD" in findings[0].message.en


def test_locked_or_old_workbook_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "network.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    assert told(read_workbook(path, path.name)[1]) == [("violation", "workbook-locked", None, None)]


def write_ods(path: Path, rows: str) -> None:
    content = (
        '<?xml version="1.0"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="actors">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        target.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        target.writestr("content.xml", content)


def ods_row(*cells: str, row: str = "", cell: str = "") -> str:
    made = "".join(
        f'<table:table-cell office:value-type="string" {cell}><text:p>{text}</text:p>'
        "</table:table-cell>"
        for text in cells
    )
    return f"<table:table-row {row}>{made}</table:table-row>"


def test_ods_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "network.ods"
    write_ods(path, ods_row("id", "nimi") + ods_row("001", "Ääni"))
    (table,), findings = read_workbook(path, path.name)
    assert table.frame.rows() == [(2, "001", "Ääni")]
    assert findings == []


def test_ods_that_begins_in_column_c_keeps_its_columns_and_numbers(tmp_path: Path) -> None:
    path = tmp_path / "network.ods"
    margin = '<table:table-cell table:number-columns-repeated="2"/>'
    head, row = (
        ods_row(*texts).replace("<table:table-row >", f"<table:table-row >{margin}")
        for texts in (("id", "luku", "kesto"), ("a",))
    )
    number = '<table:table-cell office:value-type="float" office:value="62.2412345678901"/>'
    time = '<table:table-cell office:value-type="time" office:time-value="PT30H00M00S"/>'
    write_ods(path, head + row.replace("</table:table-row>", f"{number}{time}</table:table-row>"))
    (table,), findings = read_workbook(path, path.name)
    assert table.headers == ("", "", "id", "luku", "kesto")
    assert table.frame.rows() == [(2, None, None, "a", "62.2412345678901", "30:00")]
    assert findings == []


@pytest.mark.parametrize(
    "bomb",
    [
        ods_row("x", row='table:number-rows-repeated="100000000"'),
        ods_row(
            "x",
            row='table:number-rows-repeated="100000"',
            cell='table:number-columns-repeated="16000"',
        ),
    ],
)
def test_ods_cell_repeated_without_end_is_refused(tmp_path: Path, bomb: str) -> None:
    path = tmp_path / "network.ods"
    write_ods(path, ods_row("id", "nimi") + bomb)
    _, findings = read_workbook(path, path.name)
    assert [f.code for f in findings] == ["workbook-refused"]


def test_addresses_are_measured_in_every_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "network.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("actors")
        for row in range(2_000):
            sheet.write_row(row, 0, ["x"] * 60)
    monkeypatch.setattr(archive, "_CHUNK", 10_000)
    monkeypatch.setattr(archive, "CELLS_LIMIT", 2_000 * 60)
    assert archive.measure(path.read_bytes()).refusal is None
    monkeypatch.setattr(archive, "CELLS_LIMIT", 2_000 * 60 - 1)
    assert "2000 × 60" in str(archive.measure(path.read_bytes()).refusal)


def test_workbook_saved_by_libreoffice_tells_the_same(
    tmp_path: Path, read: Read, office: Convert
) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(1, 0, ["001", "Ääni", "1"])
        sheet.write_row(2, 0, ["002", "a\nb"])
        sheet.write_formula(2, 2, "=1/0", None, "#DIV/0!")
        sheet.write(3, 0, "003")
        sheet.merge_range("B4:C4", "yhdistetty")

    expected, said = read(fill)
    table = inspect(office(tmp_path / "network.xlsx", "ods"))
    assert list(table.rows) == [
        tuple(cell or "" for cell in row) for row in expected.frame.drop("row").rows()
    ]
    assert sorted(f.code for f in table.report.findings) == sorted(f.code for f in said)


STRUCK = {
    "every cell of a row": ([(3, 0), (3, 1)], [("rows-struck", 4)]),
    "several rows": ([(2, 0), (2, 1), (4, 0), (4, 1)], [("rows-struck", 3)]),
    "one cell of two": ([(3, 0)], []),
    "the header": ([(0, 0), (0, 1)], []),
    "none": ([], []),
}


@pytest.mark.parametrize("name", STRUCK)
@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_rows_that_are_struck_through_are_told_and_read(
    tmp_path: Path, name: str, suffix: str
) -> None:
    struck, expected = STRUCK[name]
    cells = [["id", "nimi"], *([f"a{n}", "A"] for n in range(1, 5))]
    path = tmp_path / f"network.{suffix}"
    (write_struck_xlsx if suffix == "xlsx" else write_struck_ods)(path, cells, set(struck))
    (table,), findings = read_workbook(path, path.name)
    assert table.frame.height == 4
    assert [(f.code, f.place and f.place.row) for f in findings] == expected
    assert all(f.severity == "info" for f in findings)


def write_struck_xlsx(path: Path, cells: list[list[str]], struck: set[tuple[int, int]]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        page, line = book.add_worksheet("actors"), book.add_format({"font_strikeout": True})
        for row, texts in enumerate(cells):
            for column, text in enumerate(texts):
                page.write(row, column, text, line if (row, column) in struck else None)


def write_struck_ods(path: Path, cells: list[list[str]], struck: set[tuple[int, int]]) -> None:
    def write_cell(row: int, column: int, text: str) -> str:
        style = ' table:style-name="ce1"' if (row, column) in struck else ""
        value = f"<text:p>{text}</text:p>"
        return f'<table:table-cell office:value-type="string"{style}>{value}</table:table-cell>'

    rows = "".join(
        f"<table:table-row>{''.join(write_cell(r, c, t) for c, t in enumerate(texts))}"
        "</table:table-row>"
        for r, texts in enumerate(cells)
    )
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "style", "table", "text")
    )
    content = (
        f"<office:document-content {names}><office:automatic-styles>"
        '<style:style style:name="ce1" style:family="table-cell">'
        '<style:text-properties style:text-line-through-style="solid"/></style:style>'
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="actors">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr("content.xml", content)


def test_nothing_that_the_library_logs_reaches_the_reader(tmp_path: Path) -> None:
    """Oracle: a process of its own, whose logging nobody has set up, as on the command line."""
    path = tmp_path / "network.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("actors")
        page.write_row(0, 0, ["id", "label@fi"])
        page.write_row(1, 0, ["a", "A"])
        # The library warns of a sheet that has no cells.
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=actors!$A$2:$A$2"})
        book.add_chartsheet("kuva").set_chart(chart)
    library = "import sys, fastexcel as f; f.read_excel(sys.argv[1]).load_sheet(1)"
    ours = "import sys, eloggraph; print(*eloggraph.inspect(sys.argv[1]).columns)"
    assert "chartsheet" in run_python(library, path).stderr
    ran = run_python(ours, path)
    assert (ran.stdout, ran.stderr, ran.returncode) == ("id label@fi\n", "", 0)


def run_python(code: str, path: Path) -> subprocess.CompletedProcess[str]:
    ran = [sys.executable, "-c", code, str(path)]
    return subprocess.run(ran, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("is_shared", [True, False])
def test_letters_that_are_struck_through_within_a_text_are_told(
    tmp_path: Path, is_shared: bool
) -> None:
    """A row is struck through by its runs too; a text of which a part is, is told at its cell."""
    path = tmp_path / "network.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": not is_shared}) as book:
        page, line = book.add_worksheet("actors"), book.add_format({"font_strikeout": True})
        page.write_row("A1", ["id", "nimi"])
        page.write("A2", "a", line)
        page.write_rich_string("B2", line, "Vanha", line, " nimi")
        page.write("A3", "b")
        page.write_rich_string("B3", line, "Vanha", " uusi")
        page.write_row("A4", ["c", "C"])
    (table,), findings = read_workbook(path, path.name)
    assert table.frame["c1"].to_list() == ["Vanha nimi", "Vanha uusi", "C"]
    assert [(f.code, f.place and (f.place.row, f.place.column)) for f in findings] == [
        ("text-partly-struck", (3, "nimi")),
        ("rows-struck", (2, None)),
    ]
    assert "”Vanha uusi”" in findings[0].message.fi
