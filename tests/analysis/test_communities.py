"""Communities: the known optimum, stability, and few claims where there is nothing to find."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import combinations, permutations
from math import log
from pathlib import Path
from statistics import fmean
from typing import Any

import networkx as nx
import numpy as np
import pytest

from eloggraph.analysis.questions.communities import find_communities
from eloggraph.analysis.statistics import leiden
from eloggraph.analysis.statistics.layers import Layers
from eloggraph.analysis.statistics.partitions import (
    measure_adjusted_information,
    measure_adjusted_rand,
)


def _named(graph: Any) -> nx.Graph[str]:
    named: nx.Graph[str] = nx.relabel_nodes(graph, {node: f"n{node:03}" for node in graph})
    return named


def _share(circles: dict[str, Sequence[str]]) -> nx.Graph[str]:
    """Return actors that are tied by nothing but what they share."""
    graph: nx.Graph[str] = nx.Graph()
    for circle, members in circles.items():
        for one, other in combinations(sorted(members), 2):
            shared = graph.get_edge_data(one, other, {}).get("shared", ())
            graph.add_edge(one, other, recorded=(), coordinated=(), shared=(*shared, circle))
    return graph


def test_karate_club_reaches_the_optimum(read_ties: Any, clubs: Any, expected: Any) -> None:
    found = find_communities(read_ties("karate_ties.csv"), groupings={"club": clubs})
    best = expected("karate", "modularity_optimum")
    assert found.modularity == pytest.approx(best["value"], abs=best["tol"])
    sizes = sorted(len(community.members) for community in found.communities)
    assert sizes == expected("karate", "optimum_sizes")["value"]
    assert found.communities_found
    assert found.z is not None
    assert found.z > 6
    assert found.agreements[0].adjusted_rand == pytest.approx(0.4646, abs=1e-4)


def test_florentine_families_reach_the_optimum_but_it_is_not_beyond_chance(
    read_ties: Any, expected: Any
) -> None:
    found = find_communities(read_ties("florentine_ties.csv"))
    assert found.level == "none"
    best = expected("florentine", "modularity_optimum")
    assert found.modularity == pytest.approx(best["value"], abs=best["tol"])
    assert len(found.communities) == best["communities"]


def test_few_random_graphs_are_said_to_have_clusters() -> None:
    claims = sum(
        find_communities(
            _named(nx.gnm_random_graph(30, 70, seed=seed)), seeds=10, rewirings=60
        ).communities_found
        for seed in range(16)
    )
    assert claims <= 1


def test_planted_clusters_are_found_and_stable() -> None:
    graph = _named(nx.planted_partition_graph(4, 10, 0.7, 0.02, seed=2))
    planted = {node: int(node[1:]) // 10 for node in graph}
    found = find_communities(graph, groupings={"planted": planted}, seeds=15, rewirings=60)
    assert found.communities_found
    assert found.agreements[0].adjusted_rand == pytest.approx(1.0)
    assert all(community.stable for community in found.communities)


def test_an_actor_between_two_clusters_is_the_least_stable() -> None:
    graph: nx.Graph[str] = nx.Graph()
    for block in "ab":
        names = [f"{block}{at}" for at in range(7)]
        graph.add_edges_from((u, v) for u in names for v in names if u < v)
    graph.add_edges_from(("m", f"{block}{at}") for block in "ab" for at in range(3))
    found = find_communities(graph, seeds=20, rewirings=50)
    members = {m.actor: m for community in found.communities for m in community.members}
    assert min(members, key=lambda actor: members[actor].stability) == "m"
    assert members["m"].elsewhere is not None
    assert members["m"].elsewhere_share > 0


def test_actors_without_ties_stand_apart() -> None:
    graph = _named(nx.planted_partition_graph(3, 8, 0.8, 0.02, seed=1))
    graph.add_node("alone")
    found = find_communities(graph, seeds=5, rewirings=40)
    assert found.unattached == ("alone",)
    assert all(m.actor != "alone" for c in found.communities for m in c.members)


def test_too_little_data_is_an_answer() -> None:
    found = find_communities(_named(nx.complete_graph(5)))
    assert found.level == "too-little-data"
    assert not found.communities_found
    assert found.communities == ()
    assert found.modularity is None
    assert len(found.reasons) == 3


@pytest.mark.parametrize(
    ("first", "second", "value"),
    [
        ("aabb", "xxyy", 1.0),
        ("aabb", "xyxy", -0.5),
        ("aaabbb", "xxyyzz", 8 / 33),  # Hubert & Arabie, as scikit-learn gives it
        ("aaaa", "xxxx", None),
        ("a", "x", None),
        ("", "", None),
    ],
)
def test_adjusted_rand(first: str, second: str, value: float | None) -> None:
    found = measure_adjusted_rand(first, second)
    assert found is None if value is None else found == pytest.approx(value)


def test_the_graph_is_unchanged_and_the_result_repeats() -> None:
    graph = _named(nx.gnm_random_graph(20, 40, seed=5))
    before = [list(graph.nodes(data=True)), list(graph.edges(data=True))]
    one = find_communities(graph, seeds=5, rewirings=40, seed=3)
    assert one == find_communities(graph, seeds=5, rewirings=40, seed=3)
    assert before == [list(graph.nodes(data=True)), list(graph.edges(data=True))]


def test_hash_seeds_do_not_change_the_result() -> None:
    code = (
        "import networkx as nx; from eloggraph.analysis.questions.communities import *;"
        "g = nx.gnm_random_graph(30, 60, seed=5); g = nx.relabel_nodes(g, {n: f'n{n}' for n in g});"
        "print(find_communities(g, seeds=5, rewirings=40))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_the_two_groups_of_the_southern_women_are_named_and_pearl_is_undecided(
    gold: Path, expected: Any
) -> None:
    """Nothing but who went to which party is on record."""
    with (gold / "southern_women_ties.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    parties: dict[str, list[str]] = {}
    for woman, party in rows:
        parties.setdefault(party, []).append(woman.split()[0])
    found = find_communities(_share(parties))
    spelled = {"Katherine": "Katherina"}
    groups = [
        {spelled.get(name, name) for name in group}
        for group in expected("southern_women", "consensus_groups")["value"]
    ]
    assert len(found.named) == 2
    assert all(any({*each.settled} <= group for group in groups) for each in found.named)
    assert {"Pearl"} <= {name for each in found.named for name in each.undecided}
    assert sum(len(each.settled) for each in found.named) >= 14
    assert "2 ryvästä" in found.sentence.fi
    assert any("Pearl" in reason.sv for reason in found.reasons)


def test_the_groups_of_the_karate_club_are_named_one_by_one(read_ties: Any, clubs: Any) -> None:
    """Of the four communities some stand every trial; at most one member is of the other club."""
    found = find_communities(read_ties("karate_ties.csv"))
    assert 2 <= len(found.named) < len(found.communities)
    for each in found.named:
        largest = Counter(clubs[actor] for actor in each.settled).most_common(1)[0][1]
        assert largest >= len(each.settled) - 1
        assert each.sentence


def test_of_a_random_graph_with_one_clique_only_the_clique_is_named() -> None:
    named = []
    for seed in range(4):
        numbered = nx.gnm_random_graph(50, 75, seed=seed)
        numbered.add_edges_from(combinations(range(10), 2))
        found = find_communities(_named(numbered), seeds=15, rewirings=60)
        named += [{int(actor[1:]) for actor in each.settled} for each in found.named]
    assert named
    assert all(len(each & {*range(10)}) >= 9 and len(each) <= 12 for each in named)


def test_a_ring_has_no_clusters_though_it_is_no_random_graph() -> None:
    """Every arc of a ring is as good as the next: far beyond chance, and nothing to name."""
    found = [
        find_communities(_named(nx.watts_strogatz_graph(size, 4, 0)), seeds=20, rewirings=40)
        for size in (27, 36, 45)
    ]
    assert all(each.z is not None and each.z > 2 for each in found)
    assert [each.level for each in found] == ["none"] * 3


def test_shared_forums_at_random_are_no_clusters_with_and_without_ties_on_record() -> None:
    for seed in range(4):
        chance = np.random.default_rng(seed)
        names = [f"n{at:02}" for at in range(30)]
        forums = {
            f"f{at}": sorted(chance.choice(names, int(chance.integers(3, 8)), replace=False))
            for at in range(9)
        }
        graph = _share(forums)
        shared = graph.number_of_edges()
        assert find_communities(graph, seeds=10, rewirings=40).level == "none"
        for _ in range(shared):
            graph.add_edge(*(str(name) for name in chance.choice(names, 2, replace=False)))
        assert find_communities(graph, seeds=10, rewirings=40).level == "none"


def test_forums_that_keep_apart_are_clusters() -> None:
    """Three sets of ten actors with five forums each, and one forum of all sets."""
    chance = np.random.default_rng(1)
    forums: dict[str, Sequence[str]] = {"all": [f"{block}0" for block in "abc"]}
    for block in "abc":
        names = [f"{block}{at}" for at in range(10)]
        for at in range(5):
            forums[f"{block}-{at}"] = sorted(chance.choice(names, 6, replace=False))
    found = find_communities(_share(forums), seeds=20, rewirings=60)
    assert len(found.named) == 3
    assert all(len({actor[0] for actor in each.settled}) == 1 for each in found.named)
    assert found.evidence.enough
    assert found.evidence.ties == found.evidence.inferred


@pytest.mark.parametrize(("more", "named"), [(0, ""), (4, "ab")])
def test_a_cluster_that_is_one_forum_is_not_named(more: int, named: str) -> None:
    """Two blocks of twelve with four pairs across: the first meets in one forum, or in several."""
    blocks = {block: [f"{block}{at:02}" for at in range(12)] for block in "ab"}
    forums: dict[str, Sequence[str]] = {"a": blocks["a"]}
    forums |= {f"b{at}": blocks["b"][at : at + 8] for at in range(5)}
    forums |= {f"a{at}": blocks["a"][at : at + 8] for at in range(more)}
    forums |= {f"x{at}": [blocks["a"][at], blocks["b"][at]] for at in range(4)}
    found = find_communities(_share(forums), seeds=10, rewirings=60)
    told = {each.settled[0][0]: each for each in found.communities if len(each.settled) > 6}
    assert told["a"].p < 0.05
    assert told["a"].stable
    assert (told["a"].from_one > 0.5) == (not more)
    assert "".join(sorted(each.settled[0][0] for each in found.named)) == named


@pytest.mark.parametrize(("actors", "level"), [(21, "none"), (20, "too-little-data")])
def test_memberships_are_enough_when_twenty_tie_somebody(actors: int, level: str) -> None:
    """One forum of 21 has twenty members beyond its first; that says nothing of clusters."""
    found = find_communities(_share({"forum": [f"n{at:02}" for at in range(actors)]}), rewirings=5)
    assert (found.level, found.z) == (level, None)


def test_what_is_redrawn_keeps_ties_memberships_and_sizes() -> None:
    chance = np.random.default_rng(3)
    circles = [sorted(chance.choice(20, int(n), replace=False).tolist()) for n in (2, 5, 5, 9)]
    ties = sorted(nx.gnm_random_graph(20, 40, seed=2).edges())
    layers = Layers.of(20, ties, circles)
    drawn = layers.draw()
    held = np.full(20, -1)
    held[circles[3]] = 0
    for graph in layers.redraw(5, seed=1):
        assert graph.strengths == pytest.approx(drawn.strengths)
        assert graph.total == pytest.approx(drawn.total)
        assert graph.weights.tolist() != drawn.weights.tolist()
    kept = [
        (a, b) for a, b in zip(drawn.first.tolist(), drawn.second.tolist(), strict=True)
        if held[a] == held[b] == 0
    ]  # fmt: skip
    for graph in layers.redraw(5, seed=1, held=held):
        pairs = set(zip(graph.first.tolist(), graph.second.tolist(), strict=True))
        assert {*kept} <= pairs
        assert graph.strengths == pytest.approx(drawn.strengths)


def _measure_information(first: Sequence[object], second: Sequence[object]) -> float:
    size, both = len(first), Counter(zip(first, second, strict=True))
    ones, others = Counter(first), Counter(second)
    return sum(
        n / size * log(size * n / (ones[one] * others[other])) for (one, other), n in both.items()
    )


@pytest.mark.parametrize(
    ("first", "second"), [("aabbcc", "xxyyzz"), ("aaabbc", "xyxyxy"), ("aaaabb", "xxyyyz")]
)
def test_adjusted_information_against_all_ways_to_deal(first: str, second: str) -> None:
    """Oracle: the mean over every order of the second division, by the definition."""
    dealt = [_measure_information(first, order) for order in permutations(second)]
    most = (_measure_information(first, first) + _measure_information(second, second)) / 2
    told = _measure_information(first, second)
    expected = (told - fmean(dealt)) / (most - fmean(dealt))
    assert measure_adjusted_information(first, second) == pytest.approx(expected)


@pytest.mark.parametrize(("first", "second"), [("aaaa", "xxxx"), ("abcd", "wxyz"), ("", "")])
def test_divisions_that_divide_nothing_tell_nothing(first: str, second: str) -> None:
    assert measure_adjusted_information(first, second) is None


@pytest.mark.parametrize("native", [True, False])
def test_either_search_finds_what_is_planted_and_the_same_each_time(
    native: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if native and not leiden.NATIVE:
        pytest.skip("graspologic-native is not installed")
    monkeypatch.setattr(leiden, "NATIVE", native)
    planted = nx.planted_partition_graph(3, 12, 0.8, 0.02, seed=4)
    graph = Layers.of(40, sorted(planted.edges()), [[0, 1, 2], [12, 13]]).draw()
    found = [leiden.find_partition(graph, 1.0, seed=5).tolist() for _ in range(2)]
    assert found[0] == found[1]
    assert found[0][:36] == [at // 12 for at in range(36)]
    assert found[0][36:] == [3, 4, 5, 6]  # whoever has no ties is by itself


def test_a_cluster_that_never_varies_is_told_without_a_range(read_ties: Any, clubs: Any) -> None:
    """Separate cliques are the same in every division; the groups of the karate club are not."""
    cliques = find_communities(_named(nx.disjoint_union_all([nx.complete_graph(8)] * 4)))
    karate = find_communities(read_ties("karate_ties.csv"), groupings={"club": clubs})
    told = [each for each in (*cliques.communities, *karate.communities) if each.sentence]
    varies = [round(min(each.stability, each.stability_low), 2) < 1 for each in told]
    assert set(varies) == {True, False}
    assert ["1 = the same every time" in str(each.sentence.en) for each in told] == varies
