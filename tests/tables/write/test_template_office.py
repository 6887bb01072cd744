"""A new workbook in LibreOffice: filled as a newcomer would, saved again, checked."""

from __future__ import annotations

import datetime
import re
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import eloggraph
from eloggraph.finding import Report
from eloggraph.schema.packaged import packaged_schema
from office import Convert

SCHEMA = packaged_schema()


def label(table: str, key: str, index: int = 0) -> str:
    """Return a value from the list of a cell, in Finnish."""
    from eloggraph.tables.write.template.help import list_codes

    return list_codes(SCHEMA, SCHEMA.table(table).column(key))[index].label.fi


def rows_of_a_newcomer() -> dict[str, list[dict[str, Any]]]:
    """Return rows by table and column: names throughout, no ids, dates typed and as real dates."""
    several = f"{label('services', 'forms')}; {label('services', 'forms', 2)}"
    return {
        "actors": [
            {
                "label@fi": "00100-ohjaamo",
                "type": label("actors", "type", 8),
                "sector": label("actors", "sector"),
                "areas": "Kuopio; Pohjois-Savo",
                "since": "1.8.2020",
                "until": datetime.date(2026, 12, 31),
                "locator": "=s. 3",
            },
            {
                "label@fi": "Kuopion kaupunki",
                "since": datetime.datetime(1950, 5, 1),
                "until": "5/2021",
            },
        ],
        "networks": [
            {
                "label@fi": "Savon ohjausverkosto",
                "coordinator": "Kuopion kaupunki",
                "members": "00100-ohjaamo\nkuopion kaupunki",
                "since": "2019",
            }
        ],
        "links": [
            {"from": "00100-ohjaamo", "to": "Kuopion kaupunki", "type": label("links", "type")}
        ],
        "services": [
            {"label@fi": "Neuvonta", "providers": "00100-ohjaamo; Kuopion kaupunki"}
            | {"target_groups": "Työtä hakevat", "areas": "Kuopio", "languages": "fi; sv"}
            | {"forms": several, "channels": label("services", "channels")},
        ],
        "projects": [
            {
                "label@fi": "Yhteinen suunta",
                "coordinator": "Kuopion kaupunki",
                "goals": "Helppo löytää",
            }
            | {"since": datetime.date(2023, 1, 1), "until": "31.12.2025"},
        ],
        "goals": [{"label@fi": "Helppo löytää", "responsible": "Savon ohjausverkosto"}],
        "norms": [
            {"target_group": "Työtä hakevat", "area": "Pohjois-Savo", "required": "kyllä"}
            | {"form": label("norms", "form"), "least_providers": 2, "surveyed": "1/2026"}
        ],
    }


def fill(path: Path, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Write rows below the Finnish headers, as somebody who types into the sheets."""
    book = openpyxl.load_workbook(path)
    for name, records in rows.items():
        table = SCHEMA.table(name)
        sheet = book[table.names.fi]
        places = {cell.value: cell.column for cell in sheet[1]}
        for number, record in enumerate(records, 2):
            for key, value in record.items():
                cell = sheet.cell(number, places[table.column(key).names.fi])
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
                elif isinstance(value, datetime.date):
                    cell.number_format = "d.m.yyyy"
    settings = book["Asetukset"]
    (title,) = [row[1] for row in settings.iter_rows() if row[0].value == "verkoston nimi (suomi)"]
    title.value = "Savon ohjausverkosto"
    book.save(path)


def check(path: Path, folder: Path) -> Report:
    folder.mkdir()
    shutil.copy(path, folder / f"network{path.suffix}")
    return eloggraph.check(folder)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("uusi") / "verkosto"
    rows = rows_of_a_newcomer()
    path = eloggraph.new(folder, xlsx=True, lang="fi")
    fill(path, rows)
    return path


@pytest.mark.parametrize("forms", [(), ("xlsx", "ods")], ids="-".join)
def test_filled_workbook_checks_clean(
    forms: tuple[str, ...], filled: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = filled
    for form in forms:
        path = request.getfixturevalue("office")(path, form)
    report = check(path, tmp_path / "verkosto")
    assert report.complete
    assert [f for f in report.findings if f.severity == "violation"] == []
    told = {f.code for f in report.findings}
    assert not told & {"config-missing", "setting-unknown", "column-hidden", "formulas-read"}
    graph = eloggraph.open(tmp_path / "verkosto").graph
    text = {value for frame in graph.frames for value in frame.frame["object"].to_list()}
    # What was typed arrives as it was meant, whatever the spreadsheet made of it.
    assert {"2020-08-01", "2026-12-31", "1950-05-01", "2021-05", "2019", "=s. 3"} <= text
    assert {"2", "true", "2026-01", "Savon ohjausverkosto"} <= text
    # The names of the reference data are its rows: Kuopio is municipality 297.
    assert "https://w3id.org/eloggraph/data/suomi/municipalities/297" in text


def test_wrong_cell_of_a_filled_workbook_is_found(filled: Path, tmp_path: Path) -> None:
    """The control: the check that finds nothing above does find what is there."""
    shutil.copytree(filled.parent, tmp_path / "verkosto")
    rows = rows_of_a_newcomer()
    rows["actors"][1]["type"] = "kunat"
    fill(tmp_path / "verkosto" / "network.xlsx", rows)
    found = [f for f in eloggraph.check(tmp_path / "verkosto").findings if f.code == "code-unknown"]
    assert [(f.place and f.place.sheet, f.place and f.place.row) for f in found] == [
        ("Toimijat", 3)
    ]


def test_lists_and_help_survive_libreoffice(office: Convert, filled: Path) -> None:
    def sheets_of_lists(book: Any, name: str) -> set[str]:
        """Return the sheets that the lists of a sheet's cells are taken from."""
        rules = book[name].data_validations.dataValidation
        sources = (rule.formula1 for rule in rules if rule.formula1)
        return {name for source in sources for name in re.findall(r"(\w+)'?!", source)}

    before = openpyxl.load_workbook(filled)
    after = openpyxl.load_workbook(office(filled, "xlsx"))
    assert after.sheetnames == before.sheetnames
    for name in ("Toimijat", "Yhteistyösuhteet", "Palvelut"):
        assert sheets_of_lists(before, name) <= sheets_of_lists(after, name)
        assert before[name]["A1"].comment.text in after[name]["A1"].comment.text
