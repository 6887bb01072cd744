"""How far ties stay inside groups, of all groups and of each, against what chance would do."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import networkx as nx
import numpy as np

from eloggraph.analysis.projection import count_inferred
from eloggraph.analysis.statistics.chance import Counts, compare_with_chance
from eloggraph.analysis.statistics.closure import (
    GroupTies,
    compare_spread,
    measure_groups,
    take_tail,
)
from eloggraph.analysis.statistics.division import Division, divide
from eloggraph.analysis.statistics.null_networks import NullNetworks
from eloggraph.analysis.statistics.sensitivity import band_without_some
from eloggraph.analysis.sufficiency import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Segregation:
    """The E-I index of one grouping, what chance would give, and what both rest on.

    ``index``, ``expected``, ``interval`` and the p values are None where they are undefined: no
    tie between grouped actors, or fewer than two actors. ``labellings`` were looked at, all that
    exist when ``exact``. ``band`` holds the index in 95 of 100 networks from which a tenth of the
    actors is left out. ``several`` actors are in more than one group. ``rests_on`` is the one
    collective that the ties inside all hang on.
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
    several: int = 0
    p_mid: float | None = None
    p_within: float | None = None
    p_adjusted: float | None = None
    residual: float | None = None
    internal_by_degree: float | None = None
    residual_by_degree: float | None = None
    band: tuple[float, float] | None = None
    rests_on: str | None = None

    @property
    def evidence(self) -> Evidence:
        """Return what the measure rests on."""
        return Evidence(
            actors=self.actors,
            ties=self.ties,
            inferred=self.inferred,
            groups=len(self.groups),
            by_kind=self.internal_by_degree is not None,
        )

    @property
    def p(self) -> float | None:
        """Return the chance of as closed groups, by the less favourable comparison."""
        if self.p_lower is None:
            return None
        by_degree = 0.0 if self.residual_by_degree is None else take_tail(self.residual_by_degree)
        return max(self.p_lower, by_degree, self.p_within or 0.0)


def measure_segregation(
    graph: nx.Graph[str],
    groups: Mapping[str, Hashable],
    *,
    permutations: int = 10_000,
    seed: int = 0,
    null: NullNetworks | None = None,
    tests: int = 1,
) -> Segregation:
    """Measure whether ties stay inside groups, and how likely chance alone does the same.

    The E-I index is (E - I) / (E + I), with E ties between groups and I ties inside them: -1 when
    all ties are internal, 1 when all are external. It is driven by the sizes of the groups, so
    it is compared with what it would be if the same groups were dealt to the same actors at
    random; its expectation is then exact. An actor may be in several groups: a tie is inside when
    the two have a group in common, and whole sets of groups are dealt. Nominal assortativity
    stands beside it as a number free of group size.

    The same is measured for each group of at least five actors and ten tie ends. As a group of
    busy actors has many ties inside whomever they choose, ``null`` gives a second comparison: the
    ties rewired while every actor keeps as many.

    Parameters
    ----------
    graph
        Actors and ties; it is not changed. Isolates count as actors: they take labels as well.
    groups
        The group of each node, or a frozen set of groups. Nodes without a group, and their ties,
        are left out and counted.
    permutations
        How many random labellings to try. All distinct labellings are enumerated instead when
        there are at most 20,000 of them.
    seed
        Seed of the random labellings.
    null
        Random networks with the same degrees; without them only labels are dealt.
    tests
        How many groups and groupings are tested side by side: what would have shown depends on it.

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
    division = divide(graph, groups)
    ends, ties = division.ends, len(division.ends)
    met = division.meets[division.labels[ends[:, 0]], division.labels[ends[:, 1]]]
    internal = int(met.sum())
    chance = compare_with_chance(
        division.labels, division.meets, ends, permutations=permutations, seed=seed
    )
    rewired = None if null is None else _count_rewired(division, null)
    mean, residual = compare_spread(internal, rewired[:, -1] if rewired is not None else None)
    return Segregation(
        actors=len(division.nodes),
        ungrouped=len(division.ungrouped),
        ties=ties,
        inferred=count_inferred(graph.subgraph(division.nodes)),
        external=ties - internal,
        internal=internal,
        groups=measure_groups(division, rewired, permutations, seed, tests),
        index=(ties - 2 * internal) / ties if ties else None,
        expected=chance.expected,
        interval=chance.interval,
        p_two_sided=chance.p_two_sided,
        p_lower=chance.p_lower,
        assortativity=_measure_assortativity(division, internal),
        labellings=chance.labellings,
        exact=chance.exact,
        seed=seed,
        several=division.several,
        p_mid=chance.p_mid,
        residual=chance.residual,
        internal_by_degree=mean,
        residual_by_degree=residual,
        band=band_without_some(len(division.nodes), ends, met, seed=seed),
    )


def _count_rewired(division: Division, null: NullNetworks) -> Counts:
    """Return the ties inside each group, and in the last column inside any, of each network."""
    place = {name: at for at, name in enumerate(null.names)}
    rows = np.array([place[name] for name in division.nodes], dtype=np.int64)
    inside = np.zeros((len(null.names), len(division.groups)), dtype=np.bool_)
    inside[rows] = division.inside
    groups = len(division.groups)
    alone = np.full(len(null.names), -1, dtype=np.int64)
    alone[rows] = division.inside.argmax(axis=1) if groups else 0
    counted = []
    for ends in null.samples:
        if division.several:
            both = inside[ends[:, 0]] & inside[ends[:, 1]]
            counted.append([*both.sum(axis=0), both.any(axis=1).sum()])
        else:
            first, second = alone[ends[:, 0]], alone[ends[:, 1]]
            same = first[(first == second) & (first >= 0)]
            counted.append([*np.bincount(same, minlength=groups), len(same)])
    return np.array(counted, dtype=np.int64)


def _measure_assortativity(division: Division, internal: int) -> float | None:
    if not len(division.ends):
        return None
    ends = np.bincount(division.labels[division.ends.ravel()], minlength=len(division.meets))
    by_chance = float(ends @ division.meets @ ends) / float(ends.sum()) ** 2
    within = internal / len(division.ends)
    return None if by_chance >= 1.0 - 1e-12 else (within - by_chance) / (1.0 - by_chance)
