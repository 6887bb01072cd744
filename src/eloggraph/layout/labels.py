"""Where the name of each node is written, so that names do not cover each other."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from eloggraph.text import Language

Anchor = Literal["start", "middle", "end"]

FONT_SIZE, LINE_HEIGHT = 12.0, 14.0
CHARACTER_WIDTH = 0.55 * FONT_SIZE
NODE_RADIUS = 11.0
WRAP_AT, WRAP_TRAY, WRAP_TIGHT = 22, 18, 14
SHOW_ALL_BELOW = 60
_MOST_LINES, _LONGEST_WORD = 4, 40
_ASCENT, _EDGE = 10.5, 3.0
_MOST_TIES_AVOIDED = 600
_RECONSIDER_UNTIL = 400
_SWEEPS = 8
# a space, or text up to and with a hyphen between letters or a number, or up to the next space
_PIECES = re.compile(r"\s+|\S+?(?:(?<=\w)-(?=\w)|\s\d{1,3}(?=\s|$)|(?=\s|$))")
_Box = tuple[float, float, float, float]
Lines = tuple[str, ...]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """The name of one node in one language.

    ``x`` and ``y`` are where the baseline of the first line begins, ends or has its middle, as
    ``anchor`` says; each further line stands ``LINE_HEIGHT`` lower. A label that is not
    ``shown`` would cover others on a crowded map.
    """

    iri: str
    language: Language
    x: float
    y: float
    anchor: Anchor
    lines: tuple[str, ...]
    shown: bool = True

    def box(self) -> _Box:
        """Return left, top, right and bottom of the estimated text."""
        width = max(map(len, self.lines), default=0) * CHARACTER_WIDTH
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        top = self.y - _ASCENT
        return (left, top, left + width, top + LINE_HEIGHT * len(self.lines))


def place_labels(
    names: Mapping[str, str],
    points: Mapping[str, tuple[float, float]],
    ties: Sequence[tuple[str, str]],
    size: tuple[int, int],
    *,
    language: Language,
    tray: Container[str] = (),
) -> tuple[Label, ...]:
    """Choose for each node on which side its name stands.

    Each name may stand on four sides or at four corners. Names are placed by falling number of
    ties where they cover other names, nodes, the edge of the picture and ties least, then each
    is reconsidered in turn until nothing changes. On maps of 60 nodes and more, names that still
    cover something are not shown.

    Parameters
    ----------
    names, points
        The name and the centre of each node, by IRI.
    ties
        The pairs that lines are drawn between.
    size
        Width and height of the picture.
    language
        The language of the names.
    tray
        Nodes that stand in rows: their names stand on the right, all alike.

    """
    degrees = dict.fromkeys(points, 0)
    for pair in ties:
        for node in pair:
            degrees[node] += 1
    order = sorted(points, key=lambda iri: (-degrees[iri], iri))
    crowded = len(order) >= SHOW_ALL_BELOW
    scene = _Scene.of([points[iri] for iri in order], _draw_lines(points, ties), size)
    choices = [
        _list_choices(iri, names[iri], points[iri], language, crowded=crowded, tray=iri in tray)
        for iri in order
    ]
    boxes = [_stack([label.box() for label in labels]) for labels in choices]
    costs = [
        scene.weigh(at, places) + _PREFERENCE[: len(places)] for at, places in enumerate(boxes)
    ]
    chosen = _settle(boxes, costs, sweeps=_SWEEPS if len(order) <= _RECONSIDER_UNTIL else 1)
    labels = [choices[at][choice] for at, choice in enumerate(chosen)]
    shown = _hide_covered(labels, scene) if crowded else labels
    return tuple(sorted(shown, key=lambda label: label.iri))


def wrap_label(text: str, width: int = WRAP_AT) -> tuple[str, ...]:
    """Break a name into lines at spaces and after hyphens, never inside a word or before a number.

    A name beyond four lines and a word beyond forty characters end in "…": the full name is
    in the panel and the table.

    >>> wrap_label("Keski-Suomen työ- ja elinkeinotoimisto")
    ('Keski-Suomen työ- ja', 'elinkeinotoimisto')
    >>> wrap_label("Harjoitusjoen ohjaamo 1")
    ('Harjoitusjoen', 'ohjaamo 1')
    """
    pieces = _PIECES.findall(text.strip())
    lines, line = [], ""
    for piece in pieces:
        word = " " if piece.isspace() else piece
        if len(word) > _LONGEST_WORD:
            word = word[: _LONGEST_WORD - 1] + "…"
        if line.strip() and len((line + word).rstrip()) > width:
            lines.append(line.strip())
            line = ""
        line += word
    lines.append(line.strip())
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1].rstrip("-") + "…"]
    return tuple(lines)


def _list_choices(
    iri: str,
    name: str,
    point: tuple[float, float],
    language: Language,
    *,
    crowded: bool,
    tray: bool,
) -> list[Label]:
    wide = wrap_label(name, WRAP_TRAY if tray else WRAP_AT)
    tight = wrap_label(name, WRAP_TIGHT)
    wraps = [wide] if crowded or tight == wide else [wide, tight]
    places = [place for lines in wraps for place in _list_places(lines)]
    if tray:
        places = places[:: len(_SIDES)]
    return [
        Label(
            iri=iri,
            language=language,
            x=round(point[0] + dx, 1),
            y=round(point[1] + top + _ASCENT, 1),
            anchor=anchor,
            lines=lines,
        )
        for lines, anchor, dx, top in places
    ]


def _list_places(lines: Lines) -> list[tuple[Lines, Anchor, float, float]]:
    """Return the four sides, then the four corners: anchor, offset across, offset of the top."""
    tall = LINE_HEIGHT * len(lines)
    tops = {"middle": -tall / 2, "below": 0.0, "above": -tall}
    return [(lines, anchor, dx, tops[where] + dy) for anchor, dx, where, dy in _SIDES]


_SIDE, _CORNER = NODE_RADIUS + 4, NODE_RADIUS - 3
_SIDES: tuple[tuple[Anchor, float, str, float], ...] = (
    ("start", _SIDE, "middle", 0.0),
    ("end", -_SIDE, "middle", 0.0),
    ("middle", 0.0, "below", NODE_RADIUS + 2),
    ("middle", 0.0, "above", -NODE_RADIUS - 2),
    ("start", _CORNER, "below", _CORNER),
    ("end", -_CORNER, "below", _CORNER),
    ("start", _CORNER, "above", -_CORNER),
    ("end", -_CORNER, "above", -_CORNER),
)
_PREFERENCE: Numbers = np.array([0.0, 2.0, 2.0, 3.0, 5.0, 6.0, 6.0, 7.0] * 2)
_PREFERENCE[8:] += 5.0  # the wider wrap is read more easily


@dataclass(frozen=True, slots=True)
class _Scene:
    """What stands still while names are placed: nodes, ties and the edge of the picture."""

    nodes: Numbers
    lines: Numbers
    size: tuple[int, int]

    @classmethod
    def of(
        cls,
        points: Sequence[tuple[float, float]],
        lines: Sequence[_Box],
        size: tuple[int, int],
    ) -> _Scene:
        r = NODE_RADIUS
        return cls(_stack([(x - r, y - r, x + r, y + r) for x, y in points]), _stack(lines), size)

    def weigh(self, node: int, boxes: Numbers) -> Numbers:
        """Return how bad each place is for the name of a node, whatever stands beside it."""
        covered = _overlap(self.nodes, boxes)
        covered[:, node] = 0.0
        low = np.maximum(_EDGE - boxes[:, :2], 0.0).sum(axis=1)
        high = np.maximum(boxes[:, 2:] + _EDGE - np.array(self.size), 0.0).sum(axis=1)
        crossed = _cross(self.lines, boxes).sum(axis=1)
        bad: Numbers = 500.0 * (covered > 0).sum(axis=1) + covered.sum(axis=1)
        bad += 100.0 * (low + high) + 1500.0 * (low + high > 0) + crossed
        return bad


def _draw_lines(
    points: Mapping[str, tuple[float, float]], ties: Sequence[tuple[str, str]]
) -> list[_Box]:
    drawn = ties if len(ties) <= _MOST_TIES_AVOIDED else ()
    return [(*points[u], *points[v]) for u, v in drawn]


def _settle(boxes: Sequence[Numbers], costs: Sequence[Numbers], *, sweeps: int) -> list[int]:
    """Choose a place for each name in turn, given the others, until none wants to move."""
    taken = np.full((len(boxes), 4), np.nan)
    chosen = [0] * len(boxes)
    for _ in range(sweeps):
        before = list(chosen)
        for at, places in enumerate(boxes):
            taken[at] = np.nan
            covered = _overlap(taken, places)
            total = costs[at] + 800.0 * (covered > 0).sum(axis=1) + covered.sum(axis=1)
            chosen[at] = int(np.round(total, 3).argmin())
            taken[at] = places[chosen[at]]
        if chosen == before:
            break
    return chosen


def _hide_covered(labels: Sequence[Label], scene: _Scene) -> list[Label]:
    """Hide the names that cover a node or a name before them, or run out of the picture."""
    boxes = _stack([label.box() for label in labels])
    on_nodes = _overlap(scene.nodes, boxes)
    np.fill_diagonal(on_nodes, 0.0)
    beyond = np.concatenate([-boxes[:, :2], boxes[:, 2:] - np.array(scene.size)], axis=1)
    outside = beyond.max(axis=1) > 0
    kept = np.full_like(boxes, np.nan)
    shown = []
    for at, label in enumerate(labels):
        covers = on_nodes[at].any() or _overlap(kept, boxes[at : at + 1]).any()
        free = not outside[at] and not covers
        if free:
            kept[at] = boxes[at]
        shown.append(replace(label, shown=free))
    return shown


def _stack(boxes: Sequence[_Box]) -> Numbers:
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)


def _overlap(fixed: Numbers, boxes: Numbers) -> Numbers:
    """Return the area that each box (a row) shares with each fixed box (a column)."""
    left, top, right, bottom = (boxes[:, side, np.newaxis] for side in range(4))
    wide = np.minimum(fixed[:, 2], right) - np.maximum(fixed[:, 0], left)
    tall = np.minimum(fixed[:, 3], bottom) - np.maximum(fixed[:, 1], top)
    area: Numbers = np.nan_to_num(np.maximum(wide, 0.0) * np.maximum(tall, 0.0))
    return area


def _cross(lines: Numbers, boxes: Numbers) -> Numbers:
    """Return how many pixels of each line lie in each box (Liang & Barsky 1984)."""
    start, way = lines[:, :2], lines[:, 2:] - lines[:, :2]
    length = np.sqrt((way * way).sum(axis=1))
    way = np.where(way == 0, 1e-9, way)
    one = (boxes[:, np.newaxis, :2] - start) / way
    two = (boxes[:, np.newaxis, 2:] - start) / way
    enter = np.maximum(np.minimum(one, two).max(axis=2), 0.0)
    leave = np.minimum(np.maximum(one, two).min(axis=2), 1.0)
    inside: Numbers = np.maximum(leave - enter, 0.0) * length
    return inside
