"""Several where there are several, and what an observation, a norm or a result is about.

The oracle is a network of a few rows, read by hand.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import URIRef

import eloggraph
from eloggraph.analysis.projection import count_inferred, project_actors, project_recorded
from eloggraph.api.network import Network
from eloggraph.graph.inference import infer
from eloggraph.graph.rdf.store import open_store
from eloggraph.iri import ELO

SETTINGS = """
id = "net"
base = "https://example.org/net/"
licence = "https://example.org/licence"
date = "2026-01-01"
title = { fi = "Verkosto", sv = "Nätverk", en = "Network" }
description = { fi = "Kuvaus", sv = "Beskrivning", en = "Description" }
"""
BASE = "https://example.org/net/"
JOINT = f"{BASE}links/actors.a~actors.b~joint-provision"
NAMES = "label@fi,label@sv,label@en"
TABLES = {
    "actors": f"id,{NAMES},sector,source\na,Aalto,Aalto,Aalto,education|youth,s|t\nb,Bio,Bio,Bio,,s\n"
    "c,Ceta,Ceta,Ceta,employers,s\nd,Delta,Delta,Delta,,s\ne,Eeta,Eeta,Eeta,,s\n",
    "sources": f"id,{NAMES}\ns,Yksi,Ett,One\nt,Kaksi,Två,Two\n",
    "projects": f"id,{NAMES},since,until\np,Hanke,Projekt,Project,2020,2024\nq,Toinen,Andra,Second,2021,\n",
    "links": "from,to,type,parties,project\na,b,referral,,p|q\na,b,joint-provision,c|d,\n",
    "services": f"id,kind,{NAMES}\nv,GuidanceService,Neuvonta,Rådgivning,Advice\n",
    "regions": "id,label@fi,label@sv,label@en\n99,Alue,Område,Area\n",
    "indicators": f"id,{NAMES},unit\ni,Käynnit,Besök,Visits,visit\n",
    "observations": "indicator,area,observed,about,value\ni,99,2025,,10\ni,99,2025,v,7\n",
    "target_groups": f"id,{NAMES}\ng,Nuoret,Unga,Young\n",
    "policy_documents": f"id,{NAMES}\nd,Laki,Lagen,The Act\n",
    "norms": "target_group,area,form,required,based_on\ng,99,guidance,true,d\n",
    "quality_criteria": f"id,{NAMES},applies_to\nk,Palaute,Respons,Feedback,v\nm,Tilat,Lokaler,Rooms,v\n",
    "criterion_results": "criterion,about,result,observed\nk,v,partly,2025\n",
    "shortages": "industry,occupation,area,balance\nict,,99,\n,2221,99,\n,2512,99,surplus\n",
}


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    folder = tmp_path_factory.mktemp("several")
    (folder / "network.toml").write_text(SETTINGS, "utf-8")
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return eloggraph.open(folder)


def ask(network: Network, name: str, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row.get(c, "") for c in columns) for row in network.query(name, "en").dicts()]


def test_nothing_of_it_is_a_violation(network: Network) -> None:
    told = [each for each in network.check().findings if each.severity == "violation"]
    assert [(each.shape, each.value) for each in told] == []


def test_an_actor_has_two_sectors_in_one_row(network: Network) -> None:
    rows = dict(ask(network, "actors", "name", "sector"))
    assert set(rows["Aalto"].split(" | ")) == {"education", "youth work"}


def test_two_sources_are_two(network: Network) -> None:
    facts = {fact for (fact,) in ask(network, "facts-with-one-source", "fact")}
    assert ("Bio" in facts, "Aalto" in facts) == (True, False)


def test_a_link_of_two_projects_is_one_tie(network: Network) -> None:
    ties = network.affiliations.ties
    assert [tie.target for tie in ties if tie.kind == "link"] == [f"{BASE}actors/b"]
    outputs = ask(network, "outputs-beyond-projects", "project", "output")
    assert sorted(outputs) == [("Project", "Aalto – Bio"), ("Second", "Aalto – Bio")]


def test_a_value_of_a_service_is_its_own_row(network: Network) -> None:
    assert ask(network, "observations-of-things", "about", "indicator", "value") == [
        ("Advice", "Visits", "7")
    ]
    nodes = {str(node) for node in network.to_rdflib().subjects() if "/observations/" in str(node)}
    base = f"{BASE}observations/i~regions.99~2025"
    assert nodes == {base, f"{base}~services.v"}


def test_a_norm_names_its_decision(network: Network) -> None:
    assert ask(network, "norms-and-decisions", "target_group", "decision") == [("Young", "The Act")]


def test_a_criterion_has_a_result_or_is_not_known(network: Network) -> None:
    assert ask(network, "criteria-and-results", "criterion", "about", "result") == [
        ("Feedback", "Advice", "partly met"),
        ("Rooms", "", ""),
    ]


def test_a_shortage_has_an_occupation_and_a_balance(network: Network) -> None:
    found = ask(network, "labour-balance", "balance", "industry", "occupation")
    assert sorted(found) == [
        ("shortage", "", "2221"),
        ("shortage", "information and communication technology (ICT)", ""),
        ("surplus", "", "2512"),
    ]


def test_a_joint_product_of_four_is_one_tie_of_many(network: Network) -> None:
    """Its four parties point at it: six pairs are no ties on record, and follow from it."""
    found = network.affiliations
    node = next(each for each in found.nodes if each.iri == JOINT)
    assert (node.kind, node.label.en) == ("collective", "joint provision")
    assert [tie.source for tie in found.ties if tie.statement == JOINT] == [
        f"{BASE}actors/{party}" for party in "abcd"
    ]
    assert project_recorded(found).number_of_edges() == 1
    pairs = project_actors(found)
    assert (pairs.number_of_edges(), count_inferred(pairs)) == (6, 5)
    assert pairs[f"{BASE}actors/c"][f"{BASE}actors/d"]["shared"] == (JOINT,)


def test_parties_of_one_collaboration_meet_in_questions(network: Network) -> None:
    assert ask(network, "ties-between-sectors", "sector", "other_sector", "ties") == [
        ("education", "employers", "1"),
        ("employers", "youth work", "1"),
    ]
    assert ask(network, "actors-without-links", "actor") == [("Eeta",)]
    rows = ask(network, "links-by-agreement", "from", "to")
    assert sorted(rows) == [
        ("Aalto", "Bio"),
        ("Aalto", "Bio"),
        ("Aalto", "Ceta"),
        ("Aalto", "Delta"),
    ]


def test_pairs_of_a_collaboration_are_inferred_and_not_published(network: Network) -> None:
    with_whom = URIRef(f"{ELO}collaboratesWith")
    assert not list(network.to_rdflib().triples((None, with_whom, None)))
    inferred = infer(open_store(network.graphs), BASE)
    pairs = [t for t in inferred.triples if t.predicate.value == str(with_whom)]
    assert len(pairs) == 4 * 3  # each of the four with each of the others, none with itself


def test_a_party_is_named_once(tmp_path: Path) -> None:
    """The first two parties are no others; a name that is not there is told at its cell."""
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    (tmp_path / "network.toml").write_text(SETTINGS, "utf-8")
    (tmp_path / "links.csv").write_text("from,to,type,parties\na,b,referral,b|c\na,c,referral,x\n")
    told = eloggraph.check(tmp_path).findings
    at = {(each.place.row, each.value) for each in told if each.place.column == "parties"}
    assert at == {(2, f"{BASE}actors/b"), (3, "x")}
