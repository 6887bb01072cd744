"""Coverage: a table of target groups and areas, and the services behind its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eloggraph.analysis.affiliation import Group
    from eloggraph.analysis.coverage_cells import Coverage, CoverageCell

# Every state has a sign and a word beside its colour.
SIGNS = {
    "met": "●",
    "thin": "◐",
    "few": "◑",
    "ending": "◔",
    "missing": "○",
    "unknown": "?",
    "not-required": "–",
    "recorded": "▪",
    "none-recorded": "·",
}
_MOST_AREAS_WITH_SERVICES = 6
_COLUMNS = ("target-group", "area", "form", "state", "services", "providers", "candidates")


def prepare(coverage: Coverage) -> dict[str, object]:
    """Return what the template takes."""
    served = list_services(coverage)
    # A page is narrow: what there is more of goes down.
    turned = len(coverage.areas) > len(coverage.target_groups)
    has_basis = any(cell.basis for *_, cell in served)
    return {
        "rows": list_cells_by_area(coverage) if turned else list_cells(coverage),
        "down": "area" if turned else "target-group",
        "across": coverage.target_groups if turned else coverage.areas,
        "served": served,
        "columns": (*_COLUMNS, "basis") if has_basis else _COLUMNS,
        "services_in_cells": min(len(coverage.areas), len(coverage.target_groups))
        <= _MOST_AREAS_WITH_SERVICES,
        "signs": SIGNS,
        "shows_form": len({(c.form, c.channel, c.language) for c in coverage.cells}) > 1,
        "names": {group.iri: group.label for group in (*coverage.forms, *coverage.channels)},
    }


def list_cells(
    coverage: Coverage,
) -> tuple[tuple[Group, tuple[tuple[CoverageCell, ...], ...]], ...]:
    """Return the rows: each target group with its cells for each area in order, one a form."""
    found: dict[tuple[str, str], list[CoverageCell]] = {}
    for cell in coverage.cells:
        found.setdefault((cell.target_group, cell.area), []).append(cell)
    return tuple(
        (group, tuple(tuple(found[group.iri, area.iri]) for area in coverage.areas))
        for group in coverage.target_groups
    )


def list_cells_by_area(
    coverage: Coverage,
) -> tuple[tuple[Group, tuple[tuple[CoverageCell, ...], ...]], ...]:
    """Return the same turned: each area with its cells for each target group in order."""
    rows = list_cells(coverage)
    if not rows:
        return ()
    columns = zip(*(cells for _, cells in rows), strict=True)
    return tuple(zip(coverage.areas, columns, strict=True))


def list_services(coverage: Coverage) -> tuple[tuple[Group, Group, CoverageCell], ...]:
    """Return the cells that have services or might have some, with the names of their place."""
    return tuple(
        (group, area, cell)
        for group, places in list_cells(coverage)
        for area, cells in zip(coverage.areas, places, strict=True)
        for cell in cells
        if cell.services or cell.candidates or cell.state == "missing"
    )
