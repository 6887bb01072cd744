"""The published list of messy tables: each ends as its EXPECTED.md says it must.

Cases that name what is not promised yet (invisible characters, twins of Unicode forms, formula
cells) are left to the day they are.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Factory = Callable[..., Any]
# The table of roles has the columns these files have; their own headers are declared.
CONFIG = """\
id = "t"
title = "T"
[tables.{table}]
columns = {{ nimi = "label@fi", pvm = "since", lat = "locator", posti = "locator" }}
"""
CELLS = {
    "bom_semicolon": [("1", "Ääni", "60,17"), ("2", "Öljy", "61,5")],
    "cp1252_semicolon": [("1", "Jyväskylän – Ohjaamo", "62,24"), ("2", "Äänekoski €", "62,6")],
    "cp1252_swedish_a_ring": [("1", "Åbo Akademi"), ("2", "Jyväskylä – Öljy")],
    "utf16": [("1", "Ääni")],
    "sep_line": [("1", "a")],
    "postal": [("001", "00100"), ("002", "40100")],
    "na": [("1", "NA"), ("2", "None"), ("3", "null"), ("4", "-")],
    "ws": [("1", "a")],
    "blank_rows": [("1", "a"), ("2", "b")],
    "formula_quoted": [
        ("1", '=HYPERLINK("http://127.0.0.1:9/?x="&A1,"avaa")'),
        ("2", "+358 40 123 4567"),
        ("3", "-5"),
        ("4", "@SUM(1)"),
        ("5", "=1+1"),
        ("6", "=1+1"),
        ("7", "＝1+1"),
        ("8", "=1+1"),
    ],
}
WARNED = {
    "cp1252_semicolon": {"encoding-told"},
    "cp1252_swedish_a_ring": {"encoding-told"},
    "utf16": {"encoding-told"},
    "blank_rows": {"row-blank"},
    "ws": {"cell-outer-space"},
    "formula_quoted": {"cell-outer-space"},
}
ERRORS = {
    "dup_header": ("header-repeated", 1, "nimi"),
    "dup_key": ("key-repeated", 3, "id"),
    "too_many": ("row-too-long", 3, None),
    "nul": ("cell-nul", 2, None),
    "utf8_broken_one_byte": ("encoding-unknown", 3, None),
    "empty": ("table-empty", None, None),
}


@pytest.fixture
def read_case(
    tmp_path: Path, write_network: Factory, read: Factory, reference_data: Path
) -> Factory:
    def read_as(name: str, table: str = "roles") -> Any:
        data = (reference_data / "suites" / "messy-tables-fi" / f"{name}.csv").read_bytes()
        return read(write_network(tmp_path, {table: data}, CONFIG.format(table=table)))

    return read_as


@pytest.mark.parametrize("name", CELLS)
def test_cells_are_what_a_careful_person_reads(read_case: Factory, name: str) -> None:
    (matched,) = read_case(name).tables.tables
    assert matched.raw.frame.drop("row").rows() == CELLS[name]


@pytest.mark.parametrize("name", CELLS)
def test_what_was_done_to_a_file_is_told_as_a_warning(read_case: Factory, name: str) -> None:
    told = {f.code for f in read_case(name).tables.findings if f.severity == "warning"}
    assert told - {"column-missing"} == WARNED.get(name, set())


@pytest.mark.parametrize("name", ERRORS)
def test_error_names_the_row(read_case: Factory, name: str) -> None:
    assert ERRORS[name] in read_case(name).cells()


def test_repeated_key_names_both_rows(read_case: Factory) -> None:
    (finding,) = read_case("dup_key").of("key-repeated")
    assert finding.place.row == 3
    assert "2" in finding.message.sv


def test_table_with_a_header_only_is_a_warning(read_case: Factory) -> None:
    reading = read_case("header_only")
    assert [f.severity for f in reading.of("table-no-rows")] == ["warning"]


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
    reading = read_case(name)
    since = reading.values("https://w3id.org/eloggraph/ns#validFrom")
    assert [day for _, day in since] == days
    assert [f.place.row for f in reading.of("value-not-date")] == wrong


def test_dangling_references_name_cell_and_value(
    tmp_path: Path, write_network: Factory, read: Factory, reference_data: Path
) -> None:
    suite = reference_data / "suites" / "messy-tables-fi"
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
    (matched,) = reading.tables.tables
    assert matched.raw.frame["c1"][0] == "</script><script>alert(1)</script>"
    from eloggraph.graph.rdf import serialise

    assert "alert(1)" in serialise(reading.graph, "turtle")
