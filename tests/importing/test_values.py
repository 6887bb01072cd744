"""What values say of their column, where the header says another, and how they are read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from tests.importing.foreign import Cell, write_workbook

import eloggraph
from eloggraph.causes import group_findings
from eloggraph.importing.cells import split_cell
from eloggraph.importing.model import ColumnReading
from eloggraph.importing.names import Codes
from eloggraph.importing.take_in import Imported, take_in
from eloggraph.schema.packaged import packaged_schema


def import_rows(folder: Path, **sheets: Sequence[Sequence[Cell]]) -> Imported:
    path = write_workbook(folder / "oma.xlsx", {n.replace("_", " "): r for n, r in sheets.items()})
    return take_in([path], folder / "made", packaged_schema(), language="fi")


def find_reading(imported: Imported, header: str) -> ColumnReading:
    columns = [column for sheet in imported.interpretation.sheets for column in sheet.columns]
    return next(column for column in columns if column.header == header)


def read_made(imported: Imported, sheet: str) -> list[dict[str, str]]:
    header, *rows = openpyxl.load_workbook(imported.path)[sheet].iter_rows(values_only=True)
    named = [dict(zip(header, row, strict=True)) for row in rows]
    return [{str(key): str(cell) for key, cell in row.items() if cell} for row in named]


KINDS: list[list[Cell]] = [
    ["Kainuun ohjausverkosto"],
    [],
    ["Nro", "Toimija", "Toimijan laji", "Kotipaikka", "Huom!"],
    [1, "Kajaanin kaupunki", "kunta", "Kajaani", None],
    [2, "Kainuun työllisyyspalvelut", "työllisyysalue", "Kajaani", None],
    [3, "Kainuun ammattikorkeakoulu", "AMK", "Kajaani", "soitettu"],
    [4, "Kuhmon lukio", "lukio", "Kuhmo", None],
]


def test_values_that_fit_another_column_win_over_the_header(tmp_path: Path) -> None:
    imported = import_rows(tmp_path, Verkosto=KINDS)
    reading = find_reading(imported, "Toimijan laji")
    assert (*map(str, reading.targets), reading.sureness) == ("actors.type", "likely")
    assert reading.why.fi == "arvot"
    assert imported.findings == ()


def test_classes_are_read_by_their_names(tmp_path: Path) -> None:
    rows = [
        ["Toimija", "Toimijan laji", "Kunta"],
        ["Alfa", "viranomainen", "Kuopio"],
        ["Beeta", "koulutuksen järjestäjä", "Kuopio"],
    ]
    schema = packaged_schema()
    column = schema.table("actors").column("kind")
    names = [schema.labels[iri].fi or "" for iri in column.allowed[1:]]
    for row, name in zip(rows[1:], names, strict=True):
        row[1] = name
    imported = import_rows(tmp_path, Toimijat=rows)
    assert str(find_reading(imported, "Toimijan laji").targets[0]) == "actors.kind"
    assert [row["laji"] for row in read_made(imported, "Toimijat")] == names
    assert imported.findings == ()


PROVIDERS: list[list[Cell]] = [
    ["Toimija", "Kunta", "Kumppanit"],
    ["Kajaanin ammattikorkeakoulu", "Kajaani", "Kuhmon kaupunki"],
    ["Kuhmon kaupunki", "Kuhmo", "Kajaanin AMK"],
]
SERVICES: list[list[Cell]] = [
    ["Palvelun nimi", "Järjestäjä", "Asiakasryhmät", "Missä", "Kieli"],
    ["Uraohjaus", "Kuhmon kaupunki", "työttömät, alanvaihtajat", "Kajaani, Kuhmo", "suomi"],
    ["Neuvonta", "Kuhmon kaupunki", "nuoret", "koko Kainuu", "englanniksi ja venäjää"],
]
PROJECTS: list[list[Cell]] = [
    ["Hankkeen nimi", "Hallinnoija", "Alkaa", "Päättyy", "Budjetti"],
    ["Silta", "Kuhmon kaupunki", "1.1.2025", "31.12.2026", "120 t€"],
    ["Polku", "Kuhmon kaupunki", "1.8.2024", "kevät 2027", "0,4 milj. €"],
]


def test_what_is_known_by_another_name_is_read_and_told(tmp_path: Path) -> None:
    imported = import_rows(tmp_path, Toimijat=PROVIDERS, Palvelut=SERVICES, Hankkeet=PROJECTS)
    first, second = read_made(imported, "Palvelut")
    assert first["kohderyhmät"].split("|") == ["Työtä vailla olevat", "Uramuutosta suunnittelevat"]
    assert first["alueet"].split("|") == ["Kajaani", "Kuhmo"]
    assert (second["kohderyhmät"], second["alueet"]) == ("nuoret", "Kainuu")
    assert second["palvelukielet"].split("|") == ["en", "ru"]
    assert [row["euromäärä"] for row in read_made(imported, "Rahoitus")] == ["120000", "400000"]
    assert len(read_made(imported, "Toimijat")) == len(PROVIDERS) - 1
    told = {f.value: f.message.fi for f in imported.findings if f.code == "import-read-as"}
    assert {*told} == {
        *("työttömät", "alanvaihtajat", "koko Kainuu", "120 t€", "0,4 milj. €", "Kajaanin AMK")
    }
    assert "Kajaanin ammattikorkeakoulu" in (told["Kajaanin AMK"] or "")


def test_a_season_is_no_day_but_offers_its_year(tmp_path: Path) -> None:
    imported = import_rows(tmp_path, Toimijat=PROVIDERS, Hankkeet=PROJECTS)
    [season] = [f for f in imported.findings if f.code == "import-value-unread"]
    assert season.value == "kevät 2027"
    assert season.remedy is not None
    assert "”2027”" in (season.remedy.fi or "")


ROLES: list[list[Cell]] = [
    ["Toimija", "Kunta", "Rooli ELO-ryhmässä"],
    ["Kajaanin kaupunki", "Kajaani", "puheenjohtaja"],
    ["Kainuun liitto", "Kajaani", "jäsen, sihteeri"],
    ["Kuhmon lukio", "Kuhmo", None],
]


def test_a_column_of_roles_makes_memberships_of_the_group_in_its_header(tmp_path: Path) -> None:
    imported = import_rows(tmp_path, Toimijat=ROLES)
    reading = find_reading(imported, "Rooli ELO-ryhmässä")
    assert (*map(str, reading.targets), reading.sureness) == ("memberships.role", "likely")
    members = [
        (row["toimija"], row["yhteisö"], row["rooli"])
        for row in read_made(imported, "Roolitehtävät")
    ]
    assert members == [
        ("Kajaanin kaupunki", "ELO-ryhmä", "puheenjohtaja"),
        ("Kainuun liitto", "ELO-ryhmä", "jäsen"),
        ("Kainuun liitto", "ELO-ryhmä", "sihteeri"),
    ]
    assert [row["nimi (suomi)"] for row in read_made(imported, "Verkostot")] == ["ELO-ryhmä"]
    assert [f.value for f in imported.findings] == ["ELO-ryhmä"]
    assert imported.notes == 0


def test_roles_without_a_group_are_in_what_the_sheet_is_called(tmp_path: Path) -> None:
    imported = import_rows(tmp_path, Alueen_ohjaus=[[*ROLES[0][:2], "Rooli"], *ROLES[1:]])
    assert {row["yhteisö"] for row in read_made(imported, "Roolitehtävät")} == {"Alueen ohjaus"}
    assert [row["nimi (suomi)"] for row in read_made(imported, "Verkostot")] == ["Alueen ohjaus"]


def test_a_whole_word_that_is_known_is_not_taken_for_its_last_part(tmp_path: Path) -> None:
    """A “kohderyhmä” is no “ryhmä”: the rows are services, and no networks."""
    rows: list[list[Cell]] = [
        ["Kunta", "Palvelun nimi", "Toteuttaja", "Kohderyhmä"],
        ["Kuusamo", "Uraohjaus", "Kuusamon kaupunki", "työttömät"],
        ["Taivalkoski", "Nuorten paja", "Taivalkosken kunta", "nuoret"],
    ]
    imported = import_rows(tmp_path, Kunnat=rows)
    assert [sheet.table for sheet in imported.interpretation.sheets] == ["services"]
    assert str(find_reading(imported, "Kohderyhmä").targets[0]) == "services.target_groups"


def test_a_column_that_does_not_fit_is_told_once_with_its_values_under_it(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Toimija", "Toimijan tyyppi"]]
    rows += [[f"Toimija {n}", kind] for n, kind in enumerate(["kunta", "lukio", "eka", "toka"])]
    few = import_rows(tmp_path, Toimijat=rows)
    assert [f.code for f in few.findings] == ["import-code-unknown"] * 2
    rows.append(["Toimija 9", "vika"])
    (tmp_path / "many").mkdir()
    many = import_rows(tmp_path / "many", Toimijat=[*rows, ["Toimija 8", "yliopisto"]])
    [group] = group_findings(many.findings)
    assert (group.first.code, group.count_following) == ("import-column-unread", 3)
    assert "”eka”, ”toka”" in (group.first.message.fi or "")
    assert "kohdassa Tulkinta" in ((group.first.remedy and group.first.remedy.fi) or "")


def test_a_slip_in_a_code_of_another_language_is_known_for_it(tmp_path: Path) -> None:
    """“koulutus” is read on a Swedish sheet, so “kouluts” is a slip of it there."""
    rows = [["Organisation", "Sektor"], ["A", "koulutus"], ["B", "kouluts"], ["C", "utbildnin"]]
    imported = import_rows(tmp_path, Aktörer=rows)
    near = {str(f.value): f.instead and f.instead.sv for f in imported.findings}
    assert near == {"kouluts": "koulutus", "utbildnin": "utbildning"}


def test_a_sheet_that_could_be_two_tables_is_the_one_a_network_begins_with(tmp_path: Path) -> None:
    imported = import_rows(tmp_path, Taul1=[["Nimi", "Kunta"], ["Kela", "Kuopio"]])
    assert [sheet.table for sheet in imported.interpretation.sheets] == ["actors"]


def test_a_name_that_no_table_could_hold_is_told(tmp_path: Path) -> None:
    rows = [["Palvelu", "Vastuuviranomainen"], ["Opinto-ohjaus", "Kuopion kaupunki"]]
    imported = import_rows(tmp_path, Palvelut=rows)
    assert [row["nimi (suomi)"] for row in read_made(imported, "Palvelut")] == ["Opinto-ohjaus"]
    told = [(f.code, f.value) for f in imported.findings]
    assert told == [("import-name-unknown", "Kuopion kaupunki")]


def test_a_cell_that_says_there_is_nothing_names_nothing(tmp_path: Path) -> None:
    rows = [
        ["Toimija", "Kunta", "Palvelu"],
        ["Kela", "Kuopio", "-"],
        ["Ohjaamo", "Kuopio", "Neuvonta"],
    ]
    imported = import_rows(tmp_path, Toimijat=[*rows, ["?", "Kuopio", "ei ole"]])
    assert [row["nimi (suomi)"] for row in read_made(imported, "Palvelut")] == ["Neuvonta"]
    assert [row["nimi (suomi)"] for row in read_made(imported, "Toimijat")] == ["Kela", "Ohjaamo"]
    assert "import-nameless" in {f.code for f in imported.findings}


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("2. asteen opiskelijat", ["2. asteen opiskelijat"]),
        ("9. luokka; 10. luokka", ["9. luokka", "10. luokka"]),
        ("1. luokat\nlukiot", ["1. luokat", "lukiot"]),
        ("1. Kela\n2. Ohjaamo", ["Kela", "Ohjaamo"]),
        ("- Kela\n- Ohjaamo", ["Kela", "Ohjaamo"]),
    ],
)
def test_a_number_is_a_bullet_where_every_line_has_one(cell: str, parts: list[str]) -> None:
    assert split_cell(cell, ";", lambda _: False) == parts


def test_a_long_list_is_split_in_a_time_that_its_length_tells() -> None:
    asked: list[str] = []

    def is_known(text: str) -> bool:
        asked.append(text)
        return False

    parts = split_cell(";".join(map(str, range(500))), ";", is_known)
    assert (len(parts), len(asked) < 10 * 500) == (500, True)


def test_part_of_a_word_is_no_code() -> None:
    codes = Codes(packaged_schema())
    concepts = [concept for concept in packaged_schema().concepts if concept.label.fi]
    long = next(c for c in concepts if " " not in (c.label.fi or "") and len(c.label.fi or "") > 9)
    name = long.label.fi or ""
    assert codes.find_loosely(long.scheme, name[:-3]) is None


def test_people_are_not_the_rows_where_organisations_are(tmp_path: Path) -> None:
    people = ["Aino Esimerkki", "Eero Esimerkki", "Outi Esimerkki"]
    rows = [["Nimi", "Organisaatio", "Sähköposti"]]
    actors = ["Kela", "Ohjaamo", "Te-toimisto"]
    rows += [
        [one, of, f"{n}@example.org"]
        for n, (one, of) in enumerate(zip(people, actors, strict=True))
    ]
    imported = import_rows(tmp_path, Taul1=rows)
    assert find_reading(imported, "Nimi").use == "personal"
    assert [row["nimi (suomi)"] for row in read_made(imported, "Toimijat")] == actors


def test_names_are_one_where_a_reader_says_so(tmp_path: Path) -> None:
    """Names are compared as they are in every table: full stops and invisible marks are nothing."""
    rows: list[list[Cell]] = [
        ["Toimija", "Kunta", "Kumppanit"],
        ["Savon nuoriso ry.", "Kuopio", None],
        ["Kuopion kaupunki", "Kuopio", "Savon\u00a0nuoriso-ry"],
    ]
    imported = import_rows(tmp_path, Toimijat=rows)
    assert len(read_made(imported, "Toimijat")) == 2
    assert [f.code for f in imported.findings] == []
    assert eloggraph.check(tmp_path / "made").count("violation") == 0


def test_a_name_that_is_known_by_its_brackets_alone_is_told(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Toimija", "Kunta", "Kumppanit"],
        ["Sakky", "Kuopio", None],
        ["Kuopion kaupunki", "Kuopio", "Kuopion toimipiste (Sakky)"],
        ["Iisalmen kaupunki", "Iisalmi", "Sakky (ammattiopisto)"],
    ]
    imported = import_rows(tmp_path, Toimijat=rows)
    (told,) = [f for f in imported.findings if f.code == "import-read-as"]
    assert told.value == "Kuopion toimipiste (Sakky)"
    assert (told.message.fi or "").endswith("arvona ”Sakky”.")


@pytest.mark.parametrize(
    ("cell", "ends"),
    [
        ("1.1.2024–31.12.2025", ("1.1.2024", "31.12.2025")),
        ("2024–2024", ("2024", "2024")),
        ("31.12.2025–1.1.2024", None),
        ("2025–2024", None),
    ],
)
def test_a_stretch_does_not_end_before_it_begins(
    tmp_path: Path, cell: str, ends: tuple[str, str] | None
) -> None:
    projects: list[list[Cell]] = [["Hankkeen nimi", "Toteutusaika"], ["Silta", cell]]
    imported = import_rows(tmp_path, Hankkeet=projects)
    (made,) = read_made(imported, "Hankkeet")
    unread = [f.value for f in imported.findings if f.code == "import-value-unread"]
    assert unread == ([] if ends else [cell])
    assert (made.get("alkaen"), made.get("päättyen")) == (ends or (None, None))


def test_a_sheet_of_hers_that_is_called_as_one_of_ours_is_read(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Toimija", "Kunta"], ["Kuopion kaupunki", "Kuopio"]]
    imported = import_rows(tmp_path, Muistiinpanot=rows)
    assert imported.counts["actors"] == 1


def test_rows_of_one_name_are_told_as_merged(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Toimija", "Kunta"],
        ["Opinto-ohjaus", "Kuopio"],
        ["Kuopion kaupunki", "Kuopio"],
        ["opinto ohjaus", "Kuopio"],
    ]
    imported = import_rows(tmp_path, Toimijat=rows)
    (told,) = [f for f in imported.findings if f.code == "import-merged"]
    assert told.place is not None
    assert told.place.row == 4
    assert told.message.en == (
        "In Actors, one row was made of each name that stands on several rows of the source: "
        "“Opinto-ohjaus”."
    )


TIED: list[list[Cell]] = [
    ["Toimija", "Kunta"],
    ["Koulutuskeskus Alfa", "Kuopio"],
    ["Kuopion kaupunki", "Kuopio"],
]


@pytest.mark.parametrize("heads", [("Organisaatio A", "Organisaatio B"), ("Taho I", "Taho II")])
def test_two_columns_headed_alike_are_the_ends_of_a_tie(
    tmp_path: Path, heads: tuple[str, str]
) -> None:
    ties: list[list[Cell]] = [[*heads, "Mitä"], ["Koulutuskeskus Alfa", "Kuopion kaupunki", "x"]]
    imported = import_rows(tmp_path, Toimijat=TIED, Yhteistyö=ties)
    (made,) = read_made(imported, "Yhteistyösuhteet")
    assert (made["osapuoli 1"], made["osapuoli 2"]) == ("Koulutuskeskus Alfa", "Kuopion kaupunki")
    assert imported.counts["actors"] == 2


def test_columns_headed_alike_for_something_else_are_none(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Toimija", "Kunta A", "Kunta B"], ["Alfa", "Kuopio", "Iisalmi"]]
    imported = import_rows(tmp_path, Toimijat=rows)
    assert "links" not in imported.counts
    assert imported.counts["actors"] == 1


def test_a_new_name_that_may_be_a_known_one_is_told_with_it(tmp_path: Path) -> None:
    ties: list[list[Cell]] = [["Toimija 1", "Toimija 2"], ["Alfa", "Kuopion kaupunki"]]
    imported = import_rows(tmp_path, Toimijat=TIED, Yhteistyö=ties)
    (told,) = [f for f in imported.findings if f.code == "import-created"]
    assert (told.severity, told.value) == ("warning", "Alfa")
    assert "”Koulutuskeskus Alfa”" in (told.message.fi or "")


@pytest.mark.parametrize(("name", "near"), [("Riveira", "Riveria"), ("Beeta", "")])
def test_a_new_name_that_a_slip_made_of_a_known_one_is_told_with_it(
    tmp_path: Path, name: str, near: str
) -> None:
    rows: list[list[Cell]] = [
        ["Organisaatio", "Kunta", "Kumppanit"],
        *(["Riveria", "Joensuu", "Opisto"], ["Opisto", "Joensuu", f"{name}, Lukio"]),
        *(["Lukio", "Joensuu", "Riveria"], ["Ohjaamo", "Joensuu", "Lukio, Opisto"]),
    ]
    imported = import_rows(tmp_path, Toimijat=rows)
    (told,) = [f for f in imported.findings if f.code == "import-created"]
    assert told.severity == ("warning" if near else "info")
    assert f"”{near or name}”" in told.message.fi


def test_the_title_of_a_network_is_the_name_of_its_file_where_its_folder_is(tmp_path: Path) -> None:
    own = tmp_path / "Oma maakunta 2026.csv"
    own.write_text("Organisaatio;Kunta\nOhjaamo;Kuopio\n", encoding="utf-8")
    for folder, title in {"Oma-maakunta-2026": "Oma maakunta 2026", "toinen": "toinen"}.items():
        eloggraph.import_tables(own, tmp_path / folder)
        settings = (tmp_path / folder / "network.toml").read_text(encoding="utf-8")
        assert f'title = "{title}"' in settings


def test_amounts_are_headed_by_what_they_are_amounts_of(tmp_path: Path) -> None:
    projects: list[list[Cell]] = [
        ["Hankkeen nimi", "Rahoitus", "Missä"],
        ["Silta", "250 000 €", "koko maakunta"],
    ]
    imported = import_rows(tmp_path, Hankkeet=projects)
    assert [row["euromäärä"] for row in read_made(imported, "Rahoitus")] == ["250 000"]


def test_a_place_that_is_spelt_otherwise_is_not_offered(tmp_path: Path) -> None:
    services: list[list[Cell]] = [
        ["Palvelu", "Kunta"],
        ["Neuvonta", "koko maakunta"],
        ["Ohjaus", "Kuopijo"],
        ["Valmennus", "Iisalmi"],
    ]
    imported = import_rows(tmp_path, Palvelut=services)
    told = {f.value: f.remedy.fi or "" for f in imported.findings if f.remedy}
    assert "Satakunta" not in told["koko maakunta"]
    assert "”Kuopio”" in told["Kuopijo"]


TICKED: list[list[Cell]] = [
    ["Palvelu", "Kuopion lukio", "Uusi taho", "Iisalmi", "chat", "Nuoret", "Yrittäjät"],
    ["Ohjaus", "x", "X", "x", "x", "x", None],
    ["Neuvonta", "-", None, "x", None, "x", "x"],
]


def test_a_tick_says_what_stands_above_it(tmp_path: Path) -> None:
    actors: list[list[Cell]] = [["Toimija", "Kunta"], ["Kuopion lukio", "Kuopio"]]
    imported = import_rows(tmp_path, Toimijat=actors, Palvelut=TICKED)
    first, second = read_made(imported, "Palvelut")
    assert first["palveluntuottajat"] == "Kuopion lukio|Uusi taho"
    assert (first["alueet"], first["asiointikanavat"]) == ("Iisalmi", "chat")
    assert (first["kohderyhmät"], second["kohderyhmät"]) == ("Nuoret", "Nuoret|Yrittäjät")
    assert "palveluntuottajat" not in second
    reading = find_reading(imported, "chat")
    assert (reading.sureness, reading.why.fi) == ("likely", "rastit: arvo on otsikossa")


def test_ticks_between_actors_are_ties(tmp_path: Path) -> None:
    ties: list[list[Cell]] = [
        ["Toimija", "Koulutuskeskus Alfa", "Kuopion kaupunki"],
        ["Koulutuskeskus Alfa", None, "x"],
    ]
    imported = import_rows(tmp_path, Toimijat=TIED, Yhteistyö=ties)
    (made,) = read_made(imported, "Yhteistyösuhteet")
    assert (made["osapuoli 1"], made["osapuoli 2"]) == ("Koulutuskeskus Alfa", "Kuopion kaupunki")
    assert imported.findings == ()


def test_goals_with_their_measures_are_rows_of_measures(tmp_path: Path) -> None:
    """A goal has no column for its measures; a measure has one for its goals."""
    rows: list[list[Cell]] = [
        ["Tavoite", "Toimenpide", "Vastuutaho", "Aikataulu"],
        ["Ohjaus tavoittaa kaikki", "Yhteinen kalenteri", "Kuopion kaupunki", "2025–2026"],
    ]
    imported = import_rows(tmp_path, Toimijat=TIED, Tavoitteet=rows)
    (made,) = read_made(imported, "Toimenpiteet")
    assert (made["nimi (suomi)"], made["tavoitteet"]) == (
        "Yhteinen kalenteri",
        "Ohjaus tavoittaa kaikki",
    )
    assert (made["alkaen"], made["päättyen"]) == ("2025", "2026")


@pytest.mark.parametrize(
    "header", ["Partner organisation", "Edustettu organisaatio", "Verkoston toimijat"]
)
def test_names_below_a_header_that_says_more_are_the_rows(tmp_path: Path, header: str) -> None:
    rows: list[list[Cell]] = [
        [header, "Sektori", "Kunta"],
        ["Alfa", "kunta", "Kuopio"],
        ["Beeta", "järjestö", "Iisalmi"],
    ]
    imported = import_rows(tmp_path, Lista=rows)
    assert imported.counts["actors"] == 2
    assert str(find_reading(imported, header).targets[0]) == "actors.label"


def test_two_names_with_a_stroke_between_are_two(tmp_path: Path) -> None:
    actors: list[list[Cell]] = [["Toimija"], ["Alfa"], ["Savon yliopisto"]]
    services: list[list[Cell]] = [["Palvelu", "Tuottaja"], ["Ohjaus", "Alfa / Savon yliopisto"]]
    imported = import_rows(tmp_path, Toimijat=actors, Palvelut=services)
    (made,) = read_made(imported, "Palvelut")
    assert made["palveluntuottajat"] == "Alfa|Savon yliopisto"
    assert imported.findings == ()
