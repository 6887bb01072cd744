"""Somebody's own workbook marked: compared part by part with what it was, and read by openpyxl."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from eloggraph.finding import Severity
from eloggraph.tables.read.addresses import number_column
from eloggraph.tables.write.marked.boxes import Layout, place_box
from eloggraph.tables.write.marked.cells import CellAddress, Line, Listing, Mark
from eloggraph.tables.write.marked.patch import has_macros, patch_workbook
from eloggraph.tables.write.marked.spans import UnpatchableError
from office import Convert

THREADS = "Ketjut ovat luettelossa."
ACTORS = "xl/worksheets/sheet1.xml"
# What a marked copy of a workbook without comments has more, and what is changed in it.
RELATED = "xl/worksheets/_rels/sheet1.xml.rels"
ADDED = [
    "xl/eloggraph/comments1.xml",
    "xl/eloggraph/vmlDrawing1.vml",
    "xl/worksheets/eloggraphFindings.xml",
]
CHANGED = {
    "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "[Content_Types].xml", ACTORS, RELATED
}  # fmt: skip
Parts = dict[str, bytes]


def make_marks(*cells: str, sheet: int = 0, severity: Severity = "violation") -> dict[Any, Mark]:
    found = (re.fullmatch(r"([A-Z]+)([0-9]+)", cell) for cell in cells)
    addresses = [(number_column(f[1]) - 1, int(f[2])) for f in found if f]
    return {
        CellAddress(sheet=sheet, row=row, column=column): Mark(
            severity=severity, comment=f"Virhe: väärin {column}.\n→ Korjaa <se>."
        )
        for column, row in addresses
    }


def make_listing(marks: Mapping[CellAddress, Mark]) -> Listing:
    return Listing(
        name="Tarkistus",
        title="Havainnot",
        notes=("Kaksi.",),
        headers=("Vakavuus", "Solu", "Paikka", "Havainto", "Ohje"),
        severities={"violation": "virhe", "warning": "varoitus", "info": "huomautus"},
        lines=tuple(
            Line(severity=mark.severity, texts=("p", "=1+1", "_x0041_ \x01"), target=cell)
            for cell, mark in sorted(marks.items(), key=lambda each: str(each[0]))
        ),
    )


def mark(data: bytes, marks: Mapping[CellAddress, Mark], *names: str) -> bytes:
    sheets = names or tuple(openpyxl.load_workbook(io.BytesIO(data)).sheetnames)
    return patch_workbook(data, make_listing(marks), sheets, marks, THREADS)


def read_parts(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewrite(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in read_parts(data).items():
            if (changed := change(name, part)) is not None:
                target.writestr(name, changed)
    return stream.getvalue()


def substitute(part: str, old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    def change(name: str, data: bytes) -> bytes:
        assert name != part or old in data, name
        return data.replace(old, new) if name == part else data

    return change


def plain(sheet: bytes) -> bytes:
    """Return the XML of a sheet without style numbers, and without what leads to comments."""
    bare = re.sub(rb' (?:s|tabSelected)="[0-9]+"', b"", sheet)
    return re.sub(rb"<legacyDrawing [^>]*/>", b"", bare)


def open_book(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def comments(page: Any) -> dict[str, str]:
    return {c.coordinate: c.comment.text for row in page.iter_rows() for c in row if c.comment}


@pytest.fixture(scope="module")
def rich() -> bytes:
    """A workbook as people have them: with all that a copy cell by cell would lose."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    actors, notes, lists = (book.add_worksheet(name) for name in ("actors", "Omat '21", "Listat"))
    day = book.add_format({"num_format": "d.m.yyyy", "bold": True, "align": "center"})
    framed = book.add_format({"border": 6, "bg_color": "#FFFF00", "font_color": "#0000FF"})
    actors.write_row("A1", ["id", "kind", "label@fi", "since", "n"])
    for row in range(1, 6):
        actors.write_row(row, 0, [f"a{row}", "Actor", f"Nimi {row}"])
        actors.write_number(row, 3, 44_000 + row, day)
        actors.write_formula(row, 4, f"=D{row + 1}*2", framed, 88_000)
    actors.data_validation("B2:B9", {"validate": "list", "source": "=Listat!$A$1:$A$3"})
    actors.conditional_format("D2:D9", {"type": "blanks", "format": framed})
    actors.autofilter("A1:E6")
    actors.set_column("C:C", 50)
    actors.set_row(3, 40, None, {"hidden": True})
    actors.freeze_panes(1, 1)
    actors.merge_range("A9:B10", "Yhdistetty")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=actors!$E$2:$E$6"})
    actors.insert_chart("H2", chart)
    notes.add_table("A1:B3", {"name": "Taulu", "data": [["x", 1], ["y", 2]]})
    notes.write_comment("B2", "Kysy lisää", {"author": "Koordinaattori"})
    notes.print_area("A1:B3")
    notes.activate()
    lists.write_column("A1", ["Actor", "Project"])
    lists.hide()
    book.define_name("Lajit", "=Listat!$A$1:$A$2")
    book.define_name("Omat '21!Paikka", "='Omat ''21'!$B$2")
    book.close()
    return stream.getvalue()


def test_all_but_a_few_places_is_as_it_was(rich: bytes) -> None:
    before, after = (read_parts(data) for data in (rich, mark(rich, make_marks("A2", "D3"))))
    assert list(after) == [*before, *ADDED]
    # The sheet that was in sight is not chosen any longer, as the findings are.
    changed = {name for name in before if before[name] != after[name]}
    assert changed == CHANGED | {"xl/worksheets/sheet2.xml"}
    for name in (ACTORS, "xl/worksheets/sheet2.xml"):
        assert plain(after[name]) == plain(before[name])


def test_what_people_have_in_their_workbook_stays(rich: bytes) -> None:
    book = open_book(mark(rich, make_marks("A2", "E3")))
    assert book.sheetnames == ["Tarkistus", "actors", "Omat '21", "Listat"]
    assert book["Listat"].sheet_state == "hidden"
    page = book["actors"]
    assert page["E3"].value == "=D3*2"
    assert page.row_dimensions[4].hidden
    assert page.column_dimensions["C"].width == pytest.approx(50, abs=1)
    assert page.freeze_panes == "B2"
    assert page.auto_filter.ref == "A1:E6"
    assert page.data_validations.dataValidation[0].formula1 == "Listat!$A$1:$A$3"
    assert "D2:D9" in {str(each.sqref) for each in page.conditional_formatting}
    assert list(book["Omat '21"].tables) == ["Taulu"]
    assert comments(book["Omat '21"]) == {"B2": "Kysy lisää"}


def test_names_go_with_their_sheets_and_the_findings_are_in_sight(rich: bytes) -> None:
    book = open_book(mark(rich, make_marks("A2")))
    assert book.active.title == "Tarkistus"
    assert [page.sheet_view.tabSelected for page in book.worksheets].count(True) == 1
    assert book["Omat '21"].print_area == "'Omat ''21'!$A$1:$B$3"
    assert set(book["Omat '21"].defined_names) == {"Paikka"}
    assert book.defined_names["Lajit"].attr_text == "Listat!$A$1:$A$2"
    assert book["actors"].auto_filter.ref == "A1:E6"


def test_marked_cells_keep_number_format_font_and_border(rich: bytes) -> None:
    marks = {**make_marks("D3", "A3"), **make_marks("E3", severity="info")}
    before, after = (open_book(data)["actors"] for data in (rich, mark(rich, marks)))
    for cell in ("D3", "E3", "A3"):
        was, now = before[cell], after[cell]
        assert now.number_format == was.number_format
        assert now.font.b == was.font.b
        assert now.alignment.horizontal == was.alignment.horizontal
        assert now.fill.fgColor.rgb == ("FFE3ECF3" if cell == "E3" else "FFF9E4E2")
    assert after["E3"].border.left.style == before["E3"].border.left.style == "double"
    assert after["D3"].border.left.style == "medium"
    assert after["A2"].fill.fill_type is None


def test_cells_and_rows_that_are_not_there_come_where_they_belong(rich: bytes) -> None:
    sheet = read_parts(mark(rich, make_marks("A1", "F2", "G2", "B4", "C7", "A8", "D9", "B40")))
    rows = re.findall(rb'<row r="([0-9]+)"[^>]*?(?:/>|>(.*?)</row>)', sheet[ACTORS])
    assert [int(row) for row, _ in rows] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 40]
    for row, inner in rows:
        cells = re.findall(rb'<c r="([A-Z]+)([0-9]+)"', inner)
        assert {number for _, number in cells} <= {row}
        columns = [number_column(letters.decode()) for letters, _ in cells]
        assert columns == sorted(set(columns))


@pytest.mark.parametrize("odd", [b"<!-- <row r='9'> -->", b"<?a <row?>", b""])
def test_rows_that_cannot_be_told_by_their_tags_are_read_all(rich: bytes, odd: bytes) -> None:
    """All rows are parsed where a comment may look like one, and where rows have no numbers."""
    marks = make_marks("B4", "D9", "B40")
    usual = mark(rich, marks)
    changed = rewrite(rich, substitute(ACTORS, b'<row r="5"', odd + b'<row r="5"'))
    if not odd:
        changed = rewrite(rich, substitute(ACTORS, b'<row r="2" ', b"<row "))
    sheets = [read_parts(each)[ACTORS] for each in (usual, mark(changed, marks))]
    assert sheets[1].replace(odd, b"") == sheets[0].replace(
        b' r="2"', b"" if not odd else b' r="2"'
    )


def test_cell_that_was_not_there_looks_like_its_column() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["id"])
    page.column_dimensions["C"].number_format = "d.m.yyyy"
    page.column_dimensions["C"].width = 12
    stream = io.BytesIO()
    book.save(stream)
    assert open_book(mark(stream.getvalue(), make_marks("C2")))["Sheet"]["C2"].number_format == (
        "d.m.yyyy"
    )


def test_findings_lead_to_their_cells(rich: bytes) -> None:
    marks = {**make_marks("A2", severity="warning"), **make_marks("B2", sheet=1)}
    page = open_book(mark(rich, marks)).worksheets[0]
    rows = list(page.iter_rows(min_row=4, values_only=True))
    assert [page["A1"].value, page["A2"].value] == ["Havainnot", "Kaksi."]
    assert rows[0] == ("Vakavuus", "Solu", "Paikka", "Havainto", "Ohje")
    assert rows[1] == ("varoitus", "actors!A2", "p", "=1+1", "_x005F_x0041_ _x0001_")
    assert page["B6"].hyperlink.location == "'Omat ''21'!B2"
    assert page["D5"].data_type == "s"
    assert page.auto_filter.ref == "A4:E6"
    assert page.freeze_panes == "A5"


def test_mark_of_a_covered_cell_is_at_the_one_that_is_seen(rich: bytes) -> None:
    said = comments(open_book(mark(rich, make_marks("A9", "B10", "B9")))["actors"])
    assert list(said) == ["A9"]
    assert said["A9"].count("Virhe: ") == 3


def test_ours_stands_after_the_comment_that_a_cell_has(rich: bytes) -> None:
    once = mark(rich, make_marks("A2", "B2", sheet=1))
    said = comments(open_book(once)["Omat '21"])
    assert said["B2"].startswith("Kysy lisää\n\neloggraph:\nVirhe: ")
    assert said["A2"].startswith("Virhe: ")
    assert comments(open_book(mark(once, {}, "actors", "Omat '21", "Listat"))["Omat '21"]) == {
        "B2": "Kysy lisää"
    }


def test_box_of_a_comment_has_room_for_both(rich: bytes) -> None:
    part, cell = "xl/drawings/vmlDrawing1.vml", "<x:Row>1</x:Row>"
    before, after = (
        [shape for shape in read_parts(data)[part].decode().split("<v:shape ") if cell in shape]
        for data in (rich, mark(rich, make_marks("B2", sheet=1)))
    )
    heights = []
    for (shape,) in (before, after):
        anchor = re.search(r"<x:Anchor>([^<]*)", shape)
        assert anchor is not None
        corners = [int(number) for number in anchor[1].split(",")]
        heights.append(20 * (corners[6] - corners[2]) + corners[7] - corners[3])
    assert heights[1] > heights[0]
    assert re.sub("<x:Anchor>[^<]*", "", after[0]) == re.sub("<x:Anchor>[^<]*", "", before[0])


def test_box_of_a_comment_does_not_reach_over_hidden_rows() -> None:
    """Where the rows below are hidden, those of the sheet have the usual height."""
    layout = Layout()
    layout.take_defaults({"zeroHeight": "1", "defaultRowHeight": "15"})
    assert place_box(layout, 3, 1, "a") == place_box(Layout(), 3, 1, "a")
    layout.heights = dict.fromkeys(range(1, 100_000), 0)
    assert int(place_box(layout, 3, 1, "a")[0].split(", ")[6]) < 1_000


def test_cell_with_a_thread_of_comments_is_told_on_the_list(rich: bytes) -> None:
    threaded = rewrite(rich, substitute("xl/comments1.xml", b">Koordinaattori<", b">tc={5A-1}<"))
    marked = mark(threaded, make_marks("A2", "B2", sheet=1))
    book = open_book(marked)
    assert comments(book["Omat '21"])["B2"] == "Kysy lisää"
    assert book["Omat '21"]["B2"].fill.fgColor.rgb == "FFF9E4E2"
    assert book.worksheets[0]["A3"].value == THREADS


def test_marked_twice_is_marked_once(rich: bytes) -> None:
    marks = {**make_marks("A2", "F9", "B40"), **make_marks("A2", "B2", sheet=1)}
    once = mark(rich, marks)
    assert mark(once, marks, "actors", "Omat '21", "Listat") == once


def test_marks_of_what_is_mended_are_gone(rich: bytes) -> None:
    names = ("actors", "Omat '21", "Listat")
    once = mark(rich, make_marks("A2", "D3", "E3", "F9", "B40"), *names)
    again = mark(once, make_marks("D3"), *names)
    assert again == mark(rich, make_marks("D3"), *names)
    before, after = read_parts(rich), read_parts(mark(once, {}, *names))
    assert set(after) == {*before, "xl/worksheets/eloggraphFindings.xml"}
    assert plain(after[ACTORS]) == plain(before[ACTORS])
    was, now = (open_book(data)["actors"] for data in (rich, again))
    assert now["E3"].fill.fgColor.rgb == was["E3"].fill.fgColor.rgb == "FFFFFF00"


def test_marks_go_where_the_list_of_findings_was_deleted(rich: bytes) -> None:
    """A spreadsheet program takes the sheet away, and its name leads nowhere."""
    once = mark(rich, {**make_marks("A2", "E3"), **make_marks("B2", sheet=1)})

    def delete(name: str, data: bytes) -> bytes | None:
        if "eloggraphFindings" in name:
            return None
        if name == "xl/workbook.xml":
            data = re.sub(rb'<sheet name="Tarkistus"[^>]*/>', b"", data)
            data = re.sub(rb"(_eloggraph\.findings[^>]*>)[^<]*", rb"\1#REF!", data)
            return re.sub(
                rb'localSheetId="([0-9]+)"',
                lambda found: b'localSheetId="%d"' % (int(found[1]) - 1),
                data,
            )
        return re.sub(rb"<(?:Relationship|Override)[^>]*eloggraphFindings[^>]*/>", b"", data)

    again = open_book(mark(rewrite(once, delete), make_marks("D3")))
    assert comments(again["actors"]).keys() == {"D3"}
    assert comments(again["Omat '21"]) == {"B2": "Kysy lisää"}
    assert again["actors"]["E3"].fill.fgColor.rgb == "FFFFFF00"
    assert again["actors"]["A2"].fill.fill_type is None


def test_marks_are_replaced_after_libreoffice_has_saved_them(
    rich: bytes, office: Convert, tmp_path: Path
) -> None:
    path = tmp_path / "kopio.xlsx"
    marks = {**make_marks("A2", "D3", "C5"), **make_marks("B2", sheet=1)}
    path.write_bytes(mark(rich, marks))
    saved = office(path, "xlsx").read_bytes()
    assert open_book(saved)["Listat"].sheet_state == "hidden"
    assert list(comments(open_book(saved)["actors"])) == ["A2", "D3", "C5"]
    book = open_book(mark(saved, make_marks("D3"), "actors", "Omat '21", "Listat"))
    assert book.sheetnames == ["Tarkistus", "actors", "Omat '21", "Listat"]
    assert list(comments(book["actors"])) == ["D3"]
    assert comments(book["Omat '21"]) == {"B2": "Kysy lisää"}
    assert book["actors"]["A2"].fill.fill_type is None
    assert book["actors"]["D3"].border.left.style == "medium"
    assert book["actors"]["D3"].number_format.lower().startswith("d")


def test_workbook_with_names_of_its_own_for_the_format(rich: bytes) -> None:
    """Prefixes, and the strict form of the format: openpyxl reads the first, the XML is looked at."""

    def prefix(name: str, data: bytes) -> bytes:
        if not re.match(r"xl/(workbook|styles|worksheets/sheet\d)\.xml", name):
            return data
        text = re.sub(rb"<(/?)([a-zA-Z]+)(?=[ />])", rb"<\1x:\2", data)
        return text.replace(b" xmlns=", b" xmlns:x=")

    marks = make_marks("A2", "F9", "B40")
    marked = mark(rewrite(rich, prefix), marks, "actors", "Omat '21", "Listat")
    assert sorted(comments(open_book(marked)["actors"])) == ["A2", "B40", "F9"]
    strict = rewrite(
        rich,
        lambda _, data: data.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    )
    parts = read_parts(mark(strict, marks, "actors", "Omat '21", "Listat"))
    ours = [name for name in parts if "eloggraph" in name] + ["xl/workbook.xml", *CHANGED]
    assert not any(b"schemas.openxmlformats.org/spreadsheetml" in parts[name] for name in ours)
    assert b"purl.oclc.org/ooxml/officeDocument/relationships/comments" in parts[RELATED]


def test_workbook_without_styles_gets_some(rich: bytes) -> None:
    def leave_out(name: str, data: bytes) -> bytes | None:
        if name == "xl/styles.xml":
            return None
        data = re.sub(rb'<Override PartName="/xl/styles.xml"[^>]*/>', b"", data)
        data = re.sub(rb'<Relationship Id="rId[0-9]+" Type="[^"]*/styles"[^>]*/>', b"", data)
        bare = re.sub(rb' s="[0-9]+"|<conditionalFormatting .*</conditionalFormatting>', b"", data)
        return bare if "sheet" in name else data

    page = open_book(mark(rewrite(rich, leave_out), make_marks("A2"), "actors"))["actors"]
    assert page["A2"].fill.fgColor.rgb == "FFF9E4E2"
    assert page["A3"].fill.fill_type is None


def test_macros_stay_and_are_known(rich: bytes) -> None:
    def add(name: str, data: bytes) -> bytes:
        kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        return data.replace(kind, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")

    assert has_macros(mark(rewrite(rich, add), make_marks("A2"), "actors"))
    assert not has_macros(mark(rich, make_marks("A2"), "actors"))


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (ACTORS, b"<sheetData>", b"<sheetDatum>"),
        (ACTORS, b'<row r="3"', b'<row r="1"'),
        (ACTORS, b'<c r="C2"', b'<c r="A2"'),
        (ACTORS, b"<worksheet ", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet '),
        ("xl/workbook.xml", b"</workbook>", b""),
        ("xl/_rels/workbook.xml.rels", b"worksheets/sheet1.xml", b"worksheets/nowhere.xml"),
        ("_rels/.rels", b"officeDocument", b"somethingElse"),
    ],
)
def test_what_is_built_otherwise_is_refused(rich: bytes, part: str, old: bytes, new: bytes) -> None:
    with pytest.raises(UnpatchableError):
        mark(rewrite(rich, substitute(part, old, new)), make_marks("A2"), "actors")


def test_part_that_is_there_twice_or_in_wide_letters_is_refused(rich: bytes) -> None:
    wide = rewrite(
        rich, lambda name, data: data.decode().encode("utf-16") if name == ACTORS else data
    )
    with pytest.raises(UnpatchableError):
        mark(wide, make_marks("A2"), "actors")
    stream = io.BytesIO(rich)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("XL/workbook.xml", "")
    with pytest.raises(UnpatchableError):
        mark(stream.getvalue(), make_marks("A2"), "actors")


@pytest.mark.parametrize("shared", ["comments", "vmlDrawing"])
def test_comments_of_two_sheets_in_one_part_are_refused(rich: bytes, shared: str) -> None:
    marks = {**make_marks("A2"), **make_marks("A2", sheet=1)}
    once = mark(rich, marks)

    def share(name: str, data: bytes) -> bytes:
        kind = f"relationships/{shared}".encode()
        if name != RELATED or kind not in data:
            return data
        return re.sub(rb'(Type="[^"]*' + kind + rb'" Target=")[^"]*', rb"\1../" + own[shared], data)

    own = {"comments": b"comments1.xml", "vmlDrawing": b"drawings/vmlDrawing1.vml"}
    with pytest.raises(UnpatchableError):
        mark(rewrite(once, share), marks, "actors", "Omat '21", "Listat")


def test_sheets_that_have_changed_places_keep_their_own_comments(rich: bytes) -> None:
    once = mark(rich, make_marks("A2"), "actors", "Omat '21", "Listat")

    def swap(name: str, data: bytes) -> bytes:
        if name != "xl/workbook.xml":
            return data
        first, last = (
            re.search(rb'<sheet name="%b"[^>]*>' % n, data) for n in (b"actors", b"Listat")
        )
        assert first
        assert last
        middle = data[first.end() : last.start()]
        return data[: first.start()] + last[0] + middle + first[0] + data[last.end() :]

    marks = {**make_marks("A3"), **make_marks("A2", sheet=2)}
    again = open_book(mark(rewrite(once, swap), marks, "Listat", "Omat '21", "actors"))
    assert comments(again["Listat"]).keys() == {"A3"}
    assert comments(again["actors"]).keys() == {"A2"}


def test_coordinators_workbook_part_by_part(reference_data: Path) -> None:
    path = reference_data.parent / "cases" / "tables" / "coordinator_network.xlsx"
    if not path.exists():
        pytest.skip(f"no {path.name} among the cases")
    data = path.read_bytes()
    marks = make_marks("A1", "B4", "C3", "C4", "D4", "E4")
    marked = mark(data, marks)
    before, after = read_parts(data), read_parts(marked)
    drawn = {"xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml"}
    assert {name for name in before if before[name] != after[name]} == (CHANGED - {RELATED}) | drawn
    assert list(after) == [*before, "xl/worksheets/eloggraphFindings.xml"]
    assert plain(after[ACTORS]) == plain(before[ACTORS])
    book = open_book(marked)
    assert [page.sheet_state for page in book] == ["visible", "visible", "visible", "hidden"]
    assert comments(book["actors"])["C3"].startswith("Kysy Liisalta\n\neloggraph:\nVirhe: ")
    assert mark(marked, marks, "actors", "Muistiinpanot", "Listat") == marked
