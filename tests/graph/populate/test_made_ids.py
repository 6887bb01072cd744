"""Rows without an id get one from their name, and references by name find them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eloggraph.iri import expand

Factory = Callable[..., Any]
BASE = "https://example.org/pieni/"
NAMES = "label@fi,label@sv,label@en\n"
NETWORKS = "id,label@fi,label@sv,label@en,coordinator\n"


@pytest.fixture
def coordinate(tmp_path: Path, write_network: Factory, read: Factory) -> Factory:
    """Read some actors that give no id, and a network coordinated by what a cell says."""

    def read_cell(cell: str, *actors: str) -> Any:
        tables = {
            "actors": NAMES + "".join(f"{row}\n" for row in actors),
            "networks": f'{NETWORKS}p,P,P,P,"{cell}"\n',
        }
        return read(write_network(tmp_path, tables))

    return read_cell


def coordinators(reading: Any) -> list[str]:
    return [actor for actor, _ in reading.values(expand("elo:coordinates"))]


def test_a_row_without_an_id_gets_it_from_its_name_and_nothing_is_told(
    coordinate: Factory,
) -> None:
    reading = coordinate("Ohjaamo Ylä-Savo", "Ohjaamo Ylä-Savo,Navigatorn,One-Stop")
    assert reading.findings == ()
    assert coordinators(reading) == ["ohjaamo-yla-savo"]
    ids = reading.values(expand("dct:identifier"))
    assert ("ohjaamo-yla-savo", "ohjaamo-yla-savo") in ids


def test_a_made_id_stands_at_the_cell_of_the_name(coordinate: Factory) -> None:
    reading = coordinate("A", "A,A,A", ",Bara svenska,B")
    places = {
        value: (part.place(row).row, part.place(row).column)
        for part in reading.graph.of(expand("dct:identifier"))
        if part.origin is not None
        for value, row in part.frame.select("object", "row").iter_rows()
    }
    assert places == {"a": (2, "label@fi"), "bara-svenska": (3, "label@sv"), "p": (2, "id")}


@pytest.mark.parametrize(
    "cell",
    [
        "Ylä-Savon TE-toimisto",
        "ylä-savon te-toimisto",
        "Ylä–Savon TE‑toimisto",
        "Ylä\u00a0Savon  TE toimisto",
        "”Ylä-Savon TE-toimisto”",
        "Ylä-Savon TE-toi\u00admisto",
        "Övre Savolax TE-byrå",
        "övre savolax te byrå",
        "YSTE",
        "yla-savon-te-toimisto-yste",
        "actors/yla-savon-te-toimisto-yste",
        f"{BASE}actors/yla-savon-te-toimisto-yste",
    ],
)
def test_a_name_is_understood_as_a_reader_would(coordinate: Factory, cell: str) -> None:
    reading = coordinate(cell, "Ylä-Savon TE-toimisto (YSTE),Övre Savolax TE-byrå,A", "B,B,B")
    assert coordinators(reading) == ["yla-savon-te-toimisto-yste"]


def test_both_names_of_a_place_with_two_are_understood(coordinate: Factory) -> None:
    for cell in ("Iisalmi", "Idensalmi", "Iisalmi/Idensalmi"):
        assert coordinators(coordinate(cell, "Iisalmi / Idensalmi,,")) == ["iisalmi-idensalmi"]


def test_letters_are_no_marks_to_pass_over(coordinate: Factory) -> None:
    (finding,) = coordinate("Karjalan sali", "Karjalan säli,S,S").of("reference-dangling")
    assert "Karjalan säli" in finding.remedy.fi


def test_a_name_as_it_stands_wins_over_one_that_a_reader_would_take_for_it(
    coordinate: Factory,
) -> None:
    assert coordinators(coordinate("Kela", "KE-LA,,", "kela,,", "Eläke (Kela),,")) == ["kela"]


def test_a_name_wins_over_an_id_that_nobody_wrote(coordinate: Factory) -> None:
    reading = coordinate("abo", "Åbo,,", "ABO,,")
    assert coordinators(reading) == ["abo-2"]


def test_rows_of_one_name_are_told_at_both_and_where_they_are_referred_to(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    tables = {
        "actors": "label@fi,type\nKela,\nMuu,\nkela,vocational-college\n",
        "networks": f"{NETWORKS}p,P,P,P,Kela\n",
    }
    reading = read(write_network(tmp_path, tables))
    twins = reading.of("name-twin")
    assert [(f.severity, f.place.row, f.place.column) for f in twins] == [
        ("warning", 2, "label@fi"),
        ("warning", 4, "label@fi"),
    ]
    assert all("2, 4" in finding.message.fi for finding in twins)
    (unsure,) = reading.of("reference-ambiguous")
    assert "actors.csv, rivi 2; actors.csv, rivi 4" in unsure.message.fi
    assert "kela-2" not in unsure.message.fi  # an id that she never wrote
    assert {iri for iri in reading.graph.subjects() if "kela" in iri} == {
        f"{BASE}actors/kela",
        f"{BASE}actors/kela-2",
    }


def test_rows_that_are_the_same_altogether_are_a_fault(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    rows = "label@fi,type\nKela,\nKela,\n"
    reading = read(write_network(tmp_path, {"actors": rows}))
    assert [f.severity for f in reading.of("name-twin")] == ["violation", "violation"]


def test_a_table_may_mix_ids_of_both_kinds(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    rows = "id,label@fi\nkela,Kansaneläkelaitos\n,Kela\nKELA-2,Muu\n"
    reading = read(write_network(tmp_path, {"actors": rows}))
    assert reading.values(expand("skos:prefLabel"))[:3] == [
        ("KELA-2", "Muu"),
        ("kela", "Kansaneläkelaitos"),
        ("kela-3", "Kela"),
    ]


def test_the_first_language_of_the_network_makes_the_id(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    config = 'id = "p"\nbase = "https://example.org/p/"\nlanguages = ["sv", "fi"]\ntitle = "P"\n'
    tables = {"actors": "label@fi,label@sv\nTurku,Åbo\nLaukaa,\n"}
    reading = read(write_network(tmp_path, tables, config))
    assert [iri.rpartition("/")[2] for iri in reading.graph.subjects()] == ["abo", "laukaa"]


def test_a_row_without_name_and_id_is_told_at_the_cell_of_the_name(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    reading = read(write_network(tmp_path, {"actors": "label@fi,type\n,municipality\nA,\n"}))
    (finding,) = reading.of("key-missing")
    assert (finding.place.row, finding.place.column) == (2, "label@fi")
    assert "nimi" in finding.message.fi


def test_an_id_that_is_a_code_of_others_is_asked_for(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    rows = "id,label@fi,region\n,Iisalmi,13\n"
    reading = read(write_network(tmp_path, {"municipalities": rows}))
    assert ("key-missing", 2, "id") in reading.cells()
    rows = "label@fi,region\nIisalmi,13\n"
    reading = read(write_network(tmp_path, {"municipalities": rows}))
    assert ("column-missing", 1, None) in reading.cells()


def test_a_relation_between_rows_without_ids_gets_its_node_from_them(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    tables = {
        "actors": "label@fi\nÄä\nÖö\n",
        "links": "from,to,type\nää,öö,referral\n",
    }
    reading = read(write_network(tmp_path, tables))
    assert [iri for iri in reading.graph.subjects() if "/links/" in iri] == [
        f"{BASE}links/actors.aa~actors.oo~referral"
    ]
