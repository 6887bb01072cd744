"""Which row is the header: the first one, or one below a title that somebody wrote above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import polars as pl

from eloggraph.tables.model import CountKnown

# Dates, and words about what follows.
_SAYS = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.|[0-9]{4}|:\s")


def find_header(frame: pl.DataFrame, filled: Sequence[int], count_known: CountKnown) -> int:
    """Return the index of the header among the first records of a table.

    It is the first record that is not blank, unless one below it has known headers that the
    first has not, or the first ones look like titles above a row of names: one cell each, or fewer
    cells than the table has, with words about it.

    Parameters
    ----------
    frame
        The records, as text columns.
    filled
        The indices of the first records that are not blank.
    count_known
        Tells how many of the given cells are headers that the model knows.

    Examples
    --------
    >>> frame = pl.DataFrame({"c0": ["Actors 2026", "id", "1"], "c1": [None, "name", "A"]})
    >>> find_header(frame, [0, 1, 2], lambda headers: 0)
    1
    """
    records = [_filled_cells(frame.row(index)) for index in filled]
    if count_known(records[0]) > 1:
        return filled[0]
    known = [count_known(record) for record in records]
    best = max(range(len(records)), key=known.__getitem__)
    if known[best] > 1 and len(records[0]) < len(records[best]):
        return filled[best]
    if known[0] == 0:
        titles = _count_titles(records)
        if titles < len(records) and _is_header(records[titles]):
            return filled[titles]
    return filled[0]


def _filled_cells(record: Sequence[str | None]) -> list[str]:
    return [cell.strip() for cell in record if cell and cell.strip()]


def _count_titles(records: Sequence[Sequence[str]]) -> int:
    """Return how many records at the start are titles: the header is where the table is full."""
    lengths = Counter(len(record) for record in records)
    full = max(lengths, key=lambda length: (lengths[length], length))
    return next((i for i, r in enumerate(records) if not _is_title(r, full)), len(records))


def _is_title(record: Sequence[str], full: int) -> bool:
    if len(record) == 1:
        return True
    says = any(_SAYS.search(cell) for cell in record)
    return 2 * len(record) <= full or (len(record) < full and says)


def _is_header(record: Sequence[str]) -> bool:
    """Tell whether cells look like headers: each has a letter, none comes twice."""
    has_letters = all(any(letter.isalpha() for letter in cell) for cell in record)
    return has_letters and len(set(record)) == len(record)
