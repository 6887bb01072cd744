"""A network in two layers: ties of two, and what several share, each redrawn by its own kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from eloggraph.analysis.statistics.rewiring import Ends, Members, switch_ends, trade_members
from eloggraph.analysis.statistics.weighted import Numbers, Weighted, Weights

_BURN_IN, _THINNING = 20, 4


@dataclass(frozen=True, kw_only=True)
class Layers:
    """Ties of two (a row each), and what is shared: a row each, with a column for each node."""

    size: int
    ends: Ends
    members: Members

    @classmethod
    def of(
        cls, size: int, ties: Sequence[tuple[int, int]], circles: Sequence[Sequence[int]]
    ) -> Layers:
        """Make the layers from pairs and from the members of each circle.

        >>> Layers.of(3, [(0, 1)], [[0, 1, 2]]).draw().strengths.tolist()
        [2.0, 2.0, 1.0]
        """
        members: Members = np.zeros((len(circles), size), dtype=np.bool_)
        for row, circle in enumerate(circles):
            members[row, list(circle)] = True
        return cls(size=size, ends=np.array(ties, dtype=np.int64).reshape(-1, 2), members=members)

    @property
    def facts(self) -> int:
        """How much is known: each tie of two, and each member of a circle beyond its first."""
        return len(self.ends) + int(self.members.sum()) - int(self.members.any(axis=1).sum())

    @cached_property
    def _pairs(self) -> tuple[Numbers, Numbers, Weights]:
        """The places of two members of one circle in the list of all, and their weight."""
        sizes = self.members.sum(axis=1)
        one, two, weights = [], [], []
        for start, size in zip((np.cumsum(sizes) - sizes).tolist(), sizes.tolist(), strict=True):
            first, second = np.triu_indices(size, 1)
            one.append(first + start)
            two.append(second + start)
            weights.append(np.full(len(first), 1 / max(1, size - 1)))
        none = np.zeros(0, dtype=np.int64)
        return (
            np.concatenate([none, *one]),
            np.concatenate([none, *two]),
            np.concatenate([np.zeros(0), *weights]),
        )

    def draw(self) -> Weighted:
        """Return the graph of both layers.

        A tie of two weighs 1. What m share makes each pair of them weigh 1 / (m - 1), so that a
        membership, too, gives each member 1 in all, however large the circle (Newman, M. E. J.
        (2001), *Physical Review E* 64:016132).
        """
        return self._draw(self.ends, self.members)

    def _draw(self, ends: Ends, members: Members) -> Weighted:
        """Draw other ties, and other members of the same circles."""
        one, two, weights = self._pairs
        listed = np.nonzero(members)[1]
        return Weighted.of(
            self.size,
            np.concatenate([ends[:, 0], listed[one]]),
            np.concatenate([ends[:, 1], listed[two]]),
            np.concatenate([np.ones(len(ends)), weights]),
        )

    def weigh_circles(self, groups: Numbers) -> Weights:
        """Return for each group the weight inside that the one circle gives which gives most.

        >>> layers = Layers.of(3, [(0, 1)], [[0, 1, 2], [0, 1]])
        >>> layers.weigh_circles(np.array([0, 0, -1])).tolist()
        [1.0]
        """
        most = np.zeros(int(groups.max(initial=-1)) + 1)
        for row in self.members:
            inside = groups[row]
            counts = np.bincount(inside[inside >= 0], minlength=len(most))
            np.maximum(most, counts * (counts - 1) / 2 / max(1, len(inside) - 1), out=most)
        return most

    def redraw(self, times: int, seed: int, *, held: Numbers | None = None) -> Iterator[Weighted]:
        """Yield graphs in which every node has as many ties, and as many memberships, as here.

        Ties of two switch ends with each other, and circles trade members, so that each keeps its
        size too; then both are drawn again as one graph.

        Parameters
        ----------
        times, seed
            How many graphs, and the seed of the lot.
        held
            A group for each node, or -1: ties within a group stay as they are, and so do the
            memberships of those who are most of a circle.

        Examples
        --------
        >>> layers = Layers.of(4, [(0, 1), (2, 3)], [])
        >>> [graph.strengths.tolist() for graph in layers.redraw(1, seed=0)]
        [[1.0, 1.0, 1.0, 1.0]]

        """
        chance = np.random.default_rng(seed)
        groups = np.full(self.size, -1, dtype=np.int64) if held is None else held
        one, other = groups[self.ends].T
        inside = (one == other) & (one >= 0)
        ends, fixed = self.ends[~inside], self.ends[inside]
        members, settled = self.members.copy(), self._find_settled(groups)
        for at in range(times):
            for _ in range(_THINNING if at else _BURN_IN):
                ends = switch_ends(ends, self.size, chance, held=fixed)
                trade_members(members, chance, held=settled)
            yield self._draw(np.concatenate([fixed, ends]), members)

    def _find_settled(self, groups: Numbers) -> Members:
        """Return the memberships of a group that is more than half of the circle."""
        settled: Members = np.zeros_like(self.members)
        sizes = self.members.sum(axis=1)
        for group in np.unique(groups[groups >= 0]):
            inside = self.members & (groups == group)
            settled |= inside & (2 * inside.sum(axis=1) > sizes)[:, None]
        return settled
