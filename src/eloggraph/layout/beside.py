"""Places for nodes that come to a picture which is laid out already: nothing in it moves."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

Point = tuple[float, float]
APART = 24.0
_TURN = math.pi * (3 - math.sqrt(5))


def place_beside(
    points: Mapping[str, Point], wanted: Mapping[str, Sequence[str]], size: tuple[float, float]
) -> dict[str, Point]:
    """Return a free place for each new node, as near as may be to those that it belongs to.

    Parameters
    ----------
    points
        Where the others stand.
    wanted
        The new nodes, each with those of the others that it is near to; of none, below the middle.
    size
        The width and height of the picture.

    Examples
    --------
    >>> place_beside({"a": (50.0, 50.0)}, {"b": ["a"]}, (100, 100))["b"] != (50.0, 50.0)
    True
    """
    taken = [*points.values()]
    found: dict[str, Point] = {}
    width, height = size
    for node in sorted(wanted):
        near = [points[each] for each in wanted[node] if each in points] or [
            (width / 2, height * 0.9)
        ]
        middle = (sum(x for x, _ in near) / len(near), sum(y for _, y in near) / len(near))
        place = next(
            (
                (round(x, 1), round(y, 1))
                for x, y in _spiral(middle)
                if APART <= x <= width - APART
                and APART <= y <= height - APART
                and all(math.hypot(x - a, y - b) >= APART for a, b in taken)
            ),
            middle,
        )
        taken.append(place)
        found[node] = place
    return found


def _spiral(middle: Point) -> Iterator[Point]:
    for step in range(2_000):
        far, turn = APART * 0.45 * math.sqrt(step), step * _TURN
        yield middle[0] + far * math.cos(turn), middle[1] + far * math.sin(turn)
