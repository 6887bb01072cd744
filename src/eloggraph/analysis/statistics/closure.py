"""Which groups keep to themselves: the ties inside each one against two kinds of chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import erfc, exp, sqrt

import numpy as np

from eloggraph.analysis.statistics.chance import Counts, Surplus, measure_sets
from eloggraph.analysis.statistics.division import Division
from eloggraph.analysis.statistics.sensitivity import find_smallest_share

FEWEST_ACTORS, FEWEST_ENDS = 5, 10
# Groups that are nowhere near beyond chance after a fifth of the dealings need no more of them.
SHORTER, NEAR = 5, 0.1
_TAIL_FROM = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTies:
    """One group: its actors, the ties inside it, and the ties from it to other groups.

    ``expected`` ties would be inside if the groups were dealt anew to the actors, and
    ``expected_by_degree`` if every actor kept its number of ties. The residuals say how many
    standard deviations off that is; that of dealt groups takes off what the group's number of tie
    ends would give, so that busy actors are no silo. ``p`` is the larger of both upper tails,
    ``p_within`` that of the group dealt within another grouping, and ``p_adjusted`` the larger of
    them among all groups that were tested. All are None for a group of fewer than five actors or
    ten tie ends. ``visible_share`` is the smallest share of ties inside that would have shown,
    and ``rests_on`` the one collective that it all hangs on.
    """

    group: str
    actors: int
    internal: int
    external: int
    expected: float | None = None
    expected_by_degree: float | None = None
    residual: float | None = None
    residual_by_degree: float | None = None
    p: float | None = None
    p_within: float | None = None
    p_adjusted: float | None = None
    visible_share: float | None = None
    rests_on: str | None = None

    @property
    def ends(self) -> int:
        """Return the number of ties of its actors, each counted for every end in the group."""
        return 2 * self.internal + self.external

    @property
    def share(self) -> float:
        """Return which share of its actors' ties leads to the group itself."""
        return 2 * self.internal / self.ends if self.ends else 0.0

    @property
    def share_by_chance(self) -> float:
        """Return the share that the less favourable of both comparisons would give."""
        likely = max(self.expected or 0.0, self.expected_by_degree or 0.0)
        return min(1.0, 2 * likely / self.ends) if self.ends else 0.0

    @property
    def homophily(self) -> float:
        """Return how far the share is on its way from chance (0) to all ties inside (1).

        Coleman, J. (1958), Relational analysis, *Human Organization* 17:28.
        """
        by_chance = self.share_by_chance
        return (self.share - by_chance) / (1 - by_chance) if by_chance < 1 else 0.0

    @property
    def testable(self) -> bool:
        """Tell whether the group is large enough to say anything about it."""
        return self.actors >= FEWEST_ACTORS and self.ends >= FEWEST_ENDS


def compare_spread(
    seen: float, drawn: Counts | Surplus | None
) -> tuple[float | None, float | None]:
    """Return the mean of what was drawn, and how many standard deviations off the seen is.

    Where everything drawn is alike there is no chance to compare with, and nothing is beyond it.

    >>> import numpy as np
    >>> compare_spread(3, np.array([0, 2]))
    (1.0, 2.0)
    """
    if drawn is None:
        return None, None
    mean, spread = float(drawn.mean()), float(drawn.std())
    return mean, (seen - mean) / spread if spread > 0 else 0.0


def measure_groups(
    division: Division, rewired: Counts | None, permutations: int, seed: int, tests: int
) -> tuple[GroupTies, ...]:
    """Return each group with its ties, and those that are large enough with what chance gives.

    Parameters
    ----------
    division
        The actors in their groups.
    rewired
        The ties inside each group (column) in networks with the same degrees, or None.
    permutations, seed
        How many dealings to try, and the seed for them.
    tests
        How many groups and groupings are tested side by side.

    Examples
    --------
    >>> import networkx as nx
    >>> from eloggraph.analysis.statistics.division import divide
    >>> lone = divide(nx.Graph([("a", "b")]), {"a": 1, "b": 2})
    >>> [group.p for group in measure_groups(lone, None, 9, 0, 1)]
    [None, None]

    """
    sizes = [int(size) for size in division.inside.sum(axis=0)]
    internal, external = division.count_internal(), division.count_external()
    found = [
        GroupTies(
            group=name, actors=sizes[at], internal=int(internal[at]), external=int(external[at])
        )
        for at, name in enumerate(division.groups)
    ]
    surplus = [float(more) for more in division.measure_surplus()]
    first = _deal_sizes(division, found, max(1, permutations // SHORTER), seed)
    close = [
        group
        for group, more in zip(found, surplus, strict=True)
        if group.testable and reach_as_far(first[group.actors], more) < NEAR
    ]
    dealt = first | _deal_sizes(division, close, permutations, seed)
    return tuple(
        _see(
            _measure_group(group, surplus[at], dealt[group.actors], drawn, division),
            dealt[group.actors],
            drawn,
            tests,
            division,
            seed,
        )
        if group.testable
        else group
        for at, group in enumerate(found)
        for drawn in (None if rewired is None else rewired[:, at],)
    )


def _deal_sizes(
    division: Division, groups: Sequence[GroupTies], permutations: int, seed: int
) -> dict[int, Surplus]:
    """Return the surplus of random sets of actors, by the sizes of the groups to be tested."""
    sizes = sorted({group.actors for group in groups if group.testable})
    if not sizes:
        return {}
    dealt = measure_sets(
        len(division.nodes), division.ends, sizes, permutations=permutations, seed=seed
    )
    return dict(zip(sizes, dealt, strict=True))


def _measure_group(
    group: GroupTies,
    surplus: float,
    dealt: Surplus,
    rewired: Counts | None,
    division: Division,
) -> GroupTies:
    n = len(division.nodes)
    _, residual = compare_spread(surplus, dealt)
    by_degree, residual_by_degree = compare_spread(group.internal, rewired)
    tail = 0.0 if residual_by_degree is None else take_tail(residual_by_degree)
    return replace(
        group,
        expected=len(division.ends) * group.actors * (group.actors - 1) / (n * (n - 1)),
        expected_by_degree=by_degree,
        residual=residual,
        residual_by_degree=residual_by_degree,
        p=max(reach_as_far(dealt, surplus), tail),
    )


def _see(
    group: GroupTies,
    dealt: Surplus,
    rewired: Counts | None,
    tests: int,
    division: Division,
    seed: int,
) -> GroupTies:
    visible = find_smallest_share(
        actors=group.actors,
        ends=group.ends,
        by_chance=group.share_by_chance,
        dealt=dealt + group.ends**2 / (4 * len(division.ends)),
        rewired=rewired,
        tests=tests,
        seed=seed,
    )
    return replace(group, visible_share=visible)


def take_tail(residual: float) -> float:
    """Return the upper tail of the normal distribution.

    >>> round(take_tail(1.6449), 3)
    0.05
    """
    return erfc(residual / sqrt(2)) / 2


def reach_as_far(dealt: Counts | Surplus, seen: float) -> float:
    """Return how likely at least as much is dealt as was seen; what was seen is one dealing.

    Where none of a thousand or more dealings comes near, the tail beyond the largest hundredth is
    taken to fall off exponentially, which is slower than it does. Otherwise no number of dealings
    would be enough when many groups are compared.

    Notes
    -----
    Knijnenburg, T. A. et al. (2009), Fewer permutations, more accurate P-values, *Bioinformatics*
    25:i161.

    Examples
    --------
    >>> import numpy as np
    >>> reach_as_far(np.array([1, 2, 3]), 3)
    0.5
    >>> normal = np.random.default_rng(0).normal(size=9999)
    >>> reach_as_far(normal, 3.0) > 0.001, reach_as_far(normal, 6.0) < 0.00001
    (True, True)

    """
    hits = int((dealt >= seen).sum())
    p = (1 + hits) / (1 + len(dealt))
    if hits or len(dealt) < _TAIL_FROM:
        return p
    largest = np.sort(dealt)[-(len(dealt) // 100) :]
    excess = float(largest.mean() - largest[0])
    if excess <= 0:
        return p
    return min(p, len(largest) / len(dealt) * exp(-(seen - float(largest[0])) / excess))
