"""Brokerage: the few actors that most paths run through."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eloggraph.analysis.questions.brokerage import Brokerage

_MOST_BROKERS = 5


def prepare(brokerage: Brokerage) -> dict[str, object]:
    """Return what the template takes."""
    between = [broker for broker in brokerage.brokers if broker.betweenness > 0]
    return {"brokers": between[:_MOST_BROKERS]}
