"""How much the data could have shown: without some of the actors, and if there were a silo."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from eloggraph.analysis.statistics.chance import Counts, Ends, Surplus

LEFT_OUT, POWER, ERROR = 0.1, 0.8, 0.025
LEAST_HOMOPHILY = 0.1
_TRIES, _DRAWS = 200, 400
_STEP = 0.05


def band_without_some(
    n: int, ends: Ends, inside: npt.NDArray[np.bool_], *, seed: int
) -> tuple[float, float] | None:
    """Return where the E-I index lies when a random tenth of the actors is left out.

    Parameters
    ----------
    n, ends
        How many actors, and two actor numbers for each tie.
    inside
        Whether each tie is inside a group.
    seed
        Of who is left out.

    Returns
    -------
    tuple
        The limits of 95 in 100 of two hundred such networks; None where no tie is left in most.

    Examples
    --------
    >>> ends: Ends = np.array([(0, 1), (2, 3)])
    >>> band_without_some(4, ends, np.array([True, True]), seed=0)
    (-1.0, -1.0)

    """
    generator = np.random.default_rng(seed)
    found = []
    for _ in range(_TRIES):
        stays = np.ones(n, dtype=np.bool_)
        stays[generator.permutation(n)[: round(LEFT_OUT * n)]] = False
        kept = stays[ends[:, 0]] & stays[ends[:, 1]]
        if ties := int(kept.sum()):
            found.append((ties - 2 * int(inside[kept].sum())) / ties)
    if len(found) * 2 < _TRIES:
        return None
    low, high = np.sort(np.array(found))[[int(0.025 * len(found)), int(0.975 * len(found)) - 1]]
    return float(low), float(high)


def find_smallest_share(
    *,
    actors: int,
    ends: int,
    by_chance: float,
    dealt: Counts | Surplus,
    rewired: Counts | None,
    tests: int,
    seed: int,
) -> float | None:
    """Return the smallest share of ties inside at which a group would have shown as closed.

    Groups of as many actors with as many ties are drawn, of which a planted share stays inside;
    the share counts as visible when four of five are beyond chance, in steps of five hundredths.

    Parameters
    ----------
    actors, ends
        Of the group: how many, and how many ends of ties are theirs.
    by_chance
        The share that chance would give.
    dealt, rewired
        Ties inside by chance: with groups dealt anew to as many tie ends, and with ties rewired.
    tests
        How many groups are tested side by side.
    seed
        Of what is drawn.

    Returns
    -------
    float or None
        None where not even a group that is closed as far as its size allows would show.

    Examples
    --------
    >>> dealt: Counts = np.random.default_rng(0).binomial(40, 0.1, 999)
    >>> seen = {"by_chance": 0.2, "dealt": dealt, "rewired": None, "tests": 1, "seed": 0}
    >>> find_smallest_share(actors=10, ends=40, **seen)
    0.6

    """
    deviations = NormalDist().inv_cdf(1 - ERROR / tests)
    needed = float(dealt.mean() + deviations * dealt.std())
    rank = int(ERROR / tests * (1 + len(dealt))) - 1
    if rank >= 0:
        needed = max(needed, float(np.sort(dealt)[::-1][rank]) + 1)
    if rewired is not None:
        needed = max(needed, float(rewired.mean() + deviations * rewired.std()))
    needed = max(needed, (by_chance + LEAST_HOMOPHILY * (1 - by_chance)) * ends / 2)
    ties, room = max(1, ends // 2), actors * (actors - 1) / ends
    throws, weight = _weigh(ties, by_chance, dealt if rewired is None else rewired)
    generator = np.random.default_rng(seed)
    for step in range(1, round(1 / _STEP) + 1):
        share = step * _STEP
        if by_chance < share <= room:
            drawn = generator.binomial(throws, share, _DRAWS) * weight
            if (drawn >= needed).mean() >= POWER:
                return round(share, 2)
    return None


def _weigh(ties: int, by_chance: float, drawn: Counts | Surplus) -> tuple[int, float]:
    """Return how many throws of a coin the ties are worth, and the ties in each.

    Ties that come many at a time, from one collective, vary more than if each were thrown alone.
    """
    alone = ties * by_chance * (1 - by_chance)
    worth = max(1.0, float(drawn.var()) / alone) if alone > 0 else 1.0
    throws = max(1, round(ties / worth))
    return throws, ties / throws
