"""What is known of each node beside its own row: its services, what it works for, its trainings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from eloggraph.analysis.goal_chain import GoalChain
from eloggraph.analysis.plans import name_all
from eloggraph.analysis.question import Material
from eloggraph.analysis.sentences import join_names, write_day
from eloggraph.iri import expand
from eloggraph.private import conceal
from eloggraph.text import Text, catalogue_keys, say

ChapterKey = Literal["services", "goals", "trainings", "needs", "agreements", "posts"]
# How an actor is tied to what it does, and what it is then; backwards where the thing names it.
_ROLES: tuple[tuple[str, str, bool], ...] = (
    ("coordinator", "elo:coordinates", False),
    ("responsible", "elo:responsibleFor", False),
    ("carries-out", "elo:carriedOutBy", True),
    ("participant", "org:hasMember", True),
)
_LISTED: tuple[tuple[ChapterKey, str, str, tuple[str, ...]], ...] = (
    ("trainings", "elo:TrainingOffer", "elo:providedBy", ("elo:developsCompetence",)),
    ("needs", "elo:CompetenceNeed", "elo:expressedBy", ("elo:needsCompetence",)),
    ("agreements", "elo:Agreement", "elo:hasParty", ("elo:agreementType",)),
    ("posts", "elo:Post", "elo:employedBy", ("org:role",)),
)
_SERVICE, _COLLECTIVE = "elo:GuidanceService", "elo:Collective"
# What a row says of a service, in lines as a card has them.
_SERVICE_LINES = (
    ("elo:serviceForm", "elo:forTargetGroup"),
    ("dct:spatial",),
    ("elo:channelType", "dct:language"),
)
# What is looked for in a row where nearly all the others of its kind say it.
_USUAL = ("elo:actorType", "elo:inSector", "elo:operatesIn")
LEAST_ROWS, USUAL = 10, 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing of a chapter, or several of which the same is told, and whose rows say it."""

    labels: tuple[Text, ...]
    lines: tuple[Text, ...]
    things: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """The things of one kind that a node has, in the order of their rows."""

    key: ChapterKey
    entries: tuple[Entry, ...]

    @property
    def title(self) -> Text:
        """What the chapter is called."""
        return say(f"profiles.{self.key}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is known of one node beside its own row.

    ``lacking`` are the properties of which its row says nothing, and those of nearly all the others
    do.
    """

    chapters: tuple[Chapter, ...] = ()
    lacking: tuple[Text, ...] = ()


def profile_nodes(material: Material) -> dict[str, Profile]:
    """Return what is known of each node of a network on the day, by its IRI.

    A property is looked for where at least nine in ten of at least ten of the network's own actors
    say it: then it is told that one does not.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> profile_nodes(Material(network=nothing, on=date(2024, 1, 1)))
    {}
    """
    look = _Look(material)
    return {
        node.iri: Profile(
            chapters=tuple(look.list_chapters(node.iri)), lacking=look.find_lacking(node.iri)
        )
        for node in material.network.nodes
    }


class _Look:
    def __init__(self, material: Material) -> None:
        self.material, self.records = material, material.records
        self.chain = GoalChain(material)

    def describe(self, node: str) -> Profile:
        return Profile(chapters=tuple(self.list_chapters(node)), lacking=self.find_lacking(node))

    def list_chapters(self, node: str) -> Iterator[Chapter]:
        found: list[tuple[ChapterKey, Sequence[Entry]]] = [
            ("services", tuple(self.list_services(node))),
            ("goals", tuple(self.list_goals(node))),
        ]
        found += [
            (key, tuple(self.list_things(node, class_, property_, told)))
            for key, class_, property_, told in _LISTED
        ]
        for key, entries in found:
            if entries:
                yield Chapter(key=key, entries=tuple(entries))

    def is_there(self, thing: str) -> bool:
        return self.records.in_force(thing, self.material.on)

    def list_services(self, node: str) -> Iterator[Entry]:
        """Yield what a node provides, then what it answers for and others provide."""
        provided = self.records.subjects(node, "elo:providedBy")
        answered = self.records.subjects(node, "elo:responsibleAuthority")
        for service in dict.fromkeys((*provided, *answered)):
            is_service = self.records.is_a(service, _SERVICE)
            if not is_service or self.records.is_a(service, _COLLECTIVE):
                continue  # a chain of services is a node of its own
            if self.is_there(service):
                role = () if service in provided else (say("profiles.authority"),)
                lines = filter(None, (self.tell(service, each) for each in _SERVICE_LINES))
                period = self.write_period(service)
                yield Entry(
                    labels=(self.material.name(service),),
                    lines=(*role, *lines, *period),
                    things=(service,),
                )

    def list_goals(self, node: str) -> Iterator[Entry]:
        """Yield the goals that a node works for, each with the work; work without a goal alone."""
        works: dict[str, list[tuple[str, str]]] = {}
        for role, property_, backwards in _ROLES:
            ask = self.records.subjects if backwards else self.records.values
            for work in ask(node, property_):
                if self.is_work(work):
                    known = [each for found in works.values() for each, _ in found]
                    for goal in self.chain.aims(work) or ("",):
                        if work not in known:
                            works.setdefault(goal, []).append((work, role))
        alike: dict[tuple[tuple[str, str], ...], list[Text]] = {}
        for goal, found in works.items():
            if goal:
                alike.setdefault(tuple(found), []).append(self.material.name(goal))
        for told, labels in alike.items():
            lines = tuple(self.tell_work(work, role) for work, role in told)
            yield Entry(labels=tuple(labels), lines=lines, things=tuple(work for work, _ in told))
        for work, role in works.get("", ()):
            if not self.records.is_a(work, _COLLECTIVE):  # that is told among the ties
                lines = (say(f"profiles.role.{role}"), *self.write_period(work))
                yield Entry(labels=(self.material.name(work),), lines=lines, things=(work,))

    def is_work(self, thing: str) -> bool:
        kinds = ("elo:Project", "elo:Measure", "elo:WorkPackage", "elo:Programme")
        return self.records.is_a(thing, *kinds) and self.is_there(thing)

    def tell_work(self, work: str, role: str) -> Text:
        parts = (self.material.name(work), say(f"profiles.role.{role}"), *self.write_period(work))
        return join_names(parts, most=len(parts))

    def list_things(
        self, node: str, class_: str, property_: str, told: Sequence[str]
    ) -> Iterator[Entry]:
        for thing in self.records.subjects(node, property_):
            if self.records.is_a(thing, class_) and self.is_there(thing):
                line = self.tell(thing, told)
                yield Entry(
                    labels=(self.material.name(thing),),
                    lines=(*((line,) if line else ()), *self.write_period(thing)),
                    things=(thing,),
                )

    def tell(self, thing: str, properties: Sequence[str]) -> Text | None:
        """Return in one line what is said of a thing by some properties; None where nothing is."""
        parts = []
        for property_ in properties:
            values = self.records.values(thing, property_)
            if property_ == "dct:language":
                names = [_name_language(value) for value in values]
            else:
                names = [each.label for each in name_all(self.material, values)]
            parts += [join_names(names, most=len(names))] if names else []
        return join_names(parts, most=len(parts), separator=" · ") if parts else None

    def write_period(self, thing: str) -> tuple[Text, ...]:
        dates = {
            "since": self.records.value(thing, "elo:validFrom"),
            "until": self.records.value(thing, "elo:validUntil"),
        }
        told = {key: write_day(value) for key, value in dates.items() if value}
        form = "both" if len(told) == 2 else next(iter(told), None)
        return (say(f"pages.period.{form}", **told),) if form else ()

    def find_lacking(self, node: str) -> tuple[Text, ...]:
        if node not in self.own_actors:
            return ()
        return tuple(
            self.material.name(name) for name, said in self.usual.items() if node not in said
        )

    @cached_property
    def own_actors(self) -> frozenset[str]:
        actors = (node.iri for node in self.material.network.actors())
        return frozenset(filter(self.records.is_own, actors))

    @cached_property
    def usual(self) -> Mapping[str, frozenset[str]]:
        """Return what nearly all actors say, with those who say it."""
        found = {}
        for name in _USUAL:
            said = frozenset(each for each in self.own_actors if self.records.values(each, name))
            if len(self.own_actors) >= LEAST_ROWS and len(said) >= USUAL * len(self.own_actors):
                found[expand(name)] = said
        return found


_KEYS = frozenset(catalogue_keys())


def _name_language(code: str) -> Text:
    key = f"profiles.language.{code.lower()}"
    return say(key) if key in _KEYS else Text.same(conceal(code))
