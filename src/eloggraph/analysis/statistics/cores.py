"""What holds a community together: its core, its ties, and how far they are beyond chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eloggraph.analysis.statistics.weighted import Numbers, Weighted, Weights

LEAST_GAIN = 0.1
_MOST_ROUNDS, _ONE_IN = 60, 8
OUTSIDE = -1


def find_cores(graph: Weighted, labels: Numbers) -> Numbers:
    """Return the labels, with -1 for those who are in their community by chance.

    A node belongs to the core when its ties say so: the log-likelihood of its ties to the core,
    with the share that they have, over that of ties that fall on all ends alike, must be more
    than the log-odds of not belonging that the community's size gives. Those for whom this is
    least true leave first, some at a time, as each who leaves takes ties along.

    Examples
    --------
    >>> edges = [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5), (5, 6), (2, 6)]
    >>> ends, others = np.array(edges).T
    >>> graph = Weighted.of(7, ends, others, np.ones(8))
    >>> find_cores(graph, np.array([0, 0, 0, 1, 1, 1, 1])).tolist()
    [0, 0, 0, 1, 1, 1, -1]

    """
    found = labels.copy()
    count = int(labels.max(initial=-1)) + 1
    sizes = np.bincount(labels, minlength=count)
    with np.errstate(divide="ignore"):
        odds = np.log((graph.size - sizes) / np.maximum(sizes, 1))
    cost = np.maximum(odds, LEAST_GAIN)[labels]
    strengths = graph.strengths
    for _ in range(_MOST_ROUNDS):
        inside = found >= 0
        held = (found[graph.first] == found[graph.second]) & inside[graph.first]
        own = graph.add_up(held)
        ends = np.bincount(found[inside], strengths[inside], minlength=count)
        by_chance = (ends[found] - strengths) / np.maximum(2 * graph.total - strengths, 1e-12)
        share = own / np.maximum(strengths, 1e-12)
        gain = np.where(share > by_chance, strengths * _diverge(share, by_chance), 0.0)
        leaving = np.flatnonzero(inside & (gain < cost))
        if not len(leaving):
            break
        leaving = leaving[np.lexsort((gain[leaving] - cost[leaving], found[leaving]))]
        groups = found[leaving]
        rank = np.arange(len(leaving)) - np.searchsorted(groups, groups)
        now = np.bincount(found[inside], minlength=count)
        found[leaving[rank < np.maximum(1, now[groups] // _ONE_IN)]] = OUTSIDE
    return found


def _diverge(share: Weights, expected: Weights) -> Weights:
    """Return the relative entropy of two shares, one pair at a time, in nats."""
    p = np.clip(share, 1e-12, 1 - 1e-12)
    q = np.clip(expected, 1e-12, 1 - 1e-12)
    found: Weights = p * np.log(p / q) + (1 - p) * np.log((1 - p) / (1 - q))
    return found


@dataclass(frozen=True, kw_only=True)
class Sets:
    """Sets of nodes: how many, the weight of all their ties, and of those inside."""

    sizes: Weights
    ends: Weights
    inside: Weights

    @classmethod
    def of(cls, graph: Weighted, labels: Numbers) -> Sets:
        """Measure the set of each label; nodes with -1 are in none.

        >>> path = Weighted.of(3, np.array([0, 1]), np.array([1, 2]), np.ones(2))
        >>> found = Sets.of(path, np.array([0, 0, -1]))
        >>> found.sizes.tolist(), found.ends.tolist(), found.inside.tolist()
        ([2.0], [3.0], [1.0])
        """
        count = int(labels.max(initial=-1)) + 1
        chosen = labels >= 0
        held = (labels[graph.first] == labels[graph.second]) & chosen[graph.first]
        return cls(
            sizes=np.bincount(labels[chosen], minlength=count).astype(float),
            ends=np.bincount(labels[chosen], graph.strengths[chosen], minlength=count).astype(
                float
            ),
            inside=np.bincount(
                labels[graph.first][held], graph.weights[held], minlength=count
            ).astype(float),
        )

    def pick(self, chosen: npt.NDArray[np.bool_] | Numbers) -> Sets:
        """Return some of the sets."""
        return Sets(sizes=self.sizes[chosen], ends=self.ends[chosen], inside=self.inside[chosen])

    def join(self, other: Sets) -> Sets:
        """Return these sets and others."""
        return Sets(
            sizes=np.concatenate([self.sizes, other.sizes]),
            ends=np.concatenate([self.ends, other.ends]),
            inside=np.concatenate([self.inside, other.inside]),
        )

    def closure(self, total: float) -> Weights:
        """Return how far ties inside are beyond what their ends would give by chance, in nats."""
        share, expected = self.inside / total, (self.ends / (2 * total)) ** 2
        return np.where(share > expected, total * _diverge(share, expected), 0.0)

    def conductance(self) -> Weights:
        """Return what share of the ends of their ties leads out."""
        return 1 - 2 * self.inside / np.maximum(self.ends, 1e-12)
