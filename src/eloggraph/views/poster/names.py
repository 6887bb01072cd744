"""The names in the picture of the poster: large enough to be read where the picture is small."""

from __future__ import annotations

from dataclasses import replace

from eloggraph.layout.area_labels import LINE, AreaLabel
from eloggraph.layout.labels import Label
from eloggraph.layout.member_labels import Box, Scene
from eloggraph.text import LANGUAGES
from eloggraph.views.map.drawing import StillNode, Thumbnail

_FACTS_UNTIL = 1.35  # where names grow more than this, there is no room for what is told below them


def enlarge_names(picture: Thumbnail, areas: float, nodes: float) -> Thumbnail:
    """Return the picture with larger names; of those that then cover something the first are kept.

    Parameters
    ----------
    picture
        The picture with the names where the layout put them.
    areas, nodes
        How many times larger the names of bodies and those of single nodes are.
    """
    if areas <= 1 and nodes <= 1:
        return picture
    bodies = [list(area.labels) for area, _ in picture.areas]
    names = [list(node.labels) for node in picture.nodes]
    order = sorted(
        range(len(bodies)),
        key=lambda at: (not picture.areas[at][0].opened, -len(picture.areas[at][0].members), at),
    )
    for column in range(len(LANGUAGES)):
        scene = Scene()
        for at, node in enumerate(picture.nodes):
            scene.add(str(at), (node.x - 5, node.y - 5, node.x + 5, node.y + 5))
        taken = Scene()
        for at in order:
            if bodies[at]:
                bodies[at][column] = _enlarge_area(bodies[at][column], areas, taken, picture, at)
                scene.add("", _grow_area(bodies[at][column], areas))
        for at in sorted(range(len(names)), key=lambda at: (not picture.nodes[at].ringed, at)):
            if names[at] and names[at][column].shown:
                label, node = names[at][column], picture.nodes[at]
                box = _grow_name(label, node, nodes)
                free = scene.is_free(str(at), box, (picture.width, picture.height))
                names[at][column] = replace(label, shown=free)
                if free:
                    scene.add(str(at), box)
    return replace(
        picture,
        areas=tuple(
            (replace(area, labels=tuple(labels)), style)
            for (area, style), labels in zip(picture.areas, bodies, strict=True)
        ),
        nodes=tuple(
            replace(node, labels=tuple(labels))
            for node, labels in zip(picture.nodes, names, strict=True)
        ),
    )


def _enlarge_area(
    label: AreaLabel, grow: float, taken: Scene, picture: Thumbnail, at: int
) -> AreaLabel:
    """Return the name of a body inside the picture, without lines where another name stands."""
    if grow > _FACTS_UNTIL:
        heights = [picture.nodes[node].y for node in picture.areas[at][0].members]
        # A name above its body comes down to it when what is told below the name is gone.
        down = LINE * (len(label.lines) - 1) if heights and label.y < min(heights) else 0.0
        label = replace(label, lines=label.lines[:1], y=label.y + down)
    left, top, right, bottom = _grow_area(label, grow)
    across = max(0.0, 2 - left) - max(0.0, right + 2 - picture.width)
    down = max(0.0, 2 - top) - max(0.0, bottom + 2 - picture.height)
    label = replace(label, x=round(label.x + across, 1), y=round(label.y + down, 1))
    box = _grow_area(label, grow)
    if not taken.is_free(label.key, box, (picture.width, picture.height)):
        return replace(label, lines=())
    taken.add(label.key, box)
    return label


def _grow_area(label: AreaLabel, grow: float) -> Box:
    return _grow(label.box(), label.x, label.y, grow)


def _grow_name(label: Label, node: StillNode, grow: float) -> Box:
    return _grow(label.box(), node.x, node.y, grow)


def _grow(box: Box, x: float, y: float, grow: float) -> Box:
    left, top, right, bottom = box
    return (
        x + (left - x) * grow,
        y + (top - y) * grow,
        x + (right - x) * grow,
        y + (bottom - y) * grow,
    )
