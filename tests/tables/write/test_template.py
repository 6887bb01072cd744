"""Empty tables for a new network: what they say, and that reading takes all of it."""

from __future__ import annotations

import csv
import io
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from eloggraph.config import read_config
from eloggraph.errors import InputError, OutputError
from eloggraph.schema.names import normalise_header
from eloggraph.schema.packaged import packaged_schema
from eloggraph.tables.read.folder import read_network
from eloggraph.tables.read.match import column_names, match_table_name
from eloggraph.tables.sheets import is_own_sheet, make_sheet_name
from eloggraph.tables.write.template.choice import choose_tables
from eloggraph.tables.write.template.folder import render_settings, write_template
from eloggraph.tables.write.template.help import describe_column, list_codes, need_of
from eloggraph.text import LANGUAGES, Language

SCHEMA = packaged_schema()
DATASETS = Path(__file__).parents[3] / "datasets"
EVERY = pytest.mark.parametrize("language", LANGUAGES)


def read_csv(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf"), "Excel takes a file without the mark for cp1252"
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


@EVERY
def test_names_in_one_language_are_those_of_one_table_and_column(language: Language) -> None:
    for table in SCHEMA.tables:
        name = table.names.say(language)
        assert match_table_name(name, SCHEMA) is table
        assert make_sheet_name(name) == name
        assert not is_own_sheet(name)
        names = column_names(table)
        for column in table.columns:
            assert names[normalise_header(column.names.say(language))] is column


@EVERY
def test_folder_is_read_without_a_fault(language: Language, tmp_path: Path) -> None:
    folder = tmp_path / "Jyväskylän seutu"
    write_template(folder, choose_tables(SCHEMA, language))
    read = read_network(folder, SCHEMA)
    template = choose_tables(SCHEMA, language)
    assert read.complete
    assert {m.table.name for m in read.tables} == {t.name for t in template.first}
    for matched in read.tables:
        assert set(matched.positions) == {column.key for column in matched.table.columns}
    assert {f.code for f in read.findings} <= {"table-no-rows"}
    assert not any(finding.severity == "violation" for finding in read.findings)


@EVERY
def test_tables_for_later_are_there_to_be_moved(language: Language, tmp_path: Path) -> None:
    template = choose_tables(SCHEMA, language)
    write_template(tmp_path / "uusi", template)
    later = sorted((tmp_path / "uusi" / template.say("file.more")).iterdir())
    names = [table.name for table in template.tables]
    moved = {table.name for path in later if (table := match_table_name(path.stem, SCHEMA))}
    assert moved == {table.name for table in template.later}
    assert len(names) == len(set(names)) == len(SCHEMA.tables)
    for path in later:
        path.rename(tmp_path / "uusi" / path.name)
    assert len(read_network(tmp_path / "uusi", SCHEMA).tables) == len(SCHEMA.tables)


def test_tables_to_begin_with_are_those_that_the_guide_advises() -> None:
    template = choose_tables(SCHEMA, "fi")
    assert template.first[0].name == "actors"
    assert all(table.advice for table in template.first)
    assert not any(table.advice for table in template.later)
    later = [table.names.fi for table in template.later]
    assert later == sorted(later, key=str.casefold)
    # What a table to begin with must refer to is to begin with too, or comes with the toolkit.
    there = {table.name for table in template.first} | {
        path.stem for path in (DATASETS / "suomi").glob("*.csv")
    }
    for table in template.first:
        for column in table.columns:
            if column.required and column.kind == "node":
                assert {t.name for t in SCHEMA.tables_of(column.classes)} & there


def test_what_is_not_asked_for_can_be_had_later(tmp_path: Path) -> None:
    few = choose_tables(SCHEMA, "fi", modules=["strategy"], everything=False)
    first = [table.name for table in few.first]
    assert first == [
        *("actors", "networks", "links", "services", "projects", "goals", "norms"),
    ]
    assert {table.module for table in few.later} == {"strategy"}
    guide = write_template(tmp_path / "uusi", few).read_text("utf-8")
    assert "--all" in guide
    assert "Roolitehtävät" in " ".join(guide.split())
    assert not (tmp_path / "uusi" / "Roolitehtävät.csv").exists()


def test_texts_are_in_the_languages_of_the_network_alone() -> None:
    template = choose_tables(SCHEMA, "fi", languages=["sv", "fi"])
    spoken = {c.language for table in template.tables for c in table.columns}
    assert spoken == {None, "fi", "sv"}


def test_the_shapes_say_what_to_begin_with_and_in_what_order() -> None:
    """Two tables that share a place are both there, and a model without places has no later."""
    told = {"goals": 2, "roles": 1, "links": 1}
    tables = [replace(table, begin_with=told.get(table.name)) for table in SCHEMA.tables]
    template = choose_tables(replace(SCHEMA, tables=tuple(tables)), "fi")
    assert [table.name for table in template.first] == ["links", "roles", "goals"]
    silent = tuple(replace(table, begin_with=None) for table in SCHEMA.tables)
    template = choose_tables(replace(SCHEMA, tables=silent), "fi")
    assert [t.name for t in template.first] == [t.name for t in SCHEMA.tables]
    assert template.later == ()


def test_chosen_tables_come_in_the_order_in_which_they_were_named(tmp_path: Path) -> None:
    template = choose_tables(SCHEMA, "sv", ["Tjänster", "toimijat", "services"])
    assert [table.name for table in template.tables] == ["services", "actors"]
    write_template(tmp_path / "ny", template)
    names = {path.name for path in (tmp_path / "ny").iterdir()}
    assert names == {"network.toml", "Anvisning.txt", "Tjänster.csv", "Aktörer.csv"}


def test_unknown_tables_are_all_told_with_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        choose_tables(SCHEMA, "fi", ["toimiat", "actors", "xyzzy"])
    told = caught.value.findings
    assert [finding.value for finding in told] == ["toimiat", "xyzzy"]
    assert "Toimijat" in told[0].message.fi


@EVERY
def test_settings_are_read_without_a_word(language: Language, tmp_path: Path) -> None:
    folder = tmp_path / "Äänekosken verkosto"
    folder.mkdir()
    text = render_settings(folder, choose_tables(SCHEMA, language, modules=()))
    (folder / "network.toml").write_text(text, encoding="utf-8")
    config, findings = read_config(folder)
    assert findings == ()
    assert config is not None
    assert config.id == "aanekosken-verkosto"
    assert "change-this" in config.base
    # What is switched off is right as well: with the marks away all of it is read.
    switched = "\n".join(
        line.removeprefix("# ") if " = " in line else line for line in text.splitlines()
    )
    assert {"date", "publisher", "licence", "uses", "modules"} <= set(tomllib.loads(switched))
    (folder / "network.toml").write_text(switched, encoding="utf-8")
    assert read_config(folder)[1] == ()


@pytest.mark.parametrize("name", ["日本", "...", "2024"])
def test_settings_have_an_id_whatever_the_folder_is_called(name: str, tmp_path: Path) -> None:
    write_template(tmp_path / name, choose_tables(SCHEMA, "en", ["actors"]))
    assert read_config(tmp_path / name)[1] == ()


def test_folder_with_anything_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        write_template(tmp_path, choose_tables(SCHEMA, "fi"))
    assert caught.value.findings[0].code == "folder-not-empty"
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_empty_folder_and_the_one_stood_in_are_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "verkosto").mkdir()
    monkeypatch.chdir(tmp_path / "verkosto")
    write_template(Path(), choose_tables(SCHEMA, "fi", ["actors"]))
    assert 'id = "verkosto"' in (tmp_path / "verkosto" / "network.toml").read_text("utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["verkosto"]


def test_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError):
        write_template(tmp_path / "file" / "uusi", choose_tables(SCHEMA, "fi"))
    with pytest.raises(OutputError):
        write_template(tmp_path / "file", choose_tables(SCHEMA, "fi"))
    assert (tmp_path / "file").read_text("utf-8") == "x"


@EVERY
def test_every_offered_code_means_itself_alone(language: Language) -> None:
    """A code is understood by its notation and by its label in any language."""
    for table in SCHEMA.tables:
        for column in table.columns:
            codes = list_codes(SCHEMA, column) if column.kind in ("concept", "class") else []
            for code in codes:
                label = code.label.say(language).casefold()
                others = [
                    {other.notation, *(text.casefold() for _, text in other.label.items())}
                    for other in codes
                    if other is not code
                ]
                assert not any(label in names for names in others), (column.key, label)
                assert "|" not in label


def test_codes_of_a_list_are_all_there_in_its_order() -> None:
    column = SCHEMA.table("actors").column("type")
    top = next(scheme.top for scheme in SCHEMA.schemes if scheme.iri == column.scheme)
    codes = [code.iri for code in list_codes(SCHEMA, column)]
    assert [iri for iri in codes if iri in top] == list(top)
    assert sorted(codes) == sorted(c.iri for c in SCHEMA.concepts if c.scheme == column.scheme)


@EVERY
def test_every_column_is_explained_in_the_guide(language: Language, tmp_path: Path) -> None:
    template = choose_tables(SCHEMA, language)
    guide = write_template(tmp_path / "uusi", template).read_text("utf-8")
    plain = " ".join(guide.split())
    for table in SCHEMA.tables:
        assert table.names.say(language) in guide
        for column in table.columns:
            assert " ".join(column.description.say(language).split()) in plain
    for concept in SCHEMA.concepts:
        if any(c.scheme == concept.scheme for t in SCHEMA.tables for c in t.columns):
            assert concept.label.say(language) in plain
    assert max(map(len, guide.splitlines())) <= 120


def test_help_says_whether_a_column_is_needed_and_how_to_write_it() -> None:
    template = choose_tables(SCHEMA, "fi")
    actors = SCHEMA.table("actors")
    help_of = {column.key: describe_column(template, column) for column in actors.columns}
    assert help_of["id"].startswith("tunnus (vapaaehtoinen)")
    assert "A–Z" in help_of["id"]
    assert help_of["label@sv"].startswith("nimi (ruotsi) (suositeltava)")
    assert "28.2.2021" in help_of["since"]
    assert "ministeriö" in help_of["type"]
    assert "(;)" in help_of["areas"]
    assert "Maakunnat" in help_of["areas"]
    assert need_of(actors.column("label@sv")) == "recommended"


def test_personal_column_says_so() -> None:
    column = replace(SCHEMA.table("actors").column("locator"), personal=True)
    template = choose_tables(SCHEMA, "fi")
    assert "Henkilötieto" in describe_column(template, column)


@pytest.mark.parametrize("table", SCHEMA.tables, ids=lambda table: table.name)
def test_headers_of_a_csv_file_are_the_names_of_the_columns(table: object, tmp_path: Path) -> None:
    template = choose_tables(SCHEMA, "fi", [getattr(table, "name", "")])
    write_template(tmp_path / "uusi", template)
    (chosen,) = template.tables
    records = read_csv(tmp_path / "uusi" / f"{chosen.names.fi}.csv")
    assert records == [[column.names.fi for column in chosen.columns]]
