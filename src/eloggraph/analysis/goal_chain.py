"""From goals to what is done for them: who does it, and what shows it, as a tree in rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from eloggraph.analysis.measured import Measured, read_measured, tell_last
from eloggraph.analysis.plans import (
    Standing,
    code_of,
    is_over,
    join_all,
    keep_narrowest,
    list_above,
    name_kind,
    name_owners,
    read_standing,
    tell_status,
    walk,
)
from eloggraph.analysis.question import Material
from eloggraph.text import Text, say

Break = Literal["work", "owner", "indicator", "target", "observation"]
GOAL, MEASURE, PACKAGE = "elo:StrategicGoal", "elo:Measure", "elo:WorkPackage"
# What contributes to a goal and yet does nothing for it.
_NO_WORK = (GOAL, "elo:Target", "elo:Proposal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A row of the tree: a theme, a goal, or what is done; ``level`` tells how far down it is.

    ``aims`` are the indicators, each with its targets. ``breaks`` tell what the chain lacks here;
    ``is_goal`` and ``is_measure`` what it is.
    """

    iri: str
    label: Text
    kind: Text
    level: int
    is_goal: bool
    is_measure: bool
    owners: tuple[Text, ...]
    indicators: tuple[Text, ...]
    aims: tuple[Text, ...]
    targets: tuple[Text, ...]
    observation: Text | None
    status: Text | None
    breaks: tuple[Break, ...]


class GoalChain:
    """Goals, and what contributes to them, as it is on record on the day.

    Parameters
    ----------
    material
        What a question may look at.

    Examples
    --------
    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> GoalChain(Material(network=nothing, on=date(2024, 1, 1))).goals
    ()
    """

    def __init__(self, material: Material) -> None:
        self.material = material
        self.records = material.records
        self._measured: dict[str, Measured] = {}

    @cached_property
    def own_goals(self) -> tuple[str, ...]:
        """The network's own goals that are not over: those that are judged."""
        return tuple(goal for goal in self._own(GOAL) if not is_over(self.material, goal))

    @cached_property
    def goals(self) -> tuple[str, ...]:
        """The goals to tell of: the network's own, those above them, and shared national ones."""
        own = set(self._own(GOAL))
        above = {each for goal in own for each in self.list_higher(goal)}
        named = own | above
        every = self.records.of(GOAL)
        return tuple(goal for goal in every if goal in named or self._is_shared(goal))

    def _is_shared(self, goal: str) -> bool:
        is_national = self.level(goal) == "national" and not self.records.is_own(goal)
        return is_national and not is_over(self.material, goal)

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """The network's own measures that were not cancelled."""
        return tuple(self._own(MEASURE))

    @cached_property
    def packages(self) -> tuple[str, ...]:
        """The network's own work packages that were not cancelled."""
        return tuple(self._own(PACKAGE))

    def _own(self, kind: str) -> Iterator[str]:
        own = filter(self.records.is_own, self.records.of(kind))
        return (each for each in own if read_standing(self.material, each) != "cancelled")

    def level(self, goal: str) -> str:
        """Return the code of a goal's level of governance."""
        return code_of(self.records.value(goal, "elo:governanceLevel"))

    def higher(self, goal: str) -> tuple[str, ...]:
        """Return the goals that a goal contributes to."""
        found = self.records.values(goal, "elo:contributesTo")
        return tuple(each for each in found if self.records.is_a(each, GOAL))

    def list_higher(self, goal: str) -> tuple[str, ...]:
        """Return all the goals above one."""
        return list_above(goal, self.higher)

    def lower(self, goal: str) -> tuple[str, ...]:
        """Return the goals that contribute to a goal, of those to tell of."""
        known = self._known
        return tuple(
            each for each in self.records.subjects(goal, "elo:contributesTo") if each in known
        )

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.goals)

    def list_lower(self, goal: str) -> tuple[str, ...]:
        """Return all the goals below one."""
        return list_above(goal, self.lower)

    def work_for(self, goal: str) -> tuple[str, ...]:
        """Return what is done for a goal itself and was not cancelled."""
        found = self.records.subjects(goal, "elo:contributesTo")
        return tuple(
            each
            for each in found
            if not self.records.is_a(each, *_NO_WORK)
            and read_standing(self.material, each) != "cancelled"
        )

    def list_works(self, goal: str) -> frozenset[str]:
        """Return what is done for a goal or one below."""
        goals = (goal, *self.list_lower(goal))
        return frozenset(work for each in goals for work in self.work_for(each))

    def judge(self, goal: str) -> Standing | None:
        """Tell how what is done for a goal or one below stands at best; None where nothing is done.

        What is under way counts before what is to come, and that before what has ended.
        """
        found = {read_standing(self.material, work) for work in self.list_works(goal)}
        order: tuple[Standing, ...] = ("in-force", "to-come", "ended")
        return next((each for each in order if each in found), None)

    def wholes(self, work: str) -> tuple[str, ...]:
        """Return what a measure or a work package is part of."""
        above = self.records.subjects(work, "elo:hasMeasure")
        return (*above, *self.records.values(work, "dct:isPartOf", "elo:partOfProgramme"))

    def aims(self, work: str) -> tuple[str, ...]:
        """Return the goals that a piece of work names, itself or by what it is part of."""
        whole = (work, *list_above(work, self.wholes))
        return tuple(dict.fromkeys(goal for each in whole for goal in self.higher(each)))

    def themes(self, node: str) -> tuple[str, ...]:
        """Return the themes of a goal, or of work."""
        return self.records.values(node, "elo:inTheme")

    # --- the tree --------------------------------------------------------------------------------

    @cached_property
    def tree(self) -> tuple[Step, ...]:
        """Themes with work packages, goals, and under each what is done for it."""
        tops = [goal for goal in self.goals if goal in self._tops]
        under = {goal: theme for theme in self._divided for goal in self._goals_of(theme)}
        free = [goal for goal in tops if goal not in under]
        return tuple(self._lay([*free, *self._divided]))

    @cached_property
    def loose(self) -> tuple[Step, ...]:
        """Work packages and measures that are not in the tree, by what they belong to."""
        shown = {step.iri for step in self.tree}
        left = [each for each in (*self.packages, *self.measures) if each not in shown]
        inside = {each for package in left for each in self.parts(package)}
        left = [each for each in left if each not in inside]
        by_whole: dict[str, list[str]] = {}
        for each in left:
            by_whole.setdefault(next(iter(self.wholes(each)), ""), []).append(each)
        rows: list[Step] = []
        for whole in sorted(by_whole, key=lambda iri: bool(iri)):
            if whole:
                rows.append(self._make_step(whole, 0, judged=False))
            rows += self._lay(by_whole[whole], at=1 if whole else 0)
        return tuple(rows)

    @cached_property
    def _divided(self) -> tuple[str, ...]:
        """The themes that work packages without a goal belong to."""
        aimless = [each for each in self.packages if not self.aims(each)]
        found = {theme for package in aimless for theme in self.themes(package)}
        return tuple(theme for theme in self.records.of("elo:Theme") if theme in found)

    def _goals_of(self, theme: str) -> tuple[str, ...]:
        goals = self.records.subjects(theme, "elo:inTheme")
        return tuple(goal for goal in goals if goal in self._tops)

    @cached_property
    def _tops(self) -> frozenset[str]:
        """The goals with none above them, and of each circle of goals the first."""
        tops = {goal for goal in self.goals if self._known.isdisjoint(self.higher(goal))}
        below = {each for goal in tops for each in self.list_lower(goal)}
        for goal in self.goals:
            if goal not in tops and goal not in below:
                tops.add(goal)
                below.update(self.list_lower(goal))
        return frozenset(tops)

    def parts(self, work: str) -> tuple[str, ...]:
        """Return the measures of a work package or a project."""
        found = self.records.values(work, "elo:hasMeasure")
        return tuple(each for each in found if read_standing(self.material, each) != "cancelled")

    def _lay(self, tops: Sequence[str], at: int = 0) -> Iterator[Step]:
        done: set[str] = set()
        for node, path in walk(tops, self._children):
            goal = next((each for each in reversed(path) if each in self._known), None)
            if goal and node not in self._known and not self._belongs(node, goal):
                continue
            if not goal and node in done:
                continue
            done.add(node)
            told = {each for above in path for each in self.indicators(above)}
            yield self._make_step(node, at + len(path), told=told)

    def _belongs(self, work: str, goal: str) -> bool:
        """Tell whether a part of what is done for a goal is for that goal, or for none by name."""
        own = self.higher(work)
        return not own or goal in own

    def _children(self, node: str) -> tuple[str, ...]:
        if node in self._known:
            return (*self._works_under(node), *self.lower(node))
        if node in self._divided:
            packages = self.records.subjects(node, "elo:inTheme")
            free = [each for each in packages if each in self._packages and not self.aims(each)]
            return (*self._goals_of(node), *free)
        return self.parts(node)

    @cached_property
    def _packages(self) -> frozenset[str]:
        return frozenset(self.packages)

    def _works_under(self, goal: str) -> tuple[str, ...]:
        works = self.work_for(goal)
        named = set(works)
        return tuple(
            each
            for each in works
            if goal in keep_narrowest(self.higher(each), self.higher)
            and not named & set(self.records.subjects(each, "elo:hasMeasure"))
        )

    def _make_step(
        self, node: str, level: int, *, judged: bool = True, told: Collection[str] = ()
    ) -> Step:
        """Make a row; ``told`` are indicators that stand in a row above it."""
        material, records = self.material, self.records
        is_goal, is_measure = records.is_a(node, GOAL), records.is_a(node, MEASURE)
        measured = [
            self._measure(each) for each in self.indicators(node) if is_goal or each not in told
        ]
        targets = [target.label for each in measured for target in each.targets]
        owners = name_owners(material, node)
        observation = tell_last(measured)
        breaks: list[Break] = []
        if judged and is_goal and not is_over(material, node):
            breaks += [] if self.judge(node) else ["work"]
            if not measured:
                breaks.append("indicator")
            else:
                breaks += [] if targets else ["target"]
                breaks += [] if observation else ["observation"]
        if judged and is_measure and not owners and not is_over(material, node):
            breaks.append("owner")
        return Step(
            iri=node,
            label=material.name(node),
            kind=name_kind(material, node),
            level=level,
            is_goal=is_goal,
            is_measure=is_measure,
            owners=owners,
            indicators=tuple(each.label for each in measured),
            aims=tuple(map(_name_aim, measured)),
            targets=tuple(targets),
            observation=observation,
            status=tell_status(material, node),
            breaks=tuple(breaks),
        )

    def _measure(self, indicator: str) -> Measured:
        """Read an indicator once, however many goals it shows."""
        if indicator not in self._measured:
            self._measured[indicator] = read_measured(self.material, indicator)
        return self._measured[indicator]

    def indicators(self, node: str) -> tuple[str, ...]:
        """Return the indicators of a goal or a measure: those named, and those of its targets."""
        targets = [
            each
            for each in self.records.subjects(node, "elo:contributesTo")
            if self.records.is_a(each, "elo:Target") and not is_over(self.material, each)
        ]
        by_target = [
            each for target in targets for each in self.records.subjects(target, "elo:hasTarget")
        ]
        return tuple(dict.fromkeys((*self.records.values(node, "elo:measuredBy"), *by_target)))


def _name_aim(measured: Measured) -> Text:
    targets = join_all([target.label for target in measured.targets])
    if targets is None:
        return measured.label
    return say("indicators.target", name=measured.label, target=targets)
