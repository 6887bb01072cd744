"""Aims as branches: to what is planned and done for them and who answers for it, or to a break.

The rows that the questions ``goals`` and ``challenges`` lay out, as trees to be drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypedDict

from eloggraph.analysis.challenge_tree import Answer
from eloggraph.analysis.goal_chain import MEASURE, PACKAGE, Step
from eloggraph.analysis.plans import Named, is_over, list_owners, name_all, read_standing
from eloggraph.analysis.question import Material
from eloggraph.snapshot.days import a_year_later, last_day
from eloggraph.text import Text

Column = Literal["aim", "plan", "deed"]
Time = Literal["ended", "ending", "to-come"]
# A frame is what work belongs to beside its goals: a policy document, say.
What = Literal["challenge", "goal", "theme", "proposal", "package", "measure", "work", "frame"]
DEEPEST = 12  # what lies further down is drawn as if it lay here
_ENDS_HERE = ("proposal", "work", "owner")


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A goal or challenge, what is planned or done for it, and what follows from it.

    Parameters
    ----------
    iri, label, kind, what
        What it is, in words and for those who count.
    column
        How far along the chain it stands: an *aim*, a *plan* that others carry out (a proposal,
        a work package), or a *deed*.
    place
        Where it is drawn, different from all others of the trees.
    owners
        Who answers for it.
    status, state, until, time
        The status and the period in words, each as written, and what the day makes of them.
    breaks
        What it lacks, as the question tells; ``ends`` is the one where the branch ends.
    reaches
        Whether the branch comes to somebody who answers for what is done.
    known
        Whether the thing has been drawn already, with whatever branches.
    same_as
        The place of the same thing with the same branches, where that is drawn already: then it is
        not drawn again.
    also
        The other trees, by number, that the thing stands in.
    measured, votes
        The indicators of a goal, and the votes of a challenge.

    """

    iri: str
    label: Text
    kind: Text
    what: What
    column: Column
    children: tuple[Branch, ...] = ()
    place: str = ""
    owners: tuple[Named, ...] = ()
    status: Text | None = None
    state: Text | None = None
    until: str | None = None
    time: Time | None = None
    breaks: tuple[str, ...] = ()
    reaches: bool = False
    known: bool = False
    same_as: str | None = None
    also: tuple[int, ...] = ()
    measured: tuple[Text, ...] = ()
    observation: Text | None = None
    votes: int | None = None

    @property
    def ends(self) -> str | None:
        """The break where the branch ends; None where something follows."""
        is_elsewhere = self.same_as is not None and self.column != "deed"
        if is_elsewhere or any(each.column != "aim" for each in self.children):
            return None
        return next((each for each in _ENDS_HERE if each in self.breaks), None)

    def walk(self) -> Iterator[Branch]:
        """Yield the branch and all that follows from it, as a reader meets them."""
        yield self
        for each in self.children:
            yield from each.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Branches that are drawn together, under what they all are for where that is one thing.

    ``whole`` is what is done for the top as such and not for one of its parts.
    """

    number: int
    top: Branch | None
    branches: tuple[Branch, ...]
    whole: tuple[Branch, ...] = ()

    def walk(self) -> Iterator[Branch]:
        """Yield every branch of the tree, without its top."""
        for each in (*self.branches, *self.whole):
            yield from each.walk()


def grow_challenges(rows: Sequence[Answer], material: Material) -> tuple[Tree, ...]:
    """Return the trees of challenges, and as the last one the proposals for none of them.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> grow_challenges((), Material(network=nothing, on=date(2024, 1, 1)))
    ()
    """
    columns: dict[str, Column] = {"challenge": "aim", "proposal": "plan", "work": "deed"}
    leaves = [
        (
            row.level,
            Branch(
                iri=row.iri,
                label=row.label,
                kind=row.kind,
                what="measure" if material.records.is_a(row.iri, MEASURE) else row.sort,
                column=columns[row.sort],
                owners=_find_owners(material, row.iri) if row.sort == "work" else (),
                status=row.status,
                **_read_time(material, row.iri),
                breaks=row.breaks,
                votes=row.votes,
            ),
        )
        for row in rows
    ]
    return _plant(_nest(leaves))


def grow_goals(tree: Sequence[Step], loose: Sequence[Step], material: Material) -> tuple[Tree, ...]:
    """Return the trees of goals and themes, and as the last one the work that names no goal.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> grow_goals((), (), Material(network=nothing, on=date(2024, 1, 1)))
    ()
    """
    tops = _nest((step.level, _read_step(material, step)) for step in tree)
    rest = _nest((step.level, _read_step(material, step)) for step in loose)
    framed = (replace(each, what="frame") if each.what == "work" else each for each in rest)
    return _plant([_sort_work(each) for each in (*tops, *framed)])


def _read_step(material: Material, step: Step) -> Branch:
    what = _tell_what(material, step)
    return Branch(
        iri=step.iri,
        label=step.label,
        kind=step.kind,
        what=what,
        column="aim" if what in ("goal", "theme") else "deed",
        owners=_find_owners(material, step.iri),
        status=step.status,
        **_read_time(material, step.iri),
        breaks=step.breaks,
        measured=step.aims,
        observation=step.observation,
    )


def _tell_what(material: Material, step: Step) -> What:
    if step.is_goal or step.is_measure:
        return "goal" if step.is_goal else "measure"
    if material.records.is_a(step.iri, "elo:Theme"):
        return "theme"
    return "package" if material.records.is_a(step.iri, PACKAGE) else "work"


def _find_owners(material: Material, node: str) -> tuple[Named, ...]:
    return name_all(material, list_owners(material, node))


class _Period(TypedDict):
    state: Text | None
    until: str | None
    time: Time | None


def _read_time(material: Material, node: str) -> _Period:
    status = material.records.value(node, "elo:status")
    return {
        "state": material.name(status) if status else None,
        "until": material.records.value(node, "elo:validUntil"),
        "time": _find_time(material, node),
    }


def _find_time(material: Material, node: str) -> Time | None:
    if is_over(material, node):
        return "ended"
    if read_standing(material, node) == "to-come":
        return "to-come"
    until = material.records.value(node, "elo:validUntil")
    ends_soon = until is not None and last_day(until) <= a_year_later(material.on)
    return "ending" if ends_soon else None


def _nest(rows: Iterable[tuple[int, Branch]]) -> list[Branch]:
    """Return rows with levels as branches within branches."""
    open_: list[tuple[Branch, list[Branch]]] = []
    tops: list[Branch] = []

    def close(level: int) -> None:
        while len(open_) > level:
            branch, children = open_.pop()
            (open_[-1][1] if open_ else tops).append(replace(branch, children=tuple(children)))

    for level, branch in rows:
        close(min(level, DEEPEST))
        open_.append((branch, []))
    close(0)
    return tops


def _sort_work(branch: Branch) -> Branch:
    """Tell work that others carry out from what is done."""
    children = tuple(map(_sort_work, branch.children))
    is_plan = branch.column == "deed" and bool(children)
    return replace(branch, children=children, column="plan" if is_plan else branch.column)


# --- trees ---------------------------------------------------------------------------------------


def _plant(tops: Sequence[Branch]) -> tuple[Tree, ...]:
    """Give a tree to each top with parts; the others share one, as does what is for no aim."""
    parted = [each for each in tops if _has_parts(each)]
    single = [each for each in tops if each.column == "aim" and not _has_parts(each)]
    loose = [each for each in tops if each.column != "aim"]
    trees = [
        Tree(
            number=0,
            top=replace(top, children=()),
            branches=tuple(each for each in top.children if each.column == "aim"),
            whole=tuple(each for each in top.children if each.column != "aim"),
        )
        for top in parted
    ]
    trees += [Tree(number=0, top=None, branches=tuple(each)) for each in (single, loose) if each]
    numbered = [replace(tree, number=at) for at, tree in enumerate(trees, 1)]
    return tuple(_mark_other_trees(_Planter().plant(numbered)))


def _has_parts(top: Branch) -> bool:
    return top.what == "theme" or any(each.column == "aim" for each in top.children)


Shape = tuple[object, ...]


def _shape(branch: Branch) -> Shape:
    return (branch.iri, *map(_shape, branch.children))


class _Planter:
    """Gives each branch its place, and draws what has been drawn with the same branches once."""

    def __init__(self) -> None:
        self.places: dict[Shape, str] = {}
        self.drawn: set[str] = set()
        self.count = 0

    def plant(self, trees: Iterable[Tree]) -> list[Tree]:
        return [
            replace(
                tree,
                top=self._place(tree.top) if tree.top else None,
                branches=tuple(map(self._draw, tree.branches)),
                whole=tuple(map(self._draw, tree.whole)),
            )
            for tree in trees
        ]

    def _place(self, branch: Branch) -> Branch:
        known = branch.iri in self.drawn
        self.drawn.add(branch.iri)
        self.count += 1
        return replace(branch, place=str(self.count), known=known)

    def _draw(self, branch: Branch) -> Branch:
        branch, shape = self._place(branch), _shape(branch)
        reaches = any(_reaches(each) for each in branch.walk())
        if shape in self.places:
            return replace(branch, children=(), same_as=self.places[shape], reaches=reaches)
        self.places[shape] = branch.place
        return replace(branch, children=tuple(map(self._draw, branch.children)), reaches=reaches)


def _reaches(branch: Branch) -> bool:
    return branch.column == "deed" and bool(branch.owners) and branch.time != "ended"


def _mark_other_trees(trees: Sequence[Tree]) -> Iterator[Tree]:
    numbers: dict[str, set[int]] = {}
    for tree in trees:
        for each in tree.walk():
            if each.same_as is not None:
                numbers.setdefault(each.same_as, set()).add(tree.number)

    def mark(branch: Branch, number: int) -> Branch:
        children = tuple(mark(each, number) for each in branch.children)
        also = numbers.get(branch.place, set()) - {number}
        return replace(branch, children=children, also=tuple(sorted(also)))

    for tree in trees:
        branches, whole = (
            tuple(mark(each, tree.number) for each in part) for part in (tree.branches, tree.whole)
        )
        yield replace(tree, branches=branches, whole=whole)
