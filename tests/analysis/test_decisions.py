"""The decision rules, on both sides of every limit that their docstrings state."""

from __future__ import annotations

from dataclasses import replace
from statistics import fmean
from typing import Any

import networkx as nx
import pytest

from eloggraph.analysis.affiliation import Group, Grouping
from eloggraph.analysis.outcome import ObservationRank
from eloggraph.analysis.projection import make_tie_graph, project_actors
from eloggraph.analysis.questions import brokerage, communities, silos
from eloggraph.analysis.questions.brokerage import find_brokers, find_gravest
from eloggraph.analysis.questions.communities import (
    Community,
    find_communities,
    judge_clusters,
    measure_communities,
)
from eloggraph.analysis.questions.silos import judge_silos, measure_silos
from eloggraph.analysis.statistics.partitions import score_rewired
from eloggraph.analysis.sufficiency import Evidence
from eloggraph.text import Text
from networks import SECTORS, make_material, make_segregation

SECTOR = Grouping(key="sector", label=Text("sektori", "sektor", "sector"), groups=())


# The rule: p below 0.01 and assortativity from 0.3; below 0.05 and from 0.1; each limit of p
# divided by the number of groupings judged side by side.
LEVELS: list[tuple[float, float | None, int, str]] = [
    (0.0099, 0.3, 1, "siloed"),
    (0.01, 0.3, 1, "leaning"),
    (0.0099, 0.2999, 1, "leaning"),
    (0.0499, 0.1, 1, "leaning"),
    (0.05, 0.1, 1, "none"),
    (0.05, 0.9, 1, "none"),
    (0.0499, 0.0999, 1, "none"),
    (0.0001, 0.0999, 1, "none"),
    (0.0001, None, 1, "none"),
    (0.00019, 0.3, 50, "siloed"),
    (0.0002, 0.3, 50, "leaning"),
    (0.00058, 0.5, 50, "leaning"),
    (0.00099, 0.5, 50, "leaning"),
    (0.001, 0.5, 50, "none"),
]


@pytest.mark.parametrize(("p", "assortativity", "comparisons", "level"), LEVELS)
def test_level_of_silos(
    p: float, assortativity: float | None, comparisons: int, level: str
) -> None:
    found = make_segregation(p_lower=p, assortativity=assortativity)
    assert judge_silos(SECTOR, found, comparisons=comparisons).level == level


def test_the_sentence_says_how_many_ties_chance_would_leave_inside() -> None:
    """An expected index of 0.2 among 20 ties: 12 of them between groups, and 8 inside."""
    verdict = judge_silos(SECTOR, make_segregation(expected=0.2))
    assert "about 8 would be inside" in verdict.sentence.en


def test_without_a_p_value_nothing_is_said() -> None:
    assert judge_silos(SECTOR, make_segregation(p_lower=None)).level == "too-little-data"


# What is needed: 12 actors, 20 ties, 2 groups, and no more than half of the ties inferred.
@pytest.mark.parametrize(
    ("changes", "enough", "lacking"),
    [
        ({}, True, ()),
        ({"actors": 11}, False, ("11", "12")),
        ({"ties": 19}, False, ("19", "20")),
        ({"groups": 1}, False, ("two groups",)),
        ({"inferred": 10}, True, ()),
        ({"inferred": 11}, False, ("11 of 20", "recorded connections is 9", "at least 20")),
        ({"ties": 50, "inferred": 29}, False, ("29 of 50", "is 21", "at least 29")),
        ({"ties": 40, "inferred": 21}, False, ("21 of 40", "is 19", "at least 20")),
        ({"ties": 41, "inferred": 21}, False, ("21 of 41", "is 20", "at least 21")),
    ],
)
def test_evidence_is_enough(
    changes: dict[str, int], enough: bool, lacking: tuple[str, ...]
) -> None:
    evidence = Evidence(**{"actors": 12, "ties": 20, "inferred": 0, "groups": 2} | changes)
    assert evidence.enough == enough
    assert len(evidence.shortcomings()) == (not enough)
    assert all(text in evidence.shortcomings()[0].en for text in lacking)


@pytest.mark.parametrize(
    ("actors", "ties", "few"), [(12, 20, False), (11, 20, True), (12, 19, True)]
)
def test_scarce_data_are_told_from_data_that_are_only_inferred(
    actors: int, ties: int, few: bool
) -> None:
    why = Evidence(actors=actors, ties=ties, inferred=ties, groups=2).explain()[-1]
    assert ("scarce" in why.en) == few


def _two_groupings(make_random: Any, small: int) -> Any:
    """A network judged by sector, and by a second grouping in which so many actors have a group."""
    network = make_random(40, 120, inside=0.9)
    halves = Grouping(
        key="half",
        label=Text.same("half"),
        groups=tuple(Group(iri=i, label=Text.same(i)) for i in "pq"),
    )
    nodes = tuple(
        replace(node, group_pairs=(*node.group_pairs, ("half", "pq"[at % 2])))
        if at < small
        else node
        for at, node in enumerate(network.nodes)
    )
    return replace(network, nodes=nodes, groupings=(*network.groupings, halves))


@pytest.mark.parametrize(("small", "divided"), [(40, True), (8, False)])
def test_only_groupings_that_are_judged_divide_the_limits(
    make_random: Any, monkeypatch: pytest.MonkeyPatch, small: int, divided: bool
) -> None:
    """With two groupings the limit of p is halved; one without enough data does not count."""
    network = _two_groupings(make_random, small)
    first, second = measure_silos(make_material(network, permutations=999))
    assert (second.level == "too-little-data") == (not divided)
    p = first.segregation.p_lower
    assert p == pytest.approx(0.001)  # no labelling of 999 is as closed
    for limit, alone in ((p * 1.5, True), (p * 2.5, False)):
        monkeypatch.setattr(silos, "CLEAR_P", limit)
        level = measure_silos(make_material(network, permutations=999))[0].level
        assert level == ("leaning" if alone and divided else "siloed")


@pytest.mark.parametrize(("links", "basis"), [(19, "all"), (20, "recorded")])
def test_recorded_ties_are_judged_alone_only_when_they_are_enough(
    make_node: Any, make_tie: Any, make_network: Any, sector: Any, links: int, basis: str
) -> None:
    """Twelve actors of one forum: 66 pairs, of which so many are linked on record."""
    nodes = [make_node(f"n{at:02}", sector=SECTORS[at % 2]) for at in range(12)]
    pairs = [(at, (at + step) % 12) for step in (1, 2) for at in range(12)][:links]
    ties = [make_tie(nodes[u].iri, nodes[v].iri) for u, v in pairs]
    ties += [make_tie(node.iri, "forum", "membership") for node in nodes]
    network = make_network([*nodes, make_node("forum", "collective")], ties, [sector])
    (verdict,) = measure_silos(make_material(network, permutations=50))
    clusters = measure_communities(make_material(network))
    if basis == "all":
        assert (verdict.level, verdict.segregation.ties) == ("too-little-data", 66)
        assert (clusters.level, clusters.evidence.ties) == ("too-little-data", 66)
        assert verdict.basis.en.startswith("Both recorded")
    else:
        assert (verdict.level, verdict.segregation.ties) == ("none", 20)
        assert clusters.evidence.ties == 20
        assert verdict.basis.en.startswith("Only recorded")


@pytest.mark.parametrize(
    ("z", "p", "level"),
    [
        (2.01, 0.0499, "found"),
        (2.0, 0.0499, "none"),
        (2.01, 0.05, "none"),
        (9.0, 0.9, "none"),
        (None, 0.001, "none"),
    ],
)
def test_level_of_clusters(z: float | None, p: float, level: str) -> None:
    assert judge_clusters(z, p) == level


@pytest.mark.parametrize(("stability", "stable"), [(0.75, True), (0.7499, False)])
def test_a_cluster_is_stable_from_three_of_four_runs(stability: float, stable: bool) -> None:
    assert Community(number=1, members=(), stability=stability).stable == stable


# 50 runs at each of three resolutions and 200 rewirings up to 400 ties, then in inverse
# proportion, but never fewer than 5 runs and 30 rewirings unless fewer were asked for.
@pytest.mark.parametrize(
    ("ties", "asked", "runs", "rewirings"),
    [
        (400, (6, 31), 6, 31),
        (401, (6, 31), 5, 30),
        (800, (20, 70), 10, 35),
        (800, (12, 80), 6, 40),
        (800, (3, 7), 3, 7),
    ],
)
def test_large_networks_are_run_less_often(
    ties: int, asked: tuple[int, int], runs: int, rewirings: int
) -> None:
    numbered = nx.gnm_random_graph(60, ties, seed=1)
    graph: nx.Graph[str] = nx.relabel_nodes(numbered, {at: f"n{at:02}" for at in numbered})
    seeds, wanted = asked
    found = find_communities(graph, seeds=seeds, rewirings=wanted, resolutions=(1.0,))
    assert (found.runs, found.rewirings) == (runs, rewirings)


def test_like_is_compared_with_like_the_mean_of_single_runs() -> None:
    """Oracle: networkx, run by run. The best of the runs is shown, but not held against chance."""
    numbered = nx.gnm_random_graph(30, 60, seed=3)
    graph: nx.Graph[str] = nx.relabel_nodes(numbered, {at: f"n{at:02}" for at in numbered})
    found = find_communities(graph, seeds=6, rewirings=2, resolutions=(1.0,), seed=4)
    bare: nx.Graph[int] = nx.Graph()
    bare.add_nodes_from(range(30))
    bare.add_edges_from(sorted(numbered.edges()))
    scores = [
        nx.community.modularity(bare, nx.community.louvain_communities(bare, seed=4 + at))
        for at in range(6)
    ]
    assert found.typical == pytest.approx(fmean(scores))
    assert found.modularity == pytest.approx(max(scores))
    assert found.modularity > found.typical
    assert found.null_sd  # two rewired graphs are enough for a spread


def test_clusters_are_numbered_from_the_largest() -> None:
    """Cliques of four, six and five in a ring: every run finds them, so nobody falls elsewhere."""
    graph: nx.Graph[str] = nx.Graph()
    for name, size in (("a", 4), ("b", 6), ("c", 5)):
        clique = [f"{name}{at}" for at in range(size)]
        graph.add_edges_from((u, v) for u in clique for v in clique if u < v)
    graph.add_edges_from([("a0", "b0"), ("b1", "c0"), ("c1", "a1")])
    found = find_communities(graph, seeds=3, rewirings=5, resolutions=(1.0,))
    told = [(each.number, {m.actor[0] for m in each.members}) for each in found.communities]
    assert told == [(1, {"b"}), (2, {"c"}), (3, {"a"})]
    members = [m for each in found.communities for m in each.members]
    assert all((m.elsewhere, m.elsewhere_share) == (None, 0.0) for m in members)


def test_a_tie_with_chance_counts_for_chance() -> None:
    """In a complete graph every rewired graph is the same: p is 1, and there is no z."""
    numbered = nx.complete_graph(12)
    graph: nx.Graph[str] = nx.relabel_nodes(numbered, {at: f"n{at:02}" for at in numbered})
    found = find_communities(graph, seeds=2, rewirings=3)
    assert (found.level, found.p, found.z) == ("none", 1.0, None)


def _network_with_collectives(make_node: Any, make_tie: Any, make_network: Any) -> Any:
    """A path a - b - c - d; collectives hang on b and on d, and only one of them has a member."""
    nodes = [make_node(name) for name in "abcd"] + [make_node(n, "collective") for n in "xyz"]
    pairs = [("a", "b"), ("b", "c"), ("c", "d")]
    ties = [make_tie(*pair) for pair in pairs]
    ties += [make_tie("b", "x", "funding"), make_tie("y", "b", "membership")]
    ties += [make_tie("d", "z", "membership")]
    return make_network(nodes, ties)


def test_collectives_behind_a_cut_point_are_no_parts_and_no_cut_off_actors(
    make_node: Any, make_tie: Any, make_network: Any
) -> None:
    network = _network_with_collectives(make_node, make_tie, make_network)
    found = find_brokers(project_actors(network), whole=make_tie_graph(network))
    told = {b.actor: (b.ties, b.parts, b.cut_off, b.cut_point) for b in found.brokers}
    assert told == {
        "a": (1, 1, 0, False),
        "b": (2, 2, 1, True),
        "c": (2, 2, 1, True),
        "d": (1, 1, 0, False),
    }
    assert [broker.actor for broker in found.cut_points] == ["b", "c"]
    assert "2 toimijaa pitää" in found.sentence.fi


def test_an_actor_that_only_collectives_hang_on_is_no_cut_point(
    make_node: Any, make_tie: Any, make_network: Any
) -> None:
    """Without b, the actors a and c still meet in a collective; only x would be alone."""
    nodes = [make_node(name) for name in "abc"] + [make_node(n, "collective") for n in "vwx"]
    ties = [make_tie("a", "b"), make_tie("b", "c"), make_tie("b", "x", "funding")]
    ties += [make_tie("a", "v", "membership"), make_tie("c", "w", "membership")]
    ties += [make_tie("v", "w")]
    network = make_network(nodes, ties)
    found = find_brokers(project_actors(network), whole=make_tie_graph(network))
    assert found.cut_points == ()
    assert {broker.actor: broker.parts for broker in found.brokers} == dict.fromkeys("abc", 1)


def test_an_isolate_has_no_part() -> None:
    graph: nx.Graph[str] = nx.Graph([("a", "b")])
    graph.add_node("alone")
    told = {b.actor: (b.ties, b.parts, b.betweenness) for b in find_brokers(graph).brokers}
    assert told == {"a": (1, 1, 0.0), "b": (1, 1, 0.0), "alone": (0, 0, 0.0)}


def test_what_is_said_of_an_actor_follows_from_its_place() -> None:
    """In a square with a tail: the corner cuts, the next corners lie between, the end does not."""
    graph: nx.Graph[str] = nx.Graph([("a", "b"), ("b", "c"), ("c", "d"), ("d", "a"), ("a", "t")])
    said = {broker.actor: broker.sentence.en for broker in find_brokers(graph).brokers}
    assert "only through this one" in said["a"]
    assert "another way" in said["b"]
    assert "does not stand between" in said["t"]


def test_a_bridge_on_record_is_not_inferred(
    make_node: Any, make_tie: Any, make_network: Any
) -> None:
    """On record between the two, through a coordinator, and by a shared collective alone."""
    nodes = [make_node(name) for name in "abcdef"] + [make_node(n, "collective") for n in "xy"]
    ties = [make_tie("a", "b"), make_tie("c", "x", "coordination"), make_tie("d", "x", "provision")]
    ties += [make_tie("e", "y", "membership"), make_tie("f", "y", "membership")]
    network = make_network(nodes, ties)
    found = find_brokers(project_actors(network), whole=make_tie_graph(network))
    told = {bridge.source + bridge.target: bridge.inferred for bridge in found.bridges}
    assert told == {"ab": False, "cd": False, "ef": True}


def test_brokers_fall_by_betweenness_and_bridges_by_their_smaller_side() -> None:
    """Two triangles joined by a path, one with a leaf."""
    graph: nx.Graph[str] = nx.Graph([*("ab", "bc", "ca", "cd", "de", "ef", "fg", "ge", "gx")])
    found = find_brokers(graph)
    scores = [broker.betweenness for broker in found.brokers]
    assert scores == sorted(scores, reverse=True)
    sides = [(bridge.source, bridge.target, bridge.smaller_side) for bridge in found.bridges]
    assert sides == [("d", "e", 4), ("c", "d", 3), ("g", "x", 1)]


@pytest.mark.parametrize(
    ("pairs", "gravest"),
    [([], None), (["ab", "bc", "ca"], None), (["ab", "bc"], "b"), (["ab", "bc", "cd", "bx"], "b")],
)
def test_the_gravest_cut_point_cuts_off_most(pairs: list[str], gravest: str | None) -> None:
    found = find_gravest(find_brokers(nx.Graph([tuple(pair) for pair in pairs])))
    assert (found.actor if found else None) == gravest


def test_the_gravest_cut_point_need_not_lie_between_most() -> None:
    """A ring whose hub has one leaf, and a place of the ring that has two."""
    graph: nx.Graph[str] = nx.Graph((f"r{at:02}", f"r{(at + 1) % 12:02}") for at in range(12))
    graph.add_edges_from([("hub", "r00"), ("hub", "r04"), ("hub", "r08"), ("hub", "leaf")])
    graph.add_edges_from([("r02", "one"), ("r02", "two")])
    found = find_brokers(graph)
    assert found.brokers[0].actor == "hub"
    assert {b.actor: b.cut_off for b in found.cut_points} == {"hub": 1, "r02": 2}
    gravest = find_gravest(found)
    assert gravest
    assert gravest.actor == "r02"


@pytest.mark.parametrize(("steps", "sources"), [(60 * 150, 60), (40 * 150, 40), (0, 20)])
def test_paths_are_counted_from_a_sample_when_there_are_too_many_steps(
    steps: int, sources: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbered = nx.gnm_random_graph(60, 150, seed=1)
    graph: nx.Graph[str] = nx.relabel_nodes(numbered, {at: f"n{at:02}" for at in numbered})
    monkeypatch.setattr(brokerage, "_MOST_STEPS", steps)
    monkeypatch.setattr(brokerage, "_FEWEST_SOURCES", 20)
    assert find_brokers(graph).sources == sources


def test_what_is_observed_of_clusters_follows_from_their_level() -> None:
    """Two cliques of eight are clusters; a complete graph has none; a path says nothing."""
    cliques = nx.disjoint_union(nx.complete_graph(8), nx.complete_graph(8))
    cliques.add_edge(0, 8)
    cases: list[tuple[Any, list[ObservationRank]]] = [
        (cliques, [ObservationRank.PATTERN]),
        (nx.complete_graph(12), [ObservationRank.SUMMARY]),
        (nx.path_graph(5), []),
    ]
    for numbered, ranks in cases:
        graph: nx.Graph[str] = nx.relabel_nodes(numbered, {at: f"n{at:02}" for at in numbered})
        found = find_communities(graph, seeds=3, rewirings=30)
        assert [remark.rank for remark in communities.QUESTION.observe(found)] == ranks


def test_where_else_an_actor_falls_is_another_cluster() -> None:
    """In a random graph no two runs agree: some actors fall elsewhere, and never at home."""
    numbered = nx.gnm_random_graph(30, 60, seed=3)
    graph: nx.Graph[str] = nx.relabel_nodes(numbered, {at: f"n{at:02}" for at in numbered})
    found = find_communities(graph, seeds=6, rewirings=2, resolutions=(1.0,), seed=4)
    numbers = {each.number for each in found.communities}
    told = [(m, numbers - {each.number}) for each in found.communities for m in each.members]
    assert any(member.elsewhere for member, _ in told)
    for member, others in told:
        assert member.elsewhere in ({*others} if member.elsewhere_share else {None})


def test_a_graph_that_only_one_has_the_degrees_of_stays_as_it_is() -> None:
    """Oracle: no other simple graph has the degrees of a star, and its modularity is nought."""
    assert score_rewired(nx.star_graph(6), 5, seed=0) == [0.0] * 5
