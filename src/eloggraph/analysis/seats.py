"""Seats in guidance groups and forums: who has one, and which groups of actors have none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations

from eloggraph.analysis.affiliation import Group, Grouping, Node
from eloggraph.analysis.projection import list_affiliations
from eloggraph.analysis.question import Material
from eloggraph.iri import expand
from eloggraph.text import Text

FEWEST_ACTORS = 5
FEWEST_SEATED = 5
FEWEST_SHARED, LEAST_OVERLAP = 3, 0.5
MOST_CANDIDATES = 3
SECTOR = "elo:inSector"
_BELONGING = ("membership", "coordination", "provision")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """How many members of a forum are of one sector."""

    sector: str
    label: Text
    members: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forum:
    """A guidance group, a body of a network or project, or another network, with its members.

    ``seats`` tells whether groups have a seat by it: of networks only a guidance group counts.
    ``within`` is the network or project that a body belongs to. ``sectorless`` members are those
    of whom no sector is on record. ``kinds`` counts members that are spoken of as one, such as all
    employment services: which organisations of a kind sit there is not known.
    """

    forum: str
    label: Text
    type: Text
    seats: bool
    within: str | None
    members: tuple[str, ...]
    parts: tuple[Part, ...]
    sectorless: int
    kinds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An actor that could be invited, and how many of those who sit already it works with."""

    actor: str
    label: Text
    known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseated:
    """A group of a grouping of whose actors none is a member of a guidance group or a forum.

    ``candidates`` are its actors that work with most of those who sit already. A group is ``told``
    where it has at least five actors and is no part of another one that is told.
    """

    grouping: str
    grouping_label: Text
    group: str
    label: Text
    actors: int
    candidates: tuple[Candidate, ...]
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Two forums that are much the same people: how many members each has, and both."""

    first: str
    second: str
    labels: tuple[Text, Text]
    members: tuple[int, int]
    shared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forums:
    """Guidance groups and forums, their members, and the groups that have no seat.

    ``seated`` actors hold ``memberships`` seats. ``memberless`` are the groups and forums without
    any member on record, ``unnamed`` those with members that are told by their kind alone: who sits
    there is not known.
    """

    forums: tuple[Forum, ...]
    seated: int
    memberships: int
    memberless: tuple[Text, ...]
    unnamed: tuple[Text, ...]
    unseated: tuple[Unseated, ...]
    overlaps: tuple[Overlap, ...]

    @property
    def enough(self) -> bool:
        """Tell whether members enough are on record to say who is not among them."""
        return self.seated >= FEWEST_SEATED

    @property
    def unknown(self) -> tuple[Text, ...]:
        """Return the groups and forums of which the members are not known, or not all by name."""
        return (*self.memberless, *self.unnamed)

    @property
    def with_seats(self) -> tuple[Forum, ...]:
        """Return the groups and forums by which groups of actors have a seat."""
        return tuple(forum for forum in self.forums if forum.seats)


def measure_forums(material: Material) -> Forums:
    """Find who sits in guidance groups and forums, and which groups of actors do not.

    A seat is a membership in a guidance group (``elo:EloGroup``) or in a body of any network or
    project, whichever table tells it. A group has none where no actor of it has one; nothing is
    said where fewer than five actors are seated. Forums overlap where at least three members,
    and half of all that are in either (Jaccard), are in both, and neither is a body of the other.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_forums(Material(network=nothing, on=date(2024, 1, 1))).forums
    ()
    """
    forums = _list_forums(material)
    seats = [forum for forum in forums if forum.seats]
    seated = {member for forum in seats for member in forum.members}
    return Forums(
        forums=forums,
        seated=len(seated),
        memberships=sum(len(forum.members) for forum in seats),
        memberless=tuple(each.label for each in seats if not (each.members or each.kinds)),
        unnamed=tuple(forum.label for forum in seats if forum.kinds),
        unseated=_find_unseated(material, seated) if len(seated) >= FEWEST_SEATED else (),
        overlaps=tuple(_find_overlaps(seats)),
    )


def _list_forums(material: Material) -> tuple[Forum, ...]:
    members = list_affiliations(material.network)
    nodes = {node.iri: node for node in material.network.nodes}
    kinds = Counter(
        tie.target
        for tie in material.network.ties
        if tie.kind in _BELONGING and nodes[tie.source].kind == "kind"
    )
    return tuple(
        _make_forum(material, nodes[iri], tuple(members.get(iri, ())), kinds[iri])
        for iri in material.records.of("elo:Network", "elo:NetworkBody")
        if iri in nodes
    )


def _make_forum(material: Material, node: Node, members: tuple[str, ...], kinds: int) -> Forum:
    records = material.records
    sectors = [records.values(member, SECTOR) for member in members]
    counts = Counter(sector for each in sectors for sector in each)
    parts = (
        Part(sector=sector, label=material.name(sector), members=number)
        for sector, number in counts.items()
    )
    return Forum(
        forum=node.iri,
        label=node.label,
        type=node.type,
        seats=records.is_a(node.iri, "elo:EloGroup", "elo:NetworkBody"),
        within=records.value(node.iri, "elo:bodyOf"),
        members=members,
        parts=tuple(sorted(parts, key=lambda one: (-one.members, one.label.said, one.sector))),
        sectorless=sum(not each for each in sectors),
        kinds=kinds,
    )


def _find_unseated(material: Material, seated: AbstractSet[str]) -> tuple[Unseated, ...]:
    # Sectors first: that is how people speak of who sits at a table.
    groupings = sorted(material.network.groupings, key=lambda each: each.key != expand(SECTOR))
    found: list[Unseated] = []
    told: set[str] = set()
    for grouping in groupings:
        empty = _list_empty(material, grouping, seated)
        large = [actors for _, actors in empty if _is_news(actors, told)]
        found += [
            Unseated(
                grouping=grouping.key,
                grouping_label=grouping.label,
                group=group.iri,
                label=group.label,
                actors=len(actors),
                candidates=_choose_candidates(material, actors, seated),
                told=_is_news(actors, told),
            )
            for group, actors in empty
        ]
        told |= {actor.iri for actors in large for actor in actors}
    return tuple(found)


def _is_news(actors: Sequence[Node], told: AbstractSet[str]) -> bool:
    return len(actors) >= FEWEST_ACTORS and any(actor.iri not in told for actor in actors)


def _list_empty(
    material: Material, grouping: Grouping, seated: AbstractSet[str]
) -> list[tuple[Group, list[Node]]]:
    """Return the groups of which nobody is seated, the largest first."""
    actors: dict[str, list[Node]] = {group.iri: [] for group in grouping.groups}
    for actor in material.network.actors():
        for iri in actor.groups(grouping.key):
            actors[iri].append(actor)
    empty = [
        (group, actors[group.iri])
        for group in grouping.groups
        if actors[group.iri] and seated.isdisjoint(actor.iri for actor in actors[group.iri])
    ]
    return sorted(empty, key=lambda each: (-len(each[1]), each[0].label.said, each[0].iri))


def _choose_candidates(
    material: Material, actors: Sequence[Node], seated: AbstractSet[str]
) -> tuple[Candidate, ...]:
    ties = material.of("forums").recorded_ties
    known = {node.iri: len(seated & set(ties[node.iri])) for node in actors}
    ordered = sorted(actors, key=lambda node: (-known[node.iri], node.label.said, node.iri))
    return tuple(
        Candidate(actor=node.iri, label=node.label, known=known[node.iri])
        for node in ordered[:MOST_CANDIDATES]
        if known[node.iri]
    )


def _find_overlaps(forums: Sequence[Forum]) -> Iterator[Overlap]:
    in_forums = Counter(
        pair for seats in _list_seats(forums).values() for pair in combinations(seats, 2)
    )
    for (first, second), shared in sorted(in_forums.items()):
        one, other = forums[first], forums[second]
        either = len(one.members) + len(other.members) - shared
        if one.within == other.forum or other.within == one.forum:
            continue  # a body of a group is by its nature a part of it
        if shared >= FEWEST_SHARED and shared >= LEAST_OVERLAP * either:
            yield Overlap(
                first=one.forum,
                second=other.forum,
                labels=(one.label, other.label),
                members=(len(one.members), len(other.members)),
                shared=shared,
            )


def _list_seats(forums: Sequence[Forum]) -> Mapping[str, list[int]]:
    seats: dict[str, list[int]] = {}
    for at, forum in enumerate(forums):
        for member in forum.members:
            seats.setdefault(member, []).append(at)
    return seats
