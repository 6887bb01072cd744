"""Settings on a sheet of the workbook: what ``network.toml`` says is said there as well.

The oracle is the same settings written in TOML, and sentences of ours for what is wrong.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

import eloggraph
from eloggraph.config import read_config
from eloggraph.finding import Finding
from eloggraph.schema.packaged import packaged_schema
from eloggraph.tables.read.folder import NetworkTables, read_network

SCHEMA = packaged_schema()
ACTORS = [["tunnus", "nimi (suomi)"], ["a", "Aavan opisto"]]


def write(folder: Path, settings: list[list[Any]], sheet: str = "Asetukset") -> Path:
    """Write a workbook as a person who began with an empty one."""
    folder.mkdir(exist_ok=True)
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in settings:
        book.active.append(row)
    actors = book.create_sheet("Toimijat")
    for row in ACTORS:
        actors.append(row)
    book.save(folder / "network.xlsx")
    return folder


def read(folder: Path) -> NetworkTables:
    return read_network(folder, SCHEMA)


def told(network: NetworkTables, *codes: str) -> list[Finding]:
    return [finding for finding in network.findings if finding.code in codes]


def test_the_sheet_says_what_the_file_would(tmp_path: Path) -> None:
    rows = [
        ["Näin täytät", None],
        ["verkoston nimi (suomi)", "Savon verkosto"],
        ["verkoston nimi (ruotsi)", "Nätverket i Savolax"],
        ["Kielet", "suomi; ruotsi"],
        ["tilannepäivä", "31.1.2026"],
        ["käytetyt tiedot", "suomi"],
        ["julkaisija", "Savon liitto"],
        ["moduulit", "Tavoitteet ja suunnitelmat, quality"],
        ["omat välilehdet", "Budjetti*\nMuistio"],
        ["verkoston tunnus", "savo"],
        ["osoitteiden alku", "https://example.org/savo/"],
        ["Muista tämäkin.", None],
    ]
    network = read(write(tmp_path / "a", rows))
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "network.toml").write_text(
        'id = "savo"\nbase = "https://example.org/savo/"\npublisher = "Savon liitto"\n'
        'languages = ["fi", "sv"]\ndate = "2026-01-31"\nuses = ["suomi"]\n'
        'modules = ["strategy", "quality"]\nignore = ["Budjetti*", "Muistio"]\n'
        '[title]\nfi = "Savon verkosto"\nsv = "Nätverket i Savolax"\n',
        "utf-8",
    )
    assert network.config == read_config(tmp_path / "b")[0]
    assert network.complete
    assert {finding.code for finding in network.findings} <= {"column-missing"}, "nimi (ruotsi)"


@pytest.mark.parametrize(
    ("sheet", "names"),
    [
        ("Inställningar", ["nätverkets namn (svenska)", "språk", "lägesdatum"]),
        ("Settings", ["name of the network (Swedish)", "Languages", "as of"]),
        ("Asetukset", ["title@sv", "languages", "date"]),
    ],
)
def test_names_are_understood_in_every_language(
    tmp_path: Path, sheet: str, names: list[str]
) -> None:
    values = ["Österbotten", "svenska, engelska", "1/2026"]
    network = read(write(tmp_path / "a", [*map(list, zip(names, values, strict=True))], sheet))
    assert network.config.title.sv == "Österbotten"
    assert network.config.languages == ("sv", "en")
    assert network.config.date == "2026-01"


def test_an_empty_sheet_is_filled_from_the_folder_and_told(tmp_path: Path) -> None:
    network = read(write(tmp_path / "Savon verkosto", [["verkoston nimi (suomi)", None]]))
    assert network.config.id == "savon-verkosto"
    assert network.config.base == "https://w3id.org/eloggraph/data/savon-verkosto/"
    title, base = told(network, "setting-empty")
    assert (title.severity, base.severity) == ("warning", "info")
    assert title.place
    assert (title.place.file, title.place.sheet) == ("network.xlsx", "Asetukset")
    assert network.config.base in base.message.fi
    assert not told(network, "config-missing")


def test_wrong_values_are_told_in_their_cells_all_at_once(tmp_path: Path) -> None:
    rows = [
        ["kielet", "suomi; klingon"],
        ["tilannepäivä", "31.2.2026"],
        ["käyttölupa", "CC BY"],
        ["verkoston tunnus", "Pohjois-Savo"],
        ["osoitteiden alku", "savo.fi"],
    ]
    found = told(read(write(tmp_path / "a", rows)), "setting-value")
    assert [(f.place and f.place.row, f.value) for f in found] == [
        (row, value) for row, (_, value) in enumerate(rows, 1)
    ]
    assert {f.severity for f in found} == {"violation"}
    # The advice is for a cell, and not for a line of TOML.
    assert not any(" = " in f.remedy.fi or "[" in f.remedy.fi for f in found)


def test_a_language_that_is_misspelt_leaves_the_others(tmp_path: Path) -> None:
    network = read(write(tmp_path / "a", [["kielet", "suomi; klingon; ruotsi"]]))
    (wrong,) = told(network, "setting-value")
    assert wrong.value == "suomi; klingon; ruotsi"
    assert network.config.languages == ("fi", "sv")


def test_rows_that_are_no_settings_are_told_and_notes_are_not(tmp_path: Path) -> None:
    rows = [
        ["kielet", "suomi"],
        ["julkaisia", "Savon liitto"],
        ["Yhteyshenkilön työhuone", "B 214"],
        ["kielet", "ruotsi"],
        ["Vain muistiinpano", None],
    ]
    network = read(write(tmp_path / "a", rows))
    unknown = told(network, "setting-unknown")
    assert [f.value for f in unknown] == ["julkaisia", "Yhteyshenkilön työhuone"]
    assert "julkaisija" in unknown[0].remedy.fi
    (again,) = told(network, "setting-repeated")
    assert again.place
    assert again.place.row == 4
    assert network.config.languages == ("fi",)


def test_where_the_file_says_otherwise_the_sheet_holds_and_it_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path / "a", [["verkoston nimi (suomi)", "Uusi"], ["tilannepäivä", 2026]])
    (folder / "network.toml").write_text(
        'id = "savo"\ndate = "2025"\npublisher = "Liitto"\n[title]\nfi = "Uusi"\n', "utf-8"
    )
    network = read(folder)
    assert (network.config.date, network.config.publisher) == ("2026", "Liitto")
    (differs,) = told(network, "config-differs")
    assert differs.place
    assert (differs.place.sheet, differs.place.row) == ("Asetukset", 2)
    assert "2025" in differs.message.fi
    assert "2026" in differs.message.fi


def test_what_is_said_twice_is_read_out_as_it_is_written(tmp_path: Path) -> None:
    rows = [["verkoston nimi (suomi)", "Uusi"], ["kielet", "suomi; ruotsi"]]
    folder = write(tmp_path / "a", rows)
    settings = 'id = "savo"\nlanguages = ["fi"]\n[title]\nfi = "Vanha"\n'
    (folder / "network.toml").write_text(settings, "utf-8")
    languages, title = told(read(folder), "config-differs")
    assert "sanoo ”Vanha”, työkirjan asetukset ”Uusi”" in title.message.fi
    assert "sanoo ”fi”, työkirjan asetukset ”fi, sv”" in languages.message.fi


def test_a_folder_that_is_not_there_is_told_at_its_row(tmp_path: Path) -> None:
    network = read(write(tmp_path / "a", [["kielet", "suomi"], ["käytetyt tiedot", "ruotsi"]]))
    (missing,) = told(network, "uses-missing")
    assert missing.place
    assert (missing.place.sheet, missing.place.row) == ("Asetukset", 2)
    assert "network.toml" not in str(missing.remedy)
    assert network.unread() == ("ruotsi",)


def test_what_is_private_is_found_in_a_setting_too(tmp_path: Path) -> None:
    rows = [["julkaisija", "matti.meikalainen@savo.fi"]]
    (private,) = told(read(write(tmp_path / "a", rows)), "private-data")
    assert private.place
    assert private.place.sheet == "Asetukset"


def test_columns_that_a_workbook_folds_are_not_told_as_hidden(tmp_path: Path) -> None:
    path = eloggraph.new(tmp_path / "savo", xlsx=True, lang="fi")
    assert not told(read(path.parent), "column-hidden")
    book = openpyxl.load_workbook(path)
    book["Toimijat"].column_dimensions["B"].hidden = True
    book.save(path)
    (hidden,) = told(read(path.parent), "column-hidden")
    assert hidden.place
    assert hidden.place.column == "tyyppi"


@pytest.mark.parametrize("step", [1, -1])
def test_a_name_without_a_language_is_that_of_the_others(tmp_path: Path, step: int) -> None:
    rows = [["verkoston nimi", "Savo"], ["verkoston nimi (ruotsi)", "Savolax"]]
    network = read(write(tmp_path / "a", rows[::step]))
    assert (network.config.title.fi, network.config.title.sv) == ("Savo", "Savolax")


def test_an_empty_row_does_not_stand_for_the_one_that_says_it(tmp_path: Path) -> None:
    rows = [["julkaisija", None], ["julkaisija", "Savon liitto"], ["julkaisija", None]]
    network = read(write(tmp_path / "a", rows))
    assert network.config.publisher == "Savon liitto"
    assert told(network, "setting-repeated") == []
