"""Every question before and after: its numbers, and the sentences that only one side has.

Only like is held against like: numbers of the same label, of the same questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from eloggraph.analysis.gauges import list_gauges
from eloggraph.analysis.outcome import Gauge, Outcome
from eloggraph.text import Text, say

if TYPE_CHECKING:
    from eloggraph.analysis.analyse import Analysis

Weight = Literal["within", "beyond"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a comparison: what it is called, and the day that is looked at."""

    title: Text
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberChange:
    """One number on both sides; None where it was not to be had. ``band`` is that of the old.

    >>> number = NumberChange(label=Text.same("n"), old=40, new=43, band=(36, 44))
    >>> number.weight, number.difference
    ('within', 3)
    """

    label: Text
    old: int | float | None
    new: int | float | None
    band: tuple[float, float] | None = None

    @property
    def difference(self) -> int | float | None:
        """How much more it is now; None where a side lacks it."""
        if self.old is None or self.new is None:
            return None
        return round(self.new - self.old, 6)

    @property
    def weight(self) -> Weight | None:
        """Whether it changed more than leaving out a tenth of the actors would change it."""
        if self.band is None or not self.difference or self.new is None:
            return None
        return "within" if self.band[0] <= self.new <= self.band[1] else "beyond"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChange:
    """One question on both sides: its numbers, and the sentences that only one side has."""

    key: str
    title: Text
    numbers: tuple[NumberChange, ...] = ()
    old: tuple[Text, ...] = ()
    new: tuple[Text, ...] = ()


def compare_answers(old: Analysis, new: Analysis) -> tuple[AnswerChange, ...]:
    """Return every question of two analyses before and after, how much there is first.

    Where questions were asked by name, only these are told of.

    Parameters
    ----------
    old, new
        Two analyses in which the same questions were asked.
    """
    before = {outcome.key: outcome for outcome in old.outcomes}
    whole = () if new.chosen else (_compare_counts(old, new),)
    pairs = ((before[each.key], each) for each in new.outcomes if each.key in before)
    return (*whole, *(_compare_outcomes(*pair) for pair in pairs))


def _compare_counts(old: Analysis, new: Analysis) -> AnswerChange:
    sides = (_count(old), _count(new))
    return AnswerChange(key="counts", title=say("compare.amounts"), numbers=tuple(_pair(*sides)))


def _count(analysis: Analysis) -> tuple[Gauge, ...]:
    counts = analysis.counts
    return list_gauges(
        "compare",
        actors=counts.actors,
        collectives=counts.collectives,
        ties=counts.ties,
        isolates=len(counts.isolates),
    )


def _compare_outcomes(old: Outcome[Any], new: Outcome[Any]) -> AnswerChange:
    before, after = (each.sentences or _tell_lacking(each) for each in (old, new))
    return AnswerChange(
        key=new.key,
        title=new.title,
        numbers=tuple(_pair(old.gauges, new.gauges)),
        old=tuple(text for text in before if text not in after),
        new=tuple(text for text in after if text not in before),
    )


def _tell_lacking(outcome: Outcome[Any]) -> tuple[Text, ...]:
    return (outcome.lacking,) if outcome.lacking else ()


def _pair(old: Sequence[Gauge], new: Sequence[Gauge]) -> Iterator[NumberChange]:
    before = {each.label: each for each in old}
    after = {each.label: each for each in new}
    for label in dict.fromkeys((*after, *before)):
        was, now = before.get(label), after.get(label)
        yield NumberChange(
            label=label,
            old=was.value if was else None,
            new=now.value if now else None,
            band=was.band if was else None,
        )
