"""The map as a still picture: for the report, where nothing moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eloggraph.text import Text
from eloggraph.views.map.areas import MapArea, MapBand
from eloggraph.views.map.glyphs import class_of, draw_ties, shape_of, size_of
from eloggraph.views.map.legend import LegendRow, draw_legend
from eloggraph.views.map.model import MapModel
from eloggraph.views.map.page import (
    colour_of,
    name_threads,
    style_area,
    summarize,
)
from eloggraph.views.map.paths import scale_path

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
    ringed: bool
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbnail:
    """The whole map, drawn; ``legend`` explains the signs that occur.

    Of a folded map ``areas`` have their style each, and only those ties are drawn that are threads.
    """

    width: float
    height: float
    tray_top: float | None
    bands: tuple[MapBand, ...]
    areas: tuple[tuple[MapArea, str], ...]
    ties: tuple[tuple[str, str], ...]
    nodes: tuple[StillNode, ...]
    legend: tuple[LegendRow, ...]
    legend_title: Text | None
    collectives: bool
    sentence: Text


def draw_thumbnail(model: MapModel, *, named: bool = False) -> Thumbnail:
    """Return the picture of the map, with names only as long as they can be read.

    Where ``named``, the picture is large: every name is written that the layout has room for.
    """
    counts = model.tie_counts()
    named = named or len(model.nodes) <= _MOST_NAMES
    nodes: list[StillNode] = []
    styles = name_threads(model)
    every = zip(model.ties, draw_ties(model), styles, strict=True)
    drawn = [
        (f"t-{tie.kind} {style}".strip(), path) for tie, path, style in every if style != "tucked"
    ]
    for node, ties in zip(model.nodes, counts, strict=True):
        category = colour_of(model, node)
        nodes.append(
            StillNode(
                x=node.x,
                y=node.y,
                style=class_of(category),
                outline=scale_path(shape_of(category), size_of(node, ties)),
                ringed=bool(node.cut_off and model.areas),
                labels=node.labels if named else (),
            )
        )
    grouping = model.groupings[0] if model.groupings else None
    return Thumbnail(
        width=model.width,
        height=model.height,
        tray_top=model.tray_top,
        bands=model.bands.drawn,
        areas=tuple((area, style_area(model, area)) for area in model.areas),
        ties=tuple(drawn),
        nodes=tuple(nodes),
        legend=draw_legend(model, grouping) if grouping else (),
        legend_title=grouping.label if grouping else None,
        collectives=any(node.kind != "actor" for node in model.nodes),
        sentence=summarize(model)[0],
    )
