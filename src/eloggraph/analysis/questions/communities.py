"""Which clusters the ties themselves show: each named only if chance does not explain it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Literal

import networkx as nx

from eloggraph.analysis.affiliation import assign_groups
from eloggraph.analysis.clusters import Clusters, Effort, read_layers, search_clusters
from eloggraph.analysis.community import (
    Community,
    Crossing,
    Member,
    cross_groups,
    describe_communities,
    judge_cluster,
    name_clusters,
)
from eloggraph.analysis.outcome import Gauge, ObservationRank, Remark, ReportTable, Value
from eloggraph.analysis.projection import count_inferred, name_node
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.sentences import join_names, write_decimals, write_probability
from eloggraph.analysis.statistics.partitions import (
    measure_adjusted_information,
    measure_adjusted_rand,
)
from eloggraph.analysis.sufficiency import Evidence
from eloggraph.text import Text, say

__all__ = [
    "QUESTION",
    "Agreement",
    "Communities",
    "Community",
    "Crossing",
    "Member",
    "find_communities",
    "judge_cluster",
    "measure_communities",
]

CommunityLevel = Literal["found", "none", "too-little-data"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far the best partition follows one declared grouping, beyond chance.

    The adjusted Rand index and the adjusted mutual information: 1 means the same division, 0 as
    much likeness as chance gives. None when no tied actor has a group, or when the divisions are
    trivial.
    """

    grouping: str
    label: Text
    actors: int
    adjusted_rand: float | None
    adjusted_information: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Communities:
    """The clusters that may be named, the partition that they are of, and what it stands against.

    ``communities`` are all of the best partition, of which those ``named`` may be spoken of.
    ``typical`` is the mean modularity of single runs, the number that is compared with
    ``null_mean`` and ``null_sd``; ``modularity`` is that of the partition shown. ``crossings``
    count the declared groups of the named clusters.
    """

    level: CommunityLevel
    sentence: Text
    reasons: tuple[Text, ...]
    communities: tuple[Community, ...]
    unattached: tuple[str, ...]
    agreements: tuple[Agreement, ...]
    crossings: tuple[Crossing, ...]
    evidence: Evidence
    modularity: float | None
    typical: float | None
    null_mean: float | None
    null_sd: float | None
    z: float | None
    p: float | None
    runs: int
    rewirings: int
    seed: int

    @property
    def communities_found(self) -> bool:
        """Tell whether there are clusters beyond chance."""
        return self.level == "found"

    @property
    def named(self) -> tuple[Community, ...]:
        """Return the clusters that may be spoken of."""
        return tuple(community for community in self.communities if community.named)


def find_communities(
    graph: nx.Graph[str],
    *,
    groupings: Mapping[str, Mapping[str, Hashable]] | None = None,
    labels: Mapping[str, Text] | None = None,
    seeds: int = 50,
    resolutions: Sequence[float] = (0.5, 1.0, 2.0),
    rewirings: int = 200,
    seed: int = 0,
) -> Communities:
    """Find the clusters that ties show, and name those that stand every trial by themselves.

    A tie on record weighs 1; what m actors share gives each pair of them 1 / (m - 1). The Leiden
    method is run for each seed and resolution, since one run is no result, and the partition with
    the highest modularity at resolution 1 is taken. Of each community those members are settled
    whose ties say that they belong to it.

    Then networks are redrawn: ties on record swap ends with each other and memberships with each
    other, so that every actor has as many of either and every collective as many members. A
    community is named by the rule of :func:`judge_cluster`: it is beyond the best sets of these
    networks, it is found again in other runs, and it is worth telling of. The level is ``found``
    if any is named.

    Parameters
    ----------
    graph
        Actors and ties; it is not changed. Actors without ties stand apart as ``unattached``.
    groupings
        Declared groups of the actors, to compare with.
    labels
        The names of groupings and of groups.
    seeds, resolutions
        How many runs at each resolution. Fewer seeds are used beyond 1,000 ties, in inverse
        proportion to the ties, but never fewer than 10 (or than asked for).
    rewirings
        How many redrawn networks. Fewer beyond 1,000 ties in the same manner, but never fewer
        than 30 (or than asked for).
    seed
        Seed of everything random.

    Returns
    -------
    Communities
        With level ``too-little-data`` and no communities when fewer than 12 actors have ties, or
        when there are fewer than 20 ties on record and memberships beyond a collective's first.

    Notes
    -----
    Newman, M. E. J. & Girvan, M. (2004), *Physical Review E* 69:026113; Traag et al. (2019),
    *Scientific Reports* 9:5233; weights: Newman (2001), *Physical Review E* 64:016132; stability:
    Hennig (2007), *Computational Statistics & Data Analysis* 52:258; null model: Guimerà et al.
    (2004), *Physical Review E* 70:025101, and Strona et al. (2014), *Nature Communications*
    5:4114; agreement: Hubert & Arabie (1985), *Journal of Classification* 2:193, and Vinh et al.
    (2010), *Journal of Machine Learning Research* 11:2837.

    Examples
    --------
    >>> find_communities(nx.path_graph(["a", "b", "c"])).level
    'too-little-data'

    """
    names, layers = read_layers(graph)
    labels = {**{node: name_node(graph, node) for node in graph}, **(labels or {})}
    unattached = tuple(sorted(set(graph) - set(names), key=str))
    evidence = Evidence(
        actors=len(names),
        ties=sum(one != other for one, other in graph.edges()),
        inferred=count_inferred(graph),
        by_kind=True,
        facts=layers.facts,
    )
    if not evidence.enough:
        return _withhold(evidence, unattached, seed)
    effort = Effort(
        seeds=seeds, resolutions=tuple(resolutions), rewirings=rewirings, seed=seed
    ).ration(evidence.ties)
    found = search_clusters(layers, effort)
    excess = found.typical - fmean(found.beyond.null)
    communities = describe_communities(found, names, labels, excess)
    agreements = tuple(
        _compare(names, found, key, groups, labels)
        for key, groups in sorted((groupings or {}).items())
    )
    return _tell_all(
        found, communities, agreements, unattached, evidence, seed, groupings or {}, labels
    )


def _tell_all(
    found: Clusters,
    communities: tuple[Community, ...],
    agreements: tuple[Agreement, ...],
    unattached: tuple[str, ...],
    evidence: Evidence,
    seed: int,
    groupings: Mapping[str, Mapping[str, Hashable]],
    labels: Mapping[str, Text],
) -> Communities:
    null = found.beyond.null
    spread = stdev(null) if len(null) > 1 else 0.0
    p = (1 + sum(score >= found.typical for score in null)) / (1 + len(null))
    named = [community for community in communities if community.named]
    level: CommunityLevel = "found" if named else "none"
    clusters = name_clusters(named, labels)
    return Communities(
        level=level,
        sentence=say(f"communities.level.{level}", n=len(named), clusters=clusters),
        reasons=tuple(_reason(found, named, agreements, labels, p)),
        communities=communities,
        unattached=unattached,
        agreements=agreements,
        crossings=tuple(cross_groups(named, groupings, labels)),
        evidence=evidence,
        modularity=found.modularity,
        typical=found.typical,
        null_mean=fmean(null),
        null_sd=spread,
        z=(found.typical - fmean(null)) / spread if spread > 1e-12 else None,
        p=p,
        runs=found.runs,
        rewirings=len(null),
        seed=seed,
    )


def measure_communities(material: Material) -> Communities:
    """Find the clusters among all ties: those on record, and what several share.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_communities(Material(network=nothing, on=date(2024, 1, 1))).communities
    ()
    """
    declared = material.network.groupings
    groupings = {each.key: assign_groups(material.network, each.key) for each in declared}
    labels = {each.key: each.label for each in declared}
    labels |= {group.iri: group.label for each in declared for group in each.groups}
    return find_communities(
        material.projected, groupings=groupings, labels=labels, seed=material.seed
    )


def _compare(
    names: Sequence[str],
    found: Clusters,
    key: str,
    groups: Mapping[str, Hashable],
    labels: Mapping[str, Text],
) -> Agreement:
    known = [at for at, name in enumerate(names) if groups.get(name) is not None]
    ours = [int(found.labels[at]) for at in known]
    theirs = [groups[names[at]] for at in known]
    return Agreement(
        grouping=key,
        label=labels.get(key, Text.same(key)),
        actors=len(known),
        adjusted_rand=measure_adjusted_rand(ours, theirs),
        adjusted_information=measure_adjusted_information(ours, theirs) if known else None,
    )


def _reason(
    found: Clusters,
    named: Sequence[Community],
    agreements: Sequence[Agreement],
    labels: Mapping[str, Text],
    p: float,
) -> Iterator[Text]:
    yield from (each.sentence for each in named if each.sentence)
    undecided = [labels.get(a, Text.same(a)) for each in named for a in each.undecided]
    if undecided:
        yield say("communities.undecided", n=len(undecided), names=join_names(undecided))
    told = [each for each in agreements if each.adjusted_information is not None]
    if named and told:
        values = [(each.label, write_decimals(each.adjusted_information or 0.0)) for each in told]
        pairs = Text.each(
            lambda language: ", ".join(f"{a.say(language)} {b.say(language)}" for a, b in values)
        )
        yield say("communities.agreement", pairs=pairs)
    yield say(
        "communities.reason",
        modularity=write_decimals(found.modularity),
        null=write_decimals(fmean(found.beyond.null)),
        p=write_probability(p),
        n=len(found.beyond.null),
    )


def _withhold(evidence: Evidence, unattached: tuple[str, ...], seed: int) -> Communities:
    return Communities(
        level="too-little-data",
        sentence=say("communities.level.too-little-data"),
        reasons=evidence.explain(),
        communities=(),
        unattached=unattached,
        agreements=(),
        crossings=(),
        evidence=evidence,
        modularity=None,
        typical=None,
        null_mean=None,
        null_sd=None,
        z=None,
        p=None,
        runs=0,
        rewirings=0,
        seed=seed,
    )


def _tell(found: Communities) -> Iterator[Text]:
    yield found.sentence
    yield from found.reasons


def _observe(found: Communities) -> Iterator[Remark]:
    if found.communities_found:
        yield Remark(rank=ObservationRank.PATTERN, text=found.sentence)
    elif found.level == "none":
        yield Remark(rank=ObservationRank.SUMMARY, text=found.sentence)


def _explain(found: Communities, _: Material) -> Iterator[Text]:
    if found.runs:
        yield say("communities.method", runs=found.runs, rewirings=found.rewirings)


_COLUMNS: dict[str, type] = {
    **{"cluster": int, "actors": int, "undecided": int, "share_out": float, "p": float},
    **dict.fromkeys(("stability", "stability_low", "stability_high"), float),
    **{"grouping": str, "group": str, "label": Text, "group_actors": int},
}


def _make_tables(found: Communities) -> Iterator[ReportTable]:
    """Make the table of found against declared: a row for each group in each named cluster."""
    rows: list[tuple[Value, ...]] = []
    for each in found.named:
        told = (
            *(each.number, len(each.settled), len(each.undecided), each.conductance, each.p),
            *(each.stability, each.stability_low, each.stability_high),
        )
        crossings = [one for one in found.crossings if one.number == each.number]
        rows += [(*told, one.grouping, one.group, one.label, one.actors) for one in crossings]
        if not crossings:
            rows.append((*told, None, None, None, None))
    yield ReportTable(name="clusters", columns=_COLUMNS, rows=tuple(rows))


def _gauge(found: Communities) -> Iterator[Gauge]:
    if found.level != "too-little-data":
        yield Gauge(label=say("communities.gauge.clusters"), value=len(found.named))


QUESTION = Question(
    key="communities",
    undecided=lambda found: found.level == "too-little-data",
    order=20,
    section_order=30,
    measure=measure_communities,
    tell=_tell,
    observe=_observe,
    tables=_make_tables,
    explain=_explain,
    heading="groups",
    gauges=_gauge,
)
