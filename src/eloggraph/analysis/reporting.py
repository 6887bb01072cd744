"""Who told of the ties on record: one side, or both."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from eloggraph.analysis.affiliation import AffiliationNetwork
from eloggraph.analysis.projection import sort_pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """How many actors links on record lead from, between how many pairs, and both ways in how many.

    A link is written from one actor to another; where both told of it, it is there twice.
    """

    reporters: int
    pairs: int
    both_ways: int

    @property
    def share_both_ways(self) -> float:
        """Return the share of pairs that are linked both ways."""
        return self.both_ways / self.pairs if self.pairs else 0.0


def measure_reporting(network: AffiliationNetwork) -> Reporting:
    """Count from whom the links between actors lead, and which lead both ways.

    >>> measure_reporting(AffiliationNetwork(nodes=(), ties=(), groupings=()))
    Reporting(reporters=0, pairs=0, both_ways=0)
    """
    directed = _list_links(network)
    pairs = {sort_pair(*link) for link in directed}
    return Reporting(
        reporters=len({source for source, _ in directed}),
        pairs=len(pairs),
        both_ways=sum(pair in directed and pair[::-1] in directed for pair in pairs),
    )


def keep_both_ways(network: AffiliationNetwork, graph: nx.Graph[str]) -> nx.Graph[str]:
    """Return the graph without the links that only one side has on record.

    Ties by a shared collective stay: nobody reports them of another.

    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> list(keep_both_ways(nothing, nx.Graph([("a", "b")])).edges())
    []
    """
    directed = _list_links(network)
    kept: nx.Graph[str] = nx.Graph()
    kept.add_nodes_from(graph.nodes(data=True))
    kept.add_edges_from(
        (first, second, data)
        for first, second, data in graph.edges(data=True)
        if data.get("shared") or {(first, second), (second, first)} <= directed
    )
    return kept


def _list_links(network: AffiliationNetwork) -> set[tuple[str, str]]:
    actors = {node.iri for node in network.actors()}
    return {
        (tie.source, tie.target)
        for tie in network.ties
        if tie.kind == "link" and tie.source != tie.target and {tie.source, tie.target} <= actors
    }
