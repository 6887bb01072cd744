"""What of a network holds on a day and what does not: of one day, or of many read at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from eloggraph.graph.statements import OBJECT, SUBJECT, Graph
from eloggraph.iri import expand
from eloggraph.snapshot.model import Kind, KindCount, KindName, Snapshot
from eloggraph.snapshot.periods import Dates, Over, pair, read_aside, read_dates, tell_periods
from eloggraph.snapshot.successors import (
    RENAMING,
    Change,
    date_by_changes,
    follow_changes,
    read_all_changes,
    tell_happened,
)

_TYPE = expand("rdf:type")
_PARTY = expand("elo:hasParty")
# What begins and ends with the project that made it, where it has no date of its own.
_OFFERS: tuple[KindName, ...] = ("service", "training")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OnRecord:
    """What of the graphs tells what holds on a day: it is read once for all days.

    ``known`` is all that holds for a time, ``own`` what of it the network itself has, by kind.
    ``ends`` are the rows that go with either of two things, with these things.
    """

    graphs: tuple[Graph, ...]
    known: frozenset[str]
    own: Mapping[KindName, frozenset[str]]
    dates: Dates
    changes: tuple[Change, ...]
    ends: pl.DataFrame


def read_on_record(graphs: Sequence[Graph], kinds: Sequence[Kind]) -> OnRecord:
    """Read what :func:`mark_day` looks at, whatever the day.

    Parameters
    ----------
    graphs
        The network's own graph, of whose things it is told how many are left out, and those that
        it uses.
    kinds
        The kinds of things that hold for a time.

    Examples
    --------
    >>> read_on_record((), ()).known
    frozenset()
    """
    things = read_kinds(graphs, kinds)
    offers = (things.get(name, frozenset()) for name in _OFFERS)
    return OnRecord(
        graphs=tuple(graphs),
        known=frozenset[str]().union(*things.values()),
        own=read_kinds(graphs[:1], kinds),
        dates=read_dates(graphs, frozenset[str]().union(*offers)),
        changes=read_all_changes(graphs),
        ends=_read_ends(graphs, kinds),
    )


def mark_snapshot(
    graphs: Sequence[Graph], on: date, kinds: Sequence[Kind], *, in_force: bool = False
) -> Snapshot:
    """Return what of the graphs holds on a day and what does not, the graphs as they are.

    Parameters are those of :func:`eloggraph.snapshot.take.take_snapshot`;
    :func:`eloggraph.snapshot.take.cut_snapshot` leaves out what is marked.

    >>> mark_snapshot((), date(2024, 1, 1), ()).ended
    frozenset()
    """
    return mark_day(read_on_record(graphs, kinds), on, in_force=in_force)


def mark_day(record: OnRecord, on: date, *, in_force: bool = False) -> Snapshot:
    """Return the same of what was read once.

    >>> mark_day(read_on_record((), ()), date(2024, 1, 1)).is_whole
    True
    """
    over = tell_periods(record.dates, on)
    changes = tell_happened(record.changes, on)
    date_by_changes(changes, record.dates, over)
    successors, known = follow_changes(changes, over), record.known
    former = {node: to for node, to in successors.items() if node in known and to in known}
    aside = set(read_aside(record.graphs) & known) if in_force else set[str]()
    out = (over.ended & known, over.later & known, aside)
    ended, later, aside = _follow_ends(record.ends, former, out)
    snapshot = Snapshot(
        on=on,
        graphs=record.graphs,
        ended=frozenset(ended),
        later=frozenset(later - ended),
        aside=frozenset(aside - ended - later),
        successors=former,
        to_come=frozenset(former.keys() & over.later),
        renamed=_list_renamed(changes) & former.keys(),
    )
    return replace(snapshot, counts=_count(record.own, over, snapshot))


def read_kinds(graphs: Sequence[Graph], kinds: Sequence[Kind]) -> dict[KindName, frozenset[str]]:
    """Return the things of each kind that holds for a time."""
    types = pair(graphs, _TYPE)
    return {
        kind.name: frozenset(types.filter(pl.col(OBJECT).is_in(sorted(kind.classes)))[SUBJECT])
        for kind in kinds
    }


def _list_renamed(changes: Sequence[Change]) -> frozenset[str]:
    renamings = (change for change in changes if change.type == RENAMING)
    return frozenset().union(*(change.before | change.after for change in renamings))


def _read_ends(graphs: Sequence[Graph], kinds: Sequence[Kind]) -> pl.DataFrame:
    """Return rows that join two things, with each of these; one of several parties may go."""
    several = pair(graphs, _PARTY)[SUBJECT].unique()
    ends = [pair(graphs, end) for kind in kinds for end in kind.ends]
    joined = pl.concat(ends) if ends else pair((), "")
    return joined.filter(~pl.col(SUBJECT).is_in(several.implode()))


def _follow_ends(
    ends: pl.DataFrame,
    former: Mapping[str, str],
    out: tuple[set[str], set[str], set[str]],
) -> tuple[set[str], ...]:
    """Let a row that joins two things be left out with either."""
    found = []
    for over in out:
        gone = sorted(node for node in over if former.get(node, node) in over)
        rows = ends.filter(pl.col(OBJECT).is_in(gone))[SUBJECT] if gone else ()
        found.append((over | set(rows)) - former.keys())
    return tuple(found)


def _count(
    kinds: Mapping[KindName, frozenset[str]], over: Over, snapshot: Snapshot
) -> tuple[KindCount, ...]:
    return tuple(
        KindCount(
            name=name,
            ended=len(nodes & snapshot.ended),
            later=len(nodes & snapshot.later),
            aside=len(nodes & snapshot.aside),
            undated=len(nodes - over.dated),
        )
        for name, nodes in kinds.items()
        if nodes
    )
