"""The CSV tables: complete, guarded, the same every time."""

from __future__ import annotations

import csv
import io
import re

import pytest
from kuusilahti import make_analysis, make_finding, make_findings, make_network, rename

from eloggraph.finding import Report
from eloggraph.text import LANGUAGES, Text
from eloggraph.views.tables.results import write_tables
from eloggraph.views.tables.spreadsheet import guard_formula


def read(text: str, separator: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=separator))


def make_tables(language: str = "en") -> dict[str, str]:
    return write_tables(make_network(), make_analysis(), make_findings(), language)


def test_every_table_is_there_and_rectangular() -> None:
    tables = make_tables()
    first, second, *answered, last = tables
    assert (first, second, last) == ("nodes.csv", "ties.csv", "findings.csv")
    assert {"silos.csv", "coverage.csv"} <= set(answered)
    for text in tables.values():
        rows = list(csv.reader(io.StringIO(text)))
        assert {len(row) for row in rows} == {len(rows[0])}
        assert "\r" not in text
        assert text.endswith("\n")


def test_nodes_have_names_in_three_columns_and_their_groups() -> None:
    rows = {row["identifier"].split("/")[-1]: row for row in read(make_tables()["nodes.csv"])}
    assert len(rows) == 21
    assert rows["amk"]["name (sv)"] == "Kuusilahti yrkeshögskola"
    assert rows["amk"]["Sector (en)"] == "Education"
    assert rows["okm"]["Sector (en)"] == ""
    assert rows["yrittajat"]["connections"] == "0"


def test_numbers_have_a_point_and_at_most_six_decimals() -> None:
    first = read(make_tables()["silos.csv"])[0]
    assert first["E-I index"] == "-0.313"
    assert first["p-value (lower)"] == "0.0001"


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_tables_are_in_the_habit_of_the_reader(language: str) -> None:
    """As Excel in Finland and Sweden opens a file: a mark of its encoding, ``;`` and ``,``."""
    english = make_tables()
    for name, text in make_tables(language).items():
        assert text.startswith("\ufeff")
        assert not english[name].startswith("\ufeff")
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
        others = list(csv.reader(io.StringIO(english[name])))
        assert [len(row) for row in rows] == [len(row) for row in others]
        assert not [cell for cell in rows[0] if "://" in cell or "_" in cell]
        assert len(set(rows[0])) == len(rows[0])
    silos = read(make_tables(language)["silos.csv"].removeprefix("\ufeff"), ";")
    assert silos[0]["E-I-indeksi" if language == "fi" else "E-I-index"] == "-0,313"


def test_tables_of_ties_are_as_they_were_read_once() -> None:
    """Golden: the first lines in each language, read by a person."""
    heads = {
        language: make_tables(language)["ties.csv"].split("\n")[0].removeprefix("\ufeff")
        for language in ("fi", "en")
    }
    begun = "|".join({*LANGUAGES} - {"fi", "sv", "en"}) or "none"
    heads = {each: re.sub(rf"[;,][^;,]*\((?:{begun})\)", "", head) for each, head in heads.items()}
    assert heads == {
        "fi": "mistä (tunniste);mistä (fi);mistä (sv);mistä (en);mihin (tunniste);mihin (fi);"
        "mihin (sv);mihin (en);laji;nimi (fi);nimi (sv);nimi (en);alkaen;päättyen;hanke",
        "en": "from (identifier),from (fi),from (sv),from (en),to (identifier),to (fi),to (sv),"
        "to (en),kind,name (fi),name (sv),name (en),since,until,project",
    }


def test_findings_keep_their_cell() -> None:
    row = read(make_tables()["findings.csv"])[0]
    assert (row["file"], row["row"], row["column"]) == ("links.csv", "12", "to")


def test_same_input_gives_the_same_text() -> None:
    assert make_tables() == make_tables()


@pytest.mark.parametrize(
    "text", ["=1+1", "+SUM(A1)", "-2+3", "@cmd", "\tx", "\rx", " =1", "-", "=", "+358-x()"]
)
def test_formulas_are_guarded(text: str) -> None:
    assert guard_formula(text) == "'" + text


def test_formula_behind_a_mark_is_guarded_twice() -> None:
    assert guard_formula("\t=1") == "'\t'=1"


@pytest.mark.parametrize("text", ["-5", "+358 40 123 4567", "-0,31", "+1.5", "a=b", "5-6", ""])
def test_numbers_and_plain_text_are_left_alone(text: str) -> None:
    assert guard_formula(text) == text


@pytest.mark.parametrize("mark", [",", ";", "|", "\t", "\n", "\r\n"])
@pytest.mark.parametrize("text", ["=1+1", " =1+1", '"=1+1"', "-x", "@cmd", "+A1", "＝1+1"])
def test_formulas_are_guarded_wherever_a_row_may_be_split(mark: str, text: str) -> None:
    cell = guard_formula(f"a{mark}{text}{mark}b")
    assert cell.startswith(f"a{mark}")
    for separator in (",", ";", "|", "\t"):
        buffer = io.StringIO()
        csv.writer(buffer).writerow(["x", cell, "y"])
        # What a spreadsheet makes of it that splits at the mark, whatever is quoted.
        parts = re.split(rf"[{re.escape(separator)}\r\n]", buffer.getvalue())
        assert not [part for part in parts if re.match(r'[\s"]*[=+\-@＝]', part)]


@pytest.mark.parametrize(
    "text", ["1;-5", "a, -0", "x|+358 40 123", "a - b", "a;b", "'=1", "a; '=1"]
)
def test_what_is_no_formula_is_left_alone_within_a_cell(text: str) -> None:
    assert guard_formula(text) == text


def test_hostile_names_reach_no_spreadsheet_as_formulas() -> None:
    network = rename(make_network(), {"amk": Text.same("=HYPERLINK(1)")})
    findings = Report(findings=(make_finding(value="=1+1"),))
    for text in write_tables(network, make_analysis(), findings).values():
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not any(cell.startswith(("=", "@")) for cell in cells)
