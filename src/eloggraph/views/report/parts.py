"""Parts of the report that take a computation: bars, cells, places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eloggraph.finding import Place
from eloggraph.text import Text, say
from eloggraph.views.map.glyphs import format_length

if TYPE_CHECKING:
    from eloggraph.analysis.affiliation import Group
    from eloggraph.analysis.coverage import Cell, Coverage
    from eloggraph.analysis.evidence import Evidence
    from eloggraph.analysis.silos import SiloVerdict

# Every state has a sign and a word beside its colour.
CELL_SIGNS = {
    "met": "●",
    "thin": "◐",
    "ending": "◔",
    "missing": "○",
    "unknown": "?",
    "not-required": "–",
}
LEVEL_SIGNS = {"siloed": "●", "leaning": "◐", "none": "○", "too-little-data": "?"}
SEVERITY_SIGNS = {"violation": "✕", "warning": "!", "info": "i"}

BAR_WIDTH, BAR_HEIGHT = 300.0, 30.0
_BAR_MARGIN = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Where the E-I index stands between -1 and 1, and what chance would give, in pixels."""

    zero: str
    index: str
    low: str
    wide: str


def draw_bar(verdict: SiloVerdict) -> Bar | None:
    """Return the bar of a grouping; None where there is too little data to show a number."""
    found = verdict.segregation
    if verdict.level == "too-little-data" or found.index is None or found.interval is None:
        return None
    low, high = found.interval
    return Bar(
        zero=_across(0),
        index=_across(found.index),
        low=_across(low),
        wide=format_length(max(2.0, float(_across(high)) - float(_across(low)))),
    )


def _across(value: float) -> str:
    return format_length(_BAR_MARGIN + (value + 1) / 2 * (BAR_WIDTH - 2 * _BAR_MARGIN))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """Groupings that lack the same data, told together."""

    labels: tuple[Text, ...]
    reasons: tuple[Text, ...]
    bases: tuple[Text, ...]


def gather_lacking(verdicts: Sequence[SiloVerdict]) -> tuple[Lacking, ...]:
    """Return the groupings without a verdict, those with the same reasons told as one."""
    alike: dict[tuple[Text, ...], list[SiloVerdict]] = {}
    for verdict in verdicts:
        if verdict.level == "too-little-data":
            alike.setdefault(verdict.reasons, []).append(verdict)
    return tuple(
        Lacking(
            labels=tuple(verdict.label for verdict in group),
            reasons=reasons,
            bases=tuple(dict.fromkeys(verdict.basis for verdict in group)),
        )
        for reasons, group in alike.items()
    )


def list_cells(coverage: Coverage) -> tuple[tuple[Group, tuple[Cell, ...]], ...]:
    """Return the rows of the table: each target group with its cells in the order of the areas."""
    cells = {(cell.target_group, cell.area): cell for cell in coverage.cells}
    return tuple(
        (group, tuple(cells[group.iri, area.iri] for area in coverage.areas))
        for group in coverage.target_groups
    )


def list_services(coverage: Coverage) -> tuple[tuple[Group, Group, Cell], ...]:
    """Return the cells that have services, with the target group and area they stand for."""
    return tuple(
        (group, area, cell)
        for group, cells in list_cells(coverage)
        for area, cell in zip(coverage.areas, cells, strict=True)
        if cell.services
    )


def shortcomings(evidence: Evidence) -> tuple[Text, ...]:
    """Return what a verdict lacks: what is there, and what would be needed."""
    return evidence.shortcomings()


def write_place(place: Place | None) -> Text:
    """Say where a finding is: file, sheet, row and column, as far as they are known."""
    if place is None:
        return say("pages.shared.no-value")
    head = "sheet" if place.sheet else "file"
    parts = [say(f"pages.place.{head}", file=place.file, sheet=place.sheet or "")]
    if place.row is not None:
        parts.append(say("pages.place.row", row=str(place.row)))
    if place.column is not None:
        parts.append(say("pages.place.column", column=place.column))
    return Text(*(", ".join(part.say(code) for part in parts) for code in ("fi", "sv", "en")))
