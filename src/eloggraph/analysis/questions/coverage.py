"""Which services reach whom? A comparison with a declared norm, cell by cell.

Only a norm can make an empty cell a gap, and only a survey can tell that it is empty: where
nobody asked, the answer is *unknown*, never *missing*.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from eloggraph.analysis.affiliation import Group
from eloggraph.analysis.asking import Ask
from eloggraph.analysis.days import a_year_later, first_day, last_day
from eloggraph.analysis.outcome import ActionRank, Figure, ObservationRank, Remark, ReportTable
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.reading import read_axis
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
class CoverageCell:
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
    cells: tuple[CoverageCell, ...]
    counts: tuple[tuple[CellState, int], ...]
    has_norm: bool
    outside: int
    sentence: Text

    def cell(self, target_group: str, area: str) -> CoverageCell:
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


def _judge_cell(
    place: tuple[str, str], offers: Sequence[Offer], norms: Sequence[Norm], on: date
) -> CoverageCell:
    services = tuple(sorted({offer.service for offer in offers}))
    providers = tuple(sorted({offer.provider for offer in offers}))
    ends = [offer.until for offer in offers if offer.until is not None]
    last = max(ends, key=last_day) if offers and len(ends) == len(offers) else None
    state = _choose_state(len(providers), last, norms, on)
    return CoverageCell(
        target_group=place[0],
        area=place[1],
        state=state,
        reason=say(f"coverage.reason.{state}", n=len(providers)),
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
    if last is not None and last_day(last) <= a_year_later(on):
        return "ending"
    return "met" if providers >= INDEPENDENT_PROVIDERS else "thin"


def _is_normed(
    places: Iterable[tuple[str, str]], rules: Mapping[tuple[str, str], Sequence[Norm]]
) -> bool:
    """Tell whether anything was decided on any of the cells."""
    return any(norm.required is not None for place in places for norm in rules.get(place, ()))


def _summarise(
    cells: Sequence[CoverageCell], rules: Mapping[tuple[str, str], Sequence[Norm]]
) -> Text:
    counts = {state: sum(cell.state == state for cell in cells) for state in CELL_STATES}
    served = sum(bool(cell.services) for cell in cells)
    if not cells:
        return say("coverage.sentence.empty")
    normed = _is_normed([(cell.target_group, cell.area) for cell in cells], rules)
    return say(
        f"coverage.sentence.{'with-norm' if normed else 'no-norm'}",
        n=len(cells),
        served=served,
        **{state: counts[state] for state in CELL_STATES},
    )


def measure_recorded(material: Material) -> Coverage:
    """Measure what the graph has on record, on the day that is looked at.

    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_recorded(Material(network=nothing, on=date(2024, 1, 1))).cells
    ()
    """
    return measure_coverage(
        read_offers(material.ask),
        read_norms(material.ask),
        read_axis(material.ask, "coverage-groups", material.labels),
        read_axis(material.ask, "coverage-areas", material.labels),
        on=material.on,
    )


def read_offers(ask: Ask) -> tuple[Offer, ...]:
    """Read which service reaches which target group where (``coverage-offers``).

    >>> row = {"target_group": "youth", "area": "179", "service": "coaching", "provider": "gradia"}
    >>> read_offers(lambda _: [row])[0].provider
    'gradia'
    """
    found = {
        Offer(
            target_group=row["target_group"],
            area=row["area"],
            service=row["service"],
            provider=row.get("provider", row["service"]),
            until=row.get("until"),
        )
        for row in ask("coverage-offers")
    }
    return tuple(sorted(found, key=repr))


def read_norms(ask: Ask) -> tuple[Norm, ...]:
    """Read what has been declared to be required, and when it was asked (``coverage-norms``).

    >>> row = {"target_group": "youth", "area": "179", "required": "true"}
    >>> read_norms(lambda _: [row])[0].required
    True
    """
    found = {
        Norm(
            target_group=row["target_group"],
            area=row["area"],
            required=row["required"] == "true" if "required" in row else None,
            surveyed=row.get("surveyed"),
        )
        for row in ask("coverage-norms")
    }
    return tuple(sorted(found, key=repr))


def _tell(found: Coverage) -> Iterator[Text]:
    yield found.sentence


def _observe(found: Coverage) -> Iterator[Remark]:
    ranks: dict[CellState, ObservationRank] = {
        "missing": ObservationRank.GAP,
        "ending": ObservationRank.GAP,
        "thin": ObservationRank.NARROW,
    }
    for state, rank in ranks.items():
        if n := found.count(state):
            yield Remark(rank=rank, text=say(f"coverage.observation.{state}", n=n))
    yield Remark(rank=ObservationRank.SUMMARY, text=found.sentence)


def _advise(found: Coverage, _: Material) -> Iterator[Remark]:
    gaps: tuple[CellState, ...] = ("missing", "ending")
    for state in gaps:
        if found.count(state):
            yield Remark(rank=ActionRank.FILL, text=say(f"coverage.action.{state}"))
    if found.cells and not found.has_norm:
        yield Remark(rank=ActionRank.AGREE, text=say("coverage.action.norm"))
    unknown = found.count("unknown")
    if found.has_norm and unknown:
        yield Remark(rank=ActionRank.SURVEY, text=say("coverage.action.survey", n=unknown))


def _count(found: Coverage) -> Iterator[Figure]:
    """Return how much is missing; that can be counted only where a norm says what is needed."""
    state: CellState = "missing" if found.has_norm else "unknown"
    yield Figure(value=found.count(state), label=say(f"coverage.number.{state}"))


_COLUMNS: dict[str, type] = {
    **{"target_group": str, "target_group_label": Text, "area": str, "area_label": Text},
    **{"state": str, "reason": Text, "services": str, "providers": str, "ends": str},
}


def _make_tables(found: Coverage) -> Iterator[ReportTable]:
    names = {group.iri: group.label for group in (*found.target_groups, *found.areas)}
    rows = tuple(
        (
            *(cell.target_group, names[cell.target_group], cell.area, names[cell.area]),
            *(cell.state, cell.reason, "|".join(cell.services), "|".join(cell.providers)),
            cell.ends,
        )
        for cell in found.cells
    )
    yield ReportTable(name="coverage", columns=_COLUMNS, rows=rows)


def _explain(*_: object) -> Iterator[Text]:
    yield say("coverage.method")


QUESTION = Question(
    key="coverage",
    order=30,
    section_order=20,
    measure=measure_recorded,
    tell=_tell,
    observe=_observe,
    advise=_advise,
    figures=_count,
    tables=_make_tables,
    explain=_explain,
)
