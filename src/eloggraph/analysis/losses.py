"""What would follow if an actor left: who is cut off, and what only that actor holds up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import networkx as nx

from eloggraph.analysis.coverage_cells import CellState, Coverage, CoverageCell
from eloggraph.analysis.fragility import find_fragility
from eloggraph.analysis.goal_chain import GoalChain
from eloggraph.analysis.plans import is_over
from eloggraph.analysis.question import Material
from eloggraph.analysis.workers import find_coordinators, find_doers
from eloggraph.snapshot.records import Records

# Required cells with a service: of an unknown one it is not known who else may be there.
_SERVED: tuple[CellState, ...] = ("met", "few", "thin", "ending")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldUp:
    """What each actor alone holds up, by actor: required cells, goals, measures and collectives.

    Where nothing is required, ``services`` are looked at instead of cells. ``judged`` counts all
    of these of which anybody is known to hold them up, alone or not.
    """

    cells: Mapping[str, Sequence[CoverageCell]] = field(default_factory=dict)
    services: Mapping[str, Sequence[str]] = field(default_factory=dict)
    goals: Mapping[str, Sequence[str]] = field(default_factory=dict)
    measures: Mapping[str, Sequence[str]] = field(default_factory=dict)
    collectives: Mapping[str, Sequence[str]] = field(default_factory=dict)
    judged: int = 0


def count_cut_off(graph: nx.Graph[str], whole: nx.Graph[str] | None = None) -> dict[str, int]:
    """Return for every actor how many others would lose touch with the largest part without it.

    One walk tells it of all actors at once (:func:`find_fragility`), so that their mean, what
    follows when an actor chosen at random leaves, is exact.

    Parameters
    ----------
    graph, whole
        As those of :func:`find_fragility`.

    Examples
    --------
    >>> count_cut_off(nx.path_graph(["a", "b", "c"]))
    {'a': 0, 'b': 1, 'c': 0}
    """
    parts = find_fragility(graph, whole).parts
    sizes = {actor: parts.get(actor, ()) for actor in graph}
    return {actor: sum(found) - max(found, default=0) for actor, found in sizes.items()}


def list_cut_off(whole: nx.Graph[str], actor: str) -> tuple[str, ...]:
    """Return the actors that lose touch with the largest part when one leaves.

    Of parts of the same size the one with the first name stays.

    >>> list_cut_off(nx.path_graph(["a", "b", "c", "d"]), "b")
    ('a',)
    """
    among = nx.node_connected_component(whole, actor) - {actor}
    parts = [
        sorted(n for n in part if whole.nodes[n].get("kind", "actor") == "actor")
        for part in nx.connected_components(whole.subgraph(among))
    ]
    largest = min(parts, key=lambda part: (-len(part), part), default=[])
    return tuple(sorted(n for part in parts if part is not largest for n in part))


def find_held_up(material: Material, coverage: Coverage) -> HeldUp:
    """Find what one actor alone holds up on the day.

    A required cell of the coverage is held up by the one organisation that provides all services
    there, or by the one unit of it that does (where there is no norm, so is every service that one
    provides); a goal by the one actor that answers for it or for
    all that is done for it; a measure by the one that answers for it; a network or a project by
    the one that co-ordinates it.

    Examples
    --------
    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> from eloggraph.analysis.coverage_cells import measure_coverage
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> coverage = measure_coverage([], [], [], [], on=date(2024, 1, 1))
    >>> find_held_up(Material(network=nothing, on=date(2024, 1, 1)), coverage).cells
    {}
    """
    records, on = material.records, material.on
    collectives = (
        each
        for each in records.of("elo:Collective")
        if records.is_own(each) and records.in_force(each, on)
    )
    chain = GoalChain(material)
    measures = [each for each in chain.measures if not is_over(material, each)]
    people = (
        {goal: _find_people(material, chain, goal) for goal in chain.own_goals},
        {each: find_doers(records, each, on) for each in measures},
        {each: find_coordinators(records, each, on) for each in collectives},
    )
    goals, owned, led = map(_group, people)
    units = _Units(records)
    served = sum(cell.state in _SERVED for cell in coverage.cells)
    services = {} if coverage.has_norm else units.group_services(_list_services(material))
    return HeldUp(
        cells=units.group_cells(coverage.cells),
        services=services,
        goals=goals,
        measures=owned,
        collectives=led,
        judged=served
        + len(services)
        + sum(bool(actors) for found in people for actors in found.values()),
    )


def _list_services(material: Material) -> list[str]:
    records = material.records
    return [
        each
        for each in records.of("elo:GuidanceService")
        if records.is_own(each) and records.in_force(each, material.on)
    ]


def _group(people: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    alone: defaultdict[str, list[str]] = defaultdict(list)
    for thing, actors in people.items():
        if len(actors) == 1:
            alone[next(iter(actors))].append(thing)
    return dict(alone)


def _find_people(material: Material, chain: GoalChain, goal: str) -> frozenset[str]:
    """Return who answers for a goal, or for what is done for it or for one below."""
    records, on = material.records, material.on
    works = (each for each in chain.list_works(goal) if records.in_force(each, on))
    return frozenset().union(*(find_doers(records, each, on) for each in (goal, *works)))


@dataclass(frozen=True)
class _Units:
    """Organisations and their units: who leaves takes the units along."""

    records: Records

    @cached_property
    def known(self) -> dict[str, frozenset[str]]:
        return {}

    def climb(self, provider: str) -> frozenset[str]:
        """Return a provider with all that it is a unit of."""
        if provider not in self.known:
            found, ahead = {provider}, [provider]
            while ahead:
                above = self.records.values(ahead.pop(), "org:subOrganizationOf")
                ahead += [each for each in above if each not in found]
                found.update(above)
            self.known[provider] = frozenset(found)
        return self.known[provider]

    def group_cells(self, cells: Iterable[CoverageCell]) -> dict[str, list[CoverageCell]]:
        alone: defaultdict[str, list[CoverageCell]] = defaultdict(list)
        for cell in cells:
            for actor in sorted(self.find_holders(cell)):
                alone[actor].append(cell)
        return dict(alone)

    def find_holders(self, cell: CoverageCell) -> frozenset[str]:
        """Return each of whom all services of a required cell are."""
        if cell.state not in _SERVED or not cell.providers:
            return frozenset()
        if not all(map(self.has_provider, cell.services)):
            return frozenset()
        return self.share(cell.providers)

    def group_services(self, services: Iterable[str]) -> dict[str, list[str]]:
        alone: defaultdict[str, list[str]] = defaultdict(list)
        for service in services:
            providers = self.records.values(service, "elo:providedBy")
            if providers:
                for actor in sorted(self.share(providers)):
                    alone[actor].append(service)
        return dict(alone)

    def share(self, providers: Sequence[str]) -> frozenset[str]:
        """Return each of whom all of the providers are units, or whom they are."""
        first, *others = map(self.climb, providers)
        return first.intersection(*others)

    def has_provider(self, service: str) -> bool:
        return bool(self.records.values(service, "elo:providedBy"))
