"""From one picture for each component to one page: rows of components, room between nodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eloggraph.layout.stress import Points

ROOM_ACROSS, ROOM_DOWN = 64.0, 34.0
_BOLDEST_STRETCH = 1.7
_SHARE_OF_AREA = 0.22
_TOUCH, _ROUNDING = 24.0, 0.2
_LONGEST_TIE = 220.0
_EVEN_OUT_FROM, _EVENNESS = 60, 0.5
_PAD_ACROSS, _PAD_DOWN = 1.1, 0.7
_ROUNDS, _LINE_ROUNDS, _LINE_ROOM = 400, 60, 17.0
_MOST_LINES_TO_CLEAR = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The part of the page that nodes may stand in."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def wide(self) -> float:
        """Return the width."""
        return self.right - self.left

    @property
    def tall(self) -> float:
        """Return the height."""
        return self.bottom - self.top

    def hold(self, points: Points) -> None:
        """Move points that stand outside to the nearest place inside."""
        np.clip(points[:, 0], self.left, self.right, out=points[:, 0])
        np.clip(points[:, 1], self.top, self.bottom, out=points[:, 1])


def pack_components(components: Sequence[Points], frame: Frame) -> list[Points]:
    """Set components in rows, largest first, and scale the whole to fill the frame.

    Several widths of row are tried; the one that lets the picture be largest is taken. The
    picture may be stretched in one direction by up to 1.7, as a map of relations has no true
    proportions and room for names is worth more.

    Parameters
    ----------
    components
        Points of each component, in steps, in the order they are to be set.
    frame
        Where they must fit.

    """
    sizes = [(c.max(axis=0) - c.min(axis=0)).tolist() for c in components]
    padded = [(w + _PAD_ACROSS, h + _PAD_DOWN) for w, h in sizes]
    widest = max(w for w, _ in padded)
    total = sum(w for w, _ in padded)
    candidates = [widest + (total - widest) * at / 12 for at in range(13)]
    every = [_fill_rows(padded, width) for width in candidates]
    rows = min(every, key=lambda rows: _fit(rows, padded, frame))
    return _set_rows(rows, components, padded, frame)


def _fill_rows(sizes: Sequence[tuple[float, float]], width: float) -> list[list[int]]:
    rows: list[list[int]] = [[]]
    used = 0.0
    for at, (wide, _) in enumerate(sizes):
        if rows[-1] and used + wide > width + 1e-9:
            rows.append([])
            used = 0.0
        rows[-1].append(at)
        used += wide
    return rows


def _measure_rows(
    rows: Sequence[Sequence[int]], sizes: Sequence[tuple[float, float]]
) -> tuple[float, float]:
    wide = max(sum(sizes[at][0] for at in row) for row in rows)
    return wide, sum(max(sizes[at][1] for at in row) for row in rows)


def _fit(
    rows: Sequence[Sequence[int]], sizes: Sequence[tuple[float, float]], frame: Frame
) -> float:
    """Return how small the picture would be: the less, the better."""
    wide, tall = _measure_rows(rows, sizes)
    return round(max(wide / frame.wide, tall / frame.tall), 9)


def _set_rows(
    rows: Sequence[Sequence[int]],
    components: Sequence[Points],
    sizes: Sequence[tuple[float, float]],
    frame: Frame,
) -> list[Points]:
    wide, tall = _measure_rows(rows, sizes)
    wide, tall = max(wide - _PAD_ACROSS, 1e-6), max(tall - _PAD_DOWN, 1e-6)
    longest = _LONGEST_TIE * (sum(map(len, components)) - 1)  # a pair does not span the page
    across, down = min(frame.wide, longest) / wide, min(frame.tall, longest) / tall
    across, down = min(across, down * _BOLDEST_STRETCH), min(down, across * _BOLDEST_STRETCH)
    placed: dict[int, Points] = {}
    y = (frame.top + frame.bottom) / 2 - (tall + _PAD_DOWN) * down / 2
    for row in rows:
        high = max(sizes[at][1] for at in row) * down
        x = (frame.left + frame.right) / 2 - sum(sizes[at][0] for at in row) * across / 2
        for at in row:
            points = components[at]
            middle = (points.max(axis=0) + points.min(axis=0)) / 2
            centre = np.array([x + sizes[at][0] * across / 2, y + high / 2])
            placed[at] = (_even_out(points) - middle) * np.array([across, down]) + centre
            x += sizes[at][0] * across
        y += high
    for points in placed.values():
        frame.hold(points)
    return [placed[at] for at in range(len(components))]


def _even_out(points: Points) -> Points:
    """Spread a large component over its box: half by place, half by rank along each axis.

    A few outliers otherwise leave a dense knot in the middle of an empty page. Who stands left
    of whom, and who above, stays as it was.
    """
    if len(points) < _EVEN_OUT_FROM:
        return points
    low, high = points.min(axis=0), points.max(axis=0)
    ranks = points.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    even = low + (high - low) * ranks / (len(points) - 1)
    return np.asarray(points * (1 - _EVENNESS) + even * _EVENNESS)


def choose_room(nodes: int, frame: Frame, *, small: bool) -> tuple[float, float]:
    """Return how far apart nodes should stand, across and down.

    A small picture leaves room for names: 64 pixels across or 34 down as long as the frame
    allows that, and up to twice as much (in area) where there is space. In a large one, nodes
    only must not touch, as pushing harder would destroy the shape.
    """
    share = frame.wide * frame.tall / max(nodes, 1) / (ROOM_ACROSS * ROOM_DOWN)
    if not small:
        tight = min(1.0, share * _SHARE_OF_AREA / 2) ** 0.5
        touch = min(_TOUCH, (share * ROOM_ACROSS * ROOM_DOWN / 2) ** 0.5)
        return max(touch, ROOM_ACROSS * tight), max(touch, ROOM_DOWN * tight)
    scale = min(2.0, max(min(1.0, share / 2), share * _SHARE_OF_AREA)) ** 0.5
    return ROOM_ACROSS * scale + _ROUNDING, ROOM_DOWN * scale + _ROUNDING


def separate(
    points: Points, lines: Sequence[tuple[int, int]], frame: Frame, room: tuple[float, float]
) -> None:
    """Push nodes apart, in place, until each has its room, and off ties that are not theirs.

    Parameters
    ----------
    points
        Centres of the nodes.
    lines
        The ties, as pairs of node numbers. Only pictures with at most 150 ties are cleared of
        nodes that stand on other nodes' ties; beyond that there is no such place.
    frame
        Where the nodes must stay.
    room
        Least distance across, or else down.

    """
    if len(lines) <= _MOST_LINES_TO_CLEAR:
        for _ in range(_LINE_ROUNDS):
            pushed = _push_off_lines(points, lines)
            crowded = _push_apart(points, room)
            frame.hold(points)
            if not pushed and not crowded:
                return
    for at in range(_ROUNDS if len(points) <= 300 else _ROUNDS // 10):
        if not _push_apart(points, room):
            return
        frame.hold(points)
        if at % 50 == 49 and room[0] > ROOM_ACROSS + _ROUNDING:  # a knot: ask for less room
            room = (
                max(ROOM_ACROSS + _ROUNDING, room[0] * 0.9),
                max(ROOM_DOWN + _ROUNDING, room[1] * 0.9),
            )


def _push_apart(points: Points, room: tuple[float, float]) -> bool:
    pushed = False
    cells: dict[tuple[int, int], list[int]] = {}
    for at, (x, y) in enumerate(points.tolist()):
        cells.setdefault((int(x // room[0]), int(y // room[1])), []).append(at)
    for (column, row), here in sorted(cells.items()):
        near = [
            other
            for dc in (-1, 0, 1)
            for dr in (-1, 0, 1)
            for other in cells.get((column + dc, row + dr), ())
        ]
        for first in here:
            for second in near:
                if first < second:
                    pushed |= _push_pair(points, first, second, room)
    return pushed


def _push_pair(points: Points, first: int, second: int, room: tuple[float, float]) -> bool:
    dx = float(points[second, 0] - points[first, 0])
    dy = float(points[second, 1] - points[first, 1])
    lack_x, lack_y = room[0] - abs(dx), room[1] - abs(dy)
    if lack_x <= 1e-6 or lack_y <= 1e-6:
        return False
    axis = 0 if lack_x / room[0] < lack_y / room[1] else 1
    lack, way = (lack_x, dx) if axis == 0 else (lack_y, dy)
    step = (lack / 2 + 0.01) * (1 if way >= 0 else -1)
    points[first, axis] -= step
    points[second, axis] += step
    return True


def _push_off_lines(points: Points, lines: Sequence[tuple[int, int]]) -> bool:
    """Move each node off the ties that it stands on without having part in them."""
    if not lines:
        return False
    ends = np.array(lines)
    pushed = False
    for node in range(len(points)):
        start, way = points[ends[:, 0]], points[ends[:, 1]] - points[ends[:, 0]]
        long = np.maximum((way * way).sum(axis=1), 1e-9)
        along = ((points[node] - start) * way).sum(axis=1) / long
        off = points[node] - (start + along[:, np.newaxis] * way)
        gap = np.sqrt((off * off).sum(axis=1))
        hit = (along > 0.0) & (along < 1.0) & (gap < _LINE_ROOM)
        hit &= (ends[:, 0] != node) & (ends[:, 1] != node)
        for at in np.flatnonzero(hit).tolist():
            side = off[at] / gap[at] if gap[at] > 1e-6 else _across(way[at])
            points[node] += side * (_LINE_ROOM - gap[at] + 0.5) / 2
            pushed = True
    return pushed


def _across(way: Points) -> Points:
    turned = np.array([-way[1], way[0]])
    return np.asarray(turned / max(float(np.sqrt((way * way).sum())), 1e-9))
