"""Many findings of one kind in one column: the first ones in full, the rest counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

import polars as pl

from eloggraph.finding import Finding, Place
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
    >>> from eloggraph.finding import tell
    >>> cells = pl.DataFrame({"row": range(2, 102), "text": ["?"] * 100})
    >>> def make(row: int, text: str) -> Finding:
    ...     place = Place(file="actors.csv", row=row, column="kind")
    ...     return tell("value-missing", "violation", place, column="kind")
    >>> told = list(tell_cells(cells, make))
    >>> len(told), told[-1].message.en
    (21, 'The same goes for more cells of the column: 80 more, on rows 22–101.')
    """
    limit = max(limit, _at_least.get())
    if cells.height == limit + 1:  # saying “1 more” would take as much space as the finding itself
        limit += 1
    for values in cells.head(limit).iter_rows():
        last = make(*values)
        yield last
    if cells.height > limit:
        rows = cells[cells.columns[0]]
        yield _tell_rest(last, cells.height - limit, rows[limit], rows[-1])


def _tell_rest(like: Finding, count: int, first: int, last: int) -> Finding:
    place = like.place
    assert place is not None
    words = {"n": count, "first": str(first), "last": str(last)}
    variant = "cells" if place.column is not None else "rows"
    return replace(
        like,
        message=say(f"findings.more.{variant}.message", **words),
        remedy=say(f"findings.more.{variant}.remedy", **words),
        place=Place(file=place.file, sheet=place.sheet, row=first, column=place.column),
        focus=None,
        value=None,
    )
