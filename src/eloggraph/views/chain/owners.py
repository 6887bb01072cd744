"""Who has a lane in a service chain: providers that take part in the same steps share one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from eloggraph.analysis.service_chains import Chain
from eloggraph.text import Text, say

MOST_LANES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Providers that take part in just the same steps; none where nobody is on record."""

    providers: tuple[Text, ...]
    steps: tuple[int, ...]

    @property
    def name(self) -> Text:
        """What the lane is called."""
        if not self.providers:
            return say("lanes.nobody")
        if len(self.providers) == 1:
            return self.providers[0]
        others = len(self.providers) - 1
        return say("lanes.owners", n=len(self.providers), name=self.providers[0], others=others)


def find_lanes(chain: Chain) -> tuple[Lane, ...]:
    """Return the lanes in the order of their first steps.

    Where there would be very many, each set of providers has one, and a step is in one lane only.
    """
    taking: defaultdict[str, list[int]] = defaultdict(list)
    names: dict[str, Text] = {}
    for at, step in enumerate(chain.steps):
        for provider, label in zip(step.providers, step.provider_labels, strict=True):
            taking[provider].append(at)
            names[provider] = label
    alike: defaultdict[tuple[int, ...], list[Text]] = defaultdict(list)
    for provider in sorted(taking, key=lambda each: (names[each].said, each)):
        alike[tuple(taking[provider])].append(names[provider])
    if len(alike) > MOST_LANES:
        sets: defaultdict[tuple[Text, ...], list[int]] = defaultdict(list)
        for at, step in enumerate(chain.steps):
            if step.providers:
                sets[tuple(sorted(step.provider_labels, key=lambda each: each.said))].append(at)
        lanes = [Lane(providers=who, steps=tuple(at)) for who, at in sets.items()]
    else:
        lanes = [Lane(providers=tuple(who), steps=at) for at, who in alike.items()]
    lanes.sort(key=lambda lane: (lane.steps, tuple(each.said for each in lane.providers)))
    nobody = tuple(at for at, step in enumerate(chain.steps) if not step.providers)
    return (*lanes, *((Lane(providers=(), steps=nobody),) if nobody else ()))
