"""The numbers by which two versions of a network are held against each other."""

from __future__ import annotations

from eloggraph.analysis.outcome import Gauge
from eloggraph.text import say


def list_gauges(chapter: str, **amounts: int) -> tuple[Gauge, ...]:
    """Return amounts as gauges, each named by its entry ``gauge.<name>`` of the chapter.

    >>> [(gauge.label.en, gauge.value) for gauge in list_gauges("goals", goals=9)]
    [('Goals on record', 9)]
    """
    return tuple(
        Gauge(label=say(f"{chapter}.gauge.{name.replace('_', '-')}"), value=amount)
        for name, amount in amounts.items()
    )
