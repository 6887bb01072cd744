"""When facts were last confirmed, which ties only one side tells of, and whom to ask first."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from eloggraph.analysis.affiliation import Tie
from eloggraph.analysis.projection import sort_pair
from eloggraph.analysis.question import Material
from eloggraph.analysis.reporting import measure_reporting
from eloggraph.snapshot.days import a_year_later, last_day
from eloggraph.snapshot.records import Records
from eloggraph.text import Text

FactKind = Literal["actor", "collective", "link", "membership", "service"]
MOST_ASKED = 10
LEAST_BOTH_WAYS, FEWEST_PAIRS = 0.5, 10
# The classes of the facts that are confirmed, and by which properties they speak of an actor.
_FACTS: tuple[tuple[FactKind, str, tuple[str, ...]], ...] = (
    ("actor", "elo:Actor", ()),
    ("collective", "elo:Collective", ("org:hasMember", "elo:providedBy")),
    ("link", "elo:CollaborationLink", ("elo:linkFrom", "elo:linkTo", "elo:hasParty")),
    ("membership", "elo:RoleAssignment", ("org:member",)),
    ("service", "elo:GuidanceService", ("elo:providedBy",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something on record, when it was last confirmed, and the actors who could confirm it."""

    fact: str
    kind: FactKind
    confirmed: str | None
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindAge:
    """Of one kind of facts: confirmed within a year, before that, and of unknown date."""

    kind: FactKind
    fresh: int
    stale: int
    undated: int
    oldest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An actor to ask: facts about it not confirmed for a year, and how many it alone brings.

    ``new`` counts those that nobody asked before it could confirm.
    """

    actor: str
    label: Text
    facts: int
    new: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSided:
    """A pair of actors of whose tie one has told and the other, who has answered too, has not."""

    teller: str
    other: str
    labels: tuple[Text, Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """What of the map needs looking after.

    ``answered`` counts actors whose own word is on record; without at least two of them, or ties
    reported by both sides, nothing can be said of one-sided ties, and ``sides_known`` is false.
    """

    ages: tuple[KindAge, ...]
    unconfirmed: tuple[Fact, ...]
    asked: tuple[Asked, ...]
    one_sided: tuple[OneSided, ...]
    answered: int
    sides_known: bool
    isolates: tuple[Text, ...]

    def total(self, name: str) -> int:
        """Return a number of all kinds together: ``fresh``, ``stale`` or ``undated``."""
        return sum(getattr(age, name) for age in self.ages)


def measure_upkeep(material: Material) -> Upkeep:
    """Find what was not confirmed for a year, what one side alone tells, and who is without ties.

    A fact was confirmed when it was observed (``elo:observedOn``) or when the latest of its sources
    was issued. An actor has answered where it is the publisher of a source of some tie. A tie is
    one-sided where both actors have answered, and one of them alone is a publisher of its sources;
    where at least half of at least ten pairs are linked both ways, also where one of two that both
    report ties reports it alone.

    Whom to ask first is chosen greedily: each next actor is the one that could confirm most of what
    nobody before it could.

    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_upkeep(Material(network=nothing, on=date(2024, 1, 1))).unconfirmed
    ()
    """
    facts = list(_list_facts(material))
    stale = [fact for fact in facts if not is_fresh(fact.confirmed, material.on)]
    alone = set(material.counts.isolates)
    told = _find_by_answers(material)
    reported = _find_by_direction(material)
    answered = _find_answered(material)
    return Upkeep(
        ages=tuple(_count_ages(facts, material.on)),
        unconfirmed=tuple(stale),
        asked=tuple(_choose_asked(material, stale)),
        one_sided=tuple(_name_pairs(material, {*told, *(reported or ())})),
        answered=len(answered),
        sides_known=len(answered) > 1 or reported is not None,
        isolates=tuple(node.label for node in material.network.nodes if node.iri in alone),
    )


def is_fresh(confirmed: str | None, on: date) -> bool:
    """Tell whether something was confirmed within a year before a day.

    >>> is_fresh("2023-01-15", date(2024, 1, 15)), is_fresh("2023-01-14", date(2024, 1, 15))
    (True, False)
    """
    return confirmed is not None and a_year_later(last_day(confirmed)) >= on


def _list_facts(material: Material) -> Iterator[Fact]:
    records = material.records
    actors = {node.iri for node in material.network.actors()}
    for kind, class_, properties in _FACTS:
        for node in records.of(class_):
            if records.is_own(node) and records.in_force(node, material.on):
                about = [node, *records.values(node, *properties)]
                yield Fact(
                    fact=node,
                    kind=kind,
                    confirmed=_find_confirmed(records, node),
                    actors=tuple(each for each in about if each in actors),
                )


def _find_confirmed(records: Records, node: str) -> str | None:
    issued = (
        day
        for source in records.values(node, "dct:source")
        for day in records.values(source, "dct:issued")
    )
    return max([*records.values(node, "elo:observedOn"), *issued], key=last_day, default=None)


def _count_ages(facts: Sequence[Fact], on: date) -> Iterator[KindAge]:
    for kind, _, _ in _FACTS:
        days = [fact.confirmed for fact in facts if fact.kind == kind]
        dated = [day for day in days if day is not None]
        fresh = sum(is_fresh(day, on) for day in dated)
        if days:
            yield KindAge(
                kind=kind,
                fresh=fresh,
                stale=len(dated) - fresh,
                undated=len(days) - len(dated),
                oldest=min(dated, key=last_day, default=None),
            )


def _choose_asked(material: Material, facts: Sequence[Fact]) -> Iterator[Asked]:
    """Choose whom to ask, each next one for most of what is left: a greedy cover."""
    about: defaultdict[str, set[int]] = defaultdict(set)
    for at, fact in enumerate(facts):
        for actor in fact.actors:
            about[actor].add(at)
    names = {node.iri: node.label for node in material.network.actors()}
    heap = [(-len(own), names[actor].said, actor) for actor, own in about.items()]
    heapq.heapify(heap)
    done: set[int] = set()
    found = 0
    while heap and found < MOST_ASKED:
        promised, said, actor = heapq.heappop(heap)
        new = about[actor] - done
        if len(new) < -promised:  # somebody asked before has confirmed a part of it
            if new:
                heapq.heappush(heap, (-len(new), said, actor))
            continue
        done |= new
        found += 1
        yield Asked(actor=actor, label=names[actor], facts=len(about[actor]), new=len(new))


def _list_links(material: Material) -> Mapping[tuple[str, str], list[Tie]]:
    actors = {node.iri for node in material.network.actors()}
    found: defaultdict[tuple[str, str], list[Tie]] = defaultdict(list)
    for tie in material.network.ties:
        if tie.kind == "link" and tie.statement and {tie.source, tie.target} <= actors:
            found[sort_pair(tie.source, tie.target)].append(tie)
    return found


def _find_publishers(material: Material) -> Mapping[str, str]:
    """Return the actor that is the publisher of each source: by its id, or a name of it alone."""
    named: defaultdict[str, set[str]] = defaultdict(set)
    for node in material.network.actors():
        ids = material.records.values(node.iri, "dct:identifier")
        for name in (*node.label.said, *ids):
            named[name.casefold()].add(node.iri)
    found: dict[str, str] = {}
    for source in material.records.of("elo:SourceDocument"):
        publisher = material.records.value(source, "dct:publisher")
        bearers = named.get(publisher.casefold(), set()) if publisher else set()
        if len(bearers) == 1:
            found[source] = next(iter(bearers))
    return found


def _find_tellers(material: Material) -> Mapping[tuple[str, str], set[str]]:
    """Return for each linked pair the actors whose own sources tell of the link."""
    publishers = _find_publishers(material)
    if not publishers:
        return {}
    return {
        pair: {
            publishers[source]
            for tie in ties
            for source in material.records.values(tie.statement or "", "dct:source")
            if source in publishers
        }
        for pair, ties in _list_links(material).items()
    }


def _find_answered(material: Material) -> set[str]:
    return {teller for tellers in _find_tellers(material).values() for teller in tellers}


def _find_by_answers(material: Material) -> Iterator[tuple[str, str]]:
    tellers = _find_tellers(material)
    answered = {teller for told in tellers.values() for teller in told}
    for pair, told in tellers.items():
        own = told.intersection(pair)
        if len(own) == 1 and answered.issuperset(pair):
            teller = next(iter(own))
            yield teller, pair[0] if teller == pair[1] else pair[1]


def _find_by_direction(material: Material) -> set[tuple[str, str]] | None:
    """Return the links that one of two reporters reports alone; None where most are told once."""
    reporting = measure_reporting(material.network)
    if reporting.pairs < FEWEST_PAIRS or reporting.share_both_ways < LEAST_BOTH_WAYS:
        return None
    told = {(tie.source, tie.target) for ties in _list_links(material).values() for tie in ties}
    reporters = {teller for teller, _ in told}
    return {pair for pair in told if pair[1] in reporters and pair[::-1] not in told}


def _name_pairs(material: Material, pairs: set[tuple[str, str]]) -> Iterator[OneSided]:
    names = {node.iri: node.label for node in material.network.actors()}
    for teller, other in sorted(pairs, key=lambda pair: (names[pair[0]].said, pair)):
        yield OneSided(teller=teller, other=other, labels=(names[teller], names[other]))
