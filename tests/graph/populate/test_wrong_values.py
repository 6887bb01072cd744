"""What is told of a value that cannot be read: what it may have been, and what to do.

Oracle: the published list of messy cells and hand-worked readings of others.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Factory = Callable[..., Any]
INDICATOR = "id,label@fi,label@sv,label@en\ni,I,I,I\n"
# The cell, its code and words of the Finnish message or remedy.
DATES = [
    ("10/1/2018", "value-not-date", ["10.1.2018", "1.10.2018"]),
    ("31/12/2018", "value-not-date", ["Kirjoita 31.12.2018"]),
    ("12/31/2018", "value-not-date", ["Kirjoita 31.12.2018"]),
    ("5/5/2018", "value-not-date", ["Kirjoita 5.5.2018"]),
    ("13/13/2018", "value-not-date", ["ei ole kalenterissa"]),
    ("1.10.18", "value-not-date", ["kahdella numerolla", "1.10.2018"]),
    ("31.2.18", "value-not-date", ["ei ole kalenterissa"]),
    ("43374", "value-not-date", ["päivänumero", "1.10.2018"]),
    ("43374.5", "value-not-date", ["päivänumero", "1.10.2018"]),
    ("12345", "value-not-date", ["ei ole päivä, kuukausi eikä vuosi"]),
    ("31.2.2018", "value-not-date", ["ei ole kalenterissa"]),
    ("2018-02-31", "value-not-date", ["ei ole kalenterissa"]),
    ("2018-5-1", "value-not-date", ["Kirjoita 1.5.2018"]),
    ("2018/10/01", "value-not-date", ["Kirjoita 1.10.2018"]),
    ("1.10.2018 klo 12.00", "value-not-date", ["Kirjoita 1.10.2018"]),
    ("2018-10-01T12:30:00", "value-not-date", ["Kirjoita 1.10.2018"]),
    ("1.10.2018.", "value-not-date", ["Kirjoita 1.10.2018"]),
    ("n. 2021", "value-not-date", ["Kirjoita 2021,"]),
    ("noin 5/2021", "value-not-date", ["Kirjoita 5/2021,"]),
    ("2018–2020", "value-not-date", ["aikaväli", "omaan sarakkeeseensa"]),
    ("2018 - 2020", "value-not-date", ["aikaväli"]),
    ("2020/21", "value-not-date", ["aikaväli"]),
    ("2011/12", "value-not-date", ["aikaväli"]),
    ("2018/05", "value-not-date", ["Kirjoita 5/2018,"]),
    ("1.1.2018–31.12.2020", "value-not-date", ["aikaväli"]),
    ("toistaiseksi", "value-not-date", ["Jätä solu tyhjäksi"]),
    ("tills vidare", "value-not-date", ["Jätä solu tyhjäksi"]),
    ("joskus 2018", "value-not-date", ["esimerkiksi 28.2.2021"]),
    ("syksy 2018", "value-not-date", ["osa vuotta", "pelkkä vuosi, 2018"]),
    ("Hösten 2018", "value-not-date", ["osa vuotta", "pelkkä vuosi, 2018"]),
    ("2018 kevät", "value-not-date", ["pelkkä vuosi, 2018"]),
    ("late 2018", "value-not-date", ["pelkkä vuosi, 2018"]),
    ("2025+", "value-not-date", ["ei ole loppua", "2025 ja jätä loppua kysyvä tyhjäksi"]),
    ("2020–", "value-not-date", ["ei ole loppua", "2020 ja jätä loppua"]),
    ("1.8.2020 -", "value-not-date", ["1.8.2020 ja jätä loppua"]),
    ("5/2020 alkaen", "value-not-date", ["5/2020 ja jätä loppua"]),
    ("since 2020", "value-not-date", ["2020 ja jätä loppua"]),
    ("kunta–", "value-not-date", ["esimerkiksi 28.2.2021"]),
    ("–2020", "value-not-date", ["ei ole alkua", "2020 ja jätä alkua"]),
    ("31.12.2020 asti", "value-not-date", ["31.12.2020 ja jätä alkua"]),
    ("Q3/2018", "value-not-date", ["7/2018–9/2018", "loppua kysyvään 9/2018"]),
    ("2018 Q1", "value-not-date", ["1/2018–3/2018"]),
    ("4. kvartal 2018", "value-not-date", ["10/2018–12/2018"]),
    ("Q5/2018", "value-not-date", ["esimerkiksi 28.2.2021"]),
    ("viikko 1/2021", "value-not-date", ["4.1.2021–10.1.2021"]),
    ("2020-W53", "value-not-date", ["28.12.2020–3.1.2021"]),
    ("vecka 53 2019", "value-not-date", ["esimerkiksi 28.2.2021"]),
    ("1.10.2018 klo 12", "value-not-date", ["Kirjoita 1.10.2018"]),
    ("1.10.2018 kl. 9", "value-not-date", ["Kirjoita 1.10.2018"]),
    ("10.2018", "value-not-date", ["Kirjoita 10/2018"]),
    ("n. 5.2018", "value-not-date", ["Kirjoita 5/2018"]),
    ("13.2018", "value-not-date", ["esimerkiksi 28.2.2021"]),
    ("NA", "value-placeholder", ["Jätä solu tyhjäksi"]),
    ("-", "value-placeholder", ["Jätä solu tyhjäksi"]),
    ("?", "value-placeholder", ["Jätä solu tyhjäksi"]),
    ("ei tiedossa", "value-placeholder", ["Jätä solu tyhjäksi"]),
    ("Uppgift saknas", "value-placeholder", ["Jätä solu tyhjäksi"]),
]  # fmt: skip
NUMBERS = [
    ("12.000", "value-not-decimal", ["12000", "12 "]),
    ("12 000 €", "value-not-decimal", ["12000,"]),
    ("n. 12 000", "value-not-decimal", ["12000,"]),
    (">5", "value-not-decimal", ["raja, ei luku", "kerro raja"]),
    ("<5", "value-not-decimal", ["raja, ei luku"]),
    ("alle 5 hlö", "value-not-decimal", ["raja, ei luku"]),
    ("minst 12", "value-not-decimal", ["raja, ei luku"]),
    ("more than 1 000", "value-not-decimal", ["raja, ei luku"]),
    ("100+", "value-not-decimal", ["raja, ei luku"]),
    ("5 tai yli", "value-not-decimal", ["raja, ei luku"]),
    ("1,2 milj.", "value-not-decimal", ["kokonaan: 1200000."]),
    ("1,2 miljoonaa euroa", "value-not-decimal", ["kokonaan: 1200000."]),
    ("3 M€", "value-not-decimal", ["kokonaan: 3000000."]),
    ("1,234 milj. €", "value-not-decimal", ["kokonaan: 1234000."]),
    ("2,5 mrd", "value-not-decimal", ["kokonaan: 2500000000."]),
    ("12 tusen", "value-not-decimal", ["kokonaan: 12000."]),
    ("0,5 t€", "value-not-decimal", ["kokonaan: 500."]),
    ("12 t", "value-not-decimal", ["esimerkiksi 12000"]),
    ("5 kpl", "value-not-decimal", [" 5,"]),
    ("-12,5 €", "value-not-decimal", [" -12,5,"]),
    ("€ 7", "value-not-decimal", [" 7,"]),
    ("12.000 €", "value-not-decimal", ["12000 tai 12 "]),
    ("12.500 €", "value-not-decimal", ["12500 tai 12,5 "]),
    ("1.234,5 €", "value-not-decimal", ["1234,5,"]),
    ("(5)", "value-not-decimal", ["esimerkiksi 12000"]),
    (",5", "value-not-decimal", ["esimerkiksi 12000"]),
    ("1/5", "value-not-decimal", ["esimerkiksi 12000"]),
    ("5 tai 6", "value-not-decimal", ["esimerkiksi 12000"]),
    ("A5", "value-not-decimal", ["esimerkiksi 12000"]),
    ("50 %", "value-not-decimal", ["50 ilman prosenttimerkkiä", "osuuksia"]),
    ("5–10", "value-not-decimal", ["väli"]),
    ("1.234,5", "value-not-decimal", ["1234,5,"]),
    ("1,234,567", "value-not-decimal", ["1234567,"]),
    ("monta", "value-not-decimal", ["esimerkiksi 12000"]),
    ("1e3", "value-not-decimal", ["esimerkiksi 12000"]),
    ("2018-10-01", "value-not-decimal", ["esimerkiksi 12000"]),
    ("null", "value-placeholder", ["pakollinen"]),
]
ADDRESSES = [
    ("www.jyu.fi", "value-not-iri", ["https://www.jyu.fi"]),
    ("jyu.fi/ohjaus", "value-not-iri", ["https://jyu.fi/ohjaus"]),
    ("neuvonta@jyu.fi", "value-not-iri", ["•••"]),
    ("katso verkosta", "value-not-iri", ["alkaa https://"]),
]


def check_told(finding: Any, code: str, words: list[str]) -> None:
    assert (finding.code, finding.severity) == (code, "violation")
    said = f"{finding.message.fi} {finding.remedy.fi}"
    assert [word for word in words if word not in said] == [], said


@pytest.mark.parametrize(("text", "code", "words"), DATES)
def test_wrong_time_is_told_with_what_it_may_be(
    tmp_path: Path, write_network: Factory, read: Factory, text: str, code: str, words: list[str]
) -> None:
    tables = {"actors": f'id,label@fi,label@sv,label@en,since\na,A,A,A,"{text}"\n'}
    (finding,) = read(write_network(tmp_path, tables)).findings
    check_told(finding, code, words)
    assert (finding.place.row, finding.place.column, finding.value) == (2, "since", text)


@pytest.mark.parametrize(("text", "code", "words"), NUMBERS)
def test_wrong_number_is_told_with_what_it_may_be(
    tmp_path: Path, write_network: Factory, read: Factory, text: str, code: str, words: list[str]
) -> None:
    observations = f'indicator,area,observed,value\ni,13,2020,"{text}"\n'
    tables = {"indicators": INDICATOR, "observations": observations}
    (finding,) = read(write_network(tmp_path, tables)).findings
    check_told(finding, code, words)
    assert finding.place.column == "value"


@pytest.mark.parametrize(("text", "code", "words"), ADDRESSES)
def test_wrong_address_is_told_with_what_it_may_be(
    tmp_path: Path, write_network: Factory, read: Factory, text: str, code: str, words: list[str]
) -> None:
    tables = {"actors": f"id,label@fi,label@sv,label@en,homepage\na,A,A,A,{text}\n"}
    found = read(write_network(tmp_path, tables)).findings
    # An e-mail address is told as private too.
    (finding,) = (each for each in found if each.code != "private-data")
    check_told(finding, code, words)


def test_doubtful_number_is_a_warning_and_a_value(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    observations = "indicator,area,observed,value\ni,13,2020,12.500\n"
    tables = {"indicators": INDICATOR, "observations": observations}
    reading = read(write_network(tmp_path, tables))
    (finding,) = reading.findings
    assert (finding.code, finding.severity) == ("number-ambiguous", "warning")
    assert "12500" in finding.message.sv
    assert "12,5" in finding.message.sv
    assert "12.5" in finding.message.en
    assert [v for _, v in reading.values("https://schema.org/value")] in ([], ["12.500"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("n. 2021", ["Kirjoita 2021,"]),
        # The column takes years only: to offer a day would send the writer in a circle.
        ("2018-5-1", ["ei ole vuosi", "esimerkiksi 2021"]),
        ("10/1/2018", ["ei ole vuosi"]),
        ("43374", ["ei ole vuosi"]),
        ("2018–2020", ["aikaväli"]),
    ],
)
def test_what_is_offered_is_a_value_of_the_column(
    tmp_path: Path, write_network: Factory, read: Factory, text: str, words: list[str]
) -> None:
    tables = {"regions": f'id,label@fi,label@sv,label@en,nuts_year\n1,A,A,A,"{text}"\n'}
    (finding,) = read(write_network(tmp_path, tables)).of("value-not-date")
    check_told(finding, "value-not-date", words)
    assert "1.5.2018" not in finding.remedy.fi


@pytest.mark.parametrize("text", ["NA", "None", "null", "-", "?", "ei tiedossa", "12.000"])
def test_text_that_stands_for_nothing_stays_text_in_a_column_of_text(
    tmp_path: Path, write_network: Factory, read: Factory, text: str
) -> None:
    tables = {"actors": f"id,label@fi,label@sv,label@en\na,{text},A,A\n"}
    reading = read(write_network(tmp_path, tables))
    assert reading.findings == ()
    labels = reading.values("http://www.w3.org/2004/02/skos/core#prefLabel")
    assert ("a", text) in labels


@pytest.mark.parametrize("column", ["areas", "type"])
def test_reference_that_stands_for_nothing_is_told_as_such(
    tmp_path: Path, write_network: Factory, read: Factory, column: str
) -> None:
    tables = {"actors": f"id,label@fi,label@sv,label@en,{column}\na,A,A,A,ei tiedossa\n"}
    assert [f.code for f in read(write_network(tmp_path, tables)).findings] == ["value-placeholder"]


def test_required_value_is_not_told_to_be_left_empty(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    tables = {"memberships": "actor,organization,role\n?,?,jasen\n"}
    told = read(write_network(tmp_path, tables)).of("value-placeholder")
    assert [f.place.column for f in told] == ["actor", "organization"]
    assert all("pakollinen" in f.message.fi and "tyhjäksi" not in f.remedy.fi for f in told)


def test_ambiguous_label_names_each_row_with_its_file(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    tables = {
        "actors": "id,label@fi,label@sv,label@en,areas\na,A,A,A,Kylä\n",
        "areas": "id,label@fi,label@sv,label@en\nb,B,B,B\nk,Kylä,K,K\nm,kylä,M,M\n",
    }
    (finding,) = read(write_network(tmp_path, tables)).findings
    assert finding.code == "reference-ambiguous"
    assert "areas.csv, rivi 3" in finding.message.fi
    assert "areas.csv, rad 4" in finding.message.sv


def test_many_wrong_cells_of_a_column_end_in_a_count(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    rows = "".join(f"a{n},A,A,A,kevät {n}\n" for n in range(1000))
    tables = {"actors": f"id,label@fi,label@sv,label@en,since\n{rows}"}
    reading = read(write_network(tmp_path, tables))
    told = reading.of("value-not-date")
    assert 20 <= len(told) <= 500
    assert f"{1000 - len(told) + 1}" in told[-1].message.en
    assert "1001" in told[-1].message.en
    # Of those that are counted only, no missing value is to be told either.
    (rows_of,) = reading.graph.rows
    assert "since" in rows_of.excused


@pytest.mark.parametrize("rows", [2_000, 2_001])
@pytest.mark.parametrize("right", [0, 1])
def test_column_in_which_nothing_can_be_read_is_told_whatever_its_length(
    tmp_path: Path, write_network: Factory, read: Factory, rows: int, right: int
) -> None:
    """Short columns are read text by text and long ones at once: both tell the same."""
    cells = "".join(f"a{n},A,A,A,{2020 if n < right else 'joskus'}\n" for n in range(rows))
    tables = {"actors": f"id,label@fi,label@sv,label@en,since\n{cells}"}
    told = read(write_network(tmp_path, tables)).of("value-not-date")
    assert f"{rows - right - len(told) + 1:,}" in told[-1].message.en
