"""The projects that build a service chain or the services of its steps, and when they end."""

from __future__ import annotations

from dataclasses import dataclass

from eloggraph.analysis.affiliation import Group
from eloggraph.analysis.question import Material
from eloggraph.analysis.service_chains import Chain
from eloggraph.finding import Place
from eloggraph.snapshot.days import a_year_later, last_day
from eloggraph.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainProject:
    """A project with its term; ``is_ending`` tells that it ends within a year, or has ended."""

    project: Group
    coordinators: tuple[Text, ...]
    since: str | None
    until: str | None
    is_ending: bool
    place: Place | None


def read_projects(material: Material, chain: Chain) -> tuple[ChainProject, ...]:
    """Return the projects of a chain, then those of its steps' services; also those that ended.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> empty = Chain(chain="c", label=Text.same("C"), coordinators=(), status=None, steps=())
    >>> read_projects(Material(network=nothing, on=date(2024, 1, 1)), empty)
    ()
    """
    made = (chain.chain, *(step.service for step in chain.steps if step.service))
    found = dict.fromkeys(
        project
        for node in made
        for project in material.all_days.values(node, "prov:wasGeneratedBy")
    )
    return tuple(_read_project(material, project) for project in found)


def _read_project(material: Material, project: str) -> ChainProject:
    records = material.all_days
    until = records.value(project, "elo:validUntil")
    coordinators = records.subjects(project, "elo:coordinates")
    return ChainProject(
        project=Group(iri=project, label=material.name(project)),
        coordinators=tuple(map(material.name, coordinators)),
        since=records.value(project, "elo:validFrom"),
        until=until,
        is_ending=until is not None and last_day(until) <= a_year_later(material.on),
        place=records.place(project),
    )
