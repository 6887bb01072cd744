"""What is found in rows that an import made is at the cells of the tables they were made of."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import eloggraph
from eloggraph.api.mending import trace_to_source
from eloggraph.finding import Place, tell


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_place_in_the_made_workbook_is_one_in_her_own(tmp_path: Path, language: str) -> None:
    own = openpyxl.Workbook()
    own.remove(own.worksheets[0])
    names = {
        "Toimijat, pohjoinen": ["Ohjaamo 1", "Opisto", "Lukio"],
        "Etelä": ["Kirjasto", "Lukio"],
    }
    for title, listed in names.items():
        sheet = own.create_sheet(title)
        sheet.append(["Tilanne vuoden lopussa"])
        sheet.append(["Väri", "Kunta", "Organisaatio"])
        for name in listed:
            sheet.append(["sininen", "Kuopio", name])
    own.save(tmp_path / "oma.xlsx")
    own_file = tmp_path / "oma.xlsx"
    imported = eloggraph.import_tables(own_file, tmp_path / "made", language=language)
    network = eloggraph.open(tmp_path / "made")
    made = openpyxl.load_workbook(imported.path)
    table = next(t for t in network.tables.tables if t.table.name == "actors")
    sheet = made[table.raw.sheet]
    told = 0
    headers = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        for header, cell in zip(headers, row, strict=True):
            place = Place(file="network.xlsx", sheet=sheet.title, row=cell.row, column=header)
            finding = tell("cell-outer-space", "warning", place, value="x")
            (found,) = trace_to_source(network, [finding])
            assert found.place is not None
            assert found.place.file == "oma.xlsx"
            if found.place.column is not None:
                there = own[found.place.sheet]
                at = [each.value for each in there[2]].index(found.place.column) + 1
                assert there.cell(found.place.row, at).value == cell.value
                told += 1
    assert told == 2 * 4  # name and municipality of each actor: one is on both sheets


def test_what_is_of_no_row_stays_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "oma.csv").write_text("Organisaatio;Kunta\nOhjaamo;Kuopio\n", encoding="utf-8")
    eloggraph.import_tables(tmp_path / "oma.csv", tmp_path / "made")
    network = eloggraph.open(tmp_path / "made")
    finding = tell("table-empty", "violation", Place(file="network.xlsx"))
    assert trace_to_source(network, [finding]) == (finding,)
