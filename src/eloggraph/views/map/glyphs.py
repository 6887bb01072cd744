"""The shapes that double the colours, and the lines between them.

Outlines are paths of ``M``, ``L``, ``C`` and ``Z`` alone, drawn for a radius of one: every number
in them is a length, so that scaling a shape is scaling its numbers, here and in the script alike.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from eloggraph.views.map.model import HUES, UNKNOWN, MapModel, MapNode
from eloggraph.views.map.paths import format_length

_KAPPA = 0.5523  # how far the handles of a cubic stand when four of them make a circle
_SPREAD = 20.0  # distance between the middles of ties that join the same two nodes


def _polygon(corners: int, radius: float, turn: float = 0.0, drop: float = 0.0) -> str:
    points = [
        (
            radius * math.sin(turn + 2 * math.pi * corner / corners),
            drop - radius * math.cos(turn + 2 * math.pi * corner / corners),
        )
        for corner in range(corners)
    ]
    return "M" + "L".join(f"{format_length(x)},{format_length(y)}" for x, y in points) + "Z"


def _star(points: int, outer: float, inner: float, drop: float = 0.0) -> str:
    corners = [
        (
            radius * math.sin(math.pi * corner / points),
            drop - radius * math.cos(math.pi * corner / points),
        )
        for corner in range(2 * points)
        for radius in ((inner,) if corner % 2 else (outer,))
    ]
    return "M" + "L".join(f"{format_length(x)},{format_length(y)}" for x, y in corners) + "Z"


def _circle(radius: float) -> str:
    k = format_length(radius * _KAPPA)
    r = format_length(radius)
    return (
        f"M0,-{r}C{k},-{r} {r},-{k} {r},0C{r},{k} {k},{r} 0,{r}"
        f"C-{k},{r} -{r},{k} -{r},0C-{r},-{k} -{k},-{r} 0,-{r}Z"
    )


def _rounded_square(side: float, corner: float) -> str:
    s, c = format_length(side), format_length(side - corner)
    return (
        f"M-{c},-{s}L{c},-{s}C{s},-{s} {s},-{s} {s},-{c}L{s},{c}C{s},{s} {s},{s} {c},{s}"
        f"L-{c},{s}C-{s},{s} -{s},{s} -{s},{c}L-{s},-{c}C-{s},-{s} -{s},-{s} -{c},-{s}Z"
    )


_PLUS = (
    "M-0.38,-1.05L0.38,-1.05L0.38,-0.38L1.05,-0.38L1.05,0.38L0.38,0.38L0.38,1.05"
    "L-0.38,1.05L-0.38,0.38L-1.05,0.38L-1.05,-0.38L-0.38,-0.38Z"
)

_CROSS = (  # the plus, turned by half a right angle
    "M0,-0.54L0.47,-1.01L1.01,-0.47L0.54,0L1.01,0.47L0.47,1.01L0,0.54"
    "L-0.47,1.01L-1.01,0.47L-0.54,0L-1.01,-0.47L-0.47,-1.01Z"
)
# Groups beyond the hues share one grey: their outlines alone tell them apart.
_GREY_SHAPES = (
    _polygon(5, 1.1),
    _star(5, 1.4, 0.6, drop=0.1),
    _CROSS,
    "M-1.25,0.75C-1.25,-1.2 1.25,-1.2 1.25,0.75Z",
    "M-1.2,-1L0,-0.25L1.2,-1L1.2,1L0,0.25L-1.2,1Z",
    "M-0.55,-1.3L0.55,-1.3L0.55,1.3L-0.55,1.3Z",
    "M-1.3,-0.55L1.3,-0.55L1.3,0.55L-1.3,0.55Z",
    "M0,-1.2L1.2,0L1.2,1.1L0,-0.1L-1.2,1.1L-1.2,0Z",
    _star(4, 1.45, 0.5),
)

SHAPES: tuple[str, ...] = (
    _circle(1),
    _polygon(4, 1.25, math.pi / 4),
    _polygon(3, 1.3, drop=0.2),
    _polygon(4, 1.25),
    _polygon(3, 1.3, math.pi, drop=-0.2),
    _PLUS,
    _polygon(6, 1.12, math.pi / 6),
    *_GREY_SHAPES,
    _circle(0.6),  # all other groups
    _circle(0.9),  # group not known: drawn hollow
)
COLLECTIVE = _rounded_square(1, 0.5)


def shape_of(category: int | None) -> str:
    """Return the outline of an actor's category, or that of a collective for ``None``."""
    return COLLECTIVE if category is None else SHAPES[category]


def class_of(category: int | None) -> str:
    """Return the style class that carries the colour of :func:`shape_of`."""
    if category is None:
        return "collective"
    if category < HUES:
        return f"c{category}"
    return "c-unknown" if category == UNKNOWN else "c-other"


def radius_of(kind: str, ties: int) -> float:
    """Return a node's radius: its area grows with the number of its ties, to a limit."""
    least, most = (6.5, 11.0) if kind == "actor" else (7.5, 9.5)  # layouts leave room for 11
    return round(min(most, math.sqrt(least**2 + 8 * ties)), 1)


def size_of(node: MapNode, ties: int) -> float:
    """Return the radius at which a node is drawn: as its picture says, else by its ties."""
    return node.mark if node.mark is not None else radius_of(node.kind, ties)


def draw_ties(model: MapModel) -> tuple[str, ...]:
    """Return the path of each tie; ties between the same two nodes are bent apart."""
    bundles: Mapping[tuple[int, int], list[int]] = defaultdict(list)
    for number, ends in enumerate(model.ends):
        bundles[min(ends), max(ends)].append(number)
    paths = [""] * len(model.ends)
    for (first, last), bundle in bundles.items():
        points = [(model.nodes[end].x, model.nodes[end].y) for end in (first, last)]
        for place, number in enumerate(bundle):
            paths[number] = _bend(points, (place - (len(bundle) - 1) / 2) * _SPREAD)
    return tuple(paths)


def _bend(ends: Sequence[tuple[float, float]], offset: float) -> str:
    (x1, y1), (x2, y2) = ends
    start, end = (f"{format_length(x)},{format_length(y)}" for x, y in ends)
    length = math.hypot(x2 - x1, y2 - y1)
    if not offset or not length:
        return f"M{start}L{end}"
    middle_x = (x1 + x2) / 2 - offset * (y2 - y1) / length
    middle_y = (y1 + y2) / 2 + offset * (x2 - x1) / length
    return f"M{start}Q{format_length(middle_x)},{format_length(middle_y)} {end}"
