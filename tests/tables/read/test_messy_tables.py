"""The published list of messy tables: each ends as its EXPECTED.md says it must.

Every file of the list has a case here; a file without one fails. The tables are read in two
ways: by themselves, as ``inspect`` does, and as tables of a network, with a schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from eloggraph.tables.read.inspect import Inspection, inspect

Factory = Callable[..., Any]
# The table of roles has the columns these files have; their own headers are declared.
CONFIG = """\
id = "t"
title = "T"
[tables.{table}]
columns = {{ nimi = "label@fi", pvm = "since", lat = "locator", posti = "locator" }}
"""


@dataclass(frozen=True)
class Case:
    """What a careful person reads, and what is told: severity, code, row and column."""

    cells: list[tuple[str, ...]]
    told: set[tuple[str, str, int | None, str | None]]


def ok(*cells: tuple[str, ...]) -> Case:
    return Case(list(cells), set())


def told(
    severity: str, code: str, row: int | None = None, column: str | None = None
) -> tuple[str, str, int | None, str | None]:
    return severity, code, row, column


CP1252 = told("warning", "encoding-told")
HYPERLINK = '=HYPERLINK("http://127.0.0.1:9/?x="&A1,"avaa")'
CASES: dict[str, Case] = {
    "bom_semicolon": ok(("1", "Ääni", "60,17"), ("2", "Öljy", "61,5")),
    "cp1252_semicolon": Case(
        [("1", "Jyväskylän – Ohjaamo", "62,24"), ("2", "Äänekoski €", "62,6")], {CP1252}
    ),
    "cp1252_swedish_a_ring": Case([("1", "Åbo Akademi"), ("2", "Jyväskylä – Öljy")], {CP1252}),
    "utf16": Case([("1", "Ääni")], {CP1252}),
    "sep_line": ok(("1", "a")),
    "dup_header": Case([("1", "a", "b")], {told("violation", "header-repeated", 1, "nimi")}),
    "dup_key": Case([("1", "a"), ("1", "b")], {told("violation", "id-repeated", 3, "id")}),
    "nfd_vs_nfc_key": Case(
        [("Jyva\u0308skyla\u0308", "NFD"), ("Jyväskylä", "NFC")],
        {told("warning", "cell-twin", 2, "id")},
    ),
    "too_many": Case([("1", "a"), ("2", "b"), ("3", "c")], {told("violation", "row-too-long", 3)}),
    "blank_rows": Case([("1", "a"), ("2", "b")], {told("warning", "row-blank", 3)}),
    "nul": Case([], {told("violation", "cell-nul", 2)}),
    "utf8_broken_one_byte": Case([], {told("violation", "encoding-unknown", 3)}),
    "empty": Case([], {told("violation", "table-empty")}),
    "header_only": Case([], {told("warning", "table-no-rows", 1)}),
    "postal": ok(("001", "00100"), ("002", "40100")),
    # Dates and references are text until a schema says what they are: see below.
    "dates": ok(("1", "1.10.2018"), ("2", "31.12.2018"), ("3", "2018-10-01")),
    "dates_fi": ok(
        ("1", "1.10.2018"),
        ("2", "01.10.2018"),
        ("3", "31.2.2018"),
        ("4", "1.10.18"),
        ("5", "10/1/2018"),
        ("6", "2018-10-01"),
        ("7", "43374"),
        ("8", "1.10.2018 klo 12.00"),
        ("9", "syksy 2018"),
        ("10", "2025+"),
    ),
    "na": ok(("1", "NA"), ("2", "None"), ("3", "null"), ("4", "-")),
    "ws": Case(
        [("1", "a")],
        {told("warning", "cell-outer-space", row, c) for row in (1, 2) for c in ("id", "nimi")},
    ),
    "html_hostile": ok(
        ("1", "</script><script>alert(1)</script>", "<img src=x onerror=alert(2)>"),
        ("2", "{{7*7}}", "${7*7}"),
        ("3", "", "<!--<script>"),
        ("4", "https://ok.fi' onmouseover=alert(3)", "javascript:alert(4)"),
    ),
    "formula": Case(
        [
            ("1", '=HYPERLINK("http://evil","x")'),
            ("2", "+358401234567"),
            ("3", "-5"),
            ("4", "@SUM(1)"),
        ],
        {told("warning", "cell-formula", 2)},
    ),
    "formula_quoted": Case(
        [
            ("1", HYPERLINK),
            ("2", "+358 40 123 4567"),
            ("3", "-5"),
            ("4", "@SUM(1)"),
            ("5", "=1+1"),
            ("6", "=1+1"),
            ("7", "＝1+1"),
            ("8", "=1+1"),
        ],
        {told("warning", "cell-outer-space", row, "nimi") for row in (6, 7, 9)},
    ),
    "dangling_ref_orgs": ok(("o1", "TE-toimisto")),
    "dangling_ref_services": ok(
        ("s1", "Ohjaamo", "o1"), ("s2", "Uraohjaus", "o99"), ("s3", "Neuvonta", "o1;o1; o98")
    ),
    # Which columns are personal is for the schema to say, and for publishing to heed.
    "personal_data": ok(
        (
            "1",
            "Ohjaamo",
            "Esimerkki Henkilö",
            "+358 40 000 0000",
            "etu.suku@example.invalid",
            "010190-900A",
        )
    ),
}
UNREADABLE = {"nul", "utf8_broken_one_byte"}


@pytest.fixture
def suite(reference_data: Path) -> Path:
    return reference_data / "suites" / "messy-tables-fi"


def look(suite: Path, name: str) -> Inspection:
    return inspect(suite / f"{name}.csv")


def test_every_file_of_the_list_has_a_case(suite: Path) -> None:
    assert {path.stem for path in suite.iterdir() if path.suffix == ".csv"} == set(CASES)


def test_every_case_of_the_list_is_a_file_of_it(suite: Path) -> None:
    lines = (suite / "EXPECTED.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|")[1] for line in lines if line.startswith("| ") and "file |" not in line]
    named = {name for row in rows for name in re.findall(r"[a-z0-9]+(?:_[a-z0-9]+)*_?\*?", row)}
    # “blank headers” is a case in words; a star stands for what a name goes on with.
    named -= {"blank", "headers"}
    for name in named:
        assert any(case.startswith(name.rstrip("*")) for case in CASES), name


@pytest.mark.parametrize("name", CASES)
def test_cells_are_what_a_careful_person_reads(suite: Path, name: str) -> None:
    assert list(look(suite, name).rows) == CASES[name].cells


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_done_in_silence(suite: Path, name: str) -> None:
    found = {
        (f.severity, f.code, f.place and f.place.row, f.place and f.place.column)
        for f in look(suite, name).report.findings
    }
    assert found == CASES[name].told


@pytest.mark.parametrize("name", CASES)
def test_only_what_cannot_be_read_is_incomplete(suite: Path, name: str) -> None:
    assert look(suite, name).report.complete == (name not in UNREADABLE)


def test_encoding_and_separator_are_named(suite: Path) -> None:
    seen = {name: (look(suite, name).encoding, look(suite, name).separator) for name in CASES}
    assert seen["bom_semicolon"] == ("utf-8", ";")
    assert seen["cp1252_semicolon"] == ("cp1252", ";")
    assert seen["utf16"] == ("utf-16-le", "\t")
    assert seen["sep_line"] == ("utf-8", ";")
    (finding,) = look(suite, "cp1252_semicolon").report.findings
    assert all("CP1252" in text for _, text in finding.message.items())


def test_both_rows_of_a_repeated_id_are_named(suite: Path) -> None:
    (finding,) = look(suite, "dup_key").report.findings
    assert finding.place is not None
    assert finding.place.row == 3
    assert all("2" in text for _, text in finding.message.items())


def test_header_row_under_a_sep_line_is_the_second(suite: Path) -> None:
    assert look(suite, "sep_line").header_row == 2


# -- with a schema ------------------------------------------------------------------------------


@pytest.fixture
def read_case(tmp_path: Path, write_network: Factory, read: Factory, suite: Path) -> Factory:
    def read_as(name: str, table: str = "roles") -> Any:
        data = (suite / f"{name}.csv").read_bytes()
        return read(write_network(tmp_path, {table: data}, CONFIG.format(table=table)))

    return read_as


@pytest.mark.parametrize("name", sorted(set(CASES) - UNREADABLE - {"empty", "dup_header"}))
def test_network_reads_the_same_cells(read_case: Factory, name: str) -> None:
    (matched,) = read_case(name).tables.tables
    cells = matched.raw.frame.drop("row").rows()
    assert [tuple(cell or "" for cell in row) for row in cells] == CASES[name].cells


def test_repeated_key_names_both_rows(read_case: Factory) -> None:
    (finding,) = read_case("dup_key").of("key-repeated")
    assert finding.place.row == 3
    assert "2" in finding.message.sv


def test_keys_that_look_alike_are_told_with_both_rows(read_case: Factory) -> None:
    said = [
        f
        for f in read_case("nfd_vs_nfc_key").findings
        if f.severity in {"warning", "violation"} and f.place and f.place.column == "id"
    ]
    assert any({"2", "3"} <= {str(f.place.row), *re.findall("[0-9]+", f.message.en)} for f in said)


@pytest.mark.parametrize(
    ("name", "days", "wrong"),
    [
        ("dates", ["2018-10-01", "2018-12-31", "2018-10-01"], []),
        ("dates_fi", ["2018-10-01", "2018-10-01", "2018-10-01"], [4, 5, 6, 8, 9, 10, 11]),
    ],
)
def test_dates_are_finnish_or_iso_and_nothing_else(
    read_case: Factory, name: str, days: list[str], wrong: list[int]
) -> None:
    reading = read_case(name, "networks")
    since = reading.values("https://w3id.org/eloggraph/ns#validFrom")
    assert [day for _, day in since] == days
    faults = [f for f in reading.findings if f.place and f.place.column == "pvm"]
    assert [f.place.row for f in faults if f.severity == "violation"] == wrong


def test_dangling_references_name_cell_and_value(
    tmp_path: Path, write_network: Factory, read: Factory, suite: Path
) -> None:
    config = CONFIG.format(table="actors") + (
        '[tables.services]\ncolumns = { nimi = "label@fi", jarjestaja = "providers" }\n'
    )
    services = (suite / "dangling_ref_services.csv").read_text(encoding="utf-8")
    tables = {
        "actors": (suite / "dangling_ref_orgs.csv").read_bytes(),
        # Several values are parted by a bar here; the file parts them by a semicolon.
        "services": services.replace("o1;o1; o98", "o1|o1| o98"),
    }
    found = read(write_network(tmp_path, tables, config)).of("reference-dangling")
    assert [(f.place.row, f.place.column, f.value) for f in found] == [
        (3, "jarjestaja", "o99"),
        (4, "jarjestaja", "o98"),
    ]


def test_hostile_markup_is_text_like_any_other(read_case: Factory) -> None:
    reading = read_case("html_hostile")
    from eloggraph.graph.rdf.write import serialise

    assert "alert(1)" in serialise(reading.graph, "turtle")
