"""Random networks with the same degrees: ties rewired, and memberships traded.

Recorded ties between two actors are rewired by switching their ends; memberships in collectives are
traded between collectives, so that every actor keeps as many memberships and every collective as
many members. Both walk in rounds that touch everything once, on arrays of plain numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Ends = npt.NDArray[np.int64]
Keys = npt.NDArray[np.int64]
Members = npt.NDArray[np.bool_]

_BURN_IN, _THINNING = 12, 3
_LARGEST_TABLE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TwoKinds:
    """What makes the ties of a network: pairs on record, and memberships that are shared.

    ``recorded`` has two actor numbers a row, ``members`` a row for each collective and a column
    for each actor.
    """

    actors: int
    recorded: Ends
    members: Members

    def project(self) -> Ends:
        """Return the ties between actors, each once: on record, or by a shared collective.

        >>> members: Members = np.array([[True, True, False]])
        >>> kinds = TwoKinds(actors=3, recorded=np.array([[1, 2]]), members=members)
        >>> kinds.project().tolist()
        [[0, 1], [1, 2]]
        """
        return _project(_key(self.recorded, self.actors), self.members, self.actors)


def draw_rewired(kinds: TwoKinds, samples: int, seed: int) -> Iterator[Ends]:
    """Yield the ties of random networks in which each kind of tie is rewired by itself.

    Switched ties keep every actor's number of recorded ties; traded memberships keep the number of
    members of every collective and of memberships of every actor. Then both are projected again,
    as a collective of many gives many ties at once.

    Parameters
    ----------
    kinds
        What makes the ties; it is not changed.
    samples
        How many networks to draw.
    seed
        Of everything random.

    Notes
    -----
    Switching: Rao, Jana & Bandyopadhyay (1996), *Sankhyā A* 58:225, all pairs of a random matching
    at once. Trades: Strona et al. (2014), *Nature Communications* 5:4114 (curveball).

    Examples
    --------
    >>> square = TwoKinds(
    ...     actors=4,
    ...     recorded=np.array([[0, 1], [1, 2], [2, 3], [0, 3]]),
    ...     members=np.zeros((0, 4), dtype=np.bool_),
    ... )
    >>> [np.bincount(ends.ravel()).tolist() for ends in draw_rewired(square, 2, seed=0)]
    [[2, 2, 2, 2], [2, 2, 2, 2]]

    """
    generator = np.random.default_rng(seed)
    ends, members = kinds.recorded.copy(), kinds.members.copy()
    for sample in range(samples):
        for _ in range(_THINNING if sample else _BURN_IN):
            ends = switch_ends(ends, kinds.actors, generator)
            trade_members(members, generator)
        yield _project(_key(ends, kinds.actors), members, kinds.actors)


def switch_ends(
    ends: Ends, actors: int, generator: np.random.Generator, *, held: Ends | None = None
) -> Ends:
    """Return the ties after one round of switches: a–b and c–d become a–d and c–b.

    All ties are paired at random, and each pair is switched unless that would make a tie of an
    actor to itself or one that is there, proposed by another pair, or about to be replaced for one.
    So the way back is as likely as the way there, and every network with these degrees comes out
    equally often in the long run. Ties that are ``held`` are there too, and stay.

    >>> lone: Ends = np.array([[0, 1]])
    >>> switch_ends(lone, 2, np.random.default_rng(0)).tolist()
    [[0, 1]]
    """
    half = len(ends) // 2
    if not half:
        return ends
    order = generator.permutation(len(ends))
    first, second = ends[order[:half]], ends[order[half : 2 * half]]
    second = np.where(generator.random((half, 1)) < 0.5, second, second[:, ::-1])
    new_first = np.column_stack([first[:, 0], second[:, 1]])
    new_second = np.column_stack([second[:, 0], first[:, 1]])
    old = np.concatenate([_key(first, actors), _key(second, actors)])
    new = np.concatenate([_key(new_first, actors), _key(new_second, actors)])
    every = ends if held is None else np.concatenate([ends, held])
    there = _find_among(new, _key(every, actors), actors)
    in_order = np.sort(new)
    repeated = in_order[1:][in_order[1:] == in_order[:-1]]
    twice = _find_among(new, repeated, actors)
    wanted = _find_among(old, new, actors)
    loops = np.concatenate(
        [new_first[:, 0] == new_first[:, 1], new_second[:, 0] == new_second[:, 1]]
    )
    bad = there | twice | wanted | loops
    switched = ~(bad[:half] | bad[half:])
    result = ends.copy()
    result[order[:half][switched]] = new_first[switched]
    result[order[half : 2 * half][switched]] = new_second[switched]
    return result


def trade_members(
    members: Members, generator: np.random.Generator, *, held: Members | None = None
) -> None:
    """Trade members between collectives, in place: one round in which each trades once.

    Two collectives pool the members that only one of them has, and each draws as many as it had.
    Memberships that are ``held`` are not for trade.

    >>> two: Members = np.array([[True, False], [False, True]])
    >>> trade_members(two, np.random.default_rng(0))
    >>> two.sum(axis=0).tolist(), two.sum(axis=1).tolist()
    ([1, 1], [1, 1])
    """
    order = generator.permutation(len(members))
    for first, second in zip(order[0::2], order[1::2], strict=False):
        differ = members[first] != members[second]
        if held is not None:
            differ &= ~(held[first] | held[second])
        pool = np.flatnonzero(differ)
        own = int(members[first, pool].sum())
        if 0 < own < len(pool):
            drawn = generator.permutation(pool)
            members[first, pool], members[second, pool] = False, False
            members[first, drawn[:own]], members[second, drawn[own:]] = True, True


def _find_among(keys: Keys, those: Keys, actors: int) -> npt.NDArray[np.bool_]:
    """Tell which keys are among those: by a table of all pairs where that is small."""
    if actors**2 > _LARGEST_TABLE:
        return np.isin(keys, those)
    table = np.zeros(actors**2, dtype=np.bool_)
    table[those] = True
    return table[keys]


def _key(ends: Ends, actors: int) -> Keys:
    low, high = np.minimum(ends[:, 0], ends[:, 1]), np.maximum(ends[:, 0], ends[:, 1])
    return np.asarray(low * actors + high, dtype=np.int64)


def _project(recorded: Keys, members: Members, actors: int) -> Ends:
    keys: Sequence[Keys] = [recorded, *(_pair(np.flatnonzero(row), actors) for row in members)]
    every = np.unique(np.concatenate(keys))
    return np.column_stack([every // max(1, actors), every % max(1, actors)])


def _pair(inside: npt.NDArray[np.intp], actors: int) -> Keys:
    first, second = _list_pairs(len(inside))
    return np.asarray(inside[first] * actors + inside[second], dtype=np.int64)


@lru_cache(maxsize=64)
def _list_pairs(size: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    return np.triu_indices(size, k=1)
