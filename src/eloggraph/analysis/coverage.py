"""Which services reach whom? A comparison with a declared norm, cell by cell.

Only a norm can make an empty cell a gap, and only a survey can tell that it is empty: where
nobody asked, the answer is *unknown*, never *missing*.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from eloggraph.analysis.affiliation import Group
from eloggraph.text import Text, say

CellState = Literal["met", "thin", "ending", "missing", "not-required", "unknown"]
CELL_STATES: tuple[CellState, ...] = get_args(CellState)

INDEPENDENT_PROVIDERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One service of one provider for one target group in one area, until when if it ends."""

    target_group: str
    area: str
    service: str
    provider: str
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """What is agreed for one cell.

    ``required`` is None when nothing was decided; ``surveyed`` is the date when it was found out
    which services there are, None when nobody has asked.
    """

    target_group: str
    area: str
    required: bool | None = None
    surveyed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One target group in one area: the state, why, and the services that show it.

    ``ends`` is when the last service ends, where all of them do.
    """

    target_group: str
    area: str
    state: CellState
    reason: Text
    services: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    ends: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Cells in reading order (target groups down, areas across), counts, and one sentence.

    ``outside`` counts offers whose target group or area is not on the axes.
    """

    on: str
    target_groups: tuple[Group, ...]
    areas: tuple[Group, ...]
    cells: tuple[Cell, ...]
    counts: tuple[tuple[CellState, int], ...]
    has_norm: bool
    outside: int
    sentence: Text

    def cell(self, target_group: str, area: str) -> Cell:
        """Return one cell; KeyError when it is not on the axes."""
        for cell in self.cells:
            if (cell.target_group, cell.area) == (target_group, area):
                return cell
        raise KeyError((target_group, area))

    def count(self, state: CellState) -> int:
        """Return how many cells are in the state."""
        return dict(self.counts)[state]


def measure_coverage(
    offers: Iterable[Offer],
    norms: Iterable[Norm],
    target_groups: Sequence[Group],
    areas: Sequence[Group],
    *,
    on: date,
) -> Coverage:
    """Compare the services on record with what is required, for each target group and area.

    A cell is

    - ``not-required`` when the norm says that no service is needed (offers are still listed);
    - ``ending`` when it has services and all of them end within twelve months of ``on``;
    - ``met`` when at least two different providers serve it, ``thin`` when only one does;
    - ``missing`` when a norm requires a service, the cell was surveyed, and there is none;
    - ``unknown`` when no service is on record and nothing more can be said: no norm, or nobody
      has asked.

    A service that ended before ``on`` does not count. A year or a month ends with its last day.
    Of several norms for one cell, a requirement outweighs, and a survey by any of them counts
    unless it was made after ``on``.

    Parameters
    ----------
    offers, norms
        What is on record. Dates are ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
    target_groups, areas
        The axes, in the order to be shown.
    on
        The day that is looked at.

    Raises
    ------
    ValueError
        When a date has another form.

    Examples
    --------
    >>> group, area = Group(iri="g", label=Text.same("g")), Group(iri="a", label=Text.same("a"))
    >>> measure_coverage([], [], [group], [area], on=date(2024, 1, 1)).cell("g", "a").state
    'unknown'

    """
    running: defaultdict[tuple[str, str], list[Offer]] = defaultdict(list)
    rules: defaultdict[tuple[str, str], list[Norm]] = defaultdict(list)
    every = list(offers)
    for offer in every:
        if offer.until is None or last_day(offer.until) >= on:
            running[offer.target_group, offer.area].append(offer)
    for norm in norms:
        rules[norm.target_group, norm.area].append(norm)
    axes = [(group.iri, area.iri) for group in target_groups for area in areas]
    cells = tuple(_judge_cell(place, running[place], rules[place], on) for place in axes)
    return Coverage(
        on=on.isoformat(),
        target_groups=tuple(target_groups),
        areas=tuple(areas),
        cells=cells,
        counts=tuple((s, sum(cell.state == s for cell in cells)) for s in CELL_STATES),
        has_norm=_is_normed(axes, rules),
        outside=sum((offer.target_group, offer.area) not in set(axes) for offer in every),
        sentence=_summarise(cells, rules),
    )


def last_day(iso: str) -> date:
    """Return the last day of a date, a month or a year.

    >>> last_day("2024-02").isoformat()
    '2024-02-29'
    """
    try:
        match [int(part) for part in iso.split("-")]:
            case [year]:
                return date(year, 12, 31)
            case [year, month]:
                return date(year, month, monthrange(year, month)[1])
            case [year, month, day]:
                return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"not a year, a month or a day: {iso!r}") from error
    raise ValueError(f"not a year, a month or a day: {iso!r}")


def first_day(iso: str) -> date:
    """Return the first day of a date, a month or a year.

    >>> first_day("2024").isoformat()
    '2024-01-01'
    """
    end = last_day(iso)
    given = iso.count("-")
    return date(end.year, end.month if given else 1, end.day if given > 1 else 1)


def _a_year_later(day: date) -> date:
    last = monthrange(day.year + 1, day.month)[1]
    return date(day.year + 1, day.month, min(day.day, last))


def _judge_cell(
    place: tuple[str, str], offers: Sequence[Offer], norms: Sequence[Norm], on: date
) -> Cell:
    services = tuple(sorted({offer.service for offer in offers}))
    providers = tuple(sorted({offer.provider for offer in offers}))
    ends = [offer.until for offer in offers if offer.until is not None]
    last = max(ends, key=last_day) if offers and len(ends) == len(offers) else None
    state = _choose_state(len(providers), last, norms, on)
    return Cell(
        target_group=place[0],
        area=place[1],
        state=state,
        reason=say(f"analysis.coverage.reason.{state}", n=len(providers)),
        services=services,
        providers=providers,
        ends=last,
    )


def _choose_state(providers: int, last: str | None, norms: Sequence[Norm], on: date) -> CellState:
    required = {norm.required for norm in norms}
    if False in required and True not in required:
        return "not-required"
    if not providers:
        asked = any(norm.surveyed and first_day(norm.surveyed) <= on for norm in norms)
        return "missing" if True in required and asked else "unknown"
    if last is not None and last_day(last) <= _a_year_later(on):
        return "ending"
    return "met" if providers >= INDEPENDENT_PROVIDERS else "thin"


def _is_normed(
    places: Iterable[tuple[str, str]], rules: Mapping[tuple[str, str], Sequence[Norm]]
) -> bool:
    """Tell whether anything was decided on any of the cells."""
    return any(norm.required is not None for place in places for norm in rules.get(place, ()))


def _summarise(cells: Sequence[Cell], rules: Mapping[tuple[str, str], Sequence[Norm]]) -> Text:
    counts = {state: sum(cell.state == state for cell in cells) for state in CELL_STATES}
    served = sum(bool(cell.services) for cell in cells)
    if not cells:
        return say("analysis.coverage.empty")
    normed = _is_normed([(cell.target_group, cell.area) for cell in cells], rules)
    return say(
        f"analysis.coverage.{'with-norm' if normed else 'no-norm'}",
        n=len(cells),
        served=served,
        **{state: counts[state] for state in CELL_STATES},
    )
