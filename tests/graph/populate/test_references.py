"""References: by id, table and id, IRI, notation or label; and what is told when they fail."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eloggraph.iri import expand

Factory = Callable[..., Any]
BASE = "https://example.org/pieni/"
REFERENCE = "https://example.org/viite/"
ACTORS = "id,kind,label@fi,label@sv,label@en,type,areas\n"
NETWORKS = "id,label@fi,label@sv,label@en,coordinator\n"


@pytest.fixture
def refer(tmp_path: Path, write_network: Factory, read: Factory) -> Factory:
    """Read one actor whose areas are the given cell."""

    def read_areas(cell: str) -> Any:
        return read(write_network(tmp_path, {"actors": f'{ACTORS}a,,A,A,A,,"{cell}"\n'}))

    return read_areas


def areas(reading: Any) -> list[str]:
    return [value.removeprefix(REFERENCE) for _, value in reading.values(expand("elo:operatesIn"))]


@pytest.mark.parametrize(
    "cell",
    [
        "410",
        "municipalities/410",
        f"{REFERENCE}municipalities/410",
        "Laukaa",
        "LAUKAA",
        "laukas",
        "Laukas",
    ],
)
def test_row_is_meant_by_id_table_iri_or_label_in_any_language_and_case(
    refer: Factory, cell: str
) -> None:
    reading = refer(cell)
    assert areas(reading) == ["municipalities/410"]
    assert reading.findings == ()


def test_label_is_found_in_any_unicode_form(refer: Factory) -> None:
    assert areas(refer("Jyva\u0308skyla\u0308")) == ["municipalities/179"]


def test_one_label_alike_in_three_languages_is_not_ambiguous(refer: Factory) -> None:
    assert areas(refer("Jyväskylä")) == ["municipalities/179"]


def test_several_values_are_parted_by_a_bar(refer: Factory) -> None:
    assert areas(refer("179| Laukaa ||13")) == [
        "municipalities/179",
        "municipalities/410",
        "regions/13",
    ]


def test_wrong_value_among_several_leaves_the_right_ones(refer: Factory) -> None:
    reading = refer("179|Laukka|13")
    assert areas(reading) == ["municipalities/179", "regions/13"]
    (finding,) = reading.of("reference-dangling")
    assert (finding.value, finding.place.row, finding.place.column) == ("Laukka", 2, "areas")
    assert "Laukaa" in finding.remedy.fi


def test_dangling_reference_names_the_nearest_ids_and_labels(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    tables = {
        "actors": f"{ACTORS}gradia,,Gradia,Gradia,Gradia,,\n",
        "networks": f"{NETWORKS}p,P,P,P,gradja\nq,Q,Q,Q,xyzzy\n",
    }
    near, far = read(write_network(tmp_path, tables)).of("reference-dangling")
    assert "gradia" in near.remedy.sv.casefold()
    assert far.place.row == 3
    assert far.remedy.en


def test_label_of_two_rows_is_ambiguous_and_names_both(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    tables = {
        "actors": f"{ACTORS}a,,Opisto,X,X,,\nb,,opisto,Y,Y,,\n",
        "networks": f"{NETWORKS}p,P,P,P,Opisto\n",
    }
    reading = read(write_network(tmp_path, tables))
    (finding,) = reading.findings
    assert (finding.code, finding.place.column) == ("reference-ambiguous", "coordinator")
    assert "actors/a" in finding.message.fi
    assert "actors/b" in finding.message.fi
    assert reading.values(expand("elo:coordinates")) == []


def test_id_in_two_tables_is_told_apart_by_its_table(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    label = "id,label@fi,label@sv,label@en\n"
    tables = {
        "actors": f"{ACTORS}x,,A,A,A,,\n",
        "networks": f"{label}x,P,P,P\n",
        "memberships": "actor,organization,role\nx,x,jasen\nx,networks/x,jasen\n",
    }
    reading = read(write_network(tmp_path, tables))
    # In the column of actors only the actor fits.
    assert [(f.code, f.place.row, f.place.column) for f in reading.findings] == [
        ("reference-ambiguous", 2, "organization")
    ]
    assert reading.values(expand("org:organization")) == [
        ("x~networks.x~jasen", f"{BASE}networks/x")
    ]


def test_id_wins_over_a_label_that_reads_the_same(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    tables = {
        "actors": f"{ACTORS}a,,b,X,X,,\nb,,B,B,B,,\n",
        "networks": f"{NETWORKS}p,P,P,P,b\n",
    }
    assert read(write_network(tmp_path, tables)).values(expand("elo:coordinates")) == [
        ("b", f"{BASE}networks/p")
    ]


def test_own_row_wins_over_one_of_a_used_network(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    tables = {
        "actors": f"{ACTORS}a,,A,A,A,,410\n",
        "municipalities": "id,label@fi,label@sv,label@en,region\n410,Oma,Egen,Own,13\n",
    }
    reading = read(write_network(tmp_path, tables))
    assert reading.values(expand("elo:operatesIn")) == [("a", f"{BASE}municipalities/410")]


@pytest.mark.parametrize("cell", ["13", "areas/13", "Keski-Suomi"])
def test_own_row_that_may_be_narrowed_wins_over_a_used_row_that_fits(
    tmp_path: Path, write_network: Factory, read: Factory, cell: str
) -> None:
    """What is nearer wins before what fits better: an area of the network's own is its region."""
    tables = {
        "areas": "id,label@fi,label@sv,label@en\n13,Keski-Suomi,Mellersta,Central\n",
        "municipalities": f"id,label@fi,label@sv,label@en,region\n410,Laukaa,Laukas,L,{cell}\n",
    }
    reading = read(write_network(tmp_path, tables))
    assert reading.of("reference-ambiguous") == []
    assert ("410", f"{BASE}areas/13") in reading.values(expand("elo:withinArea"))


def test_of_two_own_rows_the_one_that_fits_wins(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    tables = {
        "areas": "id,label@fi,label@sv,label@en\n13,Keski-Suomi,Mellersta,Central\n",
        "regions": "id,label@fi,label@sv,label@en\n13,Keski-Suomi,Mellersta,Central\n",
        "municipalities": "id,label@fi,label@sv,label@en,region\n410,Laukaa,Laukas,L,13\n",
    }
    reading = read(write_network(tmp_path, tables))
    assert reading.of("reference-ambiguous") == []
    assert ("410", f"{BASE}regions/13") in reading.values(expand("elo:withinArea"))


def test_inverse_column_puts_the_cell_first(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    tables = {"actors": f"{ACTORS}a,,A,A,A,,\n", "networks": f"{NETWORKS}p,P,P,P,a\n"}
    reading = read(write_network(tmp_path, tables))
    (part,) = [p for p in reading.graph.of(expand("elo:coordinates")) if p.frame.height]
    assert part.frame.rows() == [(f"{BASE}actors/a", f"{BASE}networks/p", 2)]
    assert part.place(2).column == "coordinator"


@pytest.mark.parametrize(
    "cell", ["PublicAuthority", "viranomainen", "MYNDIGHET", "public authority"]
)
def test_narrower_kind_is_one_more_type(
    tmp_path: Path, write_network: Factory, read: Factory, cell: str
) -> None:
    reading = read(write_network(tmp_path, {"actors": f"{ACTORS}a,{cell},A,A,A,,\n"}))
    assert reading.findings == ()
    assert reading.values(expand("rdf:type")) == [
        ("", expand("dcat:Dataset")),
        ("a", expand("elo:Actor")),
        ("a", expand("elo:PublicAuthority")),
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "university",
        "yliopisto",
        "Universitet",
        "https://w3id.org/eloggraph/vocab/actor-type/university",
    ],
)
def test_code_is_known_by_notation_iri_or_label(
    tmp_path: Path, write_network: Factory, read: Factory, cell: str
) -> None:
    reading = read(write_network(tmp_path, {"actors": f"{ACTORS}a,,A,A,A,{cell},\n"}))
    assert [value.rpartition("/")[2] for _, value in reading.values(expand("elo:actorType"))] == [
        "university"
    ]


def test_unknown_code_is_told_with_the_nearest(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    reading = read(write_network(tmp_path, {"actors": f"{ACTORS}a,,A,A,A,universty,\n"}))
    (finding,) = reading.of("code-unknown")
    assert (finding.place.row, finding.place.column) == (2, "type")
    assert "university" in finding.remedy.en


@pytest.mark.parametrize("cell", ["13, 179", "13/179", "13 & 179"])
def test_values_with_another_mark_between_them_are_told_how_to_stand(
    tmp_path: Path, write_network: Factory, read: Factory, cell: str
) -> None:
    reading = read(write_network(tmp_path, {"actors": f'{ACTORS}a,,A,A,A,,"{cell}"\n'}))
    (finding,) = reading.of("reference-dangling")
    assert cell in finding.message.en
    parts = [part.strip() for part in re.split("[,/&]", cell)]
    assert "|".join(parts) in finding.remedy.fi


def test_values_of_which_one_is_unknown_are_told_as_one(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    reading = read(write_network(tmp_path, {"actors": f'{ACTORS}a,,A,A,A,,"13, Atlantis"\n'}))
    (finding,) = reading.of("reference-dangling")
    assert "|" not in finding.remedy.fi


def test_codes_with_another_mark_between_them_are_told_how_to_stand(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    services = 'id,label@fi,label@sv,label@en,forms\ns,S,S,S,"information, neuvonta"\n'
    reading = read(write_network(tmp_path, {"services": services}))
    (finding,) = reading.of("code-unknown")
    assert "information|neuvonta" in finding.remedy.sv


def test_code_of_another_list_is_unknown(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    reading = read(write_network(tmp_path, {"actors": f"{ACTORS}a,,A,A,A,working-group,\n"}))
    assert reading.of("code-unknown")


def test_header_of_the_key_mistyped_does_not_make_every_reference_dangle(
    tmp_path: Path, write_network: Factory, read: Factory, tiny_tables: dict[str, list[list[str]]]
) -> None:
    tiny_tables["actors"][0][0] = "idd"
    reading = read(write_network(tmp_path, tiny_tables))
    assert reading.cells() == [("header-unknown", 1, "idd")]


def test_two_thousand_dangling_references_take_no_more_than_their_share(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    # Held against every name letter by letter, they would take minutes.
    words = [f"{a}{b} {c}opisto" for a in "aeiouy" for b in "klmnprst" for c in range(42)]
    actors = "".join(f"x{i},,{word},{word},{word},,{word}\n" for i, word in enumerate(words))
    reading = read(write_network(tmp_path, {"actors": ACTORS + actors}))
    told = reading.of("reference-dangling")
    rest = len(words) - (len(told) - 1)
    assert f"vielä {rest:,}".replace(",", "\u00a0") in told[-1].message.fi
    assert len(told) < len(words)


def test_frame_of_references_names_the_tables_that_hold_them_all(
    tiny_network: Path, read: Factory
) -> None:
    reading = read(tiny_network)
    rows_of = {
        id(matched.raw): matched.table.name
        for tables in (reading.tables, *reading.tables.uses)
        for matched in tables.tables
    }
    (members,) = reading.graph.of(expand("org:member"))
    assert {rows_of[id(raw)] for raw in members.refers} == {"actors"}
    areas = [part for part in reading.graph.of(expand("elo:operatesIn")) if part.frame.height]
    assert {rows_of[id(raw)] for part in areas for raw in part.refers} == {
        "municipalities",
        "regions",
    }
    # The cell of an inverse column is the subject; what it refers to is the row itself.
    (coordinates,) = reading.graph.of(expand("elo:coordinates"))
    assert [rows_of[id(raw)] for raw in coordinates.refers] == ["projects"]
    # A code stands in no table, nor does text.
    others = [p for p in reading.graph.frames if p.is_literal or p.predicate == expand("rdf:type")]
    assert {part.refers for part in others} == {None}


@pytest.mark.parametrize(
    "cell",
    [
        "13 ja 179",
        "13 och Laukaa",
        "179 and 13",
        "13 + 179",
        "13 sekä 179",
        "• 13 • 179",
        "13 – 179",
        "13, 179 ja Laukaa",
    ],
)
def test_values_that_words_or_bullets_join_are_told_how_to_stand(refer: Factory, cell: str) -> None:
    (finding,) = refer(cell).of("reference-dangling")
    parts = re.findall(r"[0-9]+|Laukaa", cell)
    assert "|".join(parts) in finding.remedy.fi
    assert finding.value == cell


@pytest.mark.parametrize("cell", ["Laukaa ja Xyzzy", "Laukaa, Atlantis", "Xyzzy & Laukaa"])
def test_no_near_name_drops_a_value_of_the_cell(refer: Factory, cell: str) -> None:
    (finding,) = refer(cell).of("reference-dangling")
    assert "Laukaa" not in finding.remedy.fi
    assert "Tarkoititko" not in finding.remedy.fi


def test_a_name_mistyped_still_has_its_nearest(refer: Factory) -> None:
    (finding,) = refer("Laukkaa").of("reference-dangling")
    assert "Laukaa" in finding.remedy.fi


# How people write it in their own sheets, and the code that the statistics of the field would give it.
@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Työllisyysalue", "employment-area"),
        ("ely", "ely-centre"),
        ("elinvoimakeskus", "vitality-centre"),
        ("kauppakamari", "chamber-of-commerce"),
        ("handelskammare", "chamber-of-commerce"),
        ("yrittäjäjärjestö", "employer-organisation"),
        ("amk", "university-of-applied-sciences"),
        ("YH", "university-of-applied-sciences"),
        ("ammatillinen", "vocational-institution"),
        ("Kela", "social-insurance-institution"),
        ("FPA", "social-insurance-institution"),
        ("järjestöt", "ngo"),
    ],
)
def test_code_is_meant_by_what_people_call_it(
    tmp_path: Path, write_network: Factory, read: Factory, written: str, code: str
) -> None:
    reading = read(write_network(tmp_path, {"actors": f"{ACTORS}a,,A,A,A,{written},\n"}))
    assert reading.findings == ()
    meant = "https://w3id.org/eloggraph/vocab/actor-type/" + code
    assert [value for _, value in reading.values(expand("elo:actorType"))] == [meant]


def test_guidance_without_a_word_more_is_individual_guidance(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    services = {"services": "id,label@fi,forms\ns,Opo,ohjaus\n"}
    reading = read(write_network(tmp_path, services))
    assert [f for f in reading.findings if f.code == "code-unknown"] == []
    meant = "https://w3id.org/eloggraph/vocab/service-form/guidance"
    assert [value for _, value in reading.values(expand("elo:serviceForm"))] == [meant]
