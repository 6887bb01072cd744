"""Silos: a bar of the E-I index for every grouping, and those that lack data told together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eloggraph.analysis.silo_lacking import gather_lacking
from eloggraph.views.map.paths import format_length

if TYPE_CHECKING:
    from eloggraph.analysis.questions.silos import SiloVerdict

# Every level has a sign and a word beside its colour.
SIGNS = {"siloed": "●", "some": "◕", "leaning": "◐", "none": "○", "too-little-data": "?"}
GROUP_SIGNS = {"closed": "●", "leaning": "◐", "open": "○", "too-small": "?", "no-ties": "?"}

BAR_WIDTH = 300.0
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


def prepare(verdicts: Sequence[SiloVerdict]) -> dict[str, object]:
    """Return what the template takes."""
    return {
        "bars": [draw_bar(verdict) for verdict in verdicts],
        "lacking": gather_lacking(verdicts),
        "signs": SIGNS,
        "group_signs": GROUP_SIGNS,
        "reporting": [told for verdict in verdicts[:1] for told in verdict.reports],
    }
