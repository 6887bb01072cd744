"""The timeline of what ends, in words: a row for each, and a row for what hangs on it by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from eloggraph.analysis.endings import Ending, Hanging
from eloggraph.analysis.outcome import Cell, Lack, Row
from eloggraph.analysis.sentences import join_names, write_day
from eloggraph.text import Text, say


def write_amounts(endings: Sequence[Ending]) -> Text:
    """Return how many of each kind there are, the kinds in the order in which they are met.

    >>> ends = Ending(
    ...     thing="p", label=Text.same("P"), kind="project", kind_label=Text.same(""), until="2024"
    ... )
    >>> write_amounts([ends, ends]).en
    '2 projects'
    """
    counts = Counter(ending.kind for ending in endings)
    amounts = [say(f"sunset.amount.{kind}", n=n) for kind, n in counts.items()]
    if len(amounts) == 1:
        return amounts[0]
    first = join_names(amounts[:-1], most=len(amounts))
    return say("sunset.amount.both", first=first, last=amounts[-1])


def write_next(ending: Ending) -> dict[str, Text]:
    """Return what is said of the next to end: its name, what it is and when, what hangs on it.

    >>> ends = Ending(
    ...     thing="p", label=Text.same("P"), kind="project", kind_label=Text.same("x"), until="2024"
    ... )
    >>> [text.en for text in write_next(ends).values()]
    ['P', 'x, 2024', '']
    """
    day, hanging = write_day(ending.until), _tell_hanging(ending)
    what = join_names([ending.kind_label, day]) if ending.thing else day
    said = say("sunset.hanging.told", parts=hanging) if hanging else Text.same("")
    return {"name": ending.label, "what": what, "hanging": said}


def make_rows(ending: Ending, endless: Collection[str] = ()) -> Iterator[Row]:
    """Yield the row of what ends, and below it those of what hangs on it and has a name.

    ``endless`` are projects whose end is not on record.

    >>> ends = Ending(
    ...     thing="p", label=Text.same("P"), kind="project", kind_label=Text.same(""), until="2024"
    ... )
    >>> [row.cells[0].en for row in make_rows(ends)]
    ['P']
    """
    kind = ending.kind_label if ending.thing else None
    cells = (ending.label, kind, write_day(ending.until), _tell_hanging(ending), _tell_rest(ending))
    yield Row(cells=cells)
    for each in ending.hanging:
        # A funding goes by the name of what it pays for.
        if not each.is_tie and ending.kind != "funding":
            unknown = Lack(say("sunset.no-end")) if each.thing in endless else None
            until = write_day(each.until) if each.until else unknown
            yield Row(cells=(each.label, each.kind, until, None, _tell_after(each)), level=1)


def _join(parts: Sequence[Text], separator: str = ", ") -> Text | None:
    return join_names(parts, most=len(parts), separator=separator) if parts else None


def _tell_hanging(ending: Ending) -> Text | None:
    if ending.kind == "funding":
        return None
    ties = sum(each.is_tie for each in ending.hanging)
    amounts = {
        "members": ending.actors,
        "ties": ties if ending.thing else 0,  # else what ends are the ties
        "pairs": ending.pairs,
    }
    return _join([say(f"sunset.hanging.{key}", n=n) for key, n in amounts.items() if n])


def _tell_rest(ending: Ending) -> Cell:
    if ending.kind == "funding":
        return next((_tell_after(each) for each in ending.hanging), None)
    parts = [
        say(f"sunset.rest.{key}", n=n)
        for key, n in (
            ("goes-on", ending.count("goes-on", ties=True)),
            ("unknown", ending.count("unknown", ties=True)),
        )
        if n
    ]
    if ending.agreements:
        parts.append(say("sunset.rest.agreement", names=join_names(ending.agreements)))
    if ending.is_continued or ending.kind == "tie":
        return _join(parts, "; ")
    told = _join([say("sunset.rest.none"), *parts], "; ")
    return Lack(told) if told else None


def _tell_after(each: Hanging) -> Cell:
    parts = [say(f"sunset.after.{each.afterwards}")]
    if each.agreements:
        parts.append(say("sunset.rest.agreement", names=join_names(each.agreements)))
    if each.owners:
        parts.append(say("sunset.rest.owner", names=join_names(each.owners)))
    told = _join(parts, "; ")
    return Lack(told) if told and each.afterwards == "ends" else told
