"""What is on record that bears on each dimension of maturity: counts with names, never a score."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from eloggraph.analysis.coverage_cells import CellState
from eloggraph.analysis.coverage_reading import read_coverage
from eloggraph.analysis.question import Material
from eloggraph.analysis.seats import measure_forums
from eloggraph.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """How much there is of something, of how many where that is known, and what by name.

    ``told`` is the entry of the catalogue. A fact with nothing to it says that none is on record.
    """

    dimension: str
    told: str
    n: int
    total: int | None = None
    names: tuple[Text, ...] = ()


def collect_facts(material: Material) -> tuple[Fact, ...]:
    """Return the facts of the data that bear on the dimensions, in the order of these.

    What other questions count (connections, seats, required services) is counted as they do.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> found = collect_facts(Material(network=nothing, on=date(2024, 1, 1)))
    >>> [fact.told for fact in found if fact.dimension == "models"]
    ['documents', 'agreements', 'chains', 'joint-services']
    """
    return tuple(fact for dimension, tell in _TOLD.items() for fact in tell(material, dimension))


def _list_own(material: Material, *classes: str) -> tuple[str, ...]:
    """Return the network's own things that are in force."""
    records, on = material.records, material.on
    things = (node for node in records.of(*classes) if records.is_own(node))
    return tuple(node for node in things if records.in_force(node, on))


def _count_own(material: Material, dimension: str, told: str, *classes: str) -> Fact:
    found = _list_own(material, *classes)
    names = tuple(map(material.name, found))
    return Fact(dimension=dimension, told=told, n=len(found), names=names)


def _tell_situation(material: Material, dimension: str) -> Iterator[Fact]:
    counts = material.counts
    isolates = tuple(map(material.name, counts.isolates))
    tied = counts.actors - len(isolates)
    yield Fact(dimension=dimension, told="tied", n=tied, total=counts.actors)
    if isolates:
        names = () if material.public else isolates
        yield Fact(dimension=dimension, told="isolates", n=len(isolates), names=names)
    yield Fact(dimension=dimension, told="ties", n=counts.ties)
    yield _count_own(material, dimension, "services", "elo:GuidanceService")


def _tell_concept(material: Material, dimension: str) -> Iterator[Fact]:
    yield _count_own(material, dimension, "goals", "elo:StrategicGoal")
    yield _count_own(material, dimension, "criteria", "elo:QualityCriterion")


def _tell_models(material: Material, dimension: str) -> Iterator[Fact]:
    yield _count_own(material, dimension, "documents", "elo:PolicyDocument")
    yield _count_own(material, dimension, "agreements", "elo:Agreement")
    yield _count_own(material, dimension, "chains", "elo:ServiceChain")
    joint = [
        service
        for service in _list_own(material, "elo:GuidanceService")
        if len(material.records.values(service, "elo:providedBy")) > 1
        and not material.records.is_a(service, "elo:ServiceChain")
    ]
    names = tuple(map(material.name, joint))
    yield Fact(dimension=dimension, told="joint-services", n=len(joint), names=names)


def _tell_forums(material: Material, dimension: str) -> Iterator[Fact]:
    found = measure_forums(material)
    seats = [forum for forum in found.with_seats if forum.members]
    names = tuple(forum.label for forum in seats)
    yield Fact(dimension=dimension, told="forums", n=len(seats), names=names)
    if not seats:
        return
    actors = material.counts.actors
    yield Fact(dimension=dimension, told="seated", n=found.seated, total=actors)
    narrow = tuple(
        forum.label
        for forum in seats
        if len(forum.members) > 1 and len(forum.parts) == 1 and not forum.sectorless
    )
    if narrow:
        yield Fact(dimension=dimension, told="one-sector", n=len(narrow), names=narrow)


def _tell_effectiveness(material: Material, dimension: str) -> Iterator[Fact]:
    observed = {
        indicator
        for each in material.records.of("elo:Observation")
        for indicator in material.records.values(each, "elo:ofIndicator")
    }
    own = _list_own(material, "elo:Indicator")
    measured = tuple(material.name(each) for each in own if each in observed)
    yield Fact(
        dimension=dimension, told="indicators", n=len(measured), total=len(own), names=measured
    )
    yield _count_own(material, dimension, "results", "elo:CriterionResult")
    if not material.records.of("elo:ServiceNorm"):
        return
    coverage = read_coverage(material.ask, material.labels, material.on, material.unread)
    required = sum(map(coverage.count, _REQUIRED))
    if not required:
        return
    yield Fact(dimension=dimension, told="required", n=required)
    wanting: tuple[CellState, ...] = ("missing", "thin")
    for state in wanting:
        if n := coverage.count(state):
            names = (coverage.name_cells(state),)
            yield Fact(dimension=dimension, told=f"cells-{state}", n=n, names=names)


_REQUIRED: tuple[CellState, ...] = ("met", "thin", "few", "ending", "missing", "unknown")
_TOLD: Mapping[str, Callable[[Material, str], Iterator[Fact]]] = {
    "situation": _tell_situation,
    "concept": _tell_concept,
    "models": _tell_models,
    "forums": _tell_forums,
    "effectiveness": _tell_effectiveness,
}
DIMENSIONS = tuple(_TOLD)
