"""The CSV tables: complete, guarded, the same every time."""

from __future__ import annotations

import csv
import io

import pytest
from kuusilahti import make_analysis, make_finding, make_findings, make_network, rename

from eloggraph.finding import Report
from eloggraph.text import Text
from eloggraph.views.tables.results import guard_formula, write_tables


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def make_tables() -> dict[str, str]:
    return write_tables(make_network(), make_analysis(), make_findings())


def test_every_table_is_there_and_rectangular() -> None:
    tables = make_tables()
    assert list(tables) == ["nodes.csv", "ties.csv", "silos.csv", "coverage.csv", "findings.csv"]
    for text in tables.values():
        rows = list(csv.reader(io.StringIO(text)))
        assert {len(row) for row in rows} == {len(rows[0])}
        assert "\r" not in text
        assert text.endswith("\n")


def test_nodes_have_names_in_three_columns_and_their_groups() -> None:
    rows = {row["iri"].split("/")[-1]: row for row in read(make_tables()["nodes.csv"])}
    assert len(rows) == 21
    assert rows["amk"]["label_sv"] == "Kuusilahti yrkeshögskola"
    assert rows["amk"]["sector_en"] == "Education"
    assert rows["okm"]["sector_en"] == ""
    assert rows["yrittajat"]["ties"] == "0"


def test_numbers_have_a_point_and_at_most_six_decimals() -> None:
    first = read(make_tables()["silos.csv"])[0]
    assert first["ei_index"] == "-0.313"
    assert first["p_lower"] == "0.0001"


def test_findings_keep_their_cell() -> None:
    row = read(make_tables()["findings.csv"])[0]
    assert (row["file"], row["row"], row["column"]) == ("links.csv", "12", "to")


def test_same_input_gives_the_same_text() -> None:
    assert make_tables() == make_tables()


@pytest.mark.parametrize(
    "text", ["=1+1", "+SUM(A1)", "-2+3", "@cmd", "\t=1", "\r=1", " =1", "-", "=", "+358-x()"]
)
def test_formulas_are_guarded(text: str) -> None:
    assert guard_formula(text) == "'" + text


@pytest.mark.parametrize("text", ["-5", "+358 40 123 4567", "-0,31", "+1.5", "a=b", "5-6", ""])
def test_numbers_and_plain_text_are_left_alone(text: str) -> None:
    assert guard_formula(text) == text


def test_hostile_names_reach_no_spreadsheet_as_formulas() -> None:
    network = rename(make_network(), {"amk": Text.same("=HYPERLINK(1)")})
    findings = Report(findings=(make_finding(value="=1+1"),))
    for text in write_tables(network, make_analysis(), findings).values():
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not any(cell.startswith(("=", "@")) for cell in cells)
