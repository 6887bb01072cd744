"""Areas as tiles of one size: each point gets a cell of a grid, near those that it is near on land.

A small area is seen as well as a large one. Distances and sizes are lost; what is kept is who
touches whom, and who is north or west of whom. No chance is in it: the same points give the same
tiles.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Degrees = tuple[float, float]
Cell = tuple[int, int]
Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

WIDE_TO_TALL = 1.55
MOST_ACROSS = 16
# How much each axis is evened out by ranks, how many cells there are to a point before points are
# pushed apart, and where the first cell lies.
_EVENNESS = (0.0, 0.3, 0.6)
_ROOM = (0.8, 1.1, 1.4, 1.8)
_OFFSETS = (0.0, 0.25, 0.5, 0.75)
_FULL_SEARCH_UNTIL = 40
_LONGEST, _NO_SIZE = 6.0, 1e-6
_ROUNDS, _PUSH, _HOME = 40, 0.35, 0.02
_MOST_EXCHANGES = 200
_LEAST_GAIN = 1e-9
_NEIGHBOURS = 4
_COST_OF_VOID = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiling:
    """Column and row of each point, in their order, and how well the land is kept.

    ``touching`` is the share of points whose nearest point by land is beside or cornerwise from
    them as a tile, ``in_order`` the share of pairs that are not turned round, west to east and
    north to south. Both are 1 where there is nothing to keep.
    """

    cells: tuple[Cell, ...]
    across: int
    down: int
    touching: float = 1.0
    in_order: float = 1.0


def place_tiles(points: Sequence[Degrees]) -> Tiling:
    """Give each point a cell of its own.

    Points are laid on a plane, evened out where many are close together, and pushed apart until
    they are a tile from each other. Then each takes a cell of a grid so that the moves are short:
    the nearest free one, and after that what two exchanges or a free cell make shorter. Of several
    grids the one is taken that keeps most neighbours and directions, with few empty cells.

    Parameters
    ----------
    points
        Longitude and latitude of each.

    Examples
    --------
    >>> place_tiles([(25.0, 60.0), (25.0, 65.0)]).cells
    ((0, 1), (0, 0))

    """
    if len(points) < 2:
        return Tiling(cells=((0, 0),) * len(points), across=len(points), down=len(points))
    land = _lay_flat(points)
    if not land.any():
        return place_in_order(len(points))
    tried = (_settle(land, at) for at in _spread_out(land))
    return max(tried, key=lambda rated: rated[0])[1]


def place_in_order(n: int) -> Tiling:
    """Return so many tiles in reading order, for areas of which nobody wrote down where they lie.

    >>> place_in_order(5).cells
    ((0, 0), (1, 0), (2, 0), (0, 1), (1, 1))
    """
    across = min(MOST_ACROSS, math.ceil(math.sqrt(n)))
    cells = tuple((place % across, place // across) for place in range(n))
    return Tiling(cells=cells, across=across, down=math.ceil(n / across) if n else 0)


def _lay_flat(points: Sequence[Degrees]) -> Numbers:
    """Return the points on a plane, rightwards and downwards, from the corner of their frame."""
    degrees = np.array(points, dtype=float)
    shrink = np.cos(np.radians(degrees[:, 1].mean()))
    flat = np.column_stack([degrees[:, 0] * shrink, -degrees[:, 1]])
    land: Numbers = flat - flat.min(axis=0)
    return land


def _spread_out(land: Numbers) -> Iterator[Numbers]:
    """Yield places to try, a tile from each other and counted in tiles."""
    few = len(land) <= _FULL_SEARCH_UNTIL
    for evenness in _EVENNESS if few else _EVENNESS[-1:]:
        plane = _even_out(land, evenness)
        wide, tall = _bound_frame(plane)
        for room in _ROOM if few else _ROOM[1:2]:
            unit = np.sqrt(wide * tall / WIDE_TO_TALL / (len(land) * room))
            unit = max(unit, wide / WIDE_TO_TALL / (MOST_ACROSS - 1))
            apart = _push_apart(plane / np.array([unit * WIDE_TO_TALL, unit]))
            for left in _OFFSETS if few else _OFFSETS[:1]:
                for top in _OFFSETS if few else _OFFSETS[:1]:
                    yield apart + np.array([left, top])


def _even_out(land: Numbers, share: float) -> Numbers:
    ranks = land.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    even = ranks / (len(land) - 1) * np.ptp(land, axis=0)
    mixed: Numbers = (1 - share) * land + share * even
    return mixed


def _bound_frame(plane: Numbers) -> tuple[float, float]:
    """Return width and height of the plane; a line of points is taken for a band."""
    wide, tall = (float(side) for side in np.ptp(plane, axis=0))
    return max(wide, tall / _LONGEST, _NO_SIZE), max(tall, wide / _LONGEST, _NO_SIZE)


def _push_apart(home: Numbers) -> Numbers:
    at = home.copy()
    for _ in range(_ROUNDS):
        ways = at[:, None] - at[None]
        far = np.hypot(ways[..., 0], ways[..., 1])
        np.fill_diagonal(far, np.inf)
        short = np.clip(1 - far, 0, None) / np.maximum(far, 1e-9)
        push = np.einsum("ij,ijk->ik", short, ways)
        at = at + _PUSH * push + _HOME * (home - at)
    apart: Numbers = at - at.min(axis=0)
    return apart


def _settle(land: Numbers, at: Numbers) -> tuple[float, Tiling]:
    """Return tiles of points that lie a tile from each other, with their rate.

    No row and no column is left empty.
    """
    across, down = (int(most) + 2 for most in at.max(axis=0))
    across = min(across, MOST_ACROSS)
    down = max(down, math.ceil(len(at) / across) + 1)
    grid = np.array([(x, y) for y in range(down) for x in range(across)], dtype=float)
    cells = grid[_take_cells(((at[:, None] - grid[None]) ** 2).sum(axis=2))]
    places = np.column_stack([np.unique(axis, return_inverse=True)[1] for axis in cells.T])
    wide, tall = (int(most) + 1 for most in places.max(axis=0))
    tiling = Tiling(
        cells=tuple((int(x), int(y)) for x, y in places),
        across=wide,
        down=tall,
        touching=_share_touching(land, places, 1),
        in_order=_share_in_order(land, places),
    )
    near = _share_touching(land, places, _NEIGHBOURS)
    void = wide * tall / len(places) - 1
    return tiling.touching + near + tiling.in_order - _COST_OF_VOID * void, tiling


def _take_cells(costs: Numbers) -> Places:
    """Return for each point a cell of its own, so that the costs are low together."""
    free = np.ones(costs.shape[1], dtype=bool)
    taken = np.zeros(len(costs), dtype=np.int64)
    for point in costs.min(axis=1).argsort(kind="stable"):
        taken[point] = np.where(free, costs[point], np.inf).argmin()
        free[taken[point]] = False
    every = np.arange(len(costs))
    for _ in range(_MOST_EXCHANGES):
        own = costs[every, taken]
        others = costs[:, taken]
        swaps = others + others.T - own[:, None] - own[None]
        moves = np.where(free, costs, np.inf) - own[:, None]
        if min(swaps.min(), moves.min()) > -_LEAST_GAIN:
            break
        if moves.min() <= swaps.min():
            _move(taken, free, moves)
        else:
            _swap(taken, swaps)
    return taken


def _move(taken: Places, free: npt.NDArray[np.bool_], moves: Numbers) -> None:
    """Move to free cells whom it makes better off, the best first."""
    gains = moves.min(axis=1)
    for point in gains.argsort(kind="stable"):
        cell = moves[point].argmin()
        if gains[point] > -_LEAST_GAIN:
            break
        if free[cell]:
            free[taken[point]], free[cell] = True, False
            taken[point] = cell


def _swap(taken: Places, swaps: Numbers) -> None:
    """Exchange the cells of pairs that are better off together, the best first, each once."""
    gains = swaps.min(axis=1)
    done: set[int] = set()
    for point in gains.argsort(kind="stable"):
        other = int(swaps[point].argmin())
        if gains[point] > -_LEAST_GAIN:
            break
        if done.isdisjoint({int(point), other}):
            done |= {int(point), other}
            taken[[point, other]] = taken[[other, point]]


def _share_touching(land: Numbers, places: Places, most: int) -> float:
    """Return how many of the nearest by land touch as tiles, at a side or a corner."""
    far = ((land[:, None] - land[None]) ** 2).sum(axis=2)
    np.fill_diagonal(far, np.inf)
    nearest = far.argsort(axis=1, kind="stable")[:, : min(most, len(land) - 1)]
    gaps = np.abs(places[:, None] - places[nearest]).max(axis=2)
    return float((gaps <= 1).mean())


def _share_in_order(land: Numbers, places: Places) -> float:
    ways, steps = land[:, None] - land[None], places[:, None] - places[None]
    differs = ways != 0
    return float((ways * steps >= 0)[differs].mean()) if differs.any() else 1.0
