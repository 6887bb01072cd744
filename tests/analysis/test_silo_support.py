"""Whether a claim hangs on one collective, on both sides of every limit; networks made by hand.

Two groups of actors, ``x`` and ``y``, that have no tie to each other unless it is said. With ties
enough, chance never keeps as many inside; with too few, nothing is judged, and the claim hangs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

import networkx as nx
import pytest

from eloggraph.analysis.silo_levels import judge_group, judge_level
from eloggraph.analysis.silo_support import find_single_support
from eloggraph.analysis.statistics.closure import GroupTies
from networks import make_segregation

Pairs = Iterable[tuple[str, str]]
X, Y = ([f"{name}{at}" for at in range(8)] for name in "xy")


def ring(actors: list[str]) -> list[tuple[str, str]]:
    return [(actors[at], actors[(at + 1) % len(actors)]) for at in range(len(actors))]


def find(
    collectives: Mapping[str, Iterable[str]],
    recorded: Pairs,
    group: str | None = "x",
    more: Iterable[str] = (),
) -> str | None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from([*X, *more, *Y], recorded=())
    for collective, members in collectives.items():
        for one, other in combinations(members, 2):
            data = graph.get_edge_data(one, other, {})
            graph.add_edge(one, other, shared=(*data.get("shared", ()), collective))
    for one, other in recorded:
        graph.add_edge(one, other, recorded=("link",))
    sets = {name: frozenset(name[0]) for name in graph}
    return find_single_support(graph, sets, group, permutations=5_000, seed=0)


@pytest.mark.parametrize("group", ["x", None])
def test_what_one_collective_gives_hangs_on_it(group: str | None) -> None:
    assert find({"f": X}, [], group) == "f"
    assert find({}, [*ring(X), *ring(Y)], group) is None  # nothing is given by any


def test_ties_on_record_stay_without_the_collective() -> None:
    """All pairs of the group share it, and sixteen of them have a tie of their own."""
    own = [*ring(X), *((X[at], X[at - 2]) for at in range(8))]
    assert find({"f": X}, [*own, *ring(Y)]) is None


def test_a_project_within_its_network_is_no_second_one() -> None:
    """Half of the members are not nearly the same; but they are all in the network."""
    assert find({"f": X, "p": X[:4]}, ring(Y)) == "f"
    assert find({"f": X[:7], "p": [*X[:3], X[7], "x8"]}, ring(Y), more=["x8"]) is None


@pytest.mark.parametrize(("first", "left"), [(1, "f"), (2, None)])
def test_members_of_whom_three_in_four_are_the_same_are_one_collective(
    first: int, left: str | None
) -> None:
    """Seven and seven: six in common of eight in either; and five of nine."""
    actors = [*X, "x8"]
    found = find({"f": actors[:7], "g": actors[first : first + 7]}, ring(Y), more=["x8"])
    assert found == left


@pytest.mark.parametrize(("ties", "left"), [(20, None), (19, "f")])
def test_all_groups_are_judged_from_twenty_ties_that_are_left(ties: int, left: str | None) -> None:
    pairs = [*ring(X), *ring(Y), *((at[0], at[2]) for at in (X, X[4:], Y, Y[4:]))]
    assert len(pairs) == 20
    assert find({"f": X}, pairs[:ties], group=None) == left


@pytest.mark.parametrize(
    ("pairs", "left"),
    [(ring(X[:5]), None), ([*ring(X[:5])[:4], (X[4], Y[0])], "f")],
    ids=["ten ends", "nine ends"],
)
def test_a_group_is_judged_from_ten_tie_ends_that_are_left(pairs: Pairs, left: str | None) -> None:
    assert find({"f": X}, [*pairs, *ring(Y)]) == left


def test_a_pair_on_record_is_given_by_no_collective() -> None:
    """One has more members, but every pair of these has a tie of its own without it."""
    both = combinations(X[:5], 2)
    found = find({"f": X[4:8], "g": X[:5]}, [*both, *ring(Y)])
    assert found is None
    outward = [(X[at], Y[to]) for at in range(5) for to in (at, at + 1, at + 2, at + 3)]
    assert (
        find({"f": [*X[5:], "x8"], "g": X[:5]}, [*combinations(X[:5], 2), *outward], more=["x8"])
        == "f"
    )


def _group(p: float, ends: int, by_chance: float, rests_on: str | None) -> GroupTies:
    return GroupTies(
        group="a", actors=12, internal=ends // 2, external=100 - ends, expected=by_chance / 2,
        residual=3.0, p=p, p_adjusted=p, rests_on=rests_on,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("p", "ends", "by_chance", "firm", "hanging"),
    [
        (0.0099, 50, 28, "closed", "leaning"),
        (0.0249, 28, 20, "leaning", "open"),
        (0.025, 28, 20, "open", "open"),
    ],
)
def test_what_hangs_on_one_is_one_word_weaker(
    p: float, ends: int, by_chance: float, firm: str, hanging: str
) -> None:
    assert judge_group(_group(p, ends, by_chance, None)) == firm
    assert judge_group(_group(p, ends, by_chance, "f")) == hanging


@pytest.mark.parametrize(("rests_on", "level"), [(None, "leaning"), ("f", "none")])
def test_all_groups_together_lean_only_on_more_than_one(rests_on: str | None, level: str) -> None:
    found = make_segregation(p_lower=0.0249, assortativity=0.1, rests_on=rests_on)
    assert judge_level(found).level == level
