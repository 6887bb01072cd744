"""Class diagrams of the reference pages: where boxes, lines and words stand.

The same classes give the same picture. Trees of subclasses are set in rows, one class a row, as
deep to the right as it is narrow; the picture of one class has what points at it on the left, what
it points at on the right, its superclasses above and its subclasses below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from textwrap import wrap

from eloggraph.views.map.paths import format_length

_ROW, _BOX, _PAD = 36, 28, 12
_INDENT = 26
_CHARACTER, _WORD_CHARACTER, _BOLD_CHARACTER = 7.4, 6.7, 8.6
_LINE = 19
TREE_WIDTH = 318

_WIDTH, _SIDE, _MIDDLE = 1094, 220, 180
_GAP = 10
_ARROW = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagramNode:
    """A class to draw: what it is called, in the language of the picture, and its page."""

    name: str
    address: str | None
    iri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A property between two classes; ``node`` is the other one."""

    name: str
    address: str | None
    node: DiagramNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A class as drawn: a rectangle with the name in its middle, on one line or several."""

    node: DiagramNode
    x: float
    y: float
    width: float
    height: float
    texts: tuple[str, ...]
    style: str = ""

    @property
    def middle(self) -> str:
        """Where the name's middle is, across."""
        return format_length(self.x + self.width / 2)

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """The lines of the name, each with where its base line is, down."""
        first = self.y + self.height / 2 + 5 - (len(self.texts) - 1) * _LINE / 2
        return tuple(
            (text, format_length(first + place * _LINE)) for place, text in enumerate(self.texts)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """The name of a property on its line."""

    text: str
    x: float
    y: float
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """A picture: boxes, lines with arrow heads, words; ``heads`` are filled or hollow."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[str, ...] = ()
    heads: tuple[tuple[str, str], ...] = ()
    words: tuple[Word, ...] = ()


def draw_tree(
    roots: Sequence[DiagramNode], children: Mapping[str, Sequence[DiagramNode]]
) -> Diagram:
    """Draw trees of subclasses one under the other.

    Parameters
    ----------
    roots
        The classes to start from, in order.
    children
        The direct subclasses of a class by its IRI, in order. A class with several superclasses
        is drawn under the first that comes.
    """
    rows = list(_walk(roots, children))
    boxes, lines = [], []
    spine: dict[int, float] = {}
    for place, (depth, node) in enumerate(rows):
        x, y = 1 + depth * _INDENT, 1 + place * _ROW
        width = TREE_WIDTH - 2 - x
        boxes.append(_box(node, x, y, width, _BOX, "leaf" if depth else ""))
        if depth:
            start, middle = x - _INDENT + _PAD, y + _BOX / 2
            lines.append(f"M{start},{format_length(spine[depth - 1])}V{middle}H{x}")
        spine[depth] = y + _BOX
    height = max(1, len(rows)) * _ROW - (_ROW - _BOX) + 2
    return Diagram(width=TREE_WIDTH, height=height, boxes=tuple(boxes), lines=tuple(lines))


def _walk(
    roots: Iterable[DiagramNode], children: Mapping[str, Sequence[DiagramNode]]
) -> Iterator[tuple[int, DiagramNode]]:
    waiting = [(0, node) for node in reversed(list(roots))]
    seen = set[str]()
    while waiting:
        depth, node = waiting.pop()
        if node.iri in seen:
            continue
        seen.add(node.iri)
        yield depth, node
        waiting += [(depth + 1, child) for child in reversed(children.get(node.iri, ()))]


def draw_neighbours(
    centre: DiagramNode,
    *,
    incoming: Sequence[Relation],
    outgoing: Sequence[Relation],
    parents: Sequence[DiagramNode],
    children: Sequence[DiagramNode],
) -> Diagram:
    """Draw one class among its neighbours; relations with the same class stand together."""
    left, right = _order(incoming), _order(outgoing)
    rows = max(len(left), len(right), 1)
    top = 1 + len(parents) * _ROW + (_GAP + _ARROW if parents else 0)
    height = max(rows * _ROW - (_ROW - _BOX), 2 * _BOX)
    x = (_WIDTH - _MIDDLE) / 2
    centre_box = _box(centre, x, top, _MIDDLE, height, "centre")
    drawn = _Sides(top + (height - _rows_height(len(left))) / 2, x)
    drawn.add(left, at=0.0, inward=True)
    drawn.y = top + (height - _rows_height(len(right))) / 2
    drawn.add(right, at=float(_WIDTH - _SIDE), inward=False)
    wide = x - (_SIDE - _MIDDLE) / 2
    above = [_box(n, wide, 1 + i * _ROW, _SIDE, _BOX, "kin") for i, n in enumerate(parents)]
    below_top = top + height + _GAP + _ARROW
    below = [
        _box(n, x + _INDENT, below_top + i * _ROW, _SIDE, _BOX, "kin")
        for i, n in enumerate(children)
    ]
    lines, heads = _join_kin(x, top, height, above, below)
    bottom = (below[-1].y + _BOX) if below else top + height
    return Diagram(
        width=_WIDTH,
        height=int(bottom + 2),
        boxes=(*above, *drawn.boxes, centre_box, *below),
        lines=(*lines, *drawn.lines),
        heads=(*heads, *drawn.heads),
        words=tuple(drawn.words),
    )


def _order(relations: Sequence[Relation]) -> list[Relation]:
    """Keep the relations with one class together, where the first of them stands."""
    first: dict[str, int] = {}
    for place, relation in enumerate(relations):
        first.setdefault(relation.node.iri, place)
    return sorted(relations, key=lambda relation: first[relation.node.iri])


def _rows_height(rows: int) -> float:
    return rows * _ROW - (_ROW - _BOX)


def _box(node: DiagramNode, x: float, y: float, width: float, height: float, style: str) -> Box:
    most = int((width - 2 * _PAD) / (_BOLD_CHARACTER if style == "centre" else _CHARACTER))
    rows = max(1, int((height - _BOX) / _LINE) + 1)
    texts = wrap(node.name, most, break_long_words=False)[:rows] if rows > 1 else [node.name]
    if " ".join(texts) != node.name:
        texts = [node.name]
    return Box(
        node=node,
        x=x,
        y=y,
        width=width,
        height=height,
        texts=tuple(_cut(text, most) for text in texts),
        style=style,
    )


class _Sides:
    """The boxes, lines and words on the left and on the right, as they are added."""

    def __init__(self, y: float, centre: float) -> None:
        self.y, self.centre = y, centre
        self.boxes: list[Box] = []
        self.lines: list[str] = []
        self.heads: list[tuple[str, str]] = []
        self.words: list[Word] = []

    def add(self, relations: Sequence[Relation], *, at: float, inward: bool) -> None:
        """Add the relations of one side; inward lines end at the class in the middle."""
        for _, group in groupby(relations, key=lambda relation: relation.node.iri):
            several = list(group)
            height = _rows_height(len(several))
            self.boxes.append(_box(several[0].node, at, self.y, _SIDE, height, "side"))
            for relation in several:
                self._join(relation, self.y + _BOX / 2, inward=inward)
                self.y += _ROW

    def _join(self, relation: Relation, y: float, *, inward: bool) -> None:
        start, end = (
            (float(_SIDE), self.centre)
            if inward
            else (self.centre + _MIDDLE, float(_WIDTH - _SIDE))
        )
        down = format_length(y)
        self.lines.append(f"M{format_length(start)},{down}H{format_length(end - _ARROW)}")
        tip, back = format_length(end), format_length(end - _ARROW)
        up, low = format_length(y - 4.5), format_length(y + 4.5)
        self.heads.append((f"M{tip},{down}L{back},{up}V{low}Z", "filled"))
        room = end - start - _ARROW - 8
        self.words.append(
            Word(
                text=_cut(relation.name, room / _WORD_CHARACTER),
                x=round((start + end - _ARROW) / 2, 1),
                y=y - 5,
                address=relation.address,
            )
        )


def _join_kin(
    x: float, top: float, height: float, above: Sequence[Box], below: Sequence[Box]
) -> tuple[list[str], list[tuple[str, str]]]:
    """Return lines and hollow heads from a class to its superclasses, from subclasses to it."""
    lines, heads = [], []
    if above:
        middle, end = x + _MIDDLE / 2, above[-1].y + _BOX
        lines.append(f"M{format_length(middle)},{format_length(top)}V{format_length(end + _ARROW)}")
        heads.append((_hollow(middle, end), "hollow"))
    if below:
        spine, end = x + _PAD, top + height
        last = below[-1].y + _BOX / 2
        lines.append(f"M{format_length(spine)},{format_length(end + _ARROW)}V{format_length(last)}")
        heads.append((_hollow(spine, end), "hollow"))
        lines += [
            f"M{format_length(spine)},{format_length(box.y + _BOX / 2)}H{format_length(box.x)}"
            for box in below
        ]
    return lines, heads


def _hollow(x: float, y: float) -> str:
    left, right, low = (format_length(v) for v in (x - 6, x + 6, y + _ARROW))
    return f"M{format_length(x)},{format_length(y)}L{left},{low}H{right}Z"


def _cut(text: str, most: float) -> str:
    """Return at most so many characters; the whole name is in the label and in the tables."""
    length = max(4, int(most))
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
