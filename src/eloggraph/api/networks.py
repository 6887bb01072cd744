"""What a network folder is drawn as for networkx."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from eloggraph.api.analyse import gather
from eloggraph.api.network import PERMUTATIONS, SEED
from eloggraph.errors import OptionError

if TYPE_CHECKING:
    import networkx as nx

    from eloggraph.analysis.graphml import NetworkKind
    from eloggraph.api.network import Network


def draw_network(network: Network, kind: NetworkKind) -> nx.Graph[str]:
    """Return a network as a graph of networkx: see :meth:`eloggraph.Network.to_networkx`.

    >>> import eloggraph
    >>> draw_network(eloggraph.open("datasets/osaajaks"), "forums").is_directed()
    False
    """
    from eloggraph.analysis.drawn import DRAWN

    if kind not in DRAWN:
        known = ", ".join(DRAWN)
        raise OptionError.tell("kind-unknown", chapter="queries", value=kind, known=known)
    looked, ties = network.look(), network.config.ties
    gather_all = partial(gather, looked, ties, seed=SEED, permutations=PERMUTATIONS)
    return DRAWN[kind](looked.affiliations, gather_all)
