"""Workbooks, made with xlsxwriter; those that would not fit in memory are refused unopened."""

from __future__ import annotations

import datetime
import struct
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import xlsxwriter

from eloggraph.finding import Finding
from eloggraph.tables.model import RawTable
from eloggraph.tables.read import archive as archive_module
from eloggraph.tables.read import workbook as workbook_module
from eloggraph.tables.read.workbook import read_workbook

HEADER = ["id", "nimi"]
Sheets = dict[str, Sequence[Sequence[object]]]
Write = Callable[..., Path]


@pytest.fixture
def write_workbook(tmp_path: Path) -> Write:
    def write(sheets: Sheets, *, from_row: int = 0) -> Path:
        path = tmp_path / "network.xlsx"
        with xlsxwriter.Workbook(str(path), {"default_date_format": "d.m.yyyy"}) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    sheet.write_row(from_row + number, 0, row)
        return path

    return write


def read(path: Path) -> tuple[list[RawTable], list[Finding]]:
    return read_workbook(path, path.name)


def repack(path: Path, part: str, content: bytes | None) -> None:
    """Replace one part of a workbook, or leave it out."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            new = content if name.endswith(part) else data
            if new is not None:
                archive.writestr(name, new)


def test_each_sheet_is_a_table_named_by_it(write_workbook: Write) -> None:
    tables, findings = read(
        write_workbook({"Toimijat": [HEADER, ["a", "A"]], "roles": [["id"], ["r"]]})
    )
    assert [(t.stem, t.sheet, t.headers) for t in tables] == [
        ("Toimijat", "Toimijat", ("id", "nimi")),
        ("roles", "roles", ("id",)),
    ]
    assert findings == []


def test_leading_blank_rows_keep_the_numbers_of_the_spreadsheet(write_workbook: Write) -> None:
    tables, findings = read(write_workbook({"actors": [HEADER, ["a", "A"]]}, from_row=3))
    assert tables[0].header_row == 4
    assert tables[0].frame["row"].to_list() == [5]
    assert [(f.code, f.place and f.place.row) for f in findings] == [("row-blank", 1)]


def test_cells_are_text_as_the_spreadsheet_holds_them(write_workbook: Write) -> None:
    day = datetime.datetime(2018, 10, 1)
    rows = [["id", "a", "b", "c", "d"], ["00100", 12, 62.5, day, "1.10.2018"]]
    tables, _ = read(write_workbook({"actors": rows}))
    assert tables[0].frame.drop("row").row(0) == (
        "00100", "12", "62.5", "2018-10-01", "1.10.2018",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sheets", "read_ones"),
    [
        (["Ohje", "Toimijat", "Muistiinpanot"], ["Toimijat"]),
        (["Toimijat", "Muistiinpanot"], ["Toimijat", "Muistiinpanot"]),
        (["Toimijat", "Muistiinpanot", "Tarkistus"], ["Toimijat", "Muistiinpanot"]),
    ],
)
def test_a_sheet_is_ours_in_a_workbook_of_ours_or_where_it_lists_what_was_found(
    write_workbook: Write, sheets: list[str], read_ones: list[str]
) -> None:
    tables, _ = read(write_workbook({name: [HEADER, ["a", "A"]] for name in sheets}))
    assert [table.sheet for table in tables] == read_ones


def test_one_stray_cell_at_the_bottom_is_one_finding(write_workbook: Write, tmp_path: Path) -> None:
    path = tmp_path / "network.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("actors")
        sheet.write_row(0, 0, HEADER)
        sheet.write(99_999, 0, "a")
    tables, findings = read(path)
    assert tables[0].frame["row"].to_list() == [100_000]
    assert [(f.code, f.place and f.place.row) for f in findings] == [("row-blank", 2)]


def test_sheet_without_cells_is_told_as_empty(write_workbook: Write) -> None:
    tables, findings = read(write_workbook({"actors": [HEADER, ["a", "A"]], "Taul2": []}))
    assert len(tables) == 1
    assert [(f.code, f.place and f.place.sheet) for f in findings] == [("table-empty", "Taul2")]


REFUSED = {
    "not a zip": b"hello",
    "empty": b"",
    "cut off": b"PK\x03\x04\x14\x00",
}


@pytest.mark.parametrize("name", REFUSED)
def test_file_that_is_no_zip_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "network.xlsx"
    path.write_bytes(REFUSED[name])
    tables, findings = read(path)
    assert tables == []
    assert [f.code for f in findings] == ["workbook-refused"]
    said = findings[0].message
    told = ["damaged" in said.en, "ehjä" in said.fi, "skadad" in said.sv]
    assert told == [name == "cut off"] * 3
    assert not any("(" in text for text in said.said)  # nothing of what the reader of zips says


def test_folder_in_place_of_a_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "network.xlsx").mkdir()
    assert [f.code for f in read(tmp_path / "network.xlsx")[1]] == ["file-not-regular"]


DAMAGED = {
    "no end": (b"<worksheet><sheetData><row r='1'><c r='A1'><v>1</v>", "sheet1.xml"),
    "no text": (b"", "sheet1.xml"),
    "no sheet": (None, "sheet1.xml"),
    "no workbook": (None, "xl/workbook.xml"),
    "no strings": (None, "sharedStrings.xml"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_workbook_is_a_finding(write_workbook: Write, name: str) -> None:
    content, part = DAMAGED[name]
    path = write_workbook({"actors": [HEADER, ["a", "A"]]})
    repack(path, part, content)
    tables, findings = read(path)
    assert tables == []
    assert [f.code for f in findings] == ["file-unreadable"]


def test_zip_bomb_is_refused_without_being_unpacked(
    write_workbook: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_workbook({"actors": [HEADER]})
    repack(path, "sheet1.xml", b"<worksheet>" + b" " * 30_000_000)
    assert path.stat().st_size < 100_000
    monkeypatch.setattr(workbook_module.fastexcel, "read_excel", pytest.fail)
    tables, findings = read(path)
    assert tables == []
    assert [f.code for f in findings] == ["workbook-refused"]
    assert "ratio" in findings[0].message.en


def test_false_sizes_do_not_hide_a_zip_bomb(write_workbook: Write) -> None:
    path = write_workbook({"actors": [HEADER]})
    content = b"<worksheet>" + b" " * 30_000_000
    repack(path, "sheet1.xml", content)
    true, false = (struct.pack("<I", size) for size in (len(content), 5_000))
    path.write_bytes(path.read_bytes().replace(true, false))
    tables, findings = read(path)
    assert tables == []
    assert [f.code for f in findings] == ["workbook-refused"]


_BETWEEN = b" " * 30_000


@pytest.mark.parametrize(
    "furthest",
    [
        b'<c r="XFD1048576"><v>1</v></c>',
        b"<row r='99999999999'><c><v>1</v></c></row>",
        # Neither at the beginning nor at the end of a piece of the sheet.
        _BETWEEN + b'<row r="3"><c r="B10000000"><v>1</v></c></row>' + _BETWEEN,
        _BETWEEN + b"<row r='3'><c r = 'XFDAA3'><v>1</v></c></row>" + _BETWEEN,
    ],
    ids=["corner", "row", "row between", "column between"],
)
def test_far_cell_that_would_span_memory_is_refused(
    write_workbook: Write, furthest: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Reading A1 and XFD1048576 alone takes half a terabyte, and ends the process.
    monkeypatch.setattr(workbook_module.fastexcel, "read_excel", pytest.fail)
    path = write_workbook({"actors": [HEADER, ["a", "A"]]})
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    repack(path, "sheet1.xml", sheet.replace(b"</sheetData>", furthest + b"</sheetData>"))
    tables, findings = read(path)
    assert tables == []
    assert [f.code for f in findings] == ["workbook-refused"]
    assert "cells" in findings[0].message.en
    assert findings[0].place
    assert findings[0].place.sheet == "actors"


@pytest.mark.parametrize(
    "nothing",
    [b'<c r="XFD1048576" s="1"/>', b'<c r="A1048576" t="n"></c>', b'<row r="1048576" ht="20"/>'],
)
def test_far_cells_and_rows_that_only_look_like_something_are_nothing(
    write_workbook: Write, nothing: bytes
) -> None:
    """Formatting a whole column leaves a style at its very end: see readxl#69, filesql#519."""
    path = write_workbook({"actors": [HEADER, ["a", "A"]]})
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    repack(path, "sheet1.xml", sheet.replace(b"</sheetData>", nothing + b"</sheetData>"))
    (table,), findings = read(path)
    assert table.frame.rows() == [(2, "a", "A")]
    assert findings == []


def test_the_far_cell_that_makes_a_sheet_too_large_is_named(write_workbook: Write) -> None:
    path = write_workbook({"actors": [HEADER, ["a", "A"]], "roles": [HEADER]})
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml")
    lonely = b'<c r="XFC1048570"><v>1</v></c></sheetData>'
    repack(path, "sheet2.xml", sheet.replace(b"</sheetData>", lonely))
    (fault,) = read(path)[1]
    assert fault.place
    assert (fault.place.file, fault.place.sheet) == ("network.xlsx", "roles")
    assert all("XFC1048570" in text for _, text in fault.message.items())


def test_workbook_of_many_parts_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "network.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(archive_module.PARTS_LIMIT + 1):
            archive.writestr(str(number), "")
    assert "parts" in read(path)[1][0].message.en


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"id;nimi\n1;a\n", "not a workbook"),
        (b"", "not a workbook"),
        (b"PK\x03\x04\x14", "damaged"),
    ],
)
def test_other_file_is_told_from_a_damaged_workbook(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "network.xlsx"
    path.write_bytes(content)
    assert said in read(path)[1][0].message.en
