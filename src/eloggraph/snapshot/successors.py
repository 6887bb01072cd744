"""Who an organisation is on a day: renamings, mergers and transfers of tasks, followed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from eloggraph.graph.query_status import LEAVES_OUT
from eloggraph.graph.statements import Graph
from eloggraph.iri import BASE, expand
from eloggraph.snapshot.periods import Dates, Over, is_ahead, pair

_DATE, _TYPE, _STATUS = expand("dct:date"), expand("elo:changeType"), expand("elo:status")
_BEFORE, _AFTER = expand("org:originalOrganization"), expand("org:resultingOrganization")
# What a change does to those that it begins or ends where their own rows do not say it.
_ENDING = frozenset(
    f"{BASE}vocab/change-type/{code}" for code in ("renaming", "merger", "closure", "split")
)
_BEGINNING = frozenset(
    f"{BASE}vocab/change-type/{code}" for code in ("renaming", "merger", "founding", "split")
)
RENAMING = f"{BASE}vocab/change-type/renaming"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One organisational change: who there was before, who there is after it.

    ``event`` is the node that records it, ``date`` the day, month or year when it comes into force.
    """

    type: str | None
    happened: bool
    before: frozenset[str]
    after: frozenset[str]
    event: str = ""
    date: str = ""


def read_all_changes(graphs: Sequence[Graph]) -> tuple[Change, ...]:
    """Read the changes of organisations that are not cancelled, as if all had happened.

    They come in the order of their dates.

    >>> read_all_changes(())
    ()
    """
    dates = pair(graphs, _DATE)
    before, after = _group(graphs, _BEFORE), _group(graphs, _AFTER)
    if not before and not after:
        return ()
    types = dict(pair(graphs, _TYPE).iter_rows())
    dropped = {
        s for s, status in pair(graphs, _STATUS).iter_rows() if status in LEAVES_OUT["come-about"]
    }
    return tuple(
        Change(
            type=types.get(event),
            happened=True,
            before=frozenset(before.get(event, ())),
            after=frozenset(after.get(event, ())),
            event=event,
            date=when,
        )
        for event, when in sorted(dates.iter_rows(), key=lambda row: (row[1], row[0]))
        if event not in dropped and (event in before or event in after)
    )


def tell_happened(changes: Sequence[Change], on: date) -> tuple[Change, ...]:
    """Return the changes with those marked that are ahead of the day.

    >>> tell_happened((), date(2024, 1, 1))
    ()
    """
    if not changes:
        return ()
    dates = pl.DataFrame({"object": [change.date for change in changes]})
    ahead = dates.select(is_ahead(pl.col("object"), on))["object"]
    return tuple(
        replace(change, happened=not is_later)
        for change, is_later in zip(changes, ahead, strict=True)
    )


def _group(graphs: Sequence[Graph], predicate: str) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for event, organisation in pair(graphs, predicate).iter_rows():
        found[event].add(organisation)
    return found


def date_by_changes(changes: Sequence[Change], dates: Dates, over: Over) -> None:
    """Let a change begin and end organisations whose own rows have no such date.

    One may come back: the last change that has happened tells, and of those ahead the next.
    """
    with_start, with_end = dates.with_start, dates.with_end
    ended, later = set[str](), set[str]()
    for change in changes:
        ceased, founded = change.before - change.after, change.after - change.before
        if change.happened and change.type in _BEGINNING:
            ended -= founded
        if change.happened and change.type in _ENDING:
            ended |= ceased - with_end
        over.dated.update(ceased | founded)
    begun = {name for change in changes if change.happened for name in change.before | change.after}
    for change in reversed(changes):
        if not change.happened and change.type in _ENDING:
            later -= change.before - change.after
        if not change.happened and change.type in _BEGINNING:
            later |= change.after - change.before - with_start - begun
    over.ended.update(ended)
    over.later.update(later)


def follow_changes(changes: Sequence[Change], over: Over) -> dict[str, str]:
    """Return for each organisation that goes by another one on the day, which one that is.

    What has ended goes on as its only successor; of several nobody knows which. What is yet to be
    renamed goes by the name that it has. Circles end.

    Examples
    --------
    >>> renamed = Change(
    ...     type=RENAMING, happened=True, before=frozenset("a"), after=frozenset("b")
    ... )
    >>> follow_changes([renamed], Over(ended={"a"}))
    {'a': 'b'}
    """
    steps: defaultdict[str, set[str]] = defaultdict(set)
    for change in changes:
        for former, present in _list_steps(change, over):
            steps[former].add(present)
    single = {former: next(iter(found)) for former, found in steps.items() if len(found) == 1}
    found: dict[str, str] = {}
    for former in sorted(single):
        at, seen = single[former], {former}
        while at in single and at not in seen:
            seen.add(at)
            at = single[at]
        if at not in seen:
            found[former] = at
    return found


def _list_steps(change: Change, over: Over) -> Iterator[tuple[str, str]]:
    ceased, founded = change.before - change.after, change.after - change.before
    if change.happened:
        yield from ((a, b) for a in ceased & over.ended for b in change.after)
    elif change.type == RENAMING and len(ceased) == len(founded) == 1:
        yield from ((b, a) for b in founded & over.later for a in ceased)
