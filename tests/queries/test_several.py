"""Several where there are several, and what an observation, a norm or a result is about.

The oracle is a network of a few rows, read by hand.
"""

from __future__ import annotations

import pytest

import eloggraph
from eloggraph.api.network import Network

SETTINGS = """
id = "net"
base = "https://example.org/net/"
licence = "https://example.org/licence"
date = "2026-01-01"
title = { fi = "Verkosto", sv = "Nätverk", en = "Network" }
description = { fi = "Kuvaus", sv = "Beskrivning", en = "Description" }
"""
NAMES = "label@fi,label@sv,label@en"
TABLES = {
    "actors": f"id,{NAMES},sector,source\na,Aalto,Aalto,Aalto,education|youth,s|t\nb,Bio,Bio,Bio,,s\n",
    "sources": f"id,{NAMES}\ns,Yksi,Ett,One\nt,Kaksi,Två,Two\n",
    "projects": f"id,{NAMES},since,until\np,Hanke,Projekt,Project,2020,2024\nq,Toinen,Andra,Second,2021,\n",
    "links": "from,to,type,project\na,b,referral,p|q\n",
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
    assert len(network.affiliations.ties) == 1
    outputs = ask(network, "outputs-beyond-projects", "project", "output")
    assert sorted(outputs) == [("Project", "Aalto – Bio"), ("Second", "Aalto – Bio")]


def test_a_value_of_a_service_is_its_own_row(network: Network) -> None:
    assert ask(network, "observations-of-things", "about", "indicator", "value") == [
        ("Advice", "Visits", "7")
    ]
    nodes = {str(node) for node in network.to_rdflib().subjects() if "/observations/" in str(node)}
    base = "https://example.org/net/observations/i~regions.99~2025"
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
