"""What two actors have in common, so that a tie between them would be welcome to both."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from eloggraph.analysis.affiliation import Tie
from eloggraph.analysis.offers import read_offers
from eloggraph.analysis.projection import list_affiliations, sort_pair
from eloggraph.analysis.question import Material
from eloggraph.iri import expand
from eloggraph.snapshot.days import holds

GroundKind = Literal["clients", "area", "forum", "earlier"]
KINDS: tuple[GroundKind, ...] = ("clients", "area", "forum", "earlier")
_AREA = expand("elo:operatesIn")
Things = Mapping[str, frozenset[str]]


@dataclass(frozen=True, kw_only=True)
class CommonGround:
    """For each kind, the things that each actor has: client groups, areas, forums, earlier work.

    ``tied_before`` are the pairs with a tie on record that has ended.
    """

    things: Mapping[GroundKind, Things]
    tied_before: frozenset[tuple[str, str]] = frozenset()

    def share(self, kind: GroundKind, first: str, second: str) -> frozenset[str]:
        """Return what two actors have in common.

        >>> ground = CommonGround(things={"area": {"a": frozenset("x"), "b": frozenset("xy")}})
        >>> ground.share("area", "a", "b"), ground.share("clients", "a", "b")
        (frozenset({'x'}), frozenset())
        """
        things = self.things.get(kind, {})
        return things.get(first, frozenset()) & things.get(second, frozenset())

    def explain(self, first: str, second: str) -> dict[GroundKind, str | None]:
        """Return of each kind that two actors have in common the thing that fewest others have.

        Earlier work together has no name where it was a tie of the two alone.
        """
        found: dict[GroundKind, str | None] = {}
        for kind in self.list_kinds(first, second):
            things, counts = self.share(kind, first, second), self._counts[kind]
            found[kind] = min(things, key=lambda thing: (counts[thing], thing), default=None)
        return found

    def list_kinds(self, first: str, second: str) -> list[GroundKind]:
        """Return the kinds of which two actors have anything in common."""
        before = sort_pair(first, second) in self.tied_before
        return [
            kind
            for kind in KINDS
            if (kind == "earlier" and before) or self.share(kind, first, second)
        ]

    @cached_property
    def _counts(self) -> Mapping[GroundKind, Counter[str]]:
        return {
            kind: Counter(thing for owned in things.values() for thing in owned)
            for kind, things in self.things.items()
        }


def read_common_ground(material: Material) -> CommonGround:
    """Read what actors have in common on the day: services, areas, forums, and what has ended.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> read_common_ground(Material(network=nothing, on=date(2024, 1, 1))).share("area", "a", "b")
    frozenset()
    """
    network = material.network
    actors = frozenset(node.iri for node in network.actors())
    forums: defaultdict[str, set[str]] = defaultdict(set)
    for collective, members in list_affiliations(network).items():
        for actor in members:
            forums[actor].add(collective)
    return CommonGround(
        things={
            "clients": _read_clients(material),
            "area": {node.iri: frozenset(node.groups(_AREA)) for node in network.actors()},
            "forum": _freeze(forums),
            "earlier": _read_earlier(network.ended, actors),
        },
        tied_before=frozenset(
            sort_pair(tie.source, tie.target)
            for tie in network.ended
            if {tie.source, tie.target} <= actors
        ),
    )


def _read_clients(material: Material) -> Things:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for offer in read_offers(material.ask):
        if not (offer.target_group and holds(offer.since, offer.until, material.on)):
            continue
        if provider := offer.on_day(material.on).provider:
            found[provider].add(offer.target_group)
    return _freeze(found)


def _read_earlier(ended: Iterable[Tie], actors: frozenset[str]) -> Things:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for tie in ended:
        for actor, other in ((tie.source, tie.target), (tie.target, tie.source)):
            if actor in actors and other not in actors and tie.kind != "funding":
                found[actor].add(other)
    return _freeze(found)


def _freeze(found: Mapping[str, set[str]]) -> Things:
    return {actor: frozenset(things) for actor, things in found.items()}
