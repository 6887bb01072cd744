"""Brokers and bridges against published values, and only claimed where the map agrees."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from eloggraph.analysis.projection import make_tie_graph, project_actors
from eloggraph.analysis.questions.brokerage import find_brokers


def test_florentine_families_have_the_published_values(read_ties: Any, expected: Any) -> None:
    found = find_brokers(read_ties("florentine_ties.csv"))
    medici = expected("florentine", "betweenness_medici_normalised")
    assert found.brokers[0].actor == "Medici"
    assert found.brokers[0].betweenness == pytest.approx(medici["value"], abs=medici["tol"])
    cuts = expected("florentine", "articulation_points")["value"]
    assert sorted(broker.actor for broker in found.cut_points) == cuts
    bridges = expected("florentine", "bridges")["value"]
    assert sorted([bridge.source, bridge.target] for bridge in found.bridges) == bridges


def test_karate_club_hangs_on_one_member(read_ties: Any, expected: Any) -> None:
    found = find_brokers(read_ties("karate_ties.csv"))
    points = expected("karate", "articulation_points")["value"]
    assert [int(broker.actor) for broker in found.cut_points] == points


def test_a_cut_point_tells_how_many_it_would_leave_behind() -> None:
    graph: nx.Graph[str] = nx.Graph([("a", "b"), ("b", "c"), ("c", "d"), ("b", "e")])
    by_actor = {broker.actor: broker for broker in find_brokers(graph).brokers}
    assert (by_actor["b"].parts, by_actor["b"].cut_off) == (3, 2)
    assert (by_actor["a"].parts, by_actor["a"].cut_off) == (1, 0)
    assert "2 toimijaa" in by_actor["b"].sentence.fi
    assert "1 toimija " in by_actor["c"].sentence.fi


def test_a_way_round_through_collectives_is_no_only_tie(
    make_node: Any, make_tie: Any, make_network: Any
) -> None:
    nodes = [make_node(name) for name in "abc"] + [make_node(n, "collective") for n in "xy"]
    ties = [
        make_tie("a", "b"),
        make_tie("b", "c"),
        make_tie("a", "x", "membership"),
        make_tie("c", "y", "membership"),
    ]
    apart = make_network(nodes, ties)
    linked = make_network(nodes, [*ties, make_tie("x", "y")])
    for network, cuts, bridges in ((apart, 1, 2), (linked, 0, 0)):
        found = find_brokers(project_actors(network), whole=make_tie_graph(network))
        assert (len(found.cut_points), len(found.bridges)) == (cuts, bridges)


def test_a_bridge_that_is_only_inferred_says_so(
    make_node: Any, make_tie: Any, make_network: Any
) -> None:
    network = make_network(
        [make_node("a"), make_node("b"), make_node("x", "collective")],
        [make_tie("a", "x", "membership"), make_tie("b", "x", "membership")],
    )
    found = find_brokers(project_actors(network), whole=make_tie_graph(network))
    assert [bridge.inferred for bridge in found.bridges] == [True]


def test_a_large_network_is_sampled_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    numbered = nx.gnm_random_graph(60, 150, seed=1)
    graph: nx.Graph[str] = nx.relabel_nodes(numbered, {at: f"n{at:02}" for at in numbered})
    exact = find_brokers(graph)
    monkeypatch.setattr("eloggraph.analysis.questions.brokerage._MOST_STEPS", 0)
    monkeypatch.setattr("eloggraph.analysis.questions.brokerage._FEWEST_SOURCES", 40)
    sampled = find_brokers(graph, seed=2)
    assert (exact.sources, sampled.sources) == (60, 40)
    assert sampled == find_brokers(graph, seed=2)
    assert sampled.bridges == exact.bridges
    estimates = {broker.actor: broker.betweenness for broker in sampled.brokers}
    assert all(abs(broker.betweenness - estimates[broker.actor]) < 0.05 for broker in exact.brokers)


def test_an_empty_graph_has_no_brokers() -> None:
    found = find_brokers(nx.Graph())
    assert found.brokers == ()
    assert found.bridges == ()
    assert found.sentence.fi
