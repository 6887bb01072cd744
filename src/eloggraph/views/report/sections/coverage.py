"""Coverage: a table of target groups and areas, and the services behind its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eloggraph.analysis.affiliation import Group
    from eloggraph.analysis.questions.coverage import Coverage, CoverageCell

# Every state has a sign and a word beside its colour.
SIGNS = {
    "met": "●",
    "thin": "◐",
    "ending": "◔",
    "missing": "○",
    "unknown": "?",
    "not-required": "–",
}
_MOST_AREAS_WITH_SERVICES = 6


def prepare(coverage: Coverage) -> dict[str, object]:
    """Return what the template takes."""
    return {
        "rows": list_cells(coverage),
        "served": list_services(coverage),
        "services_in_cells": len(coverage.areas) <= _MOST_AREAS_WITH_SERVICES,
        "signs": SIGNS,
    }


def list_cells(coverage: Coverage) -> tuple[tuple[Group, tuple[CoverageCell, ...]], ...]:
    """Return the rows of the table: each target group with its cells in the order of the areas."""
    cells = {(cell.target_group, cell.area): cell for cell in coverage.cells}
    return tuple(
        (group, tuple(cells[group.iri, area.iri] for area in coverage.areas))
        for group in coverage.target_groups
    )


def list_services(coverage: Coverage) -> tuple[tuple[Group, Group, CoverageCell], ...]:
    """Return the cells that have services, with the target group and area they stand for."""
    return tuple(
        (group, area, cell)
        for group, cells in list_cells(coverage)
        for area, cell in zip(coverage.areas, cells, strict=True)
        if cell.services
    )
