"""The views of a network beside its map: a page for each that has something to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from eloggraph.api.analyse import gather
from eloggraph.api.day import Day, look, read_day
from eloggraph.api.language import choose_page_language
from eloggraph.api.unread import refuse_faults
from eloggraph.config import NetworkConfig
from eloggraph.errors import OptionError
from eloggraph.private import conceal
from eloggraph.text import Language, Text, say

if TYPE_CHECKING:
    from eloggraph.analysis.analyse import Analysis
    from eloggraph.api.day import NetworkDay
    from eloggraph.api.network import Network
    from eloggraph.views.page.view import Draw, Frame, View


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class NetworkView:
    """A view of a network beside its map, ready to be written as a page.

    Examples
    --------
    >>> import eloggraph
    >>> eloggraph.open("datasets/osaajaks").view("services", permutations=99)
    <NetworkView services of osaajaks>
    """

    name: str
    draw: Draw
    frame: Frame
    config: NetworkConfig

    def __repr__(self) -> str:
        """Return what is shown and of which network on one line."""
        return f"<NetworkView {self.name} of {self.config.id}>"

    def _repr_html_(self) -> str:
        """Return the view as a notebook shows it: its page in a frame of its own."""
        from eloggraph.views.page.framed import frame_page

        return frame_page(self.to_html(), str(self))

    def to_html(self, lang: Language | None = None) -> str:
        """Return the view as one HTML page; it opens in the language, or the network's first."""
        return self.draw(self.frame, choose_page_language(lang, self.config))


def draw_view(
    network: Network,
    name: str,
    *,
    seed: int,
    permutations: int,
    draft: bool,
    at: Day | None,
    today: date | None,
) -> NetworkView:
    """Draw one view of a network: see :meth:`eloggraph.Network.view`."""
    from eloggraph.views.map.page import write_as_of
    from eloggraph.views.page.view import VIEWS, Frame

    faults = refuse_faults(network, draft)
    told = (say("pages.notice.draft", n=faults),) if faults else ()
    if name not in VIEWS[1:]:
        raise OptionError.about("cli.wrong.view", view=name, views=", ".join(VIEWS[1:]))
    analysis = network.analyse(seed=seed, permutations=permutations, at=at, today=today)
    draws = draw_views(look(network, at, today), analysis)
    if name not in draws:
        there = ", ".join(draws) or "–"
        raise OptionError.about("cli.wrong.view-empty", view=name, views=there)
    frame = Frame(
        title=network.config.title.change(conceal),
        as_of=write_as_of(read_day(at) if at else network.as_of or analysis.on),
        notices=(*network.notices, *told),
        addresses={},
    )
    return NetworkView(name=name, draw=draws[name].draw, frame=frame, config=network.config)


def draw_views(looked: NetworkDay, analysis: Analysis) -> dict[str, View]:
    """Return by its name each view that has something to show, to be drawn within a frame."""
    from eloggraph.views.beside import build_views

    chance = {"seed": analysis.seed, "permutations": analysis.permutations}
    material = gather(looked, looked.network.config.ties, **chance, public=analysis.public)
    return dict(build_views(analysis, material))


def write_views(
    draws: dict[str, View],
    language: Language,
    *,
    title: Text,
    as_of: Text,
    notices: tuple[Text, ...],
    addresses: dict[str, str],
) -> dict[str, str]:
    """Return the pages by file name; ``addresses`` are the pages to go to, by view."""
    from eloggraph.views.page.view import Frame

    named = title.change(conceal)
    frame = Frame(title=named, as_of=as_of, notices=notices, addresses=addresses)
    return {f"{name}.html": view.draw(frame, language) for name, view in draws.items()}
