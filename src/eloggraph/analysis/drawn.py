"""What a network can be drawn as for networkx, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import networkx as nx

from eloggraph.analysis.affiliation import AffiliationNetwork
from eloggraph.analysis.graphml import (
    NetworkKind,
    describe_actors,
    describe_forums,
    describe_network,
)
from eloggraph.analysis.question import Material
from eloggraph.analysis.service_network import describe_services
from eloggraph.analysis.service_reach import read_reach

# From the network of the day; what is more than actors and ties is gathered where it is wanted.
DRAWN: Mapping[
    NetworkKind, Callable[[AffiliationNetwork, Callable[[], Material]], nx.Graph[str]]
] = {
    "ties": lambda network, _: describe_network(network),
    "actors": lambda network, _: describe_actors(network),
    "forums": lambda network, _: describe_forums(network),
    "services": lambda network, gather: describe_services(network, read_reach(gather()).services),
}
