"""When ties end, and with which project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eloggraph.analysis.affiliation import Tie
from eloggraph.analysis.question import Material
from eloggraph.snapshot.days import last_day
from eloggraph.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TieEnd:
    """The end of a tie as it is on record, and the project that it ends with, where that is."""

    until: str | None
    carrier: Text | None


def find_tie_ends(material: Material, ties: Iterable[Tie]) -> tuple[TieEnd, ...]:
    """Return the end of each tie: its own, or of what ends first of its two ends and its row.

    It ends with the project that made it, or that is one of its ends, where that ends on the same
    day.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> find_tie_ends(Material(network=nothing, on=date(2024, 1, 1)), ())
    ()
    """
    return tuple(_find_end(material, tie) for tie in ties)


def _find_end(material: Material, tie: Tie) -> TieEnd:
    records = material.records
    around = [each for each in (tie.statement, tie.source, tie.target) if each]
    dates = [tie.until, *(records.value(each, "elo:validUntil") for each in around)]
    until = min(filter(None, dates), key=last_day, default=None)
    made_by = [tie.project] if tie.project else []
    projects = [*made_by, *(e for e in around if records.is_a(e, "elo:Project"))]
    for project in projects:
        end = records.value(project, "elo:validUntil")
        if until and end and last_day(end) == last_day(until):
            return TieEnd(until=until, carrier=material.name(project))
    return TieEnd(until=until, carrier=None)
