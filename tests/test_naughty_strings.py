"""The Big List of Naughty Strings: each travels from table to graph to RDF to table unchanged."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import eloggraph
from eloggraph.finding import Finding
from eloggraph.graph.rdf.write import serialise
from eloggraph.tables.read.records import read_records
from eloggraph.tables.sheets import fits_cell
from eloggraph.tables.write.workbook import open_workbook
from eloggraph.views.tables.marking import mark_tables

Factory = Callable[..., Any]
HEADER = ["id", "label@fi", "description@en"]
CONFIG = 'id = "pieni"\nbase = "https://example.org/pieni/"\ntitle = "Pieni"\n'
LABEL = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
DESCRIPTION = ox.NamedNode("http://purl.org/dc/terms/description")
FORMATS = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES}
# The characters of Unicode's property White_Space. Reading trims these from the ends of a cell.
WHITE_SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u2028\u2029\u202f\u205f\u3000"
)


@pytest.fixture(scope="session")
def strings(reference_data: Path) -> dict[str, str]:
    """The strings by the id of a row."""
    path = reference_data / "suites" / "naughty-strings" / "blns.json"
    return {f"r{i}": text for i, text in enumerate(json.loads(path.read_text(encoding="utf-8")))}


def kept(strings: Mapping[str, str]) -> dict[str, str]:
    """Return what the rule of reading leaves: trimmed, and nothing where all is white space."""
    trimmed = {key: text.strip(WHITE_SPACE) for key, text in strings.items()}
    return {key: text for key, text in trimmed.items() if text}


def as_csv(rows: Mapping[str, str]) -> tuple[str, bytes]:
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *([key, t, t] for key, t in rows.items())])
    return "roles.csv", text.getvalue().encode()


def as_xlsx(rows: Mapping[str, str]) -> tuple[str, bytes]:
    stream = io.BytesIO()
    book = open_workbook(stream)
    page = book.add_worksheet("roles")
    for number, record in enumerate([HEADER, *([key, t, t] for key, t in rows.items())]):
        for column, cell in enumerate(record):
            assert page.write_string(number, column, cell) == 0
    book.close()
    return "network.xlsx", stream.getvalue()


WRITERS = {"csv": as_csv, "xlsx": as_xlsx}


def values(data: str, format_: str, predicate: ox.NamedNode) -> dict[str, str]:
    """Return the literals of a property by the id of their subject, as pyoxigraph parses them."""
    triples = ox.parse(data.encode(), format=FORMATS[format_])
    return {
        t.subject.value.rpartition("/")[2]: t.object.value
        for t in triples
        if t.predicate == predicate and "/roles/" in t.subject.value
    }


def test_the_list_is_whole(strings: dict[str, str]) -> None:
    assert len(strings) == 515
    assert [text for text in strings.values() if not fits_cell(text)] == ["\ufffe"]


@pytest.mark.parametrize("written", WRITERS)
@pytest.mark.parametrize("format_", FORMATS)
def test_strings_go_around_unchanged(
    tmp_path: Path,
    write_network: Factory,
    read: Factory,
    strings: dict[str, str],
    written: str,
    format_: str,
) -> None:
    if written == "xlsx":
        strings = {key: text for key, text in strings.items() if fits_cell(text)}

    def travel(rows: Mapping[str, str], name: str) -> str:
        file, data = WRITERS[written](rows)
        folder = write_network(tmp_path, {file: data}, CONFIG, name)
        reading = read(folder)
        assert reading.tables.complete
        return serialise(reading.graph, format_)

    rdf = travel(strings, "kerran")
    assert values(rdf, format_, LABEL) == kept(strings)
    assert values(rdf, format_, DESCRIPTION) == kept(strings)
    # Back into a table, and once more: nothing is left to change.
    assert travel({**dict.fromkeys(strings, ""), **kept(strings)}, "toisen kerran") == rdf


def test_what_reading_trims_is_told_cell_by_cell(
    tmp_path: Path, write_network: Factory, read: Factory, strings: dict[str, str]
) -> None:
    file, data = as_csv(strings)
    told: list[Finding] = read(write_network(tmp_path, {file: data}, CONFIG)).of("cell-outer-space")
    trimmed = [key for key, text in kept(strings).items() if text != strings[key]]
    rows = {f.place.row for f in told if f.place and f.place.column == "label@fi"}
    assert rows == {list(strings).index(key) + 2 for key in trimmed}
    assert 0 < len(trimmed) < 10


def test_cell_of_nothing_but_white_space_is_an_empty_cell(
    tmp_path: Path, write_network: Factory, read: Factory, strings: dict[str, str]
) -> None:
    blank = {key: text for key, text in strings.items() if not text.strip(WHITE_SPACE)}
    file, data = as_csv({**blank, "muu": "x"})
    reading = read(write_network(tmp_path, {file: data}, CONFIG))
    assert len(blank) == 2
    assert [s for s, _ in reading.values(LABEL.value)] == ["muu"]


def test_marked_copy_holds_them_as_they_are(
    tmp_path: Path, write_network: Factory, strings: dict[str, str]
) -> None:
    """A workbook has no way to write one of them: that one is told, and no other is touched."""
    file, data = as_csv(strings)
    folder = write_network(tmp_path, {file: data}, CONFIG)
    network = eloggraph.open(folder)
    copy = tmp_path / "kopio.xlsx"
    report = network.check()
    copy.write_bytes(mark_tables(folder, network.tables, network.schema, report, "en"))
    pages = {each.sheet: each.rows for each in read_records(copy, network.schema)}
    cells = {row[0]: row[1] or "" for row in pages["roles"][1:]}
    assert {key: (text, cells[key]) for key, text in strings.items() if cells[key] != text} == {
        key: ("\ufffe", "�") for key, text in strings.items() if text == "\ufffe"
    }
    row = list(strings.values()).index("\ufffe") + 2
    told = [line for line in pages["Check"] if "A workbook cannot show" in (line[3] or "")]
    assert {line[1] for line in told} == {f"roles!B{row}", f"roles!C{row}"}
