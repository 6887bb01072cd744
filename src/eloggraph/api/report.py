"""The report of a network."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from eloggraph.api.check import check_on
from eloggraph.api.day import look
from eloggraph.api.language import choose_page_language
from eloggraph.config import NetworkConfig
from eloggraph.finding import Report
from eloggraph.private import conceal
from eloggraph.profiles import Profile, is_public
from eloggraph.text import Language, Text, say

if TYPE_CHECKING:
    from eloggraph.analysis.analyse import Analysis
    from eloggraph.analysis.comparison import Comparison
    from eloggraph.api.day import Day
    from eloggraph.api.map import NetworkMap
    from eloggraph.api.network import Network
    from eloggraph.views.report.page import ReportModel

_LIBRARIES = ("eloggraph", "networkx", "numpy", "polars", "pyoxigraph", "pyshacl", "rdflib")


@dataclass(frozen=True, slots=True, repr=False)
class NetworkReport:
    """The report of a network, ready to be written as a page.

    Examples
    --------
    >>> import eloggraph
    >>> eloggraph.open("datasets/osaajaks").report(permutations=99)
    <NetworkReport osaajaks>
    """

    model: ReportModel
    config: NetworkConfig = field(kw_only=True)

    def __repr__(self) -> str:
        """Return the id on one line."""
        return f"<NetworkReport {self.config.id}>"

    def to_html(self, lang: Language | None = None) -> str:
        """Return the report as one HTML page; it opens in the language, or the network's first."""
        from eloggraph.views.report.page import render_report

        return render_report(self.model, choose_page_language(lang, self.config))


def write_report(
    network: Network,
    *,
    seed: int,
    permutations: int,
    at: Day | None,
    today: date | None,
    profile: Profile,
) -> NetworkReport:
    """Write the report of a network: see :meth:`eloggraph.Network.report`."""
    from eloggraph.api.analyse import analyse
    from eloggraph.api.map import draw_map

    public = is_public(profile)
    analysis = analyse(
        network, seed=seed, permutations=permutations, at=at, today=today, public=public
    )
    drawn = draw_map(network, seed=seed, draft=True, at=at, today=today, analysis=analysis)
    return compose_report(network, analysis, drawn, check_on(network, look(network, at, today)))


def compose_report(
    network: Network,
    analysis: Analysis,
    drawn: NetworkMap,
    checked: Report,
    map_address: str = "",
    cards_address: str = "",
    findings_address: str = "",
    change: Comparison | None = None,
) -> NetworkReport:
    """Put a report together from an analysis, a map and a check of the network.

    It links to the map and the actors' cards as pages of their own where they lie beside it, and
    tells in short what changed since the version before, where it was held against one.
    """
    from eloggraph.views.report.page import build_report

    model = build_report(
        analysis,
        checked,
        drawn.model,
        title=network.config.title.change(conceal),
        description=(network.config.description or Text.same("")).change(conceal),
        as_of=drawn.model.as_of,
        sources=network.list_sources(),
        versions=read_versions(),
        names=network.labels,
        notices=(*network.notices, *((say("pages.notice.public"),) if analysis.public else ())),
        map_address=map_address,
        cards_address=cards_address,
        findings_address=findings_address,
        change=change,
    )
    return NetworkReport(model, config=network.config)


def read_versions() -> dict[str, str]:
    """Return the versions of the toolkit and the libraries that a result rests on."""
    from importlib.metadata import version  # slow to import, and only asked for here

    return {name: version(name) for name in _LIBRARIES}
