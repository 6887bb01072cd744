"""The cells of the coverage table: a target group in an area, judged by what is agreed there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from eloggraph.analysis.affiliation import Group
from eloggraph.analysis.coverage_words import tell_basis
from eloggraph.analysis.norms import Norm, Rule, make_rules
from eloggraph.analysis.offers import ANYTHING, Demand, Offer, Supply, make_supply
from eloggraph.analysis.sentences import join_names, write_age, write_day
from eloggraph.snapshot.days import a_year_later, first_day, has_begun, holds, last_day
from eloggraph.text import Text, say

if TYPE_CHECKING:
    from eloggraph.analysis.coverage_closing import Addition
    from eloggraph.analysis.coverage_equity import Equity

CellState = Literal[
    "met",
    "thin",
    "few",
    "ending",
    "missing",
    "unknown",
    "not-required",
    "recorded",
    "none-recorded",
]
CELL_STATES: tuple[CellState, ...] = get_args(CellState)
WITHOUT_NORM: tuple[CellState, ...] = ("recorded", "none-recorded")

INDEPENDENT_PROVIDERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageCell:
    """One target group in one area, and what a norm asks for: the state, and why.

    That is a form, and where the norm says so a channel and a language.
    ``services`` and ``providers`` are what is on record there; ``candidates`` are services that
    might be there too, or whose provider nobody wrote down: whom to ask. ``ends`` is when the last
    service ends, where all of them do. ``norms`` are the rows that decided what is required,
    ``least`` how many organisations they ask for (0 where they do not say), and ``basis`` says in
    words for whom these are, and on what decision and source they rest, where that is more than
    the cell itself says.
    """

    target_group: str
    area: str
    form: str | None = None
    channel: str | None = None
    language: str | None = None
    state: CellState
    reason: Text
    services: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    ends: str | None = None
    norms: tuple[str, ...] = ()
    least: int = 0
    surveyed: str | None = None
    basis: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Cells in reading order (target groups down, areas across, forms within), and their counts.

    ``outside`` counts offers whose target group or area is not on the axes. ``unplaced`` are areas
    of norms of which no municipality is on record, ``lapsed`` counts norms not in force on the day:
    neither has a cell. ``closing`` are additions that would close most of what is missing, and
    ``equity`` compares the areas: who only wants the cells has neither.
    """

    on: str
    target_groups: tuple[Group, ...]
    areas: tuple[Group, ...]
    forms: tuple[Group, ...]
    channels: tuple[Group, ...]
    cells: tuple[CoverageCell, ...]
    counts: tuple[tuple[CellState, int], ...]
    has_norm: bool
    outside: int
    unplaced: tuple[Group, ...]
    lapsed: int
    sentence: Text
    closing: tuple[Addition, ...] = ()
    equity: Equity | None = None

    def cell(
        self,
        target_group: str,
        area: str,
        form: str | None = None,
        *,
        channel: str | None = None,
        language: str | None = None,
    ) -> CoverageCell:
        """Return one cell; KeyError when nothing of that kind is asked for there."""
        wanted = (target_group, area, form, channel, language)
        for cell in self.cells:
            if wanted == (cell.target_group, cell.area, cell.form, cell.channel, cell.language):
                return cell
        raise KeyError(wanted)

    def count(self, state: CellState) -> int:
        """Return how many cells are in the state."""
        return dict(self.counts)[state]

    def name_cells(self, state: CellState) -> Text:
        """Return the first cells of a state by name."""
        return self.name([cell for cell in self.cells if cell.state == state])

    def name(self, cells: Sequence[CoverageCell]) -> Text:
        """Return the first of some cells by their groups, areas and what is asked for."""
        return join_names(self.name_each(cells))

    def name_each(self, cells: Iterable[CoverageCell]) -> list[Text]:
        """Return each of some cells by name."""
        kinds = (*self.forms, *self.channels)
        names = {g.iri: g.label for g in (*self.target_groups, *self.areas, *kinds)}
        return [_name_cell(cell, names) for cell in cells]


def measure_coverage(
    offers: Iterable[Offer],
    norms: Iterable[Norm],
    target_groups: Sequence[Group],
    areas: Sequence[Group],
    *,
    on: date,
    labels: Mapping[str, Text] | None = None,
    unread: Sequence[str] = (),
    told: Collection[str] = (),
) -> Coverage:
    """Compare the services on record with what is required: target group × area × form.

    A target group in an area has one cell for each form (and channel and language, where it names
    them) that a norm in force demands or waives there. Such a cell is

    - ``not-required`` when the norms say that no service is needed (offers are still listed);
    - ``ending`` when it has services, all of them end within twelve months of ``on``, and none
      that is on record follows;
    - ``met`` when at least two organisations serve it, or as many as the norm demands; ``thin``
      when only one does, ``few`` when more do and the norm demands more still; ``unknown`` when a
      provider or a service of which something is not written down might be the one that lacks;
    - ``missing`` when it was surveyed, and there is no service;
    - ``unknown`` when no service is on record and nobody has asked, or a service might reach it
      whose target group, area or form nobody wrote down, or a table was not read.

    Without a norm the one cell is ``recorded`` or ``none-recorded``: no verdict.

    A service that ended before ``on`` or begins later does not count, nor does such a provider. A
    year or a month ends with its last day. Of several norms for one cell the narrowest decide (a
    part of the area, a named group), and among those a requirement outweighs; a survey by any of
    them counts unless it was made after ``on``.

    Parameters
    ----------
    offers, norms
        What is on record. Dates are ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
    target_groups, areas
        The axes, in the order to be shown.
    on
        The day that is looked at.
    labels
        Names of services and forms by IRI; without one, the IRI.
    unread
        Tables that were not read, by file name: what they hold might fill any cell.
    told
        Services that others make up: a cell that has other services does not count them beside.

    Raises
    ------
    ValueError
        When a date has another form.

    Examples
    --------
    >>> group, area = Group(iri="g", label=Text.same("g")), Group(iri="a", label=Text.same("a"))
    >>> measure_coverage([], [], [group], [area], on=date(2024, 1, 1)).cell("g", "a").state
    'none-recorded'

    """
    every, names = [offer.on_day(on) for offer in offers], labels or {}
    decided = [norm for norm in norms if norm.required is not None or norm.surveyed]
    in_force = [norm for norm in decided if holds(norm.since, norm.until, on)]
    rules = make_rules(in_force, [group.iri for group in target_groups], on)
    judge = _Judge(
        on=on,
        running=make_supply(o for o in every if holds(o.since, o.until, on)),
        later=make_supply(o for o in every if not has_begun(o.since, on)),
        labels=names,
        unread=tuple(unread),
        told=frozenset(told),
    )
    axes = [(group.iri, area.iri) for group in target_groups for area in areas]
    cells = tuple(
        judge.judge_cell(place, demand, rule)
        for place in axes
        for demand, rule in sorted(rules.get(place, {ANYTHING: None}).items())
    )
    known = set(axes)

    def name(iris: Iterable[str | None]) -> tuple[Group, ...]:
        found = sorted({iri for iri in iris if iri})
        return tuple(Group(iri=iri, label=names.get(iri, Text.same(iri))) for iri in found)

    return Coverage(
        on=on.isoformat(),
        target_groups=tuple(target_groups),
        areas=tuple(areas),
        forms=name(cell.form for cell in cells),
        channels=name(cell.channel for cell in cells),
        cells=cells,
        counts=tuple((s, sum(cell.state == s for cell in cells)) for s in CELL_STATES),
        has_norm=any(cell.state not in WITHOUT_NORM for cell in cells),
        outside=sum((offer.target_group, offer.area) not in known for offer in every),
        unplaced=name(norm.place for norm in in_force if norm.area is None),
        lapsed=len(decided) - len(in_force),
        sentence=_summarise(cells, len(decided) - len(in_force)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    """What the cells are judged by."""

    on: date
    running: Supply
    later: Supply
    labels: Mapping[str, Text]
    unread: tuple[str, ...]
    told: frozenset[str]

    def judge_cell(self, place: tuple[str, str], demand: Demand, rule: Rule | None) -> CoverageCell:
        here = self.running.reaching(*place, demand)
        ends = [offer.until for offer in here if offer.until is not None]
        last = max(ends, key=last_day) if here and len(ends) == len(here) else None
        state, reason, candidates = self._decide(place, demand, rule, here, last)
        return CoverageCell(
            target_group=place[0],
            area=place[1],
            form=demand.form or None,
            channel=demand.channel or None,
            language=demand.language or None,
            state=state,
            reason=reason,
            services=self._list_services(here),
            providers=tuple(sorted({offer.provider for offer in here if offer.provider})),
            candidates=candidates,
            ends=last,
            norms=tuple(norm.iri for norm in rule.norms if norm.iri) if rule else (),
            least=rule.least if rule else 0,
            surveyed=rule.surveyed if rule else None,
            basis=tell_basis(rule, place, self.labels) if rule else None,
        )

    def _decide(
        self,
        place: tuple[str, str],
        demand: Demand,
        rule: Rule | None,
        here: Sequence[Offer],
        last: str | None,
    ) -> tuple[CellState, Text, tuple[str, ...]]:
        if rule is None:
            n = len(self._list_services(here))
            state: CellState = "recorded" if here else "none-recorded"
            return state, say(f"coverage.reason.{state}", n=n), ()
        if not rule.required:
            return "not-required", say("coverage.reason.not-required"), ()
        if here:
            return self._judge_providers(place, demand, rule, here, last)
        return self._judge_absence(place, demand, rule)

    def _list_services(self, here: Sequence[Offer]) -> tuple[str, ...]:
        """Return the services of a cell, each thing once: not what the others there make up."""
        services = {offer.service for offer in here}
        return tuple(sorted(services - self.told or services))

    def _judge_providers(
        self,
        place: tuple[str, str],
        demand: Demand,
        rule: Rule,
        here: Sequence[Offer],
        last: str | None,
    ) -> tuple[CellState, Text, tuple[str, ...]]:
        answering = {offer.answers_as for offer in here} - {None}
        n = len(answering)
        is_ending = last is not None and last_day(last) <= a_year_later(self.on)
        if is_ending and not self.later.reaching(*place, demand):
            return "ending", say("coverage.reason.ending"), ()
        if n >= (rule.least or INDEPENDENT_PROVIDERS):
            return "met", say("coverage.reason.met", n=n), ()
        nobody = tuple(sorted({offer.service for offer in here if offer.answers_as is None}))
        if nobody:
            services = self._name(nobody)
            return "unknown", say("coverage.reason.no-provider", services=services), nobody
        if self.unread:
            return "unknown", self._tell_unread("one-unread"), ()
        possible = self._find_possible(place, demand) - {offer.service for offer in here}
        if others := tuple(sorted(possible)):
            return "unknown", say("coverage.reason.second", services=self._name(others)), others
        if n > 1:
            return "few", say("coverage.reason.few", n=n, least=rule.least), ()
        units = len({offer.provider for offer in here}) > 1
        return "thin", say(f"coverage.reason.{'thin-units' if units else 'thin'}"), ()

    def _judge_absence(
        self, place: tuple[str, str], demand: Demand, rule: Rule
    ) -> tuple[CellState, Text, tuple[str, ...]]:
        possible = tuple(sorted(self._find_possible(place, demand)))
        if self.unread:
            return "unknown", self._tell_unread("unread"), ()
        if possible:
            services = self._name(possible)
            return "unknown", say("coverage.reason.possible", services=services), possible
        if rule.surveyed is None:
            return "unknown", say("coverage.reason.unsurveyed"), ()
        asked = write_age(rule.surveyed, self.on)
        begins = [offer.since for offer in self.later.reaching(*place, demand) if offer.since]
        if begins:
            first = write_day(min(begins, key=first_day))
            return "missing", say("coverage.reason.later", surveyed=asked, begins=first), ()
        return "missing", say("coverage.reason.missing", surveyed=asked), ()

    def _find_possible(self, place: tuple[str, str], demand: Demand) -> set[str]:
        return {offer.service for offer in self.running.possible(*place, demand)}

    def _tell_unread(self, entry: str) -> Text:
        files = join_names([Text.same(file) for file in self.unread])
        return say(f"coverage.reason.{entry}", files=files)

    def _name(self, iris: Sequence[str]) -> Text:
        return join_names([self.labels.get(iri, Text.same(iri)) for iri in iris])


def _name_cell(cell: CoverageCell, names: Mapping[str, Text]) -> Text:
    parts = (cell.target_group, cell.area, cell.form, cell.channel)
    labels = [names[part] for part in parts if part]
    labels += [Text.same(cell.language)] if cell.language else []
    return Text.each(lambda language: " – ".join(label.say(language) for label in labels))


def _name_unnormed(recorded: int, of: int) -> str:
    """Name the sentence where nothing is required: one without empty cells speaks of none."""
    if not recorded:
        return "nothing-recorded"
    return "all-recorded" if recorded == of else "no-norm"


def _summarise(cells: Sequence[CoverageCell], lapsed: int) -> Text:
    counts: dict[str, int] = {s: sum(cell.state == s for cell in cells) for s in CELL_STATES}
    rest = sum(counts[state] for state in WITHOUT_NORM)
    if not cells:
        return say("coverage.sentence.empty")
    if rest == len(cells):
        entry = "lapsed" if lapsed else _name_unnormed(counts["recorded"], rest)
        return say(f"coverage.sentence.{entry}", n=rest, served=counts["recorded"])
    variant = "with-norm" if not rest else "partly-normed"
    told = [state for state in CELL_STATES if counts[state] and state not in WITHOUT_NORM]
    parts = join_names(
        [say(f"coverage.count.{state}", n=counts[state]) for state in told], most=len(told)
    )
    given = {"parts": parts, "rest": rest, "recorded": counts["recorded"]}
    return say(f"coverage.sentence.{variant}", n=len(cells) - rest, **given)
