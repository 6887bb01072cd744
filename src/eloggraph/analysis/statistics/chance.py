"""What chance would do: the same group labels dealt anew to the same actors, the ties kept.

The null model of :mod:`eloggraph.analysis.statistics.segregation`. All distinct labellings are
looked at when they are few, random ones otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
import numpy.typing as npt

MOST_ENUMERATED = 20_000
_CELLS_AT_ONCE = 4_000_000
Labels = npt.NDArray[np.int32]
Ends = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """The E-I index under random labelling, and how the observed one stands to it."""

    expected: float | None = None
    interval: tuple[float, float] | None = None
    p_two_sided: float | None = None
    p_lower: float | None = None
    labellings: int = 0
    exact: bool = False


def compare_with_chance(
    labels: Labels,
    sizes: npt.NDArray[np.intp],
    ends: Ends,
    internal: int,
    *,
    permutations: int,
    seed: int,
) -> Chance:
    """Compare the observed number of internal ties with what random labellings give.

    Parameters
    ----------
    labels, sizes
        The group of each node as a number, and how many nodes each group has.
    ends
        Two node numbers for each tie.
    internal
        How many ties are inside groups as observed.
    permutations, seed
        How many random labellings to try, and the seed for them.

    Examples
    --------
    >>> labels: Labels = np.array([0, 0, 1, 1], dtype=np.int32)
    >>> ends: Ends = np.array([(0, 1), (2, 3)], dtype=np.int64)
    >>> sizes = np.bincount(labels)
    >>> found = compare_with_chance(labels, sizes, ends, 2, permutations=10, seed=0)
    >>> found.exact, found.labellings, round(found.p_lower or 0, 3)
    (True, 6, 0.333)

    """
    n, ties = len(labels), len(ends)
    if n < 2:
        return Chance()
    expected = 1 - 2 * sum(int(s) * (int(s) - 1) for s in sizes) / (n * (n - 1))
    if not ties:
        return Chance(expected=expected)
    exact = _count_labellings(sizes) <= MOST_ENUMERATED
    dealt = _deal(labels, sizes, ties, permutations, seed)
    inside = np.concatenate([count_internal(batch, ends) for batch in dealt])
    extra = 0 if exact else 1  # the observed labelling is one of the random ones, never p = 0
    typical = ties * (1 - expected) / 2
    far = np.abs(inside - typical) >= abs(internal - typical) - 1e-9
    low, high = np.sort((ties - 2 * inside) / ties)[_find_limits(len(inside))]
    return Chance(
        expected=expected,
        interval=(float(low), float(high)),
        p_two_sided=float((extra + far.sum()) / (extra + len(inside))),
        p_lower=float((extra + (inside >= internal).sum()) / (extra + len(inside))),
        labellings=len(inside),
        exact=exact,
    )


def _find_limits(count: int) -> list[int]:
    """Return where the 2.5 % and 97.5 % quantiles stand among so many sorted values."""
    tail = int(0.025 * (count - 1))
    return [tail, count - 1 - tail]


def count_internal(dealt: Labels, ends: Ends) -> npt.NDArray[np.int64]:
    """Return how many ties are inside groups, for each labelling (one a row).

    >>> count_internal(np.array([[0, 0, 1], [0, 1, 1]]), np.array([(0, 1), (1, 2)])).tolist()
    [1, 1]
    """
    same = dealt[:, ends[:, 0]] == dealt[:, ends[:, 1]]
    count: Ends = same.sum(axis=1, dtype=np.int64)
    return count


def _count_labellings(sizes: npt.NDArray[np.intp]) -> int:
    total, left = 1, int(sizes.sum())
    for size in sizes:
        total *= comb(left, int(size))
        left -= int(size)
    return total


def _enumerate_labellings(sizes: npt.NDArray[np.intp]) -> Labels:
    n = int(sizes.sum())
    row = [0] * n

    def deal(group: int, free: tuple[int, ...]) -> Iterator[list[int]]:
        if group == len(sizes):
            yield list(row)
            return
        for chosen in combinations(free, int(sizes[group])):
            for at in chosen:
                row[at] = group
            taken = set(chosen)
            yield from deal(group + 1, tuple(at for at in free if at not in taken))

    return np.array(list(deal(0, tuple(range(n)))), dtype=np.int32)


def _deal(
    labels: Labels, sizes: npt.NDArray[np.intp], ties: int, permutations: int, seed: int
) -> Iterator[Labels]:
    """Yield labellings in batches that fit in memory: every one there is, or random ones."""
    batch = max(1, _CELLS_AT_ONCE // max(len(labels), ties))
    if _count_labellings(sizes) <= MOST_ENUMERATED:
        every = _enumerate_labellings(sizes)
        yield from (every[start : start + batch] for start in range(0, len(every), batch))
        return
    generator = np.random.default_rng(seed)
    for start in range(0, permutations, batch):
        rows = min(batch, permutations - start)
        yield generator.permuted(np.tile(labels, (rows, 1)), axis=1)
