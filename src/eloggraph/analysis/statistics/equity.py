"""How evenly something is shared out: Gini, and Theil split between and within groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log


@dataclass(frozen=True, slots=True)
class Theil:
    """Theil's index T, and how much of it lies between groups and how much within them."""

    total: float
    between: float
    within: float


def gini(values: Sequence[float]) -> float | None:
    """Return the Gini coefficient: the mean difference of all pairs over twice the mean.

    0 where all have the same; (n − 1)/n where one of n has everything. None where there is nothing
    to share: no values, or all of them 0.

    >>> round(gini([1, 2, 3, 4, 5]), 7)
    0.2666667
    """
    total, n = sum(values), len(values)
    if total <= 0:
        return None
    ranked = sum(rank * value for rank, value in enumerate(sorted(values), 1))
    return (2 * ranked - (n + 1) * total) / (n * total)


def theil(values: Sequence[float], groups: Sequence[str]) -> Theil | None:
    """Return Theil's T of values, split by the groups that they are in.

    A value of 0 adds nothing (the limit of x·ln x). None where there is nothing to share.

    Source: Theil 1967, Economics and Information Theory; the split as in PySAL's ``TheilD``.

    >>> theil([0, 0, 10, 10], ["a", "a", "b", "b"]).within
    0.0
    """
    total, n = sum(values), len(values)
    if total <= 0:
        return None
    members: defaultdict[str, list[float]] = defaultdict(list)
    for value, group in zip(values, groups, strict=True):
        members[group].append(value)
    between = sum(
        _term(sum(own) / total, sum(own) / total * n / len(own)) for own in members.values()
    )
    whole = sum(_term(value / total, value / total * n) for value in values)
    within = sum(
        sum(own) / total * sum(_term(v / sum(own), v / sum(own) * len(own)) for v in own)
        for own in members.values()
        if sum(own)
    )
    return Theil(whole, between, within)


def _term(share: float, ratio: float) -> float:
    return share * log(ratio) if share else 0.0
