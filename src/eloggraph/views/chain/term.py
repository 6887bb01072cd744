"""The term of a project on an axis of years: its bar, the day of the data and its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from eloggraph.analysis.chain_projects import ChainProject
from eloggraph.analysis.sentences import join_names, write_day
from eloggraph.snapshot.days import first_day, last_day
from eloggraph.text import Language, say
from eloggraph.views.chain.lanes import LABELS
from eloggraph.views.page.wrapping import measure, wrap_name

_EDGE = 14.0
_LEAST_STEP = 54.0
End = tuple[float, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A project drawn below the lanes, in one language, from its upper edge."""

    height: float
    lines: tuple[tuple[float, str, str], ...]
    bar: tuple[float, float] | None
    years: tuple[tuple[float, str], ...]
    day: tuple[float, float, str]
    end: End | None
    is_ending: bool


def draw_term(project: ChainProject, on: str, width: float, language: Language) -> Term:
    """Return the term of a project on an axis as wide as the lanes.

    ``on`` is the day of the data. A project without an end goes on beyond the axis, one without
    any date has no bar.
    """
    today = date.fromisoformat(on)
    since = first_day(project.since) if project.since else None
    until = last_day(project.until) if project.until else None
    known = [each for each in (since, until, today) if each]
    first, last = date(min(known).year, 1, 1), date(max(known).year, 12, 31)
    left, right = float(LABELS), width - _EDGE

    def place(day: date) -> float:
        return round(left + (right - left) * (day - first).days / (last - first).days, 1)

    start = place(since) if since else left
    stop = place(until) if until else right
    names = wrap_name(project.project.label.say(language), LABELS - 32, 12.5, bold=True)
    by = say("chain.coordinated", names=join_names(project.coordinators)).say(language)
    notes = wrap_name(by, LABELS - 32, 11.5) if project.coordinators else ()
    told = [*(("lane", name) for name in names), *(("note", note) for note in notes)]
    lines = [(26 + 15.5 * at, style, text) for at, (style, text) in enumerate(told)]
    word = say("lanes.day").say(language)
    return Term(
        height=max(94.0, 26 + 15.5 * len(lines)),
        lines=tuple(lines),
        bar=(start, round(stop - start, 1)) if since or until else None,
        years=tuple(_list_years(first.year, last.year, right - left, place)),
        day=(place(today), _keep_inside(place(today), word, left, right), word),
        end=_place_end(project.until, until < today, stop, left, language)
        if project.until and until
        else None,
        is_ending=project.is_ending,
    )


def _place_end(until: str, ended: bool, stop: float, left: float, language: Language) -> End:
    """Return where the words of the end stand, which way they run, and the words."""
    entry = "ended" if ended else "ends"
    words = say(f"lanes.{entry}", day=write_day(until)).say(language)
    fits = stop - left > measure(words, 11.5, bold=True)
    return (stop, "end" if fits else "start", words)


def _keep_inside(x: float, word: str, left: float, right: float) -> float:
    half = measure(word, 11.5) / 2
    return round(min(max(x, left + half), right - half), 1)


def _list_years(
    first: int, last: int, width: float, place: Callable[[date], float]
) -> Iterator[tuple[float, str]]:
    every = max(1, round(_LEAST_STEP * (last - first + 1) / width + 0.5))
    for year in range(first, last + 1, every):
        yield place(date(year, 1, 1)), str(year)
