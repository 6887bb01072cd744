"""The decision rules, on both sides of every limit that their docstrings state."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import networkx as nx
import pytest

from eloggraph.analysis.affiliation import Group, Grouping
from eloggraph.analysis.outcome import ObservationRank
from eloggraph.analysis.projection import make_tie_graph, project_actors
from eloggraph.analysis.questions import brokerage, communities
from eloggraph.analysis.questions.brokerage import find_brokers, find_gravest
from eloggraph.analysis.questions.communities import (
    Community,
    find_communities,
    judge_cluster,
)
from eloggraph.analysis.questions.silos import judge_silos, measure_silos
from eloggraph.analysis.silo_levels import adjust_all, judge_group
from eloggraph.analysis.statistics.closure import GroupTies
from eloggraph.analysis.sufficiency import Evidence
from eloggraph.text import Text
from networks import make_group, make_material, make_segregation

SECTOR = Grouping(key="sector", label=Text("sektori", "sektor", "sector"), groups=())


# A group is closed with p below 0.01, at least half of its actors' ties inside, and 0.3 of the way
# from chance to all; it leans with p below 0.025 and 0.1 of the way. Of 100 tie ends, so many lead
# inside, and so many would by chance.
GROUP_LEVELS: list[tuple[float, int, float, str]] = [
    (0.0099, 50, 28, "closed"),
    (0.01, 50, 28, "leaning"),
    (0.0099, 48, 24, "leaning"),
    (0.0099, 50, 29, "leaning"),
    (0.0249, 28, 20, "leaning"),
    (0.025, 28, 20, "open"),
    (0.0001, 28, 21, "open"),
    (0.025, 90, 10, "open"),
]


def _group(p: float, ends: int, by_chance: float, **changes: Any) -> GroupTies:
    numbers: dict[str, Any] = {
        "group": "a", "actors": 12, "internal": ends // 2, "external": 100 - ends,
        "expected": by_chance / 2, "expected_by_degree": by_chance / 4, "residual": 3.0,
        "p": p, "p_adjusted": p, "visible_share": 0.5,
    }  # fmt: skip
    return GroupTies(**numbers | changes)


@pytest.mark.parametrize(("p", "ends", "by_chance", "level"), GROUP_LEVELS)
def test_level_of_a_group(p: float, ends: int, by_chance: float, level: str) -> None:
    assert judge_group(_group(p, ends, by_chance)) == level
    turned = _group(p, ends, by_chance, expected=by_chance / 4, expected_by_degree=by_chance / 2)
    assert judge_group(turned) == level  # the less favourable comparison counts
    assert judge_group(_group(0.0001, ends, by_chance, p_adjusted=p)) == level


@pytest.mark.parametrize(
    ("actors", "internal", "external", "level"),
    [(5, 4, 2, "closed"), (4, 4, 2, "too-small"), (5, 4, 1, "too-small"), (9, 0, 0, "no-ties")],
)
def test_a_group_is_judged_from_five_actors_and_ten_tie_ends(
    actors: int, internal: int, external: int, level: str
) -> None:
    group = _group(0.001, 90, 2, actors=actors, internal=internal, external=external)
    assert judge_group(group) == level


def _groups(**levels: int) -> tuple[GroupTies, ...]:
    return tuple(make_group(level, level, actors) for level, actors in levels.items())


# Closed groups hold more than half of the actors, at most half, or there are none.
@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({"actors": 13, "groups": _groups(closed=7, open=6)}, "siloed"),
        ({"actors": 14, "groups": _groups(closed=7, open=7)}, "some"),
        ({"groups": _groups(leaning=6, open=6)}, "leaning"),
        ({"groups": _groups(open=12)}, "too-little-data"),
        ({}, "none"),
        ({"p_lower": 0.0249, "assortativity": 0.1}, "leaning"),
        ({"p_lower": 0.025, "assortativity": 0.1}, "none"),
        ({"p_lower": 0.0001, "assortativity": 0.0999}, "none"),
        ({"p_lower": 0.0001, "assortativity": None}, "none"),
        ({"p_lower": 0.0001, "p_adjusted": 0.025, "assortativity": 0.5}, "none"),
        ({"p_lower": 0.0001, "p_within": 0.025, "assortativity": 0.5}, "none"),
        ({"p_lower": 0.0001, "residual_by_degree": 1.9, "assortativity": 0.5}, "none"),
        ({"p_lower": 0.0001, "residual_by_degree": 2.0, "assortativity": 0.5}, "leaning"),
    ],
)
def test_level_of_silos(changes: dict[str, Any], level: str) -> None:
    assert judge_silos(SECTOR, make_segregation(**changes)).level == level


@pytest.mark.parametrize(
    ("groups", "known", "unknown"),
    [
        (_groups(closed=12, open=8), "siloed", "leaning"),
        (_groups(closed=8, open=12), "some", "leaning"),
        (_groups(leaning=8, open=12), "leaning", "none"),
        (_groups(open=10) * 2, "none", "too-little-data"),
    ],
)
def test_a_fifth_of_unknown_groups_makes_the_word_weaker(
    groups: tuple[GroupTies, ...], known: str, unknown: str
) -> None:
    """Twenty actors in groups; of 25 a fifth is unknown, of 26 more than that."""
    exactly = judge_silos(SECTOR, make_segregation(actors=20, ungrouped=5, groups=groups))
    above = judge_silos(SECTOR, make_segregation(actors=20, ungrouped=6, groups=groups))
    assert (exactly.level, above.level) == (known, unknown)
    for text in (above.sentence, *above.reasons, *above.limits):
        assert all(part.strip() for _, part in text.items())
    told = " ".join(text.en for text in (above.sentence, *above.reasons, *above.limits))
    assert "6 of 26" in told
    assert "6 of 26" not in " ".join(text.en for text in exactly.limits)


def test_p_values_hold_among_all_groups_and_groupings() -> None:
    """Holm (1979): of six tests the smallest p counts six times, the next five times."""
    first = make_segregation(p_lower=0.4, groups=(_group(0.004, 90, 20), _group(0.001, 90, 20)))
    second = make_segregation(p_lower=0.4, groups=(_group(0.02, 90, 20), make_group("x")))
    little = make_segregation(ties=19, groups=(_group(0.0001, 90, 20),))
    found, other, left = adjust_all([first, second, little])
    assert [group.p_adjusted for group in found.groups] == pytest.approx([0.02, 0.006])
    assert [group.p_adjusted for group in other.groups] == pytest.approx([0.08, 1.0])
    assert (found.p_adjusted, left.p_adjusted) == (1.0, None)
    twice, _ = adjust_all([first, second], looks=2)
    assert [group.p_adjusted for group in twice.groups] == pytest.approx([0.04, 0.012])


def test_the_sentence_says_how_many_ties_chance_would_leave_inside() -> None:
    """An expected index of 0.2 among 20 ties: 12 of them between groups, and 8 inside."""
    verdict = judge_silos(SECTOR, make_segregation(expected=0.2))
    assert "about 8 would be inside" in verdict.sentence.en
    assert "a group of 6 actors with at least 80% of its connections inside" in verdict.sentence.en


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
        ({"inferred": 20, "by_kind": True}, True, ()),
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


@pytest.mark.parametrize(("small", "counted"), [(40, True), (8, False)])
def test_only_groupings_that_are_judged_count_among_the_tests(
    make_random: Any, small: int, counted: bool
) -> None:
    """Four sectors and their grouping; two halves and theirs, if the group of enough is known."""
    network = _two_groupings(make_random, small)
    first, second = measure_silos(make_material(network, permutations=999))
    assert (second.level == "too-little-data") == (not counted)
    tests = 8 if counted else 5
    assert first.segregation.p == pytest.approx(0.001)  # no labelling of 999 is as closed
    assert first.segregation.p_adjusted == pytest.approx(tests * 0.001)


_MAY_BE_NAMED = {
    "members": 3,
    "p": 0.049,
    "stability": 0.75,
    "conductance": 0.5,
    "from_one": 0.5,
    "excess": 0.05,
}


@pytest.mark.parametrize(
    ("name", "beyond"),
    [
        ("members", 2),
        ("p", 0.05),
        ("stability", 0.7499),
        ("conductance", 0.5001),
        ("from_one", 0.5001),
        ("excess", 0.0499),
    ],
)
def test_a_cluster_is_named_only_if_it_stands_every_trial(name: str, beyond: float) -> None:
    assert judge_cluster(**_MAY_BE_NAMED)  # type: ignore[arg-type]
    assert not judge_cluster(**{**_MAY_BE_NAMED, name: beyond})  # type: ignore[arg-type]


@pytest.mark.parametrize(("stability", "stable"), [(0.75, True), (0.7499, False)])
def test_a_cluster_is_stable_from_three_of_four_runs(stability: float, stable: bool) -> None:
    assert Community(number=1, members=(), stability=stability).stable == stable


# 50 runs at each of three resolutions and 200 rewirings up to 1,000 ties, then in inverse
# proportion, but never fewer than 10 runs and 30 rewirings unless fewer were asked for.
@pytest.mark.parametrize(
    ("ties", "asked", "runs", "rewirings"),
    [
        (1000, (11, 31), 11, 31),
        (1001, (11, 31), 10, 30),
        (2000, (40, 70), 20, 35),
        (2000, (12, 80), 10, 40),
        (2000, (3, 7), 3, 7),
    ],
)
def test_large_networks_are_run_less_often(
    ties: int, asked: tuple[int, int], runs: int, rewirings: int
) -> None:
    numbered = nx.gnm_random_graph(100, ties, seed=1)
    graph: nx.Graph[str] = nx.relabel_nodes(numbered, {at: f"n{at:03}" for at in numbered})
    seeds, wanted = asked
    found = find_communities(graph, seeds=seeds, rewirings=wanted, resolutions=(1.0,))
    assert (found.runs, found.rewirings) == (runs, rewirings)


def test_like_is_compared_with_like_the_mean_of_single_runs() -> None:
    """The best of the runs is shown, but not held against chance."""
    numbered = nx.gnm_random_graph(30, 60, seed=3)
    graph: nx.Graph[str] = nx.relabel_nodes(numbered, {at: f"n{at:02}" for at in numbered})
    found = find_communities(graph, seeds=6, rewirings=2, resolutions=(1.0,), seed=4)
    assert found.modularity is not None
    assert found.typical is not None
    assert found.modularity > found.typical
    groups = [{int(m.actor[1:]) for m in community.members} for community in found.communities]
    assert found.modularity == pytest.approx(nx.community.modularity(numbered, groups))
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
    graph = nx.star_graph([f"n{at:02}" for at in range(21)])
    found = find_communities(graph, seeds=2, rewirings=5)
    assert (found.null_mean, found.null_sd, found.z) == (0.0, 0.0, None)
    assert found.level == "none"
