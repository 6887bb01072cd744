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
_TOLD = ("ties", "all-ties", "facts")


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

    @property
    def lacks(self) -> tuple[str, ...]:
        """Return what is lacking, by the names of the sentences that tell it.

        >>> Evidence(actors=4, ties=90, inferred=0, groups=2).lacks
        ('grouped-actors',)
        """
        lacking = []
        if self.actors < MINIMUM_ACTORS:
            lacking.append("tied-actors" if self.groups is None else "grouped-actors")
        if self.groups is not None and self.groups < MINIMUM_GROUPS:
            lacking.append("groups")
        if self.told < MINIMUM_TIES:
            lacking.append(self._name_told())
        if not self.by_kind and self.inferred > LARGEST_INFERRED_SHARE * self.ties:
            lacking.append("recorded")
        return tuple(lacking)

    def shortcomings(self) -> tuple[Text, ...]:
        """Return what is lacking: what is there, and what would be needed.

        >>> [text.en for text in Evidence(actors=40, ties=90, inferred=0).shortcomings()]
        []
        """
        recorded = self.ties - self.inferred
        values: dict[str, dict[str, object]] = {
            "tied-actors": {"n": self.actors, "needed": MINIMUM_ACTORS},
            "grouped-actors": {"n": self.actors, "needed": MINIMUM_ACTORS},
            "groups": {},
            **{key: {"n": self.told, "needed": MINIMUM_TIES} for key in _TOLD},
            "recorded": {
                "inferred": self.inferred,
                "recorded": recorded,
                "ties": self.ties,
                "needed": MINIMUM_TIES if recorded < MINIMUM_TIES else self.inferred,
            },
        }
        return tuple(say(f"analysis.lacking.{key}", **values[key]) for key in self.lacks)

    def explain(self) -> tuple[Text, ...]:
        """Return what is lacking, and why nothing is claimed on so little."""
        few = self.actors < MINIMUM_ACTORS or self.told < MINIMUM_TIES
        return (*self.shortcomings(), say(f"analysis.lacking.{'why-few' if few else 'why'}"))

    def _name_told(self) -> str:
        """Return what it is that is counted: ties on record, inferred ones too, or memberships."""
        if self.facts is not None and self.facts < self.ties:
            return "facts"
        return "all-ties" if self.inferred and self.by_kind else "ties"

    @property
    def told(self) -> int:
        """How many ties a verdict may rest on."""
        return self.ties if self.facts is None else min(self.ties, self.facts)


def explain_together(found: Sequence[Evidence]) -> tuple[Text, ...]:
    """Return what several lack that lack the same: of different amounts the largest.

    >>> both = [Evidence(actors=n, ties=n, inferred=0, groups=2) for n in (4, 9)]
    >>> explain_together(both)[0].en
    'A group is on record for at most 9 actors; a verdict needs at least 12.'
    """
    alike = {evidence.shortcomings() for evidence in found}
    if len(alike) == 1:
        return found[0].explain()
    most = {
        **dict.fromkeys(("tied-actors", "grouped-actors"), max(each.actors for each in found)),
        **dict.fromkeys(_TOLD, max(each.told for each in found)),
    }
    needed = dict.fromkeys(_TOLD, MINIMUM_TIES)
    told = [
        say(f"analysis.lacking.{key}-most", n=most[key], needed=needed.get(key, MINIMUM_ACTORS))
        if key in most
        else say(f"analysis.lacking.{key}")
        for key in found[0].lacks
    ]
    return (*told, found[0].explain()[-1])


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
