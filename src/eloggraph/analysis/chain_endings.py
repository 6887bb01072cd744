"""What of a service chain is for a fixed term: services, providers, projects and their funding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from eloggraph.analysis.question import Material
from eloggraph.analysis.service_chains import Chain
from eloggraph.snapshot.days import last_day
from eloggraph.text import Text

EndingKind = Literal["service", "provider", "project", "funding"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What ends when, and the chains and steps that depend on it.

    ``funders`` pay for a project up to its end; funding that ends at another time stands by itself.
    """

    kind: EndingKind
    node: str
    label: Text
    ends: str
    funders: tuple[Text, ...] = ()
    depends: tuple[Text, ...] = ()


@dataclass(slots=True)
class _Found:
    ends: str
    label: Text
    funders: tuple[Text, ...] = ()
    depends: dict[Text, None] = field(default_factory=dict)


def list_endings(material: Material, chains: Sequence[Chain]) -> tuple[Ending, ...]:
    """Return what ends after the day, the first first; what has no end on record is left out.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> list_endings(Material(network=nothing, on=date(2024, 1, 1)), ())
    ()
    """
    found: dict[tuple[EndingKind, str], _Found] = {}
    for chain in chains:
        for kind, node, depends in _list_needed(material, chain):
            until = material.records.value(node, "elo:validUntil")
            if until is None:
                continue
            one = found.setdefault((kind, node), _Found(until, _name(material, kind, node)))
            one.depends[depends] = None
            if kind == "project":
                one.funders = _name_funders(material, node, until)
    endings = (
        Ending(
            kind=kind,
            node=node,
            label=one.label,
            ends=one.ends,
            funders=one.funders,
            depends=tuple(one.depends),
        )
        for (kind, node), one in found.items()
    )
    return tuple(sorted(endings, key=lambda each: (last_day(each.ends), each.kind, each.node)))


def _list_needed(material: Material, chain: Chain) -> Iterator[tuple[EndingKind, str, Text]]:
    """Yield what a chain needs: the chain as a whole first, then step by step."""
    values = material.records.values
    projects: dict[str, Text] = dict.fromkeys(
        values(chain.chain, "prov:wasGeneratedBy"), chain.label
    )
    yield "service", chain.chain, chain.label
    for step in chain.steps:
        if step.service is None:
            continue
        yield "service", step.service, step.label
        for provider in step.providers:
            yield "provider", provider, step.label
        for project in values(step.service, "prov:wasGeneratedBy"):
            projects.setdefault(project, step.label)
    for project, depends in projects.items():
        yield "project", project, depends
        for funding in _list_fundings(material, project):
            until = material.records.value(project, "elo:validUntil")
            if material.records.value(funding, "elo:validUntil") != until:
                yield "funding", funding, depends


def _list_fundings(material: Material, project: str) -> Iterator[str]:
    for funding in material.records.values(project, "elo:hasFunding"):
        if material.records.in_force(funding, material.on):
            yield funding


def _name_funders(material: Material, project: str, until: str) -> tuple[Text, ...]:
    records = material.records
    funders = (
        funder
        for funding in _list_fundings(material, project)
        if records.value(funding, "elo:validUntil") in {None, until}
        for funder in records.values(funding, "elo:fundedBy")
    )
    return tuple(map(material.name, dict.fromkeys(funders)))


def _name(material: Material, kind: EndingKind, node: str) -> Text:
    if kind != "funding":
        return material.name(node)
    funder = material.records.value(node, "elo:fundedBy")
    projects = material.records.subjects(node, "elo:hasFunding")
    named = [material.name(each) for each in (funder, *projects) if each]
    return Text.each(lambda language: " – ".join(name.say(language) for name in named))
