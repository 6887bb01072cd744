"""What is done for each goal, by whom, what shows it, and where the chain breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from eloggraph.analysis.gauges import list_gauges
from eloggraph.analysis.goal_chain import Break, GoalChain, Step
from eloggraph.analysis.outcome import (
    ActionRank,
    Cell,
    Figure,
    Gauge,
    Lack,
    Listing,
    ObservationRank,
    Remark,
    ReportTable,
    Row,
)
from eloggraph.analysis.plans import Named, is_over, join_all, list_names, name_all
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.sentences import join_amounts
from eloggraph.text import Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Goals:
    """What is on record of goals and of what is done for them.

    ``tree`` has themes, goals and work in levels, ``loose`` the work that is not in it. Of the
    network's own goals nothing is done for the ``unworked`` (``in_themes`` of them share a theme
    with work), all is over for the ``ended``, nothing has begun for the ``to_come``; the
    ``unmeasured`` have no indicator. Of its measures the ``ownerless`` have no one responsible, and
    the ``aimless`` name no goal. Under the national goals ``without_regional`` is no regional one;
    None where the network has no regional goals.
    """

    tree: tuple[Step, ...]
    loose: tuple[Step, ...]
    goals: int
    packages: int
    measures: int
    current: int
    unworked: tuple[Named, ...]
    in_themes: int
    ended: tuple[Named, ...]
    to_come: tuple[Named, ...]
    unmeasured: tuple[Named, ...]
    ownerless: tuple[Named, ...]
    aimless: tuple[Named, ...]
    without_regional: tuple[Named, ...] | None
    national: int


def measure_goals(material: Material) -> Goals:
    """Follow each goal to what is done for it.

    A goal is worked on if a measure, work package, project or service that was not cancelled
    contributes to it or to a goal below it. What is over is shown, and not judged.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_goals(Material(network=nothing, on=date(2024, 1, 1))).unworked
    ()
    """
    chain = GoalChain(material)
    states = {goal: chain.judge(goal) for goal in chain.own_goals}
    current = [each for each in chain.measures if not is_over(material, each)]
    unworked = [goal for goal, state in states.items() if state is None]
    busy = {theme for each in _list_work(chain) for theme in chain.themes(each)}
    top = [
        goal
        for goal in chain.goals
        if chain.level(goal) == "national"
        and not is_over(material, goal)
        and not any(chain.level(each) == "national" for each in chain.list_higher(goal))
    ]
    return Goals(
        tree=chain.tree,
        loose=chain.loose,
        goals=len(states),
        packages=len(chain.packages),
        measures=len(chain.measures),
        current=len(current),
        unworked=name_all(material, unworked),
        in_themes=sum(not busy.isdisjoint(chain.themes(goal)) for goal in unworked),
        ended=name_all(material, (goal for goal, state in states.items() if state == "ended")),
        to_come=name_all(material, (goal for goal, state in states.items() if state == "to-come")),
        unmeasured=name_all(material, (goal for goal in states if not chain.indicators(goal))),
        ownerless=name_all(material, (each for each in current if not _has_owner(material, each))),
        aimless=name_all(material, (each for each in current if not chain.aims(each))),
        without_regional=name_all(material, (goal for goal in top if not _is_regional(chain, goal)))
        if any(chain.level(goal) == "regional" for goal in chain.own_goals)
        else None,
        national=len(top),
    )


def _list_work(chain: GoalChain) -> Iterator[str]:
    yield from chain.packages
    yield from chain.records.of("elo:Project")


def _has_owner(material: Material, measure: str) -> bool:
    found = material.records.subjects(measure, "elo:responsibleFor")
    return any(not is_over(material, each) for each in found)


def _is_regional(chain: GoalChain, goal: str) -> bool:
    return any(chain.level(each) == "regional" for each in chain.list_lower(goal))


# --- words ---------------------------------------------------------------------------------------


def _tell(found: Goals) -> Iterator[Text]:
    if not (found.goals or found.packages or found.measures):
        yield say("goals.nothing")
        return
    yield say("goals.count", parts=_tell_amounts(found))
    if found.goals:
        yield from _tell_unworked(found)
        for key, named in (("ended", found.ended), ("to-come", found.to_come)):
            if named:
                yield say(f"goals.{key}", n=len(named), names=list_names(named))
        yield from _tell_part("unmeasured", found.unmeasured, found.goals)
    if found.current:
        yield from _tell_part("ownerless", found.ownerless, found.current)
        if found.goals:
            yield from _tell_part("aimless", found.aimless, found.current)
    if found.without_regional and found.national:
        yield from _tell_part("without-regional", found.without_regional, found.national)


def _tell_unworked(found: Goals) -> Iterator[Text]:
    if not found.unworked and (found.ended or found.to_come):
        return  # that there is work for each would belie what is told next
    joined = not found.in_themes or found.in_themes < len(found.unworked)
    yield from _tell_part("unworked" if joined else "unjoined", found.unworked, found.goals)
    if joined and found.in_themes:
        yield say("goals.in-themes", n=found.in_themes)


def _open(found: Goals, _: Material) -> Text | None:
    """Open with how many goals nothing is done for, where there are goals at all.

    Of goals for which all is over or only planned the opening says nothing.
    """
    if not found.goals:
        return None
    n, parts = len(found.unworked), _tell_amounts(found)
    if not n and (found.ended or found.to_come):
        return None
    if n and found.in_themes == n:
        return say("goals.headline.unjoined", parts=parts)
    if not n or n == found.goals:
        return say(f"goals.headline.{'all' if n else 'none'}", parts=parts)
    return say("goals.headline.some", n=n, parts=parts)


def _tell_amounts(found: Goals) -> Text:
    amounts = {"goals": found.goals, "packages": found.packages, "measures": found.measures}
    return join_amounts([say(f"goals.amount.{key}", n=n) for key, n in amounts.items() if n])


def _tell_part(key: str, named: Sequence[Named], total: int) -> Iterator[Text]:
    """Tell of which there is a lack: of none (where that is worth a word), of all, or of some."""
    if not named:
        if key in ("unworked", "ownerless"):
            yield say(f"goals.{key}.none", n=total)
    elif len(named) == total > 1:
        yield say(f"goals.{key}.all", total=total)
    else:
        yield say(f"goals.{key}.some", n=len(named), total=total, names=list_names(named))


def _observe(found: Goals) -> Iterator[Remark]:
    if found.unworked:
        yield Remark(rank=ObservationRank.GAP, text=next(_tell_unworked(found)))


def _advise(found: Goals, _: Material) -> Iterator[Remark]:
    if found.unworked and not found.in_themes:
        names = list_names(found.unworked)
        yield Remark(rank=ActionRank.AGREE, text=say("goals.action.work", names=names))
    elif found.in_themes:
        yield Remark(rank=ActionRank.AGREE, text=say("goals.action.join"))
    if found.ownerless:
        told = say("goals.action.owner", n=len(found.ownerless), names=list_names(found.ownerless))
        yield Remark(rank=ActionRank.AGREE, text=told)


# --- lists and tables ----------------------------------------------------------------------------

_HEADS = ("kind", "owner", "indicator", "observation", "status", "breaks")


def _list(found: Goals) -> Iterator[Listing]:
    # What a sentence tells of all of them is not told of each.
    told: Break | None = "indicator" if len(found.unmeasured) == found.goals > 1 else None
    titles = {"tree": "tree", "loose": "loose" if found.tree else "only"}
    for key, steps in (("tree", found.tree), ("loose", found.loose)):
        yield Listing(
            title=say(f"goals.list.{titles[key]}"),
            columns=(say(f"goals.head.{key}"), *(say(f"plans.head.{head}") for head in _HEADS)),
            rows=tuple(Row(cells=_show(step, told), level=min(step.level, 3)) for step in steps),
            table="measures" if key == "loose" else "goals",
        )


def _show(step: Step, told: Break | None = None) -> tuple[Cell, ...]:
    breaks = _tell_breaks([each for each in step.breaks if each != told])
    return (
        step.label,
        step.kind,
        join_all(step.owners, ", "),
        join_all(step.aims),
        step.observation,
        step.status,
        Lack(breaks) if breaks else None,
    )


_GOAL_COLUMNS: dict[str, type] = {
    "goal": str,
    "label": Text,
    "kind": Text,
    "works": int,
    "owner": Text,
    "indicator": Text,
    "target": Text,
    "observation": Text,
    "status": Text,
    "breaks": Text,
}
_WORK_COLUMNS: dict[str, type] = {
    "work": str,
    "label": Text,
    "kind": Text,
    "within": Text,
    "owner": Text,
    "status": Text,
    "breaks": Text,
}


def _make_tables(found: Goals) -> Iterator[ReportTable]:
    steps = (*found.tree, *found.loose)
    goals = {step.iri: step for step in steps if step.is_goal}
    counts = _count_works(steps)
    works = {step.iri: (step, whole) for step, whole in _pair(steps) if not step.is_goal}
    yield ReportTable(
        name="goals",
        columns=_GOAL_COLUMNS,
        rows=tuple(
            (step.iri, step.label, step.kind, counts[step.iri], *_tell_chain(step))
            for step in goals.values()
        ),
    )
    yield ReportTable(
        name="measures",
        columns=_WORK_COLUMNS,
        rows=tuple(
            (step.iri, step.label, step.kind, whole, *_tell_end(step))
            for step, whole in works.values()
        ),
    )


def _pair(steps: Iterable[Step]) -> Iterator[tuple[Step, Text | None]]:
    """Yield each row with the name of the row that it belongs to."""
    path: list[Step] = []
    for step in steps:
        del path[step.level :]
        yield step, path[-1].label if path else None
        path.append(step)


def _count_works(steps: Iterable[Step]) -> dict[str, int]:
    """Count what is done for each goal and those below it, each thing once."""
    works: dict[str, set[str]] = {}
    path: list[Step] = []
    for step in steps:
        del path[step.level :]
        path.append(step)
        for goal in path:
            if goal.is_goal:
                works.setdefault(goal.iri, set()).update(() if step.is_goal else (step.iri,))
    return {goal: len(found) for goal, found in works.items()}


def _tell_chain(step: Step) -> tuple[Text | None, ...]:
    owner, status, breaks = _tell_end(step)
    indicators, targets = join_all(step.indicators), join_all(step.targets)
    return owner, indicators, targets, step.observation, status, breaks


def _tell_end(step: Step) -> tuple[Text | None, ...]:
    return join_all(step.owners, ", "), step.status, _tell_breaks(step.breaks)


def _tell_breaks(breaks: Sequence[Break]) -> Text | None:
    return join_all([say(f"plans.lack.{each}") for each in breaks], ", ")


def _explain(*_: object) -> Iterator[Text]:
    yield say("goals.method")


def _lack(found: Goals) -> tuple[str, ...]:
    return () if found.tree or found.loose else ("elo:StrategicGoal", "elo:Measure")


def _count(found: Goals) -> Iterator[Figure]:
    if found.goals:
        basis = say("goals.number-of", n=found.goals)
        yield Figure(value=len(found.unworked), label=say("goals.number"), basis=basis)


def _gauge(found: Goals) -> tuple[Gauge, ...]:
    return list_gauges(
        "goals",
        goals=found.goals,
        measures=found.measures,
        unworked=len(found.unworked),
        unmeasured=len(found.unmeasured),
        ownerless=len(found.ownerless),
    )


QUESTION = Question(
    key="goals",
    order=62,
    section_order=60,
    measure=measure_goals,
    tell=_tell,
    open=_open,
    observe=_observe,
    advise=_advise,
    tables=_make_tables,
    explain=_explain,
    listings=_list,
    lack=_lack,
    gauges=_gauge,
    figures=_count,
)
