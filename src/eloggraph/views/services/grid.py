"""Many services as a grid: target groups with their services down, areas across."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from eloggraph.analysis.affiliation import Group
from eloggraph.analysis.coverage_cells import Coverage, CoverageCell
from eloggraph.analysis.sentences import join_names
from eloggraph.analysis.service_reach import ReachedService, ServiceReach
from eloggraph.text import Text, say

MOST_ACROSS, MOST_TURNED = 10, 26
MOST_ROWS = 60
_MOST_NAMED = 8
# The gravest first: a place with several demands shows the gravest of them.
_STATES = (
    *("missing", "ending", "thin", "few", "unknown", "met", "recorded"),
    *("not-required", "none-recorded"),
)
_TOLD = ("missing", "ending", "thin", "few", "unknown")

Across = Literal["areas", "turned", "regions", "counts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What a target group has in an area: the gravest state, in a word or a number of providers.

    ``n`` counts the areas that are in the state where a column is a region or the whole.
    """

    state: str
    providers: int
    n: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A service for a target group: in how many areas of each column it works, and in all."""

    service: ReachedService
    providers: Text | None
    channels: Text | None
    counts: tuple[int, ...]
    areas: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GridGroup:
    """A target group with its sums over each column, and its services.

    ``told`` names the columns in which something lacks, by state.
    """

    label: Text
    sums: tuple[tuple[Sum, ...], ...]
    rows: tuple[GridRow, ...]
    told: tuple[tuple[Sum, Text], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The whole; ``folded`` tells that there are too many rows to show them all at once."""

    across: Across
    columns: tuple[Group, ...]
    groups: tuple[GridGroup, ...]
    shows_channels: bool
    folded: bool
    states: tuple[str, ...]


def build_grid(reach: ServiceReach, coverage: Coverage) -> Grid:
    """Return the grid: a row for every service of a group, states as the coverage has them."""
    across, columns, column_of = _choose_columns(reach, coverage)
    cells: defaultdict[tuple[str, str], list[CoverageCell]] = defaultdict(list)
    for cell in coverage.cells:
        cells[cell.target_group, cell.area].append(cell)
    names = {each.iri: each.label for each in (*coverage.target_groups, *reach.groups)}
    below = [
        [area.iri for area in coverage.areas if column_of.get(area.iri) == at]
        for at in range(len(columns))
    ]
    groups = []
    for group, label in sorted(names.items(), key=lambda each: (each[1].said, each[0])):
        served = [one for one in reach.services if any(spot[0] == group for spot in one.spots)]
        sums = tuple(_sum(cells, group, places, across) for places in below)
        rows = tuple(_make_row(one, group, column_of, len(columns)) for one in served)
        if rows or any(each.state in _TOLD for column in sums for each in column):
            told = tuple(_tell(sums, columns))
            groups.append(GridGroup(label=label, sums=sums, rows=rows, told=told))
    nobody = [one for one in reach.services if any(spot[0] is None for spot in one.spots)]
    if nobody:
        rows = tuple(_make_row(one, None, column_of, len(columns)) for one in nobody)
        empty = tuple(() for _ in columns)
        groups.append(GridGroup(label=say("services.no-group"), sums=empty, rows=rows))
    seen = {each.state for group in groups for column in group.sums for each in column}
    return Grid(
        across=across,
        columns=columns,
        groups=tuple(groups),
        shows_channels=across in ("areas", "counts")
        and any(one.channels for one in reach.services),
        folded=sum(len(group.rows) for group in groups) > MOST_ROWS,
        states=tuple(state for state in _STATES if state in seen),
    )


def _choose_columns(
    reach: ServiceReach, coverage: Coverage
) -> tuple[Across, tuple[Group, ...], Mapping[str, int]]:
    """Return what stands across, the columns, and which column an area belongs to."""
    areas = sorted(coverage.areas, key=lambda each: (each.label.said, each.iri))
    if len(areas) <= MOST_TURNED:
        across: Across = "areas" if len(areas) <= MOST_ACROSS else "turned"
        return across, tuple(areas), {each.iri: at for at, each in enumerate(areas)}
    region_of = dict(reach.regions)
    regions = sorted(
        {region_of[each.iri] for each in areas if each.iri in region_of},
        key=lambda each: (each.label.said, each.iri),
    )
    if 1 < len(regions) <= MOST_TURNED and all(each.iri in region_of for each in areas):
        places = {each.iri: regions.index(region_of[each.iri]) for each in areas}
        return "regions", tuple(regions), places
    whole = Group(iri="", label=say("services.column.state"))
    return "counts", (whole,), dict.fromkeys((each.iri for each in areas), 0)


def _sum(
    cells: Mapping[tuple[str, str], Sequence[CoverageCell]],
    group: str,
    areas: Sequence[str],
    across: Across,
) -> tuple[Sum, ...]:
    """Return the state of an area; of a region or the whole how many areas are in which state."""
    found = [_pick(here) for area in areas if (here := cells.get((group, area), ()))]
    if across in ("areas", "turned"):
        return tuple(found)
    counted = Counter(each.state for each in found)
    return tuple(
        Sum(state=state, providers=0, n=counted[state]) for state in _STATES if counted[state]
    )


def _tell(sums: Sequence[Sequence[Sum]], columns: Sequence[Group]) -> Iterator[tuple[Sum, Text]]:
    found: defaultdict[str, list[tuple[Sum, Text]]] = defaultdict(list)
    for here, column in zip(sums, columns, strict=True):
        for each in here:
            told = say("services.in-column", name=column.label, n=each.n)
            found[each.state].append((each, told if each.n else column.label))
    for state in _TOLD:
        if those := found.get(state):
            yield those[0][0], join_names([named for _, named in those], most=_MOST_NAMED)


def _pick(cells: Sequence[CoverageCell]) -> Sum:
    state = min((cell.state for cell in cells), key=_STATES.index)
    providers = {each for cell in cells for each in cell.providers}
    return Sum(state=state, providers=len(providers))


def _make_row(
    one: ReachedService, group: str | None, column_of: Mapping[str, int], columns: int
) -> GridRow:
    here = {area for for_whom, area in one.spots if for_whom == group and area in column_of}
    counted = Counter(column_of[area] for area in here if area is not None)
    return GridRow(
        service=one,
        providers=join_names([each.label for each in one.providers]) if one.providers else None,
        channels=join_names(one.channels, most=4) if one.channels else None,
        counts=tuple(counted[at] for at in range(columns)),
        areas=len(here),
    )
