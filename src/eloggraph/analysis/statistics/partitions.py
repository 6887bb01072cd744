"""How far two divisions of the same things agree, beyond chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from math import comb, log

import numpy as np


def measure_adjusted_rand(first: Sequence[Hashable], second: Sequence[Hashable]) -> float | None:
    """Return how far two divisions of the same things agree, beyond chance.

    The adjusted Rand index of Hubert & Arabie (1985): 1 for the same division, 0 in expectation
    for unrelated ones, less than 0 for divisions that cut across each other. None when chance
    already gives full agreement (one group each, or as many groups as things).

    Examples
    --------
    >>> measure_adjusted_rand(["a", "a", "b", "b"], [1, 1, 2, 2])
    1.0

    """

    def pairs(counts: Iterable[int]) -> int:
        return sum(comb(count, 2) for count in counts)

    together = pairs(Counter(zip(first, second, strict=True)).values())
    in_first, in_second = pairs(Counter(first).values()), pairs(Counter(second).values())
    every = comb(len(first), 2)
    if not every:
        return None
    by_chance = in_first * in_second / every
    most = (in_first + in_second) / 2
    return None if most == by_chance else (together - by_chance) / (most - by_chance)


def measure_adjusted_information(
    first: Sequence[Hashable], second: Sequence[Hashable]
) -> float | None:
    """Return how much either division tells of the other, beyond chance.

    The adjusted mutual information of Vinh, Epps & Bailey (2010), *Journal of Machine Learning
    Research* 11:2837, with the mean of both entropies as the most there is: 1 for the same
    division, 0 in expectation for unrelated ones. None where neither division divides.

    Examples
    --------
    >>> round(measure_adjusted_information(["a", "a", "b", "b"], [1, 1, 2, 2]) or 0, 6)
    1.0

    """
    size = len(first)
    sizes, others = Counter(first), Counter(second)
    if len(sizes) < 2 and len(others) < 2:
        return None
    both = Counter(zip(first, second, strict=True))
    told = sum(
        count / size * log(size * count / (sizes[one] * others[other]))
        for (one, other), count in both.items()
    )
    most = (_measure_entropy(sizes.values(), size) + _measure_entropy(others.values(), size)) / 2
    by_chance = _expect_information(sizes.values(), others.values(), size)
    return None if abs(most - by_chance) < 1e-12 else (told - by_chance) / (most - by_chance)


def _measure_entropy(counts: Iterable[int], size: int) -> float:
    return -sum(count / size * log(count / size) for count in counts)


def _expect_information(sizes: Iterable[int], others: Iterable[int], size: int) -> float:
    """Return the mutual information that is expected when things are dealt to groups by lot."""
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, size + 1)))])  # of factorials
    expected = 0.0
    columns = Counter(others)
    for one, many in sorted(Counter(sizes).items()):
        for other, times in sorted(columns.items()):
            common = np.arange(max(1, one + other - size), min(one, other) + 1)
            chance = np.exp(
                logs[one] + logs[other] + logs[size - one] + logs[size - other] - logs[size]
                - logs[common] - logs[one - common] - logs[other - common]
                - logs[size - one - other + common]
            )  # fmt: skip
            told = common / size * np.log(size * common / (one * other))
            expected += many * times * float((told * chance).sum())
    return expected
