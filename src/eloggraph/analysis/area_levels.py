"""Regions and municipalities, and what is on record of each: of itself, or of a wider area only.

What is said of a region holds in its municipalities, but is not known of any one of them; nor is a
region told apart by what is said of the whole country.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from eloggraph.analysis.area_reach import Reach, turn
from eloggraph.analysis.coverage_cells import WITHOUT_NORM, CellState, Coverage
from eloggraph.analysis.coverage_reading import read_running
from eloggraph.analysis.presence import Participation
from eloggraph.analysis.question import Material
from eloggraph.analysis.sentences import join_names
from eloggraph.analysis.service_reach import is_told_by_steps
from eloggraph.text import Text

Known = Literal["own", "whole", "unknown"]
Level = Literal["region", "municipality"]
Measure = Literal["coverage", "services", "actors"]

_POINT = re.compile(r"POINT\s*\(\s*(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s*\)")
_LICENCE = re.compile(r"\bCC (?:0|BY(?:-[A-Z]{2})*) \d\.\d\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How many work in an area, and of which area that is known.

    ``total`` counts all whose area it lies in, ``own`` those of the area itself or of a part of it.
    ``wholes`` are the wider areas that the others are of; where there is but the country among
    them, or none, and nobody of its own, nothing is known of the area.
    """

    total: int = 0
    own: int = 0
    wholes: tuple[Text, ...] = ()

    @property
    def known(self) -> Known:
        """Whether the number is of the area itself, of a wider one only, or not known."""
        return "own" if self.own else "whole" if self.wholes else "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """Of the cells that norms require in an area, how many are in which state."""

    cells: int
    missing: int
    ending: int
    thin: int
    unknown: int

    @property
    def known(self) -> Known:
        """Whether anything is known of them."""
        return "own" if self.cells > self.unknown else "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRecord:
    """One area: where it lies, and what is on record of it."""

    area: str
    label: Text
    point: tuple[float, float] | None
    services: Reading
    actors: Reading
    required: Required | None = None

    def known(self, measure: Measure) -> Known:
        """Return of which area a measure is known."""
        if measure == "coverage":
            return self.required.known if self.required else "unknown"
        return (self.services if measure == "services" else self.actors).known


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLevel:
    """The areas of one level by name; ``outside`` are areas in use that none of them lies in.

    ``sources`` name where their points are from.
    """

    level: Level
    areas: tuple[AreaRecord, ...]
    outside: tuple[Text, ...]
    sources: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLevels:
    """The levels on which areas can be compared, and by which measures.

    ``actors`` counts all, ``placeless`` those of which no area is on record, and ``nationwide``
    those that are of the whole country and of no other area. ``services`` are those that are
    counted.
    """

    levels: tuple[AreaLevel, ...]
    measures: tuple[Measure, ...]
    services: tuple[str, ...]
    actors: int
    placeless: int
    nationwide: int


def measure_area_levels(
    material: Material, coverage: Coverage, participation: Participation
) -> AreaLevels | None:
    """Collect what is on record of each area; None where there is no area, or nothing of any.

    Municipalities are those of the coverage. Regions are all on record, where the network has to
    do with more than one of them, or with one and no municipality.

    Parameters
    ----------
    material
        The network, for its areas, their points and who works where.
    coverage
        The cells of the areas.
    participation
        How many actors there are, and how many without an area.

    Examples
    --------
    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> from eloggraph.analysis.presence import measure_participation
    >>> from eloggraph.analysis.questions.coverage import measure_recorded
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> material = Material(network=nothing, on=date(2024, 1, 1))
    >>> measure_area_levels(material, measure_recorded(material), measure_participation(material))

    """
    reader = _Reader.of(material, coverage)
    municipalities = reader.read("municipality", [area.iri for area in coverage.areas])
    regions = reader.read("region", reader.list_regions())
    touched = sum(_is_known(area) for area in regions.areas)
    levels = [regions] if touched > 1 or (touched and not municipalities.areas) else []
    levels += [municipalities] if any(map(_is_known, municipalities.areas)) else []
    if not levels:
        return None
    areas = [area for level in levels for area in level.areas]
    return AreaLevels(
        levels=tuple(levels),
        measures=tuple(_choose_measures(areas)),
        services=tuple(sorted(frozenset().union(*reader.services.values()))),
        actors=participation.actors,
        placeless=participation.placeless,
        nationwide=reader.count_nationwide(),
    )


def _is_known(area: AreaRecord) -> bool:
    measures: tuple[Measure, ...] = ("coverage", "services", "actors")
    return any(area.known(measure) != "unknown" for measure in measures)


def _choose_measures(areas: Iterable[AreaRecord]) -> Iterator[Measure]:
    areas = tuple(areas)
    if any(area.required and area.required.cells for area in areas):
        yield "coverage"
    measures: tuple[Measure, ...] = ("services", "actors")
    yield from (each for each in measures if any(a.known(each) != "unknown" for a in areas))


@dataclass(frozen=True, kw_only=True)
class _Reader:
    """What is asked of the records, once for all areas: things by the areas that they name."""

    material: Material
    coverage: Coverage
    actors: Mapping[str, frozenset[str]]
    services: Mapping[str, frozenset[str]]
    reach: Reach

    @classmethod
    def of(cls, material: Material, coverage: Coverage) -> _Reader:
        records = material.records
        iris = [node.iri for node in material.network.actors()]
        running = read_running(material)
        known = {offer.service for offer in running if offer.area and offer.target_group}
        served = {each for each in known if not is_told_by_steps(material, each)}
        actors = turn({iri: records.values(iri, "elo:operatesIn") for iri in iris})
        services = turn({iri: records.values(iri, "dct:spatial") for iri in served})
        named = frozenset({*actors, *services})
        reach = Reach(records=records, on=material.on, named=named)
        return cls(
            material=material, coverage=coverage, actors=actors, services=services, reach=reach
        )

    def list_regions(self) -> list[str]:
        records, on = self.material.records, self.material.on
        return [each for each in records.of("elo:Region") if records.in_force(each, on)]

    def count_nationwide(self) -> int:
        countries = self.reach.countries
        elsewhere = (self.actors[place] for place in self.actors if place not in countries)
        everywhere = (self.actors[place] for place in self.actors if place in countries)
        return len(frozenset().union(*everywhere) - frozenset().union(*elsewhere))

    def read(self, level: Level, areas: Iterable[str]) -> AreaLevel:
        found = sorted(set(areas), key=lambda each: (self.material.name(each).said, each))
        reached = {
            place
            for area in found
            for place in (*self.reach.within(area), *self.reach.beyond(area))
        }
        return AreaLevel(
            level=level,
            areas=tuple(map(self._read_area, found)),
            outside=self._name(self.reach.named - reached - self.reach.countries),
            sources=tuple(self._cite(found)),
        )

    def _read_area(self, area: str) -> AreaRecord:
        return AreaRecord(
            area=area,
            label=self.material.name(area),
            point=_read_point(self.material.records.value(area, "elo:point")),
            services=self._count(area, self.services),
            actors=self._count(area, self.actors),
            required=self._count_required(area) if self.coverage.has_norm else None,
        )

    def _count(self, area: str, things: Mapping[str, frozenset[str]]) -> Reading:
        own = {each for place in self.reach.within(area) for each in things.get(place, ())}
        beyond = {each for each in self.reach.beyond(area) if things.get(each, frozenset()) - own}
        every = own.union(*(things[place] for place in beyond))
        wholes = self._name(place for place in beyond if not self._is_country(place))
        return Reading(total=len(every), own=len(own), wholes=wholes)

    def _count_required(self, area: str) -> Required:
        here = {area, *self.reach.parts(area)}
        states = Counter(cell.state for cell in self.coverage.cells if cell.area in here)
        left_out: tuple[CellState, ...] = ("not-required", *WITHOUT_NORM)
        return Required(
            cells=states.total() - sum(states[state] for state in left_out),
            missing=states["missing"],
            ending=states["ending"],
            thin=states["thin"] + states["few"],
            unknown=states["unknown"],
        )

    def _cite(self, areas: Sequence[str]) -> Iterator[Text]:
        """Yield the documents that most of the points are from, with who published them."""
        records = self.material.records
        placed = [area for area in areas if records.value(area, "elo:point")]
        named = Counter(doc for area in placed for doc in records.values(area, "dct:source"))
        for document in sorted(doc for doc, n in named.items() if 2 * n > len(placed)):
            about = " ".join(records.values(document, "dct:description"))
            parts = [self.material.name(document)]
            parts += map(Text.same, records.values(document, "dct:publisher")[:1])
            parts += [Text.same(licence) for licence in _LICENCE.findall(about)[:1]]
            yield join_names(parts)

    def _is_country(self, place: str) -> bool:
        return place in self.reach.countries

    def _name(self, areas: Iterable[str]) -> tuple[Text, ...]:
        return tuple(sorted(map(self.material.name, areas)))


def _read_point(text: str | None) -> tuple[float, float] | None:
    """Return longitude and latitude of a point in degrees; None where it is not written so."""
    match = _POINT.fullmatch((text or "").strip())
    if match is None:
        return None
    east, north = float(match[1]), float(match[2])
    return (east, north) if abs(east) <= 180 and abs(north) < 90 else None
