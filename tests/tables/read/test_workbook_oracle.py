"""Every cell of workbooks in odd shapes, value and address, held against openpyxl."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from eloggraph.tables.read import archive
from eloggraph.tables.read.workbook import load_workbook
from office import Convert
from openpyxl_oracle import Cells, read_cells

DAY = datetime.datetime(2018, 10, 1)
MOMENT = datetime.datetime(2018, 10, 1, 12, 30, 15)
ROWS: list[list[Any]] = [
    ["id", "nimi", "luku", "alku"],
    ["001", 'Ääni <&> "x"', 62.2412345678901, DAY],
    ["a", None, 1 / 3, MOMENT],
    [None, "a\nb", -5, None],
    [True, False, 0, datetime.time(12, 30)],
]
NUMBERS = [0, 1, -1, 1.5, 1e15, 123456789012345, 1e21, 1e-7, 0.1 + 0.2, -2.5e-10, 5e-324, 1e300]

Fill = Callable[[Any, Any], None]


def ours(path: Path) -> Cells:
    """Return the text of every cell that holds something, as we read it."""
    book, findings = load_workbook(path, path.name)
    assert book is not None, findings
    return {
        (grid.stem, row, column): text
        for grid in book.grids
        for row, record in enumerate(grid.records(), 1)
        for column, text in enumerate(record, 1)
        if text
    }


def append_rows(book: Any, sheet: Any) -> None:
    for row in ROWS:
        sheet.append(row)


def shift(book: Any, sheet: Any) -> None:
    for row, cells in enumerate(ROWS, 5):
        for column, cell in enumerate(cells, 4):
            sheet.cell(row, column, cell)


def style_to_the_end(book: Any, sheet: Any) -> None:
    append_rows(book, sheet)
    sheet["A1048576"].number_format = "@"
    sheet["XFD1"].font = openpyxl.styles.Font(bold=True)


def count_from_1904(book: Any, sheet: Any) -> None:
    book.epoch = CALENDAR_MAC_1904
    append_rows(book, sheet)


def hide(book: Any, sheet: Any) -> None:
    append_rows(book, sheet)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("toinen").append(["x", 0.123456789012])
    book["toinen"].sheet_state = "veryHidden"


def merge(book: Any, sheet: Any) -> None:
    append_rows(book, sheet)
    sheet.merge_cells("B2:C4")


def write_numbers(book: Any, sheet: Any) -> None:
    for form in ("General", "0", "0.00", "#,##0", "0%", "0.00E+00", "00000", '0.0 "kpl"', "@"):
        sheet.append(NUMBERS)
        for cell in sheet[sheet.max_row]:
            cell.number_format = form


def write_dates(book: Any, sheet: Any) -> None:
    forms = ["d.m.yyyy", "yyyy-mm-dd", "d.m.", "mmm yy", "yyyy", "mm/yyyy", "d.m.yyyy h:mm",
             "[$-40B]d. mmmm yyyy", '"pvm" d.m.yyyy', "dddd", "d/m/yy;@", "yyyy\\-mm\\-dd"]  # fmt: skip
    for form in forms:
        sheet.append([DAY, MOMENT, 61, 400.75, 2958465])
        for cell in sheet[sheet.max_row]:
            cell.number_format = form


def write_times(book: Any, sheet: Any) -> None:
    for form in ("h:mm", "hh:mm:ss", "h:mm AM/PM", "mm:ss"):
        sheet.append([datetime.time(0, 0), datetime.time(8, 5, 9), 0.999, 0.5])
        for cell in sheet[sheet.max_row]:
            cell.number_format = form
    for form in ("[h]:mm", "[hh]:mm:ss", "[mm]:ss"):
        sheet.append([0.25, 1.25, 10.4375, datetime.timedelta(days=400)])
        for cell in sheet[sheet.max_row]:
            cell.number_format = form


def write_rich(book: Any, sheet: Any) -> None:
    bold = InlineFont(b=True)
    sheet["B2"] = CellRichText("alku ", TextBlock(bold, "lihava"), " loppu")
    sheet["C3"] = CellRichText(TextBlock(bold, "ä"), TextBlock(bold, "ö"))
    sheet["A9"] = "=1+1"


def write_errors(book: Any, sheet: Any) -> None:
    append_rows(book, sheet)
    for row, error in enumerate(("#N/A", "#DIV/0!", "#REF!"), 1):
        sheet.cell(row, 5, error).data_type = "e"


def write_many_sheets(book: Any, sheet: Any) -> None:
    for name in ("Ääkköset & muut", "a'b", "2021", "tyhjä"):
        page = book.create_sheet(name)
        if name != "tyhjä":
            page.append([name, 0.1234567890123])


def write_wide(book: Any, sheet: Any) -> None:
    sheet.append([index + 0.0123456789 for index in range(800)])
    sheet.cell(3, 702, DAY)
    sheet.cell(3, 703, DAY)


def write_lonely(book: Any, sheet: Any) -> None:
    sheet["C7"] = 0.0000123456789


def write_validated(book: Any, sheet: Any) -> None:
    append_rows(book, sheet)
    rule = openpyxl.worksheet.datavalidation.DataValidation(type="list", formula1='"a,b"')
    sheet.add_data_validation(rule)
    rule.add("A2:A99")
    sheet.auto_filter.ref = "A1:D5"
    sheet.freeze_panes = "B2"
    sheet["A2"].comment = openpyxl.comments.Comment("oma", "minä")
    sheet["B2"].hyperlink = "https://example.org"


BY_OPENPYXL: dict[str, Fill] = {
    each.__name__: each
    for each in (append_rows, shift, style_to_the_end, count_from_1904, hide, merge, write_numbers,
                 write_dates, write_times, write_rich, write_errors, write_many_sheets, write_wide,
                 write_lonely, write_validated)
}  # fmt: skip


def make_with_openpyxl(path: Path, fill: Fill) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "omat"
    fill(book, sheet)
    book.save(path)
    return path


@pytest.mark.parametrize("name", BY_OPENPYXL)
def test_every_cell_of_a_workbook_by_openpyxl(tmp_path: Path, name: str) -> None:
    path = make_with_openpyxl(tmp_path / "a.xlsx", BY_OPENPYXL[name])
    assert ours(path) == read_cells(path)
    assert ours(path)


@pytest.mark.parametrize("name", ["count_from_1904", "hide", "write_dates", "write_errors"])
def test_dates_that_are_written_as_such(tmp_path: Path, name: str) -> None:
    """Strict OOXML keeps days as texts of ISO 8601."""
    book = openpyxl.Workbook(iso_dates=True)
    assert book.active is not None
    BY_OPENPYXL[name](book, book.active)
    book.save(tmp_path / "a.xlsx")
    assert ours(tmp_path / "a.xlsx") == read_cells(tmp_path / "a.xlsx")


def write_all(book: Any, sheet: Any) -> None:
    day, moment = (book.add_format({"num_format": f}) for f in ("d.m.yyyy", "d.m.yyyy h:mm:ss"))
    clock = book.add_format({"num_format": "h:mm"})
    for row, cells in enumerate(ROWS):
        for column, cell in enumerate(cells):
            form = {DAY: day, MOMENT: moment}.get(cell) if isinstance(cell, datetime.date) else None
            form = clock if isinstance(cell, datetime.time) else form
            if cell is not None:
                sheet.write(row, column, cell, form)


def write_formulas(book: Any, sheet: Any) -> None:
    day = book.add_format({"num_format": "mmm yy"})
    sheet.write_formula("B2", "=A1", None, "teksti")
    sheet.write_formula("B3", "=1/3", None, 1 / 3)
    sheet.write_formula("B4", "=DATE(2018,10,1)", day, 43374)
    sheet.write_formula("B5", '=IF(1<2,"<&>","")', None, "<&>")
    sheet.write_array_formula("C2:C2", "{=A1:A2}", day, 43374)
    sheet.write_formula("B6", "=TRUE()", None, True)
    sheet.write_formula("B7", "=" + "+".join(["0.5"] * 2_000), None, 1000.25)


def write_outlined(book: Any, sheet: Any) -> None:
    write_all(book, sheet)
    sheet.set_column("A:XFD", 12, book.add_format({"num_format": "@"}))
    sheet.set_row(1_048_575, 20)
    sheet.set_row(2, None, book.add_format({"bg_color": "red"}), {"level": 1, "hidden": True})
    sheet.protect("salasana")


def write_long_texts(book: Any, sheet: Any) -> None:
    for row, text in enumerate(["x" * 32_767, "😀" * 1_000, "_x000D_", "a\tb", "0.1234567890123"]):
        sheet.write_string(row, 2, text)
    sheet.write_rich_string(9, 0, "a ", book.add_format({"bold": True}), "b")


BY_XLSXWRITER: dict[str, tuple[Fill, dict[str, Any]]] = {
    "plain": (write_all, {}),
    "constant memory": (write_all, {"constant_memory": True}),
    "1904": (write_all, {"date_1904": True}),
    "formulas": (write_formulas, {}),
    "formulas 1904": (write_formulas, {"date_1904": True}),
    "outlined": (write_outlined, {}),
    "long texts": (write_long_texts, {}),
}


def make_with_xlsxwriter(path: Path, name: str) -> Path:
    fill, options = BY_XLSXWRITER[name]
    with xlsxwriter.Workbook(str(path), options) as book:
        fill(book, book.add_worksheet("omat"))
    return path


@pytest.mark.parametrize("name", BY_XLSXWRITER)
def test_every_cell_of_a_workbook_by_xlsxwriter(tmp_path: Path, name: str) -> None:
    path = make_with_xlsxwriter(tmp_path / "a.xlsx", name)
    assert ours(path) == read_cells(path)
    assert ours(path)


XML: dict[str, Callable[[str], str]] = {
    "prefixed": lambda xml: (
        xml.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
        .replace("xmlns=", "xmlns:x=")
    ),
    "single quotes": lambda xml: xml.replace('"', "'"),
    "style before address": lambda xml: xml.replace("<c r=", "<c q=").replace(" s=", " S=")
    .replace("<c q=", "<c r=").replace(" S=", " s="),
    "comments": lambda xml: xml.replace("<v>", "<!-- x --><v>"),
    "raw text": lambda xml: xml.replace("<v>0.1", "<v><![CDATA[0.1]]>"),
    "spread out": lambda xml: xml.replace("><", ">\n  <"),
    "empty cells with ends": lambda xml: xml.replace("</row>", "<c></c></row>"),
}  # fmt: skip


def change_sheets(path: Path, change: Callable[[str], str]) -> None:
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            is_sheet = name.startswith("xl/worksheets/sheet")
            target.writestr(name, change(data.decode()).encode() if is_sheet else data)


@pytest.mark.parametrize("name", XML)
def test_every_cell_of_a_workbook_whose_xml_is_written_otherwise(tmp_path: Path, name: str) -> None:
    path = make_with_xlsxwriter(tmp_path / "a.xlsx", "plain")
    before = read_cells(path)
    change_sheets(path, XML[name])
    assert ours(path) == before


def test_cells_without_addresses_stand_after_each_other(tmp_path: Path) -> None:
    path = make_with_openpyxl(tmp_path / "a.xlsx", write_dates)
    before = read_cells(path)
    change_sheets(path, lambda xml: re.sub(r'(<(?:c|row)\b[^>]*?) r="\w+"', r"\1", xml))
    assert ours(path) == before


@pytest.mark.parametrize("size", [1_000, 1_037, 4_096])
def test_cells_at_the_seam_of_two_pieces_are_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    def fill(book: Any, sheet: Any) -> None:
        for row in range(200):
            sheet.append([row + 0.0123456789, DAY, f"teksti {row}", row / 7])

    path = make_with_openpyxl(tmp_path / "a.xlsx", fill)
    monkeypatch.setattr(archive, "_CHUNK", size)
    monkeypatch.setattr(archive, "_OVERLAP", 200)
    assert ours(path) == read_cells(path)


@pytest.mark.parametrize("form", ["xlsx", "ods"])
@pytest.mark.parametrize(
    "name", ["shift", "hide", "write_numbers", "write_times", "count_from_1904"]
)
def test_every_cell_of_a_workbook_by_libreoffice(
    tmp_path: Path, office: Convert, name: str, form: str
) -> None:
    path = make_with_openpyxl(tmp_path / f"{name}.xlsx", BY_OPENPYXL[name])
    saved = office(path, form)
    expected = read_cells(saved) if form == "xlsx" else keep_as_libreoffice(read_cells(path))
    assert ours(saved) == expected


def keep_as_libreoffice(cells: Cells) -> Cells:
    """Return cells as LibreOffice saves them in ODS: fifteen digits, and truth as a number."""

    def keep(text: str) -> str:
        if re.fullmatch(r"-?[0-9]+\.[0-9]+", text):
            return f"{Decimal(repr(float(f'{float(text):.15G}'))):f}"
        return {"true": "1", "false": "0"}.get(text, text)

    return {place: keep(text) for place, text in cells.items()}


# Where Excel, the standard and we read otherwise than openpyxl: escaped returns, the leap day that
# was not, outer white space that is not kept, strict OOXML, and a month shown in words.
OTHERWISE = {
    "has_x000D_.xlsx",
    "has_x000D_inline.xlsx",
    "new_line_errors.xlsx",
    "dates-leap-year-1900-xlsx.xlsx",
    "whitespace_trim.xlsx",
    "encoded_entities.xlsx",
    "strict_iso_paths.xlsx",
    "date_quoted_format.xlsx",
}


def test_every_cell_of_public_workbooks(reference_data: Path) -> None:
    compared = 0
    for path in sorted((reference_data / "workbooks").rglob("*.xls[xm]")):
        try:
            expected = read_cells(path)
        except Exception:  # noqa: BLE001 - what openpyxl cannot open is no oracle
            continue
        book, _ = load_workbook(path, path.name)
        if book is None or path.name in OTHERWISE:
            continue
        assert ours(path) == expected, path.name
        compared += len(expected)
    assert compared > 10_000
