"""Who offers the same form to the same groups in the same areas, by services of their own.

Two organisations that provide one service together do not overlap in it. The limits are such that
of regions in which providers are dealt at random, fewer than one in twenty has any pair named;
``tests/analysis/test_overlap.py`` counts them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from statistics import median

from eloggraph.analysis.coverage_cells import INDEPENDENT_PROVIDERS, CoverageCell
from eloggraph.analysis.offers import Offer

LEAST_SHARE = 0.6
FEWEST_SHARED = 5
MOST_USUAL = 2  # times as many as usual, or as many as a norm asks for, are many
FEWEST_MANY = 2 * INDEPENDENT_PROVIDERS
DEVIATIONS = 4

Place = tuple[str, str, str]
Services = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedProfile:
    """Two organisations: in ``shared`` of ``of`` cells in which either is, both are.

    A cell is a target group in an area and a form; ``places`` are those that they share.
    """

    first: str
    second: str
    shared: int
    of: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrowdedCell:
    """A cell with ``providers`` each by a service of its own, where ``usual`` are so elsewhere."""

    place: Place
    providers: tuple[str, ...]
    usual: float


def read_profiles(offers: Iterable[Offer]) -> dict[Place, Services]:
    """Return who is in each cell by which services; what of it nobody wrote down is left out.

    >>> offer = Offer(service="s", target_group="g", area="a", forms=("f",), provider="p")
    >>> read_profiles([offer])
    {('g', 'a', 'f'): {'p': frozenset({'s'})}}
    """
    found: defaultdict[Place, defaultdict[str, set[str]]]
    found = defaultdict(lambda: defaultdict(set))
    for offer in offers:
        who = offer.answers_as
        if who and offer.target_group and offer.area:
            for form in offer.forms:
                found[offer.target_group, offer.area, form][who].add(offer.service)
    return {
        place: {who: frozenset(services) for who, services in sorted(here.items())}
        for place, here in sorted(found.items())
    }


def find_pairs(profiles: Mapping[Place, Services]) -> tuple[SharedProfile, ...]:
    """Return the pairs that offer mostly the same, those that share most cells first.

    The share is the Jaccard index of their cells, at least ``LEAST_SHARE``, and they share at
    least ``FEWEST_SHARED``. Cells in which both are only together do not count.

    >>> find_pairs({})
    ()
    """
    alike: defaultdict[frozenset[tuple[str, frozenset[str]]], list[Place]] = defaultdict(list)
    for place, here in profiles.items():
        alike[frozenset(here.items())].append(place)
    sizes, shared, joint = Counter[str](), _count(), _count()
    for who_by_what, places in alike.items():
        here = dict(who_by_what)
        sizes.update(dict.fromkeys(here, len(places)))
        for pair in combinations(sorted(here), 2):
            first, second = (here[who] for who in pair)
            both_own = bool(first - second) and bool(second - first)
            (shared if both_own else joint)[pair].extend(places)
    found = [
        SharedProfile(first=a, second=b, shared=len(places), of=of, places=tuple(sorted(places)))
        for (a, b), places in shared.items()
        if (of := sizes[a] + sizes[b] - len(places) - 2 * len(joint.get((a, b), ())))
        and len(places) >= FEWEST_SHARED
        and len(places) / of >= LEAST_SHARE
    ]
    return tuple(sorted(found, key=lambda pair: (-pair.shared, pair.first, pair.second)))


def _count() -> defaultdict[tuple[str, str], list[Place]]:
    return defaultdict(list)


def find_crowded(
    profiles: Mapping[Place, Services], cells: Sequence[CoverageCell] = ()
) -> tuple[CrowdedCell, ...]:
    """Return the cells with clearly more providers than usual and than any norm asks for.

    That is at least ``FEWEST_MANY``, and ``MOST_USUAL`` times the median of all cells in which
    somebody is, and ``MOST_USUAL`` times what the norm for the cell says; and more than the other
    cells vary: by ``DEVIATIONS`` of their standard deviations above their mean.

    >>> find_crowded({})
    ()
    """
    numbers = {place: _count_own(here) for place, here in profiles.items()}
    if not numbers:
        return ()
    usual = median(numbers.values())
    asked = dict(_list_asked(cells))
    total, squares = sum(numbers.values()), sum(n * n for n in numbers.values())
    crowded = [
        CrowdedCell(place=place, providers=tuple(profiles[place]), usual=usual)
        for place, n in numbers.items()
        if n >= max(FEWEST_MANY, MOST_USUAL * usual, MOST_USUAL * asked.get(place, 0))
        and n >= _find_limit(total - n, squares - n * n, len(numbers) - 1)
    ]
    return tuple(sorted(crowded, key=lambda cell: (-numbers[cell.place], cell.place)))


def _find_limit(total: int, squares: int, of: int) -> float:
    """Return how many are more than the others vary, by their sum and the sum of their squares."""
    mean = total / of if of else 0.0
    variance = max(squares / of - mean * mean, 0.0) if of else 0.0
    return mean + DEVIATIONS * sqrt(variance)


def _count_own(here: Services) -> int:
    return min(len(here), len(frozenset().union(*here.values())))


def _list_asked(cells: Sequence[CoverageCell]) -> Iterator[tuple[Place, int]]:
    for cell in cells:
        if cell.form and cell.least:
            yield (cell.target_group, cell.area, cell.form), cell.least
