"""Which nodes are not there on a day: by the columns of their dates, and of their status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from eloggraph.graph.query_status import LEAVES_OUT
from eloggraph.graph.statements import OBJECT, SUBJECT, Graph
from eloggraph.iri import expand

_STATUS = expand("elo:status")
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


def read_aside(graphs: Sequence[Graph], line: str = "in-force") -> frozenset[str]:
    """Return what is only planned, proposed or wished for, or is marked as ended or cancelled.

    ``line`` is one of :mod:`eloggraph.graph.query_status`: what it leaves out is returned.
    """
    statuses = pair(graphs, _STATUS)
    return frozenset(statuses.filter(pl.col(OBJECT).is_in(LEAVES_OUT[line]))[SUBJECT])


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Dates:
    """The rows that have a beginning or an end, and what has those of the projects that made it."""

    since: pl.DataFrame
    until: pl.DataFrame
    with_start: frozenset[str]
    with_end: frozenset[str]
    made: Mapping[str, frozenset[str]]


def read_dates(graphs: Sequence[Graph], offers: frozenset[str]) -> Dates:
    """Read the dates of all rows, whatever the day.

    Parameters
    ----------
    graphs
        What is on record.
    offers
        Nodes that begin and end with the projects that made them where they have no date: they are
        there as long as any of these is.

    Examples
    --------
    >>> sorted(read_dates((), frozenset()).made)
    []
    """
    since, until = pair(graphs, SINCE), pair(graphs, UNTIL)
    made: dict[str, set[str]] = {}
    for offer, project in pair(graphs, _MADE_BY).iter_rows() if offers else ():
        if offer in offers:
            made.setdefault(offer, set()).add(project)
    return Dates(
        since=since,
        until=until,
        with_start=frozenset(since[SUBJECT]),
        with_end=frozenset(until[SUBJECT]),
        made={offer: frozenset(projects) for offer, projects in made.items()},
    )


def read_periods(
    graphs: Sequence[Graph],
    on: date | None,
    offers: frozenset[str],
    *,
    aside: frozenset[str] = frozenset(),
) -> Over:
    """Return what has ended by the day and what has not begun, by the dates of the rows.

    Parameters are those of :func:`read_dates` and :func:`tell_periods`.
    """
    return tell_periods(read_dates(graphs, offers), on, aside=aside)


def tell_periods(dates: Dates, on: date | None, *, aside: frozenset[str] = frozenset()) -> Over:
    """Return of all dates what has ended by the day and what has not begun.

    Parameters
    ----------
    dates, on
        Those on record, and the day; without one all of time is looked at.
    aside
        Projects that are not there for another reason.

    Examples
    --------
    >>> tell_periods(read_dates((), frozenset()), None).ended
    set()
    """
    ended, later = set[str](), set[str]()
    if on:
        ended |= set(dates.until.filter(is_past(pl.col(OBJECT), on))[SUBJECT])
        later |= set(dates.since.filter(is_ahead(pl.col(OBJECT), on))[SUBJECT])
    over = Over(ended=ended, later=later, dated={*dates.with_start, *dates.with_end})
    past, ahead = frozenset(ended), frozenset(later)
    for offer, by in dates.made.items():
        to_come = frozenset() if offer in dates.with_start else ahead
        over_by_now = frozenset() if offer in dates.with_end else past
        if by <= to_come:
            later.add(offer)
        elif by <= to_come | over_by_now | aside:
            ended.add(offer)
    return over
