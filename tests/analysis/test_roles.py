"""Bridges between groups: by definition, by networkx, by brute force, and worked by hand."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import eloggraph
from eloggraph.analysis.fragility import find_breaking
from eloggraph.analysis.questions.roles import ENOUGH, QUESTION, measure_roles
from eloggraph.analysis.statistics.holes import measure_holes
from eloggraph.analysis.statistics.key_players import find_reach
from eloggraph.analysis.statistics.roles import Roles, count_roles
from networks import make_material, write_tables

# Feld (1991), eight girls of Marketville: the network `adolescents` of R manynet.
ADOLESCENTS = nx.Graph(
    pair.split("-")
    for pair in [
        "Betty-Sue",
        "Sue-Alice",
        "Sue-Pam",
        "Sue-Dale",
        "Alice-Jane",
        "Alice-Pam",
        "Alice-Dale",
        "Jane-Dale",
        "Dale-Pam",
        "Pam-Carol",
        "Carol-Tina",
    ]
)


def count_by_definition(graph: nx.DiGraph[str], groups: dict[str, str]) -> dict[str, Counter[str]]:
    """Gould and Fernandez (1989), one triple after the other."""
    found: dict[str, Counter[str]] = {node: Counter() for node in graph if node in groups}
    for b in found:
        for a in groups:
            for c in groups:
                if len({a, b, c}) < 3 or not graph.has_edge(a, b) or not graph.has_edge(b, c):
                    continue
                if graph.has_edge(a, c):
                    continue
                first, own, second = groups[a], groups[b], groups[c]
                if first == own == second:
                    found[b]["coordinator"] += 1
                elif first == second:
                    found[b]["consultant"] += 1
                elif own == second:
                    found[b]["gatekeeper"] += 1
                elif first == own:
                    found[b]["representative"] += 1
                else:
                    found[b]["liaison"] += 1
    return found


@pytest.mark.parametrize("seed", range(6))
def test_roles_are_those_of_the_definition(seed: int) -> None:
    chooser = random.Random(seed)
    graph = nx.relabel_nodes(nx.gnp_random_graph(60, 0.12, seed=seed, directed=True), str)
    groups = {node: chooser.choice("abcd") for node in graph if chooser.random() < 0.9}
    expected = count_by_definition(graph, groups)
    found = count_roles(graph, groups)
    assert found.keys() == expected.keys()
    for node, roles in found.items():
        kinds = ("coordinator", "gatekeeper", "representative", "consultant", "liaison")
        assert {kind: getattr(roles, kind) for kind in kinds} == {
            kind: expected[node][kind] for kind in kinds
        }
        assert roles.total == expected[node].total() == sum(roles.between.values())


@pytest.mark.parametrize(
    ("first", "own", "second", "role"),
    [
        ("x", "x", "x", "coordinator"),
        ("y", "x", "x", "gatekeeper"),
        ("x", "x", "y", "representative"),
        ("y", "x", "y", "consultant"),
        ("y", "x", "z", "liaison"),
    ],
)
def test_each_role_by_its_triple(first: str, own: str, second: str, role: str) -> None:
    groups = {"a": first, "b": own, "c": second}
    path = nx.DiGraph([("a", "b"), ("b", "c")])
    expected = Roles(between={(first, second): 1}, **{role: 1})
    assert count_roles(path, groups)["b"] == expected
    assert count_roles(nx.DiGraph([*path.edges(), ("a", "c")]), groups)["b"].total == 0
    back = nx.DiGraph([*path.edges(), ("c", "a")])  # a tie the other way round is none
    assert count_roles(back, groups)["b"] == expected


def measure_by_networkx(graph: nx.Graph[str]) -> dict[str, tuple[float, float]]:
    constraint, sizes = nx.constraint(graph), nx.effective_size(graph)
    return {node: (constraint[node], sizes[node]) for node in graph if graph[node]}


@pytest.mark.parametrize("name", ["florentine_ties.csv", "karate_ties.csv"])
def test_holes_are_those_of_networkx(name: str, read_ties: Callable[[str], nx.Graph[str]]) -> None:
    graph = read_ties(name)
    expected = measure_by_networkx(graph)
    found = measure_holes(graph)
    assert found.keys() == expected.keys()
    for node, holes in found.items():
        assert (holes.constraint, holes.effective_size) == pytest.approx(expected[node], abs=1e-9)


def test_holes_worked_by_hand() -> None:
    found = measure_holes(ADOLESCENTS)
    # Sue knows Betty, Alice, Pam and Dale, among whom there are three ties: 4 - 2 * 3 / 4.
    assert found["Sue"].effective_size == 2.5
    assert found["Betty"].constraint == 1.0
    # Carol knows Pam and Tina, who do not know each other: 1/4 + 1/4.
    assert found["Carol"].constraint == 0.5
    assert {node: (h.constraint, h.effective_size) for node, h in found.items()} == {
        node: pytest.approx(values) for node, values in measure_by_networkx(ADOLESCENTS).items()
    }
    assert measure_holes(nx.empty_graph(["alone"])) == {}


def reach_of(graph: nx.Graph[str], players: tuple[str, ...], steps: int) -> int:
    near = (nx.single_source_shortest_path_length(graph, player, steps) for player in players)
    return len({node for found in near for node in found})


@pytest.mark.parametrize("most", [1, 2, 3])
@pytest.mark.parametrize("steps", [1, 2])
def test_those_told_first_reach_nearly_what_the_best_choice_would(
    most: int, steps: int, read_ties: Callable[[str], nx.Graph[str]]
) -> None:
    graph = read_ties("florentine_ties.csv")
    found = find_reach(graph, steps=steps, most=most)
    best = max(reach_of(graph, chosen, steps) for chosen in combinations(graph, len(found.players)))
    assert found.reached[-1] == reach_of(graph, found.players, steps)
    assert found.reached[-1] >= 0.9 * best
    assert most > 1 or found.reached[-1] == best
    assert (found.players[0], found.reachable) == ("Medici", len(graph))


def test_no_more_are_told_than_reach_enough() -> None:
    pairs = nx.Graph([(f"a{at}", f"b{at}") for at in range(10)])
    pairs.add_node("alone")
    assert find_reach(pairs, most=20).reached == tuple(range(2, 21, 2))
    assert find_reach(pairs, most=20, enough=0.9).reached[-1] == 18
    assert find_reach(pairs, most=20, enough=0.91).reached[-1] == 20
    assert find_reach(nx.empty_graph(["alone"])).players == ()


def pairs_apart(graph: nx.Graph[str], gone: tuple[str, ...]) -> int:
    left = graph.subgraph(graph.nodes - set(gone))
    sizes = [len(part) for part in nx.connected_components(left)]
    return (sum(sizes) ** 2 - sum(size**2 for size in sizes)) // 2


@pytest.mark.parametrize("most", [1, 2, 3])
def test_without_whom_most_pairs_are_out_of_touch(
    most: int, read_ties: Callable[[str], nx.Graph[str]]
) -> None:
    graph = read_ties("florentine_ties.csv")
    found = find_breaking(graph, most=most)
    best = max(pairs_apart(graph, gone) for gone in combinations(sorted(graph), most))
    assert pairs_apart(graph, found.players) >= 0.8 * best
    assert most > 1 or pairs_apart(graph, found.players) == best
    assert sum(found.parts) == len(graph) - most
    assert found.before == (15,)


def test_nobody_is_missed_where_another_way_leads_round() -> None:
    assert find_breaking(nx.cycle_graph(list("abcde"))).players == ()
    path = nx.path_graph(list("abc"))
    whole = nx.Graph([*path.edges(), ("a", "forum"), ("c", "forum")])
    nx.set_node_attributes(whole, {"forum": "collective"}, "kind")
    assert find_breaking(path, whole).players == ()
    assert find_breaking(path, path).players == ("b",)


@pytest.fixture
def few(make_node: Any, make_tie: Any, make_network: Any, sector: Any) -> Any:
    """B ties a, c and d; d ties e, and e ties f."""
    sectors = {"a": 0, "b": 0, "c": 1, "d": 3, "e": 3, "f": 3}
    nodes = [
        make_node(name, name=name.upper(), sector=sector.groups[at].iri)
        for name, at in sectors.items()
    ]
    ties = [make_tie(*pair) for pair in ("ab", "bc", "bd", "de", "ef")]
    return make_material(make_network(nodes, ties, [sector]))


def test_question_counts_each_pair_once(few: Any) -> None:
    # b is between a-c and a-d (its own group and others) and c-d (two others), d between b-e.
    found = measure_roles(few)
    by_name = {each.actor: each for each in found.positions}
    assert (by_name["b"].gate, by_name["b"].liaison, by_name["b"].other) == (2, 1, 0)
    assert (by_name["d"].gate, by_name["d"].across, by_name["d"].inside) == (1, 1, 0)
    assert (by_name["e"].across, by_name["e"].inside) == (0, 1)
    assert [each.actor for each in found.across] == ["b", "d"]
    assert found.players[-1].reached >= ENOUGH * found.reachable


def test_question_names_whom_to_tell_and_who_stands_between_groups(few: Any) -> None:
    assert [text.en for text in QUESTION.answer(few).sentences] == [
        "A matter that is first told to one actor (D) is at most two connections away from all "
        "that have any (6 actors).",
        "Most of all, B connects different groups (sector): it stands between 3 pairs of actors "
        "that do not work together directly, most often between education and employment.",
        "If 2 actors were gone at the same time (B, E), the number of actors in the largest "
        "connected part would be 1 by what is on record; now it is 6.",
    ]


def test_without_ties_the_question_says_what_it_needs(make_node: Any, make_network: Any) -> None:
    outcome = QUESTION.answer(make_material(make_network([make_node("a")], [])))
    assert outcome.sentences == ()
    assert outcome.lacking is not None


@pytest.mark.parametrize(
    ("links", "answered"), [("a,b,referral\n", False), ("a,b,referral\nb,c,referral\n", True)]
)
def test_between_two_there_is_nobody_so_the_question_waits(
    tmp_path: Path, links: str, answered: bool
) -> None:
    tables = {
        "actors.csv": "id,label@fi,sector\na,A,education\nb,B,youth\nc,C,employment\n",
        "links.csv": f"from,to,type\n{links}",
    }
    (outcome,) = eloggraph.open(write_tables(tmp_path / "t", tables)).analyse("roles").outcomes
    assert (outcome.lacking is None) == answered
