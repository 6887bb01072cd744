"""Metadata for other programs: frictionless and a CSVW reader judge it, with faults planted."""

from __future__ import annotations

import json
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import csvw
import frictionless
import pyoxigraph as ox
import pytest
from csvw.metadata_utils import NAMESPACES

import eloggraph
from eloggraph.errors import InputError
from eloggraph.graph.populate import lexical
from eloggraph.graph.rdf.write import serialise
from eloggraph.schema.packaged import packaged_schema
from eloggraph.tables.write.metadata.files import METADATA_WRITERS, describe_folder
from eloggraph.tables.write.metadata.forms import choose_form
from eloggraph.text import FINISHED

Factory = Callable[..., Any]
DATASETS = Path(__file__).resolve().parents[3] / "datasets"
FILES = {"csvw": "csv-metadata.json", "frictionless": "datapackage.json"}
NAMES = sorted(path.name for path in DATASETS.iterdir() if (path / "network.toml").is_file())


def describe(folder: Path) -> Path:
    """Write both metadata files into a folder."""
    for form in METADATA_WRITERS:
        text = describe_folder(folder, form, "fi")
        (folder / FILES[form]).write_text(text, encoding="utf-8")
    return folder


def faults_by_frictionless(folder: Path) -> list[tuple[str, str, str]]:
    """Return file, field and kind of every fault that frictionless finds."""
    report = frictionless.validate(str(folder / FILES["frictionless"]))
    assert report.errors == []
    return [
        (task.place, getattr(error, "field_name", ""), error.type)
        for task in report.tasks
        for error in task.errors
    ]


def faults_by_csvw(folder: Path) -> list[str]:
    """Return what the CSVW reader complains of: cells, primary keys, foreign keys."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        read = csvw.CSVW(str(folder / FILES["csvw"]), validate=True)
        try:
            valid = read.is_valid
            rows = sum(1 for table in read.tables for _ in table.iterdicts())
        except ValueError as error:  # of a missing reference, and where nothing is a warning
            return [str(error)]
    assert rows
    complaints = [str(each.message) for each in (*told, *read.warnings)]
    assert valid is not bool(complaints)
    return complaints


def values_by_csvw(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the statements that the CSVW reader makes of the cells."""

    def expand(name: str) -> str:
        prefix, colon, local = name.partition(":")
        return NAMESPACES[prefix] + local if colon and prefix in NAMESPACES else name

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nodes = csvw.CSVW(str(folder / FILES["csvw"])).to_json(minimal=True)
    for node in nodes:
        for name, values in node.items():
            if not name.startswith("@"):
                for value in values if isinstance(values, list) else [values]:
                    text = str(value).lower() if isinstance(value, bool) else str(value)
                    yield node["@id"], expand(name), without_zeros(text)


def without_zeros(text: str) -> str:
    """Return a number without zeros at its end: the reader makes floats of decimals."""
    return text.removesuffix(".0")


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the data sets, which use each other, and describe them."""
    copies = tmp_path_factory.mktemp("aineistot") / "datasets"
    shutil.copytree(DATASETS, copies)
    for name in NAMES:
        describe(copies / name)
    return copies


@pytest.mark.parametrize("name", NAMES)
def test_every_data_set_is_valid_for_others(copies: Path, name: str) -> None:
    assert faults_by_frictionless(copies / name) == []
    assert faults_by_csvw(copies / name) == []


@pytest.mark.parametrize("name", NAMES)
def test_metadata_says_nothing_that_the_graph_does_not(copies: Path, name: str) -> None:
    text = serialise(eloggraph.open(copies / name).graph, "ntriples")
    known = {
        (t.subject.value, t.predicate.value, without_zeros(t.object.value))
        for t in ox.parse(text.encode(), format=ox.RdfFormat.N_TRIPLES)
    }
    said = set(values_by_csvw(copies / name))
    assert said - known == set()
    assert len(said) > 20


@pytest.fixture
def small(tmp_path: Path, write_network: Factory, tiny_tables: dict[str, Any]) -> Path:
    """Return a small network: Finnish headers, semicolons, several ways of writing."""
    tiny_tables["projects"] = (
        "\ufefftunnus;nimi (suomi);coordinator;since;until;osuus\n"
        "hanke;Hanke;jyu;1.2.2020;2023;2\n"
        "toinen;# Toinen;kaupunki;24.12.2021;2023-05;1\n"
    ).encode()
    tiny_tables["sources"] = [["id", "page"], ["s1", "https://example.org/s1"], ["s2", ""]]
    tiny_tables["fundings"] = [["project", "funder", "amount"], ["hanke", "jyu", "1200,5"]]
    tiny_tables["steps"] = [["id", "order"], ["a", "1"], ["b", "12"]]
    tiny_tables["bodies"] = [["id", "permanent"], ["a", "kyllä"], ["b", "ei"]]
    return describe(write_network(tmp_path, tiny_tables))


def fields(folder: Path, table: str) -> dict[str, Any]:
    package = json.loads((folder / FILES["frictionless"]).read_text(encoding="utf-8"))
    (resource,) = [each for each in package["resources"] if each["name"] == table]
    return {field["name"]: field for field in resource["schema"]["fields"]}


def columns(folder: Path, table: str) -> dict[str, Any]:
    group = json.loads((folder / FILES["csvw"]).read_text(encoding="utf-8"))
    (found,) = [each for each in group["tables"] if each["url"] == f"{table}.csv"]
    return {each["name"]: each for each in found["tableSchema"]["columns"]}


def test_columns_are_described_as_they_are_written(small: Path) -> None:
    assert faults_by_frictionless(small) == []
    assert faults_by_csvw(small) == []
    described = columns(small, "projects")
    assert described["since"]["datatype"] == {"base": "date", "format": "d.M.yyyy"}
    assert described["until"]["datatype"]["base"] == "string"  # a year and a month
    assert columns(small, "sources")["page"]["datatype"] == "anyURI"
    assert columns(small, "fundings")["amount"]["datatype"]["format"]["decimalChar"] == ","
    assert columns(small, "steps")["order"]["datatype"] == "integer"
    assert columns(small, "bodies")["permanent"]["datatype"]["format"] == "kyllä|ei"
    assert described["id"]["titles"][0] == "tunnus"
    assert described["label_fi"]["lang"] == "fi"
    assert fields(small, "projects")["since"]["format"] == "%d.%m.%Y"
    assert fields(small, "projects")["tunnus"]["constraints"]["required"] is True


def test_titles_are_in_every_finished_language(small: Path) -> None:
    for column in columns(small, "actors").values():
        if not column.get("virtual"):
            assert [said["@language"] for said in column["rdfs:label"]] == list(FINISHED)


def test_rows_and_references_have_the_addresses_of_the_graph(small: Path) -> None:
    said = set(values_by_csvw(small))
    project, base = "https://example.org/pieni/projects/hanke", "https://example.org/pieni/"
    assert (project, "http://purl.org/dc/terms/identifier", "hanke") in said
    assert columns(small, "projects")["coordinator"]["valueUrl"] == f"{base}actors/{{coordinator}}"
    # Several areas of a network that is used: no template makes their addresses.
    assert columns(small, "actors")["areas"]["suppressOutput"] is True


PLANTED = {
    "day": (b"24.12.2021", b"2021/12/24", "since"),
    "reference": (b";kaupunki;", b";kaupunkki;", "coordinator"),
    "required": (b"hanke;Hanke", b";Hanke", "tunnus"),
    "key": (b"\ntoinen;", b"\nhanke;", ""),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_planted_fault_is_found_by_both(small: Path, fault: str) -> None:
    before, after, field = PLANTED[fault]
    path = small / "projects.csv"
    path.write_bytes(path.read_bytes().replace(before, after, 1))
    found = faults_by_frictionless(small)
    assert found
    assert "projects.csv" in {place for place, _, _ in found}
    assert field in {name for _, name, _ in found} or fault in {"reference", "key"}
    assert faults_by_csvw(small)


def test_fault_that_is_there_when_described_does_not_hide_itself(small: Path) -> None:
    path = small / "projects.csv"
    path.write_bytes(
        path.read_bytes().replace(b"24.12.2021", b"2021/12/24").replace(b"kaupunki;", b"kunta;")
    )
    describe(small)
    kinds = {kind for _, _, kind in faults_by_frictionless(small)}
    assert kinds == {"type-error", "foreign-key"}
    assert faults_by_csvw(small)


def test_planted_code_is_found(small: Path) -> None:
    path = small / "actors.csv"
    path.write_bytes(path.read_bytes().replace(b"PublicAuthority", b"Authority"))
    assert ("actors.csv", "kind", "constraint-error") in faults_by_frictionless(small)
    assert faults_by_csvw(small)


ENCODED = {
    "utf-8": ("id,label@fi,label@sv,label@en\nx,Ä,Ö,Å\n", "utf-8", ","),
    "utf-8-sig": ("id;label@fi;label@sv;label@en\nx;Ä;Ö;Å\n", "utf-8", ";"),
    "utf-16": ("id\tlabel@fi\tlabel@sv\tlabel@en\nx\tÄ\tÖ\tÅ\n", "utf-16", "\t"),
    "cp1252": ("id;label@fi;label@sv;label@en\nx;Ä;Ö;Å\n", "windows-1252", ";"),
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_dialect_is_the_one_of_the_file(
    tmp_path: Path, write_network: Factory, encoding: str
) -> None:
    text, name, separator = ENCODED[encoding]
    folder = describe(write_network(tmp_path, {"roles": text.encode(encoding)}))
    group = json.loads((folder / FILES["csvw"]).read_text(encoding="utf-8"))
    dialect = group["tables"][0]["dialect"]
    assert (dialect["encoding"], dialect["delimiter"]) == (name, separator)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        (row,) = csvw.CSVW(str(folder / FILES["csvw"])).tables[0].iterdicts()
    assert (row["label_fi"], row["label_en"]) == ("Ä", "Å")
    resource = frictionless.Package(str(folder / FILES["frictionless"])).resources[0]
    (read,) = resource.read_rows()
    assert (read["label@fi"], read["label@en"]) == ("Ä", "Å")


def test_rows_before_the_header_are_passed_over(tmp_path: Path, write_network: Factory) -> None:
    text = "sep=;\nid;label@fi\nx;Ä\n"
    folder = describe(write_network(tmp_path, {"roles": text}))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        (row,) = csvw.CSVW(str(folder / FILES["csvw"])).tables[0].iterdicts(strict=False)
    assert (row["id"], row["label_fi"]) == ("x", "Ä")
    resource = frictionless.Package(str(folder / FILES["frictionless"])).resources[0]
    assert [dict(read) for read in resource.read_rows()] == [{"id": "x", "label@fi": "Ä"}]


def test_unknown_column_is_text_and_no_statement(tmp_path: Path, write_network: Factory) -> None:
    folder = write_network(tmp_path, {"roles": "id,outo sarake\nx,1\n"})
    described = columns(describe(folder), "roles")["column_2"]
    assert described == {
        "name": "column_2", "titles": ["outo sarake"], "suppressOutput": True,
    }  # fmt: skip


WRITTEN = {
    "gYear": ["2020"],
    "date": ["2020-02-01", "1.2.2020", "1. 2. 2020", "1. helmikuuta 2020", "February 1, 2020"],
    "decimal": ["1", "-1.5", "1,5", "12 000,5", "1\u202f000", "−3"],
    "integer": ["1", "-5", "12 000", "1'000"],
    "boolean": ["true", "kyllä", "Kyllä", "ja", "NO", "x", "✓"],
    "anyURI": ["https://example.org/ä", "mailto:a@example.org"],
}
READERS = {
    "gYear": lexical.read_year,
    "date": lexical.read_day,
    "decimal": lexical.read_decimal,
    "integer": lexical.read_integer,
    "boolean": lexical.read_boolean,
    "anyURI": lexical.read_address,
}


@pytest.mark.parametrize("datatype", WRITTEN)
def test_empty_columns_take_every_way_of_writing(datatype: str) -> None:
    """What reading understands is no fault for others either."""
    schema = packaged_schema()
    iri = f"http://www.w3.org/2001/XMLSchema#{datatype}"
    columns = [c for table in schema.tables for c in table.columns if iri in c.datatypes]
    assert columns
    for column in columns:
        assert all(map(READERS[datatype], WRITTEN[datatype]))
        form = choose_form(column, [], schema)
        assert [text for text in WRITTEN[datatype] if not form.fits(text)] == []


def test_folder_without_csv_files_is_told(tmp_path: Path, write_network: Factory) -> None:
    import xlsxwriter

    folder = write_network(tmp_path, {})
    with xlsxwriter.Workbook(str(folder / "network.xlsx")) as book:
        book.add_worksheet("roles").write_column(0, 0, ["id", "x"])
    with pytest.raises(InputError) as told:
        describe_folder(folder, "csvw", "fi")
    assert [f.code for f in told.value.findings] == ["metadata-no-csv"]


def test_unreadable_file_is_told(tmp_path: Path, write_network: Factory) -> None:
    folder = write_network(tmp_path, {"roles": 'id,label@fi\nx,"auki'})
    with pytest.raises(InputError) as told:
        describe_folder(folder, "frictionless", "fi")
    assert "quote-unclosed" in {f.code for f in told.value.findings}


@pytest.mark.parametrize("form", METADATA_WRITERS)
def test_same_tables_same_text(small: Path, form: str) -> None:
    assert describe_folder(small, form, "sv") == describe_folder(small, form, "sv")
