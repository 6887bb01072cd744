"""A new workbook in LibreOffice: filled as a newcomer would, saved again, checked."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import eloggraph
from eloggraph.finding import Report
from eloggraph.schema.packaged import packaged_schema
from eloggraph.tables.write.template.choice import choose_tables
from eloggraph.tables.write.template.folder import write_template
from office import Convert

SCHEMA = packaged_schema()


def label(table: str, key: str, index: int = 0) -> str:
    """Return a value from the list of a cell, in Finnish."""
    from eloggraph.tables.write.template.help import list_codes

    return list_codes(SCHEMA, SCHEMA.table(table).column(key))[index].label.fi


def rows_of_a_newcomer() -> dict[str, list[dict[str, Any]]]:
    """Return rows by table and column: codes from the lists, dates typed and as real dates."""
    names = {"label@fi": "Nimi", "label@sv": "Namn", "label@en": "Name"}
    forms = f"{label('services', 'forms')} | {label('services', 'forms', 2)}"
    return {
        "sources": [{"id": "kuvaus", **names, "language": "fi|sv"}],
        "regions": [{"id": "13", **names, "nuts_year": "2024"}],
        "municipalities": [{"id": "179", **names, "region": "13"}],
        "actors": [
            {
                "id": "00100",
                **names,
                "kind": label("actors", "kind", 2),
                "type": label("actors", "type", 8),
                "sector": label("actors", "sector"),
                "areas": "13|179",
                "since": "1.8.2020",
                "until": datetime.date(2026, 12, 31),
                "source": "kuvaus",
                "locator": "=s. 3",
            },
            {
                "id": "kaupunki",
                **names,
                "since": datetime.datetime(1950, 5, 1),
                "until": "5/2021",
            },
        ],
        "networks": [{"id": "verkosto", **names, "since": "2019"}],
        "bodies": [{"id": "ryhma", **names, "network": "verkosto", "permanent": "kyllä"}],
        "roles": [{"id": "jasen", **names}],
        "memberships": [
            {"actor": "00100", "organization": "verkosto", "role": "jasen", "since": "2.1.2021"},
            {"actor": "kaupunki", "organization": "ryhma", "role": "Nimi"},
        ],
        "links": [{"from": "00100", "to": "kaupunki", "type": label("links", "type")}],
        "target_groups": [{"id": "nuoret", **names}],
        "services": [
            {"id": "neuvonta", **names, "providers": "00100|kaupunki", "forms": forms}
            | {"target_groups": "nuoret", "areas": "179", "languages": "fi|sv"},
        ],
        "projects": [
            {"id": "hanke", **names, "coordinator": "kaupunki"}
            | {"since": datetime.date(2023, 1, 1), "until": "31.12.2025"},
        ],
        "fundings": [{"project": "hanke", "funder": "kaupunki", "amount": 125000.5}],
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
    book.save(path)


def check(path: Path, template: Path, folder: Path) -> Report:
    folder.mkdir()
    shutil.copy(path, folder / "network.xlsx")
    shutil.copy(template.parent / "network.toml", folder / "network.toml")
    return eloggraph.check(folder)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("uusi") / "verkosto"
    rows = rows_of_a_newcomer()
    # Every sheet is made alike, and LibreOffice needs half a second to open each.
    path = write_template(folder, choose_tables(SCHEMA, "fi", [*rows]), workbook=True)
    fill(path, rows)
    return path


def violations(report: Report) -> list[tuple[str, object, str]]:
    return [(f.code, f.place, f.message.en) for f in report.findings if f.severity == "violation"]


@pytest.mark.parametrize("forms", [(), ("xlsx",), ("xlsx", "ods", "xlsx")], ids="-".join)
def test_filled_workbook_checks_clean(
    forms: tuple[str, ...], filled: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = filled
    for form in forms:
        path = request.getfixturevalue("office")(path, form)
    report = check(path, filled, tmp_path / "verkosto")
    assert report.complete
    assert violations(report) == []
    graph = eloggraph.open(tmp_path / "verkosto").graph
    text = {value for frame in graph.frames for value in frame.frame["object"].to_list()}
    # What was typed arrives as it was meant, whatever the spreadsheet made of it.
    assert {"2020-08-01", "2026-12-31", "1950-05-01", "2021-05", "2019", "=s. 3"} <= text
    assert {"125000.5", "true"} <= text


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
        return {source.rpartition("!")[0].strip("'") for source in sources}

    before = openpyxl.load_workbook(filled)
    after = openpyxl.load_workbook(office(filled, "xlsx"))
    assert after.sheetnames == before.sheetnames
    for name in ("Toimijat", "Roolitehtävät", "Toimielimet"):
        assert sheets_of_lists(before, name) <= sheets_of_lists(after, name)
        assert before[name]["A1"].comment.text in after[name]["A1"].comment.text
