"""The page of goals and challenges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eloggraph.analysis.branch_stages import Stage
from eloggraph.analysis.sentences import join_amounts
from eloggraph.text import Language, Text, say
from eloggraph.views.goals.model import GoalsModel, Picture
from eloggraph.views.goals.words import amount, tell_beside, tell_breaks, title_stage
from eloggraph.views.page.source import cite_rows
from eloggraph.views.page.view import Answer, Frame, render_view

MOST_NAMED = 12
_BAR = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnStage:
    """A step as it is drawn: the number, its name, the parts of the bar, and what is said of it."""

    n: int
    title: Text
    parts: tuple[tuple[str, float, float], ...]
    broken: Text | None
    beside: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """Which signs a picture has, for its key."""

    reaches: bool
    goes: bool
    breaks: bool
    quiet: bool
    also: bool


def render_goals(model: GoalsModel, frame: Frame, language: Language) -> str:
    """Return the page: a picture of each kind of tree, with what it says."""
    own = ("challenges", "proposals")
    told = [
        amount(stage.sort, stage.n)
        for picture in model.pictures
        for stage in picture.stages
        if stage.sort != "owners" and (picture.sort == "goals" or stage.sort in own)
    ]
    answer = Answer(
        claim=model.pictures[0].claim,
        basis=say("branches.basis", as_of=frame.as_of, parts=join_amounts(told))
        if told
        else say("branches.basis-ended", as_of=frame.as_of),
        source=cite_rows(place for picture in model.pictures for place in picture.places),
    )
    return render_view(
        "goals",
        frame,
        answer,
        language,
        twins=[picture.twin for picture in model.pictures],
        drawn=[
            (picture, _draw_stages(picture), _list_signs(picture)) for picture in model.pictures
        ],
        most_named=MOST_NAMED,
    )


def _draw_stages(picture: Picture) -> tuple[DrawnStage, ...]:
    return tuple(
        DrawnStage(
            n=stage.n,
            title=title_stage(stage),
            parts=tuple(_draw_bar(stage)) if stage.sort != "owners" else (),
            broken=tell_breaks(stage),
            beside=tuple(tell_beside(stage)),
        )
        for stage in picture.stages
    )


def _draw_bar(stage: Stage) -> Iterator[tuple[str, float, float]]:
    """Yield the parts of a bar as style, beginning and width: what goes on, what ended."""
    at = 0.0
    for style, n in (("on", stage.go_on), ("over", stage.over + stage.past)):
        if n:
            width = round(_BAR * n / stage.n, 2)
            yield style, at, width
            at = round(at + width, 2)


def _list_signs(picture: Picture) -> Key:
    every = list(picture.walk())
    broken = {(each.column, each.ends) for each in every if each.ends}
    return Key(
        reaches=any(each.reaches for each in every),
        goes=any(each.children and not each.reaches for each in every),
        breaks=bool(broken - picture.quiet),
        quiet=bool(broken & picture.quiet),
        also=any(each.also for each in every),
    )
