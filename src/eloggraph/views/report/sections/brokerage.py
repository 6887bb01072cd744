"""Brokerage: the actors that hold others together, and the few that most paths run through."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eloggraph.analysis.questions.brokerage import Brokerage

_MOST_BROKERS, _MOST_CUT_POINTS = 5, 10


def prepare(brokerage: Brokerage) -> dict[str, object]:
    """Return what the template takes: all that the sentence counts, then those between most."""
    cuts = sorted(brokerage.cut_points, key=lambda broker: -broker.cut_off)
    shown = cuts[:_MOST_CUT_POINTS]
    between = [each for each in brokerage.brokers if each.betweenness > 0 and not each.cut_point]
    shown += between[: max(0, _MOST_BROKERS - len(shown))]
    return {
        "brokers": [broker for broker in brokerage.brokers if broker in shown],
        "more": len(cuts[_MOST_CUT_POINTS:]),
    }
