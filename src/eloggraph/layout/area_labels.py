"""Where the names of bodies stand: beside them, on no other body, name or edge where that goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eloggraph.layout.folded import PlacedBody, Point
from eloggraph.layout.labels import Anchor
from eloggraph.text import Language

NAME_SIZE, LINE = 15.0, 17.0
_WIDE = 0.57 * NAME_SIZE
_AWAY, _EDGE = 6.0, 4.0
_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLabel:
    """The name of one body in one language and what is told of it, line by line.

    ``x`` and ``y`` are where the baseline of the first line begins, ends or has its middle.
    """

    key: str
    language: Language
    x: float
    y: float
    anchor: Anchor
    lines: tuple[str, ...]

    def box(self) -> _Box:
        """Return left, top, right and bottom of the estimated text."""
        width = max(map(len, self.lines), default=0) * _WIDE
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        top = self.y - NAME_SIZE
        return (left, top, left + width, top + LINE * len(self.lines) + 2)


def place_area_labels(
    words: Mapping[str, tuple[str, ...]],
    bodies: Sequence[PlacedBody],
    size: tuple[float, float],
    *,
    language: Language,
) -> tuple[AreaLabel, ...]:
    """Place the names of bodies, those of opened ones first, then by size.

    Parameters
    ----------
    words
        The lines to write at each body, by its key; one without is not named.
    bodies
        Where the bodies stand.
    size
        Width and height of the picture.
    language
        The language of the lines.

    Examples
    --------
    >>> place_area_labels({}, [], (100, 100), language="fi")
    ()

    """
    circles = [(each.body.key, _box_of(each)) for each in bodies]
    taken: list[_Box] = []
    found = []
    order = sorted(bodies, key=lambda each: (not each.body.opened, -each.radius, each.body.key))
    for each in order:
        lines = words.get(each.body.key)
        if not lines:
            continue
        choices = [
            AreaLabel(
                key=each.body.key, language=language, x=round(x, 1), y=round(y, 1),
                anchor=anchor, lines=lines,
            )
            for anchor, x, y in _list_places(each, len(lines))
        ]  # fmt: skip
        others = [box for key, box in circles if key != each.body.key]
        costs = [
            _weigh(choice.box(), others, taken, size) + 3.0 * at
            for at, choice in enumerate(choices)
        ]
        best = choices[costs.index(min(costs))]
        taken.append(best.box())
        found.append(best)
    return tuple(sorted(found, key=lambda label: label.key))


def _box_of(body: PlacedBody) -> _Box:
    if not body.hull:
        # The square inside which nine tenths of the circle lie: its corners are free.
        reach = 0.9 * body.radius
        return (body.x - reach, body.y - reach, body.x + reach, body.y + reach)
    return _frame(body.hull, 12.0)


def _frame(corners: Sequence[Point], away: float) -> _Box:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return (min(xs) - away, min(ys) - away, max(xs) + away, max(ys) + away)


def _list_places(body: PlacedBody, lines: int) -> list[tuple[Anchor, float, float]]:
    left, top, right, bottom = _frame(body.hull, 20.0) if body.hull else (
        body.x - body.radius, body.y - body.radius, body.x + body.radius, body.y + body.radius
    )  # fmt: skip
    middle_x, tall = (left + right) / 2, LINE * lines
    middle_y = (top + bottom) / 2 - tall / 2 + NAME_SIZE
    above, below = top - tall + LINE - _AWAY, bottom + NAME_SIZE + _AWAY
    return [
        ("middle", middle_x, above),
        ("middle", middle_x, below),
        ("start", right + _AWAY, middle_y),
        ("end", left - _AWAY, middle_y),
        ("start", middle_x, above),
        ("end", middle_x, above),
        ("start", middle_x, below),
        ("end", middle_x, below),
    ]


def _weigh(
    box: _Box, bodies: Sequence[_Box], taken: Sequence[_Box], size: tuple[float, float]
) -> float:
    beyond = max(0.0, _EDGE - box[0]) + max(0.0, _EDGE - box[1])
    beyond += max(0.0, box[2] + _EDGE - size[0]) + max(0.0, box[3] + _EDGE - size[1])
    on_names = sum(_share(box, other) for other in taken)
    return 200.0 * beyond + 4.0 * on_names + sum(_share(box, other) for other in bodies)


def _share(one: _Box, two: _Box) -> float:
    wide = min(one[2], two[2]) - max(one[0], two[0])
    tall = min(one[3], two[3]) - max(one[1], two[1])
    return max(0.0, wide) * max(0.0, tall)
