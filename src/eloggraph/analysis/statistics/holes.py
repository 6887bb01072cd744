"""How far the contacts of a node are contacts of each other: structural holes."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np

from eloggraph.analysis.statistics.neighbourhoods import Neighbourhoods


@dataclass(frozen=True, slots=True, kw_only=True)
class Holes:
    """How little the contacts of a node say the same.

    ``constraint`` is high where all contacts are one another's, or where there are few.
    ``effective_size`` is the number of contacts less the mean number of ties that each of them has
    to the others.
    """

    constraint: float
    effective_size: float


def measure_holes(graph: nx.Graph[str]) -> dict[str, Holes]:
    """Measure constraint and effective size of every node that has a tie.

    Parameters
    ----------
    graph
        Undirected, all ties alike, and of one kind of nodes: of actors and what they are in the
        constraint is but one divided by the number of ties.

    Notes
    -----
    Burt, R. S. (1992), *Structural Holes*; the effective size in the form of Borgatti, S. P.
    (1997), *Connections* 20:35.

    Examples
    --------
    >>> found = measure_holes(nx.star_graph(["hub", "a", "b", "c"]))
    >>> found["hub"].effective_size, round(found["hub"].constraint, 3), found["a"].constraint
    (3.0, 0.333, 1.0)
    """
    next_to = Neighbourhoods.of(graph)
    degrees = np.array([len(others) for others in next_to.after])
    found: dict[str, Holes] = {}
    for node, others in zip(next_to.nodes, next_to.after, strict=True):
        ties = len(others)
        if not ties:
            continue
        among = next_to.among(others, others)
        invested = (1 + (among / degrees[others][:, None]).sum(axis=0)) / ties
        found[node] = Holes(
            constraint=float((invested**2).sum()),
            effective_size=float(ties - among.sum() / ties),
        )
    return found
