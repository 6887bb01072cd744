"""Coverage in the matrix: what is missing in words, then a table for each thing that is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eloggraph.analysis.outcome import Listing, Row
from eloggraph.analysis.sentences import join_names, write_day
from eloggraph.text import Text, capitalise, say
from eloggraph.views.report.sections.coverage import CoverageTable, arrange_cells, name_asked

if TYPE_CHECKING:
    from eloggraph.analysis.coverage_cells import CellState, Coverage, CoverageCell
    from eloggraph.analysis.question import Material

MOST_AREAS = 12
_FEW_GROUPS = 2
_LISTS: tuple[tuple[str, CellState, tuple[CellState, ...]], ...] = (
    ("missing", "missing", ("missing",)),
    ("weak", "thin", ("ending", "thin", "few")),
    ("unknown", "unknown", ("unknown",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanting:
    """Where something is wanting, in words: by area, what stands there for whom."""

    key: str
    sign: CellState
    count: int
    areas: tuple[tuple[Text, Text], ...]
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedTable:
    """A table for one form, channel and language; ``asked`` names them where there are several."""

    asked: Text | None
    table: CoverageTable

    @property
    def sums(self) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
        """Return how many cells are missing by row and by column, or None where none is."""
        sums = self.table.count_missing()
        return sums if any(sums[0]) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveragePart:
    """What the matrix shows of coverage; without tables where every cell is empty."""

    coverage: Coverage
    wanting: tuple[Wanting, ...]
    tables: tuple[AskedTable, ...]
    states: tuple[CellState, ...]


def build_coverage(coverage: Coverage, material: Material) -> CoveragePart | None:
    """Return what is shown of coverage, or None where there are no areas and target groups."""
    if not coverage.cells:
        return None
    return CoveragePart(
        coverage=coverage,
        wanting=tuple(_list_wanting(coverage, material)),
        tables=tuple(_list_tables(coverage)),
        states=tuple(state for state, n in coverage.counts if n),
    )


def _list_wanting(coverage: Coverage, material: Material) -> Iterator[Wanting]:
    groups = {group.iri: group.label for group in coverage.target_groups}
    several = len(_list_asked(coverage)) > 1
    for key, sign, states in _LISTS:
        found: defaultdict[str, list[Text]] = defaultdict(list)
        for cell in coverage.cells:
            if cell.state in states:
                found[cell.area].append(
                    _tell(cell, groups[cell.target_group], several, coverage, material)
                )
        if found:
            areas = [
                (area.label, _join(found[area.iri], len(groups), sign))
                for area in coverage.areas
                if area.iri in found
            ]
            yield Wanting(
                key=key,
                sign=sign,
                count=sum(len(each) for each in found.values()),
                areas=tuple(areas[:MOST_AREAS]),
                left=max(0, len(areas) - MOST_AREAS),
            )


def _join(told: Sequence[Text], groups: int, sign: CellState) -> Text:
    """Return for whom, or that it is for everybody, where nothing more is told of them."""
    if groups > _FEW_GROUPS and len(set(told)) == groups and sign != "thin":
        return say("matrix.coverage.every-group", n=groups)
    return join_names(told, most=len(told))


def _tell(
    cell: CoverageCell, group: Text, several: bool, coverage: Coverage, material: Material
) -> Text:
    details = [_name_asked(_ask(cell), coverage)] if several else []
    if cell.state == "ending" and cell.ends:
        details.append(say("matrix.coverage.ends", day=write_day(cell.ends)))
    elif cell.state in ("thin", "few") and cell.providers:
        details.append(join_names([material.name(iri) for iri in cell.providers]))
    if not details:
        return group
    detail = join_names(details, most=len(details), separator="; ")
    return say("matrix.coverage.of-group", group=group, detail=detail)


Asked = tuple[str, str, str]


def _ask(cell: CoverageCell) -> Asked:
    return cell.form or "", cell.channel or "", cell.language or ""


def _list_asked(coverage: Coverage) -> list[Asked]:
    order = {kind.iri: at for at, kind in enumerate((*coverage.forms, *coverage.channels))}

    def rank(asked: Asked) -> tuple[int, int, str]:
        return order.get(asked[0], -1), order.get(asked[1], -1), asked[2]

    return sorted({_ask(cell) for cell in coverage.cells}, key=rank)


def _name_asked(asked: Asked, coverage: Coverage) -> Text:
    names = name_asked(coverage)
    parts = [names[iri] for iri in asked[:2] if iri] + [Text.same(asked[2])] * bool(asked[2])
    return join_names(parts) if parts else say("coverage.report.any-form")


def _list_tables(coverage: Coverage) -> Iterator[AskedTable]:
    if all(cell.state == "none-recorded" for cell in coverage.cells):
        return
    asked = _list_asked(coverage)
    for each in asked:
        cells = [cell for cell in coverage.cells if _ask(cell) == each]
        named = each != ("", "", "") or len(asked) > 1
        yield AskedTable(
            asked=_name_asked(each, coverage) if named else None,
            table=arrange_cells(coverage, cells),
        )


_COLUMNS = ("area", "target-group", "form", "state", "providers", "services")


def list_coverage(part: CoveragePart, material: Material) -> Listing:
    """Return the cells as rows: where, for whom, what is asked for, and how it stands."""
    coverage = part.coverage
    names = {each.iri: each.label for each in (*coverage.areas, *coverage.target_groups)}
    ordered = sorted(
        enumerate(coverage.cells),
        key=lambda each: ([a.iri for a in coverage.areas].index(each[1].area), each[0]),
    )
    rows = (
        Row(
            cells=(
                names[cell.area],
                names[cell.target_group],
                _name_asked(_ask(cell), coverage) if any(_ask(cell)) else None,
                capitalise(say(f"coverage.state.{cell.state}")),
                _name_all(cell.providers, material),
                _name_all(cell.services, material),
            )
        )
        for _, cell in ordered
    )
    return Listing(
        title=say("coverage.title"),
        columns=tuple(say(f"coverage.report.column-{key}") for key in _COLUMNS),
        rows=tuple(rows),
    ).filled()


def _name_all(iris: Sequence[str], material: Material) -> Text | None:
    return join_names([material.name(iri) for iri in iris], most=len(iris)) if iris else None
