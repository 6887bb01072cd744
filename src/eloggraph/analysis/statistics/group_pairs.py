"""The ties inside every group and between every two, against the same groups dealt anew.

The null model is that of :mod:`eloggraph.analysis.statistics.chance`: the ties are kept, and whole
sets of groups are dealt to the actors.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eloggraph.analysis.statistics.chance import Ends, deal

Membership = npt.NDArray[np.bool_]
Weights = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

LEAST_EXPECTED = 5.0
OUTSIDE = 0.01
# So few at once that they stay in a fast memory.
_MOST_CELLS, _FEWEST, _CELLS_AT_ONCE = 25_000_000, 400, 100_000
_FEW_KINDS = 32


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairsByChance:
    """Ties by two groups (both halves, inside on the diagonal), and what chance gives.

    ``expected`` is exact. Of a hundred dealings, in ninety-nine every cell that is ``judged`` lies
    from ``low`` to ``high``: the limits hold for all of them together.
    """

    ties: Counts
    expected: Weights
    low: Counts
    high: Counts
    judged: npt.NDArray[np.bool_]
    dealings: int


def compare_pairs(
    inside: Membership, ends: Ends, *, permutations: int, seed: int = 0
) -> PairsByChance:
    """Count the ties of every two groups and deal the groups anew.

    A tie is inside a group that both its ends are in. It is between two groups where its ends have
    no group in common, one of them is in the first and the other in the second.

    Parameters
    ----------
    inside
        Which actor (row) is in which group (column); everybody is in one at least.
    ends
        Two numbers of actors for each tie.
    permutations, seed
        How many dealings to try at most, and the seed for them. In a large network there are fewer.

    Returns
    -------
    PairsByChance
        Square tables in the order of the groups. Where chance gives less than five ties, a cell is
        not judged. The limits are from the largest departure of any judged cell in a dealing (the
        step-down *maxT* of Westfall & Young, its first step), on the scale of square roots, on
        which small counts and large ones spread alike.

    Notes
    -----
    Westfall, P. H. & Young, S. S. (1993), *Resampling-based multiple testing*. Anscombe, F. J.
    (1948), The transformation of Poisson, binomial and negative-binomial data, *Biometrika* 35:246.

    Examples
    --------
    >>> inside = np.array([[True, False], [True, False], [False, True]])
    >>> found = compare_pairs(inside, np.array([(0, 1), (1, 2)]), permutations=9)
    >>> found.ties.tolist(), found.expected.round(2).tolist()
    ([[1, 1], [1, 0]], [[0.67, 1.33], [1.33, 0.0]])

    """
    profiles, labels = np.unique(inside, axis=0, return_inverse=True)
    labels = labels.reshape(-1)
    n, kinds, upper = len(labels), len(profiles), np.triu_indices(inside.shape[1])
    ties = _count_cells(inside, ends)
    expected = len(ends) * _count_meetings(profiles, labels) / max(1, n * (n - 1))
    judged = expected >= LEAST_EXPECTED
    costs = max(n, len(ends) * (1 if kinds <= _FEW_KINDS else inside.shape[1]))
    permutations = min(permutations, max(_FEWEST, _MOST_CELLS // max(1, costs)))
    low, high = np.floor(expected), np.ceil(expected)
    if judged.any():
        deal_anew = _deal_kinds if kinds <= _FEW_KINDS else _deal_sets
        looked = judged[upper]
        dealt = np.concatenate(
            [cells[looked] for cells in deal_anew(profiles, labels, ends, permutations, seed)],
            axis=1,
        )
        places = upper[0][looked], upper[1][looked]
        low[places], high[places] = low.T[places], high.T[places] = _limit(dealt)
    return PairsByChance(
        ties=ties,
        expected=expected,
        low=low.astype(np.int64),
        high=high.astype(np.int64),
        judged=judged,
        dealings=permutations if judged.any() else 0,
    )


def _count_cells(inside: Membership, ends: Ends) -> Counts:
    """Return the ties inside each group and between each two, for one labelling."""
    first = inside[ends[:, 0]].astype(np.float32)
    second = inside[ends[:, 1]].astype(np.float32)
    both = first * second
    apart = both.max(axis=1, initial=0) == 0
    between = first[apart].T @ second[apart]
    return np.asarray(np.diag(both.sum(axis=0)) + between + between.T, dtype=np.int64)


def _count_meetings(profiles: Membership, labels: npt.NDArray[np.integer]) -> Weights:
    """Return how many ordered pairs of actors would tie each cell."""
    each = profiles.astype(np.float64)
    sized = each * np.bincount(labels, minlength=len(profiles))[:, np.newaxis]
    between = sized.T @ ((each @ each.T) == 0) @ sized
    sizes = sized.sum(axis=0)
    return np.asarray(between + between.T + np.diag(sizes * (sizes - 1)), dtype=np.float64)


def _say_what_counts(profiles: Membership) -> npt.NDArray[np.float32]:
    """Return for each cell of the upper half which pairs of profiles are counted."""
    rows, columns = np.triu_indices(profiles.shape[1])
    apart = ~((profiles.astype(np.int64) @ profiles.T.astype(np.int64)) > 0)
    counting = np.zeros((len(rows), len(profiles) ** 2), dtype=np.float32)
    for at, (first, second) in enumerate(zip(rows, columns, strict=True)):
        both = np.outer(profiles[:, first], profiles[:, second])
        counting[at] = (both if first == second else (both | both.T) & apart).ravel()
    return counting


def _count_kinds(dealt: npt.NDArray[np.integer], ends: Ends, kinds: int) -> Weights:
    """Return how many ties join each two profiles (row), in each dealing (column)."""
    columns = dealt.shape[1]
    wide = dealt.astype(np.int64)
    keys = (wide * kinds)[ends[:, 0]]
    keys += wide[ends[:, 1]]
    keys += np.arange(columns) * kinds**2
    counted = np.bincount(keys.ravel(), minlength=kinds**2 * columns)
    return np.asarray(counted.reshape(columns, kinds**2).T, dtype=np.float32)


def _deal_kinds(
    profiles: Membership,
    labels: npt.NDArray[np.integer],
    ends: Ends,
    permutations: int,
    seed: int,
) -> Iterator[Weights]:
    """Yield the cells of the upper half (row) by dealing (column): few sets of groups, fast."""
    counting, kinds = _say_what_counts(profiles), len(profiles)
    at_once = max(1, _CELLS_AT_ONCE // max(1, len(ends), kinds**2))
    for orders in deal(len(labels), len(ends), permutations, seed):
        for start in range(0, orders.shape[1], at_once):
            dealt = labels[orders[:, start : start + at_once]]
            yield np.asarray(counting @ _count_kinds(dealt, ends, kinds), dtype=np.float64)


def _deal_sets(
    profiles: Membership,
    labels: npt.NDArray[np.integer],
    ends: Ends,
    permutations: int,
    seed: int,
) -> Iterator[Weights]:
    """Yield the same where actors are in many different sets of groups: one dealing at a time."""
    upper = np.triu_indices(profiles.shape[1])
    for orders in deal(len(labels), len(ends), permutations, seed):
        for order in orders.T:
            cells = _count_cells(profiles[labels[order]], ends)
            yield np.asarray(cells[upper][:, np.newaxis], dtype=np.float64)


def _limit(dealt: Weights) -> tuple[Weights, Weights]:
    """Return the least and the most that a cell (row) may hold and still be of chance."""
    rooted = np.sqrt(dealt + 0.375)
    middle, spread = rooted.mean(axis=1), rooted.std(axis=1)
    steady = spread <= 1e-6
    away = np.abs(rooted - middle[:, np.newaxis]) / np.where(steady, np.inf, spread)[:, np.newaxis]
    furthest = np.sort(away.max(axis=0))
    reach = furthest[min(len(furthest) - 1, int((1 - OUTSIDE) * (len(furthest) + 1)))]
    lowest = np.maximum(0.0, middle - reach * spread) ** 2 - 0.375
    highest = (middle + reach * spread) ** 2 - 0.375
    return np.maximum(0, np.ceil(lowest - 1e-3)), np.floor(highest + 1e-3)
