"""Which clusters the ties themselves show, and whether chance would show as many."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Literal

import networkx as nx
import numpy as np
import numpy.typing as npt

from eloggraph.analysis.affiliation import assign_groups
from eloggraph.analysis.outcome import ObservationRank, Remark
from eloggraph.analysis.projection import count_inferred
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.sentences import write_decimals, write_probability
from eloggraph.analysis.statistics.partitions import (
    Partition,
    average_pairs,
    measure_adjusted_rand,
    measure_modularity,
    number_nodes,
    run_louvain,
    score_rewired,
    share_together,
    sort_partition,
)
from eloggraph.analysis.sufficiency import Evidence
from eloggraph.text import Text, say

CommunityLevel = Literal["found", "none", "too-little-data"]

LEAST_Z, LARGEST_P = 2.0, 0.05
STABLE = 0.75
_FULL_TIES = 400
_FEWEST_SEEDS, _FEWEST_REWIRINGS = 5, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One actor of a community.

    ``stability`` is how often, over all runs, the actor falls in with the other members.
    ``elsewhere`` is the other community it falls in with most often, and how often.
    """

    actor: str
    stability: float
    elsewhere: int | None = None
    elsewhere_share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """Actors that are tied to each other more than to the rest; ``number`` counts from 1."""

    number: int
    members: tuple[Member, ...]
    stability: float

    @property
    def stable(self) -> bool:
        """Tell whether its pairs of actors fall together in at least three of four runs."""
        return self.stability >= STABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far the communities follow one declared grouping: the adjusted Rand index.

    1 means the same division, 0 as much likeness as chance gives. None when no actor of a
    community has a group, or when both divisions are trivial.
    """

    grouping: str
    actors: int
    adjusted_rand: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Communities:
    """The best partition, how it stands against chance, and what may be said about it.

    ``typical`` is the mean modularity of single runs, the number that is compared with
    ``null_mean`` and ``null_sd``; ``modularity`` is that of the partition shown.
    """

    level: CommunityLevel
    sentence: Text
    reasons: tuple[Text, ...]
    communities: tuple[Community, ...]
    unattached: tuple[str, ...]
    agreements: tuple[Agreement, ...]
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


def find_communities(
    graph: nx.Graph[str],
    *,
    groupings: Mapping[str, Mapping[str, Hashable]] | None = None,
    seeds: int = 50,
    resolutions: Sequence[float] = (0.5, 1.0, 2.0),
    rewirings: int = 200,
    seed: int = 0,
) -> Communities:
    """Find the clusters that ties show, how stable they are, and whether chance explains them.

    Louvain is run on the unweighted graph for each seed and resolution, since one run is no
    result. Shown is the partition with the highest modularity at resolution 1. The stability of
    an actor is how often it falls in with the other members of its community over all runs.

    Clusters are claimed (level ``found``) only if modularity beats graphs with the same degrees
    and otherwise random ties: z > 2 and p < 0.05. Like is compared with like: the mean of single
    runs on the data with single runs on the rewired graphs. The best of fifty against single
    runs would find clusters in every random graph.

    Parameters
    ----------
    graph
        Actors and ties; it is not changed. Actors without ties stand apart as ``unattached``.
    groupings
        Declared groups of the actors, to compare with: the adjusted Rand index of each.
    seeds, resolutions
        How many runs at each resolution. Fewer seeds are used beyond 400 ties, in inverse
        proportion to the ties, but never fewer than 5 (or than asked for).
    rewirings
        How many rewired graphs. Fewer beyond 400 ties in the same manner, but never fewer than
        30 (or than asked for).
    seed
        Seed of everything random.

    Returns
    -------
    Communities
        With level ``too-little-data`` and no communities when fewer than 12 actors have ties,
        there are fewer than 20 ties, or most ties are only inferred from shared membership.

    Notes
    -----
    Newman, M. E. J. & Girvan, M. (2004), *Physical Review E* 69:026113; Blondel et al. (2008),
    *J. Stat. Mech.* P10008; stability: Lancichinetti & Fortunato (2012), *Scientific Reports*
    2:336; null model: Guimerà et al. (2004), *Physical Review E* 70:025101. Hubert & Arabie
    (1985), *Journal of Classification* 2:193, for the adjusted Rand index.

    Examples
    --------
    >>> find_communities(nx.path_graph(["a", "b", "c"])).level
    'too-little-data'

    """
    names, tied = number_nodes(graph)
    evidence = Evidence(
        actors=len(names), ties=tied.number_of_edges(), inferred=count_inferred(graph)
    )
    unattached = tuple(sorted(set(graph) - set(names), key=str))
    if not evidence.enough:
        return _withhold(evidence, unattached, seed)
    seeds = _ration(seeds, evidence.ties, _FEWEST_SEEDS)
    rewirings = _ration(rewirings, evidence.ties, _FEWEST_REWIRINGS)
    runs = {
        resolution: [run_louvain(tied, resolution, seed + at) for at in range(seeds)]
        for resolution in {*resolutions, 1.0}
    }
    every = [partition for r in sorted(runs) for partition in runs[r]]
    scored = [(measure_modularity(tied, partition), partition) for partition in every]
    best_score, best = max(scored, key=lambda pair: (round(pair[0], 12), sort_partition(pair[1])))
    typical = fmean(measure_modularity(tied, partition) for partition in runs[1.0])
    null = score_rewired(tied, rewirings, seed)
    spread = stdev(null) if len(null) > 1 else 0.0
    z = (typical - fmean(null)) / spread if spread else None
    p = (1 + sum(score >= typical for score in null)) / (1 + len(null))
    level = judge_clusters(z, p)
    communities = _describe(names, best, every)
    return Communities(
        level=level,
        sentence=say(f"communities.level.{level}", n=len(communities)),
        reasons=_reason(best_score, fmean(null), p, len(null)),
        communities=communities,
        unattached=unattached,
        agreements=tuple(
            _compare(names, best, key, groups) for key, groups in sorted((groupings or {}).items())
        ),
        evidence=evidence,
        modularity=best_score,
        typical=typical,
        null_mean=fmean(null),
        null_sd=spread,
        z=z,
        p=p,
        runs=len(every),
        rewirings=len(null),
        seed=seed,
    )


def judge_clusters(z: float | None, p: float) -> CommunityLevel:
    """Say whether there are clusters beyond chance: z above 2, and p below 0.05.

    ``z`` is None where chance always gives the same; then nothing is beyond it.

    >>> judge_clusters(2.1, 0.01), judge_clusters(None, 0.01)
    ('found', 'none')
    """
    return "found" if z is not None and z > LEAST_Z and p < LARGEST_P else "none"


def measure_communities(material: Material) -> Communities:
    """Find the clusters among all ties, or among the recorded ones where these are better known.

    Where more than half of the ties are inferred only, the recorded ties are looked at alone, if
    they are enough for a verdict.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_communities(Material(network=nothing, on=date(2024, 1, 1))).communities
    ()
    """
    groupings = {
        grouping.key: assign_groups(material.network, grouping.key)
        for grouping in material.network.groupings
    }
    found = find_communities(material.projected, groupings=groupings, seed=material.seed)
    if found.evidence.enough:
        return found
    narrower = find_communities(material.recorded_ties, groupings=groupings, seed=material.seed)
    return narrower if narrower.evidence.enough else found


def _ration(wanted: int, ties: int, fewest: int) -> int:
    return min(wanted, max(fewest, wanted * _FULL_TIES // ties))


def _describe(
    names: Sequence[str], best: Partition, every: Sequence[Partition]
) -> tuple[Community, ...]:
    together = share_together(len(names), every)
    rows = sorted((sorted(group) for group in best), key=lambda row: (-len(row), row))
    return tuple(
        Community(
            number=number,
            members=tuple(_describe_member(names[at], at, rows, together) for at in row),
            stability=average_pairs(together, row),
        )
        for number, row in enumerate(rows, start=1)
    )


def _describe_member(
    actor: str, at: int, rows: Sequence[Sequence[int]], together: npt.NDArray[np.float64]
) -> Member:
    own = next(row for row in rows if at in row)
    peers = [other for other in own if other != at]
    shares = ((float(together[at, row].mean()), -n) for n, row in enumerate(rows, 1) if row != own)
    share, number = max(shares, default=(0.0, 0))
    return Member(
        actor=actor,
        stability=float(together[at, peers].mean()) if peers else 1.0,
        elsewhere=-number if share > 0 else None,
        elsewhere_share=share,
    )


def _compare(
    names: Sequence[str], best: Partition, key: str, groups: Mapping[str, Hashable]
) -> Agreement:
    found = {names[at]: number for number, group in enumerate(best) for at in group}
    nodes = [name for name in names if groups.get(name) is not None]
    agreement = measure_adjusted_rand([found[n] for n in nodes], [groups[n] for n in nodes])
    return Agreement(grouping=key, actors=len(nodes), adjusted_rand=agreement)


def _reason(modularity: float, null_mean: float, p: float, rewirings: int) -> tuple[Text, ...]:
    return (
        say(
            "communities.reason",
            modularity=write_decimals(modularity),
            null=write_decimals(null_mean),
            p=write_probability(p),
            n=rewirings,
        ),
    )


def _withhold(evidence: Evidence, unattached: tuple[str, ...], seed: int) -> Communities:
    return Communities(
        level="too-little-data",
        sentence=say("communities.level.too-little-data"),
        reasons=evidence.explain(),
        communities=(),
        unattached=unattached,
        agreements=(),
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
    elif found.evidence.enough:
        yield Remark(rank=ObservationRank.SUMMARY, text=found.sentence)


def _explain(found: Communities, _: Material) -> Iterator[Text]:
    if found.runs:
        yield say("communities.method", runs=found.runs, rewirings=found.rewirings)


QUESTION = Question(
    key="communities",
    order=20,
    section_order=30,
    measure=measure_communities,
    tell=_tell,
    observe=_observe,
    explain=_explain,
    heading="groups",
)
