"""Actors in their groups, as arrays: each in one, in several, or in none that is known."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import networkx as nx
import numpy as np
import numpy.typing as npt

from eloggraph.analysis.statistics.chance import Ends, Labels, Meets, Surplus, measure_surplus_ties

Membership = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Division:
    """The actors whose groups are known, the ties between them, and who is in which group.

    ``labels`` number the distinct sets of groups; ``meets`` says which two sets have a group in
    common, and ``inside`` which actor (row) is in which group (column).
    """

    nodes: tuple[str, ...]
    ungrouped: tuple[str, ...]
    groups: tuple[str, ...]
    ends: Ends
    labels: Labels
    meets: Meets
    inside: Membership

    @property
    def several(self) -> int:
        """Return how many actors are in more than one group."""
        return int((self.inside.sum(axis=1) > 1).sum())

    def count_internal(self) -> Counts:
        """Return for each group the ties with both ends in it."""
        first, second = self.ends[:, 0], self.ends[:, 1]
        return np.asarray((self.inside[first] & self.inside[second]).sum(axis=0), dtype=np.int64)

    def count_external(self) -> Counts:
        """Return for each group the ties with one end in it."""
        first, second = self.ends[:, 0], self.ends[:, 1]
        return np.asarray((self.inside[first] ^ self.inside[second]).sum(axis=0), dtype=np.int64)

    def measure_surplus(self) -> Surplus:
        """Return for each group how many more ties it has inside than its tie ends would give."""
        internal = self.count_internal()
        ends = 2 * internal + self.count_external()
        return measure_surplus_ties(internal, ends, max(1, len(self.ends)))


def divide(graph: nx.Graph[str], groups: Mapping[str, Hashable]) -> Division:
    """Return the actors of a graph in their groups.

    Parameters
    ----------
    graph
        Actors and ties; it is not changed. Ties of an actor to itself do not count.
    groups
        The group of each actor, or a frozen set of them. Actors without one, and their ties, are
        left out and counted.

    Examples
    --------
    >>> pairs = nx.Graph([("a", "b"), ("b", "c"), ("c", "d")])
    >>> found = divide(pairs, {"a": 1, "b": frozenset({1, 2}), "c": 2})
    >>> found.groups, found.several, found.ungrouped
    (('1', '2'), 1, ('d',))
    >>> found.count_internal().tolist(), found.count_external().tolist()
    ([1, 1], [1, 1])

    """
    sets = {node: _as_set(groups.get(node)) for node in graph}
    nodes = sorted((node for node in graph if sets[node]), key=str)
    place = {node: at for at, node in enumerate(nodes)}
    pairs = [(place[u], place[v]) for u, v in graph.edges() if u != v and u in place and v in place]
    names = sorted({group for node in nodes for group in sets[node]}, key=str)
    profiles = sorted({sets[node] for node in nodes}, key=lambda each: sorted(map(str, each)))
    number = {profile: at for at, profile in enumerate(profiles)}
    column = {group: at for at, group in enumerate(names)}
    table = np.zeros((len(profiles), len(names)), dtype=np.bool_)
    for at, profile in enumerate(profiles):
        table[at, [column[group] for group in profile]] = True
    labels: Labels = np.array([number[sets[node]] for node in nodes], dtype=np.int32)
    return Division(
        nodes=tuple(nodes),
        ungrouped=tuple(sorted((node for node in graph if not sets[node]), key=str)),
        groups=tuple(str(name) for name in names),
        ends=np.array(pairs, dtype=np.int64).reshape(-1, 2),
        labels=labels,
        meets=(table.astype(np.float32) @ table.astype(np.float32).T) > 0,
        inside=table[labels] if len(profiles) else np.zeros((0, 0), dtype=np.bool_),
    )


def _as_set(groups: Hashable) -> frozenset[Hashable]:
    if groups is None:
        return frozenset()
    return groups if isinstance(groups, frozenset) else frozenset({groups})
