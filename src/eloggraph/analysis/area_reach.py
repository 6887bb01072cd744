"""Which of the areas that are named in the data lie in an area, and which reach beyond it.

Areas are compared by the municipalities that they hold: a wellbeing services county lies in a
region although no row says so, where all of its municipalities do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from eloggraph.iri import BASE
from eloggraph.snapshot.records import Records

_COUNTRY = f"{BASE}vocab/area-type/country"


@dataclass(frozen=True, kw_only=True)
class Reach:
    """The areas that are named in the data, held against others.

    Parameters
    ----------
    records
        The areas, and in which others they lie.
    on
        The day: a municipality that has ended is a part of nothing.
    named
        The areas to be held against others.

    Examples
    --------
    >>> Reach(records=Records(), on=date(2024, 1, 1), named=frozenset({"13"})).within("13")
    frozenset({'13'})
    """

    records: Records
    on: date
    named: frozenset[str]
    _above: dict[str, frozenset[str]] = field(default_factory=dict)

    def within(self, area: str) -> frozenset[str]:
        """Return the named areas that are the area, or lie in it with all that they hold."""
        parts = self.parts(area)
        return frozenset(
            each
            for each in self.named
            if area in self._find_above(each) or (self.parts(each) and self.parts(each) <= parts)
        )

    def beyond(self, area: str) -> frozenset[str]:
        """Return the named areas that hold the area, or a part of it and more."""
        above, parts = self._find_above(area), self.parts(area)
        touching = {
            each
            for each in self.named
            if each in above or not self.parts(each).isdisjoint(parts or {area})
        }
        return frozenset(touching - self.within(area))

    @cached_property
    def countries(self) -> frozenset[str]:
        """The named areas that are a whole country: they tell no area from another."""
        return frozenset(e for e in self.named if self.records.value(e, "elo:areaType") == _COUNTRY)

    def parts(self, area: str) -> frozenset[str]:
        """Return the municipalities that an area holds."""
        return self._parts.get(area, frozenset())

    @cached_property
    def _parts(self) -> Mapping[str, frozenset[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for municipality in self.records.of("elo:Municipality"):
            if self.records.in_force(municipality, self.on):
                for above in self._find_above(municipality):
                    found[above].add(municipality)
        return {area: frozenset(parts) for area, parts in found.items()}

    def _find_above(self, area: str) -> frozenset[str]:
        if area not in self._above:
            self._above[area] = self.records.above(area, "elo:withinArea")
        return self._above[area]


def turn(places: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """Return for each area the things that name it.

    >>> turn({"gradia": ["179", "410"]})
    {'179': frozenset({'gradia'}), '410': frozenset({'gradia'})}
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for thing, named in places.items():
        for place in named:
            found[place].add(thing)
    return {place: frozenset(things) for place, things in found.items()}
