"""Headers of two rows, headers merged over columns, and columns without one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from tests.importing.foreign import Cell
from tests.importing.test_values import import_rows, read_made

from eloggraph.importing.take_in import Imported, take_in
from eloggraph.schema.packaged import packaged_schema


def import_merged(folder: Path, rows: Sequence[Sequence[Cell]], *merged: str) -> Imported:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Hankkeet"
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(folder / "oma.xlsx")
    return take_in([folder / "oma.xlsx"], folder / "made", packaged_schema(), language="fi")


def read_targets(imported: Imported) -> dict[str, str]:
    columns = [column for sheet in imported.interpretation.sheets for column in sheet.columns]
    return {c.header: str(c.targets[0]) if c.targets else c.use for c in columns}


HEADED: list[list[Cell]] = [
    ["Hanke", None, "Aika", None, "Tilanne"],
    ["Nimi", "Hallinnoija", "Alku", "Loppu", None],
    ["Silta", "Esedu", "1.1.2024", "31.12.2025", "käynnissä"],
]
MERGED = ("A1:B1", "C1:D1", "E1:E2")


@pytest.mark.parametrize("titles", [0, 1], ids=["plain", "below a title"])
def test_two_rows_of_headers_are_one(tmp_path: Path, titles: int) -> None:
    rows: list[list[Cell]] = [*([["Alueen hankkeet 2026"]] * titles), *HEADED]
    merged = [
        "".join(str(int(c) + titles) if c.isdigit() else c for c in cells) for cells in MERGED
    ]
    imported = import_merged(tmp_path, rows, *merged, *(["A1:E1"] * titles))
    assert read_targets(imported) == {
        "Hanke: Nimi": "projects.label",
        "Hanke: Hallinnoija": "projects.coordinator",
        "Aika: Alku": "projects.since",
        "Aika: Loppu": "projects.until",
        "Tilanne": "projects.status",
    }
    [made] = read_made(imported, "Hankkeet")
    assert (made["nimi (suomi)"], made["päättyen"]) == ("Silta", "31.12.2025")
    assert made["kohta"] == f"Hankkeet, rivi {3 + titles}"


@pytest.mark.parametrize(("own", "is_headed"), [(2, True), (3, False)])
def test_a_row_is_one_of_headers_where_half_of_its_cells_are_known(
    tmp_path: Path, own: int, is_headed: bool
) -> None:
    rows: list[list[Cell]] = [
        ["Hanke", None, "Muuta", "Lisäksi", "Vielä"],
        ["Nimi", "Hallinnoija", "Väri", "Koko", "Paino"],
        ["Silta", "Esedu", "sininen", "suuri", "kevyt"],
    ]
    imported = import_merged(tmp_path, [row[: 2 + own] for row in rows], "A1:B1")
    assert ("Hanke: Nimi" in read_targets(imported)) == is_headed


def test_a_unit_above_holds_below(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Hanke", "Rahoitus (1000 €)", None],
        [None, "Yhteensä", "Huom."],
        ["Silta", 350, None],
    ]
    imported = import_merged(tmp_path, rows, "B1:C1")
    assert [row["euromäärä"] for row in read_made(imported, "Rahoitus")] == ["350000"]


def test_a_header_over_two_columns_is_that_of_both_and_no_row_is_lost(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Hanke", "Yhteystiedot", None],
        ["Silta", "Maija M.", "Kuopio, toinen kerros"],
        ["Polku", "Kalle K.", "Iisalmi"],
    ]
    imported = import_merged(tmp_path, rows, "B1:C1")
    assert [row["nimi (suomi)"] for row in read_made(imported, "Hankkeet")] == ["Silta", "Polku"]
    uses = [column.use for column in imported.interpretation.sheets[0].columns]
    assert uses == ["column", "personal", "personal"]


def test_a_column_without_a_header_is_a_note_and_told(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Toimija", "Kunta", None, None],
        ["Kela", "Kuopio", "lopettaa 2026", "x"],
        ["Esedu", "Mikkeli", None, None],
    ]
    imported = import_rows(tmp_path, Toimijat=rows)
    assert read_targets(imported)["(C)"] == read_targets(imported)["(D)"] == "note"
    notes = openpyxl.load_workbook(imported.path)["Muistiinpanot"].iter_rows(values_only=True)
    assert "lopettaa 2026" in {cell for row in notes for cell in row}
    told = [f for f in imported.findings if f.code == "import-header-blank"]
    assert [(f.severity, f.value) for f in told] == [("warning", "(C)"), ("warning", "(D)")]


def test_people_below_no_header_are_personal(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Toimija", "Kunta"], ["Kela", "Kuopio", "Maija Meikäläinen"]]
    assert read_targets(import_rows(tmp_path, Toimijat=rows))["(C)"] == "personal"
