"""Brokers and bridges against published values, and only claimed where the map agrees."""

from __future__ import annotations

import random
from itertools import combinations
from typing import Any

import networkx as nx
import pytest

from eloggraph.analysis.fragility import find_fragility
from eloggraph.analysis.projection import make_tie_graph, project_actors
from eloggraph.analysis.questions.brokerage import find_brokers
from eloggraph.analysis.statistics.betweenness import measure_betweenness
from eloggraph.views.report.sections.brokerage import prepare


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


@pytest.mark.parametrize(
    "graph",
    [
        nx.gnm_random_graph(150, 900, seed=3),  # walked abreast, in several lots
        nx.gnm_random_graph(60, 40, seed=3),  # too few ties for that
        nx.disjoint_union(nx.complete_graph(90), nx.path_graph(40)),  # paths that are too long
        nx.Graph([("a", "a"), ("a", "b"), ("b", "c"), ("a", "c"), ("c", "d"), ("b", "d")]),
        nx.empty_graph(4),
    ],
)
def test_shares_of_paths_are_those_of_networkx(
    graph: nx.Graph[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eloggraph.analysis.statistics.betweenness._CELLS_AT_ONCE", 100_000)
    assert measure_betweenness(graph) == pytest.approx(nx.betweenness_centrality(graph), abs=1e-11)


def test_equal_shares_of_paths_are_equal_numbers() -> None:
    shares = measure_betweenness(nx.complete_bipartite_graph(7, 9))
    assert len({shares[at] for at in range(7)}) == 1


def test_an_empty_graph_has_no_brokers() -> None:
    found = find_brokers(nx.Graph())
    assert found.brokers == ()
    assert found.bridges == ()
    assert found.sentence.fi


def _draw_any_network(seed: int, make_node: Any, make_tie: Any, make_network: Any) -> Any:
    chance = random.Random(seed)
    actors = [make_node(f"a{at}") for at in range(chance.randint(2, 9))]
    collectives = [make_node(f"c{at}", "collective") for at in range(chance.randint(1, 5))]
    pairs = [(actors, actors, "link")] * chance.randint(0, len(actors))
    pairs += [(collectives, collectives, "link")] * chance.randint(0, 3)
    kinds = [
        chance.choice(["membership", "coordination", "provision", "funding"])
        for _ in range(chance.randint(0, len(actors) + 2))
    ]
    pairs += [(actors, collectives, kind) for kind in kinds]
    ends = [(chance.choice(one).iri, chance.choice(other).iri, kind) for one, other, kind in pairs]
    return make_network(
        [*actors, *collectives], [make_tie(*tie) for tie in ends if tie[0] != tie[1]]
    )


def _lose_touch(whole: Any, leaver: str, stayer: str, shared: set[str]) -> bool:
    """Take away, as said, the tie of two actors and what the one of them that leaves shares."""
    rest = whole.copy()
    rest.remove_edges_from([(leaver, stayer), *((leaver, collective) for collective in shared)])
    return not nx.has_path(rest, leaver, stayer)


@pytest.mark.parametrize("seed", range(150))
def test_what_is_cut_off_is_what_is_cut_off_when_it_is_taken_away(
    seed: int, make_node: Any, make_tie: Any, make_network: Any
) -> None:
    """Oracle: every actor and every tie taken away, one by one, by networkx."""
    network = _draw_any_network(seed, make_node, make_tie, make_network)
    graph, whole = project_actors(network), make_tie_graph(network)
    cuts = {}
    for actor in nx.articulation_points(graph):
        rest = whole.subgraph(nx.node_connected_component(whole, actor) - {actor})
        parts = [sum(n.startswith("a") for n in p) for p in nx.connected_components(rest)]
        if sum(part > 0 for part in parts) > 1:
            cuts[actor] = sorted((part for part in parts if part), reverse=True)
    only = set()
    for one, other in (sorted(tie) for tie in nx.bridges(graph)):
        data = graph.edges[one, other]
        shared = {*data["shared"], *data["coordinated"]}
        if _lose_touch(whole, one, other, shared) and _lose_touch(whole, other, one, shared):
            only.add((one, other))
    found = find_fragility(graph, whole)
    assert {actor: list(parts) for actor, parts in found.parts.items()} == cuts
    assert set(found.only_ties) == only


def test_a_way_round_counts_from_either_end(
    make_node: Any, make_tie: Any, make_network: Any
) -> None:
    """Actors a and b share x, and x works with y, where one of the two is as well."""
    for at_y in "ab":
        nodes = [make_node(n) for n in "ab"] + [make_node(n, "collective") for n in "xy"]
        ties = [make_tie("a", "x", "membership"), make_tie("b", "x", "membership")]
        network = make_network(
            nodes, [*ties, make_tie(at_y, "y", "membership"), make_tie("x", "y")]
        )
        found = find_fragility(project_actors(network), make_tie_graph(network))
        assert found.only_ties == {}


def test_the_sides_of_a_bridge_are_what_is_connected_in_all_that_is_on_record(
    make_node: Any, make_tie: Any, make_network: Any
) -> None:
    """Only a collective that works with another ties c and d to b."""
    nodes = [make_node(n) for n in "abcd"] + [make_node(n, "collective") for n in "xy"]
    ties = [make_tie("a", "b"), make_tie("b", "x", "membership"), make_tie("x", "y")]
    ties += [make_tie("c", "y", "membership"), make_tie("d", "y", "membership")]
    network = make_network(nodes, ties)
    found = find_fragility(project_actors(network), make_tie_graph(network))
    assert found.only_ties == {("a", "b"): (1, 3), ("c", "d"): (1, 1)}


def test_whoever_holds_the_network_together_is_named_and_in_the_table() -> None:
    """Three cut points, and five corners that lie between more than the third of them."""
    graph: nx.Graph[str] = nx.Graph((f"r{at}", f"r{(at + 1) % 6}") for at in range(6))
    graph.add_edges_from(combinations([f"k{at}" for at in range(5)], 2))
    graph.add_edges_from([("r0", "k0"), ("k4", "leaf")])
    found = find_brokers(graph)
    assert {broker.actor for broker in found.cut_points} == {"r0", "k0", "k4"}
    assert "(r0, k0, k4)" in found.sentence.en
    shown = {broker.actor for broker in prepare(found)["brokers"]}  # type: ignore[attr-defined]
    assert {"r0", "k0", "k4"} <= shown
    assert len(shown) == 5


def test_many_cut_points_are_shown_from_the_gravest() -> None:
    """A path of twenty: of eighteen cut points ten are shown, and eight counted."""
    found = find_brokers(nx.path_graph([f"n{at:02}" for at in range(20)]))
    prepared = prepare(found)
    assert prepared["more"] == 8
    assert len(prepared["brokers"]) == 10  # type: ignore[arg-type]
    assert "18 actors" in found.sentence.en


def test_a_cut_point_tells_whom_it_holds() -> None:
    graph = nx.complete_graph(["a", "b", "c", "d"])
    graph.add_edges_from([("d", "e"), ("e", "f")])
    held = {each.actor: each.held for each in find_brokers(graph).brokers}
    assert held == {"a": (), "b": (), "c": (), "d": ("e", "f"), "e": ("f",), "f": ()}
