"""A new network has what every network needs, and the modules that somebody asked for.

The oracle is the model by itself: which table and column has which module is read from the shapes
by hand here, for a few, and rules that must hold for all are stated.
"""

from __future__ import annotations

import csv
import json
import tomllib
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.cli.main import main
from eloggraph.errors import InputError, OptionError
from eloggraph.schema.packaged import packaged_schema
from eloggraph.schema.shown import arrange
from eloggraph.text import LANGUAGES, Language

SCHEMA = packaged_schema()
KEYS = [module.key for module in SCHEMA.modules]
BASIC = {"actors", "networks", "links", "services", "projects", "goals", "norms"}
CORE = BASIC | {
    *("bodies", "fundings", "memberships", "municipalities", "regions", "roles", "sources"),
    "target_groups",
}


def read_headers(folder: Path) -> dict[str, list[str]]:
    """Return the keys of the columns of each CSV file in a folder and below."""
    found = {}
    for path in folder.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            (header,) = csv.reader(file, delimiter=";" if ";" in path.read_text() else ",")
        table = SCHEMA.tables_by_name[path.stem.casefold()]
        found[table.name] = [table.headers[name.casefold()].key for name in header]
    return found


def test_a_new_network_has_the_core_alone(tmp_path: Path) -> None:
    eloggraph.new(tmp_path / "net", lang="en")
    made = read_headers(tmp_path / "net")
    assert set(made) == BASIC
    eloggraph.new(tmp_path / "whole", everything=True, lang="en")
    assert set(read_headers(tmp_path / "whole")) == CORE
    assert {table.name for table in SCHEMA.tables if table.module is None} == CORE
    assert "business_id" not in made["actors"]
    assert "competences" not in made["actors"]
    assert max(map(len, made.values())) <= 20
    # Half of a spreadsheet's width is of names, descriptions, time and source.
    assert sum(map(len, made.values())) < sum(len(t.columns) for t in SCHEMA.tables) / 3


def test_modules_bring_their_tables_and_their_columns_of_other_tables(tmp_path: Path) -> None:
    eloggraph.new(tmp_path / "net", modules=["strategy", "publication"], lang="en")
    made = read_headers(tmp_path / "net")
    assert set(made) - BASIC == {
        t.name for t in SCHEMA.tables if t.module in ("strategy", "publication")
    }
    assert {"measures", "proposals", "service_points"} <= set(made)
    assert {"challenges", "themes"} <= set(made["projects"])
    assert "business_id" in made["actors"]
    assert "competences" not in made["actors"]
    settings = tomllib.loads((tmp_path / "net" / "network.toml").read_text("utf-8"))
    assert settings["modules"] == ["strategy", "publication"]
    assert eloggraph.check(tmp_path / "net").findings


def test_all_modules_together_are_the_whole_model(tmp_path: Path) -> None:
    eloggraph.new(
        tmp_path / "net", modules=KEYS, everything=True, languages=["fi", "sv", "en"], lang="fi"
    )
    made = read_headers(tmp_path / "net")
    assert made == {t.name: [c.key for c in arrange(t).columns] for t in SCHEMA.tables}


def test_a_table_that_was_named_has_the_columns_of_its_module(tmp_path: Path) -> None:
    eloggraph.new(tmp_path / "net", tables=["competences", "services"], lang="sv")
    made = read_headers(tmp_path / "net")
    assert set(made) == {"competences", "services"}
    assert "framework" in made["competences"]
    assert "match" not in made["competences"], "of another module"
    assert "classes" not in made["services"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_tells_of_the_modules_that_are_not_there(
    tmp_path: Path, language: Language
) -> None:
    guide = eloggraph.new(tmp_path / "net", modules=["quality"], lang=language).read_text("utf-8")
    plain = " ".join(guide.split())
    for module in SCHEMA.modules:
        assert (f"- {module.key}: {module.names.say(language)}" in plain) is (
            module.key != "quality"
        )
    names = [t.names.say(language) for t in SCHEMA.tables if t.module == "strategy"]
    assert all(name in plain for name in names)


def test_the_workbook_tells_of_them_on_its_first_sheet(tmp_path: Path) -> None:
    path = eloggraph.new(tmp_path / "net", xlsx=True, modules=["evidence"], lang="en")
    book = openpyxl.load_workbook(path)
    cells = {row[0].value for row in book.worksheets[0]}
    assert set(KEYS) - cells == {"evidence"}
    assert "Claims" in book.sheetnames
    assert "Measures" not in book.sheetnames


def test_settings_name_the_modules_that_might_be_switched_on(tmp_path: Path) -> None:
    eloggraph.new(tmp_path / "net", lang="en")
    text = (tmp_path / "net" / "network.toml").read_text("utf-8")
    assert f"# modules = {json.dumps(KEYS)}\n" in text
    assert "modules" not in tomllib.loads(text)


def test_unknown_modules_are_all_told_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        eloggraph.new(tmp_path / "net", modules=["strategies", "quality", "x"])
    told = caught.value.findings
    assert [finding.value for finding in told] == ["strategies", "x"]
    assert all(key in told[0].remedy.en for key in KEYS)
    assert not (tmp_path / "net").exists()
    with pytest.raises(OptionError):
        eloggraph.new(tmp_path / "net", modules=["quality"], example="region")


def test_the_command_takes_modules_by_their_keys(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        main, ["new", str(tmp_path / "net"), "--modules", "quality, evidence"]
    )
    assert done.exit_code == 0, done.output
    assert {"claims", "indicators"} <= set(read_headers(tmp_path / "net"))
    done = CliRunner().invoke(
        main, ["new", str(tmp_path / "more"), "--modules", "laatu", "--lang", "en"]
    )
    assert done.exit_code == 2
    assert "There is no module “laatu”." in done.output


# ------------------------------------------------------------------------------ reading is as before

NAMES = "label@fi,label@sv,label@en"
TABLES = {
    "actors": f"id,{NAMES},business_id\na,A,A,A,0245894-7\n",
    "measures": f"id,{NAMES},responsible\nm,Toimi,Åtgärd,Measure,a\n",
}
SETTINGS = 'id = "net"\nbase = "https://example.org/net/"\ntitle = "Net"\n'


@pytest.mark.parametrize(
    "line", ["", "modules = []", 'modules = ["quality"]', 'modules = ["strategy"]']
)
def test_whatever_is_in_the_folder_is_read(tmp_path: Path, line: str) -> None:
    (tmp_path / "network.toml").write_text(f"{SETTINGS}{line}\n", "utf-8")
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    said = eloggraph.open(tmp_path).build("ntriples")
    assert "#businessId>" in said
    assert "#responsibleFor>" in said
    codes = {finding.code for finding in eloggraph.check(tmp_path).findings}
    assert not codes & {"config-modules", "config-unknown-key", "module-unknown"}


@pytest.mark.parametrize(
    ("line", "code", "severity"),
    [
        ('modules = ["strategia"]', "module-unknown", "warning"),
        ('modules = "strategy"', "config-modules", "violation"),
        ("modules = [1]", "config-modules", "violation"),
    ],
)
def test_settings_with_other_modules_are_told(
    tmp_path: Path, line: str, code: str, severity: str
) -> None:
    (tmp_path / "network.toml").write_text(f"{SETTINGS}{line}\n", "utf-8")
    (tmp_path / "actors.csv").write_text(TABLES["actors"], "utf-8")
    found = [f for f in eloggraph.check(tmp_path).findings if f.code == code]
    assert [(f.severity, f.place.file, f.place.column) for f in found] == [
        (severity, "network.toml", "modules")
    ]


# ----------------------------------------------------------------------------------------- the model


def test_what_a_row_must_say_is_there_without_any_module() -> None:
    for table in SCHEMA.tables:
        made = {column.key for column in table.within(()).columns}
        assert set(table.key) <= made, table.name
        assert {column.key for column in table.columns if column.required} <= made, table.name
    assert "observed" in {
        column.key for column in SCHEMA.table("criterion_results").within(()).columns
    }


def test_what_a_new_network_begins_with_is_of_the_core() -> None:
    assert not [t.name for t in SCHEMA.tables if t.begin_with and t.module]
    used = {t.module for t in SCHEMA.tables} | {c.module for t in SCHEMA.tables for c in t.columns}
    assert used - {None} == set(KEYS)


DATASETS = Path(__file__).parents[3] / "datasets"


@pytest.mark.parametrize(
    "folder", sorted(p.parent for p in DATASETS.glob("*/network.toml")), ids=lambda p: p.name
)
def test_networks_name_the_modules_that_they_use(folder: Path) -> None:
    used = set()
    for path in folder.glob("*.csv"):
        table = SCHEMA.table(path.stem)
        used.add(table.module)
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                used |= {table.column(key).module for key, cell in row.items() if cell} - {None}
    settings = tomllib.loads((folder / "network.toml").read_text("utf-8"))
    assert settings["modules"] == [key for key in KEYS if key in used]
