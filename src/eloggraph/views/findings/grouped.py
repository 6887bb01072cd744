"""Groups of findings in words: where they are, how many, and what follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eloggraph.causes import FindingGroup, SheetCount
from eloggraph.finding import is_lined
from eloggraph.text import Language, Text, quote_names, say

# More runs of rows than that nobody goes through by a list; the marked workbook has every cell.
_MOST_RANGES = 12
_MOST_VALUES = 5
_MOST_SHAPES = 5
# Consequences that are named one by one; the rest are counted.
MOST_FOLLOWING = 8


@dataclass(frozen=True, slots=True)
class Following:
    """The consequences to name, and the number of findings in those that are counted only."""

    named: tuple[FindingGroup, ...]
    rest: int


def choose_following(group: FindingGroup, most: int = MOST_FOLLOWING) -> Following:
    """Return the consequences of a group that are told one by one."""
    named = group.consequences[:most]
    told = sum(len(each.findings) for each in named)
    return Following(named, group.count_following - told)


def count_places(group: FindingGroup) -> Text | None:
    """Return how many cells or rows a group of several findings is about, and which.

    >>> from eloggraph.finding import Place, tell
    >>> place = [Place(file="a.csv", row=row, column="since") for row in (2, 3, 7)]
    >>> group = FindingGroup(findings=tuple(tell("file-missing", "info", each) for each in place))
    >>> count_places(group).en
    '3 cells: rows 2–3, 7'
    """
    number = len(group.findings)
    if number == 1:
        return None
    rows = _write_ranges(group.ranges)
    place = group.place
    if place is None or not rows:
        return say("formats.group.times", n=number)
    kind = "lines" if is_lined(place) else "rows" if place.column is None else "cells"
    if kind != "lines":  # several values of one cell are told each
        number = sum(last - first + 1 for first, last in group.ranges)
    return say(f"formats.group.{kind}", n=number, rows=rows)


def tell_group(group: FindingGroup) -> Text:
    """Return what is said of a group: of several shapes how many there are, with a few of them.

    >>> from eloggraph.finding import Finding
    >>> said = {"remedy": Text.same(""), "shared": Text.same("Not so.")}
    >>> def make(shape: str) -> Finding:
    ...     message = Text.same(f"{shape}: not so.")
    ...     return Finding(code="a", severity="info", message=message, shape=shape, **said)
    >>> tell_group(FindingGroup(findings=(make("ex:S"), make("ex:T")))).en
    'Not so. So it is in 2 shapes: ex:S, ex:T.'
    """
    shared, number = group.first.shared, len(group.findings)
    if group.is_alike or shared is None:
        return group.first.message
    names = list(dict.fromkeys(each.shape_name or each.shape or "" for each in group.findings))
    shown = ", ".join(names[:_MOST_SHAPES])
    key = "shapes-more" if len(names) > _MOST_SHAPES else "shapes"
    where = say(f"formats.group.{key}", n=number, names=shown)
    return Text.each(lambda language: f"{shared.say(language)} {where.say(language)}")


def list_seen(group: FindingGroup) -> Text | None:
    """Return what stands in the cells of a group, where what is said of it does not tell.

    >>> from eloggraph.finding import Place, tell
    >>> place = [Place(file="a.csv", row=row, column="since") for row in (2, 3)]
    >>> told = [tell("file-missing", "info", each, value=f"x{each.row}") for each in place]
    >>> list_seen(FindingGroup(findings=tuple(told))).en
    'The cells say “x2”, “x3”.'
    """
    if group.place is None or group.place.column is None:
        return None
    values = dict.fromkeys(f.value for f in group.findings if f.value and "://" not in f.value)
    is_told = group.is_alike
    unsaid = [value for value in values if not (is_told and value in group.first.message.fi)]
    if not unsaid:
        return None
    key = "seen-more" if len(unsaid) > _MOST_VALUES else "seen"
    return say(f"formats.group.{key}", values=quote_names(unsaid[:_MOST_VALUES]))


def name_sheet(count: SheetCount) -> Text:
    """Return the name of a sheet, with its file, or of a file."""
    if not count.file:
        return say("formats.group.whole")
    return Text.same(f"{count.sheet} ({count.file})" if count.sheet else count.file)


def write_counts(count: SheetCount) -> Text:
    """Return the numbers of one sheet: “22 errors, 1 warning”."""
    said = [say(f"cli.summary.{severity}", n=number) for severity, number in count.counts]
    return Text.each(lambda language: ", ".join(text.say(language) for text in said))


def join_place(where: str, group: FindingGroup, language: Language) -> str:
    """Return a place with how many cells of it are meant, where they are several."""
    what = count_places(group)
    return f"{where}, {what.say(language)}" if what else where


def _write_ranges(ranges: Sequence[tuple[int, int]]) -> str:
    shown = [str(a) if a == b else f"{a}–{b}" for a, b in ranges[:_MOST_RANGES]]
    return ", ".join(shown) + (" …" if len(ranges) > _MOST_RANGES else "")
