"""The bodies of a folded map as they are drawn: discs, hulls, and bands of ties between them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eloggraph.views.map.paths import draw_hull, format_length

if TYPE_CHECKING:
    from eloggraph.layout.area_labels import AreaLabel
    from eloggraph.layout.folded import PlacedBody
    from eloggraph.layout.positions import Layout

_WIDEST, _NARROWEST, _BEND = 20.0, 1.4, 0.1
_LEAST_SHARE = 0.04  # of the widest band: what is thinner is counted in the key


@dataclass(frozen=True, slots=True, kw_only=True)
class MapArea:
    """A disc or a hull with its name; ``labels`` follow the order of the languages.

    ``group`` is the group that it is, if it is one; ``ending`` is the share of its ties that end
    within a year, drawn as an arc on the rim of a disc.
    """

    key: str
    path: str
    opened: bool
    group: str | None = None
    members: tuple[int, ...] = ()
    labels: tuple[AreaLabel, ...] = ()
    arc: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapBand:
    """The ties between two bodies as one band."""

    path: str
    width: float
    ties: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """The bands drawn, and how many thinner ones, of fewer than ``least`` ties, are not."""

    drawn: tuple[MapBand, ...] = ()
    left_out: int = 0
    least: int = 0


def draw_areas(
    layout: Layout,
    numbers: Mapping[str, int],
    groups: Mapping[str, str],
    shares: Mapping[str, float],
) -> tuple[MapArea, ...]:
    """Return the bodies of a layout as shapes.

    Parameters
    ----------
    layout
        Where the bodies and their names stand.
    numbers
        The number of each node in the model, by IRI.
    groups
        The group that a body is, by its key.
    shares
        The share of the ties of each body that end within a year.
    """
    labels: dict[str, list[AreaLabel]] = {}
    for label in layout.body_labels:
        labels.setdefault(label.key, []).append(label)
    return tuple(
        MapArea(
            key=placed.body.key,
            path=draw_hull(placed.hull) if placed.hull else _draw_disc(placed),
            opened=placed.body.opened,
            group=groups.get(placed.body.key),
            members=tuple(numbers[node] for node in placed.body.members),
            labels=tuple(labels.get(placed.body.key, ())),
            arc="" if placed.hull else _draw_arc(placed, shares.get(placed.body.key, 0.0)),
        )
        for placed in layout.bodies
    )


def _draw_disc(placed: PlacedBody) -> str:
    return draw_hull([(placed.x, placed.y)], placed.radius)


def _draw_arc(placed: PlacedBody, share: float) -> str:
    """Return the part of the rim that stands for a share, from the top, clockwise."""
    if share <= 0:
        return ""
    radius, turn = placed.radius, 2 * math.pi * min(share, 0.999)
    end = (placed.x + radius * math.sin(turn), placed.y - radius * math.cos(turn))
    r, far = format_length(radius), int(share > 0.5)
    start = f"{format_length(placed.x)},{format_length(placed.y - radius)}"
    return f"M{start}A{r},{r} 0 {far} 1 {format_length(end[0])},{format_length(end[1])}"


def draw_bands(
    layout: Layout, ends: Sequence[tuple[str, str]], threads: frozenset[int], apart: str
) -> Bands:
    """Return one band for each two bodies with ties that are not drawn one by one.

    Parameters
    ----------
    layout
        Where the bodies stand.
    ends
        The two nodes of each tie.
    threads
        The numbers of the ties that are drawn one by one.
    apart
        The key of the body whose ties are no band: that of networks and projects.
    """
    homes = {node: placed for placed in layout.bodies for node in placed.body.members}
    counts: Counter[tuple[str, str]] = Counter()
    for at, (source, target) in enumerate(ends):
        if at in threads or source not in homes or target not in homes:
            continue
        pair = sorted((homes[source].body.key, homes[target].body.key))
        if pair[0] != pair[1] and apart not in pair:
            counts[pair[0], pair[1]] += 1
    most = max(counts.values(), default=0)
    least = max(2, math.ceil(_LEAST_SHARE * most))
    placed = {each.body.key: each for each in layout.bodies}
    drawn = [
        MapBand(
            path=_draw_band(placed[first], placed[second]),
            width=round(max(_NARROWEST, _WIDEST * n / most), 1),
            ties=n,
        )
        for (first, second), n in sorted(counts.items())
        if n >= least
    ]
    return Bands(drawn=tuple(drawn), left_out=len(counts) - len(drawn), least=least)


def _draw_band(one: PlacedBody, two: PlacedBody) -> str:
    x, y = (one.x + two.x) / 2, (one.y + two.y) / 2
    x, y = x - _BEND * (two.y - one.y), y + _BEND * (two.x - one.x)
    places = ((one.x, one.y), (x, y), (two.x, two.y))
    start, middle, end = (f"{format_length(x)},{format_length(y)}" for x, y in places)
    return f"M{start}Q{middle} {end}"
