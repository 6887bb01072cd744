"""Communities of a weighted graph by one seeded search: the seam to whoever does it.

``graspologic-native`` finds them by the Leiden method. Where it cannot be had, networkx does, by
the Louvain method: slower, and with somewhat worse partitions now and then. Either gives the same
partition for the same graph and seed.
"""

from __future__ import annotations

from importlib.util import find_spec

import networkx as nx
import numpy as np

from eloggraph.analysis.statistics.weighted import Numbers, Weighted

NATIVE = find_spec("graspologic_native") is not None


def find_partition(graph: Weighted, resolution: float, seed: int) -> Numbers:
    """Return the community of each node as a number, numbered by their first nodes.

    Notes
    -----
    Traag, V. A., Waltman, L. & van Eck, N. J. (2019), *Scientific Reports* 9:5233; Blondel et al.
    (2008), *J. Stat. Mech.* P10008.

    Examples
    --------
    >>> pairs = Weighted.of(4, np.array([0, 2]), np.array([1, 3]), np.array([1.0, 1.0]))
    >>> find_partition(pairs, 1.0, seed=0).tolist()
    [0, 0, 1, 1]

    """
    search = _run_leiden if NATIVE else _run_louvain
    _, first, place = np.unique(
        search(graph, resolution, seed), return_index=True, return_inverse=True
    )
    order = np.argsort(np.argsort(first, kind="stable"), kind="stable")
    found: Numbers = order[place].astype(np.int64)
    return found


def _run_leiden(graph: Weighted, resolution: float, seed: int) -> Numbers:
    from graspologic_native import leiden_csr

    ends = np.concatenate([graph.first, graph.second])
    others = np.concatenate([graph.second, graph.first])
    order = np.lexsort((others, ends))
    starts = np.zeros(graph.size + 1, dtype=np.int64)
    np.cumsum(np.bincount(ends, minlength=graph.size), out=starts[1:])
    weights = np.concatenate([graph.weights, graph.weights])[order]
    _, found = leiden_csr(
        starts, others[order].astype(np.int32), weights, graph.size, resolution, seed=seed
    )
    labels = np.arange(len(found), len(found) + graph.size)  # a node without ties is by itself
    labels[list(found)] = list(found.values())
    return labels


def _run_louvain(graph: Weighted, resolution: float, seed: int) -> Numbers:
    drawn: nx.Graph[int] = nx.Graph()
    drawn.add_nodes_from(range(graph.size))
    drawn.add_weighted_edges_from(
        zip(graph.first.tolist(), graph.second.tolist(), graph.weights.tolist(), strict=True)
    )
    labels = np.zeros(graph.size, dtype=np.int64)
    found = nx.community.louvain_communities(drawn, resolution=resolution, seed=seed)
    for number, members in enumerate(found):
        labels[sorted(members)] = number
    return labels
