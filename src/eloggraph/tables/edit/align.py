"""Which rows and columns of a table are those of an earlier version of it."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from eloggraph.tables.edit.source import SourceSheet
from eloggraph.tables.edit.texts import cut_empty

Texts = Sequence[str]
# Rows of which so many cells are equal are one row with changes.
_ALIKE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """The later number of each row, and the later place of each column; what is gone is not there.

    ``last`` are the numbers of the last rows that say something, of the earlier and the later one.
    """

    rows: Mapping[int, int]
    columns: Mapping[int, int]
    last: tuple[int, int]

    def column(self, column: int) -> int | None:
        """Return the later place of a column; one that no row has is where it was."""
        known = max([*self.columns, -1])
        return self.columns.get(column) if column <= known else column


def align(earlier: SourceSheet, later: SourceSheet) -> Alignment:
    """Return which rows and columns of two versions of a table are the same.

    Columns go by their headers. Rows are the same where they say the same, wherever they stand;
    of the others those between the same neighbours, or with the same first cell, if at least half
    of what they say is equal.
    """
    columns = align_columns(_header_of(earlier), _header_of(later))
    width = max(map(len, earlier.rows), default=0)
    named = {column: columns.get(column, -1) for column in range(width)}
    then = [cut_empty(row) for row in earlier.rows]
    now = [
        cut_empty([row[at] if 0 <= at < len(row) else "" for at in named.values()])
        for row in later.rows
    ]
    rows = {earlier.first + i: later.first + j for i, j in align_rows(then, now).items()}
    return Alignment(rows=rows, columns=columns, last=(earlier.last_filled, later.last_filled))


def _header_of(sheet: SourceSheet) -> Texts:
    if sheet.header is None:
        return ()
    return [text.strip() for text in sheet.rows[sheet.header - sheet.first]]


def align_columns(earlier: Texts, later: Texts) -> dict[int, int]:
    """Return the later place of each column: that of its header, or its own where that is new.

    >>> align_columns(["id", "name", "x"], ["id", "kind", "name", "y"])
    {0: 0, 1: 2}
    >>> align_columns(["id", "nmae"], ["id", "name"])
    {0: 0, 1: 1}
    """
    then, now = Counter(earlier), Counter(later)
    places = {name: place for place, name in enumerate(later) if now[name] == 1}
    found = {
        place: places[name]
        for place, name in enumerate(earlier)
        if then[name] == 1 and name in places
    }
    taken = set(found.values())
    if len(earlier) == len(later):
        left = (place for place in range(len(earlier)) if place not in found and place not in taken)
        found |= {place: place for place in left}
    return dict(sorted(found.items()))


def align_rows(earlier: Sequence[Texts], later: Sequence[Texts]) -> dict[int, int]:
    """Return the later index of each row that is still there.

    >>> align_rows([("h",), ("a", "1"), ("b", "2")], [("h",), ("c",), ("b", "2"), ("a", "9")])
    {0: 0, 2: 2, 1: 3}
    """
    found = _match_equal(earlier, later)
    free = set(range(len(later))) - set(found.values())
    for step in (1, -1):
        order = range(len(earlier)) if step == 1 else range(len(earlier) - 1, -1, -1)
        for index in order:
            if index in found:
                continue
            # At the edge of the table there is no neighbour, which is the same for both.
            edge = -1 if step == 1 else len(earlier)
            other = -1 if step == 1 else len(later)
            neighbour = other if index - step == edge else found.get(index - step)
            wanted = None if neighbour is None else neighbour + step
            if wanted in free and _are_alike(earlier[index], later[wanted]):
                found[index] = wanted
                free.remove(wanted)
    by_first = defaultdict[str, list[int]](list)
    for index in sorted(free):
        by_first[_first(later[index])].append(index)
    for index in (each for each in range(len(earlier)) if each not in found):
        same = by_first.get(_first(earlier[index]), [])
        if len(same) == 1 and _first(earlier[index]) and _are_alike(earlier[index], later[same[0]]):
            found[index] = same.pop()
    return found


def _match_equal(earlier: Sequence[Texts], later: Sequence[Texts]) -> dict[int, int]:
    """Return which rows say the same; of equal ones the first is the first."""
    places = defaultdict[Texts, deque[int]](deque)
    for index, row in enumerate(later):
        places[row].append(index)
    return {index: places[row].popleft() for index, row in enumerate(earlier) if places.get(row)}


def _first(row: Texts) -> str:
    return row[0] if row else ""


def _are_alike(one: Texts, other: Texts) -> bool:
    pairs = [pair for pair in zip_longest(one, other, fillvalue="") if any(pair)]
    equal = sum(first == second for first, second in pairs)
    return bool(pairs) and equal >= _ALIKE * len(pairs)
