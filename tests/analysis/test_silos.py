"""Segregation: published values, exact p by brute force, and when nothing may be said."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import networkx as nx
import pytest

from eloggraph.analysis.questions.silos import judge_silos
from eloggraph.analysis.statistics.segregation import measure_segregation


def test_karate_club_has_the_published_values(read_ties: Any, clubs: Any, expected: Any) -> None:
    found = measure_segregation(read_ties("karate_ties.csv"), clubs)
    ei = expected("karate", "ei_index_club")
    assert (found.external, found.internal) == (ei["E"], ei["I"])
    assert found.index == pytest.approx(ei["value"], abs=ei["tol"])
    chance = expected("karate", "ei_expected_label_permutation")
    assert found.expected == pytest.approx(chance["value"], abs=chance["tol"])
    mixing = expected("karate", "assortativity_club")
    assert found.assortativity == pytest.approx(mixing["value"], abs=mixing["tol"])


def test_karate_club_is_siloed(read_ties: Any, clubs: Any, sector: Any) -> None:
    verdict = judge_silos(sector, measure_segregation(read_ties("karate_ties.csv"), clubs))
    assert verdict.level == "siloed"
    assert [group.group for group in verdict.named] == ["Hi", "Officer"]
    assert "86 % on ryhmien sisällä" in verdict.sentence.fi  # 67 of 78


def _brute_force(graph: nx.Graph[str], groups: dict[str, int]) -> tuple[float, float, float]:
    nodes, labels = sorted(groups), [groups[node] for node in sorted(groups)]

    def index(dealt: tuple[int, ...]) -> float:
        of = dict(zip(nodes, dealt, strict=True))
        inside = sum(of[u] == of[v] for u, v in graph.edges())
        return 1 - 2 * inside / graph.number_of_edges()

    every = [index(dealt) for dealt in permutations(labels)]
    seen, mean = index(tuple(labels)), sum(every) / len(every)
    lower = sum(value <= seen + 1e-9 for value in every) / len(every)
    both = sum(abs(value - mean) >= abs(seen - mean) - 1e-9 for value in every) / len(every)
    return mean, lower, both


@pytest.mark.parametrize("seed", range(4))
def test_exact_p_and_expectation_agree_with_brute_force(seed: int) -> None:
    numbered = nx.gnm_random_graph(7, 10, seed=seed)
    graph: nx.Graph[str] = nx.relabel_nodes(numbered, {at: f"n{at}" for at in numbered})
    groups = {f"n{at}": (0, 0, 0, 1, 1, 2, 2)[at] for at in range(7)}
    found = measure_segregation(graph, groups)
    mean, lower, both = _brute_force(graph, groups)
    assert found.exact
    assert found.labellings == 210
    assert found.expected == pytest.approx(mean)
    assert found.p_lower == pytest.approx(lower)
    assert found.p_two_sided == pytest.approx(both)


def test_random_labellings_come_near_the_exact_p(monkeypatch: pytest.MonkeyPatch) -> None:
    numbered = nx.gnm_random_graph(12, 24, seed=3)
    graph: nx.Graph[str] = nx.relabel_nodes(numbered, {at: f"n{at:02}" for at in numbered})
    groups = {f"n{at:02}": at % 2 for at in range(12)}
    exact = measure_segregation(graph, groups)
    monkeypatch.setattr("eloggraph.analysis.statistics.chance.MOST_ENUMERATED", 0)
    dealt = measure_segregation(graph, groups, permutations=20_000)
    assert exact.exact
    assert not dealt.exact
    assert exact.p_lower is not None
    assert dealt.p_lower is not None
    error = (exact.p_lower * (1 - exact.p_lower) / 20_000) ** 0.5
    assert abs(exact.p_lower - dealt.p_lower) < 4 * error + 1e-4


@pytest.mark.parametrize(("most", "exact"), [(6, True), (5, False)])
def test_all_labellings_are_looked_at_when_they_are_few(
    most: int, exact: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two and two of four actors: six labellings."""
    monkeypatch.setattr("eloggraph.analysis.statistics.chance.MOST_ENUMERATED", most)
    graph: nx.Graph[str] = nx.Graph([("a", "b"), ("c", "d")])
    found = measure_segregation(graph, dict(zip("abcd", (0, 0, 1, 1), strict=True)), permutations=9)
    assert (found.exact, found.labellings) == (exact, 6 if exact else 9)


# One actor of group x among n, tied to t of the others in a star: of n labellings one puts x in
# the middle (all ties between groups, E-I 1), the others leave one tie of t between them.
@pytest.mark.parametrize(("n", "high"), [(40, 1.0), (41, 2 / 40 - 1)])
def test_the_interval_holds_95_in_100_labellings(n: int, high: float) -> None:
    graph: nx.Graph[str] = nx.relabel_nodes(
        nx.star_graph(n - 1), {at: f"n{at:02}" for at in range(n)}
    )
    found = measure_segregation(graph, {node: node == "n00" for node in graph})
    assert found.labellings == n
    assert found.interval is not None
    assert found.interval[1] == pytest.approx(high)


def test_nodes_without_a_group_are_left_out_with_their_ties_and_counted() -> None:
    graph: nx.Graph[str] = nx.Graph([("a", "b"), ("b", "c"), ("c", "d")])
    found = measure_segregation(graph, {"a": "x", "b": "x", "c": "y"})
    assert (found.actors, found.ungrouped, found.ties) == (3, 1, 2)
    assert [(g.group, g.actors, g.internal, g.external) for g in found.groups] == [
        ("x", 2, 1, 1),
        ("y", 1, 0, 1),
    ]


@pytest.mark.parametrize("groups", [{}, {"a": 1}, {"a": 1, "b": 1}])
def test_undefined_numbers_are_none(groups: dict[str, int]) -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from("ab")
    found = measure_segregation(graph, groups)
    assert found.index is None
    assert found.p_lower is None
    assert found.assortativity is None
    assert not found.evidence.enough


def test_one_group_has_no_assortativity_and_no_verdict(sector: Any) -> None:
    graph: nx.Graph[str] = nx.relabel_nodes(
        nx.complete_graph(12), {at: str(at) for at in range(12)}
    )
    found = measure_segregation(graph, dict.fromkeys(graph, "x"))
    assert found.index == -1.0
    assert found.assortativity is None
    assert judge_silos(sector, found).level == "too-little-data"


def _two_blocks(across: int) -> tuple[nx.Graph[str], dict[str, int]]:
    graph: nx.Graph[str] = nx.Graph()
    for block in range(2):
        names = [f"{block}{at}" for at in range(8)]
        graph.add_edges_from(zip(names, [*names[1:], names[0]], strict=True))
        graph.add_edges_from(zip(names, [*names[2:], *names[:2]], strict=True))
    graph.add_edges_from((f"0{at % 8}", f"1{(at * 3 + at // 8) % 8}") for at in range(across))
    return graph, {node: int(node[0]) for node in graph}


@pytest.mark.parametrize(("across", "level"), [(2, "siloed"), (20, "leaning"), (32, "none")])
def test_the_level_falls_as_ties_across_are_added(across: int, level: str, sector: Any) -> None:
    found = measure_segregation(*_two_blocks(across))
    assert found.evidence.enough
    assert judge_silos(sector, found).level == level


def test_a_projection_of_memberships_is_too_little_data(sector: Any) -> None:
    graph, groups = _two_blocks(2)
    nx.set_edge_attributes(graph, ("project",), "shared")
    verdict = judge_silos(sector, measure_segregation(graph, groups))
    assert verdict.level == "too-little-data"
    assert "34" in verdict.reasons[0].fi
    assert "20" in verdict.reasons[0].fi


@pytest.mark.parametrize(
    ("actors", "ties", "named"),
    [(11, 30, ("11", "12")), (20, 19, ("19", "20"))],
)
def test_too_little_data_says_what_is_there_and_what_is_needed(
    actors: int, ties: int, named: tuple[str, str], sector: Any
) -> None:
    numbered = nx.gnm_random_graph(actors, ties, seed=1)
    graph: nx.Graph[str] = nx.relabel_nodes(numbered, {at: f"n{at:02}" for at in numbered})
    verdict = judge_silos(sector, measure_segregation(graph, {n: int(n[1:]) % 2 for n in graph}))
    assert verdict.level == "too-little-data"
    for language in ("fi", "sv", "en"):
        assert all(number in verdict.reasons[0].say(language) for number in named)


def test_same_seed_same_numbers_and_the_graph_is_unchanged() -> None:
    graph, groups = _two_blocks(5)
    before = [list(graph.nodes(data=True)), list(graph.edges(data=True))]
    one = measure_segregation(graph, groups, seed=7)
    assert one == measure_segregation(graph, groups, seed=7)
    assert before == [list(graph.nodes(data=True)), list(graph.edges(data=True))]
