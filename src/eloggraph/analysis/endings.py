"""What ends by a date on record, what hangs on it, and what is known to go on after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from eloggraph.analysis.affiliation import Tie
from eloggraph.analysis.projection import sort_pair
from eloggraph.analysis.question import Material
from eloggraph.analysis.sentences import join_names
from eloggraph.snapshot.days import a_year_later, has_begun, holds, last_day
from eloggraph.text import Text, say

Pair = tuple[str, str]
Names = Mapping[str, str]
Afterwards = Literal["ends", "goes-on", "unknown"]
EndingKind = Literal[
    "project", "programme", "agreement", "funding", "collective", "actor", "service", "tie"
]

# Of a thing of several classes the first tells what it is: a chain of services is a collective.
_CLASSES: dict[EndingKind, str] = {
    "project": "elo:Project",
    "programme": "elo:Programme",
    "agreement": "elo:Agreement",
    "funding": "elo:Funding",
    "collective": "elo:Collective",
    "actor": "elo:Actor",
    "service": "elo:GuidanceService",
}
# In which order those of one day are told.
_ORDER: tuple[EndingKind, ...] = (
    *("project", "programme", "agreement", "collective", "actor", "service", "funding", "tie"),
)
_MADE_BY, _RESTS_ON, _UNTIL = "prov:wasGeneratedBy", "elo:restsOn", "elo:validUntil"
# What hangs on a thing says so itself; what an agreement regulates is said by the agreement.
_HANGS_ON = (_MADE_BY, _RESTS_ON, "elo:partOfProgramme", "elo:bodyOf", "elo:providedBy")
_HOLDS_UP = ("elo:regulates",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanging:
    """One thing that hangs on what ends, and what is known of it afterwards.

    ``agreements`` in force after the end are about it, ``owners`` answer for it. Of a tie ``pair``
    are its two actors where they have no tie with each other after the end.
    """

    thing: str
    label: Text
    kind: Text
    is_tie: bool
    afterwards: Afterwards
    until: str | None = None
    agreements: tuple[Text, ...] = ()
    owners: tuple[Text, ...] = ()
    pair: Pair | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """One thing that ends, with what hangs on it; its last day still counts.

    ``actors`` are those with a tie to the thing itself, or parties of the agreement; ``agreements``
    about it are in force after its end. A fixed-term tie that hangs on nothing else is in the
    ending of kind ``tie`` of its day, which has no ``thing``.
    """

    thing: str
    label: Text
    kind: EndingKind
    kind_label: Text
    until: str
    actors: int = 0
    agreements: tuple[Text, ...] = ()
    hanging: tuple[Hanging, ...] = ()

    @property
    def last_day(self) -> date:
        """The last day on which it holds."""
        return last_day(self.until)

    @property
    def is_continued(self) -> bool:
        """Tell whether any of it goes on, or an agreement or an owner of what it made is known."""
        owned = self.kind == "project" and any(
            each.owners for each in self.hanging if each.afterwards == "unknown"
        )
        return bool(self.agreements or owned) or any(
            each.afterwards == "goes-on" for each in self.hanging
        )

    @property
    def pairs(self) -> int:
        """How many pairs of actors have no tie with each other after it."""
        return len({each.pair for each in self.hanging if each.pair})

    def count(self, afterwards: Afterwards, *, ties: bool) -> int:
        """Return of how many ties, or other things, that is known afterwards."""
        return sum(e.afterwards == afterwards and e.is_tie == ties for e in self.hanging)


def list_endings(material: Material) -> tuple[Ending, ...]:
    """Return all of the network's own that ends on the day or later, the next to end first.

    What a thing made (``prov:wasGeneratedBy``), what rests on an agreement, the projects of a
    programme, the bodies of a network and the services of an actor hang on it. Of each it is told
    what the record says of the day after: it *ends* when it has ended by then, *goes on* when its
    own end is later, when it is of another project too that has not ended, or when an agreement
    in force then is about it, and otherwise is *unknown*.

    Examples
    --------
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> list_endings(Material(network=nothing, on=date(2024, 1, 1)))
    ()
    """
    look = _Look(material)
    found = [look.describe(*each) for each in look.list_things()]
    found += look.group_loose_ties(found)
    # Those of a day and a kind stay in the order of their rows.
    return tuple(sorted(found, key=lambda e: (e.last_day, _ORDER.index(e.kind))))


def keep_ties(material: Material, day: date) -> tuple[Tie, ...]:
    """Return the ties on record that hold on a later day, those that begin until then too.

    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> keep_ties(Material(network=nothing, on=date(2024, 1, 1)), date(2025, 1, 1))
    ()
    """
    network, ended = material.network, material.ended_by(day)
    begun = (tie for tie in network.later if has_begun(tie.since, day))
    return tuple(tie for tie in (*network.ties, *begun) if _lasts(tie, ended, day))


def name_pair(tie: Tie, actors: Collection[str], names: Names) -> Pair | None:
    """Return the two actors of a tie by their names of a day, or None of a tie of others.

    >>> tie = Tie(source="b", target="old", kind="link", label=Text.same(""))
    >>> name_pair(tie, {"b", "old"}, {"old": "a"})
    ('a', 'b')
    """
    source, target = (names.get(end, end) for end in (tie.source, tie.target))
    # A set of all actors for every tie would take most of the time of a large network.
    known = all(end in actors or end in names.values() for end in (tie.source, tie.target))
    return sort_pair(source, target) if known and source != target else None


def _lasts(tie: Tie, ended: frozenset[str], day: date) -> bool:
    over = {tie.source, tie.target, tie.statement} & ended
    return not over and holds(None, tie.until, day)


@dataclass(frozen=True)
class _Look:
    """The material, with what is asked of every ending looked up once."""

    material: Material

    @cached_property
    def actors(self) -> frozenset[str]:
        return frozenset(node.iri for node in self.material.network.actors())

    @cached_property
    def by_statement(self) -> Mapping[str, Sequence[Tie]]:
        found: defaultdict[str, list[Tie]] = defaultdict(list)
        for tie in self.material.network.ties:
            if tie.statement:
                found[tie.statement].append(tie)
        return found

    @cached_property
    def by_end(self) -> Mapping[str, Sequence[Tie]]:
        found: defaultdict[str, list[Tie]] = defaultdict(list)
        for tie in self.material.network.ties:
            for end in (tie.source, tie.target):
                found[end].append(tie)
        return found

    @cached_property
    def _pairs(self) -> dict[frozenset[tuple[str, str]], Mapping[Pair, Sequence[Tie]]]:
        return {}

    def list_pairs(self, names: Names) -> Mapping[Pair, Sequence[Tie]]:
        """Return the ties of each pair of actors by the names of a day, later ones among them."""
        key = frozenset(names.items())
        if key not in self._pairs:
            found: defaultdict[Pair, list[Tie]] = defaultdict(list)
            network = self.material.network
            for tie in (*network.ties, *network.later):
                if pair := name_pair(tie, self.actors, names):
                    found[pair].append(tie)
            self._pairs[key] = found
        return self._pairs[key]

    def list_things(self) -> Iterator[tuple[str, EndingKind, str]]:
        """Yield what has an end on record, with its kind and its end."""
        records, on = self.material.records, self.material.on
        found: dict[str, tuple[EndingKind, str]] = {}
        for kind, name in _CLASSES.items():
            for thing in records.of(name):
                until = records.value(thing, _UNTIL)
                own = until and thing not in found and records.is_own(thing)
                if until and own and records.in_force(thing, on):
                    found[thing] = (kind, until)
        for thing, (kind, until) in found.items():
            carriers = records.values(thing, _MADE_BY)
            if kind == "funding":
                carriers = records.subjects(thing, "elo:hasFunding")
            with_it = any(
                carrier in found and last_day(found[carrier][1]) == last_day(until)
                for carrier in carriers
            )
            renamed = kind == "actor" and thing not in self.ended_after(until)
            if not with_it and not renamed:
                yield thing, kind, until

    def ended_after(self, until: str) -> frozenset[str]:
        return self.material.ended_by(last_day(until) + timedelta(days=1))

    def describe(self, thing: str, kind: EndingKind, until: str) -> Ending:
        """Return an ending with all that hangs on it."""
        material, records = self.material, self.material.records
        after = last_day(until) + timedelta(days=1)
        hanging = list(self.find_hanging(thing, kind, until, after))
        ends = {
            end
            for tie in self.by_end.get(thing, ())
            if tie.kind != "funding"
            for end in (tie.source, tie.target)
        }
        ends.update(records.values(thing, "elo:hasParty"))
        label = material.name(thing)
        if kind == "funding" and thing not in material.labels:
            funded = [material.name(each) for each in records.subjects(thing, "elo:hasFunding")]
            label = say("sunset.funding-of", names=join_names(funded))
        return Ending(
            thing=thing,
            label=label,
            kind=kind,
            kind_label=self.name_class(thing),
            until=until,
            actors=len(ends & self.actors - {thing}),
            agreements=self.find_agreements(thing, after),
            hanging=tuple(sorted(hanging, key=lambda e: (e.is_tie, e.label.said, e.thing))),
        )

    def find_hanging(
        self, thing: str, kind: EndingKind, until: str, after: date
    ) -> Iterator[Hanging]:
        records, on = self.material.records, self.material.on
        found = [*records.subjects(thing, *_HANGS_ON), *records.values(thing, *_HOLDS_UP)]
        if kind == "funding":
            found += records.subjects(thing, "elo:hasFunding")
        told = dict.fromkeys(each for each in found if records.in_force(each, on))
        for each in told:
            if ties := self.by_statement.get(each):
                yield self.describe_tie(ties, thing, after)
            elif not records.is_a(each, "elo:CollaborationLink"):
                yield Hanging(
                    thing=each,
                    label=self.material.name(each),
                    kind=self.name_class(each),
                    is_tie=False,
                    afterwards=self.look_after(each, thing, after),
                    until=records.value(each, _UNTIL),
                    agreements=self.find_agreements(each, after),
                    owners=self.find_owners(each, after),
                )
        if kind == "actor":
            for tie in self.by_end.get(thing, ()):
                if tie.statement not in told:
                    yield self.describe_tie([tie], thing, after)

    def describe_tie(self, ties: Sequence[Tie], thing: str, after: date) -> Hanging:
        """Return a tie; of a collaboration of many, all its ties as one."""
        first, records = ties[0], self.material.records
        ended = self.material.ended_by(after)
        agreements = records.values(first.statement or "", _RESTS_ON)
        in_force = [a for a in agreements if a != thing and self.lasts(a, after)]
        afterwards: Afterwards = "unknown"
        if not all(_lasts(tie, ended, after) for tie in ties):
            afterwards = "ends"
        elif first.until or in_force or self.has_other_carrier(first.statement, thing, after):
            afterwards = "goes-on"
        return replace(
            self.name_tie(ties),
            afterwards=afterwards,
            agreements=tuple(map(self.material.name, in_force)),
            pair=self.find_parted(first, ended, self.material.names_on(after), after)
            if afterwards == "ends"
            else None,
        )

    def describe_loose(self, ties: Sequence[Tie], day: date) -> Hanging:
        """Return a tie that ends on a day by its own row: nothing else is to be looked up."""
        after = day + timedelta(days=1)
        pair = self.find_parted(ties[0], frozenset(), self.names_in_a_year, after)
        return replace(self.name_tie(ties), afterwards="ends", pair=pair)

    @cached_property
    def names_in_a_year(self) -> Names:
        return self.material.names_on(a_year_later(self.material.on) + timedelta(days=1))

    def name_tie(self, ties: Sequence[Tie]) -> Hanging:
        first = ties[0]
        names = dict.fromkeys(end for tie in ties for end in (tie.source, tie.target))
        labels = [self.material.name(n) for n in names if n != first.statement]
        return Hanging(
            thing=first.statement or first.source,
            label=join_names(labels, most=len(labels), separator=" – "),
            kind=first.label,
            is_tie=True,
            afterwards="unknown",
            until=first.until,
        )

    def find_parted(
        self, tie: Tie, ended: frozenset[str], names: Names, after: date
    ) -> Pair | None:
        """Return the two actors of a tie where they have none with each other after the end."""
        pair = name_pair(tie, self.actors, names)
        others = self.list_pairs(names).get(pair, ()) if pair else ()
        last = any(has_begun(o.since, after) and _lasts(o, ended, after) for o in others)
        return None if last else pair

    def look_after(self, thing: str, carrier: str, after: date) -> Afterwards:
        records = self.material.records
        if not self.lasts(thing, after):
            return "ends"
        if records.value(thing, _UNTIL) or self.find_agreements(thing, after, but=carrier):
            return "goes-on"
        return "goes-on" if self.has_other_carrier(thing, carrier, after) else "unknown"

    def has_other_carrier(self, thing: str | None, carrier: str, after: date) -> bool:
        """Tell whether it is of another project too, or another provider, that lasts longer."""
        records = self.material.records
        others = records.values(thing or "", _MADE_BY, "elo:providedBy", "elo:partOfProgramme")
        return carrier in others and any(
            other != carrier and self.lasts(other, after) for other in others
        )

    def lasts(self, thing: str, day: date) -> bool:
        records, ended = self.material.records, self.material.ended_by(day)
        return thing not in ended and records.in_force(thing, day)

    def find_agreements(self, thing: str, day: date, but: str = "") -> tuple[Text, ...]:
        found = self.material.records.subjects(thing, "elo:regulates")
        return tuple(self.material.name(a) for a in found if a != but and self.lasts(a, day))

    def find_owners(self, thing: str, day: date) -> tuple[Text, ...]:
        """Return who answers for a thing after the end."""
        records = self.material.records
        found = records.values(thing, "elo:responsibleAuthority", "elo:maintainedBy")
        found += records.subjects(thing, "elo:responsibleFor", "elo:coordinates")
        return tuple(self.material.name(o) for o in dict.fromkeys(found) if self.lasts(o, day))

    def name_class(self, thing: str) -> Text:
        types = self.material.records.values(thing, "rdf:type")
        return self.material.name(types[-1]) if types else Text.same("")

    def group_loose_ties(self, endings: Iterable[Ending]) -> Iterator[Ending]:
        """Yield for each day the ties that end on it and hang on nothing that ends."""
        told = {each.thing for ending in endings for each in ending.hanging if each.is_tie}
        days = {ending.thing: ending.last_day for ending in endings if ending.thing}
        loose: defaultdict[date, dict[str, list[Tie]]] = defaultdict(lambda: defaultdict(list))
        for tie in self.material.network.ties:
            ends_with = [days[end] for end in (tie.source, tie.target) if end in days]
            if tie.until is None or tie.statement in told:
                continue
            if not any(last_day(tie.until) >= day for day in ends_with):
                key = tie.statement or f"{tie.source} {tie.target} {tie.kind}"
                loose[last_day(tie.until)][key].append(tie)
        for day, by_statement in loose.items():
            hanging = [self.describe_loose(ties, day) for ties in by_statement.values()]
            dates = {tie.until or "" for ties in by_statement.values() for tie in ties}
            yield Ending(
                thing="",
                label=say("sunset.loose", n=len(hanging)),
                kind="tie",
                kind_label=Text.same(""),
                until=max(sorted(dates), key=len),
                hanging=tuple(sorted(hanging, key=lambda each: (each.label.said, each.thing))),
            )
