"""How evenly areas are served: services and required cells, area by area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eloggraph.analysis.affiliation import Group
from eloggraph.analysis.coverage_cells import WITHOUT_NORM, CoverageCell
from eloggraph.analysis.offers import Offer
from eloggraph.analysis.sentences import join_names
from eloggraph.analysis.statistics.equity import gini, theil
from eloggraph.text import Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaCount:
    """What one area has: services on record, and cells that norms require, met and missing."""

    area: str
    label: Text
    region: str | None
    services: int
    required: int
    met: int
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Equity:
    """Areas in order, and how evenly services are shared out among them.

    A service is counted where it is known for whom it is, as in the cells.
    The indices are None where no service is on record. ``between`` and ``within`` split Theil's T
    by regions; None where the areas are not in several. Nothing is counted by residents: how many
    there are is not in the model.
    """

    areas: tuple[AreaCount, ...]
    gini: float | None
    theil: float | None
    between: float | None
    within: float | None


def measure_equity(
    areas: Sequence[Group],
    cells: Sequence[CoverageCell],
    offers: Sequence[Offer],
    regions: Mapping[str, str],
) -> Equity | None:
    """Count what each area has; None where there is one area, or nothing on record in any.

    Parameters
    ----------
    areas, cells
        The areas of the coverage and its cells.
    offers
        What is on offer on the day.
    regions
        The region of each area, where it is in one.

    Examples
    --------
    >>> measure_equity([], [], [], {}) is None
    True
    """
    services: defaultdict[str, set[str]] = defaultdict(set)
    for offer in offers:
        if offer.area and offer.target_group:
            services[offer.area].add(offer.service)
    required = [cell for cell in cells if cell.state not in (*WITHOUT_NORM, "not-required")]
    here: defaultdict[str, list[CoverageCell]] = defaultdict(list)
    for cell in required:
        here[cell.area].append(cell)
    counts = tuple(
        AreaCount(
            area=area.iri,
            label=area.label,
            region=regions.get(area.iri),
            services=len(services[area.iri]),
            required=len(here[area.iri]),
            met=sum(cell.state == "met" for cell in here[area.iri]),
            missing=sum(cell.state == "missing" for cell in here[area.iri]),
        )
        for area in areas
    )
    if len(counts) < 2 or not any(count.services or count.required for count in counts):
        return None
    values = [count.services for count in counts]
    split = theil(values, [count.region or count.area for count in counts])
    several = len({count.region for count in counts if count.region}) > 1
    return Equity(
        areas=counts,
        gini=gini(values),
        theil=split.total if split else None,
        between=split.between if split and several else None,
        within=split.within if split and several else None,
    )


def tell_equity(found: Equity) -> Iterator[Text]:
    """Tell which areas have most services and which fewest, and where most of the required lack."""
    low, high = (pick(count.services for count in found.areas) for pick in (min, max))
    if low == high:
        if high:
            yield say("coverage.equity.even", n=high)
    else:
        most = _name(found, lambda count: count.services == high)
        entry = "uneven" if low else "none"
        least = _name(found, lambda count: count.services == low)
        yield say(f"coverage.equity.{entry}", high=high, most=most, low=low, least=least)
    lacking = {count.missing for count in found.areas if count.required}
    if len(lacking) > 1:
        worst = max(lacking)
        named = _name(found, lambda count: count.missing == worst)
        yield say("coverage.equity.missing", n=worst, areas=named)


def _name(found: Equity, is_it: Callable[[AreaCount], bool]) -> Text:
    return join_names([count.label for count in found.areas if is_it(count)])
