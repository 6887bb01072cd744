"""The map as a still picture: for the report, where nothing moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eloggraph.text import Text
from eloggraph.views.map.glyphs import class_of, draw_ties, radius_of, scale_path, shape_of
from eloggraph.views.map.model import MapModel
from eloggraph.views.map.page import LegendRow, colour_of, draw_legend, summarize

if TYPE_CHECKING:
    from eloggraph.layout.labels import Label

_MOST_NAMES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class StillNode:
    """A node of the picture: its sign, where it stands, and its names by language."""

    x: float
    y: float
    style: str
    outline: str
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbnail:
    """The whole map, drawn; ``legend`` explains the signs that occur."""

    width: float
    height: float
    tray_top: float | None
    ties: tuple[tuple[str, str], ...]
    nodes: tuple[StillNode, ...]
    legend: tuple[LegendRow, ...]
    legend_title: Text | None
    collectives: bool
    sentence: Text


def draw_thumbnail(model: MapModel) -> Thumbnail:
    """Return the picture of the map, with names only as long as they can be read."""
    counts = model.tie_counts()
    named = len(model.nodes) <= _MOST_NAMES
    nodes = []
    for node, ties in zip(model.nodes, counts, strict=True):
        category = colour_of(model, node)
        nodes.append(
            StillNode(
                x=node.x,
                y=node.y,
                style=class_of(category),
                outline=scale_path(shape_of(category), radius_of(node.kind, ties)),
                labels=node.labels if named else (),
            )
        )
    grouping = model.groupings[0] if model.groupings else None
    return Thumbnail(
        width=model.width,
        height=model.height,
        tray_top=model.tray_top,
        ties=tuple(zip((tie.kind for tie in model.ties), draw_ties(model), strict=True)),
        nodes=tuple(nodes),
        legend=draw_legend(model, grouping) if grouping else (),
        legend_title=grouping.label if grouping else None,
        collectives=any(node.kind != "actor" for node in model.nodes),
        sentence=summarize(model)[0],
    )
