"""Modules that the settings switch on bring their empty tables into a folder that is there.

The oracle is what lay in the folder before, byte for byte, and the tables of the modules.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.cli.main import main
from eloggraph.errors import InputError, OutputError
from eloggraph.schema.packaged import packaged_schema

SCHEMA = packaged_schema()
SETTINGS = 'id = "net"\nbase = "https://example.org/net/"\ntitle = "Net"\n'


def begin(folder: Path, settings: str) -> dict[str, bytes]:
    """Write a network with one row, and return what is in it."""
    folder.mkdir()
    (folder / "network.toml").write_text(SETTINGS + settings, "utf-8")
    (folder / "Aktörer.csv").write_text("id,label@fi\na,A\n", "utf-8")
    (folder / "notes.txt").write_text("mine", "utf-8")
    return read(folder)


def read(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")}


def names(*modules: str | None) -> set[str]:
    return {f"{t.names.en}.csv" for t in SCHEMA.tables if t.module in modules}


def test_what_is_lacking_is_added_and_the_rest_is_as_it_was(tmp_path: Path) -> None:
    before = begin(tmp_path / "net", 'modules = ["quality"]\n')
    assert eloggraph.new(tmp_path / "net", lang="en") == tmp_path / "net"
    after = read(tmp_path / "net")
    assert {name: after[name] for name in before} == before
    begun = {f"{table.names.en}.csv" for table in SCHEMA.tables if table.begin_with}
    assert set(after) - set(before) == (begun | names("quality")) - {"Actors.csv"}
    # Once more changes nothing.
    eloggraph.new(tmp_path / "net", lang="sv")
    assert read(tmp_path / "net") == after


def test_tables_that_were_put_off_are_not_made_twice(tmp_path: Path) -> None:
    folder = tmp_path / "net"
    eloggraph.new(folder, everything=True, lang="fi")
    later = {path.name for path in (folder / "lisää taulukoita").iterdir()}
    assert later
    text = (folder / "network.toml").read_text("utf-8")
    (folder / "network.toml").write_text(f'modules = ["evidence"]\n{text}', "utf-8")
    before = read(folder)
    eloggraph.new(folder, lang="sv")
    assert set(read(folder)) - set(before) == {"Påståenden.csv"}


@pytest.mark.parametrize("settings", ["", "# modules = []\n", "modules = 1\n"])
def test_a_folder_that_switches_nothing_on_is_left_alone(tmp_path: Path, settings: str) -> None:
    before = begin(tmp_path / "net", settings)
    with pytest.raises(OutputError):
        eloggraph.new(tmp_path / "net", modules=["quality"], lang="en")
    assert read(tmp_path / "net") == before


@pytest.mark.parametrize("options", [{"xlsx": True}, {"metadata": True}])
def test_workbooks_and_metadata_are_of_new_folders(
    tmp_path: Path, options: dict[str, bool]
) -> None:
    before = begin(tmp_path / "net", "modules = []\n")
    with pytest.raises(OutputError):
        eloggraph.new(tmp_path / "net", **options)
    assert read(tmp_path / "net") == before


def test_tables_in_a_workbook_get_none_beside_it(tmp_path: Path) -> None:
    before = begin(tmp_path / "net", "modules = []\n")
    (tmp_path / "net" / "network.xlsx").write_bytes(b"PK")
    with pytest.raises(OutputError):
        eloggraph.new(tmp_path / "net")
    assert set(read(tmp_path / "net")) == {*before, "network.xlsx"}


def test_an_unknown_module_in_the_settings_adds_nothing(tmp_path: Path) -> None:
    before = begin(tmp_path / "net", 'modules = ["laatu"]\n')
    with pytest.raises(InputError):
        eloggraph.new(tmp_path / "net", lang="en")
    assert read(tmp_path / "net") == before


def test_only_the_tables_that_were_named_are_added(tmp_path: Path) -> None:
    before = begin(tmp_path / "net", "modules = []\n")
    done = CliRunner().invoke(
        main, ["new", str(tmp_path / "net"), "--tables", "claims,actors", "--lang", "en"]
    )
    assert done.exit_code == 0, done.output
    assert "Nothing else was changed." in done.output
    assert set(read(tmp_path / "net")) - set(before) == {"Claims.csv"}
