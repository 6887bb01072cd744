"""The same as the tile maps, in rows."""

from __future__ import annotations

from eloggraph.analysis.area_levels import AreaLevels, AreaRecord, Level, Measure, Reading
from eloggraph.analysis.outcome import Cell, Listing, Row
from eloggraph.text import Text, say

_HEADS = (
    *("area", "level", "required", "missing", "ending", "thin"),
    *("services", "own-services", "actors", "own-actors", "known"),
)


def list_areas(found: AreaLevels) -> Listing:
    """Return a row for each area, by level; what is known is that of the first measure.

    >>> levels = AreaLevels(
    ...     levels=(), measures=("actors",), services=(), actors=0, placeless=0, nationwide=0
    ... )
    >>> list_areas(levels).rows
    ()
    """
    rows = (
        Row(cells=_list_cells(area, level.level, found.measures[0]))
        for level in found.levels
        for area in level.areas
    )
    return Listing(
        title=say("pages.view.areas"),
        columns=tuple(say(f"areas.head.{head}") for head in _HEADS),
        rows=tuple(rows),
    ).filled()


def _list_cells(area: AreaRecord, level: Level, measure: Measure) -> tuple[Cell, ...]:
    required = area.required
    counts: tuple[Cell, ...] = (
        (required.cells, required.missing, required.ending or None, required.thin or None)
        if required and required.cells
        else (None, None, None, None)
    )
    return (
        *(area.label, say(f"areas.level.{level}"), *counts),
        *_list_reading(area.services),
        *_list_reading(area.actors),
        _tell_known(area, measure),
    )


def _list_reading(reading: Reading) -> tuple[Cell, ...]:
    if reading.known == "unknown":
        return (None, None)
    return (reading.total, reading.own or None)


def _tell_known(area: AreaRecord, measure: Measure) -> Text:
    known = area.known(measure)
    if known != "whole":
        return say(f"areas.known.{known}")
    wholes = (area.services if measure == "services" else area.actors).wholes
    names = Text.each(lambda language: ", ".join(each.say(language) for each in wholes))
    return say("areas.known.whole", names=names)
