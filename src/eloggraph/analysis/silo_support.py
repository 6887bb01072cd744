"""Whether a claim hangs on one collective: what is left of it without that one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import networkx as nx

from eloggraph.analysis.statistics.chance import compare_with_chance, measure_sets
from eloggraph.analysis.statistics.closure import FEWEST_ENDS, SHORTER, reach_as_far
from eloggraph.analysis.statistics.division import Division, divide
from eloggraph.analysis.sufficiency import MINIMUM_TIES

LARGEST_P, ALIKE = 0.01, 0.75


def find_single_support(
    graph: nx.Graph[str],
    sets: Mapping[str, frozenset[str]],
    group: str | None = None,
    *,
    permutations: int,
    seed: int,
) -> str | None:
    """Return the collective without which ties stay inside no more than by chance, or None.

    A collective ties every two of its members; so a single one may give most ties of a group, and
    is still one observation. The one that gives most of the ties inside is left out, with those
    that have nearly the same members or only some of them (a project and its network), and the
    rest is compared with chance again: it must be enough to be judged, with p below 0.01.

    Parameters
    ----------
    graph
        Actors and ties, each with the collectives it rests on.
    sets
        The groups of each actor.
    group
        The group that keeps to itself; by default all groups together.
    permutations, seed
        How many random labellings to try (a fifth of them), and the seed for them.

    Examples
    --------
    >>> ties = nx.Graph([("a", "b")])
    >>> sets = {"a": frozenset({"x"}), "b": frozenset({"x"})}
    >>> find_single_support(ties, sets, "x", permutations=10, seed=0) is None
    True

    """
    alike = {group} if group is not None else {each for groups in sets.values() for each in groups}
    given = Counter(
        collective
        for first, second, data in graph.edges(data=True)
        if not data.get("recorded") and alike & _meet(sets, first, second)
        for collective in data.get("shared", ())
    )
    if not given:
        return None
    largest = min(given, key=lambda collective: (-given[collective], collective))
    division = divide(_leave_out(graph, _find_alike(graph, largest)), sets)
    shorter = max(1, permutations // SHORTER)
    p = (
        _compare_all(division, shorter, seed)
        if group is None
        else _compare_one(division, division.groups.index(group), shorter, seed)
    )
    return None if p < LARGEST_P else largest


def _meet(sets: Mapping[str, frozenset[str]], first: str, second: str) -> frozenset[str]:
    return sets.get(first, frozenset()) & sets.get(second, frozenset())


def _compare_all(division: Division, permutations: int, seed: int) -> float:
    chance = compare_with_chance(
        division.labels, division.meets, division.ends, permutations=permutations, seed=seed
    )
    enough = len(division.ends) >= MINIMUM_TIES and chance.p_lower is not None
    return chance.p_lower or 0.0 if enough else 1.0


def _compare_one(division: Division, at: int, permutations: int, seed: int) -> float:
    if 2 * division.count_internal()[at] + division.count_external()[at] < FEWEST_ENDS:
        return 1.0
    size = int(division.inside[:, at].sum())
    (dealt,) = measure_sets(
        len(division.nodes), division.ends, [size], permutations=permutations, seed=seed
    )
    return reach_as_far(dealt, float(division.measure_surplus()[at]))


def _find_alike(graph: nx.Graph[str], collective: str) -> set[str]:
    """Return the collective with those of the same members, nearly the same or some of them."""
    members: dict[str, set[str]] = {}
    for first, second, data in graph.edges(data=True):
        for each in data.get("shared", ()):
            members.setdefault(each, set()).update((first, second))
    own = members[collective]
    return {
        each
        for each, others in members.items()
        if others <= own or len(others & own) >= ALIKE * len(others | own)
    }


def _leave_out(graph: nx.Graph[str], collectives: set[str]) -> nx.Graph[str]:
    left: nx.Graph[str] = nx.Graph()
    left.add_nodes_from(graph)
    left.add_edges_from(
        (first, second)
        for first, second, data in graph.edges(data=True)
        if data.get("recorded") or not data.get("shared") or set(data["shared"]) - collectives
    )
    return left
