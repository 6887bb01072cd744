"""Which clusters the ties themselves show, and whether chance would show as many."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from statistics import fmean, stdev
from typing import Literal

import networkx as nx
import numpy as np
import numpy.typing as npt

from eloggraph.analysis.evidence import Evidence, write_decimals, write_probability
from eloggraph.analysis.projection import count_inferred
from eloggraph.text import Text, say

CommunityLevel = Literal["found", "none", "too-little-data"]

LEAST_Z, LARGEST_P = 2.0, 0.05
STABLE = 0.75
_FULL_TIES = 400
_FEWEST_SEEDS, _FEWEST_REWIRINGS = 5, 30
_BURN_IN, _THINNING = 10, 3
_Partition = tuple[set[int], ...]


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
    names, tied = _number_nodes(graph)
    evidence = Evidence(
        actors=len(names), ties=tied.number_of_edges(), inferred=count_inferred(graph)
    )
    unattached = tuple(sorted(set(graph) - set(names), key=str))
    if not evidence.enough:
        return _withhold(evidence, unattached, seed)
    seeds = _ration(seeds, evidence.ties, _FEWEST_SEEDS)
    rewirings = _ration(rewirings, evidence.ties, _FEWEST_REWIRINGS)
    runs = {r: [_run(tied, r, seed + at) for at in range(seeds)] for r in {*resolutions, 1.0}}
    every = [partition for r in sorted(runs) for partition in runs[r]]
    scored = [(_modularity(tied, partition), partition) for partition in every]
    best_score, best = max(scored, key=lambda pair: (round(pair[0], 12), _order(pair[1])))
    typical = fmean(_modularity(tied, partition) for partition in runs[1.0])
    null = _score_rewired(tied, rewirings, seed)
    spread = stdev(null) if len(null) > 1 else 0.0
    z = (typical - fmean(null)) / spread if spread else None
    p = (1 + sum(score >= typical for score in null)) / (1 + len(null))
    level: CommunityLevel = "found" if z is not None and z > LEAST_Z and p < LARGEST_P else "none"
    communities = _describe(names, best, every)
    return Communities(
        level=level,
        sentence=say(f"analysis.communities.{level}", n=len(communities)),
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


def measure_adjusted_rand(first: Sequence[Hashable], second: Sequence[Hashable]) -> float | None:
    """Return how far two divisions of the same things agree, beyond chance.

    The adjusted Rand index of Hubert & Arabie (1985): 1 for the same division, 0 in expectation
    for unrelated ones, less than 0 for divisions that cut across each other. None when chance
    already gives full agreement (one group each, or as many groups as things).

    Examples
    --------
    >>> measure_adjusted_rand(["a", "a", "b", "b"], [1, 1, 2, 2])
    1.0

    """

    def pairs(counts: Iterable[int]) -> int:
        return sum(comb(count, 2) for count in counts)

    together = pairs(Counter(zip(first, second, strict=True)).values())
    in_first, in_second = pairs(Counter(first).values()), pairs(Counter(second).values())
    every = comb(len(first), 2)
    if not every:
        return None
    by_chance = in_first * in_second / every
    most = (in_first + in_second) / 2
    return None if most == by_chance else (together - by_chance) / (most - by_chance)


def _number_nodes(graph: nx.Graph[str]) -> tuple[list[str], nx.Graph[int]]:
    """Return the tied nodes, sorted, and a bare graph of their numbers.

    Numbers, because sets of strings come in another order in every process, and a seeded search
    must walk the same way each time.
    """
    edges = [edge for edge in graph.edges() if edge[0] != edge[1]]
    names = sorted({node for edge in edges for node in edge}, key=str)
    place = {name: at for at, name in enumerate(names)}
    bare: nx.Graph[int] = nx.Graph()
    bare.add_nodes_from(range(len(names)))
    bare.add_edges_from(sorted(_in_order(place[u], place[v]) for u, v in edges))
    return names, bare


def _in_order(first: int, second: int) -> tuple[int, int]:
    return (first, second) if first < second else (second, first)


def _ration(wanted: int, ties: int, fewest: int) -> int:
    return min(wanted, max(fewest, wanted * _FULL_TIES // ties))


def _run(graph: nx.Graph[int], resolution: float, seed: int) -> _Partition:
    found = nx.community.louvain_communities(graph, weight=None, resolution=resolution, seed=seed)
    return tuple(found)


def _modularity(graph: nx.Graph[int], partition: _Partition) -> float:
    return float(nx.community.modularity(graph, partition, weight=None, resolution=1.0))


def _order(partition: _Partition) -> list[list[int]]:
    return sorted(sorted(group) for group in partition)


def _score_rewired(graph: nx.Graph[int], rewirings: int, seed: int) -> list[float]:
    chooser = random.Random(seed)
    edges = list(graph.edges())
    _swap(edges, _BURN_IN * len(edges), chooser)
    scores = []
    for at in range(rewirings):
        _swap(edges, _THINNING * len(edges), chooser)
        rewired: nx.Graph[int] = nx.Graph()
        rewired.add_nodes_from(graph)
        rewired.add_edges_from(edges)
        scores.append(_modularity(rewired, _run(rewired, 1.0, seed + at)))
    return scores


def _swap(edges: list[tuple[int, int]], attempts: int, chooser: random.Random) -> None:
    """Swap ends of two ties at a time, in place: every node keeps its number of ties."""
    present = {_in_order(*edge) for edge in edges}
    count, draw = len(edges), chooser.random
    for _ in range(attempts):
        first, second = int(draw() * count), int(draw() * count)
        (a, b), (c, d) = edges[first], edges[second]
        if draw() < 0.5:
            c, d = d, c
        new, other = _in_order(a, d), _in_order(c, b)
        if len({a, b, c, d}) < 4 or new in present or other in present:
            continue
        present -= {_in_order(a, b), _in_order(c, d)}
        present |= {new, other}
        edges[first], edges[second] = new, other


def _describe(
    names: Sequence[str], best: _Partition, every: Sequence[_Partition]
) -> tuple[Community, ...]:
    together = _share_together(len(names), every)
    rows = sorted((sorted(group) for group in best), key=lambda row: (-len(row), row))
    return tuple(
        Community(
            number=number,
            members=tuple(_describe_member(names[at], at, rows, together) for at in row),
            stability=_mean_of_pairs(together, row),
        )
        for number, row in enumerate(rows, start=1)
    )


def _share_together(size: int, every: Sequence[_Partition]) -> npt.NDArray[np.float64]:
    together = np.zeros((size, size))
    for partition in every:
        marks = np.zeros(size, dtype=np.int64)
        for number, group in enumerate(partition):
            marks[sorted(group)] = number
        together += marks[:, np.newaxis] == marks[np.newaxis, :]
    return together / len(every)


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


def _mean_of_pairs(together: npt.NDArray[np.float64], row: Sequence[int]) -> float:
    if len(row) < 2:
        return 1.0
    block = together[np.ix_(row, row)]
    return float((block.sum() - len(row)) / (len(row) * (len(row) - 1)))


def _compare(
    names: Sequence[str], best: _Partition, key: str, groups: Mapping[str, Hashable]
) -> Agreement:
    found = {names[at]: number for number, group in enumerate(best) for at in group}
    nodes = [name for name in names if groups.get(name) is not None]
    agreement = measure_adjusted_rand([found[n] for n in nodes], [groups[n] for n in nodes])
    return Agreement(grouping=key, actors=len(nodes), adjusted_rand=agreement)


def _reason(modularity: float, null_mean: float, p: float, rewirings: int) -> tuple[Text, ...]:
    return (
        say(
            "analysis.communities.reason",
            modularity=write_decimals(modularity),
            null=write_decimals(null_mean),
            p=write_probability(p),
            n=rewirings,
        ),
    )


def _withhold(evidence: Evidence, unattached: tuple[str, ...], seed: int) -> Communities:
    return Communities(
        level="too-little-data",
        sentence=say("analysis.communities.too-little-data"),
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
