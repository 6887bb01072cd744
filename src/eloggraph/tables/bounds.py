"""Many findings of one kind in one column: the first ones in full, the rest counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

import polars as pl

from eloggraph.finding import Finding, Place, is_lined
from eloggraph.text import say

LIMIT = 20
# More faulty values than other faults are reported one by one: each has a remedy of its own.
MOST_VALUES = 200
_at_least: ContextVar[int] = ContextVar("at_least", default=0)


@contextmanager
def tell_at_least(limit: int) -> Iterator[None]:
    """Within this context report at least so many cells one by one."""
    before = _at_least.set(limit)
    try:
        yield
    finally:
        _at_least.reset(before)


def tell_cells(
    cells: pl.DataFrame, make: Callable[..., Finding], limit: int = LIMIT
) -> Iterator[Finding]:
    """Report faulty cells of one column: the first ones in full, the rest in one finding.

    Parameters
    ----------
    cells
        The faulty cells in order: first a column of row numbers, then what ``make`` needs.
    make
        Makes the finding of one cell from what stands in one row of ``cells``.

    Examples
    --------
    >>> from eloggraph.finding import Place, tell
    >>> cells = pl.DataFrame({"row": range(2, 102), "text": ["?"] * 100})
    >>> def make(row: int, text: str) -> Finding:
    ...     place = Place(file="actors.csv", row=row, column="kind")
    ...     return tell("value-missing", "violation", place, column="kind")
    >>> told = list(tell_cells(cells, make))
    >>> len(told), told[-1].message.en
    (21, 'The same goes for more cells of the column: 80 more, on rows 22–101.')
    """
    told = count_told(cells.height, limit)
    for values in cells.head(told).iter_rows():
        last = make(*values)
        yield last
    if cells.height > told:
        rows = cells[cells.columns[0]]
        yield tell_rest(last, cells.height - told, rows[told], rows[-1])


def count_told(found: int, limit: int = LIMIT) -> int:
    """Return how many of the faults found are told one by one.

    One more than the limit is told as well: “1 more” would take as much space.

    >>> count_told(20), count_told(21), count_told(22)
    (20, 21, 20)
    """
    limit = limit_told(limit)
    return found if found <= limit + 1 else limit


def limit_told(limit: int = LIMIT) -> int:
    """Return how many faults of a kind are told one by one where there are many."""
    return max(limit, _at_least.get())


def tell_rest(
    like: Finding, count: int, first: int | None = None, last: int | None = None
) -> Finding:
    """Return the finding that counts the rest of a kind, from one row or line to another.

    Where rows are not known, the rest is counted for the file, or the data, as a whole.

    Examples
    --------
    >>> from eloggraph.finding import Place, tell
    >>> place = Place(file="data.jsonld", row=1)
    >>> value = tell("value-missing", "violation", place, column="kind")
    >>> tell_rest(value, 100, 1, 1).message.en
    'The same goes for more places: 100 more, all on line 1.'
    """
    words = {"n": count, "first": str(first), "last": str(last)}
    variant = _choose_variant(like.place, count, first, last)
    return replace(
        like,
        message=say(f"findings.more.{variant}.message", **words),
        remedy=say(f"findings.more.{variant}.remedy", **words),
        place=like.place and replace(like.place, row=first),
        focus=None,
        value=None,
    )


def _choose_variant(place: Place | None, count: int, first: int | None, last: int | None) -> str:
    """Return what the rest is counted in: never more rows than there are between two of them."""
    if place is None or first is None or last is None:
        return "nodes"
    if is_lined(place):
        return "lines-one" if first == last else "lines"
    unit = "rows" if place.column is None else "cells"
    if first == last:
        return f"{unit}-one"
    return unit if count <= last - first + 1 else f"{unit}-several"
