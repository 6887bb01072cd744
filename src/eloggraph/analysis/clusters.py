"""The clusters in the ties of actors: searched many times, and each held against chance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import networkx as nx
import numpy as np

from eloggraph.analysis.statistics.beyond import Beyond, measure_beyond
from eloggraph.analysis.statistics.cores import Sets, find_cores
from eloggraph.analysis.statistics.layers import Layers
from eloggraph.analysis.statistics.leiden import find_partition
from eloggraph.analysis.statistics.stability import Company, keep_company, match_sets
from eloggraph.analysis.statistics.weighted import Numbers, Weighted, Weights

SHOWN = 1.0  # the resolution of what is shown
_FULL_TIES = 1000
_FEWEST_SEEDS, _FEWEST_REWIRINGS = 10, 30


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How many runs at each resolution, and how many redrawn graphs."""

    seeds: int
    resolutions: tuple[float, ...]
    rewirings: int
    seed: int

    def ration(self, ties: int) -> Effort:
        """Spend less beyond 1,000 ties, in inverse proportion, but not below 10 and 30.

        >>> Effort(seeds=50, resolutions=(1.0,), rewirings=200, seed=0).ration(2000).rewirings
        100
        """
        return Effort(
            seeds=_ration(self.seeds, ties, _FEWEST_SEEDS),
            resolutions=tuple(sorted({*self.resolutions, SHOWN})),
            rewirings=_ration(self.rewirings, ties, _FEWEST_REWIRINGS),
            seed=self.seed,
        )


def _ration(wanted: int, ties: int, fewest: int) -> int:
    return min(wanted, max(fewest, wanted * _FULL_TIES // max(1, ties)))


@dataclass(frozen=True, kw_only=True)
class Clusters:
    """The best partition of the tied actors, numbered from 0 for the largest community.

    ``labels`` give each actor its community, ``cores`` too, or -1 where its ties do not bear
    that out. ``stability`` is that of each core at the resolution shown, ``ranges`` holds the
    lowest and the highest over all resolutions. ``company`` tells of each actor with whom it
    falls in over all runs, ``inner`` the weight of its ties within its community. ``from_one`` is
    the share of the ties inside each core that one collective gives.
    """

    labels: Numbers
    cores: Numbers
    sets: Sets
    stability: Weights
    ranges: tuple[Weights, Weights]
    company: Company
    inner: Weights
    from_one: Weights
    beyond: Beyond
    modularity: float
    typical: float
    runs: int


def read_layers(graph: nx.Graph[str]) -> tuple[list[str], Layers]:
    """Return the tied actors, sorted, and their ties in two layers.

    A pair is a tie of two where the source records one between the two, and of several where it
    rests on collectives that they share. An edge that says neither is a tie of two.

    >>> names, layers = read_layers(nx.Graph([("b", "a")]))
    >>> names, layers.facts
    (['a', 'b'], 1)
    """
    pairs: set[tuple[str, str]] = set()
    circles: defaultdict[str, set[str]] = defaultdict(set)
    for one, other, data in graph.edges(data=True):
        if one == other:
            continue
        if data.get("recorded") or not data.get("shared"):
            pairs.add((one, other) if one < other else (other, one))
        for circle in data.get("shared", ()):
            circles[circle].update((one, other))
    names = sorted({name for pair in pairs for name in pair}.union(*circles.values()), key=str)
    place = {name: at for at, name in enumerate(names)}
    members = [sorted(place[name] for name in circles[circle]) for circle in sorted(circles)]
    ties = sorted((place[one], place[other]) for one, other in pairs)
    return names, Layers.of(len(names), ties, members)


def search_clusters(layers: Layers, effort: Effort) -> Clusters:
    """Search for clusters with every seed at every resolution, and hold the best to chance.

    >>> pair = Layers.of(4, [(0, 1), (2, 3)], [])
    >>> effort = Effort(seeds=2, resolutions=(1.0,), rewirings=2, seed=0)
    >>> search_clusters(pair, effort).labels.tolist()
    [0, 0, 1, 1]
    """
    graph = layers.draw()
    runs = {
        resolution: [
            find_partition(graph, resolution, effort.seed + at) for at in range(effort.seeds)
        ]
        for resolution in effort.resolutions
    }
    every = [labels for resolution in effort.resolutions for labels in runs[resolution]]
    scored = [(graph.modularity(labels), labels) for labels in every]
    modularity, best = max(scored, key=lambda pair: (round(pair[0], 12), pair[1].tolist()))
    labels = _number_by_size(best)
    cores = find_cores(graph, labels)
    matched = {
        resolution: match_sets(cores, [find_cores(graph, run) for run in found])
        for resolution, found in runs.items()
    }
    sets = _measure(graph, cores, labels)
    by_resolution = np.array([_fill(matched[each], labels) for each in effort.resolutions])
    return Clusters(
        labels=labels,
        cores=cores,
        sets=sets,
        stability=_fill(matched[SHOWN], labels),
        ranges=(by_resolution.min(axis=0), by_resolution.max(axis=0)),
        company=keep_company(labels, every),
        inner=graph.add_up(labels[graph.first] == labels[graph.second]),
        from_one=_fill(layers.weigh_circles(cores), labels) / np.maximum(sets.inside, 1e-12),
        beyond=_hold_to_chance(layers, graph, cores, labels, effort),
        modularity=modularity,
        typical=fmean(graph.modularity(run) for run in runs[SHOWN]),
        runs=len(every),
    )


def _number_by_size(labels: Numbers) -> Numbers:
    """Return the labels numbered from the largest; of equals, from the first actor's."""
    sizes = np.bincount(labels)
    order = np.argsort(-sizes, kind="stable")  # labels are numbered by their first nodes
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    numbered: Numbers = place[labels].astype(np.int64)
    return numbered


def _fill(values: Weights, labels: Numbers) -> Weights:
    """Return the values with a 0 for each community beyond the last that has a core."""
    filled = np.zeros(int(labels.max()) + 1)
    filled[: len(values)] = values
    return filled


def _measure(graph: Weighted, cores: Numbers, labels: Numbers) -> Sets:
    sets = Sets.of(graph, cores)
    return Sets(
        sizes=_fill(sets.sizes, labels),
        ends=_fill(sets.ends, labels),
        inside=_fill(sets.inside, labels),
    )


def _hold_to_chance(
    layers: Layers, graph: Weighted, cores: Numbers, labels: Numbers, effort: Effort
) -> Beyond:
    found = measure_beyond(
        layers, graph, cores, find_partition, times=effort.rewirings, seed=effort.seed
    )
    missing = np.ones(int(labels.max()) + 1 - len(found.p_values))
    return Beyond(p_values=np.concatenate([found.p_values, missing]), null=found.null)


def list_members(clusters: Clusters, number: int) -> Sequence[int]:
    """Return the actors of a community.

    >>> pair = Layers.of(4, [(0, 1), (2, 3)], [])
    >>> effort = Effort(seeds=2, resolutions=(1.0,), rewirings=2, seed=0)
    >>> list_members(search_clusters(pair, effort), 1)
    [2, 3]
    """
    return [int(at) for at in np.flatnonzero(clusters.labels == number)]
