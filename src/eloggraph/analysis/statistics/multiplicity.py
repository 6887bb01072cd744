"""Many tests at once: how small a p value must be when many are looked at."""

from __future__ import annotations

from collections.abc import Sequence


def adjust_for_many(p_values: Sequence[float]) -> list[float]:
    """Return Holm's adjusted p values: the chance of any false claim stays below the limit.

    The smallest is multiplied by how many there are, the next by one less, and so on; none becomes
    smaller than one before it.

    Notes
    -----
    Holm, S. (1979), A simple sequentially rejective multiple test procedure, *Scandinavian Journal
    of Statistics* 6:65.

    Examples
    --------
    >>> [round(p, 2) for p in adjust_for_many([0.01, 0.04, 0.03, 0.005])]
    [0.03, 0.06, 0.06, 0.02]

    """
    adjusted, highest = [0.0] * len(p_values), 0.0
    order = sorted(range(len(p_values)), key=lambda at: p_values[at])
    for turn, at in enumerate(order):
        highest = min(1.0, max(highest, p_values[at] * (len(p_values) - turn)))
        adjusted[at] = highest
    return adjusted
