"""The map of a network."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from eloggraph.api.against import hold_beside
from eloggraph.api.analyse import find_earlier, gather
from eloggraph.api.day import Day, NetworkDay, look, read_day
from eloggraph.api.language import choose_page_language
from eloggraph.api.timeline import read_timeline
from eloggraph.api.unread import refuse_faults
from eloggraph.config import NetworkConfig
from eloggraph.private import conceal
from eloggraph.text import Language, say

if TYPE_CHECKING:
    from pyvis.network import Network as PyvisNetwork

    from eloggraph.analysis.affiliation import AffiliationNetwork, Tie
    from eloggraph.analysis.analyse import Analysis
    from eloggraph.analysis.question import Material
    from eloggraph.api.network import Network
    from eloggraph.layout.positions import Layout
    from eloggraph.views.map.answer import MapAnswer
    from eloggraph.views.map.card import Cards
    from eloggraph.views.map.model import MapModel

# What the first picture says.
_ASKED = ("silos", "communities", "brokerage", "sunset", "upkeep", "coverage")
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

    def _repr_html_(self) -> str:
        """Return the map as a notebook shows it: its page in a frame of its own."""
        from eloggraph.views.page.framed import frame_page

        return frame_page(self.to_html(), str(self))

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
    against: Day | Path | NetworkDay | None = None,
    analysis: Analysis | None = None,
) -> NetworkMap:
    """Draw the map of a network: see :meth:`eloggraph.Network.map`."""
    from eloggraph.graph.describe import describe_nodes
    from eloggraph.views.map.answer import answer_map
    from eloggraph.views.map.days import find_days
    from eloggraph.views.map.model import build_map

    faults = refuse_faults(network, draft)
    notice = [say("pages.notice.draft", n=faults)] if faults else []
    if analysis and analysis.public:
        notice.append(say("pages.notice.public"))
    looked = look(network, at, today)
    shown = looked.affiliations
    found = analysis or network.analyse(*_ASKED, seed=seed, at=at, today=today)
    answer = answer_map(shown, found)
    hidden = {to: iri for iri, to in network.shown_ids.items()}
    nodes = {hidden.get(node.iri, node.iri): node.iri for node in shown.nodes}
    described = describe_nodes(tuple(nodes), looked.snapshot.graphs, network.labels)
    before = against if isinstance(against, NetworkDay) else None
    if against is not None and not isinstance(against, NetworkDay):
        before = find_earlier(looked, against, today)
    timeline = hold_beside(before, looked) if before else read_timeline(looked)
    material = gather(looked, network.config.ties, seed=seed, permutations=found.permutations)
    cards = _make_cards(looked, material, answer.ending, timeline.ties if timeline else ())
    model = build_map(
        shown,
        _lay_out(shown, answer, seed),
        {nodes[iri]: description for iri, description in described.items()},
        title=network.config.title.change(conceal),
        as_of=read_day(at) if at else (network.as_of or looked.on.isoformat()),
        seed=seed,
        notices=(*network.notices, *notice),
        answer=answer,
        cards=cards,
    )
    if found.public:
        model = replace(model, cards=model.cards.for_public(), public=True)
    if timeline is not None:
        others = {hidden.get(node.iri, node.iri): node.iri for node in timeline.nodes}
        known = describe_nodes(tuple(others), network.graphs, network.labels)
        told = {others[iri]: description for iri, description in known.items()}
        found_days = find_days(model, timeline, looked.on, told, is_change=before is not None)
        model = replace(model, days=found_days)
    return NetworkMap(model, config=network.config)


def _make_cards(
    looked: NetworkDay, material: Material, ending: Collection[int], others: Sequence[Tie]
) -> Cards:
    """Gather what the cards of nodes tell beside their own rows, and in which rows it stands."""
    from eloggraph.analysis.profiles import profile_nodes
    from eloggraph.analysis.tie_ends import find_tie_ends
    from eloggraph.graph.describe import find_pair_places, find_places
    from eloggraph.views.map.card import Cards

    network, ties = looked.network, looked.affiliations.ties
    profiles, numbers = profile_nodes(material), sorted(ending)
    ends = find_tie_ends(material, [ties[at] for at in numbers])
    things = {
        thing
        for profile in profiles.values()
        for chapter in profile.chapters
        for entry in chapter.entries
        for thing in entry.things
    }
    told = (*ties, *others)
    things |= {tie.statement for tie in told if tie.statement}
    pairs = {(tie.source, tie.target) for tie in told if not tie.statement}
    # Rows are found by the IRIs that they have; some are shown under others.
    shown = network.shown_ids
    raw = {to: iri for iri, to in shown.items()}
    graphs = network.graphs
    places = find_places((raw.get(each, each) for each in things), graphs)
    found = find_pair_places(((raw.get(a, a), raw.get(b, b)) for a, b in pairs), graphs)
    return Cards(
        profiles=profiles,
        ends=dict(zip(numbers, ends, strict=True)),
        places={shown.get(iri, iri): place for iri, place in places.items()},
        pairs={(shown.get(a, a), shown.get(b, b)): place for (a, b), place in found.items()},
    )


def _lay_out(shown: AffiliationNetwork, answer: MapAnswer, seed: int) -> Layout:
    from eloggraph.layout.positions import choose_size, lay_out, lay_out_folded

    if answer.bodies:
        return lay_out_folded(shown, answer.bodies, answer.words, seed=seed)
    width, height = choose_size(len(shown.nodes))
    return lay_out(shown, seed=seed, width=width, height=height)
