"""Random networks to compare a network with: the same degrees, each kind of tie by itself."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np

from eloggraph.analysis.statistics.rewiring import Ends, TwoKinds, draw_rewired

_SAMPLES, _FEWEST, _FULL_TIES = 100, 30, 2_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NullNetworks:
    """Networks drawn at random; the ends of their ties are places among ``names``."""

    names: tuple[str, ...]
    samples: tuple[Ends, ...]


def sort_kinds(graph: nx.Graph[str]) -> tuple[tuple[str, ...], TwoKinds]:
    """Return the actors of a projected network, and what makes its ties.

    An edge that says nothing of how it came about is a tie on record.

    >>> graph = nx.Graph([("b", "a")])
    >>> graph.add_edge("a", "c", shared=("forum",))
    >>> names, kinds = sort_kinds(graph)
    >>> names, kinds.recorded.tolist(), kinds.members.tolist()
    (('a', 'b', 'c'), [[0, 1]], [[True, False, True]])
    """
    names = tuple(sorted(graph, key=str))
    place = {name: at for at, name in enumerate(names)}
    recorded: list[tuple[int, int]] = []
    members: dict[str, set[int]] = {}
    for first, second, data in graph.edges(data=True):
        ends = place[first], place[second]
        for collective in data.get("shared", ()):
            members.setdefault(collective, set()).update(ends)
        if first != second and (data.get("recorded") or not data.get("shared")):
            recorded.append((min(ends), max(ends)))
    table = np.zeros((len(members), len(names)), dtype=np.bool_)
    for row, collective in enumerate(sorted(members)):
        table[row, sorted(members[collective])] = True
    ends_of = np.array(sorted(recorded), dtype=np.int64).reshape(-1, 2)
    return names, TwoKinds(actors=len(names), recorded=ends_of, members=table)


def draw_null_networks(graph: nx.Graph[str], *, seed: int = 0) -> NullNetworks:
    """Draw random networks in which each actor keeps its ties on record and its memberships.

    Parameters
    ----------
    graph
        Actors and ties as :func:`eloggraph.analysis.projection.project_actors` gives them.
    seed
        Of everything random. A hundred networks are drawn, fewer beyond 2,000 ties.

    Examples
    --------
    >>> len(draw_null_networks(nx.path_graph(["a", "b", "c"])).samples)
    100

    """
    names, kinds = sort_kinds(graph)
    affordable = _SAMPLES * _FULL_TIES // max(1, graph.number_of_edges())
    samples = min(_SAMPLES, max(_FEWEST, affordable))
    return NullNetworks(names=names, samples=tuple(draw_rewired(kinds, samples, seed)))
