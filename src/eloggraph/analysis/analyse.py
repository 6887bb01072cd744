"""All questions asked of one network, joined into what the report opens with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass

import networkx as nx

from eloggraph.analysis.affiliation import AffiliationNetwork, Grouping, TieKind
from eloggraph.analysis.brokerage import Brokerage, find_brokers
from eloggraph.analysis.communities import Communities, find_communities
from eloggraph.analysis.coverage import Coverage
from eloggraph.analysis.evidence import Evidence
from eloggraph.analysis.projection import draw_network, project_actors, project_recorded
from eloggraph.analysis.silos import Segregation, SiloVerdict, judge_silos, measure_segregation
from eloggraph.analysis.summary import Findings, headline, list_actions, list_observations
from eloggraph.text import Text, say

VERSION = 1
_PAIRS = frozenset({"counts", "ties_by_kind"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much there is: actors, collectives, ties of each kind, and actors without any tie."""

    actors: int
    collectives: int
    ties: int
    ties_by_kind: tuple[tuple[TieKind, int], ...]
    isolates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What was found, most important first, with the data basis of every claim."""

    counts: Counts
    silos: tuple[SiloVerdict, ...]
    communities: Communities
    coverage: Coverage
    brokerage: Brokerage
    headline: Text
    observations: tuple[Text, ...]
    actions: tuple[Text, ...]
    seed: int
    permutations: int

    def to_dict(self) -> dict[str, object]:
        """Return JSON-ready values: numbers to 6 decimals, texts as ``{"fi", "sv", "en"}``."""
        return {"version": VERSION, **{f.name: _to_json(self, f.name) for f in fields(self)}}


def analyse(
    network: AffiliationNetwork,
    coverage: Coverage,
    *,
    seed: int = 0,
    permutations: int = 10_000,
) -> Analysis:
    """Ask every question of a network and choose what to say first.

    Silos and communities are measured on all ties between actors, inferred ones included. Where
    more than half of them are inferred only, they are measured on the recorded ties alone, if
    these are enough for a verdict. Brokers are always found among all ties, and what is said of
    them holds on the map too, with its ties between collectives.

    Parameters
    ----------
    network
        The recorded network; it is not changed.
    coverage
        What :func:`eloggraph.analysis.coverage.measure_coverage` returned.
    seed
        Seed of everything random.
    permutations
        Random labellings for each grouping.

    Examples
    --------
    >>> from datetime import date
    >>> from eloggraph.analysis.coverage import measure_coverage
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> analyse(nothing, measure_coverage([], [], [], [], on=date(2024, 1, 1))).headline.en
    'There are no actors in the data.'

    """
    every, recorded = project_actors(network), project_recorded(network)
    counts = count_network(network)
    silos = _judge_groupings(network, every, recorded, seed=seed, permutations=permutations)
    communities = _find_communities(network, every, recorded, seed)
    brokerage = find_brokers(every, whole=draw_network(network), seed=seed)
    findings = Findings(
        actors=counts.actors,
        collectives=counts.collectives,
        ties=counts.ties,
        dated=tuple(tie.until for tie in network.ties if tie.until),
        isolates=tuple(n.label for n in network.nodes if n.iri in set(counts.isolates)),
        groupings=network.groupings,
        silos=silos,
        communities=communities,
        coverage=coverage,
        brokerage=brokerage,
    )
    return Analysis(
        counts=counts,
        silos=silos,
        communities=communities,
        coverage=coverage,
        brokerage=brokerage,
        headline=headline(findings),
        observations=list_observations(findings),
        actions=list_actions(findings),
        seed=seed,
        permutations=permutations,
    )


def count_network(network: AffiliationNetwork) -> Counts:
    """Count what is on record; an actor is isolated when no tie leads to another node."""
    tied = {
        end for tie in network.ties if tie.source != tie.target for end in (tie.source, tie.target)
    }
    actors = network.actors()
    return Counts(
        actors=len(actors),
        collectives=len(network.nodes) - len(actors),
        ties=len(network.ties),
        ties_by_kind=tuple(sorted(Counter(tie.kind for tie in network.ties).items())),
        isolates=tuple(sorted(actor.iri for actor in actors if actor.iri not in tied)),
    )


def assign_groups(network: AffiliationNetwork, grouping: str) -> dict[str, str]:
    """Return the group of each actor that is declared to be in exactly one group.

    An actor in several groups, such as one that serves three municipalities, has no single
    label to compare; it is left out of the measure, and the verdict tells how many were.
    """
    declared = {actor.iri: actor.groups(grouping) for actor in network.actors()}
    return {iri: groups[0] for iri, groups in sorted(declared.items()) if len(groups) == 1}


def _judge_groupings(
    network: AffiliationNetwork,
    every: nx.Graph[str],
    recorded: nx.Graph[str],
    *,
    seed: int,
    permutations: int,
) -> tuple[SiloVerdict, ...]:
    measured: list[tuple[Grouping, Segregation, Text]] = []
    for grouping in network.groupings:
        groups = assign_groups(network, grouping.key)
        found = [
            measure_segregation(graph, groups, permutations=permutations, seed=seed)
            for graph in (every, recorded)
        ]
        only_recorded = not found[0].evidence.enough and found[1].evidence.enough
        basis = say(f"analysis.basis.{'recorded' if only_recorded else 'all'}")
        measured.append((grouping, found[only_recorded], basis))
    comparisons = max(1, sum(found.evidence.enough for _, found, _ in measured))
    return tuple(
        judge_silos(grouping, found, basis=basis, comparisons=comparisons)
        for grouping, found, basis in measured
    )


def _find_communities(
    network: AffiliationNetwork, every: nx.Graph[str], recorded: nx.Graph[str], seed: int
) -> Communities:
    groupings: Mapping[str, Mapping[str, str]] = {
        grouping.key: assign_groups(network, grouping.key) for grouping in network.groupings
    }
    found = find_communities(every, groupings=groupings, seed=seed)
    if found.evidence.enough:
        return found
    narrower = find_communities(recorded, groupings=groupings, seed=seed)
    return narrower if narrower.evidence.enough else found


def _to_json(owner: object, name: str) -> object:
    value = getattr(owner, name)
    if name in _PAIRS and isinstance(value, tuple):
        return {str(key): _plain(count) for key, count in value}
    return _plain(value)


def _plain(value: object) -> object:
    if isinstance(value, Text):
        return value.to_dict()
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, Evidence):
        shown = {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
        return {**shown, "enough": value.enough}
    if is_dataclass(value):
        return {field.name: _to_json(value, field.name) for field in fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value
