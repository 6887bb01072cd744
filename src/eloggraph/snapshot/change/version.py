"""One version of a network as a comparison looks at it: where its things stand on two days."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from eloggraph.graph.statements import SUBJECT, Graph
from eloggraph.schema.model import Table
from eloggraph.snapshot.change.model import State
from eloggraph.snapshot.mark import mark_day, read_on_record
from eloggraph.snapshot.model import Kind, Snapshot
from eloggraph.snapshot.periods import Over, read_aside, read_periods
from eloggraph.snapshot.successors import Change, tell_happened
from eloggraph.text import Text


class Standing:
    """Where things stand on one day, by the dates, changes and statuses of one version."""

    def __init__(self, graphs: Sequence[Graph], on: date, kinds: Sequence[Kind]) -> None:
        self.on = on
        record = read_on_record(graphs, kinds)
        self.snapshot: Snapshot = mark_day(record, on, in_force=True)
        self.changes: tuple[Change, ...] = tell_happened(record.changes, on)
        self._timed = record.known
        self._over: Over = read_periods(graphs, on, frozenset())
        self._closed = read_aside(graphs, "not-over")
        self._aside = read_aside(graphs)

    def tell(self, node: str) -> State:
        """Return where a thing stands that is on record.

        What holds for a time is judged as everywhere; of anything else its own dates are taken.
        """
        mine = self.snapshot if node in self._timed else self._over
        if node in mine.ended:
            return "ended"
        if node in self._closed:
            return "closed"
        if node in mine.later:
            return "later"
        # A row whose end is only planned is planned too.
        return "planned" if node in self._aside or node in self.snapshot.aside else "holds"

    @property
    def dated(self) -> Collection[str]:
        """Things with a beginning or an end of their own."""
        return self._over.dated


@dataclass(frozen=True, kw_only=True)
class Version:
    """What one version has on record, and the day that it is looked at.

    ``labels`` are the names by IRI, ``shown`` what stands in the place of a private IRI.
    """

    graphs: tuple[Graph, ...]
    on: date
    kinds: Sequence[Kind]
    labels: Mapping[str, Text] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    days: dict[date, Standing] = field(default_factory=dict)

    @property
    def graph(self) -> Graph:
        """The statements of the network's own rows."""
        return self.graphs[0]

    def stand(self, on: date | None = None) -> Standing:
        """Return where things stand on a day; by default on its own."""
        day = on or self.on
        if day not in self.days:
            self.days[day] = Standing(self.graphs, day, self.kinds)
        return self.days[day]

    def localise(self, node: str) -> str:
        """Return an IRI without the base of the network: the same in every version."""
        return node.removeprefix(self.graph.base)

    def show(self, node: str) -> str:
        """Return an IRI as it may be shown."""
        return self.shown.get(node, node)

    @cached_property
    def rows(self) -> Mapping[str, Table]:
        """The table of every row, by its node; of what goes by another name that one alone."""
        former = self.stand().snapshot.successors
        return {
            node: rows.table
            for rows in self.graph.rows
            for node in rows.frame[SUBJECT]
            if node not in former
        }

    @cached_property
    def tables(self) -> Mapping[str, Text]:
        """The tables with any row, by name."""
        return {each.table.name: each.table.names for each in self.graph.rows if each.frame.height}
