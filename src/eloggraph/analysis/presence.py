"""Actors by sector, area and level, and who is missing from whom one would expect."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from eloggraph.analysis.question import Material
from eloggraph.iri import BASE
from eloggraph.snapshot.days import holds
from eloggraph.snapshot.records import Records
from eloggraph.text import Text

_SECTOR, _AREA, _LEVEL = "elo:inSector", "elo:operatesIn", "elo:governanceLevel"
_WITHIN, _TYPE = "elo:withinArea", "elo:actorType"
# As the query says: whom a guidance group is expected to have, and what some types stand for.
_EXPECTED = ("education", "employment", "social-health", "civil-society", "employers")
_BY_TYPE = {
    "ngo": "civil-society",
    "employer-organisation": "employers",
    "company": "employers",
}
_COUNTRY = f"{BASE}vocab/area-type/country"

MOST_UNKNOWN = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many actors are of a sector, an area or a level."""

    code: str
    label: Text
    actors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """A sector of the code list: its actors, on which levels they are, in how many areas."""

    sector: str
    label: Text
    actors: int
    levels: tuple[Count, ...]
    areas: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An area: its own actors, and the sectors from which nobody reaches it.

    ``around`` counts the actors of the areas that it lies in, which reach it too. ``within`` is the
    area below which it is listed. ``expected`` tells that it is a municipality of the network.
    """

    area: str
    label: Text
    actors: int
    around: int
    sectors: tuple[Count, ...]
    absent: tuple[Text, ...]
    expected: bool
    within: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A sector of which a guidance group has no member, and those of it who could be asked.

    ``members`` are those on record, ``unknown`` those whose sector is not. ``actors`` are of the
    sector in the network, ``names`` the first of them.
    """

    group: Text
    sector: Text
    members: int
    unknown: int
    actors: int
    names: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """How many actors are of a sector, in an area, on a level; None is not on record."""

    sector: str | None
    area: str | None
    level: str | None
    labels: tuple[Text | None, Text | None, Text | None]
    actors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """Who takes part, and who is missing.

    ``sectorless``, ``placeless`` and ``levelless`` count the actors of which that is not on record.
    """

    actors: int
    sectors: tuple[Sector, ...]
    places: tuple[Place, ...]
    cells: tuple[Crossing, ...]
    absences: tuple[Absence, ...]
    sectorless: int
    placeless: int
    levelless: int

    @property
    def places_known(self) -> bool:
        """Tell whether areas enough are on record to say that a municipality lacks actors."""
        return self.placeless <= MOST_UNKNOWN * self.actors


@dataclass(frozen=True, slots=True, kw_only=True)
class _Actor:
    iri: str
    label: Text
    sectors: tuple[str, ...]
    areas: tuple[str, ...]
    levels: tuple[str, ...]


def measure_participation(material: Material) -> Participation:
    """Count actors by sector, area and level, and find who is missing from whom one would expect.

    Expected are the sectors of the code list, an actor of its own in every municipality of the area
    in which the networks work (but for the whole country), and in a guidance group a member of each
    sector that ``elo-groups-missing-sectors`` asks for. From a sector nobody reaches an area where
    none of its actors works there, in an area that holds it, or in one that is not on record.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_participation(Material(network=nothing, on=date(2024, 1, 1))).sectors
    ()
    """
    records = material.records
    actors = [
        _Actor(
            iri=node.iri,
            label=node.label,
            sectors=records.values(node.iri, _SECTOR),
            areas=records.values(node.iri, _AREA),
            levels=records.values(node.iri, _LEVEL),
        )
        for node in material.network.actors()
    ]
    return Participation(
        actors=len(actors),
        sectors=_count_sectors(material, actors),
        places=tuple(_Places(material, actors).list()),
        cells=tuple(_cross(material, actors)),
        absences=tuple(_find_absences(material, actors)),
        sectorless=sum(not actor.sectors for actor in actors),
        placeless=sum(not actor.areas for actor in actors),
        levelless=sum(not actor.levels for actor in actors),
    )


def _list_codes(material: Material, used: Iterable[str]) -> list[str]:
    """Return all codes of the lists that the codes in use are from."""
    used = set(used)
    lists = {code.rpartition("/")[0] for code in used}
    return sorted({iri for iri in material.labels if iri.rpartition("/")[0] in lists} | used)


def _count(material: Material, codes: Iterable[str]) -> tuple[Count, ...]:
    found = (
        Count(code=code, label=material.name(code), actors=n) for code, n in Counter(codes).items()
    )
    return tuple(sorted(found, key=lambda each: (-each.actors, each.label.said, each.code)))


def _count_sectors(material: Material, actors: Sequence[_Actor]) -> tuple[Sector, ...]:
    by_sector: defaultdict[str, list[_Actor]] = defaultdict(list)
    for actor in actors:
        for sector in actor.sectors:
            by_sector[sector].append(actor)
    found = [
        Sector(
            sector=code,
            label=material.name(code),
            actors=len(by_sector.get(code, ())),
            levels=_count(material, (lv for one in by_sector.get(code, ()) for lv in one.levels)),
            areas=len({area for one in by_sector.get(code, ()) for area in one.areas}),
        )
        for code in _list_codes(material, by_sector)
    ]
    return tuple(sorted(found, key=lambda each: (-each.actors, each.label.said)))


def _cross(material: Material, actors: Sequence[_Actor]) -> Iterator[Crossing]:
    counts = Counter(
        (sector, area, level)
        for actor in actors
        for sector in actor.sectors or (None,)
        for area in actor.areas or (None,)
        for level in actor.levels or (None,)
    )

    def name(iri: str | None) -> Text | None:
        return None if iri is None else material.name(iri)

    for (sector, area, level), number in sorted(
        counts.items(), key=lambda each: tuple(code or "" for code in each[0])
    ):
        labels = (name(sector), name(area), name(level))
        yield Crossing(sector=sector, area=area, level=level, labels=labels, actors=number)


class _Places:
    """The areas of actors and of the networks, and who reaches them."""

    def __init__(self, material: Material, actors: Sequence[_Actor]) -> None:
        self.material, self.records = material, material.records
        self.by_area: defaultdict[str, list[_Actor]] = defaultdict(list)
        self.sectors = {sector for actor in actors for sector in actor.sectors}
        self.anywhere = {sector for actor in actors if not actor.areas for sector in actor.sectors}
        self.find_above = cache(self._find_above)
        for actor in actors:
            for area in actor.areas:
                self.by_area[area].append(actor)

    def list(self) -> Iterator[Place]:
        expected = _expect_municipalities(self.material)
        listed = {*expected, *self.by_area}
        for area in sorted(listed, key=lambda each: (self.material.name(each).said, each)):
            yield self._make(area, area in expected, listed)

    def _find_above(self, area: str) -> frozenset[str]:
        return self.records.above(area, _WITHIN) - {area}

    def _make(self, area: str, expected: bool, listed: set[str]) -> Place:
        own = self.by_area.get(area, [])
        above = self.find_above(area)
        around = {one.iri: one for each in above for one in self.by_area.get(each, ())}
        reaching = [*own, *around.values()]
        known = all(one.sectors for one in reaching)
        there = {sector for one in reaching for sector in one.sectors} | self.anywhere
        absent = sorted(self.sectors - there) if known and expected else []
        return Place(
            area=area,
            label=self.material.name(area),
            actors=len(own),
            around=len(around.keys() - {one.iri for one in own}),
            sectors=_count(self.material, (sector for one in own for sector in one.sectors)),
            absent=tuple(map(self.material.name, absent)),
            expected=expected,
            within=self._choose_top(above & listed),
        )

    def _choose_top(self, above: frozenset[str]) -> str | None:
        held = [each for each in above if not _is_country(self.records, each)]
        tops = [each for each in held if self.find_above(each).isdisjoint(held)]
        order = sorted(tops, key=lambda each: (not self.records.is_a(each, "elo:Region"), each))
        return order[0] if order else None


def _is_country(records: Records, area: str) -> bool:
    return records.value(area, "elo:areaType") == _COUNTRY


def _expect_municipalities(material: Material) -> frozenset[str]:
    """Return the municipalities of the areas in which the network's own networks work."""
    records = material.records
    networks = [each for each in records.of("elo:Network") if records.is_own(each)]
    left = [area for each in networks for area in records.values(each, _AREA)]
    left = [area for area in left if not _is_country(records, area)]
    found: set[str] = set()
    while left:
        area = left.pop()
        if area not in found:
            found.add(area)
            left += records.subjects(area, _WITHIN)
    return frozenset(
        area
        for area in found
        if records.is_a(area, "elo:Municipality")
        and holds(
            records.value(area, "elo:validFrom"), records.value(area, "elo:validUntil"), material.on
        )
    )


def _find_absences(material: Material, actors: Sequence[_Actor]) -> Iterator[Absence]:
    """Yield what the query ``elo-groups-missing-sectors`` answers, for the network's own groups.

    The query walks every membership for every group, which takes minutes in a large network; a
    test holds the two against each other.
    """
    records = material.records
    by_sector: defaultdict[str, list[_Actor]] = defaultdict(list)
    for actor in actors:
        for sector in actor.sectors:
            by_sector[sector].append(actor)
    for group in sorted(records.of("elo:EloGroup")):
        members = _list_members(material, group) if records.is_own(group) else frozenset()
        present = {sector for one in members for sector in _list_stood_for(records, one)}
        known = sum(bool(records.values(one, _SECTOR, _TYPE)) for one in members)
        for code in sorted(map(_code_sector, _EXPECTED)):
            if members and code not in present:
                own = sorted(by_sector.get(code, ()), key=lambda one: (one.label.said, one.iri))
                yield Absence(
                    group=material.name(group),
                    sector=material.name(code),
                    members=len(members),
                    unknown=len(members) - known,
                    actors=len(own),
                    names=tuple(one.label for one in own),
                )


def _list_members(material: Material, group: str) -> frozenset[str]:
    """Return the members of a guidance group and of its bodies, whichever table tells them."""
    records, on = material.records, material.on
    parts = [group]
    for part in parts:
        parts += [each for each in records.subjects(part, "elo:bodyOf") if each not in parts]
    there = [part for part in parts if records.in_force(part, on)]
    found = {one for part in there for one in records.values(part, "org:hasMember")}
    for part in there:
        for row in records.subjects(part, "org:organization"):
            if records.in_force(row, on):
                found.update(records.values(row, "org:member"))
    is_there = records.in_force(group, on)
    return frozenset(one for one in found if is_there and records.in_force(one, on))


def _list_stood_for(records: Records, member: str) -> Iterator[str]:
    """Yield the sectors that a member stands for: its own, and that of its type."""
    yield from records.values(member, _SECTOR)
    for type_ in records.values(member, _TYPE):
        if type_.rpartition("/")[2] in _BY_TYPE:
            yield _code_sector(_BY_TYPE[type_.rpartition("/")[2]])


def _code_sector(code: str) -> str:
    return f"{BASE}vocab/sector/{code}"
