"""What changed, in words: each difference as a sentence, and rows for readers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from eloggraph.analysis.answers import AnswerChange, NumberChange
from eloggraph.analysis.comparison import Comparison
from eloggraph.analysis.outcome import Cell, Listing, Row
from eloggraph.snapshot.change.model import WHYS, Difference, Why
from eloggraph.text import Language, Text, abridge, capitalise, format_date, format_number, say

_LONGEST_VALUE = 80


def tell_difference(each: Difference) -> Text:
    """Return what happened to a thing, without its name.

    >>> name = Text.same("Aalto")
    >>> begun = Difference(
    ...     what="begun", why="world", table="t", tables=name, name=name, when="2025-03-01"
    ... )
    >>> tell_difference(begun).fi
    'alkoi 1.3.2025'
    """
    if each.what == "changed":
        return _tell_cell(each)
    old, new = each.old, each.new
    if each.what == "renumbered":
        old, new = (_show_ids(nodes) for nodes in (each.before, each.after))
    entry = f"compare.what.{each.what}.{each.why}{'-when' if each.when else ''}"
    return say(entry, when=_write_day(each.when), old=_join(old), new=_join(new))


def _tell_cell(each: Difference) -> Text:
    entry = "changed" if each.old and each.new else "filled" if each.new else "emptied"
    column = each.column or Text.same("")
    old, new = (_join(values).change(_shorten) for values in (each.old, each.new))
    return say(f"compare.cell.{entry}", column=column, old=old, new=new)


def _shorten(text: str) -> str:
    return abridge(text, _LONGEST_VALUE)


def _show_ids(nodes: Sequence[str]) -> tuple[Text, ...]:
    return tuple(Text.same(node.rpartition("/")[2]) for node in nodes)


def _join(texts: Sequence[Text], separator: str = ", ") -> Text:
    return Text.each(lambda language: separator.join(text.say(language) for text in texts))


def _write_day(iso: str | None) -> Text:
    return Text.each(lambda language: format_date(iso, language)) if iso else Text.same("")


def tell_headline(found: Comparison) -> Text:
    """Return how much changed, by reason, and of the world in which ways."""
    parts = [_tell_why(found, why) for why in WHYS if found.changes.of(why)]
    return _join(parts, " ") if parts else say("compare.nothing")


def _tell_why(found: Comparison, why: Why) -> Text:
    mine = found.changes.of(why)
    kinds = sorted(Counter(each.what for each in mine).items()) if why == "world" else ()
    parts = _join([say(f"compare.kind.{what}", n=n) for what, n in kinds])
    return say(f"compare.headline.{why}", n=len(mine), parts=parts)


def tell_sides(found: Comparison) -> Text:
    """Return which versions and days were held against each other."""
    days = {"old_day": _write_day(found.old.on), "new_day": _write_day(found.new.on)}
    if found.old.title == found.new.title:
        return say("compare.days", title=found.new.title, **days)
    return say("compare.sides", old=found.old.title, new=found.new.title, **days)


def list_changes(found: Comparison, why: Why, most: int | None = None) -> Listing:
    """Return the differences of one reason by table and name; what befell one thing in one row.

    ``most`` bounds the rows of a table; how many are left out is said in the last of them.
    """
    rows: list[Row] = []
    for _, differences in groupby(found.changes.of(why), key=lambda each: each.table):
        things = list(_list_things(tuple(differences)))
        names = things[0][0].tables
        heading = say("compare.table-count", table=names, n=len(things))
        rows.append(Row(cells=(heading, None)))
        rows += [Row(cells=(each.name, told), level=1) for each, told in things[:most]]
        if most is not None and len(things) > most:
            left = say("compare.rows-left", n=len(things) - most)
            rows.append(Row(cells=(left, None), level=1))
    columns = (say("compare.thing"), say("compare.happened"))
    return Listing(title=say(f"compare.why.{why}"), columns=columns, rows=tuple(rows))


def _list_things(differences: Sequence[Difference]) -> Iterator[tuple[Difference, Text]]:
    def place(each: Difference) -> tuple[object, ...]:
        return (each.name, each.before, each.after)

    for _, group in groupby(differences, key=place):
        same = tuple(group)
        yield same[0], _join([tell_difference(each) for each in same], "; ")


def list_numbers(answers: Sequence[AnswerChange]) -> Listing:
    """Return numbers before and now, and whether they changed more than the data would vary.

    What there is none of on either side is left out.
    """
    rows: list[Row] = []
    for answer in answers:
        mine = [each for each in answer.numbers if each.old or each.new]
        rows += [Row(cells=(answer.title, None, None, None, None))] if mine else []
        rows += [Row(cells=_write_number(each), level=1) for each in mine]
    keys = ("number", "column.old", "column.new", "change", "weight")
    columns = tuple(say(f"compare.{key}") for key in keys)
    weighed = any(each.weight for answer in answers for each in answer.numbers)
    return Listing(
        title=say("compare.numbers"),
        columns=columns,
        rows=tuple(rows),
        note=say("compare.band-note") if weighed else None,
    ).filled()


def _write_number(each: NumberChange) -> tuple[Cell, ...]:
    nothing = say("compare.no-value")
    weight = None
    if each.weight is not None and each.band is not None:
        low, high = (_write(limit) for limit in each.band)
        weight = say(f"compare.{each.weight}", low=low, high=high)
    old, new = (
        nothing if value is None else _write(value) if isinstance(value, float) else value
        for value in (each.old, each.new)
    )
    return (capitalise(each.label), old, new, _write_signed(each.difference), weight)


def tell_number(each: NumberChange) -> Text:
    """Return a number before and now in one line.

    >>> tell_number(NumberChange(label=Text.same("ties"), old=14, new=13)).en
    'Ties: 14 → 13 (−1)'
    """
    label, old, new, more, weight = _write_number(each)
    values = {"number": label, "old": _say(old), "new": _say(new), "change": _say(more)}
    entry = "number-same" if more is None else "number-weighed" if weight else "number-told"
    return say(f"compare.{entry}", weight=_say(weight), **values)


def _say(cell: Cell) -> Text:
    if isinstance(cell, Text):
        return cell
    return _write(cell) if isinstance(cell, int | float) else Text.same("")


def _write(value: float) -> Text:
    return Text.each(partial(_format, value))


def _format(value: float, language: Language) -> str:
    return format_number(value, language, decimals=1 if isinstance(value, float) else None)


def _write_signed(value: float | None) -> Text | None:
    if not value:
        return None
    sign = "+" if value > 0 else ""
    return Text.each(lambda language: sign + _format(value, language))
