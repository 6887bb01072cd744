"""The day that a network is looked at, and what holds on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING

from eloggraph.api.language import choose_language
from eloggraph.errors import OptionError
from eloggraph.iri import expand
from eloggraph.text import Language, Text, format_date, say

if TYPE_CHECKING:
    import pyoxigraph

    from eloggraph.analysis.affiliation import AffiliationNetwork
    from eloggraph.analysis.question import Material
    from eloggraph.api.opened import OpenedFolder
    from eloggraph.finding import Finding
    from eloggraph.graph.answers import ResultTable
    from eloggraph.graph.rdf.store import GrowingStore
    from eloggraph.snapshot.model import Snapshot
    from eloggraph.snapshot.records import Records

Day = str | date
Ask = Callable[[str], Iterator[Mapping[str, str]]]
_NORM = expand("elo:ServiceNorm")
_MOST_KEPT = 20_000  # rows of an answer: the ties of a large network are asked for once
_WRITTEN = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


def read_day(at: Day, option: str = "--at") -> str:
    """Return a day, a month or a year in ISO form; also of a day written ``d.m.yyyy``.

    ``option`` is what it was given as.

    Raises
    ------
    OptionError
        When there is no such day, month or year.

    Examples
    --------
    >>> read_day("1.6.2024"), read_day("2024-06")
    ('2024-06-01', '2024-06')
    """
    from eloggraph.snapshot.days import last_day

    text = at.isoformat() if isinstance(at, date) else at.strip()
    if written := _WRITTEN.fullmatch(text):
        day, month, year = written.groups()
        text = f"{year}-{month:0>2}-{day:0>2}"
    try:
        if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
            last_day(text)
            return text
    except ValueError:
        pass
    raise OptionError.about("cli.wrong.at", value=str(at), option=option)


class NetworkDay:
    """A network as it is on a day; nothing is worked out before it is asked for.

    Examples
    --------
    >>> import eloggraph
    >>> look(eloggraph.open("datasets/osaajaks"), at="2021-06").on.isoformat()
    '2021-06-30'
    """

    def __init__(self, network: OpenedFolder, on: date) -> None:
        self.network = network
        self.on = on
        self.materials: dict[Hashable, Material] = {}
        self._answers: dict[str, ResultTable] = {}

    @cached_property
    def marked(self) -> Snapshot:
        """What of all on record holds on the day and what does not, with nothing left out."""
        from eloggraph.snapshot.mark import mark_day

        return mark_day(self.network.on_record, self.on)

    @cached_property
    def snapshot(self) -> Snapshot:
        """What holds on the day."""
        from eloggraph.snapshot.take import cut_snapshot

        return cut_snapshot(self.marked)

    @cached_property
    def in_force(self) -> Snapshot:
        """What holds on the day, without what is only planned or wished for or was cancelled."""
        from eloggraph.snapshot.mark import mark_day
        from eloggraph.snapshot.take import cut_snapshot

        return cut_snapshot(mark_day(self.network.on_record, self.on, in_force=True))

    @cached_property
    def records(self) -> Records:
        """Things of a class and what is said of them, of those that hold on the day."""
        from eloggraph.snapshot.records import Records

        network = self.network
        return Records(self.snapshot.graphs, network.schema.descendants, network.shown_ids)

    @cached_property
    def all_days(self) -> Records:
        """The same of all that is on record, whatever the day."""
        from eloggraph.snapshot.records import Records

        network = self.network
        return Records(network.graphs, network.schema.descendants, network.shown_ids)

    @cached_property
    def ended(self) -> frozenset[str]:
        """What has ended by the day and goes on under no other name."""
        shown = self.network.shown_ids
        return frozenset(shown.get(node, node) for node in self.marked.ended)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The organisations that go by another name on the day, with that name."""
        shown = self.network.shown_ids
        return {
            shown.get(one, one): shown.get(other, other)
            for one, other in self.marked.successors.items()
        }

    @cached_property
    def stored(self) -> GrowingStore:
        """What holds on the day as a store: that of the network where all of it does."""
        if self.marked.is_whole:
            return self.network.stored
        from eloggraph.graph.rdf.store import GrowingStore
        from eloggraph.snapshot.take import cut_snapshot

        return GrowingStore(lambda predicates: cut_snapshot(self.marked, predicates).graphs)

    @property
    def store(self) -> pyoxigraph.Store:
        """What holds on the day as an Oxigraph store."""
        return self.stored.prepare()

    @cached_property
    def affiliations(self) -> AffiliationNetwork:
        """Actors, collectives and ties of the day, and the ties that do not hold on it."""
        from eloggraph.analysis.reading import add_left_out, read_affiliations, rename_nodes

        labels, names = self.network.labels, self._former_names()
        found = read_affiliations(self._ask_day, labels, names)
        if not self.snapshot.is_whole:
            found = add_left_out(found, self.ask_all, labels, self.snapshot)
        shown = self.network.shown_ids
        return rename_nodes(found, shown) if shown else found

    @cached_property
    def missing(self) -> tuple[Finding, ...]:
        """Findings at the norms that are not met on the day; without norms nothing is asked."""
        network = self.network
        rows = (each for graph in network.graphs for each in graph.rows)
        if not any(each.table.target_class == _NORM and each.frame.height for each in rows):
            return ()
        from eloggraph.analysis.coverage_gaps import tell_missing
        from eloggraph.analysis.coverage_reading import read_coverage

        found = read_coverage(self.ask, network.labels, self.on, network.tables.unread())
        return tuple(tell_missing(found, network.graph, network.shown_ids))

    def ask(self, name: str) -> Iterator[Mapping[str, str]]:
        """Ask a named query: of the day, or of all days where it looks back or ahead itself.

        Nodes of which the id is private have the name under which they are shown. What one has
        asked is kept for the others.
        """
        shown = self.network.shown_ids
        if not shown:
            return self._ask_day(name)
        return (
            {key: shown.get(value, value) for key, value in row.items()}
            for row in self._ask_day(name)
        )

    def _ask_day(self, name: str) -> Iterator[Mapping[str, str]]:
        from eloggraph.graph.queries import named_queries

        whole = named_queries()[name].all_days or self.marked.is_whole
        return self.ask_all(name) if whole else self._keep(name, self.stored, self._answers)

    def ask_all(self, name: str) -> Iterator[Mapping[str, str]]:
        """Ask a named query of all that is on record; nodes have the IRIs of their rows."""
        return self._keep(name, self.network.stored, self.network.answers)

    def _keep(
        self, name: str, stored: GrowingStore, kept: dict[str, ResultTable]
    ) -> Iterator[Mapping[str, str]]:
        """Return the answer to a query; what is not too large is kept for who asks next."""
        from eloggraph.graph.answers import ResultTable
        from eloggraph.graph.queries import named_queries, run_query
        from eloggraph.graph.rdf.store import Asking

        answer = kept.get(name)
        if answer is None:
            config = self.network.config
            named = named_queries()[name].count(config.ties)
            asking = Asking(query=named.text, base=config.base)
            asked = run_query(stored.prepare(asking), named, own=config.base)
            assert isinstance(asked, ResultTable)  # named queries of analyses are SELECT queries
            answer = asked
            if len(answer.rows) <= _MOST_KEPT:
                kept[name] = answer
        return answer.dicts()

    def _former_names(self) -> Mapping[str, tuple[Text, ...]]:
        found: dict[str, tuple[Text, ...]] = {}
        labels, to_come = self.network.labels, self.snapshot.to_come
        for former, present in sorted(self.snapshot.successors.items()):
            name = labels.get(former) if former not in to_come else None
            if name is not None and name != labels.get(present):
                found[present] = (*found.get(present, ()), name)
        return found


def explain_day(snapshot: Snapshot, lang: Language | None) -> str:
    """Return in a sentence how much of the network's own a day leaves out; empty where nothing."""
    from eloggraph.analysis.question import tell_left_out

    counts = snapshot.counts
    out = (sum(each.ended for each in counts), sum(each.later for each in counts))
    parts = tell_left_out(*out, aside=sum(each.aside for each in counts))
    if parts is None:
        return ""
    when = Text.each(partial(format_date, snapshot.on.isoformat()))
    return say("cli.day", when=when, parts=parts).say(choose_language(lang)) + "\n"


def look(network: OpenedFolder, at: Day | None = None, today: date | None = None) -> NetworkDay:
    """Return a network on a day: ``at``, else the day of its settings, else today."""
    from eloggraph.snapshot.days import last_day

    wanted = read_day(at) if at is not None else network.as_of
    on = last_day(wanted) if wanted else (today or date.today())
    return network.days.setdefault(on, NetworkDay(network, on))
