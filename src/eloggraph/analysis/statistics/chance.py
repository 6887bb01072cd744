"""What chance would do: the same groups dealt anew to the same actors, the ties kept.

The null model of :mod:`eloggraph.analysis.statistics.segregation`. Whoever is in several groups
keeps them together: whole sets are dealt. All distinct dealings are looked at when they are few,
random ones otherwise; and where one grouping may explain another, only within its groups.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import comb

import numpy as np
import numpy.typing as npt

MOST_ENUMERATED = 20_000
_CELLS_AT_ONCE = 1_000_000
_MOST_KEPT = 24_000_000
_FEW_SETS = 8
_EXACT = 2**24  # so many whole numbers a short float counts
Labels = npt.NDArray[np.int32]
Ends = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int64]
Meets = npt.NDArray[np.bool_]
Deals = npt.NDArray[np.int32] | npt.NDArray[np.int16]
Surplus = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """The E-I index under random labelling, and how the observed one stands to it.

    ``p_mid`` counts labellings that are just as closed by half: uniform where nothing is going on.
    ``residual`` is how many standard deviations more ties are inside than chance gives.
    """

    expected: float | None = None
    interval: tuple[float, float] | None = None
    p_two_sided: float | None = None
    p_lower: float | None = None
    p_mid: float | None = None
    residual: float | None = None
    labellings: int = 0
    exact: bool = False


def compare_with_chance(
    labels: Labels, meets: Meets, ends: Ends, *, permutations: int, seed: int
) -> Chance:
    """Compare the number of ties inside groups with what random labellings give.

    Parameters
    ----------
    labels
        The set of groups of each node, as a number.
    meets
        Whether two sets have a group in common.
    ends
        Two node numbers for each tie.
    permutations, seed
        How many random labellings to try, and the seed for them.

    Examples
    --------
    >>> labels: Labels = np.array([0, 0, 1, 1], dtype=np.int32)
    >>> ends: Ends = np.array([(0, 1), (2, 3)], dtype=np.int64)
    >>> found = compare_with_chance(labels, np.eye(2) > 0, ends, permutations=10, seed=0)
    >>> found.exact, found.labellings, round(found.p_lower or 0, 3)
    (True, 6, 0.333)

    """
    n, ties = len(labels), len(ends)
    if n < 2:
        return Chance()
    sizes = np.bincount(labels, minlength=len(meets))
    pairs = int(sizes @ meets @ sizes) - int(sizes @ meets.diagonal())
    expected = 1 - 2 * pairs / (n * (n - 1))
    if not ties:
        return Chance(expected=expected)
    internal = int(count_internal(labels[:, np.newaxis], meets, ends)[0])
    exact = _count_labellings(sizes) <= MOST_ENUMERATED
    deals = _enumerate(sizes, ties) if exact else deal(n, ties, permutations, seed)
    order = np.sort(labels) if exact else labels
    inside = np.concatenate([count_internal(order[dealt], meets, ends) for dealt in deals])
    return _describe(inside, internal, ties, expected, exact=exact)


def _describe(inside: Counts, internal: int, ties: int, expected: float, *, exact: bool) -> Chance:
    extra = 0 if exact else 1  # the observed labelling is one of the random ones, never p = 0
    typical, spread = ties * (1 - expected) / 2, float(inside.std())
    far = np.abs(inside - typical) >= abs(internal - typical) - 1e-9
    tail = int(0.025 * (len(inside) - 1))
    low, high = np.sort((ties - 2 * inside) / ties)[[tail, len(inside) - 1 - tail]]
    return Chance(
        expected=expected,
        interval=(float(low), float(high)),
        p_two_sided=float((extra + far.sum()) / (extra + len(inside))),
        p_lower=float((extra + (inside >= internal).sum()) / (extra + len(inside))),
        p_mid=float(
            (0.5 * extra + (inside > internal).sum() + 0.5 * (inside == internal).sum())
            / (extra + len(inside))
        ),
        residual=(internal - typical) / spread if spread > 0 else None,
        labellings=len(inside),
        exact=exact,
    )


def count_internal(dealt: Labels, meets: Meets, ends: Ends) -> Counts:
    """Return how many ties are inside groups, for each labelling (one a column).

    >>> dealt: Labels = np.array([[0, 0], [0, 1], [1, 1]], dtype=np.int32)
    >>> count_internal(dealt, np.eye(2) > 0, np.array([(0, 1), (1, 2)])).tolist()
    [1, 1]
    """
    alone = int(meets.sum()) == len(meets)
    if alone and len(meets) < 2**8:
        dealt = dealt.astype(np.uint8)  # short numbers are compared faster
    first, second = dealt[ends[:, 0]], dealt[ends[:, 1]]
    return _count(first == second if alone else meets[first, second])


def measure_surplus_ties(internal: Surplus | Counts, ends: Surplus | Counts, ties: int) -> Surplus:
    """Return how many more ties are inside a group than its tie ends alone would give.

    What a group adds to Newman's modularity, in ties: a group of busy actors has many ties inside
    whomever they choose, and that is taken off.

    >>> measure_surplus_ties(np.array([3]), np.array([6]), 6).tolist()
    [1.5]
    """
    return internal - np.asarray(ends, dtype=np.float64) ** 2 / (4 * ties)


def measure_sets(
    n: int, ends: Ends, sizes: Sequence[int], *, permutations: int, seed: int
) -> Surplus:
    """Return the surplus of ties inside random sets of nodes: a row for each size.

    Whatever the other groups are, a group dealt at random is a random set of its size; so one
    drawing serves all groups. The sets of one column are nested.

    >>> triangle: Ends = np.array([(0, 1), (1, 2), (0, 2)])
    >>> measure_sets(3, triangle, [2, 3], permutations=2, seed=0).round(3).tolist()
    [[-0.333, -0.333], [0.0, 0.0]]
    """
    degrees = np.bincount(ends.ravel(), minlength=n).astype(np.float64)
    # A place is in the sets of all sizes beyond it: the number of sizes up to it says which.
    first_set = np.searchsorted(np.array(sizes), np.arange(n), side="right").astype(np.uint16)
    found = []
    for dealt in deal(n, len(ends), permutations, seed):
        sets = first_set[dealt]
        last = np.maximum(sets[ends[:, 0]], sets[ends[:, 1]])
        within = _add_up(last, len(sizes), None).astype(np.int64)
        found.append(measure_surplus_ties(within, _add_up(sets, len(sizes), degrees), len(ends)))
    return np.concatenate(found, axis=1)


def _add_up(
    sets: npt.NDArray[np.uint16],
    count: int,
    weights: npt.NDArray[np.float64] | None,
) -> Surplus:
    """Return for each of nested sets (row) and each column how much lies in it."""
    columns = sets.shape[1]
    if count <= _FEW_SETS:
        if weights is None:
            return np.array([_count(sets <= at) for at in range(count)], dtype=np.float64)
        if weights.sum() < _EXACT:
            short = weights.astype(np.float32)
            return np.array([_add(short, sets <= at) for at in range(count)], dtype=np.float64)
    keys = sets.astype(np.int32) * columns + np.arange(columns, dtype=np.int32)
    shares = None if weights is None else np.repeat(weights, columns)
    added = np.bincount(keys.ravel(), weights=shares, minlength=(count + 1) * columns)
    return np.asarray(added.reshape(count + 1, columns)[:count].cumsum(axis=0), dtype=np.float64)


def measure_set_in_strata(
    inside: npt.NDArray[np.bool_],
    strata: npt.NDArray[np.int64],
    ends: Ends,
    *,
    permutations: int,
    seed: int,
) -> Surplus:
    """Return the surplus of ties inside a group that is dealt anew within strata only.

    Parameters
    ----------
    inside
        Which nodes are in the group.
    strata
        The stratum of each node: as many of it are in the group in every dealing.
    ends, permutations, seed
        As for :func:`compare_with_chance`.

    Examples
    --------
    >>> path: Ends = np.array([(0, 1), (1, 2)])
    >>> group = np.array([True, True, False])
    >>> apart = np.array([0, 1, 2])
    >>> measure_set_in_strata(group, apart, path, permutations=2, seed=0).tolist()
    [-0.125, -0.125]

    """
    degrees = np.bincount(ends.ravel(), minlength=len(inside)).astype(np.float32)
    found = []
    for dealt in deal(len(inside), len(ends), permutations, seed, strata=strata):
        mine = inside[dealt]
        internal = _count(mine[ends[:, 0]] & mine[ends[:, 1]])
        found.append(measure_surplus_ties(internal, _add(degrees, mine), len(ends)))
    return np.concatenate(found)


def count_meeting_strata(
    labels: Labels,
    meets: Meets,
    strata: npt.NDArray[np.int64],
    ends: Ends,
    *,
    permutations: int,
    seed: int,
) -> Counts:
    """Return how many ties are inside groups when sets are dealt anew within strata only.

    >>> labels: Labels = np.array([0, 0, 1], dtype=np.int32)
    >>> path: Ends = np.array([(0, 1), (1, 2)])
    >>> one = np.array([0, 1, 2])
    >>> count_meeting_strata(labels, np.eye(2) > 0, one, path, permutations=2, seed=0).tolist()
    [1, 1]
    """
    deals = deal(len(labels), len(ends), permutations, seed, strata=strata)
    return np.concatenate([count_internal(labels[dealt], meets, ends) for dealt in deals])


def deal(
    n: int,
    ties: int,
    permutations: int,
    seed: int,
    *,
    strata: npt.NDArray[np.int64] | None = None,
) -> Iterator[Deals]:
    """Yield random orders of nodes, one a column, in batches that stay in a fast memory.

    With ``strata``, a node takes only the place of another of its stratum.

    >>> [dealt.shape for dealt in deal(3, 2, 5, seed=0)]
    [(3, 5)]
    """
    # A power of two, so that networks of nearly as many ties share what is kept.
    batch = 1 << (_CELLS_AT_ONCE // max(1, n, ties)).bit_length() if ties < _CELLS_AT_ONCE else 1
    if strata is not None:
        return _deal_within(strata, batch, permutations, seed)
    if n * permutations <= _MOST_KEPT:
        return iter(_deal_and_keep(n, batch, permutations, seed))
    return _deal(n, batch, permutations, seed)


def _deal(n: int, batch: int, permutations: int, seed: int) -> Iterator[Deals]:
    generator = np.random.default_rng(seed)
    order = np.arange(n, dtype=np.int16 if n < 2**15 else np.int32)
    for start in range(0, permutations, batch):
        rows = np.tile(order, (min(batch, permutations - start), 1))
        yield np.ascontiguousarray(generator.permuted(rows, axis=1).T)


@lru_cache(maxsize=2)
def _deal_and_keep(n: int, batch: int, permutations: int, seed: int) -> tuple[Deals, ...]:
    """Keep the orders: every grouping of the same actors is dealt anew in the same ones."""
    return tuple(_deal(n, batch, permutations, seed))


def _deal_within(
    strata: npt.NDArray[np.int64], batch: int, permutations: int, seed: int
) -> Iterator[Deals]:
    generator = np.random.default_rng(seed)
    order = np.argsort(strata, kind="stable")
    for start in range(0, permutations, batch):
        keys = strata + generator.random((min(batch, permutations - start), len(strata)))
        dealt = np.empty((len(strata), len(keys)), dtype=np.int32)
        dealt[order] = np.argsort(keys, axis=1).T
        yield dealt


def _count(chosen: Meets) -> Counts:
    """Count the true cells of each column: in bytes, as far as a byte counts, as that is fast."""
    cells = chosen.view(np.uint8)
    counted: Counts = np.zeros(chosen.shape[1], dtype=np.int64)
    for start in range(0, len(cells), 255):
        counted += np.add.reduce(cells[start : start + 255], axis=0, dtype=np.uint8)
    return counted


def _add(degrees: npt.NDArray[np.float32], chosen: Meets) -> Surplus:
    """Add the degrees of the chosen nodes of each column: whole numbers, so exact."""
    return np.asarray(degrees @ chosen.astype(np.float32), dtype=np.float64)


def _count_labellings(sizes: npt.NDArray[np.intp]) -> int:
    total, left = 1, int(sizes.sum())
    for size in sizes:
        total *= comb(left, int(size))
        left -= int(size)
    return total


def _enumerate(sizes: npt.NDArray[np.intp], ties: int) -> Iterator[Deals]:
    """Yield every distinct dealing, as places in the sorted labels, one a column."""
    n = int(sizes.sum())
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    row = [0] * n

    def place(group: int, free: tuple[int, ...]) -> Iterator[list[int]]:
        if group == len(sizes):
            yield list(row)
            return
        for chosen in combinations(free, int(sizes[group])):
            for at in chosen:
                row[at] = int(starts[group])
            taken = set(chosen)
            yield from place(group + 1, tuple(at for at in free if at not in taken))

    every = np.array(list(place(0, tuple(range(n)))), dtype=np.int32).T
    batch = max(1, _CELLS_AT_ONCE // max(1, n, ties))
    for start in range(0, every.shape[1], batch):
        yield every[:, start : start + batch]
