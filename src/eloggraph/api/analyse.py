"""All questions asked of a network."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from eloggraph.api.query import make_asker

# After these the rows of a file are not in the graph.
UNREAD = frozenset({"table-unknown", "file-unreadable", "workbook-refused", "workbook-locked"})

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
        unread=_list_unread(network),
        seed=seed,
        permutations=permutations,
    )
    return questions.analyse(material)


def _list_unread(network: Network) -> tuple[str, ...]:
    """Return the files that were meant to be tables and were not read."""
    found = (f for f in network.tables.findings if f.severity == "violation")
    return tuple(sorted({f.place.file for f in found if f.code in UNREAD and f.place}))
