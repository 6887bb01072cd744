"""Between which groups a node stands: the roles of brokers of Gould and Fernandez."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx
import numpy as np

from eloggraph.analysis.statistics.neighbourhoods import Neighbourhoods


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """How many pairs a node stands between in each role, a tie leading to it and one from it.

    ``coordinator``: both are of its own group. ``gatekeeper``: only the second is;
    ``representative``: only the first. ``consultant``: both are of one other group (itinerant
    broker). ``liaison``: they are of two groups, neither of them its own. ``between`` counts the
    pairs by their groups, its own included, in the order of the groups' names.
    """

    coordinator: int = 0
    gatekeeper: int = 0
    representative: int = 0
    consultant: int = 0
    liaison: int = 0
    between: Mapping[tuple[str, str], int]

    @property
    def total(self) -> int:
        """Of all roles together."""
        inside = self.coordinator + self.gatekeeper + self.representative
        return inside + self.consultant + self.liaison


def count_roles(graph: nx.Graph[str], groups: Mapping[str, str]) -> dict[str, Roles]:
    """Count for each node the pairs that it stands between, by the groups of all three.

    A node b stands between a and c where ties lead from a to b and from b to c, and none from a to
    c. Where ties have no direction, each pair is there in both orders: a gatekeeper of one is the
    representative of the other, and every other role counts it twice.

    Parameters
    ----------
    graph
        Directed or not.
    groups
        The group of each node; one without a group is in no such pair, and has no role.

    Notes
    -----
    Gould, R. V. & Fernandez, R. M. (1989), Structures of mediation, *Sociological Methodology*
    19:89; the raw counts of ``brokerage`` in R sna.

    Examples
    --------
    >>> path = nx.DiGraph([("a", "b"), ("b", "c"), ("a", "d"), ("d", "c")])
    >>> found = count_roles(path, {"a": "x", "b": "x", "c": "y", "d": "z"})
    >>> found["b"].representative, found["d"].liaison, found["d"].between
    (1, 1, {('x', 'y'): 1})
    """
    next_to = Neighbourhoods.of(graph)
    names = sorted(set(groups.values()))
    number = {name: at for at, name in enumerate(names)}
    codes = np.array([number.get(groups.get(node, ""), -1) for node in next_to.nodes], dtype=int)
    found: dict[str, Roles] = {}
    for at, node in enumerate(next_to.nodes):
        if codes[at] < 0:
            continue
        before = next_to.before[at][codes[next_to.before[at]] >= 0]
        after = next_to.after[at][codes[next_to.after[at]] >= 0]
        apart = ~next_to.among(before, after) & (before[:, None] != after)
        counts = _add_up(apart, codes[before], codes[after], len(names))
        found[node] = _name_roles(counts, int(codes[at]), names)
    return found


def _add_up(
    apart: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    first: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    second: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    groups: int,
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Return how many pairs there are by the group of the first and of the second."""
    rows, columns = np.nonzero(apart)
    pairs = first[rows] * groups + second[columns]
    return np.bincount(pairs, minlength=groups * groups).reshape(groups, groups)


def _name_roles(
    counts: np.ndarray[tuple[int, ...], np.dtype[np.int64]], own: int, names: list[str]
) -> Roles:
    inside = int(counts[own, own])
    into, out = int(counts[:, own].sum()) - inside, int(counts[own].sum()) - inside
    within = int(np.trace(counts)) - inside
    return Roles(
        coordinator=inside,
        gatekeeper=into,
        representative=out,
        consultant=within,
        liaison=int(counts.sum()) - inside - into - out - within,
        between={
            (names[first], names[second]): int(counts[first, second])
            for first, second in np.argwhere(counts).tolist()
        },
    )
