"""Actors by actors: one path for each hue, bands of groups and names at the sides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eloggraph.text import Text, abridge, say
from eloggraph.views.map.glyphs import class_of
from eloggraph.views.map.model import UNKNOWN
from eloggraph.views.matrix.claim import name_group

if TYPE_CHECKING:
    from eloggraph.analysis.actor_matrix import ActorMatrix
    from eloggraph.analysis.group_pairs import GroupPairs

MOST_NAMES = 46
_SIDE, _LARGEST_CELL = 840, 17
_NAMES, _GROUPS, _BAND, _GAP, _LINE = 290, 250, 7, 4, 16
_LONGEST_NAME, _LONGEST_GROUP = 40, 32
_BETWEEN = "between"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The rows of one group: from where to where, and where its name stands."""

    style: str
    label: Text
    start: float
    length: float
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A drawing of who is tied to whom, in pixels; the paths are in cells."""

    width: float
    height: float
    left: float
    top: float
    cell: float
    count: int
    paths: tuple[tuple[str, str], ...]
    bands: tuple[Band, ...]
    names: tuple[tuple[float, Text], ...]

    @property
    def side(self) -> float:
        """Return how wide and high the cells are together."""
        return round(self.cell * self.count, 2)


def draw_grid(matrix: ActorMatrix, pairs: GroupPairs, categories: Mapping[str, int]) -> Grid:
    """Return the drawing; ``categories`` number the hues of groups by their IRIs.

    A tie is drawn in both halves. Names stand at the rows of up to 46 actors.
    """
    count = len(matrix.actors)
    cell = round(min(_LARGEST_CELL, _SIDE / max(1, count)), 2)
    named = count <= MOST_NAMES
    left = float((_NAMES if named else 0) + _BAND + _GAP)
    top = float(_BAND + _GAP)
    styles = _choose_styles(pairs, categories)
    bands = _draw_bands(matrix, pairs, styles, cell, top)
    lowest = max([top + cell * count, *(band.at + _LINE / 2 for band in bands)])
    return Grid(
        width=left + cell * count + _GAP * 3 + _GROUPS,
        height=round(lowest + _GAP, 2),
        left=left,
        top=top,
        cell=cell,
        count=count,
        paths=tuple(sorted(_draw_paths(matrix, styles).items())),
        bands=bands,
        names=tuple(
            (round(top + cell * (at + 0.5), 2), _shorten(label, _LONGEST_NAME))
            for at, label in enumerate(matrix.labels if named else ())
        ),
    )


def _shorten(label: Text, most: int) -> Text:
    return label.change(lambda said: abridge(said, most))


def _choose_styles(pairs: GroupPairs, categories: Mapping[str, int]) -> list[str]:
    styles = [
        class_of(categories[group.members[0]]) if len(group.members) == 1 else "c-other"
        for group in pairs.groups
    ]
    return [*styles, class_of(UNKNOWN)]


def _draw_paths(matrix: ActorMatrix, styles: Sequence[str]) -> dict[str, str]:
    """Return for each style one path: a stroke along each run of cells in a row."""
    rows: defaultdict[str, defaultdict[int, list[int]]]
    rows = defaultdict(lambda: defaultdict(list))
    for one, other in matrix.ties:
        groups = matrix.groups[one], matrix.groups[other]
        style = styles[groups[0]] if groups[0] == groups[1] else _BETWEEN
        rows[style][one].append(other)
        rows[style][other].append(one)
    return {
        style: "".join(
            f"M{start} {row}h{length}"
            for row in sorted(found)
            for start, length in _list_runs(sorted(found[row]))
        )
        for style, found in rows.items()
    }


def _list_runs(places: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[list[int]] = []
    for at in places:
        if runs and at == sum(runs[-1]):
            runs[-1][1] += 1
        elif not runs or at > sum(runs[-1]):
            runs.append([at, 1])
    return [(start, length) for start, length in runs]


def _draw_bands(
    matrix: ActorMatrix, pairs: GroupPairs, styles: Sequence[str], cell: float, top: float
) -> tuple[Band, ...]:
    spans = matrix.spans()
    middles = [top + cell * (start + end) / 2 for _, start, end in spans]
    places = _spread(middles)
    names = [*map(name_group, pairs.groups), say("matrix.actors.unknown")]
    return tuple(
        Band(
            style=styles[group],
            label=say(
                "matrix.actors.band", name=_shorten(names[group], _LONGEST_GROUP), n=end - start
            ),
            start=round(cell * start, 2),
            length=round(cell * (end - start), 2),
            at=round(at, 2),
        )
        for (group, start, end), at in zip(spans, places, strict=True)
    )


def _spread(wanted: Sequence[float]) -> list[float]:
    """Return places near those wanted, each at least a line below the one before.

    >>> _spread([10, 12, 60])
    [10.0, 26.0, 60.0]
    """
    places: list[float] = []
    for at in wanted:
        places.append(max(float(at), places[-1] + _LINE) if places else max(float(at), _LINE / 2))
    return places
