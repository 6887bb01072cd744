"""Is there enough data for a verdict? One guard for all measures, and the words it speaks.

A number can be computed for five actors and six ties. It would mean nothing, and a reader would
believe it. So every verdict passes here first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eloggraph.text import Text, say

MINIMUM_ACTORS = 12
MINIMUM_TIES = 20
MINIMUM_GROUPS = 2
LARGEST_INFERRED_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a verdict rests on.

    ``actors`` and ``ties`` are those that the measure could use; ``inferred`` of the ties rest
    on a shared collective only. ``groups`` is None where the question needs no groups.
    ``by_kind`` tells that chance trades memberships for themselves; otherwise ties that are only
    inferred are no evidence when they are most. ``facts`` are the ties of two and the memberships
    beyond a collective's first, where these count and not the ties that follow from them.
    """

    actors: int
    ties: int
    inferred: int
    groups: int | None = None
    by_kind: bool = False
    facts: int | None = None

    @property
    def enough(self) -> bool:
        """Tell whether a verdict may be given at all."""
        return not self.shortcomings()

    def shortcomings(self) -> tuple[Text, ...]:
        """Return what is lacking: what is there, and what would be needed.

        >>> [text.en for text in Evidence(actors=40, ties=90, inferred=0).shortcomings()]
        []
        """
        lacking = []
        if self.actors < MINIMUM_ACTORS:
            key = "tied-actors" if self.groups is None else "grouped-actors"
            lacking.append(say(f"analysis.lacking.{key}", n=self.actors, needed=MINIMUM_ACTORS))
        if self.groups is not None and self.groups < MINIMUM_GROUPS:
            lacking.append(say("analysis.lacking.groups"))
        if self._told < MINIMUM_TIES:
            lacking.append(say("analysis.lacking.ties", n=self._told, needed=MINIMUM_TIES))
        if not self.by_kind and self.inferred > LARGEST_INFERRED_SHARE * self.ties:
            recorded = self.ties - self.inferred
            needed = MINIMUM_TIES if recorded < MINIMUM_TIES else self.inferred
            values = {"inferred": self.inferred, "recorded": recorded, "needed": needed}
            lacking.append(say("analysis.lacking.recorded", ties=self.ties, **values))
        return tuple(lacking)

    def explain(self) -> tuple[Text, ...]:
        """Return what is lacking, and why nothing is claimed on so little."""
        few = self.actors < MINIMUM_ACTORS or self._told < MINIMUM_TIES
        return (*self.shortcomings(), say(f"analysis.lacking.{'why-few' if few else 'why'}"))

    @property
    def _told(self) -> int:
        return self.ties if self.facts is None else min(self.ties, self.facts)


def say_once(lacking: Sequence[tuple[Text, ...]]) -> list[tuple[Text, ...]]:
    """Return what several lack; why nothing is claimed stands only where it is said last.

    >>> found = [Evidence(actors=n, ties=90, inferred=0).explain() for n in (2, 3)]
    >>> [len(each) for each in found], [len(each) for each in say_once(found)]
    ([2, 2], [1, 2])
    """
    whys = {say("analysis.lacking.why"), say("analysis.lacking.why-few")}
    later: set[Text] = set()
    kept = []
    for reasons in reversed(lacking):
        kept.append(tuple(each for each in reasons if each not in later))
        later |= whys & set(reasons)
    return kept[::-1]
