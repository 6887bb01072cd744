"""Paths of drawings as text: lengths, scaling, and the line round some points."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_BUFFER = 20.0


def scale_path(path: str, factor: float) -> str:
    """Return a path with every length multiplied.

    >>> scale_path("M0,-1L1,0Z", 7)
    'M0,-7L7,0Z'
    """
    return _NUMBER.sub(lambda found: format_length(float(found[0]) * factor), path)


def format_length(value: float) -> str:
    """Write a length with at most two decimals and no needless zero.

    >>> format_length(-0.001), format_length(2.50)
    ('0', '2.5')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def draw_hull(corners: Sequence[tuple[float, float]], buffer: float = _BUFFER) -> str:
    """Return the path round a hull, a buffer away, with round corners.

    >>> draw_hull([(0, 0)], 2)
    'M0,-2A2,2 0 1 1 0,2A2,2 0 1 1 0,-2Z'
    """
    if len(corners) == 1:
        (x, y), r = corners[0], format_length(buffer)
        top, bottom = (f"{format_length(x)},{format_length(y + way * buffer)}" for way in (-1, 1))
        return f"M{top}A{r},{r} 0 1 1 {bottom}A{r},{r} 0 1 1 {top}Z"
    arc = f"A{format_length(buffer)},{format_length(buffer)} 0 0 1 "
    parts: list[str] = []
    for at, (x1, y1) in enumerate(corners):
        x2, y2 = corners[(at + 1) % len(corners)]
        long = math.hypot(x2 - x1, y2 - y1)
        dx, dy = (y2 - y1) / long * buffer, -(x2 - x1) / long * buffer
        start = f"{format_length(x1 + dx)},{format_length(y1 + dy)}"
        parts.append(f"{arc if parts else 'M'}{start}")
        parts.append(f"L{format_length(x2 + dx)},{format_length(y2 + dy)}")
    return "".join(parts) + arc + parts[0][1:] + "Z"
