"""Numbers in few bands, so that a colour can be read off its key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Band = tuple[int, int]

MOST_BANDS = 4
# Which steps of the scale of colours are used where there are fewer bands than steps.
_STEPS: dict[int, tuple[int, ...]] = {0: (), 1: (4,), 2: (2, 4), 3: (1, 3, 4), 4: (1, 2, 3, 4)}


def make_bands(values: Iterable[int]) -> tuple[Band, ...]:
    """Return lowest and highest number of each band, from low to high.

    Few numbers are a band each; of more each band holds about a quarter of the areas.

    >>> make_bands([3, 4, 3]), make_bands([1, 2, 3, 4, 5, 6, 7, 8])
    (((3, 3), (4, 4)), ((1, 2), (3, 4), (5, 6), (7, 8)))
    """
    ordered = sorted(values)
    lows = sorted(set(ordered))
    if len(lows) > MOST_BANDS:
        n = len(ordered)
        lows = sorted({ordered[n * quarter // MOST_BANDS] for quarter in range(MOST_BANDS)})
    highs = [*(low - 1 for low in lows[1:]), *ordered[-1:]]
    inside = (
        max(value for value in ordered if low <= value <= high)
        for low, high in zip(lows, highs, strict=True)
    )
    return tuple(zip(lows, inside, strict=True))


def find_step(value: int, bands: Sequence[Band]) -> int:
    """Return which step of the scale of colours a number has, from 1.

    >>> find_step(4, ((3, 3), (4, 4)))
    4
    """
    at = sum(value >= low for low, _ in bands) - 1
    return list_steps(bands)[at]


def list_steps(bands: Sequence[Band]) -> tuple[int, ...]:
    """Return the steps that the bands have, from low to high."""
    return _STEPS[len(bands)]
