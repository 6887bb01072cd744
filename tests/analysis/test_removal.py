"""What follows when an actor leaves: gold networks by brute force, small ones worked by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import eloggraph
from eloggraph.analysis.losses import count_cut_off, list_cut_off
from eloggraph.analysis.outcome import Outcome
from eloggraph.analysis.questions.removal import (
    MOST_LISTED,
    QUESTION,
    Loss,
    Removal,
    measure_removal,
)
from eloggraph.example.writing import write_example
from networks import make_material, write_tables

ACTORS = "id,label@fi,part_of\na,Aalto,\nb,Bio,\nc,Cee,\nunit,Yksikkö,a\nteam,Tiimi,a\n"


def ask(folder: Path, tables: dict[str, str]) -> Outcome[Removal]:
    network = eloggraph.open(write_tables(folder / "t", {"actors.csv": ACTORS, **tables}))
    (outcome,) = network.analyse("removal").outcomes
    return outcome


def tell(found: Removal, what: str) -> dict[str, list[str]]:
    losses = {loss.label.fi: [text.fi for text in getattr(loss, what)] for loss in found.losses}
    return {actor: names for actor, names in losses.items() if names}


def _remove(graph: nx.Graph[str], actor: str) -> list[set[str]]:
    among = nx.node_connected_component(graph, actor) - {actor}
    return sorted(nx.connected_components(graph.subgraph(among)), key=len, reverse=True)


@pytest.mark.parametrize("name", ["florentine_ties.csv", "karate_ties.csv"])
def test_who_is_cut_off_is_what_taking_each_away_shows(read_ties: Any, name: str) -> None:
    """The oracle takes every actor away by itself."""
    graph = read_ties(name)
    apart = {actor: _remove(graph, actor) for actor in graph}
    expected = {actor: sum(map(len, parts[1:])) for actor, parts in apart.items()}
    assert count_cut_off(graph) == expected
    for actor, lost in expected.items():
        assert len(list_cut_off(graph, actor)) == lost


def test_florence_without_the_medici(read_ties: Any) -> None:
    """Acciaiuoli hang on the Medici, and so do Salviati with Pazzi behind them."""
    graph = read_ties("florentine_ties.csv")
    assert list_cut_off(graph, "Medici") == ("Acciaiuoli", "Pazzi", "Salviati")
    cut_off = count_cut_off(graph)
    assert {actor: n for actor, n in cut_off.items() if n} == {
        "Medici": 3,
        "Albizzi": 1,
        "Guadagni": 1,
        "Salviati": 1,
    }


def test_at_random_is_the_mean_over_all_actors(
    make_node: Any, make_tie: Any, make_network: Any
) -> None:
    nodes = [make_node(name) for name in "abcde"]
    ties = [make_tie(*pair) for pair in ("ab", "bc", "cd")]  # e has no tie
    found = measure_removal(make_material(make_network(nodes, ties)))
    assert [(loss.actor, loss.cut_off) for loss in found.losses] == [("b", 1), ("c", 1)]
    assert [text.fi for text in found.losses[0].parted] == ["a"]
    assert (found.actors, found.cut_off_at_random) == (5, pytest.approx(2 / 5))


@pytest.mark.parametrize(
    ("mean", "told"),
    [
        (0.1, "keskimäärin 0,1 muuta"),
        (0.09, "keskimäärin 0,09 muuta"),
        (0.01, "keskimäärin 0,01 muuta"),
        (0.009, "ei jättäisi irralleen juuri ketään"),
    ],
)
def test_a_small_mean_is_never_told_as_zero(mean: float, told: str) -> None:
    name = eloggraph.Text.same("A")
    loss = Loss(
        actor="a",
        label=name,
        cut_off=2,
        parted=(),
        cells=(),
        services=(),
        goals=(),
        measures=(),
        collectives=(),
    )
    found = Removal(losses=(loss,), actors=9, cut_off_at_random=mean, has_norm=True, asked=True)
    assert told in [text.fi for text in QUESTION.tell(found)][1]


def test_of_parts_of_one_size_one_stays_and_the_others_are_cut_off() -> None:
    graph: nx.Graph[str] = nx.Graph([("b", "x"), ("a", "x"), ("c", "x")])
    assert list_cut_off(graph, "x") == ("b", "c")
    assert count_cut_off(graph)["x"] == 2


PLACES = {
    "regions.csv": "id,label@fi\n98,Maakunta\n",
    "municipalities.csv": "id,label@fi,region\n990,Ahola,98\n",
    "target_groups.csv": "id,label@fi\ng,Nuoret\n",
}


@pytest.mark.parametrize(
    ("services", "required", "holders"),
    [
        ("s,S,g,990,guidance,b\n", "true", ["Bio"]),
        ("s,S,g,990,guidance,b|c\n", "true", []),
        ("s,S,g,990,guidance,b\nt,T,g,990,guidance,b\n", "true", ["Bio"]),
        (
            "s,S,g,990,guidance,b\nt,T,g,990,guidance,\n",
            "true",
            [],
        ),  # whose the other is is unknown
        ("s,S,g,990,guidance,b\n", "false", []),
        # Who leaves takes the units along; of two units none is the only one.
        ("s,S,g,990,guidance,unit\n", "true", ["Aalto", "Yksikkö"]),
        ("s,S,g,990,guidance,unit|team\n", "true", ["Aalto"]),
        ("s,S,g,990,guidance,unit|b\n", "true", []),
    ],
)
def test_a_required_service_is_lost_with_the_only_organisation_that_provides_it(
    tmp_path: Path, services: str, required: str, holders: list[str]
) -> None:
    tables = {
        **PLACES,
        "services.csv": f"id,label@fi,target_groups,areas,forms,providers\n{services}",
        "norms.csv": "target_group,area,form,required,surveyed\n"
        f"g,990,guidance,{required},2025-09-30\n",
    }
    cells = tell(ask(tmp_path, tables).found, "cells")
    assert cells == {holder: ["Nuoret – Ahola – henkilökohtainen ohjaus"] for holder in holders}


def test_where_nothing_is_required_every_service_of_one_provider_is_told(tmp_path: Path) -> None:
    services = "id,label@fi,providers\ns,S,b\nt,T,b|c\nu,U,unit|team\nv,V,\n"
    outcome = ask(tmp_path, {"services.csv": services})
    assert tell(outcome.found, "services") == {"Aalto": ["U"], "Bio": ["S"]}
    assert outcome.sentences[0].fi == (
        "Eniten seurauksia olisi tämän toimijan poistumisella: Aalto "
        "(1 palvelu jäisi ilman tuottajaa)."
    )
    norm = {"norms.csv": "target_group,area,form,required\ng,990,guidance,true\n"}
    required = ask(tmp_path, {"services.csv": services, **PLACES, **norm}).found
    assert tell(required, "services") == {}


@pytest.mark.parametrize(
    ("measures", "goals", "left"),
    [
        ("m,M,b,g,\n", {"Bio": ["G"]}, {"Bio": ["M"]}),
        ("m,M,b|c,g,\n", {}, {}),
        ("m,M,b,g,\nn,N,c,g,\n", {}, {"Bio": ["M"], "Cee": ["N"]}),
        # What is planned has somebody to answer for it, and is not yet done for the goal.
        ("m,M,b,g,\nn,N,c,g,planned\n", {"Bio": ["G"]}, {"Bio": ["M"], "Cee": ["N"]}),
        ("m,M,b,g,ended\n", {}, {}),
        ("m,M,,g,\n", {}, {}),
    ],
)
def test_goals_and_measures_are_lost_with_the_only_one_who_works_for_them(
    tmp_path: Path, measures: str, goals: dict[str, list[str]], left: dict[str, list[str]]
) -> None:
    tables = {
        "goals.csv": "id,label@fi\ng,G\n",
        "measures.csv": f"id,label@fi,responsible,goals,status\n{measures}",
    }
    found = ask(tmp_path, tables).found
    assert tell(found, "goals") == goals
    assert tell(found, "measures") == left


def test_who_works_for_a_goal_below_works_for_the_goal(tmp_path: Path) -> None:
    tables = {
        "goals.csv": "id,label@fi,broader\ng,G,\nlow,L,g\n",
        "measures.csv": "id,label@fi,responsible,goals\nm,M,b,g\nn,N,c,low\n",
    }
    assert tell(ask(tmp_path, tables).found, "goals") == {"Cee": ["L"]}


@pytest.mark.parametrize(
    ("coordinator", "roles", "alone"),
    [
        ("b", "", {"Bio": ["N"]}),
        ("", "c,n,k,\n", {"Cee": ["N"]}),
        ("", "c,n,k,planned\n", {}),
        ("b", "c,n,k,\n", {}),
        ("b", "b,n,k,\nc,n,m,\n", {"Bio": ["N"]}),
    ],
)
def test_a_network_is_left_without_its_only_coordinator(
    tmp_path: Path, coordinator: str, roles: str, alone: dict[str, list[str]]
) -> None:
    tables = {
        "roles.csv": "id,label@fi,type\nk,Koordinaattori,coordinator\nm,Jäsen,member\n",
        "networks.csv": f"id,label@fi,coordinator,members\nn,N,{coordinator},b|c\n",
        "memberships.csv": f"actor,organization,role,status\n{roles}",
    }
    assert tell(ask(tmp_path, tables).found, "collectives") == alone


def test_many_services_do_not_outweigh_one_actor_that_is_cut_off(tmp_path: Path) -> None:
    tables = {
        **PLACES,
        "actors.csv": "id,label@fi\na,Aalto\nb,Bio\nc,Cee\nd,Dee\ne,Ee\n",
        "links.csv": "from,to,type\na,b,referral\nb,c,referral\n",
        "services.csv": "id,label@fi,target_groups,areas,forms,providers\n"
        "s,S,g,990,guidance|information,c\n",
        "norms.csv": "target_group,area,form,required,surveyed\ng,990,guidance,true,2025\n"
        "g,990,information,true,2025\n",
        "goals.csv": "id,label@fi,responsible\nx,X,d\n",
    }
    outcome = ask(tmp_path, tables)
    assert [loss.label.fi for loss in outcome.found.losses] == ["Bio", "Cee", "Dee"]
    assert [loss.weight for loss in outcome.found.losses] == [
        (1, 0, 0, 0, 0),
        (0, 2, 0, 0, 0),
        (0, 0, 1, 0, 0),
    ]
    assert [text.fi for text in outcome.sentences] == [
        "Eniten seurauksia olisi tämän toimijan poistumisella: Bio (1 toimija jäisi irralleen muista).",
        "Satunnaisen toimijan poistuminen jättäisi irralleen keskimäärin 0,2 muuta.",
        "Tällaisia seurauksia olisi 3 toimijan poistumisella (toimijoita 5).",
    ]


def test_without_an_actor_nothing_is_said_to_hang_on_one(tmp_path: Path) -> None:
    """There is a measure for the goal, but the only actor is planned."""
    tables = {
        "actors.csv": "id,label@fi,status\na,A,planned\n",
        "goals.csv": "id,label@fi\ng,G\n",
        "measures.csv": "id,label@fi,goals,responsible\nm,M,g,a\n",
    }
    lacking = ask(tmp_path, tables).lacking
    assert lacking is not None
    assert lacking.en.endswith("there is an answer once the table Actors tells more.")
    there = {**tables, "actors.csv": "id,label@fi\na,A\n"}
    assert ask(tmp_path, there).lacking is None


def test_where_nothing_hangs_on_one_that_is_said_and_where_nothing_is_known_it_is_not_answered(
    tmp_path: Path,
) -> None:
    goals = {"goals.csv": "id,label@fi,responsible\nx,X,a|b\n"}
    (told,) = ask(tmp_path, goals).sentences
    assert told.fi.endswith("ei ole vain yhden toimijan varassa.")
    (tmp_path / "other").mkdir()
    outcome = ask(tmp_path / "other", {"links.csv": "from,to,type\na,b,referral\n"})
    assert outcome.lacking is not None


@pytest.mark.parametrize("seed", [0, 3])
def test_in_the_invented_region_the_planted_are_found(tmp_path: Path, seed: int) -> None:
    """The oracle is the truth file: who bridges, and which cells have one provider."""
    folder = write_example(tmp_path / "region", seed=seed, actors=120)
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["regions"][0]
    analysis = eloggraph.open(folder).analyse("removal", "brokerage", "coverage")
    found: Removal = analysis.removal
    alone = {loss.actor.rpartition("/")[2] for loss in found.losses if loss.cut_off}
    assert alone == set(truth["bridging_actors"])
    cells = [cell for loss in found.losses for cell in loss.cells]
    assert len(cells) == len(truth["cells_thin"]) == analysis.coverage.count("thin")
    # How many are cut off is one number, whoever tells it.
    brokers = {broker.actor: broker.cut_off for broker in analysis.brokerage.brokers}
    assert all(brokers[loss.actor] == loss.cut_off for loss in found.losses)
    assert found.cut_off_at_random == pytest.approx(sum(brokers.values()) / len(brokers))
    assert all(len(loss.parted) == loss.cut_off for loss in found.losses[:MOST_LISTED])
