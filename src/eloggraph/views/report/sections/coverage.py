"""Coverage: a table of target groups and areas, and the services behind its cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eloggraph.analysis.affiliation import Group
    from eloggraph.analysis.coverage_cells import Coverage, CoverageCell
    from eloggraph.text import Text

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
    has_basis = any(cell.basis for *_, cell in served)
    return {
        "table": arrange_cells(coverage, coverage.cells),
        "served": served,
        "columns": (*_COLUMNS, "basis") if has_basis else _COLUMNS,
        "signs": SIGNS,
        "names": name_asked(coverage),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageTable:
    """Some cells of coverage as a table: a place for each target group in each area.

    ``down`` says what the rows are. A place has several cells where several forms are asked for,
    and none where nothing is. ``names`` are those of forms and channels.
    """

    down: str
    across: tuple[Group, ...]
    rows: tuple[tuple[Group, tuple[tuple[CoverageCell, ...], ...]], ...]
    names: Mapping[str, Text]
    shows_form: bool
    shows_services: bool

    def count_missing(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return how many cells are missing in each row, and in each column."""
        table = [
            [sum(cell.state == "missing" for cell in place) for place in places]
            for _, places in self.rows
        ]
        return tuple(map(sum, table)), tuple(map(sum, zip(*table, strict=True)))


def arrange_cells(coverage: Coverage, cells: Sequence[CoverageCell]) -> CoverageTable:
    """Return some cells of coverage as a table.

    A page is narrow: what there is more of goes down, and areas where both are as many.
    """
    turned = len(coverage.areas) >= len(coverage.target_groups)
    found: defaultdict[tuple[str, str], list[CoverageCell]] = defaultdict(list)
    for cell in cells:
        place = (cell.area, cell.target_group) if turned else (cell.target_group, cell.area)
        found[place].append(cell)
    axes = (coverage.areas, coverage.target_groups)
    down, across = axes if turned else axes[::-1]
    return CoverageTable(
        down="area" if turned else "target-group",
        across=across,
        rows=tuple(
            (row, tuple(tuple(found[row.iri, column.iri]) for column in across)) for row in down
        ),
        names=name_asked(coverage),
        shows_form=len({(c.form, c.channel, c.language) for c in coverage.cells}) > 1,
        shows_services=len(across) <= _MOST_AREAS_WITH_SERVICES,
    )


def name_asked(coverage: Coverage) -> Mapping[str, Text]:
    """Return the names of forms and channels by their IRIs."""
    return {group.iri: group.label for group in (*coverage.forms, *coverage.channels)}


def list_services(coverage: Coverage) -> tuple[tuple[Group, Group, CoverageCell], ...]:
    """Return the cells that have services or might have some, with the names of their place."""
    groups = {group.iri: group for group in coverage.target_groups}
    areas = {area.iri: area for area in coverage.areas}
    return tuple(
        (groups[cell.target_group], areas[cell.area], cell)
        for cell in coverage.cells
        if cell.services or cell.candidates or cell.state == "missing"
    )
