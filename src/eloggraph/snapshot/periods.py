"""Which nodes have ended by a day, and which have not begun: read from the columns of dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from eloggraph.graph.statements import OBJECT, SUBJECT, Graph
from eloggraph.iri import expand

SINCE, UNTIL = expand("elo:validFrom"), expand("elo:validUntil")
_MADE_BY = expand("prov:wasGeneratedBy")
_ISO = r"^\d{4}(-\d\d(-\d\d)?)?$"
# Later than any month or day that may follow: a year or a month ends with its last day.
_LAST = "~"


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """Nodes that have ended, nodes that have not begun, and nodes with any date at all."""

    ended: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)
    dated: set[str] = field(default_factory=set)


def pair(graphs: Iterable[Graph], predicate: str) -> pl.DataFrame:
    """Return subjects and objects of a property over all graphs."""
    frames = [part.frame.select(SUBJECT, OBJECT) for g in graphs for part in g.of(predicate)]
    return pl.concat(frames) if frames else pl.DataFrame(schema={SUBJECT: pl.String} | _OBJECTS)


_OBJECTS = {OBJECT: pl.String}


def is_past(text: pl.Expr, on: date) -> pl.Expr:
    """Tell of ISO years, months and days whether their last day is before the day.

    >>> dates = pl.DataFrame({"object": ["2024", "2024-03", "2024-03-14"]})
    >>> dates.select(is_past(pl.col("object"), date(2024, 3, 15)))["object"].to_list()
    [False, False, True]
    """
    return text.str.contains(_ISO) & (text + _LAST < on.isoformat())


def is_ahead(text: pl.Expr, on: date) -> pl.Expr:
    """Tell of ISO years, months and days whether their first day is after the day.

    >>> dates = pl.DataFrame({"object": ["2024", "2024-04", "2024-03-16"]})
    >>> dates.select(is_ahead(pl.col("object"), date(2024, 3, 15)))["object"].to_list()
    [False, True, True]
    """
    return text.str.contains(_ISO) & (text > on.isoformat())


def read_periods(graphs: Sequence[Graph], on: date, offers: frozenset[str]) -> Over:
    """Return what has ended by the day and what has not begun, by the dates of the rows.

    Parameters
    ----------
    graphs, on
        What is on record, and the day.
    offers
        Nodes that begin and end with the project that made them where they have no date.
    """
    since, until = pair(graphs, SINCE), pair(graphs, UNTIL)
    ended = set(until.filter(is_past(pl.col(OBJECT), on))[SUBJECT])
    later = set(since.filter(is_ahead(pl.col(OBJECT), on))[SUBJECT])
    over = Over(ended=ended, later=later, dated={*since[SUBJECT], *until[SUBJECT]})
    if offers and (ended or later):
        made: dict[str, set[str]] = {}
        for offer, project in pair(graphs, _MADE_BY).iter_rows():
            if offer in offers:
                made.setdefault(offer, set()).add(project)
        with_end, with_start = set(until[SUBJECT]), set(since[SUBJECT])
        ended |= {offer for offer, by in made.items() if offer not in with_end and by <= ended}
        later |= {offer for offer, by in made.items() if offer not in with_start and by <= later}
    return over
