"""How far ties stay inside groups: the E-I index and nominal assortativity, against chance."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import networkx as nx
import numpy as np
import numpy.typing as npt

from eloggraph.analysis.projection import count_inferred
from eloggraph.analysis.statistics.chance import Labels, compare_with_chance, count_internal
from eloggraph.analysis.sufficiency import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTies:
    """One group: its actors, the ties inside it, and the ties from it to other groups."""

    group: str
    actors: int
    internal: int
    external: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Segregation:
    """The E-I index of one grouping, what chance would give, and what both rest on.

    ``index``, ``expected``, ``interval`` and the p values are None where they are undefined: no
    tie between grouped actors, or fewer than two actors. ``labellings`` were looked at, all that
    exist when ``exact``.
    """

    actors: int
    ungrouped: int
    ties: int
    inferred: int
    external: int
    internal: int
    groups: tuple[GroupTies, ...]
    index: float | None
    expected: float | None
    interval: tuple[float, float] | None
    p_two_sided: float | None
    p_lower: float | None
    assortativity: float | None
    labellings: int
    exact: bool
    seed: int

    @property
    def evidence(self) -> Evidence:
        """Return what the measure rests on."""
        return Evidence(
            actors=self.actors, ties=self.ties, inferred=self.inferred, groups=len(self.groups)
        )


def measure_segregation(
    graph: nx.Graph[str],
    groups: Mapping[str, Hashable],
    *,
    permutations: int = 10_000,
    seed: int = 0,
) -> Segregation:
    """Measure whether ties stay inside groups, and how likely chance alone does the same.

    The E-I index is (E - I) / (E + I), with E ties between groups and I ties inside them: -1 when
    all ties are internal, 1 when all are external. It is driven by the sizes of the groups, so
    it is compared with what it would be if the same group labels were dealt to the same actors
    at random. Its expectation is then exactly ``1 - 2 * sum n_g (n_g - 1) / (n (n - 1))``.
    Nominal assortativity stands beside it as a number free of group size.

    Parameters
    ----------
    graph
        Actors and ties; it is not changed. Isolates count as actors: they take labels as well.
    groups
        The group of each node. Nodes without a group, and their ties, are left out and counted.
    permutations
        How many random labellings to try. All distinct labellings are enumerated instead when
        there are at most 20,000 of them.
    seed
        Seed of the random labellings.

    Returns
    -------
    Segregation
        Undefined numbers are None: without ties there is no index, with fewer than two actors
        no expectation, with one group no assortativity.

    Notes
    -----
    Krackhardt, D. & Stern, R. N. (1988), Informal networks and organizational crises, *Social
    Psychology Quarterly* 51:123. Newman, M. E. J. (2003), Mixing patterns in networks, *Physical
    Review E* 67:026126. A p value from random labellings is (1 + hits) / (1 + permutations);
    two-sided means at least as far from the expectation as observed, on either side.

    Examples
    --------
    >>> pairs = nx.Graph([("a", "b"), ("c", "d")])
    >>> found = measure_segregation(pairs, {"a": 1, "b": 1, "c": 2, "d": 2})
    >>> found.index, round(found.expected, 3), round(found.p_lower, 3), found.exact
    (-1.0, 0.333, 0.333, True)

    """
    nodes = sorted((node for node in graph if groups.get(node) is not None), key=str)
    inside = graph.subgraph(nodes)
    place = {node: at for at, node in enumerate(nodes)}
    ends = np.array(
        [(place[u], place[v]) for u, v in inside.edges() if u != v], dtype=np.int64
    ).reshape(-1, 2)
    names = sorted({groups[node] for node in nodes}, key=str)
    labels: Labels = np.array([names.index(groups[node]) for node in nodes], dtype=np.int32)
    sizes = np.bincount(labels, minlength=len(names))
    internal = int(count_internal(labels[np.newaxis, :], ends)[0])
    chance = compare_with_chance(
        labels, sizes, ends, internal, permutations=permutations, seed=seed
    )
    return Segregation(
        actors=len(nodes),
        ungrouped=graph.number_of_nodes() - len(nodes),
        ties=len(ends),
        inferred=count_inferred(inside),
        external=len(ends) - internal,
        internal=internal,
        groups=_tell_groups(names, labels, sizes, ends),
        index=_index(internal, len(ends)),
        expected=chance.expected,
        interval=chance.interval,
        p_two_sided=chance.p_two_sided,
        p_lower=chance.p_lower,
        assortativity=_measure_assortativity(labels, ends, len(names)),
        labellings=chance.labellings,
        exact=chance.exact,
        seed=seed,
    )


def _tell_groups(
    names: list[Hashable], labels: Labels, sizes: npt.NDArray[np.intp], ends: npt.NDArray[np.int64]
) -> tuple[GroupTies, ...]:
    table = _cross_table(labels, ends, len(names))
    inside = np.diagonal(table) // 2
    across = table.sum(axis=1) - np.diagonal(table)
    return tuple(
        GroupTies(group=str(name), actors=int(size), internal=int(within), external=int(between))
        for name, size, within, between in zip(names, sizes, inside, across, strict=True)
    )


def _cross_table(labels: Labels, ends: npt.NDArray[np.int64], groups: int) -> npt.NDArray[np.int64]:
    """Count tie ends between groups, each tie once from either side."""
    table = np.zeros((groups, groups), dtype=np.int64)
    first, second = labels[ends[:, 0]], labels[ends[:, 1]]
    np.add.at(table, (first, second), 1)
    np.add.at(table, (second, first), 1)
    return table


def _measure_assortativity(
    labels: Labels, ends: npt.NDArray[np.int64], groups: int
) -> float | None:
    if not len(ends):
        return None
    table = _cross_table(labels, ends, groups)
    within = int(np.trace(table)) / int(table.sum())
    by_chance = float(((table.sum(axis=1) / table.sum()) ** 2).sum())
    return None if by_chance == 1.0 else (within - by_chance) / (1.0 - by_chance)


def _index(internal: int, ties: int) -> float | None:
    return (ties - 2 * internal) / ties if ties else None
