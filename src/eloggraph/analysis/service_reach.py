"""The services of a day: by whom, for whom, where and how, and for whom none is on record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eloggraph.analysis.affiliation import Group
from eloggraph.analysis.coverage_reading import read_axis, read_running
from eloggraph.analysis.offers import Offer
from eloggraph.analysis.question import Material
from eloggraph.finding import Place
from eloggraph.languages import HABITS
from eloggraph.snapshot.days import a_year_later, last_day
from eloggraph.text import Text

# For whom, and in which municipality; None where nobody wrote it down.
Spot = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachedService:
    """One service as it is on the day.

    ``groups`` and ``areas`` are as written, ``spots`` what they amount to: a service of a region
    is one of its municipalities, and one for a group is also for the narrower groups in it.
    ``until`` is when it ends by its own date or by that of its ``project``; ``is_ending`` tells
    that this is within a year. ``organisations`` counts who provides it: units of one are one.
    """

    service: Group
    forms: tuple[Text, ...]
    providers: tuple[Group, ...]
    organisations: int
    groups: tuple[Group, ...]
    areas: tuple[Group, ...]
    in_municipalities: bool
    spots: frozenset[Spot]
    channels: tuple[Text, ...]
    languages: tuple[Text, ...]
    since: str | None
    until: str | None
    project: Text | None
    is_ending: bool
    place: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReach:
    """Every service of the day in the order of the rows, and what has none.

    ``unserved`` are target groups for which no service is on record, neither for themselves nor for
    a broader one. ``elsewhere`` counts services on record that are not there on the day, ``chains``
    the service chains of which the steps tell the services.
    """

    services: tuple[ReachedService, ...]
    unserved: tuple[Group, ...]
    regions: tuple[tuple[str, Group], ...]
    elsewhere: int
    chains: int
    places: tuple[Place, ...]

    @property
    def providers(self) -> tuple[Group, ...]:
        """Everyone who provides a service, once."""
        return tuple(dict.fromkeys(each for one in self.services for each in one.providers))

    @property
    def groups(self) -> tuple[Group, ...]:
        """Every target group that a service names, once."""
        return tuple(dict.fromkeys(each for one in self.services for each in one.groups))


def read_reach(material: Material) -> ServiceReach:
    """Read the services of the day.

    They are those that the coverage counts. A service chain is left out where the services of its
    steps reach every group that it names: it is shown step by step.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> read_reach(Material(network=nothing, on=date(2024, 1, 1))).services
    ()
    """
    offers: defaultdict[str, list[Offer]] = defaultdict(list)
    for offer in read_running(material):
        offers[offer.service].append(offer)
    there = [each for each in material.records.of("elo:GuidanceService") if each in offers]
    told = {each for each in there if is_told_by_steps(material, each)}
    shown = [each for each in there if each not in told]
    reached = {offer.target_group for each in there for offer in offers[each]}
    on_record = material.all_days.of("elo:GuidanceService")
    groups = material.records.of("elo:TargetGroup")
    return ServiceReach(
        services=tuple(_read_service(material, each, offers[each]) for each in shown),
        unserved=tuple(_name(material, each) for each in groups if each not in reached),
        regions=_read_regions(material),
        elsewhere=len(set(on_record) - set(there)),
        chains=len(told),
        places=tuple(filter(None, map(material.records.place, groups))),
    )


def is_told_by_steps(material: Material, node: str) -> bool:
    """Tell whether a service is a chain that the services of its steps make up: it is no other.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> is_told_by_steps(Material(network=nothing, on=date(2024, 1, 1)), "coaching")
    False
    """
    records = material.records
    if not records.is_a(node, "elo:ServiceChain"):
        return False
    services = {
        service
        for step in records.values(node, "elo:hasStep")
        for service in records.values(step, "elo:stepService")
    }
    reached = {each for one in services for each in records.values(one, "elo:forTargetGroup")}
    return bool(services) and reached.issuperset(records.values(node, "elo:forTargetGroup"))


def _read_service(material: Material, node: str, offers: Sequence[Offer]) -> ReachedService:
    values = material.records.values
    until = min((each.until for each in offers if each.until), key=last_day, default=None)
    areas = values(node, "dct:spatial")
    providers = {each.provider for each in offers if each.provider}
    project = next(iter(values(node, "prov:wasGeneratedBy")), None)
    return ReachedService(
        service=_name(material, node),
        forms=_name_all(material, values(node, "elo:serviceForm")),
        providers=tuple(sorted((_name(material, each) for each in providers), key=_by_label)),
        organisations=len({each.answers_as for each in offers} - {None}),
        groups=tuple(_name(material, each) for each in values(node, "elo:forTargetGroup")),
        areas=tuple(_name(material, each) for each in areas),
        in_municipalities=all(material.records.is_a(each, "elo:Municipality") for each in areas),
        spots=frozenset((each.target_group, each.area) for each in offers),
        channels=_name_all(material, values(node, "elo:channelType")),
        languages=tuple(map(_name_language, values(node, "dct:language"))),
        since=min((each.since for each in offers if each.since), default=None),
        until=until,
        project=material.name(project) if project else None,
        is_ending=until is not None and last_day(until) <= a_year_later(material.on),
        place=material.records.place(node),
    )


def _read_regions(material: Material) -> tuple[tuple[str, Group], ...]:
    """Return the region of each municipality that has one."""
    there = {area.iri for area in read_axis(material.ask, "coverage-areas", material.labels)}
    rows = {row["area"]: row["region"] for row in material.ask("coverage-regions")}
    found = ((area, rows[area]) for area in sorted(rows) if area in there)
    return tuple((area, _name(material, region)) for area, region in found)


def _name(material: Material, node: str) -> Group:
    return Group(iri=node, label=material.name(node))


def _name_all(material: Material, nodes: Iterable[str]) -> tuple[Text, ...]:
    return tuple(map(material.name, nodes))


def _name_language(tag: str) -> Text:
    """Return what speakers of a language call it; its tag where we do not know."""
    return Text.same(HABITS[tag].name if tag in HABITS else tag)


def _by_label(group: Group) -> tuple[tuple[str, ...], str]:
    return (group.label.said, group.iri)
