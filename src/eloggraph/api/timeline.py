"""The days on which something begins or ends in a network, and what there is on each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from eloggraph.api.day import NetworkDay

if TYPE_CHECKING:
    from eloggraph.analysis.all_days import AllDays

MOST_DAYS = 60  # as many as a slider can tell apart


def read_timeline(looked: NetworkDay) -> AllDays | None:
    """Return what there is on each day since the first tie with a date begins or ends.

    The day that is looked at is one of them. Where there are very many days, those of the month or
    the year stand for them. A network that is the same on all of them has no timeline.

    >>> import eloggraph
    >>> from eloggraph.api.day import look
    >>> found = read_timeline(look(eloggraph.open("datasets/osaajaks")))
    >>> found.days[0].isoformat()
    '2020-01-01'
    """
    from eloggraph.analysis.all_days import read_all_days
    from eloggraph.snapshot.mark import mark_day

    network, on = looked.network, looked.on
    dated = looked.ask_all("network-ties")
    began = [day for tie in dated for day in _list_turns(tie.get("since"), tie.get("until"))]
    if not began:
        return None
    first = min(*began, on)
    days = _thin_out(sorted({day for day in _list_days(looked) if day >= first} | {on}), on)
    snapshots = [mark_day(network.on_record, day) for day in days]
    found = _rename(read_all_days(looked.ask_all, network.labels, snapshots), network.shown_ids)
    return found if len(found.days) > 1 else None


def _list_days(looked: NetworkDay) -> Iterator[date]:
    """Yield the first day of all that begins, and the day after the last of all that ends."""
    from eloggraph.graph.statements import OBJECT
    from eloggraph.iri import expand
    from eloggraph.snapshot.periods import SINCE, UNTIL, pair

    graphs = looked.network.graphs
    changes = pair(graphs, expand("dct:date"))[OBJECT]
    for since in {*pair(graphs, SINCE)[OBJECT], *changes}:
        yield from _list_turns(since, None)
    for until in set(pair(graphs, UNTIL)[OBJECT]):
        yield from _list_turns(None, until)


def _list_turns(since: str | None, until: str | None) -> Iterator[date]:
    from eloggraph.snapshot.days import first_day, last_day

    try:
        if since:
            yield first_day(since)
        if until:
            yield last_day(until) + timedelta(days=1)
    except (ValueError, OverflowError):
        return  # what is no day is told by the check


def _thin_out(days: list[date], on: date) -> list[date]:
    if len(days) <= MOST_DAYS:
        return days
    for unit in ("month", "year"):
        thin = sorted({_round_up(day, unit) for day in days} | {on})
        if len(thin) <= MOST_DAYS:
            break
    return thin[-MOST_DAYS:] if on in thin[-MOST_DAYS:] else sorted({*thin[-MOST_DAYS:], on})


def _round_up(day: date, unit: str) -> date:
    start = day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)
    if start == day or day.year == date.max.year:
        return day
    months = 1 if unit == "month" else 12
    later = start.month - 1 + months
    return date(start.year + later // 12, later % 12 + 1, 1)


def _rename(found: AllDays, shown: Mapping[str, str]) -> AllDays:
    """Return the same with nodes whose ids are private under the names that are shown."""
    if not shown:
        return found
    from eloggraph.analysis.affiliation import AffiliationNetwork
    from eloggraph.analysis.all_days import identify
    from eloggraph.analysis.reading import rename_nodes

    def name(iri: str) -> str:
        return shown.get(iri, iri)

    keys = (tuple(map(name, identify(tie))) for tie in found.ties)
    days = dict(zip(keys, found.tie_days, strict=True))
    network = AffiliationNetwork(nodes=found.nodes, ties=found.ties, groupings=())
    renamed = rename_nodes(network, shown)
    return replace(
        found,
        nodes=renamed.nodes,
        ties=renamed.ties,
        tie_days=tuple(days[identify(tie)] for tie in renamed.ties),
        node_days={name(iri): days for iri, days in found.node_days.items()},
        became={name(former): name(present) for former, present in found.became.items()},
    )
