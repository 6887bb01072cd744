"""What the view of goals and challenges draws: pictures of trees, and the same as tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from eloggraph.analysis.branch_stages import Stage, count_challenge_stages, count_goal_stages
from eloggraph.analysis.branches import Branch, Tree, grow_challenges, grow_goals
from eloggraph.analysis.outcome import Cell, Lack, Listing, Row
from eloggraph.analysis.plans import Named, join_all, list_names
from eloggraph.analysis.sentences import write_day
from eloggraph.finding import Place
from eloggraph.text import Text, say
from eloggraph.views.goals.words import claim, sum_up
from eloggraph.views.map.card import cite

if TYPE_CHECKING:
    from eloggraph.analysis.analyse import Analysis
    from eloggraph.analysis.question import Material
    from eloggraph.analysis.questions.challenges import Challenges
    from eloggraph.analysis.questions.goals import Goals

Sort = Literal["goals", "challenges"]
_MOST_TREES, _MOST_BRANCHES = 8, 150


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTree:
    """A tree with its heading and the heads of its columns.

    ``aside`` is what stands beside the aims, where work is not joined to any of them. ``mixed`` are
    things of a column that are of several kinds there, so that each tells of which it is.
    """

    number: int
    title: Text | None
    top: Branch | None
    summary: Text | None
    branches: tuple[Branch, ...]
    aside: tuple[Branch, ...]
    columns: str
    heads: tuple[tuple[str, Text], ...]
    mixed: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The trees of one kind: what is true of them, the steps, and what breaks, by name.

    ``quiet`` are the breaks, each with the column it is in, that nearly all branches end in;
    ``folds`` tells that there is so much that each tree is opened by itself.
    """

    sort: Sort
    title: Text
    claim: Text
    stages: tuple[Stage, ...]
    bare: tuple[Branch, ...]
    notes: tuple[Text, ...]
    trees: tuple[DrawnTree, ...]
    quiet: frozenset[tuple[str, str]]
    folds: bool
    twin: Listing
    places: tuple[Place | None, ...]

    def walk(self) -> Iterator[Branch]:
        """Yield every branch that is drawn."""
        for tree in self.trees:
            if tree.top:
                yield tree.top
            for each in (*tree.branches, *tree.aside):
                yield from each.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalsModel:
    """The pictures of a network, the one with most to show first."""

    pictures: tuple[Picture, ...]


def build_goals(analysis: Analysis, material: Material) -> GoalsModel | None:
    """Return what is drawn, or None where there are no goals, measures, challenges or proposals."""
    pictures = [
        picture
        for picture in (
            _draw_goals(analysis.goals, material),
            _draw_challenges(analysis.challenges, material),
        )
        if picture is not None
    ]
    pictures.sort(key=lambda picture: -len({each.iri for each in picture.walk()}))
    return GoalsModel(pictures=tuple(pictures)) if pictures else None


def _draw_goals(found: Goals, material: Material) -> Picture | None:
    trees = grow_goals(found.tree, found.loose, material)
    if not trees:
        return None
    common = _find_common(trees)
    told = "indicator" if len(found.unmeasured) == found.goals > 1 else None
    return _draw(
        "goals",
        trees,
        count_goal_stages(found, trees),
        found.unworked,
        material,
        notes=tuple(_note_goals(found, common)),
        told=told,
        is_common=common is not None,
    )


def _draw_challenges(found: Challenges, material: Material) -> Picture | None:
    trees = grow_challenges(found.rows, material)
    if not trees:
        return None
    stages = count_challenge_stages(found, trees)
    return _draw("challenges", trees, stages, found.open, material, notes=tuple(_note_votes(found)))


def _note_goals(found: Goals, common: Branch | None) -> Iterator[Text]:
    if found.unworked and found.in_themes == found.goals:
        yield say("goals.unjoined.all", total=found.goals)
    elif found.in_themes:
        yield say("goals.in-themes", n=found.in_themes)
    for key, named in (("ended", found.ended), ("to-come", found.to_come)):
        if named:
            yield say(f"goals.{key}", n=len(named), names=list_names(named))
    if len(found.unmeasured) == found.goals > 1:
        yield say("goals.unmeasured.all")
    if common is not None:
        parts = [*common.measured, *([common.observation] if common.observation else [])]
        parts += [
            say(f"plans.lack.{key}") for key in ("target", "observation") if key in common.breaks
        ]
        yield say("branches.note.measured-all", name=join_all(parts))


def _note_votes(found: Challenges) -> Iterator[Text]:
    if found.most:
        votes = say("challenges.votes", n=found.most)
        names = list_names(found.first)
        yield say("challenges.first", n=len(found.first), names=names, votes=votes)


def _find_common(trees: Sequence[Tree]) -> Branch | None:
    """Return a goal whose indicators, of several goals, all have: these are told but once."""
    tops = [tree.top for tree in trees if tree.top]
    goals = [each for tree in trees for each in tree.walk() if each.what == "goal"]
    goals += [each for each in tops if each.what == "goal"]
    shown = {(each.measured, each.observation) for each in goals}
    return goals[0] if len(goals) > 2 and len(shown) == 1 and goals[0].measured else None


# --- pictures ------------------------------------------------------------------------------------


def _draw(
    sort: Sort,
    trees: tuple[Tree, ...],
    stages: tuple[Stage, ...],
    bare: Sequence[Named],
    material: Material,
    *,
    notes: tuple[Text, ...] = (),
    told: str | None = None,
    is_common: bool = False,
) -> Picture:
    twin = _list_rows(sort, trees, material, told)
    if is_common:
        trees = tuple(map(_leave_out_measured, trees))
    every = [each for tree in trees for each in (*([tree.top] if tree.top else []), *tree.walk())]
    drawn: dict[str, Branch] = {}
    for each in every:
        drawn.setdefault(each.iri, each)
    of_all = {stage.sort: stage.judged for stage in stages}.get(sort)
    named = [drawn[each.iri] for each in bare if each.iri in drawn and len(bare) != of_all]
    is_quiet = any(stage.is_quiet for stage in stages if stage.sort == sort)
    told_of = frozenset() if is_quiet else frozenset(each.iri for each in bare)
    return Picture(
        sort=sort,
        title=say("goals.list.tree" if sort == "goals" else "challenges.list"),
        claim=claim(stages),
        stages=stages,
        bare=tuple(named),
        notes=notes,
        trees=tuple(_draw_tree(sort, tree, told_of, alone=len(trees) == 1) for tree in trees),
        quiet=frozenset(_list_quiet(stages)),
        folds=len(trees) > 1 and (len(trees) > _MOST_TREES or len(every) > _MOST_BRANCHES),
        twin=twin,
        places=tuple(material.records.place(iri) for iri in drawn),
    )


def _leave_out_measured(tree: Tree) -> Tree:
    def leave(branch: Branch) -> Branch:
        children = tuple(map(leave, branch.children))
        if branch.what == "goal":
            return replace(branch, children=children, measured=(), observation=None)
        return replace(branch, children=children)

    return replace(
        tree,
        top=leave(tree.top) if tree.top else None,
        branches=tuple(map(leave, tree.branches)),
        whole=tuple(map(leave, tree.whole)),
    )


def _list_quiet(stages: Sequence[Stage]) -> Iterator[tuple[str, str]]:
    columns = {"goals": "aim", "challenges": "aim", "proposals": "plan", "packages": "plan"}
    for stage in stages:
        if stage.is_quiet and stage.lack:
            column = columns.get(stage.sort, "deed")
            yield from ((column, each) for each in (stage.lack, "work", "proposal", "owner"))


def _draw_tree(sort: Sort, tree: Tree, bare: frozenset[str], *, alone: bool) -> DrawnTree:
    branches, whole = tree.branches, tree.whole
    aside: tuple[Branch, ...] = ()
    joined = any(
        child.column != "aim" for each in branches for one in each.walk() for child in one.children
    )
    if whole and tree.top and tree.top.what == "theme" and branches and not joined:
        aside = whole
    elif whole and tree.top:
        branches = (*branches, _wrap(tree.top, whole))
    columns = _list_columns((*branches, *aside))
    return DrawnTree(
        number=tree.number,
        title=None if alone and tree.top is None else _title(sort, tree, alone),
        top=tree.top,
        summary=sum_up(tree, bare),
        branches=branches,
        aside=aside,
        columns="".join(column[0] for column, _ in _list_heads(sort, tree, columns)),
        heads=tuple(_list_heads(sort, tree, columns)),
        mixed=frozenset(_list_mixed(tree, columns)),
    )


def _wrap(top: Branch, whole: tuple[Branch, ...]) -> Branch:
    """Return what is done for a whole as a branch beside those of its parts."""
    label = say(f"branches.whole.{top.what}")
    reaches = any(each.reaches for each in whole)
    return Branch(
        iri="",
        label=label,
        kind=Text.same(""),
        what="frame",
        column="aim",
        children=whole,
        reaches=reaches,
    )


def _title(sort: Sort, tree: Tree, alone: bool) -> Text:
    if tree.top:
        return tree.top.label if alone else _number(tree.number, tree.top.label)
    is_loose = tree.branches[0].column != "aim"
    return _number(tree.number, say(f"branches.tree.{'loose-' if is_loose else ''}{sort}"))


def _number(number: int, label: Text) -> Text:
    """Return a heading with its number, unless the name says it: what is referred to needs one."""
    if str(number) in re.findall(r"\d+", label.fi):
        return label
    return say("branches.tree.numbered", n=number, name=label)


def _list_columns(branches: Sequence[Branch]) -> dict[str, list[Branch]]:
    found: dict[str, list[Branch]] = {}
    for branch in branches:
        for each in branch.walk():
            found.setdefault(each.column, []).append(each)
    return found


def _list_heads(
    sort: Sort, tree: Tree, columns: dict[str, list[Branch]]
) -> Iterator[tuple[str, Text]]:
    if "aim" in columns:
        parted = sort == "challenges" and tree.top is not None
        yield "aim", say(f"branches.head.{'parts' if parted else sort}")
    if "plan" in columns:
        sorts = {each.what for each in columns["plan"]}
        entry = (
            "proposals"
            if sorts == {"proposal"}
            else "packages"
            if sorts == {"package"}
            else "plans"
        )
        yield "plan", say(f"branches.head.{entry}")
    if "deed" in columns:
        only = {each.what for each in columns["deed"]} == {"measure"}
        yield "deed", say(f"branches.head.{'measures' if only else 'works'}")
        yield "owner", say("branches.head.owners")


def _list_mixed(tree: Tree, columns: dict[str, list[Branch]]) -> Iterator[tuple[str, str]]:
    """Yield what is told of its kind: goals of several levels, and work of several sorts."""
    top = [tree.top] if tree.top else []
    goals = [each for each in (*top, *columns.get("aim", ())) if each.what == "goal"]
    if len({each.kind for each in goals}) > 1:
        yield "aim", "goal"
    for column in ("plan", "deed"):
        if len({each.kind for each in columns.get(column, ())}) > 1:
            yield from ((column, what) for what in ("package", "work", "frame"))


# --- the same as a table -------------------------------------------------------------------------


def _list_rows(sort: Sort, trees: Sequence[Tree], material: Material, told: str | None) -> Listing:
    rows = []
    for tree in trees:
        tops = [(0, tree.top)] if tree.top else []
        below = [(1 if tree.top else 0, each) for each in (*tree.branches, *tree.whole)]
        for level, branch in (*tops, *_flatten(below)):
            rows.append(Row(level=min(level, 3), cells=_show(branch, material, told)))
    listing = Listing(
        title=say("goals.list.tree" if sort == "goals" else "challenges.list"),
        columns=(
            say("goals.head.tree" if sort == "goals" else "challenges.head"),
            *(say(f"plans.head.{key}") for key in ("kind", "owner", "indicator", "status")),
            say("branches.head.ends"),
            say("plans.head.breaks"),
            say("branches.head.source"),
        ),
        rows=tuple(rows),
    )
    return listing.filled()


def _flatten(branches: Sequence[tuple[int, Branch]]) -> Iterator[tuple[int, Branch]]:
    for level, branch in branches:
        yield level, branch
        yield from _flatten([(level + 1, each) for each in branch.children])


def _show(branch: Branch, material: Material, told: str | None) -> tuple[Cell, ...]:
    breaks = [say(f"plans.lack.{each}") for each in branch.breaks if each != told]
    broken = join_all(breaks, ", ")
    place = material.records.place(branch.iri)
    return (
        branch.label,
        branch.kind,
        join_all([owner.label for owner in branch.owners], ", "),
        join_all(branch.measured),
        branch.state or (say("branches.time.ended") if branch.time == "ended" else None),
        write_day(branch.until) if branch.until else None,
        Lack(broken) if broken else None,
        cite(place) if place else None,
    )
