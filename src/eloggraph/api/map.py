"""The map of a network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from eloggraph.api.check import refuse_faults
from eloggraph.api.day import Day, look, read_day
from eloggraph.api.language import choose_page_language
from eloggraph.config import NetworkConfig
from eloggraph.private import conceal
from eloggraph.text import Language, say

if TYPE_CHECKING:
    from pyvis.network import Network as PyvisNetwork

    from eloggraph.analysis.affiliation import AffiliationNetwork
    from eloggraph.analysis.analyse import Analysis
    from eloggraph.api.network import Network
    from eloggraph.layout.positions import Layout
    from eloggraph.views.map.answer import MapAnswer
    from eloggraph.views.map.model import MapModel

# What the first picture says.
_ASKED = ("silos", "communities", "brokerage", "sunset")
Renderer = Literal["svg", "pyvis"]


@dataclass(frozen=True, slots=True, repr=False)
class NetworkMap:
    """A map of a network, ready to be written as a page.

    Examples
    --------
    >>> import eloggraph
    >>> eloggraph.open("datasets/osaajaks").map()
    <NetworkMap osaajaks, 18 nodes>
    """

    model: MapModel
    config: NetworkConfig = field(kw_only=True)

    def __repr__(self) -> str:
        """Return id and size on one line."""
        return f"<NetworkMap {self.config.id}, {len(self.model.nodes)} nodes>"

    def to_html(
        self,
        lang: Language | None = None,
        renderer: Renderer = "svg",
        *,
        addresses: Mapping[str, str] | None = None,
    ) -> str:
        """Return the map as one HTML page that needs no network connection.

        Parameters
        ----------
        lang
            The language in which it opens; by default the network's first.
        renderer
            ``svg``, or ``pyvis`` for a page to explore.
        addresses
            The pages of the other views that lie beside it, by view.
        """
        from eloggraph.views.map import pyvis
        from eloggraph.views.map.render import render_map

        opens_in = choose_page_language(lang, self.config)
        if renderer == "pyvis":
            return pyvis.render_pyvis(self.model, opens_in)
        return render_map(self.model, opens_in, addresses=addresses or {})

    def to_pyvis(self) -> PyvisNetwork:
        """Return the map as a pyvis network with the stored positions."""
        from eloggraph.views.map.pyvis import to_pyvis

        return to_pyvis(self.model)


def draw_map(
    network: Network,
    *,
    seed: int,
    draft: bool,
    at: Day | None,
    today: date | None,
    analysis: Analysis | None = None,
) -> NetworkMap:
    """Draw the map of a network: see :meth:`eloggraph.Network.map`."""
    from eloggraph.graph.describe import describe_nodes
    from eloggraph.views.map.answer import answer_map
    from eloggraph.views.map.model import build_map

    faults = refuse_faults(network, draft)
    told = (say("pages.notice.draft", n=faults),) if faults else ()
    looked = look(network, at, today)
    shown = looked.affiliations
    found = analysis or network.analyse(*_ASKED, seed=seed, at=at, today=today)
    answer = answer_map(shown, found)
    hidden = {to: iri for iri, to in network.shown_ids.items()}
    nodes = {hidden.get(node.iri, node.iri): node.iri for node in shown.nodes}
    described = describe_nodes(tuple(nodes), looked.snapshot.graphs, network.labels)
    model = build_map(
        shown,
        _lay_out(shown, answer, seed),
        {nodes[iri]: description for iri, description in described.items()},
        title=network.config.title.change(conceal),
        as_of=read_day(at) if at else (network.as_of or ""),
        seed=seed,
        notices=(*network.notices, *told),
        answer=answer,
    )
    return NetworkMap(model, config=network.config)


def _lay_out(shown: AffiliationNetwork, answer: MapAnswer, seed: int) -> Layout:
    from eloggraph.layout.positions import choose_size, lay_out, lay_out_folded

    if answer.bodies:
        return lay_out_folded(shown, answer.bodies, answer.words, seed=seed)
    width, height = choose_size(len(shown.nodes))
    return lay_out(shown, seed=seed, width=width, height=height)
