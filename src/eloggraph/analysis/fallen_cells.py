"""Cells of the coverage that are worse on a later day, and with what they fall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from eloggraph.analysis.coverage_cells import CellState, Coverage, CoverageCell
from eloggraph.text import Text

_LACKING: tuple[CellState, ...] = ("thin", "few", "missing", "unknown")
_LOW: tuple[CellState, ...] = ("missing", "unknown", "not-required")


@dataclass(frozen=True, slots=True, kw_only=True)
class FallenCell:
    """A cell of the coverage that is worse after the horizon, and which services end there.

    Where no service ends, ``providers`` are those that end and leave them to others.
    """

    label: Text
    before: CellState
    after: CellState
    services: tuple[Text, ...]
    providers: tuple[Text, ...]


def list_fallen(
    now: Coverage, then: Coverage, name: Callable[[str], Text]
) -> tuple[FallenCell, ...]:
    """Return the cells that lose a service or a provider, and lack one then.

    What is there then follows from dates.

    Parameters
    ----------
    now, then
        The coverage of the day, and that of the later one.
    name
        Gives the name of a service or a provider.

    Examples
    --------
    >>> from datetime import date
    >>> from eloggraph.analysis.coverage_cells import measure_coverage
    >>> nothing = measure_coverage([], [], [], [], on=date(2024, 1, 1))
    >>> list_fallen(nothing, nothing, Text.same)
    ()
    """
    left = {_identify(cell): cell for cell in then.cells}
    pairs = [(cell, left[_identify(cell)]) for cell in now.cells if _identify(cell) in left]
    fallen = [
        (cell, other)
        for cell, other in pairs
        if other.state in _LACKING
        and other.state != cell.state
        and _loses(cell, other)
        and cell.state not in _LOW
    ]
    labels = now.name_each(cell for cell, _ in fallen)
    return tuple(
        _describe(label, cell, other, name)
        for label, (cell, other) in zip(labels, fallen, strict=True)
    )


def _describe(
    label: Text, cell: CoverageCell, other: CoverageCell, name: Callable[[str], Text]
) -> FallenCell:
    services = [each for each in cell.services if each not in other.services]
    providers = [each for each in cell.providers if each not in other.providers]
    return FallenCell(
        label=label,
        before=cell.state,
        after=other.state,
        services=tuple(map(name, services)),
        providers=() if services else tuple(map(name, providers)),
    )


def _loses(cell: CoverageCell, other: CoverageCell) -> bool:
    """Tell whether services of a cell end, or where they go on, providers of them."""
    if set(cell.services) == set(other.services):
        return set(cell.providers) > set(other.providers)
    return set(cell.services) > set(other.services)


def _identify(cell: CoverageCell) -> tuple[str | None, ...]:
    return (cell.target_group, cell.area, cell.form, cell.channel, cell.language)
