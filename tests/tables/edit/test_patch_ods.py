"""Edited ODS workbooks: only what stands for the changed cells is written anew."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from eloggraph.errors import InputError
from eloggraph.tables.edit.editing import Editing, open_editing
from eloggraph.tables.edit.model import Cell, SheetName
from eloggraph.tables.edit.save import save_copy
from office import Convert

ACTORS = SheetName("book.ods", "Toimijat")
NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" '
    'xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
)
DAY = (
    '<number:date-style style:name="N1"><number:day/><number:text>.</number:text><number:month/>'
    '<number:text>.</number:text><number:year number:style="long"/></number:date-style>'
    '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
)


def text(said: str, more: str = "", inside: str = "") -> str:
    value = 'office:value-type="string"'
    return f"<table:table-cell {value}{more}>{inside}<text:p>{said}</text:p></table:table-cell>"


HEADER = f"<table:table-row>{''.join(map(text, ['nimi', 'laji', 'alku', 'n']))}</table:table-row>"
FIRST = (
    "<table:table-row>"
    + text("Ohjamo", ' table:style-name="ce2"', "<office:annotation><dc:date/><text:p>Kysy</text:p></office:annotation>")
    + text("Ohjaamo", ' table:content-validation-name="val1"')
    + '<table:table-cell table:style-name="ce1" office:value-type="date" office:date-value="2020-06-01">'
    "<text:p>1.6.2020</text:p></table:table-cell>"
    '<table:table-cell office:value-type="float" office:value="5"><text:p>5</text:p></table:table-cell>'
    '<table:table-cell table:formula="of:=[.D2]*2" office:value-type="float" office:value="10">'
    "<text:p>10</text:p></table:table-cell></table:table-row>"
)  # fmt: skip
ALIKE = (
    '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="2" '
    'office:value-type="string"><text:p>sama</text:p></table:table-cell>'
    '<table:table-cell table:style-name="ce1"/></table:table-row>'
)
MERGED = (
    "<table:table-row>"
    + text("yhdessä", ' table:number-columns-spanned="2" table:number-rows-spanned="1"')
    + "<table:covered-table-cell/></table:table-row>"
)
REST = (
    '<table:table-row table:number-rows-repeated="1048570">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)
CONTENT = (
    f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}>'
    f"<office:automatic-styles>{DAY}</office:automatic-styles><office:body><office:spreadsheet>"
    f'<table:table table:name="Toimijat">{HEADER}{FIRST}{ALIKE}{MERGED}{REST}</table:table>'
    f'<table:table table:name="Muu">{HEADER}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


@pytest.fixture(scope="module")
def book() -> bytes:
    stream = io.BytesIO()
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        '<manifest:file-entry manifest:full-path="Thumbnails/thumbnail.png" manifest:media-type="image/png"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mime, zipfile.ZIP_STORED)
        archive.writestr("content.xml", CONTENT)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("Thumbnails/thumbnail.png", b"\x89PNG")
    return stream.getvalue()


@pytest.fixture
def editing(book: bytes, tmp_path: Path) -> Iterator[Editing]:
    path = tmp_path / "book.ods"
    path.write_bytes(book)
    with open_editing([path], tmp_path / "edits") as editing:
        yield editing
    assert path.read_bytes() == book


def save(editing: Editing) -> str:
    saved = save_copy(editing, "book.ods", editing.paths["book.ods"].with_name("copy.ods"))
    with (
        zipfile.ZipFile(saved.path) as after,
        zipfile.ZipFile(editing.paths["book.ods"]) as before,
    ):
        assert after.namelist() == before.namelist()
        assert after.infolist()[0].compress_type == zipfile.ZIP_STORED
        for name in set(before.namelist()) - {"content.xml"}:
            assert after.read(name) == before.read(name)
        return after.read("content.xml").decode()


@pytest.mark.parametrize(
    ("row", "column", "said", "old", "new"),
    [
        (2, 0, "Ohjaamo", "<text:p>Ohjamo</text:p>", "<text:p>Ohjaamo</text:p>"),
        (2, 1, "=1+1 & <a>", "<text:p>Ohjaamo</text:p>", "<text:p>=1+1 &amp; &lt;a&gt;</text:p>"),
        (
            2, 2, "24.12.2021",
            'office:value-type="date" office:date-value="2020-06-01"><text:p>1.6.2020</text:p>',
            'office:value-type="date" office:date-value="2021-12-24"><text:p>2021-12-24</text:p>',
        ),
        (
            2, 3, "2,5", 'office:value-type="float" office:value="5"><text:p>5</text:p>',
            'office:value-type="float" office:value="2.5"><text:p>2.5</text:p>',
        ),
        (
            2, 3, "paljon", 'office:value-type="float" office:value="5"><text:p>5</text:p>',
            'office:value-type="string"><text:p>paljon</text:p>',
        ),
        (
            2, 4, "11", 'table:formula="of:=[.D2]*2" office:value-type="float" office:value="10"><text:p>10',
            'office:value-type="float" office:value="11"><text:p>11',
        ),
        (4, 1, "muu", ALIKE, None),
        (3, 2, "1.1.2022", ALIKE, None),
        (9, 1, "kauempana", REST, None),
    ],
)  # fmt: skip
def test_only_the_changed_cell_is_written_anew(
    editing: Editing, row: int, column: int, said: str, old: str, new: str | None
) -> None:
    editing.set_cell(Cell(ACTORS, row, column), said)
    after = save(editing)
    before, _, rest = CONTENT.partition(old)
    assert old in CONTENT
    assert after.startswith(before)
    assert after.endswith(rest)
    middle = after[len(before) : len(after) - len(rest)]
    if new is not None:
        assert middle == new
    editing.undo()
    assert editing.patched() == {}


def test_cells_that_stand_for_many_are_taken_apart(editing: Editing) -> None:
    editing.paste(Cell(ACTORS, 4, 1), [["x", "2.3.2022"], ["y"]])
    after = save(editing)
    alike, cell = 'table:number-rows-repeated="3"', "<table:table-cell "
    assert alike not in after
    assert after.count("<text:p>sama</text:p>") == 3  # two of them in one element
    assert (
        f'{cell}table:style-name="ce1" office:value-type="date" office:date-value="2022-03-02">'
        in after
    )
    rows = [list(row) for row in editing.rows(ACTORS, 3, 5).rows]
    assert rows == [
        ["sama", "sama", "", "", ""],
        ["sama", "x", "2.3.2022", "", ""],
        ["sama", "y", "", "", ""],
    ]


def test_row_is_added_below_the_last_that_says_something(editing: Editing) -> None:
    editing.add_row(ACTORS, ["Uusi", "", "3.3.2023"])
    after = save(editing)
    assert f"{MERGED}<table:table-row><table:table-cell office:value-type" in after
    assert 'table:number-rows-repeated="1048569"' in after
    assert editing.cell(Cell(ACTORS, 7, 0)) == "Uusi"


@pytest.mark.parametrize(
    ("row", "column", "said", "code"),
    [(6, 1, "x", "cell-merged"), (2, 0, "a\x01", "text-unwritable")],
)
def test_what_the_document_cannot_hold_is_refused(
    editing: Editing, row: int, column: int, said: str, code: str
) -> None:
    with pytest.raises(InputError) as caught:
        editing.set_cell(Cell(ACTORS, row, column), said)
    assert caught.value.findings[0].code == code
    if code == "cell-merged":
        assert "A6" in caught.value.findings[0].message.fi


def test_libreoffice_opens_the_copy_and_reads_the_same(editing: Editing, office: Convert) -> None:
    """The oracle is LibreOffice, which computes and shows the cells in its own way."""
    editing.set_cell(Cell(ACTORS, 2, 0), "kaksi  väliä\nrivi")
    editing.set_cell(Cell(ACTORS, 2, 2), "24.12.2021")
    editing.set_cell(Cell(ACTORS, 4, 1), "=1+1")
    editing.set_cell(Cell(ACTORS, 7, 2), "1.1.2022")
    saved = save_copy(editing, "book.ods", editing.paths["book.ods"].with_name("copy.ods"))
    text = office(saved.path, "csv").read_text(encoding="latin-1")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[1][:3] == ["kaksi  väliä\nrivi", "Ohjaamo", "12/24/2021"]
    assert rows[3][:2] == ["sama", "=1+1"]
    assert rows[4][:2] == ["sama", "sama"]
    assert rows[6][2] == "01/01/2022"
