"""The grouping that a picture of a network shows first: that with the strongest verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eloggraph.analysis.affiliation import AffiliationNetwork, Grouping, choose_grouping

if TYPE_CHECKING:
    from eloggraph.analysis.analyse import Analysis

_RANKS = {"siloed": 0, "some": 1, "leaning": 2}


def choose_main_grouping(network: AffiliationNetwork, analysis: Analysis) -> Grouping | None:
    """Return the grouping with the strongest verdict; where none has one, sectors or the first.

    A grouping that another one explains comes after those that stand.

    >>> from datetime import date
    >>> from eloggraph.analysis.analyse import analyse
    >>> from eloggraph.analysis.question import Material
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> choose_main_grouping(nothing, analyse(Material(network=nothing, on=date(2024, 1, 1))))
    """
    verdicts = next((each.found for each in analysis.outcomes if each.key == "silos"), ())
    strongest = sorted(
        (_RANKS[verdict.level], at)
        for at, verdict in enumerate(verdicts)
        if verdict.level in _RANKS and verdict.explained_by is None
    )
    if not strongest:
        return choose_grouping(network)
    by_key = {grouping.key: grouping for grouping in network.groupings}
    return by_key[verdicts[strongest[0][1]].grouping]
