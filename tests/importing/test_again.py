"""A second import: what people corrected stands, what changed is told, a renamed row keeps its id."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

import eloggraph
from eloggraph.errors import InputError, OutputError
from eloggraph.importing.model import Target
from eloggraph.importing.take_in import Imported

FIRST = """Organisaatio;Kunta;Yhteistyökumppanit;Oma juttu;Puh.
Ohjaamo Kuopio;Kuopio;Savon opisto;x1;040 1234567
Savon opisto;Kuopio;;x2;
Iisalmen lukio;Iisalmi;Ohjaamo Kuopio;x3;
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "2025.csv", FIRST)
    eloggraph.import_tables(tmp_path / "2025.csv", tmp_path / "made")
    return tmp_path


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def again(folder: Path, text: str = FIRST, *, replace: bool = False) -> Imported:
    path = write(folder, "2026.csv", text)
    return eloggraph.import_tables(path, folder / "made", replace=replace)


def ids_of(folder: Path) -> dict[str, str]:
    with (folder / "made" / "ids.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return {row["name"]: row["id"] for row in rows if row["table"] == "actors"}


def correct(folder: Path, header: str, reading: str, sheet: str = "Tulkinta") -> None:
    """Write into the page of the reading as somebody does in a spreadsheet."""
    book = openpyxl.load_workbook(folder / "made" / "network.xlsx")
    for row in book[sheet].iter_rows():
        if row[2].value == header:
            row[4].value = reading
    book.save(folder / "made" / "network.xlsx")


def test_the_same_file_again_changes_nothing(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in (folder / "made").iterdir()}
    done = eloggraph.import_tables(folder / "2025.csv", folder / "made")
    assert done.changes == ()
    assert {path.name: path.read_bytes() for path in (folder / "made").iterdir()} == before


def test_a_renamed_row_is_told_and_keeps_its_id(folder: Path) -> None:
    before = ids_of(folder)
    done = again(folder, FIRST.replace("Savon opisto", "Savon ammattiopisto"))
    assert done.changes is not None
    told = [(c.kind, c.before, c.name) for c in done.changes if c.kind != "changed"]
    assert told == [("renamed", "Savon opisto", "Savon ammattiopisto")]
    after = ids_of(folder)
    assert after["Savon ammattiopisto"] == before["Savon opisto"]
    assert eloggraph.open(folder / "made").check().count("violation") == 0


def test_a_name_with_another_number_is_another_row(folder: Path) -> None:
    first = FIRST.replace("Savon opisto", "Ohjaamo 1")
    again(folder, first, replace=True)
    done = again(folder, first.replace("Ohjaamo 1", "Ohjaamo 2"))
    told = {(c.kind, c.name) for c in done.changes or () if c.table == "actors"}
    assert told == {("gone", "Ohjaamo 1"), ("new", "Ohjaamo 2")}


def test_rows_that_are_new_gone_and_changed_are_told(folder: Path) -> None:
    text = FIRST.replace("Iisalmen lukio;Iisalmi;Ohjaamo Kuopio;x3;", "Kela;Varkaus;;;")
    done = again(folder, text.replace("Ohjaamo Kuopio;Kuopio;", "Ohjaamo Kuopio;Kuopio, Iisalmi;"))
    assert done.changes is not None
    told = {(c.kind, c.table, c.name) for c in done.changes}
    assert ("new", "actors", "Kela") in told
    assert ("gone", "actors", "Iisalmen lukio") in told
    assert ("changed", "actors", "Ohjaamo Kuopio") in told
    # The version before is kept, and run is told where.
    previous = eloggraph.open(folder / "made").config.previous
    assert previous is not None
    assert (folder / "made" / previous / "network.xlsx").is_file()


def test_a_correction_on_the_page_stands_at_the_next_import(folder: Path) -> None:
    correct(folder, "Oma juttu", "Toimijat: kuvaus")
    done = again(folder)
    column = next(
        c for s in done.interpretation.sheets for c in s.columns if c.header == "Oma juttu"
    )
    assert (column.use, column.targets, column.sureness) == (
        "column",
        (Target("actors", "description"),),
        "said",
    )
    assert 'Oma juttu" = "actors.description"' in (folder / "made/network.toml").read_text("utf-8")
    assert done.notes == 0


def test_a_correction_that_is_none_is_told_with_what_is_near(folder: Path) -> None:
    correct(folder, "Oma juttu", "Toimijat: kuvas")
    with pytest.raises(InputError) as caught:
        again(folder)
    (fault,) = caught.value.findings
    assert fault.code == "import-page"
    assert "kuvaus" in fault.remedy.fi.lower()


def test_settings_are_corrected_too_and_all_else_in_them_stays(folder: Path) -> None:
    settings = folder / "made" / "network.toml"
    text = settings.read_text(encoding="utf-8")
    text = text.replace('"Oma juttu" = "note"', '"Oma juttu" = "personal"')
    settings.write_text(text.replace('title = "made"', 'title = "Savo" # oma'), encoding="utf-8")
    done = again(folder)
    assert done.notes == 0
    assert 'title = "Savo" # oma' in settings.read_text(encoding="utf-8")


def test_tables_changed_by_hand_are_never_lost(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "made" / "network.xlsx")
    book["Toimijat"]["A2"].value = "Käsin korjattu"
    book.save(folder / "made" / "network.xlsx")
    edited = (folder / "made" / "network.xlsx").read_bytes()
    with pytest.raises(OutputError) as caught:
        again(folder)
    assert [fault.code for fault in caught.value.findings] == ["import-edited"]
    assert (folder / "made" / "network.xlsx").read_bytes() == edited
    again(folder, replace=True)
    assert (folder / "made" / "edellinen" / "network.xlsx").read_bytes() == edited


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    own = write(tmp_path, "oma.csv", FIRST)
    (tmp_path / "gradu").mkdir()
    thesis = write(tmp_path / "gradu", "g.txt", "x")
    with pytest.raises(OutputError) as caught:
        eloggraph.import_tables(own, tmp_path / "gradu")
    assert [fault.code for fault in caught.value.findings] == ["import-folder-other"]
    assert thesis.read_text(encoding="utf-8") == "x"


def test_headers_that_came_and_went_are_told(folder: Path) -> None:
    done = again(folder, FIRST.replace("Oma juttu", "Uusi juttu"))
    codes = {finding.code for finding in done.findings}
    assert {"import-header-new", "import-header-gone"} <= codes


def test_corrections_stay_with_their_file(tmp_path: Path) -> None:
    """Two files of the same headers, one of them corrected, and given in the other order."""
    one = write(tmp_path, "itä.csv", FIRST)
    other = write(tmp_path, "länsi.csv", FIRST.replace("Ohjaamo", "Nuorisotalo"))
    eloggraph.import_tables([one, other], tmp_path / "made")
    book = openpyxl.load_workbook(tmp_path / "made" / "network.xlsx")
    for row in book["Tulkinta"].iter_rows():
        if (row[0].value, row[2].value) == ("länsi.csv", "Kunta"):
            row[4].value = "muistiinpano"
    book.save(tmp_path / "made" / "network.xlsx")
    done = eloggraph.import_tables([other, one], tmp_path / "made")
    uses = {
        (sheet.source.file, column.header): column.use
        for sheet in done.interpretation.sheets
        for column in sheet.columns
    }
    assert (uses["itä.csv", "Kunta"], uses["länsi.csv", "Kunta"]) == ("column", "note")


def test_the_version_before_has_its_ids(folder: Path) -> None:
    before = (folder / "made" / "ids.csv").read_bytes()
    again(folder, FIRST.replace("Iisalmen lukio", "Iisalmen lyseo"))
    earlier = [path for path in (folder / "made").iterdir() if path.is_dir()]
    assert [(path / "ids.csv").read_bytes() for path in earlier] == [before]
