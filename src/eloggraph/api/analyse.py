"""All questions asked of a network."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from eloggraph.api.query import make_asker

if TYPE_CHECKING:
    from eloggraph.analysis.analyse import Analysis
    from eloggraph.api.network import Network


def analyse(network: Network, *, seed: int, permutations: int, today: date | None) -> Analysis:
    """Ask every question of a network: see :meth:`eloggraph.Network.analyse`."""
    from eloggraph.analysis import analyse as questions
    from eloggraph.analysis.days import last_day
    from eloggraph.analysis.question import Material

    material = Material(
        network=network.affiliations,
        on=last_day(network.as_of) if network.as_of else (today or date.today()),
        ask=make_asker(network),
        labels=network.labels,
        unread=network.tables.unread(),
        seed=seed,
        permutations=permutations,
    )
    return questions.analyse(material)
