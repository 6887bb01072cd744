"""What ends by a date, what hangs on it, and what is known to remain: the sunset of a network.

The last day still counts: what ends on the horizon holds on it, and is gone the day after. That
day is looked at as any other day is, so that a service ends with the project that made it and an
organisation goes on under its new name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from eloggraph.analysis.affiliation import Group, Tie
from eloggraph.analysis.asking import Ask
from eloggraph.analysis.endings import (
    Ending,
    Hanging,
    Names,
    Pair,
    keep_ties,
    list_endings,
    name_pair,
)
from eloggraph.analysis.fallen_cells import FallenCell, list_fallen
from eloggraph.analysis.gauges import list_gauges
from eloggraph.analysis.goal_chain import GoalChain
from eloggraph.analysis.outcome import (
    ActionRank,
    Figure,
    Gauge,
    Lack,
    Listing,
    ObservationRank,
    Remark,
    ReportTable,
    Row,
)
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.questions.coverage import measure_recorded
from eloggraph.analysis.sentences import join_names, join_titles, write_day
from eloggraph.analysis.sunset_words import make_rows, write_amounts, write_next
from eloggraph.snapshot.days import a_year_later
from eloggraph.text import Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenProject:
    """A project whose end is not on record, and what without an end it brought about."""

    project: str
    label: Text
    outputs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingTie:
    """A tie that does not hold after the horizon, and the row that tells of it."""

    source: str
    target: str
    kind: str
    statement: str | None

    @classmethod
    def of(cls, tie: Tie) -> EndingTie:
        """Return what identifies a tie of the network."""
        return cls(source=tie.source, target=tie.target, kind=tie.kind, statement=tie.statement)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sunset:
    """All that has an end on record, the next first, and what the network loses by the horizon.

    Of ``ties`` that hold on the day the ``ending_ties`` do not hold after the horizon, and so many
    pairs of actors have no tie with each other any more; ``actors`` lose their last tie, ``goals``
    all that is done for them, ``cells`` of the coverage a provider that is needed.
    """

    on: str
    horizon: str
    endings: tuple[Ending, ...]
    ties: int
    ending_ties: tuple[EndingTie, ...]
    pairs_lost: int
    actors: tuple[Group, ...]
    goals: tuple[Group, ...]
    cells: tuple[FallenCell, ...]
    open_projects: tuple[OpenProject, ...]

    @property
    def ties_ending(self) -> int:
        """How many ties do not hold after the horizon."""
        return len(self.ending_ties)

    @property
    def within(self) -> tuple[Ending, ...]:
        """What ends by the horizon, but for ties that hang on nothing."""
        last = date.fromisoformat(self.horizon)
        return tuple(e for e in self.endings if e.last_day <= last and e.thing)

    @property
    def without_continuation(self) -> tuple[Ending, ...]:
        """What ends by the horizon and of which nothing on record goes on; fundings are no such."""
        return tuple(e for e in self.within if not e.is_continued and e.kind != "funding")


def measure_sunset(material: Material) -> Sunset:
    """Find what ends, and compare what holds on the day with what holds after twelve months.

    A thing that ends on the last of them is among what ends; one that ends a day later is not. What
    begins in the meantime counts as there.

    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_sunset(Material(network=nothing, on=date(2024, 1, 1))).horizon
    '2025-01-01'
    """
    horizon = a_year_later(material.on)
    after = horizon + timedelta(days=1)
    now, then = material.network.ties, keep_ties(material, after)
    # An organisation that gets another name until then, or becomes one with others, is that one.
    kept, names = set(then), material.names_on(after)
    return Sunset(
        on=material.on.isoformat(),
        horizon=horizon.isoformat(),
        endings=list_endings(material),
        ties=len(now),
        ending_ties=tuple(EndingTie.of(tie) for tie in now if tie not in kept),
        pairs_lost=len(_list_pairs(material, now, names) - _list_pairs(material, then, names)),
        actors=_list_left_alone(material, now, then, names),
        goals=_list_left_goals(material, after),
        cells=list_fallen(
            measure_recorded(material),
            measure_recorded(replace(material, on=after)),
            material.name,
        ),
        open_projects=read_open_projects(material.ask, material.labels),
    )


def _list_pairs(material: Material, ties: Iterable[Tie], names: Names) -> set[Pair]:
    actors = frozenset(node.iri for node in material.network.actors())
    found = (name_pair(tie, actors, names) for tie in ties)
    return {pair for pair in found if pair}


def _list_left_alone(
    material: Material, now: Iterable[Tie], then: Iterable[Tie], names: Names
) -> tuple[Group, ...]:
    tied, left = (
        {names.get(end, end) for tie in ties for end in (tie.source, tie.target)}
        for ties in (now, then)
    )
    return tuple(
        Group(iri=actor.iri, label=actor.label)
        for actor in material.network.actors()
        if (name := names.get(actor.iri, actor.iri)) in tied and name not in left
    )


def _list_left_goals(material: Material, after: date) -> tuple[Group, ...]:
    """Return the goals for which, or for one below, something is done now and nothing then."""
    every, ended = material.all_days, material.ended_by(after)
    now, then = GoalChain(material), GoalChain(replace(material, on=after, records=every))
    return tuple(
        Group(iri=goal, label=material.name(goal))
        for goal in now.own_goals
        if any(material.records.in_force(each, material.on) for each in now.list_works(goal))
        and not any(
            each not in ended and every.in_force(each, after) for each in then.list_works(goal)
        )
    )


def read_open_projects(ask: Ask, labels: Mapping[str, Text]) -> tuple[OpenProject, ...]:
    """Read the projects whose end is not on record (``projects-without-end``), by name.

    >>> rows = [{"project_iri": "p", "output_iri": "a"}, {"project_iri": "p", "output_iri": "b"}]
    >>> read_open_projects(lambda _: rows, {})[0].outputs
    ('a', 'b')
    """
    outputs: defaultdict[str, set[str]] = defaultdict(set)
    for row in ask("projects-without-end"):
        outputs[row["project_iri"]] |= {row["output_iri"]} if "output_iri" in row else set()
    found = [
        OpenProject(project=iri, label=labels.get(iri, Text.same(iri)), outputs=tuple(sorted(made)))
        for iri, made in outputs.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.label.said, each.project)))


def _tell(found: Sunset) -> Iterator[Text]:
    when = write_day(found.horizon)
    if found.within:
        told = {"parts": write_amounts(found.within), "names": _name(found.within)}
        yield say("sunset.ends", when=when, **told)
    elif not found.ties_ending and found.endings:
        yield say("sunset.later", when=when)
        yield say("sunset.next", **write_next(found.endings[0]))
    if left := found.without_continuation:
        which = "all" if len(left) == len(found.within) else "some"
        yield say(f"sunset.nothing-goes-on.{which}", n=len(left), names=_name(left))
    if found.ties_ending:
        entry = "ties" if found.within else "ties-alone"
        yield say(f"sunset.{entry}", when=when, n=found.ties_ending, total=found.ties)
    if found.pairs_lost:
        yield say("sunset.pairs", n=found.pairs_lost)
    if found.actors:
        names = join_names([actor.label for actor in found.actors])
        yield say("sunset.actors", n=len(found.actors), names=names)
    if found.goals:
        names = join_titles([goal.label for goal in found.goals])
        yield say("sunset.goals", n=len(found.goals), names=names)
    if found.cells:
        names = join_names([cell.label for cell in found.cells])
        yield say("sunset.cells", n=len(found.cells), names=names)
    if found.open_projects:
        names = join_titles([each.label for each in found.open_projects])
        # Several projects may have brought about the same.
        made = len({output for each in found.open_projects for output in each.outputs})
        yield say("sunset.open", n=len(found.open_projects), names=names)
        if made:
            yield say("sunset.rests", n=made)


def _name(endings: Sequence[Ending]) -> Text:
    return join_titles([ending.label for ending in endings])


def _list_unsaid(found: Sunset) -> list[Ending]:
    """Return what goes on in nothing, but for services of which the coverage says it."""
    told = {each for cell in found.cells if cell.before == "ending" for each in cell.services}
    return [e for e in found.without_continuation if e.kind != "service" or e.label not in told]


def _observe(found: Sunset) -> Iterator[Remark]:
    left = _list_unsaid(found)
    if left:
        told = {"parts": write_amounts(left), "names": _name(left)}
        text = say("sunset.observation.nothing-goes-on", n=len(left), **told)
        yield Remark(rank=ObservationRank.GAP, text=text)
    elif found.within or found.ties_ending:
        yield Remark(rank=ObservationRank.DATED, text=next(_tell(found)))
    elif found.endings:
        text = say("sunset.next", **write_next(found.endings[0]))
        yield Remark(rank=ObservationRank.DATED, text=text)


def _advise(found: Sunset, _: Material) -> Iterator[Remark]:
    if left := _list_unsaid(found):
        text = say("sunset.action.agree", n=len(left), names=_name(left))
        yield Remark(rank=ActionRank.FILL, text=text)


def _list(found: Sunset) -> Iterator[Listing]:
    columns = ("name", "kind", "until", "hanging", "rest")
    endless = {each.project for each in found.open_projects}
    rows = [row for ending in found.endings for row in make_rows(ending, endless)]
    told = {each.thing for e in found.endings if e.kind != "funding" for each in e.hanging}
    rows += [
        Row(cells=(each.label, None, Lack(say("sunset.no-end")), None, None))
        for each in found.open_projects
        if each.project not in told
    ]
    yield Listing(
        title=say("sunset.timeline"),
        columns=tuple(say(f"sunset.head.{column}") for column in columns),
        rows=tuple(rows),
        table="sunset",
    )
    yield Listing(
        title=say("sunset.fallen"),
        columns=tuple(say(f"sunset.head.{c}") for c in ("cell", "before", "after", "services")),
        rows=tuple(_make_row(cell) for cell in found.cells),
        table="sunset_cells",
    )


def _make_row(cell: FallenCell) -> Row:
    after = say(f"coverage.state.{cell.after}")
    shown = after if cell.after == "unknown" else Lack(after)
    before = say(f"coverage.state.{cell.before}")
    return Row(cells=(cell.label, before, shown, join_names(cell.services or cell.providers)))


_COLUMNS: dict[str, type] = {
    **{"last_day": str, "ending": str, "ending_label": Text, "kind": str},
    **{"thing": str, "thing_label": Text, "thing_kind": Text, "until": str},
    **{"afterwards": Text, "only": str, "agreements": Text, "owners": Text},
}
_CELL_COLUMNS: dict[str, type] = {"cell": Text, "before": str, "after": str, "services": Text}


def _make_tables(found: Sunset) -> Iterator[ReportTable]:
    rows = tuple(
        (ending.until, ending.thing or None, ending.label, ending.kind, *_write(each))
        for ending in found.endings
        for each in (ending.hanging or (None,))
    )
    yield ReportTable(name="sunset", columns=_COLUMNS, rows=rows)
    cells = tuple(
        (cell.label, cell.before, cell.after, join_names(cell.services or cell.providers))
        for cell in found.cells
    )
    yield ReportTable(name="sunset_cells", columns=_CELL_COLUMNS, rows=cells)


def _write(each: Hanging | None) -> tuple[str | Text | None, ...]:
    if each is None:
        return (None,) * 8
    agreements, owners = (
        join_names(names, most=len(names), separator="|") if names else None
        for names in (each.agreements, each.owners)
    )
    afterwards = say(f"sunset.after.{each.afterwards}")
    only = "true" if each.pair else None
    return (each.thing, each.label, each.kind, each.until, afterwards, only, agreements, owners)


def _explain(*_: object) -> Iterator[Text]:
    yield say("sunset.method")


def _lack(found: Sunset) -> tuple[str, ...]:
    if found.endings or found.open_projects:
        return ()
    return ("elo:Project", "elo:GuidanceService", "elo:CollaborationLink", "elo:Agreement")


def _count(found: Sunset) -> Iterator[Figure]:
    """Return how many ties end by the horizon, and of how many projects and the like they are."""
    if found.ties_ending:
        basis = write_amounts(found.within) if found.within else None
        label = say("sunset.number")
        yield Figure(value=found.ties_ending, label=label, basis=basis)


def _gauge(found: Sunset) -> tuple[Gauge, ...]:
    return list_gauges(
        "sunset",
        within=len(found.within),
        ties=found.ties_ending,
        open=len(found.open_projects),
    )


QUESTION = Question(
    key="sunset",
    order=35,
    section_order=45,
    measure=measure_sunset,
    tell=_tell,
    observe=_observe,
    advise=_advise,
    tables=_make_tables,
    explain=_explain,
    listings=_list,
    lack=_lack,
    gauges=_gauge,
    figures=_count,
)
