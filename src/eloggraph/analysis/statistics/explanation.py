"""Whether one grouping explains another: groups dealt anew only among actors alike in the other."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import partial

import networkx as nx
import numpy as np

from eloggraph.analysis.statistics.chance import (
    Counts,
    Surplus,
    count_meeting_strata,
    measure_set_in_strata,
)
from eloggraph.analysis.statistics.closure import NEAR, SHORTER, reach_as_far
from eloggraph.analysis.statistics.division import divide


def measure_within(
    graph: nx.Graph[str],
    groups: Mapping[str, Hashable],
    others: Mapping[str, Hashable],
    named: set[str],
    *,
    permutations: int = 10_000,
    seed: int = 0,
) -> tuple[float, dict[str, float]]:
    """Return how likely ties stay as far inside groups when another grouping is held fixed.

    Groups are dealt anew only among actors that are alike in the other grouping. If ties stay
    inside even then, the groups do something of their own; if not, the other grouping explains
    them.

    Parameters
    ----------
    graph, groups, permutations, seed
        As for :func:`measure_segregation`.
    others
        The groups of the other grouping; actors without one are alike.
    named
        The groups to look at one by one.

    Examples
    --------
    >>> ties = nx.Graph([("a", "b"), ("c", "d")])
    >>> same = {"a": 1, "b": 1, "c": 2, "d": 2}
    >>> measure_within(ties, same, same, {"1"}, permutations=9)
    (1.0, {'1': 1.0})

    """
    division = divide(graph, groups)
    kept = [str(others.get(node)) for node in division.nodes]
    if any(isinstance(value, frozenset) for value in others.values()):
        kept = [str(sorted(map(str, _listed(others.get(node))))) for node in division.nodes]
    strata = np.unique(np.array(kept), return_inverse=True)[1].astype(np.int64)
    first, second = division.labels[division.ends[:, 0]], division.labels[division.ends[:, 1]]
    seen = int(division.meets[first, second].sum())
    surplus = division.measure_surplus()

    def meet(times: int) -> Counts:
        return count_meeting_strata(
            division.labels, division.meets, strata, division.ends, permutations=times, seed=seed
        )

    def stay(at: int, times: int) -> Surplus:
        inside = division.inside[:, at]
        return measure_set_in_strata(inside, strata, division.ends, permutations=times, seed=seed)

    return _reach(meet, seen, permutations), {
        group: _reach(partial(stay, at), float(surplus[at]), permutations)
        for at, group in enumerate(division.groups)
        if group in named
    }


def _reach(dealt: Callable[[int], Counts | Surplus], seen: float, permutations: int) -> float:
    """Return how likely as much is dealt; what is nowhere near after a fifth is not pursued."""
    early = reach_as_far(dealt(max(1, permutations // SHORTER)), seen)
    return early if early >= NEAR else reach_as_far(dealt(permutations), seen)


def _listed(groups: Hashable) -> frozenset[Hashable]:
    return groups if isinstance(groups, frozenset) else frozenset({groups})
