"""Which few nodes reach most of the others."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import networkx as nx
import numpy as np

from eloggraph.analysis.statistics.neighbourhoods import Bits, Neighbourhoods


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Nodes in the order in which they were chosen, and how many they reach together by then.

    ``reachable`` are those who could be reached from any node that has a tie, that one included.
    """

    players: tuple[str, ...]
    reached: tuple[int, ...]
    reachable: int


def find_reach(
    graph: nx.Graph[str], *, steps: int = 2, most: int = 5, enough: float = 1.0
) -> Reach:
    """Choose nodes from which as many as possible are reached within some steps.

    The next is always the one that adds most, the first in the order of nodes where several do:
    together they reach at least 63 % of what the best choice of as many would.

    Parameters
    ----------
    graph
        Undirected.
    steps
        How many ties away one is still reached; the players reach themselves.
    most
        The most players; fewer where no more is added.
    enough
        Stop when so large a share of those with a tie is reached.

    Notes
    -----
    KPP-Pos of Borgatti, S. P. (2006), Identifying sets of key players in a social network,
    *Computational & Mathematical Organization Theory* 12:21. The bound is that of Nemhauser, G. L.,
    Wolsey, L. A. & Fisher, M. L. (1978), *Mathematical Programming* 14:265.

    Examples
    --------
    >>> found = find_reach(nx.path_graph(list("abcdefg")), steps=1, most=2)
    >>> found.players, found.reached
    (('b', 'e'), (3, 6))
    """
    next_to = Neighbourhoods.of(graph)
    tied = sum(bool(len(others)) for others in next_to.after)
    left = _spread(next_to, steps)
    players: list[int] = []
    gains: list[int] = []
    while len(players) < most and sum(gains) < enough * tied:
        counts = np.bitwise_count(left).sum(axis=1, dtype=np.int64)
        best = int(counts.argmax())
        # Who has no tie is told by itself, and is no player that reaches others.
        if counts[best] == 0 or not len(next_to.after[best]):
            break
        players.append(best)
        gains.append(int(counts[best]))
        left &= ~left[best]
    return Reach(
        players=tuple(next_to.nodes[at] for at in players),
        reached=tuple(accumulate(gains)),
        reachable=tied,
    )


def _spread(next_to: Neighbourhoods, steps: int) -> Bits:
    """Return in bits for each node whom it reaches within the steps, itself included."""
    size = len(next_to.nodes)
    reached = np.zeros_like(next_to.bits)
    if size:
        numbers = np.arange(size)
        reached[numbers, numbers >> 3] = np.right_shift(128, numbers & 7).astype(np.uint8)
    for _ in range(steps):
        wider = reached.copy()
        for at, others in enumerate(next_to.after):
            if len(others):
                wider[at] |= np.bitwise_or.reduce(reached[others], axis=0)
        reached = wider
    return reached
