"""People in foreign tables stay private, and roles and terms are of the organisations."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importing.foreign import Cell, write_workbook
from tests.importing.test_values import find_reading, import_rows, read_made

from eloggraph.importing.take_in import take_in
from eloggraph.schema.packaged import packaged_schema

PEOPLE = ("Maija Meikäläinen", "Kalle Kivi", "Aino Lahti", "Pekka Puro")


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            [
                ["Organisaatio", "Jäsen"],
                ["Mikkelin kaupunki", "Maija Meikäläinen"],
                ["Esedu", "Kalle Kivi ja Aino Lahti"],
            ],
            id="beside organisations",
        ),
        pytest.param(
            [
                ["Jäsen", "Rooli"],
                ["Maija Meikäläinen", "puheenjohtaja"],
                ["Aino Lahti", "jäsen"],
            ],
            id="alone",
        ),
        pytest.param(
            [
                ["Verkosto", "Jäsenet"],
                ["ELO", "Maija Meikäläinen, Kalle Kivi"],
                ["OHO", "Aino Lahti"],
            ],
            id="in networks",
        ),
        pytest.param(
            [
                ["Organisaatio", "Edustaja", "Varaedustaja"],
                ["Mikkelin kaupunki", "Kalle K.", "Pekka Puro"],
                ["Esedu", "Aino Lahti", "-"],
            ],
            id="deputies",
        ),
    ],
)
def test_people_are_neither_actors_nor_notes(tmp_path: Path, rows: list[list[Cell]]) -> None:
    imported = import_rows(tmp_path, Ryhmä=rows)
    data = "".join(str(cell) for row in _read_all(imported.path) for cell in row)
    assert not [name for name in PEOPLE if name in data]
    assert imported.counts.get("actors", 0) == (2 if rows[0][0] == "Organisaatio" else 0)


def _read_all(path: Path) -> list[tuple[object, ...]]:
    import openpyxl

    sheets = openpyxl.load_workbook(path).worksheets
    return [row for sheet in sheets for row in sheet.iter_rows(values_only=True)]


def test_the_organisation_of_a_person_has_the_role(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Organisaatio", "Jäsen", "Varajäsen", "Rooli"],
        ["Mikkelin kaupunki", "Maija Meikäläinen", "Pekka Puro", "puheenjohtaja"],
        ["Esedu", "Kalle Kivi", None, "jäsen"],
    ]
    imported = import_rows(tmp_path, Alueen_ohjaus=rows)
    made = [(row["toimija"], row["rooli"]) for row in read_made(imported, "Roolitehtävät")]
    assert made == [("Mikkelin kaupunki", "puheenjohtaja"), ("Esedu", "jäsen")]


def test_organisations_that_look_like_people_are_members(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Verkosto", "Jäsen"],
        ["ELO", "Ohjaamo Kuopio"],
        ["ELO", "Vamos Kuopio"],
    ]
    imported = import_rows(tmp_path, Verkostot=rows)
    assert str(find_reading(imported, "Jäsen").targets[0]) == "networks.members"


LISTED: list[list[Cell]] = [
    ["Organisaatio", "Rooli"],
    ["Mikkelin kaupunki", "puheenjohtaja"],
    ["Esedu", None],
    ["Xamk", "jäsen"],
]


@pytest.mark.parametrize(
    ("sheet", "group"),
    [("ELO-ryhmän jäsenet", "ELO-ryhmä"), ("Jäsenet", "oma"), ("Alueen verkoston jäsenet", None)],
)
def test_a_list_of_members_has_members_without_roles(
    tmp_path: Path, sheet: str, group: str | None
) -> None:
    imported = import_rows(tmp_path, **{sheet: LISTED})
    made = read_made(imported, "Roolitehtävät")
    assert [row["rooli"] for row in made] == ["puheenjohtaja", "jäsen", "jäsen"]
    assert {row["yhteisö"] for row in made} == {group or "Alueen verkosto"}


def test_a_list_of_members_needs_no_roles(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Organisaatio", "Kunta"], ["Esedu", "Mikkeli"], ["Xamk", "Mikkeli"]]
    imported = import_rows(tmp_path, **{"ELO-ryhmän jäsenet": rows})
    made = read_made(imported, "Roolitehtävät")
    assert [(row["toimija"], row["yhteisö"], row["rooli"]) for row in made] == [
        ("Esedu", "ELO-ryhmä", "jäsen"),
        ("Xamk", "ELO-ryhmä", "jäsen"),
    ]


def test_who_is_named_with_a_group_is_its_member(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Verkosto", "Jäsenorganisaatio", "Rooli"],
        ["Ohjausverkosto", "Esedu", "puheenjohtaja"],
        ["Ohjausverkosto", "Xamk", None],
    ]
    made = read_made(import_rows(tmp_path, Roolitehtävät=rows), "Roolitehtävät")
    assert [row["rooli"] for row in made] == ["puheenjohtaja", "jäsen"]


def test_who_has_no_role_in_a_list_of_actors_is_no_member(tmp_path: Path) -> None:
    made = read_made(import_rows(tmp_path, Toimijat=LISTED), "Roolitehtävät")
    assert [row["toimija"] for row in made] == ["Mikkelin kaupunki", "Xamk"]


@pytest.mark.parametrize("sheet", ["Roolit", "ELO-ryhmän jäsenet"])
@pytest.mark.parametrize(
    ("headers", "times"),
    [
        (["Toimikausi alkaa", "Toimikausi päättyy"], ["1.1.2023", "31.12.2025"]),
        (["Toimikauden alku", "Toimikauden loppu"], ["1.1.2023", "31.12.2025"]),
        (["Alkaa", "Päättyy"], ["1.1.2023", "31.12.2025"]),
        (["Toimikausi"], ["2023–2025"]),
        (["Mukana"], ["2023–2025"]),
    ],
    ids="/".join,
)
def test_a_term_is_of_the_role_and_ends_no_organisation(
    tmp_path: Path, sheet: str, headers: list[str], times: list[str]
) -> None:
    rows: list[list[Cell]] = [
        ["Organisaatio", "Rooli", *headers],
        ["Mikkelin kaupunki", "puheenjohtaja", *times],
        ["Esedu", "jäsen", *times],
    ]
    imported = import_rows(tmp_path, **{sheet: rows})
    made = read_made(imported, "Roolitehtävät")
    begun, ended = times if len(times) > 1 else times[0].split("–")
    assert [(row["alkaen"], row["päättyen"]) for row in made] == [(begun, ended)] * 2
    assert not [row for row in read_made(imported, "Toimijat") if {"alkaen", "päättyen"} & {*row}]
    assert imported.notes == 0


def test_a_swedish_term_is_of_the_role(tmp_path: Path) -> None:
    path = write_workbook(
        tmp_path / "oma.xlsx",
        {"Medlemmar": [["Organisation", "Roll", "Mandatperiod"], ["Novia", "medlem", "2023–2025"]]},
    )
    imported = take_in([path], tmp_path / "made", packaged_schema(), language="sv")
    assert str(find_reading(imported, "Mandatperiod").targets[0]) == "memberships.since"


def test_a_sure_reading_does_not_rest_on_values_that_nobody_knows(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Hanke", "Hallinnoija"], ["Silta", "Esedu"], ["Polku", "Riveria"]]
    reading = find_reading(import_rows(tmp_path, Hankkeet=rows), "Hallinnoija")
    assert (reading.sureness, reading.why.fi) == ("sure", "otsikko")


def test_a_day_of_a_short_year_is_offered_whole(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Hanke", "Alkaa"],
        *(["Silta", "1.2.25"], ["Polku", "2.3.2025"], ["Tie", "2.3.2025"]),
    ]
    imported = import_rows(tmp_path, Hankkeet=rows)
    [told] = [f for f in imported.findings if f.code == "import-value-unread"]
    assert told.remedy is not None
    assert "”2025-02-01”" in (told.remedy.fi or "")


def test_a_term_is_of_the_role_that_is_ticked(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Organisaatio", "Puheenjohtaja", "Toimikausi päättyy"],
        ["Mikkelin kaupunki", "x", "31.12.2025"],
        ["Esedu", None, None],
    ]
    imported = import_rows(tmp_path, ELO_ryhmä=rows)
    assert [row["päättyen"] for row in read_made(imported, "Roolitehtävät")] == ["31.12.2025"]
    assert not [row for row in read_made(imported, "Toimijat") if "päättyen" in row]
