"""Partitions of a graph: Louvain's, their modularity, their agreement, and rewired graphs.

The methods behind :mod:`eloggraph.analysis.questions.communities`, on graphs of plain numbers.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from math import comb

import networkx as nx
import numpy as np
import numpy.typing as npt

_BURN_IN, _THINNING = 10, 3
Partition = tuple[set[int], ...]


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


def number_nodes(graph: nx.Graph[str]) -> tuple[list[str], nx.Graph[int]]:
    """Return the tied nodes, sorted, and a bare graph of their numbers.

    Numbers, because sets of strings come in another order in every process, and a seeded search
    must walk the same way each time.

    >>> number_nodes(nx.Graph([("b", "a")]))[0]
    ['a', 'b']
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


def run_louvain(graph: nx.Graph[int], resolution: float, seed: int) -> Partition:
    """Return the communities of one seeded run of Louvain, ties unweighted.

    >>> run_louvain(nx.Graph([(0, 1), (2, 3)]), 1.0, seed=0)
    ({0, 1}, {2, 3})
    """
    found = nx.community.louvain_communities(graph, weight=None, resolution=resolution, seed=seed)
    return tuple(found)


def measure_modularity(graph: nx.Graph[int], partition: Partition) -> float:
    """Return Newman's modularity at resolution 1, ties unweighted.

    >>> measure_modularity(nx.Graph([(0, 1), (2, 3)]), ({0, 1}, {2, 3}))
    0.5
    """
    return float(nx.community.modularity(graph, partition, weight=None, resolution=1.0))


def sort_partition(partition: Partition) -> list[list[int]]:
    """Return the communities in a fixed order, which tells equally good partitions apart.

    >>> sort_partition(({2, 3}, {1, 0}))
    [[0, 1], [2, 3]]
    """
    return sorted(sorted(group) for group in partition)


def score_rewired(graph: nx.Graph[int], rewirings: int, seed: int) -> list[float]:
    """Return the modularity of one Louvain run on each of so many rewired graphs.

    Every node keeps its number of ties; who is tied to whom is drawn anew.

    >>> score_rewired(nx.Graph([(0, 1), (2, 3)]), 2, seed=0)
    [0.5, 0.5]
    """
    chooser = random.Random(seed)
    edges = list(graph.edges())
    _swap(edges, _BURN_IN * len(edges), chooser)
    scores = []
    for at in range(rewirings):
        _swap(edges, _THINNING * len(edges), chooser)
        rewired: nx.Graph[int] = nx.Graph()
        rewired.add_nodes_from(graph)
        rewired.add_edges_from(edges)
        scores.append(measure_modularity(rewired, run_louvain(rewired, 1.0, seed + at)))
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


def share_together(size: int, every: Sequence[Partition]) -> npt.NDArray[np.float64]:
    """Return for each pair of nodes in what share of the partitions they are together.

    >>> share_together(2, [({0, 1},), ({0}, {1})]).tolist()
    [[1.0, 0.5], [0.5, 1.0]]
    """
    together = np.zeros((size, size))
    for partition in every:
        marks = np.zeros(size, dtype=np.int64)
        for number, group in enumerate(partition):
            marks[sorted(group)] = number
        together += marks[:, np.newaxis] == marks[np.newaxis, :]
    return together / len(every)


def average_pairs(together: npt.NDArray[np.float64], row: Sequence[int]) -> float:
    """Return the mean over the pairs of some nodes; 1 for a single node.

    >>> average_pairs(np.array([[1.0, 0.5], [0.5, 1.0]]), [0, 1])
    0.5
    """
    if len(row) < 2:
        return 1.0
    block = together[np.ix_(row, row)]
    return float((block.sum() - len(row)) / (len(row) * (len(row) - 1)))
