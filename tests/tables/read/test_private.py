"""Cells with private data: each is told by its kind at its place, and never by what it says."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.cli.check_reports import FORMATS
from eloggraph.cli.main import main
from eloggraph.schema.packaged import packaged_schema
from eloggraph.tables.read.folder import read_network
from eloggraph.tables.read.match import match_table
from eloggraph.tables.read.private import find_private_cells
from eloggraph.tables.read.raw import make_raw_table

Factory = Callable[..., Any]
EMAIL, PHONE, CODE = "salainen.nimi@firma.fi", "040 765 4321", "131052-308T"
SECRETS = ("salainen", "firma", "765 4321", "7654321", "131052")
ACTORS = ["id", "kind", "label@fi", "label@sv", "label@en", "areas"]


def told(folder: Path) -> list[tuple[str, int | None, str | None, str]]:
    """Return file, row, column and sentence of what is told of private data."""
    return [
        (f.place.file, f.place.row, f.place.column, f.message.en)
        for f in eloggraph.check(folder).findings
        if f.code == "private-data" and f.place is not None
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (EMAIL, "an e-mail address"),
        ("nimi (at) firma.fi", "an e-mail address"),
        (PHONE, "a telephone number"),
        (CODE, "a Finnish personal identity code"),
    ],
)
@pytest.mark.parametrize("column", ["label@sv", "locator", "homepage", "Muistiinpanot", "areas"])
def test_cell_of_any_text_is_told_by_its_kind(
    tmp_path: Path, write_network: Factory, column: str, text: str, kind: str
) -> None:
    headers = [*(each for each in ACTORS if each != column), column]
    row = [*("jyu", "", "Yliopisto", "Universitet", "University", "13")[: len(headers) - 1], text]
    folder = write_network(tmp_path, {"actors": [headers, row]})
    assert told(folder) == [("actors.csv", 2, column, f"The text holds {kind}.")]
    severities = {f.severity for f in eloggraph.check(folder).findings if f.code == "private-data"}
    assert severities == {"warning"}


def test_each_kind_in_a_cell_is_a_finding(tiny_network: Path) -> None:
    actors = tiny_network / "actors.csv"
    text = actors.read_text(encoding="utf-8")
    actors.write_text(text.replace("Kaupunki", f"{EMAIL} {PHONE} {CODE}"), encoding="utf-8")
    assert [(row, column) for _, row, column, _ in told(tiny_network)] == [(3, "label@fi")] * 3


def test_header_table_that_is_not_known_and_workbook_are_looked_at_too(
    tmp_path: Path, write_network: Factory
) -> None:
    import xlsxwriter

    folder = write_network(tmp_path, {})
    with xlsxwriter.Workbook(str(folder / "network.xlsx")) as book:
        for name, rows in {
            "Toimijat": [["id", "nimi (suomi)", EMAIL], ["a", "A", ""]],
            "Yhteystiedot": [["nimi", "puhelin"], ["Maija", PHONE]],
        }.items():
            sheet = book.add_worksheet(name)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, row)
    findings = [f for f in eloggraph.check(folder).findings if f.code == "private-data"]
    places = [(f.place.sheet, f.place.row) for f in findings if f.place]
    assert places == [("Toimijat", 1), ("Yhteystiedot", 2)]


def test_settings_are_looked_at(tiny_network: Path) -> None:
    settings = tiny_network / "network.toml"
    said = settings.read_text(encoding="utf-8")
    more = f'publisher = "{PHONE}"\ndescription = {{ fi = "Kysy: {EMAIL}" }}\n'
    settings.write_text(more + said, encoding="utf-8")
    assert [(file, column) for file, _, column, _ in told(tiny_network)] == [
        ("network.toml", "description"),
        ("network.toml", "publisher"),
    ]


def test_column_made_for_how_an_organisation_is_reached_is_none() -> None:
    """What stands in it is a contact channel; an identity code is none anywhere."""
    rows = [["id", "page"], ["a", "mailto:kirjaamo@kunta.fi"], ["b", PHONE], ["c", CODE]]
    raw, _ = make_raw_table(rows, file="platforms.csv", sheet=None, stem="platforms")
    assert raw is not None
    table = packaged_schema().table("platforms")
    for path, seen in (("https://schema.org/email", [4]), (table.column("page").path, [2, 3, 4])):
        columns = tuple(replace(c, path=path) if c.key == "page" else c for c in table.columns)
        matched, _ = match_table(raw, replace(table, columns=columns), {})
        found = [f.place.row for f in find_private_cells([raw], [matched]) if f.place]
        assert found == seen


def test_many_are_counted(tmp_path: Path, write_network: Factory) -> None:
    rows = [[f"a{i}", "", f"Nimi {i}", f"{EMAIL} {i}", "A", ""] for i in range(300)]
    folder = write_network(tmp_path, {"actors": [ACTORS, *rows]})
    findings = [f for f in eloggraph.check(folder).findings if f.code == "private-data"]
    assert len(findings) == 201
    assert any("100 more, on rows 202–301" in f.message.en for f in findings)


def test_column_that_says_the_same_everywhere_is_looked_at(
    tmp_path: Path, write_network: Factory
) -> None:
    rows = [[f"a{i}", "", f"N {i}", "N", "N", "", EMAIL] for i in range(1_500)]
    folder = write_network(tmp_path, {"actors": [[*ACTORS, "locator"], *rows]})
    assert told(folder)


@pytest.mark.parametrize("last", ["", "s. 2", EMAIL])
def test_column_of_many_rows_may_begin_with_an_empty_cell(
    tmp_path: Path, write_network: Factory, last: str
) -> None:
    rows = [[f"a{i}", "", f"N {i}", "N", "N", "", ""] for i in range(1_500)]
    rows[-1][-1] = last
    folder = write_network(tmp_path, {"actors": [[*ACTORS, "locator"], *rows]})
    assert len(told(folder)) == (last == EMAIL)


@pytest.mark.parametrize(
    "name",
    sorted(path.parent.name for path in Path("datasets").glob("*/network.toml")),
)
def test_no_dataset_holds_any(name: str) -> None:
    tables = read_network(Path("datasets") / name, packaged_schema())
    assert not [f for f in tables.findings if f.code == "private-data"]


@pytest.fixture
def full(tmp_path: Path, write_network: Factory) -> Path:
    """A network with private data in every place from which a finding or a page may take it."""
    actors = [
        [*ACTORS, EMAIL, "description@fi", "type"],
        [f"{EMAIL}", "", f" {PHONE} ", f"Nimi {CODE}", "A", "13", CODE, f"Kysy {EMAIL}", ""],
        ["b", EMAIL, f"Нimi {EMAIL}", f"n\u200bimi {PHONE}", "B", EMAIL, "", CODE, PHONE],
        [
            "b",
            "",
            "B",
            f"salai\u200bnen@firma.fi {CODE}",
            "B",
            "13",
            "",
            "x",
            "",
            f"liikaa {EMAIL}",
        ],
        ["0407654321", "", "C", "C", "C", "13", "", "c", ""],
    ]
    memberships = [["actor", "organization", "role"], [EMAIL, PHONE, "jasen"]]
    config = (
        f'id = "pieni"\nbase = "{EMAIL}"\ntitle = "Pieni {PHONE}"\ndate = "{CODE}"\n'
        f'description = "{EMAIL}"\nuses = ["../viite"]\n'
    )
    return write_network(tmp_path, {"actors": actors, "memberships": memberships}, config=config)


def read_whole(path: Path) -> str:
    """Return the text of a file; of a workbook, that of all its parts."""
    if path.suffix in (".pdf", ".png"):  # drawn from poster.svg
        return path.read_bytes().decode("latin-1")
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as book:
        return "\n".join(book.read(name).decode("utf-8") for name in book.namelist())


def assert_without_secrets(text: str) -> None:
    assert not [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("settings", ["faulty", "right"])
def test_no_form_of_findings_says_it(full: Path, format_: str, settings: str) -> None:
    if settings == "right":
        (full / "network.toml").write_text(
            f'id = "pieni"\ntitle = "Pieni"\ndescription = "{EMAIL}"\nuses = ["../viite"]\n',
            encoding="utf-8",
        )
    for language in ("fi", "sv", "en"):
        done = CliRunner().invoke(
            main, ["check", str(full), "--format", format_, "--lang", language]
        )
        assert done.exit_code in (1, 2)
        assert_without_secrets(done.output)
    if format_ == "json" and settings == "right":
        assert json.loads(done.stdout)["summary"]


def test_marked_copy_says_it_in_its_own_cells_alone(full: Path) -> None:
    (full / "network.toml").write_text('id = "pieni"\ntitle = "Pieni"\n', encoding="utf-8")
    out = full.parent / "merkitty.xlsx"
    done = CliRunner().invoke(main, ["check", str(full), "--mark", str(out)])
    assert_without_secrets(done.output)
    with ZipFile(out) as book:
        comments = [name for name in book.namelist() if "comment" in name]
        assert comments
        for name in comments:
            assert_without_secrets(book.read(name).decode())


def test_no_page_and_no_table_of_a_run_says_it(tiny_network: Path) -> None:
    """The graph is the data and says what the tables say."""
    actors = tiny_network / "actors.csv"
    text = actors.read_text(encoding="utf-8").replace("areas\n", "areas,description@fi,locator\n")
    text = text.replace("yliopisto,", f"yliopisto {PHONE},").replace(
        ",13\n", f",13,Kysy {EMAIL},s. 2 {CODE}\n"
    )
    actors.write_text(text.replace("179|410", "179|410,,"), encoding="utf-8")
    settings = tiny_network / "network.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace('"Pieni"', f'"Pieni {EMAIL}"'),
        encoding="utf-8",
    )
    out = tiny_network.parent / "ulos"
    result = eloggraph.run(tiny_network, out, permutations=9)
    assert result.written is not None
    shown = [path for path in out.rglob("*") if path.is_file() and path.name != "graph.ttl"]
    assert len(shown) > 5
    for path in shown:
        assert_without_secrets(read_whole(path))
    assert EMAIL in (out / "graph.ttl").read_text(encoding="utf-8")
    assert len(told(tiny_network)) == 4


@pytest.mark.parametrize(
    ("id_", "kind"),
    [
        (EMAIL, "an e-mail address"),
        (CODE, "a Finnish personal identity code"),
        ("0407654321", "a telephone number"),
    ],
)
def test_id_is_told_at_its_cell_alone_and_no_output_says_it(
    tiny_network: Path, id_: str, kind: str
) -> None:
    """Two ids are two nodes still: they are told apart by numbers, the same in every file."""
    actors = tiny_network / "actors.csv"
    before = {node.iri for node in eloggraph.open(tiny_network).affiliations.nodes}
    text = actors.read_text(encoding="utf-8")
    used = [line.partition(",")[0] for line in text.splitlines()[1:3]]
    for path in tiny_network.glob("*.csv"):
        text = path.read_text(encoding="utf-8").replace(used[0], id_)
        path.write_text(text.replace(used[1], "salainen@firma.fi"), encoding="utf-8")
    assert told(tiny_network)[0] == ("actors.csv", 2, "id", f"The text holds {kind}.")
    assert [row for _, row, _, _ in told(tiny_network)] == [2, 3]
    out = tiny_network.parent / "ulos"
    assert eloggraph.run(tiny_network, out, permutations=9, draft=True).written
    for path in out.rglob("*"):
        if path.is_file() and path.name != "graph.ttl":
            assert_without_secrets(read_whole(path))
    network = eloggraph.open(tiny_network)
    for format_ in ("text", "json"):
        done = CliRunner().invoke(main, ["analyse", str(tiny_network), "--format", format_])
        assert_without_secrets(done.stdout)
    nodes = {node.iri for node in network.affiliations.nodes}
    assert len(nodes) == len(before)
    assert sorted(iri.rpartition("/")[2] for iri in nodes - before) == ["•••-1", "•••-2"]
    for name in ("tables/nodes.csv", "network.graphml"):
        text = unescape((out / name).read_text(encoding="utf-8"))
        assert all(iri in text for iri in nodes - before)
    # Its card on the map knows what its row says.
    described = {node.iri: node for node in network.map(draft=True).model.nodes}
    assert all(described[iri].sources for iri in nodes - before)


def test_ids_that_are_numbers_are_not_told(tmp_path: Path, write_network: Factory) -> None:
    ids = ("2023000123", "1310523081", "0312", "00100", "1.2.246.562.10.1", "0116297-6")
    rows = [[id_, "", "A", "A", "A", "13"] for id_ in ids]
    folder = write_network(tmp_path, {"actors": [ACTORS, *rows]})
    assert told(folder) == []
    assert eloggraph.open(folder).shown_ids == {}


@pytest.mark.parametrize("format_", FORMATS)
def test_name_of_a_file_is_told_and_not_said(tiny_network: Path, format_: str) -> None:
    actors = (tiny_network / "actors.csv").read_text(encoding="utf-8")
    (tiny_network / f"{EMAIL}.csv").write_text(actors, encoding="utf-8")
    (tiny_network / f"muistio {PHONE}.txt").write_text("muistio", encoding="utf-8")
    (tiny_network / "muistio 2024.txt").write_text("muistio", encoding="utf-8")
    said = "The name of the file or sheet holds"
    names = [file for file, _, _, text in told(tiny_network) if text.startswith(said)]
    assert names == ["muistio •••.txt", "•••"]
    done = CliRunner().invoke(main, ["check", str(tiny_network), "--format", format_])
    assert_without_secrets(done.output)
    assert done.exit_code in (0, 1)


def test_name_of_a_sheet_is_told_and_its_cells_are_marked(tmp_path: Path) -> None:
    import xlsxwriter

    book_path = tmp_path / "network.xlsx"
    with xlsxwriter.Workbook(str(book_path)) as book:
        for name in ("Toimijat", f"Nimi {PHONE}"):
            sheet = book.add_worksheet(name)
            for row, cells in enumerate([["id", "nimi (suomi)"], ["a", EMAIL]]):
                sheet.write_row(row, 0, cells)
    found = [f.place.sheet for f in eloggraph.check(tmp_path).findings if f.code == "private-data"]
    assert sorted(found) == ["Nimi •••", "Nimi •••", "Toimijat"]
    out = tmp_path.parent / "merkitty.xlsx"
    done = CliRunner().invoke(main, ["check", str(tmp_path), "--mark", str(out)])
    assert_without_secrets(done.output)
    with ZipFile(out) as marked:
        assert len([name for name in marked.namelist() if "comments" in name]) == 2


def test_examples_of_the_reference_do_not_say_it(tiny_network: Path) -> None:
    actors = tiny_network / "actors.csv"
    text = actors.read_text(encoding="utf-8")
    actors.write_text(text.replace("Kaupunki", EMAIL).replace("yliopisto", PHONE), encoding="utf-8")
    out = tiny_network.parent / "ohjeet"
    eloggraph.docs(out, examples=tiny_network)
    for path in out.rglob("*.html"):
        assert_without_secrets(path.read_text(encoding="utf-8"))


# -- what a new network still says -------------------------------------------------------------


def fill(folder: Path, settings: Callable[[str], str] = str) -> list[tuple[str | None, str]]:
    """Begin a network, give it a row, and return what is told of settings left as they were."""
    eloggraph.new(folder, lang="fi", languages=["fi", "sv", "en"])
    path = folder / "network.toml"
    path.write_text(settings(path.read_text(encoding="utf-8")), encoding="utf-8")
    (folder / "Toimijat.csv").write_text("id;nimi (suomi)\na;A\n", encoding="utf-8")
    findings = eloggraph.check(folder).findings
    left = [f for f in findings if f.code == "config-placeholder"]
    assert {f.severity for f in left} <= {"warning"}
    return [(f.place.column, f.message.en) for f in left if f.place]


def test_settings_that_a_new_network_still_has_are_told(tmp_path: Path) -> None:
    assert fill(tmp_path / "uusi") == [
        (
            "base",
            "The start of addresses, base, is still as eloggraph new wrote it: "
            "“https://example.org/change-this/uusi/”.",
        ),
        (
            "title",
            "The title is still as eloggraph new wrote it: "
            "“Verkoston nimi, Nätverkets namn, Name of the network”.",
        ),
    ]


def test_settings_that_somebody_wrote_are_not(tmp_path: Path) -> None:
    def write(text: str) -> str:
        for name in ("Verkoston nimi", "Nätverkets namn", "Name of the network"):
            text = text.replace(name, "Jämsän verkosto")
        return text.replace("example.org/change-this", "example.org")

    assert fill(tmp_path / "uusi", write) == []


def test_one_language_that_is_left_is_told(tmp_path: Path) -> None:
    assert [
        said
        for column, said in fill(
            tmp_path / "uusi", lambda text: text.replace("Verkoston nimi", "J")
        )
        if column == "title"
    ] == ["The title is still as eloggraph new wrote it: “Nätverkets namn, Name of the network”."]


def test_empty_network_is_not_told_of_it(tmp_path: Path) -> None:
    eloggraph.new(tmp_path / "uusi")
    assert "config-placeholder" not in {f.code for f in eloggraph.check(tmp_path / "uusi").findings}
