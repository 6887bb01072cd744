"""Communities: the known optimum, stability, and few claims where there is nothing to find."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import networkx as nx
import pytest

from eloggraph.analysis.questions.communities import find_communities
from eloggraph.analysis.statistics.partitions import measure_adjusted_rand


def _named(graph: Any) -> nx.Graph[str]:
    named: nx.Graph[str] = nx.relabel_nodes(graph, {node: f"n{node:03}" for node in graph})
    return named


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
