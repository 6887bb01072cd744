"""Who is next to whom, in bits: so that what is among the neighbours of a node is seen at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx
import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class Neighbourhoods:
    """Nodes in their order, and for each the numbers of those it is tied to (``after``).

    In a directed graph ``before`` are those from whom a tie leads to it, else they are the same.
    ``bits`` has a row of bits for each node, set where a tie leads to another node.

    Examples
    --------
    >>> path = Neighbourhoods.of(nx.path_graph(["a", "b", "c"]))
    >>> path.after[1].tolist(), path.among(np.array([0, 2]), np.array([1, 2])).tolist()
    ([0, 2], [[True, False], [True, False]])

    """

    nodes: tuple[str, ...]
    before: tuple[Numbers, ...]
    after: tuple[Numbers, ...]
    bits: Bits

    @classmethod
    def of(cls, graph: nx.Graph[str]) -> Neighbourhoods:
        """Read a graph, directed or not; a tie of a node to itself is no tie."""
        nodes = tuple(graph)
        place = {node: at for at, node in enumerate(nodes)}

        def number(node: str, others: Iterable[str]) -> Numbers:
            return np.array(sorted(place[other] for other in others if other != node), dtype=int)

        after = tuple(number(node, graph.adj[node]) for node in nodes)
        before = after
        if isinstance(graph, nx.DiGraph):
            before = tuple(number(node, graph.pred[node]) for node in nodes)
        bits = np.zeros((len(nodes), len(nodes) // 8 + 1), dtype=np.uint8)
        for at, others in enumerate(after):
            np.bitwise_or.at(bits[at], others >> 3, _bit(others))
        return cls(nodes=nodes, before=before, after=after, bits=bits)

    def among(self, rows: Numbers, columns: Numbers) -> npt.NDArray[np.bool_]:
        """Tell from which of some nodes a tie leads to which of some others."""
        near: npt.NDArray[np.bool_] = (self.bits[np.ix_(rows, columns >> 3)] & _bit(columns)) > 0
        return near


def _bit(numbers: Numbers) -> Bits:
    bits: Bits = np.right_shift(128, numbers & 7).astype(np.uint8)
    return bits
