"""IRIs of rows: minted from ids, never from places; the oracle for their form is pyoxigraph."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eloggraph.iri import expand, mint_segment

Factory = Callable[..., Any]
LABELS = "id,label@fi,label@sv,label@en\n"
BASE = "https://example.org/pieni/"


def is_iri(text: str) -> bool:
    try:
        list(ox.parse(f"<{text}> <http://p> <http://o> .", format=ox.RdfFormat.N_TRIPLES))
    except SyntaxError:
        return False
    return True


@given(st.text(min_size=1))
def test_any_id_makes_an_iri_of_one_more_segment(text: str) -> None:
    segment = mint_segment(text)
    assert "/" not in segment
    assert "#" not in segment
    assert segment not in {".", ".."}
    assert is_iri(f"{BASE}actors/{segment}")


@given(st.text(min_size=1), st.text(min_size=1))
def test_different_ids_make_different_iris(one: str, other: str) -> None:
    same = unicodedata.normalize("NFC", one.strip()) == unicodedata.normalize("NFC", other.strip())
    assert (mint_segment(one) == mint_segment(other)) == same


def test_forms_of_one_letter_make_one_iri() -> None:
    assert mint_segment("a\u0308") == mint_segment("ä") == "%C3%A4"


@pytest.mark.parametrize(
    ("id_", "segment"),
    [
        ("jyu", "jyu"),
        ("00100", "00100"),
        ("a/b", "a%2Fb"),
        ("..", "%2E%2E"),
        (".", "%2E"),
        ("Äänekoski", "%C3%84%C3%A4nekoski"),
        ("a~b", "a~b"),
        ("100%", "100%25"),
        ("a b", "a%20b"),
    ],
)
def test_row_has_the_iri_of_its_id(
    tmp_path: Path, write_network: Factory, read: Factory, id_: str, segment: str
) -> None:
    reading = read(write_network(tmp_path, {"roles": f"{LABELS}{id_},A,A,A\n"}))
    assert reading.graph.subjects().to_list() == [f"{BASE}roles/{segment}"]
    assert (segment, id_) in reading.values(expand("dct:identifier"))


def test_iri_does_not_depend_on_the_place_of_the_row(
    tmp_path: Path, write_network: Factory, read: Factory, tiny_tables: dict[str, list[list[str]]]
) -> None:
    before = read(write_network(tmp_path, tiny_tables)).graph.subjects().to_list()
    for rows in tiny_tables.values():
        rows[1:] = random.Random(1).sample(rows[1:], len(rows) - 1)
        rows.insert(1, [""] * len(rows[0]))
    after = read(write_network(tmp_path, tiny_tables, name="muu")).graph.subjects().to_list()
    assert after == before


def test_relation_has_the_iri_of_its_key_columns(tiny_network: Path, read: Factory) -> None:
    assert f"{BASE}memberships/jyu~projects.hanke~jasen" in read(tiny_network).graph.subjects()


def test_relations_to_rows_of_one_id_in_two_tables_are_two(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    tables = {
        "actors": f"{LABELS}a,A,A,A\n",
        "chains": f"{LABELS}x,P,P,P\n",
        "networks": f"{LABELS}x,N,N,N\n",
        "links": "from,to,type\na,chains/x,support\na,networks/x,support\n",
    }
    reading = read(write_network(tmp_path, tables))
    assert reading.findings == ()
    assert {s for s in reading.graph.subjects() if "/links/" in s} == {
        f"{BASE}links/actors.a~networks.x~support",
        f"{BASE}links/actors.a~chains.x~support",
    }


def test_relation_by_label_and_by_id_is_the_same(
    tmp_path: Path, write_network: Factory, read: Factory, tiny_tables: dict[str, list[list[str]]]
) -> None:
    tiny_tables["memberships"].append(["Jyväskylän yliopisto", "Hanke", "MEMBER"])
    (finding,) = read(write_network(tmp_path, tiny_tables)).findings
    assert (finding.code, finding.place.row) == ("key-repeated", 3)
    assert "2" in finding.message.fi


def test_unreadable_date_in_a_key_is_told_once(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    tables = {
        "indicators": f"{LABELS}i,I,I,I\n",
        "observations": "indicator,area,value,observed\ni,13,1,31.2.2021\ni,13,2,5/2021\n",
    }
    reading = read(write_network(tmp_path, tables))
    assert reading.cells() == [("value-not-date", 2, "observed")]
    assert f"{BASE}observations/i~regions.13~2021-05" in reading.graph.subjects()


def test_repeated_key_names_both_rows_and_the_first_one_stays(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    reading = read(write_network(tmp_path, {"roles": f"{LABELS}a,A,A,A\nb,B,B,B\na,C,C,C\n"}))
    (finding,) = reading.findings
    assert (finding.code, finding.place.row, finding.place.column) == ("key-repeated", 4, "id")
    for _, text in finding.message.items():
        assert "2" in text
        assert "”a”" in text or "“a”" in text
    labels = [pair for pair in reading.values(expand("skos:prefLabel")) if pair[0] == "a"]
    assert {label for _, label in labels} == {"A"}


def test_key_in_two_forms_of_unicode_is_repeated(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    reading = read(write_network(tmp_path, {"roles": f"{LABELS}ä,A,A,A\na\u0308,B,B,B\n"}))
    assert reading.cells() == [("key-repeated", 3, "id")]


def test_missing_key_is_told_at_its_cell_and_makes_no_node(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    claims = "id,description@fi\n,Tosi\n"
    reading = read(write_network(tmp_path, {"claims": claims}))
    assert ("key-missing", 2, "id") in reading.cells()
    assert reading.graph.subjects().to_list() == []


def test_missing_key_of_a_relation_is_told_at_each_empty_cell(
    tmp_path: Path, write_network: Factory, read: Factory, tiny_tables: dict[str, list[list[str]]]
) -> None:
    tiny_tables["memberships"].append(["", "hanke", ""])
    assert read(write_network(tmp_path, tiny_tables)).cells() == [
        ("key-missing", 3, "actor"),
        ("key-missing", 3, "role"),
    ]


def test_wrong_key_of_a_relation_is_told_once(
    tmp_path: Path, write_network: Factory, read: Factory, tiny_tables: dict[str, list[list[str]]]
) -> None:
    tiny_tables["memberships"].append(["jyy", "hanke", "jasen"])
    assert read(write_network(tmp_path, tiny_tables)).cells() == [
        ("reference-dangling", 3, "actor")
    ]
