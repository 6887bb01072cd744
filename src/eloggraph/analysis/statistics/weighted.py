"""An undirected graph of plain numbers with weighted ties, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Weighted:
    """Nodes 0 to ``size`` - 1 and ties; each pair is there once, ``first`` below ``second``.

    Examples
    --------
    >>> path = Weighted.of(3, np.array([0, 2]), np.array([1, 1]), np.array([1.0, 1.0]))
    >>> path.strengths.tolist(), path.total
    ([1.0, 2.0, 1.0], 2.0)

    """

    size: int
    first: Numbers
    second: Numbers
    weights: Weights

    @classmethod
    def of(cls, size: int, ends: Numbers, others: Numbers, weights: Weights) -> Weighted:
        """Sort ties, and add up the weights of those between the same two nodes."""
        keys, place = np.unique(
            np.minimum(ends, others) * size + np.maximum(ends, others), return_inverse=True
        )
        summed: Weights = np.bincount(place, weights, minlength=len(keys)).astype(np.float64)
        return cls(size=size, first=keys // size, second=keys % size, weights=summed)

    @cached_property
    def total(self) -> float:
        """The weight of all ties."""
        return float(self.weights.sum())

    @cached_property
    def strengths(self) -> Weights:
        """The weight of each node's ties."""
        return self.add_up(np.ones(len(self.first), dtype=bool))

    def add_up(self, chosen: npt.NDArray[np.bool_]) -> Weights:
        """Return for each node the weight of those of its ties that are chosen."""
        ends = np.concatenate([self.first[chosen], self.second[chosen]])
        summed: Weights = np.bincount(
            ends, np.concatenate([self.weights[chosen]] * 2), minlength=self.size
        ).astype(np.float64)
        return summed

    def modularity(self, labels: Numbers) -> float:
        """Return Newman's modularity of a partition, at resolution 1.

        >>> pairs = Weighted.of(4, np.array([0, 2]), np.array([1, 3]), np.array([1.0, 1.0]))
        >>> pairs.modularity(np.array([0, 0, 1, 1]))
        0.5
        """
        inside = self.weights[labels[self.first] == labels[self.second]].sum()
        ends = np.bincount(labels, self.strengths)
        return float(inside / self.total - (ends**2).sum() / (4 * self.total**2))
