"""What a question is, and what it may look at. Each lies in a module of ``questions/``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Generic, TypeVar, cast

import networkx as nx

from eloggraph.analysis.affiliation import AffiliationNetwork, TieKind
from eloggraph.analysis.asking import Ask, ask_nothing
from eloggraph.analysis.outcome import Figure, Gauge, Listing, Outcome, Remark, ReportTable
from eloggraph.analysis.projection import make_tie_graph, project_actors, project_recorded
from eloggraph.analysis.sentences import join_names
from eloggraph.private import conceal_address
from eloggraph.snapshot.model import KindCount
from eloggraph.snapshot.records import Records
from eloggraph.text import Text, say
from eloggraph.tie_sorts import TOGETHER, TieChoice, TieSort, choose_sorts

Found = TypeVar("Found")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much there is: actors, collectives, ties of each kind, and actors without any tie.

    All that is counted holds on the day. ``undated`` of the ties have no date at all; ``ended`` and
    ``later`` are ties on record that do not count: they have ended, or begin later.
    """

    actors: int
    collectives: int
    ties: int
    ties_by_kind: tuple[tuple[TieKind, int], ...]
    isolates: tuple[str, ...]
    undated: int = 0
    ended: int = 0
    later: int = 0

    def amounts(self) -> dict[str, Text]:
        """Return the numbers of actors and collectives in words, for a headline."""
        return {
            "actors": say("analysis.amount.actors", n=self.actors),
            "collectives": say("analysis.amount.collectives", n=self.collectives),
        }

    def tell_left_out(self) -> Text | None:
        """Return how many ties have ended and how many begin later, or None where none is so."""
        return tell_left_out(self.ended, self.later)


def tell_left_out(ended: int, later: int, *, aside: int = 0) -> Text | None:
    """Return in words how many have ended and how many begin later, or None where none is so.

    ``aside`` counts what is planned, proposed or wished for, or was cancelled.

    >>> tell_left_out(52, 3).en
    '52 have ended, 3 begin later'
    """
    amounts = {"ended": ended, "later": later, "aside": aside}
    parts = [say(f"analysis.amount.{key}", n=n) for key, n in amounts.items() if n]
    return join_names(parts) if parts else None


def _see_no_end(_: date) -> frozenset[str]:
    return frozenset()


def _see_no_name(_: date) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Material:
    """What a question may look at; what is derived from the network is made once for all.

    Parameters
    ----------
    network
        The recorded network; no question changes it.
    on
        The day that is looked at.
    ask
        Runs a named query and yields each row as ``{variable: text}``; by default no row.
    records
        Things of a class and what is said of them, on the day.
    all_days
        The same of all that is on record, whatever the day.
    ended
        What is left out of the day because it has ended, and goes on under no other name.
    ended_by, names_on
        The same of another day, and who goes by which other name on it.
    labels
        The name of every node, code, class and property by IRI.
    tables
        What the tables of the model are called, by their names in files and by their classes.
    filled
        Which of the tables have rows, by the same names.
    unread
        Files of tables that could not be read or told from others: what they hold is not known.
    ties
        The sorts of ties that the network chose to count, by question; else the toolkit's.
    key
        The question that looks at it, whose sorts of ties are those of ``projected``.
    public
        Whether what is found goes to the public: then nobody is named as having few ties.
    kinds
        Of each kind of things how many have ended by the day, begin later, or have no date.
    seed, permutations
        Of everything random, and how many random labellings are tried.

    Examples
    --------
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> Material(network=nothing, on=date(2024, 1, 1)).counts.actors
    0

    """

    network: AffiliationNetwork
    on: date
    ask: Ask = ask_nothing
    records: Records = field(default_factory=Records)
    all_days: Records = field(default_factory=Records)
    ended: frozenset[str] = frozenset()
    ended_by: Callable[[date], frozenset[str]] = _see_no_end
    names_on: Callable[[date], Mapping[str, str]] = _see_no_name
    labels: Mapping[str, Text] = field(default_factory=dict)
    tables: Mapping[str, Text] = field(default_factory=dict)
    filled: frozenset[str] = frozenset()
    unread: tuple[str, ...] = ()
    kinds: tuple[KindCount, ...] = ()
    ties: TieChoice = field(default_factory=dict)
    key: str = TOGETHER
    public: bool = False
    seed: int = 0
    permutations: int = 10_000
    _made: dict[tuple[object, ...], object] = field(default_factory=dict, init=False, repr=False)

    @property
    def counts(self) -> Counts:
        """How much is on record."""
        return self.once("counts", lambda: count_network(self.network))

    def name(self, iri: str) -> Text:
        """Return what a thing is called; the end of its IRI where nobody has said."""
        return self.labels.get(iri) or Text.same(conceal_address(iri).rpartition("/")[2])

    def tell_needed(self, title: Text, tables: Sequence[str]) -> Text | None:
        """Return in which tables an answer would be written, or None where none are named.

        Of a table that has rows it is not said that rows are wanting, unless all of them have.
        """
        if not tables:
            return None
        empty = [name for name in tables if name not in self.filled]
        names = [self.tables.get(name, Text.same(name)) for name in empty or tables]
        told = {"title": title, "tables": join_names(names, most=len(names))}
        return say(f"analysis.{'needed' if empty else 'needed-more'}", n=len(names), **told)

    @property
    def ties_aside(self) -> int:
        """How many ties are only planned, proposed or wished for, or are marked as over."""
        return self.once("aside", lambda: _count_aside(self.ask))

    def tell_left_out(self) -> Text | None:
        """Return in words which ties on record do not hold and why, or None where none is so."""
        return tell_left_out(self.counts.ended, self.counts.later, aside=self.ties_aside)

    def of(self, key: str) -> Material:
        """Return what a question looks at: the same, with the ties that count for it."""
        return self._alike(replace(self, key=key))

    def for_public(self) -> Material:
        """Return the same for what goes to the public."""
        return self._alike(replace(self, public=True))

    def _alike(self, found: Material) -> Material:
        object.__setattr__(found, "_made", self._made)  # what one has made serves the others
        return found

    @property
    def sorts(self) -> frozenset[TieSort]:
        """The sorts of ties that count for the question."""
        return choose_sorts(self.key, self.ties)

    @property
    def working(self) -> AffiliationNetwork:
        """The network with those ties only that count for the question."""
        sorts = self.sorts
        ties = (tie for tie in self.network.ties if tie.sort in sorts)
        return self.once("working", lambda: replace(self.network, ties=tuple(ties)), sorts)

    @property
    def projected(self) -> nx.Graph[str]:
        """The actors, tied by what counts for the question, inferred ties included."""
        return self.once("projected", lambda: project_actors(self.working), self.sorts)

    @property
    def recorded_ties(self) -> nx.Graph[str]:
        """The actors with only the ties on record that count for the question."""
        return self.once("recorded", lambda: project_recorded(self.working), self.sorts)

    @property
    def drawn(self) -> nx.Graph[str]:
        """Actors and collectives with every tie on record, as the map shows them."""
        return self.once("drawn", lambda: make_tie_graph(self.network))

    def once(self, name: str, make: Callable[[], Made], *sorts: frozenset[TieSort]) -> Made:
        """Return what is made once, for all questions or for those that count the same sorts."""
        place = (name, *sorts)
        if place not in self._made:
            self._made[place] = make()
        return cast(Made, self._made[place])


def _count_aside(ask: Ask) -> int:
    rows = ask("not-in-force")
    return len({row["fact_iri"] for row in rows if "from_iri" in row})


def _tell_nothing(*_: object) -> tuple[()]:
    return ()


def _open_with_nothing(*_: object) -> None:
    return None


def _is_decided(_: object) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Generic[Found]):
    """One thing that is asked of every network, from the measure to the words.

    Report, tables, ``analyse`` and JSON walk over the questions, and know none by name. Its
    words are the catalogue's chapter of the same key, with at least a ``title``. Its section of
    the report is ``views/report/sections/<key>.html`` where there is one, else its sentences.

    Parameters
    ----------
    key
        The name: in JSON, of the chapter, of the section, and as an attribute of the analysis.
    order, section_order
        The place among the questions, and among the sections of the report.
    measure
        From the material to numbers and verdicts, as frozen dataclasses.
    tell
        The verdict in sentences, each followed by its reasons.
    open
        One sentence on what is true overall, or None. The first question that has one opens.
    observe, advise
        What may open the report, and what may be done next, with its rank among all.
    figures, tables, explain
        Numbers for the head of the report, tables beside it, and how it was measured.
    listings
        What the sentences count, by name, for readers.
    gauges
        The numbers by which two versions are held against each other; by default the figures.
    lack
        The tables (or their classes, ``elo:CompetenceNeed``) in which an answer would be written,
        where the data have nothing to answer from: then the question is told in one line with the
        others that are not answered.
    undecided
        Whether there is too little to say anything: then others open and come first in the report.
    working
        Whether it is for working with only, and not asked for the public.
    leads
        Whether its first observation is the answer though it is none of the sentences.
    anchor, heading
        The section's address where it is another word than the key, and the entry of the chapter
        that heads it on a terminal.
    """

    key: str
    order: int
    section_order: int
    measure: Callable[[Material], Found]
    tell: Callable[[Found], Iterable[Text]]
    open: Callable[[Found, Material], Text | None] = _open_with_nothing
    observe: Callable[[Found], Iterable[Remark]] = _tell_nothing
    advise: Callable[[Found, Material], Iterable[Remark]] = _tell_nothing
    figures: Callable[[Found], Iterable[Figure]] = _tell_nothing
    tables: Callable[[Found], Iterable[ReportTable]] = _tell_nothing
    explain: Callable[[Found, Material], Iterable[Text]] = _tell_nothing
    listings: Callable[[Found], Iterable[Listing]] = _tell_nothing
    gauges: Callable[[Found], Iterable[Gauge]] | None = None
    lack: Callable[[Found], tuple[str, ...]] = _tell_nothing
    undecided: Callable[[Found], bool] = _is_decided
    working: bool = False
    leads: bool = False
    anchor: str = ""
    heading: str = "title"

    def answer(self, material: Material) -> Outcome[Found]:
        """Measure, and put into words."""
        material = material.of(self.key)
        found = self.measure(material)
        title = say(f"{self.key}.title")
        lacking = material.tell_needed(title, self.lack(found))
        outcome = Outcome(
            key=self.key,
            anchor=self.anchor or self.key,
            title=title,
            heading=say(f"{self.key}.{self.heading}"),
            section_order=self.section_order,
            found=found,
            sentences=(),
            methods=(),
            figures=(),
            tables=(),
            lacking=lacking,
            undecided=lacking is not None or self.undecided(found),
        )
        if lacking is not None:
            return outcome
        sentences = tuple(self.tell(found))
        return replace(
            outcome,
            sentences=sentences,
            answer=self._choose_answer(found, sentences),
            figures=tuple(self.figures(found)),
            tables=tuple(self.tables(found)),
            methods=tuple(self.explain(found, material)),
            listings=tuple(
                each.filled()
                for each in self.listings(found)
                if each.rows and not (material.public and each.working)
            ),
            gauges=tuple(self._gauge(found)),
        )

    def _choose_answer(self, found: Found, sentences: Sequence[Text]) -> Text | None:
        """Return the sentence that would be told first of all, or else the first that is told."""
        remarks = sorted(self.observe(found), key=lambda remark: remark.rank)
        told = (each.text for each in remarks if self.leads or each.text in sentences)
        return next(told, sentences[0] if sentences else None)

    def _gauge(self, found: Found) -> Iterable[Gauge]:
        if self.gauges is not None:
            return self.gauges(found)
        return (Gauge(label=each.label, value=each.value) for each in self.figures(found))


def count_network(network: AffiliationNetwork) -> Counts:
    """Count what is on record; an actor is isolated when no tie leads to another node.

    >>> count_network(AffiliationNetwork(nodes=(), ties=(), groupings=())).ties
    0
    """
    tied = {
        end for tie in network.ties if tie.source != tie.target for end in (tie.source, tie.target)
    }
    actors = network.actors()
    return Counts(
        actors=len(actors),
        collectives=sum(node.kind == "collective" for node in network.nodes),
        ties=len(network.ties),
        ties_by_kind=tuple(sorted(Counter(tie.kind for tie in network.ties).items())),
        isolates=tuple(sorted(actor.iri for actor in actors if actor.iri not in tied)),
        undated=sum(tie.since is None and tie.until is None for tie in network.ties),
        ended=len(network.ended),
        later=len(network.later),
    )
