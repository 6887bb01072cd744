"""Edited workbooks, compared with the original part by part and read by openpyxl."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from eloggraph.errors import InputError
from eloggraph.tables.edit.editing import Editing, open_editing
from eloggraph.tables.edit.model import Cell, SheetName
from eloggraph.tables.edit.save import save_copy
from eloggraph.tables.edit.sheet_cells import SheetPatcher

ACTORS, NOTES = (SheetName("book.xlsx", name) for name in ("Toimijat", "Omat '21"))
SHEET, BOOK, TEXTS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"


@pytest.fixture(scope="module")
def rich() -> bytes:
    """A workbook as people have them: formats, drop-downs, formulas, a table, a hidden sheet."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    actors, notes, lists = (book.add_worksheet(name) for name in ("Toimijat", "Omat '21", "Listat"))
    day, share = (
        book.add_format({"num_format": code, "bold": True}) for code in ("d.m.yyyy", "0%")
    )
    actors.write_row("A1", ["nimi", "laji", "alku", "vuosi", "osuus", "kaksi"])
    for row in range(1, 6):
        actors.write_row(row, 0, [f"Nimi {row}", "Ohjaamo"])
        actors.write_number(row, 2, 44_000 + row, day)
        actors.write_number(row, 3, 2020 + row)
        actors.write_number(row, 4, 0.25, share)
        actors.write_formula(row, 5, f"=D{row + 1}*2", None, 4040 + 2 * row)
    actors.write_array_formula("H2:H3", "{=D2:D3}", None, 2021)
    actors.data_validation("B2:B9", {"validate": "list", "source": "=Listat!$A$1:$A$2"})
    actors.conditional_format("C2:C9", {"type": "blanks", "format": day})
    actors.merge_range("A12:B13", "Yhdistetty")
    actors.write_comment("A3", "Kysy lisää")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Toimijat!$D$2:$D$6"})
    actors.insert_chart("J2", chart)
    columns = [{"header": "tunnus"}, {"header": "määrä"}]
    notes.add_table("A1:B3", {"name": "Taulu", "data": [["x", 1], ["y", 2]], "columns": columns})
    notes.write_string("D2", "ei tiedossa", day)
    lists.write_column("A1", ["Ohjaamo", "Hanke"])
    lists.hide()
    book.close()
    return stream.getvalue()


@pytest.fixture
def editing(rich: bytes, tmp_path: Path) -> Iterator[Editing]:
    path = tmp_path / "book.xlsx"
    path.write_bytes(rich)
    with open_editing([path], tmp_path / "edits") as editing:
        yield editing
    assert path.read_bytes() == rich


def read_parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def save(editing: Editing) -> bytes:
    saved = save_copy(editing, "book.xlsx", editing.paths["book.xlsx"].with_name("copy.xlsx"))
    return saved.path.read_bytes()


def changed_parts(before: bytes, after: bytes) -> set[str]:
    old, new = read_parts(before), read_parts(after)
    assert list(old) == list(new)
    return {name for name in old if old[name] != new[name]}


def cells_of(data: bytes) -> dict[tuple[str, str], Any]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        (page.title, cell.coordinate): (cell.value, cell.number_format, cell.font.b)
        for page in book
        for row in page.iter_rows()
        for cell in row
        if isinstance(cell.value, str | int | float | datetime) or cell.has_style
    }


def test_exactly_the_changed_cells_differ(editing: Editing, rich: bytes) -> None:
    """The oracle: openpyxl reads every cell of both, and the zip is compared part by part."""
    editing.set_cell(Cell(ACTORS, 3, 0), "Työpaja <A> & =B")
    editing.set_cell(Cell(ACTORS, 4, 1), '=HYPERLINK("http://x")')
    editing.set_cell(Cell(ACTORS, 2, 2), "24.12.2021")
    editing.set_cell(Cell(ACTORS, 2, 3), "1999")
    editing.set_cell(Cell(ACTORS, 2, 4), "50 %")
    editing.set_cell(Cell(ACTORS, 5, 2), "joskus 2020")
    editing.set_cell(Cell(ACTORS, 6, 0), "")
    after = save(editing)
    assert changed_parts(rich, after) == {SHEET, TEXTS}
    old, new = cells_of(rich), cells_of(after)
    changed = {
        cell[1]: new.get(cell, (None, "General", False))
        for cell in old
        if old[cell] != new.get(cell)
    }
    assert old.keys() >= new.keys()
    assert changed == {
        "A3": ("Työpaja <A> & =B", "General", False),
        "B4": ('=HYPERLINK("http://x")', "General", False),
        "C2": (datetime(2021, 12, 24), "d.m.yyyy", True),
        "D2": (1999, "General", False),
        "E2": (0.5, "0%", True),
        "C5": ("joskus 2020", "d.m.yyyy", True),
        "A6": (None, "General", False),
    }
    # openpyxl takes any text that begins with = for a formula; the file says that it is none.
    assert b't="inlineStr"><is><t>=HYPERLINK' in read_parts(after)[SHEET]
    assert b"<f>HYPER" not in read_parts(after)[SHEET]


def test_all_but_the_cells_is_byte_for_byte_as_it_was(editing: Editing, rich: bytes) -> None:
    editing.set_cell(Cell(ACTORS, 3, 0), "Työpaja")
    after = read_parts(save(editing))
    bare = re.sub(rb'<c r="A3".*?</c>', b"", read_parts(rich)[SHEET])
    assert re.sub(rb'<c r="A3".*?</c>', b"", after[SHEET]) == bare
    parts = read_parts(rich)
    assert {name for name in parts if parts[name] != after[name]} == {SHEET, TEXTS}
    # The text that no cell has any more is gone, and those of all others stay.
    assert parts[TEXTS].replace(b"<si><t>Nimi 2</t></si>", b"<si><t/></si>") == after[TEXTS]
    editing.undo()
    editing.set_cell(Cell(ACTORS, 3, 1), "Hanke")
    assert changed_parts(rich, save(editing)) == {SHEET}  # four more have the same text


@pytest.mark.parametrize(
    "old", [b'<calcPr calcId="124519" fullCalcOnLoad="1"/>', b' fullCalcOnLoad="1"']
)
def test_formulas_are_computed_when_the_copy_is_opened(
    rich: bytes, tmp_path: Path, old: bytes
) -> None:
    """What stands in the cells of formulas was computed from what the cells said before."""
    path, parts = tmp_path / "book.xlsx", read_parts(rich)
    assert old in parts[BOOK]
    parts[BOOK] = parts[BOOK].replace(old, b"")
    with zipfile.ZipFile(path, "w") as target:
        for name, part in parts.items():
            target.writestr(name, part)
    with open_editing([path], tmp_path / "edits") as editing:
        editing.set_cell(Cell(ACTORS, 2, 3), "1999")
        after = save(editing)
    assert changed_parts(path.read_bytes(), after) == {SHEET, BOOK}
    assert openpyxl.load_workbook(io.BytesIO(after)).calculation.fullCalcOnLoad
    assert (
        b"</definedNames><calcPr" in read_parts(after)[BOOK]
        or b"</sheets><calcPr" in read_parts(after)[BOOK]
    )


def test_day_in_place_of_a_text_is_a_day(editing: Editing) -> None:
    """A cell that has the format of days and held a text, as people write what is not known."""
    editing.set_cell(Cell(NOTES, 2, 3), "3.2.2021")
    assert cells_of(save(editing))["Omat '21", "D2"] == (datetime(2021, 2, 3), "d.m.yyyy", True)


def test_what_is_undone_leaves_the_original_bytes(editing: Editing, rich: bytes) -> None:
    editing.paste(Cell(ACTORS, 2, 0), [["a", "b"], ["c", "d"]])
    editing.undo()
    assert editing.patched() == {}
    assert editing.patch("book.xlsx").data == rich


def test_row_is_added_below_the_last_with_its_formats(editing: Editing, rich: bytes) -> None:
    editing.remove_row(ACTORS, 12)
    editing.add_row(ACTORS, ["Uusi", "Ohjaamo", "2022-01-02", "2022", "0,75"])
    after = cells_of(save(editing))
    page = "Toimijat"
    assert after[page, "A7"] == ("Uusi", "General", False)
    assert after[page, "C7"] == (datetime(2022, 1, 2), "d.m.yyyy", True)
    assert after[page, "D7"][0] == 2022
    assert after[page, "E7"] == (0.75, "0%", True)
    assert (page, "A12") not in after or after[page, "A12"][0] is None


def test_row_below_a_table_of_excel_and_its_header_go_into_it(editing: Editing) -> None:
    editing.add_row(NOTES, ["z", "3"])
    editing.set_cell(Cell(NOTES, 1, 1), "luku & määrä")
    table = openpyxl.load_workbook(io.BytesIO(save(editing)))["Omat '21"].tables["Taulu"]
    assert table.ref == "A1:B4"
    assert [column.name for column in table.tableColumns] == ["tunnus", "luku & määrä"]
    with pytest.raises(InputError) as caught:
        editing.set_cell(Cell(NOTES, 1, 1), "Tunnus")
    assert caught.value.findings[0].code == "header-of-table"
    assert editing.cell(Cell(NOTES, 1, 1)) == "luku & määrä"


def test_a_note_below_a_table_of_excel_is_not_taken_into_it(tmp_path: Path) -> None:
    """What stood there before is a note, or another table, and stays one."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    page = book.add_worksheet("Sivu")
    columns = [{"header": "a"}, {"header": "b"}]
    page.add_table("A1:B3", {"data": [["x", 1], ["y", 2]], "columns": columns})
    page.write("A4", "Lähde: kunnta")
    book.close()
    path = tmp_path / "book.xlsx"
    path.write_bytes(stream.getvalue())
    with open_editing([path], tmp_path / "edits") as editing:
        editing.set_cell(Cell(SheetName("book.xlsx", "Sivu"), 4, 0), "Lähde: kunta")
        (table,) = openpyxl.load_workbook(io.BytesIO(save(editing)))["Sivu"].tables.values()
    assert table.ref == "A1:B3"


def test_filter_and_drop_downs_reach_a_row_that_was_added(tmp_path: Path) -> None:
    """As Excel does it: what reached to the last row reaches to the new last one."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet("Muu").autofilter("A1:B3")
    page = book.add_worksheet("Sivu")
    for row, texts in enumerate([["nimi", "laji"], ["a", "Ohjaamo"], ["b", "Hanke"]]):
        page.write_row(row, 0, texts)
    page.autofilter("A1:B3")
    page.data_validation("B2:B3", {"validate": "list", "source": ["Ohjaamo", "Hanke"]})
    page.data_validation("A2:A99", {"validate": "length", "criteria": ">", "value": 0})
    page.data_validation("D1:D2", {"validate": "list", "source": ["x"]})
    page.conditional_format("B2:B3", {"type": "blanks", "format": book.add_format()})
    book.close()
    path, at = tmp_path / "book.xlsx", SheetName("book.xlsx", "Sivu")
    path.write_bytes(stream.getvalue())
    with open_editing([path], tmp_path / "edits") as editing:
        editing.set_cell(Cell(at, 2, 1), "Hanke")
        before = read_parts(editing.patch("book.xlsx").data)
        editing.add_row(at, ["c", "Hanke"])
        editing.add_row(at, ["d", "Hanke"])
        after = save(editing)
    copy = openpyxl.load_workbook(io.BytesIO(after))
    page = copy["Sivu"]
    assert page.auto_filter.ref == "A1:B5"
    areas = sorted(str(each.sqref) for each in page.data_validations.dataValidation)
    assert areas == ["A2:A99", "B2:B5", "D1:D2"]
    assert [str(each.sqref) for each in page.conditional_formatting] == ["B2:B5"]
    names = re.findall(rb"_FilterDatabase[^>]*>([^<]+)<", read_parts(after)[BOOK])
    assert names == [b"Muu!$A$1:$B$3", b"Sivu!$A$1:$B$5"]
    # Where no row is added all of it stays.
    assert before[BOOK] == read_parts(stream.getvalue())[BOOK]
    assert b'<autoFilter ref="A1:B3"' in before["xl/worksheets/sheet2.xml"]


@pytest.mark.parametrize("formula", ["=SUM(Taulu[määrä])", "=Taulu[[#This Row],[Määrä]]*2", "name"])
def test_a_header_that_a_formula_names_is_not_renamed(tmp_path: Path, formula: str) -> None:
    """Excel renames it in the formulas too; a copy that did not would have them name nothing."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    page, other = book.add_worksheet("Sivu"), book.add_worksheet("Toinen")
    columns = [{"header": "tunnus"}, {"header": "määrä"}]
    page.add_table("A1:B3", {"name": "Taulu", "data": [["x", 1], ["y", 2]], "columns": columns})
    if formula == "name":
        book.define_name("Summa", "=SUM(Taulu[määrä])")
    else:
        other.write_formula("A1", formula, None, 3)
    other.write("B1", "[tunnus]")  # a text, and no formula
    book.close()
    path, at = tmp_path / "book.xlsx", SheetName("book.xlsx", "Sivu")
    path.write_bytes(stream.getvalue())
    with open_editing([path], tmp_path / "edits") as editing:
        editing.set_cell(Cell(at, 1, 0), "nimi")
        with pytest.raises(InputError) as caught:
            editing.set_cell(Cell(at, 1, 1), "luku")
        assert caught.value.findings[0].code == "header-in-formula"
        assert editing.cell(Cell(at, 1, 1)) == "määrä"


def test_a_formula_that_is_written_over_is_told(editing: Editing) -> None:
    editing.paste(Cell(ACTORS, 2, 5), [["7"], ["8"]])
    notices = {each.code: each for each in editing.patch("book.xlsx").notices}
    assert "F2, F3" in notices["copy-formula-replaced"].message.en
    editing.undo()
    editing.set_cell(Cell(ACTORS, 2, 3), "1999")
    codes = [each.code for each in editing.patch("book.xlsx").notices]
    assert codes == ["copy-not-computed"]


def test_formula_that_is_written_over_leaves_the_order_of_computing(tmp_path: Path) -> None:
    """Excel takes a workbook for damaged whose list names a cell without a formula."""
    chain = (
        b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<c r="F2" i="1"/><c r="F3"/><c r="F2" i="2"/></calcChain>'
    )
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    for page in (book.add_worksheet(), book.add_worksheet()):
        page.write_row("A1", ["a", "b"])
        for row in range(1, 4):
            page.write_formula(row, 5, "=1+1", None, 2)
    book.close()
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as target:
        for name, part in read_parts(stream.getvalue()).items():
            if name == "xl/_rels/workbook.xml.rels":
                kind = (
                    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
                )
                new = b'<Relationship Id="rId99" Type="' + kind + b'" Target="calcChain.xml"/>'
                part = part.replace(b"</Relationships>", new + b"</Relationships>")
            target.writestr(name, part)
        target.writestr("xl/calcChain.xml", chain)
    with open_editing([path], tmp_path / "edits") as editing:
        editing.set_cell(Cell(SheetName("book.xlsx", "Sheet1"), 2, 5), "kaksi")
        after = read_parts(save(editing))["xl/calcChain.xml"]
    assert b'<c r="F3" i="1"/><c r="F2" i="2"/>' in after
    assert after.count(b"<c ") == 2


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [(13, 1, "cell-merged"), (3, 7, "cell-of-formula"), (2, 7, "cell-of-formula")],
)
def test_part_of_a_merged_cell_or_of_a_formula_is_refused(
    editing: Editing, row: int, column: int, code: str
) -> None:
    with pytest.raises(InputError) as caught:
        editing.set_cell(Cell(ACTORS, row, column), "x")
    assert caught.value.findings[0].code == code
    assert editing.history() == ()


@pytest.mark.parametrize(
    ("columns", "fits"), [([2, 4], True), ([0, 3], False), ([3, 5], False), ([0, 5], False)]
)
def test_a_row_says_how_far_it_reaches_only_where_it_does(columns: list[int], fits: bool) -> None:
    """ECMA-376, 18.3.1.73: ``spans`` are the first and last column of a row, counted from one."""
    row = b'<row r="2" spans="3:5"><c r="C2"><v>1</v></c></row>'
    patcher = SheetPatcher(b"<worksheet><sheetData>" + row + b"</sheetData></worksheet>", ())
    done = patcher.patch({2: dict.fromkeys(columns, "x")}, {})
    assert (b'spans="3:5"' in done.data) is fits


@pytest.mark.parametrize(
    ("names", "edited"),
    [
        (["Muistiinpanot"], ["Muistiinpanot"]),
        (["Toimijat", "Muistiinpanot"], ["Toimijat", "Muistiinpanot"]),
        (["Ohje", "Toimijat", "Muistiinpanot"], ["Toimijat"]),
    ],
)
def test_a_sheet_is_ours_only_in_a_workbook_of_ours(
    tmp_path: Path, names: list[str], edited: list[str]
) -> None:
    """Whose notes they are is told by the other sheets, as where such a workbook is imported."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in names:
            book.add_worksheet(name).write_row("A1", ["nimi", "laji"])
    with open_editing([path], tmp_path / "edits") as editing:
        assert [at.sheet for at in editing.sheets()] == edited


def test_rows_and_cells_that_are_not_written_come_where_they_belong(editing: Editing) -> None:
    for row, column, text in ((9, 2, "2020-01-01"), (8, 30, "kaukana"), (2, 6, "välissä")):
        editing.set_cell(Cell(ACTORS, row, column), text)
    sheet = read_parts(save(editing))[SHEET]
    numbers = [int(each) for each in re.findall(rb'<row r="([0-9]+)"', sheet)]
    assert numbers == sorted(numbers)
    assert re.findall(rb'<c r="([A-Z]+)2"', sheet) == [
        b"A",
        b"B",
        b"C",
        b"D",
        b"E",
        b"F",
        b"G",
        b"H",
    ]
    assert b'<dimension ref="A1:AE13"/>' in sheet


@pytest.mark.parametrize("row", range(1, 8))
@pytest.mark.parametrize("column", range(9))
def test_a_row_says_the_same_whether_its_cells_are_found_or_all_parsed(
    rich: bytes, row: int, column: int
) -> None:
    with zipfile.ZipFile(io.BytesIO(rich)) as archive:
        sheet = archive.read(SHEET)
    comment = b"<!--x-->"  # where one is, what looks like a cell may be none
    parsed = re.sub(rb"(?=<row )", comment, sheet).replace(b"</row>", comment + b"</row>")
    texts = {row: {column: "uusi", column + 1: ""}, row + 1: {column: "7"}}
    plain, other = (SheetPatcher(each, (), header=1).patch(texts, {}) for each in (sheet, parsed))
    assert plain.data == other.data.replace(comment, b"")
    assert (plain.typed, plain.formulas) == (other.typed, other.formulas)
    assert (sorted(plain.shared), plain.data != sheet) == (sorted(other.shared), True)
