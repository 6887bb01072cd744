"""Which few additions would close most of what is missing: maximum coverage, step by step.

An addition is one thing that somebody can agree on: a service that is there is given in the rest
of a region where it is given already, or opened to one more target group where it is given; or a
new service begins, of one form for one group in a region. Each step takes the addition that closes
most of what is still missing. That closes at least 1 − 1/e of what the best choice of as many
additions would (Nemhauser, Wolsey & Fisher 1978, Mathematical Programming 14:265).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from eloggraph.analysis.coverage_cells import CoverageCell
from eloggraph.analysis.offers import Demand, Offer
from eloggraph.analysis.sentences import join_names
from eloggraph.text import Text, say

ADDITIONS = 5
AdditionKind = Literal["areas", "group", "new"]
# What is there and goes on elsewhere comes before what must begin.
_ORDER = {kind: at for at, kind in enumerate(get_args(AdditionKind))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """One addition and the missing cells that it closes, those before it closed already.

    Parameters
    ----------
    kind
        ``areas`` or ``group``: a service that is there is given in more areas, or for one more
        group; ``new``: another service.
    service
        The service that is extended; None of a new one.
    closed
        The cells.
    label
        The addition in words.
    others
        How many other services could be extended to close just the same.
    """

    kind: AdditionKind
    service: str | None
    closed: tuple[CoverageCell, ...]
    label: Text
    others: int = 0

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas in which something is closed."""
        return tuple(dict.fromkeys(cell.area for cell in self.closed))

    @property
    def target_groups(self) -> tuple[str, ...]:
        """The target groups for which something is closed."""
        return tuple(dict.fromkeys(cell.target_group for cell in self.closed))


@dataclass(frozen=True, slots=True)
class _Choice:
    kind: AdditionKind
    service: str | None
    closes: frozenset[int]
    there: int  # in how many areas or for how many groups of it the service is there already


def find_closing(
    cells: Sequence[CoverageCell],
    offers: Sequence[Offer],
    regions: Mapping[str, str],
    labels: Mapping[str, Text],
    *,
    most: int = ADDITIONS,
) -> tuple[Addition, ...]:
    """Choose additions that close most of the missing cells, the one that closes most first.

    Parameters
    ----------
    cells
        Cells of the coverage; those that are missing are to be closed.
    offers
        What is on offer on the day.
    regions
        The region of each area. An area without one is taken by itself.
    labels
        Names of services, groups, areas and forms by IRI.
    most
        How many additions at most.

    Examples
    --------
    >>> gap = CoverageCell(target_group="g", area="b", state="missing", reason=Text.same(""))
    >>> there = Offer(service="s", target_group="g", area="a")
    >>> [each.service for each in find_closing([gap], [there], {"a": "R", "b": "R"}, {})]
    ['s']
    """
    missing = [cell for cell in cells if cell.state == "missing"]
    choices = list(_list_choices(missing, offers, regions))
    left, chosen = frozenset(range(len(missing))), list[Addition]()
    while left and choices and len(chosen) < most:
        best = min(choices, key=lambda choice: _rank(choice, left))
        closes = best.closes & left
        if not closes:
            break
        others = {
            choice.service
            for choice in choices
            if choice.service and choice.service != best.service and closes <= choice.closes
        }
        closed = tuple(missing[at] for at in sorted(closes))
        addition = Addition(
            kind=best.kind,
            service=best.service,
            closed=closed,
            label=_tell(best, closed, labels),
            others=len(others) if best.service else 0,
        )
        chosen.append(addition)
        left -= closes
    return tuple(chosen)


def _tell(choice: _Choice, closed: Sequence[CoverageCell], labels: Mapping[str, Text]) -> Text:
    def name(iri: str) -> Text:
        return labels.get(iri, Text.same(iri))

    def join(iris: Iterable[str]) -> Text:
        return join_names([name(iri) for iri in dict.fromkeys(iris)])

    parts = [name(each) for each in (closed[0].form, closed[0].channel) if each]
    parts += [Text.same(closed[0].language)] if closed[0].language else []
    return say(
        f"coverage.closing.{choice.kind}",
        service=name(choice.service or ""),
        group=join(cell.target_group for cell in closed),
        areas=join(cell.area for cell in closed),
        form=join_names(parts) if parts else say("coverage.report.any-form"),
    )


def _rank(choice: _Choice, left: frozenset[int]) -> tuple[int, int, int, str]:
    return (-len(choice.closes & left), _ORDER[choice.kind], -choice.there, choice.service or "")


def _list_choices(
    missing: Sequence[CoverageCell], offers: Sequence[Offer], regions: Mapping[str, str]
) -> Iterator[_Choice]:
    if not missing:
        return
    gaps = _Gaps(missing, regions)
    by_service: defaultdict[str, list[Offer]] = defaultdict(list)
    for offer in offers:
        if offer.target_group and offer.area:
            by_service[offer.service].append(offer)
    for service, given in sorted(by_service.items()):
        yield from gaps.extend(service, given)
    new: defaultdict[tuple[str, str, Demand], set[int]] = defaultdict(set)
    for at, cell in enumerate(missing):
        new[cell.target_group, gaps.region(cell.area), gaps.asked[at]].add(at)
    for _, closes in sorted(new.items()):
        yield _Choice("new", None, frozenset(closes), 0)


class _Gaps:
    """The missing cells by what they ask for and for whom, or where."""

    def __init__(self, missing: Sequence[CoverageCell], regions: Mapping[str, str]) -> None:
        self.missing, self._regions = missing, regions
        self.asked = [Demand(c.form or "", c.channel or "", c.language or "") for c in missing]
        self._for: defaultdict[Demand, defaultdict[str, list[int]]] = _index()
        self._in: defaultdict[Demand, defaultdict[str, list[int]]] = _index()
        for at, (cell, demand) in enumerate(zip(missing, self.asked, strict=True)):
            self._for[demand][cell.target_group].append(at)
            self._in[demand][cell.area].append(at)

    def region(self, area: str) -> str:
        """Return the region of an area, or the area itself."""
        return self._regions.get(area, area)

    def extend(self, service: str, given: Sequence[Offer]) -> Iterator[_Choice]:
        """Yield what a service could close in its regions, and for one more group each."""
        groups = {offer.target_group for offer in given if offer.target_group}
        areas = {offer.area for offer in given if offer.area}
        there = Counter(self.region(area) for area in areas)
        more: defaultdict[str, set[int]] = defaultdict(set)
        opened: defaultdict[str, set[int]] = defaultdict(set)
        # What a service is, is the same wherever and for whomever it is given.
        for demand in (demand for demand in self._for if given[0].meets(demand)):
            for at in (at for group in groups for at in self._for[demand].get(group, ())):
                more[self.region(self.missing[at].area)].add(at)
            for at in (at for area in areas for at in self._in[demand].get(area, ())):
                if (group := self.missing[at].target_group) not in groups:
                    opened[group].add(at)
        for region, closes in sorted(more.items()):
            if there[region]:
                yield _Choice("areas", service, frozenset(closes), there[region])
        for _, closes in sorted(opened.items()):
            yield _Choice("group", service, frozenset(closes), len(groups))


def _index() -> defaultdict[Demand, defaultdict[str, list[int]]]:
    return defaultdict(lambda: defaultdict(list))
