"""Positions of one connected component: drawn distance as near to the number of steps as it goes.

Stress majorisation (Gansner, Koren & North 2005), the objective of Kamada & Kawai (1989), node
by node; for large components with pivots (Ortmann, Klimenta & Brandes 2017). Only sums,
products, quotients and square roots are used, no matrix product and no trigonometry: these are
rounded alike on every processor, so the same network gives the same picture everywhere.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]

_FULL_UNTIL = 200
_STARTS, _STARTS_UNTIL = 8, 80
_SWEEPS, _PIVOT_SWEEPS, _PIVOTS = 120, 120, 40
_STILL = 1e-3


def place_component(neighbours: Sequence[Sequence[int]], *, seed: int) -> Points:
    """Return one row ``(x, y)`` for each node, in steps, with the long axis horizontal.

    Parameters
    ----------
    neighbours
        For each node the numbers of its neighbours. The component must be connected.
    seed
        Seed of the starting positions. Small components are tried from eight starts, and the
        one with the least stress is taken.

    Examples
    --------
    >>> place_component([[1], [0]], seed=0)[:, 0].round(2).tolist()
    [-0.5, 0.5]

    """
    size = len(neighbours)
    if size == 1:
        return np.zeros((1, 2))
    draw = random.Random(seed).random
    if size <= _FULL_UNTIL:
        steps = np.array([_count_steps(neighbours, node) for node in range(size)])
        starts = _STARTS if size <= _STARTS_UNTIL else 1
        x, y = (_draw_start(draw, starts, size) for _ in range(2))
        points = _relax(steps, x, y)
    else:
        points = _relax_with_pivots(neighbours, _draw_start(draw, 2, size) / float(size) ** 0.5)
    return _turn(points)


def _draw_start(draw: Callable[[], float], starts: int, size: int) -> Points:
    scale = float(size) ** 0.5
    return np.array([[(draw() - 0.5) * scale for _ in range(size)] for _ in range(starts)])


def _count_steps(neighbours: Sequence[Sequence[int]], start: int) -> list[float]:
    steps = [-1.0] * len(neighbours)
    steps[start] = 0.0
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for other in neighbours[node]:
            if steps[other] < 0:
                steps[other] = steps[node] + 1.0
                queue.append(other)
    return steps


def _relax(steps: Points, x: Points, y: Points) -> Points:
    """Move each node in turn to where the others want it, from several starts at once."""
    np.fill_diagonal(steps, 1.0)
    weights = 1.0 / (steps * steps)
    np.fill_diagonal(weights, 0.0)
    pulls = weights * steps
    total = weights.sum(axis=1)
    for _ in range(_SWEEPS):
        moved = 0.0
        for node in range(len(steps)):
            dx, dy = x[:, node : node + 1] - x, y[:, node : node + 1] - y
            share = pulls[node] / np.maximum(np.sqrt(dx * dx + dy * dy), 1e-9)
            new_x = (weights[node] * x + share * dx).sum(axis=1) / total[node]
            new_y = (weights[node] * y + share * dy).sum(axis=1) / total[node]
            moved = max(moved, float(np.abs(new_x - x[:, node]).max()))
            moved = max(moved, float(np.abs(new_y - y[:, node]).max()))
            x[:, node], y[:, node] = new_x, new_y
        if moved < _STILL:
            break
    stresses = [round(_sum_stress(steps, weights, x[at], y[at]), 6) for at in range(len(x))]
    best = stresses.index(min(stresses))
    return np.stack([x[best], y[best]], axis=1)


def _sum_stress(steps: Points, weights: Points, x: Points, y: Points) -> float:
    dx, dy = x[:, np.newaxis] - x, y[:, np.newaxis] - y
    short = steps - np.sqrt(dx * dx + dy * dy)
    return float((weights * short * short).sum())


def _relax_with_pivots(neighbours: Sequence[Sequence[int]], noise: Points) -> Points:
    """Move all nodes at once, each drawn by its neighbours and by pivots spread over the whole."""
    size = len(neighbours)
    pivots, steps = _choose_pivots(neighbours)
    ends = np.array([(u, v) for u, others in enumerate(neighbours) for v in others])
    regions = np.bincount(steps.argmin(axis=0), minlength=len(pivots))
    weights = regions[:, np.newaxis] / np.maximum(steps * steps, 1.0)
    weights[steps == 0] = 0.0
    total = weights.sum(axis=0) + np.bincount(ends[:, 0], minlength=size)
    at = noise + steps[:2]  # steps from two far ends are a first, crooked picture
    for sweep in range(_PIVOT_SWEEPS):
        pull = np.zeros_like(at)
        reach = at[:, :, np.newaxis] - at[:, np.newaxis, pivots]
        far = np.maximum(np.sqrt(reach[0] ** 2 + reach[1] ** 2), 1e-9).T
        near = at[:, ends[:, 0]] - at[:, ends[:, 1]]
        close = np.maximum(np.sqrt(near[0] ** 2 + near[1] ** 2), 1e-9)
        for axis in range(2):
            want = at[axis, pivots][:, np.newaxis] + steps * reach[axis].T / far
            pull[axis] = (weights * want).sum(axis=0)
            want_near = at[axis, ends[:, 1]] + near[axis] / close
            pull[axis] += np.bincount(ends[:, 0], weights=want_near, minlength=size)
        step = 0.7 if sweep < _PIVOT_SWEEPS // 2 else 0.4
        at += step * (pull / total - at)
    return at.T.copy()


def _choose_pivots(neighbours: Sequence[Sequence[int]]) -> tuple[list[int], Points]:
    """Return nodes far from each other, each with the steps from it to every node."""
    first = _count_steps(neighbours, 0)
    pivots = [first.index(max(first))]
    rows = [_count_steps(neighbours, pivots[0])]
    nearest = np.array(rows[0])
    while len(pivots) < min(_PIVOTS, len(neighbours)):
        pivots.append(int(nearest.argmax()))
        rows.append(_count_steps(neighbours, pivots[-1]))
        nearest = np.minimum(nearest, rows[-1])
    return pivots, np.array(rows)


def _turn(points: Points) -> Points:
    """Turn the picture about its middle so that its long axis lies flat."""
    points = points - points.sum(axis=0) / len(points)
    x, y = points[:, 0], points[:, 1]
    xx, yy, xy = float((x * x).sum()), float((y * y).sum()), float((x * y).sum())
    spread = ((xx - yy) ** 2 + 4 * xy * xy) ** 0.5
    if spread < 1e-9:
        return points
    # half-angle identities give the direction of the long axis without trigonometry
    cosine = ((1 + (xx - yy) / spread) / 2) ** 0.5
    sine = max(0.0, (1 - (xx - yy) / spread) / 2) ** 0.5 * (1 if xy >= 0 else -1)
    turned = np.stack([cosine * x + sine * y, cosine * y - sine * x], axis=1)
    if turned[0, 0] > 0:  # the first node stands on the left
        turned = -turned
    return turned
