"""Where names of single nodes of a folded picture stand: on no mark, no other name, or unseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from eloggraph.layout.folded import OPENED_RADIUS, Point
from eloggraph.layout.labels import LINE_HEIGHT, NODE_RADIUS, Label

Box = tuple[float, float, float, float]
_CELL = 60.0


def free_labels(
    labels: Sequence[Label],
    points: Mapping[str, Point],
    taken: Sequence[Box],
    size: tuple[float, float],
) -> tuple[Label, ...]:
    """Move the names that are shown to where they cover nothing; what has no such place is hidden.

    Parameters
    ----------
    labels
        Names in one language; those that come first choose first.
    points
        Where every node stands.
    taken
        The boxes of what is written already: left, top, right and bottom.
    size
        Width and height of the picture.

    Examples
    --------
    >>> free_labels((), {}, (), (100, 100))
    ()

    """
    scene = Scene()
    for box in taken:
        scene.add("", box)
    for node, (x, y) in points.items():
        reach = OPENED_RADIUS
        scene.add(node, (x - reach, y - reach, x + reach, y + reach))
    found = []
    for label in labels:
        if not label.shown:
            found.append(label)
            continue
        tried = [label, *_list_others(label, points[label.iri])]
        free = next((each for each in tried if scene.is_free(each.iri, each.box(), size)), None)
        if free is None:
            found.append(replace(label, shown=False))
            continue
        scene.add(label.iri, free.box())
        found.append(free)
    return tuple(found)


def _list_others(label: Label, point: Point) -> list[Label]:
    """Return the label at the right, the left, above and below its node, and at the corners."""
    away, tall = NODE_RADIUS + 4, LINE_HEIGHT * (len(label.lines) - 1)
    x, y = point
    middle = y + 4 - tall / 2
    return [
        replace(label, anchor="start", x=round(x + away, 1), y=round(middle, 1)),
        replace(label, anchor="end", x=round(x - away, 1), y=round(middle, 1)),
        *(
            replace(label, anchor=anchor, x=round(x, 1), y=round(down, 1))
            for anchor in ("middle", "end", "start")
            for down in (y - away - tall, y + away + 9)
        ),
    ]


class Scene:
    """Boxes by the cells that they reach into, each with the node that it belongs to."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[str, Box]]] = {}

    def add(self, owner: str, box: Box) -> None:
        """Take the room of a box."""
        for cell in _reach_cells(box):
            self._cells.setdefault(cell, []).append((owner, box))

    def is_free(self, owner: str, box: Box, size: tuple[float, float]) -> bool:
        """Tell whether a box is inside the picture and on nothing of another owner."""
        if box[0] < 0 or box[1] < 0 or box[2] > size[0] or box[3] > size[1]:
            return False
        near = (each for cell in _reach_cells(box) for each in self._cells.get(cell, ()))
        return not any(whose != owner and _meet(box, other) for whose, other in near)


def _reach_cells(box: Box) -> list[tuple[int, int]]:
    left, top, right, bottom = (int(side // _CELL) for side in box)
    return [(i, j) for i in range(left, right + 1) for j in range(top, bottom + 1)]


def _meet(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
