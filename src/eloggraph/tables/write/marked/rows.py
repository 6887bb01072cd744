"""Which rows of a sheet have to be looked at for its marks: all others are passed over unparsed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass

from eloggraph.tables.write.marked.boxes import Layout
from eloggraph.tables.write.marked.spans import UnpatchableError, end_tag_at

_DATA = re.compile(rb"<(?:[\w.-]+:)?sheetData(?=[\s/>])")
_END = re.compile(rb"</(?:[\w.-]+:)?sheetData\s*>")
_ROW = re.compile(rb"<(?:[\w.-]+:)?row(?=[\s/>])[^>]*>")
_NUMBER = re.compile(rb"""\sr=["']([0-9]{1,7})["']""")
_STYLE = re.compile(rb"""\ss\s*=\s*["']([0-9]{1,6})["']""")
_HEIGHT = re.compile(rb"""\s(ht|hidden)=["']([0-9.a-z]+)["']""")
# Where these are, what looks like a tag may be none.
_NO_TAGS = (b"<!", b"<?")
# So many rows below a marked cell may its comment take.
REACH = 40


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of a document that are one themselves, and where they stand in it."""

    spans: Sequence[tuple[int, int]]
    starts: Sequence[int]

    def locate(self, at: int) -> int:
        """Return where something stands in the document that stands there in the pieces."""
        piece = bisect_right(self.starts, at) - 1
        return self.spans[piece][0] + at - self.starts[piece]


def choose_pieces(
    data: bytes, marked: Sequence[int], styles: Collection[int], layout: Layout
) -> Pieces:
    """Return what is to be parsed of a sheet: everything but the rows that stay as they are.

    Parameters
    ----------
    data
        The XML of the sheet.
    marked
        The numbers of the rows with marks, in order.
    styles
        The styles of an earlier marking, whose cells are looked at too.
    layout
        Takes in the heights of rows that comments reach.

    Raises
    ------
    UnpatchableError
        When the rows are not in order.
    """
    whole = _join([(0, len(data))])
    opened, closed = _DATA.search(data), _END.search(data, data.rfind(b"</", 0, _last(data)))
    if opened is None or closed is None:
        return whole
    first, last = end_tag_at(data, opened.start()), closed.start()
    if last < first or any(data.find(mark, first, last) >= 0 for mark in _NO_TAGS):
        return whole
    starts, numbers = list[int](), list[int]()
    for row in _ROW.finditer(data, first, last):
        found = _NUMBER.search(row[0])
        if found is None:
            return whole
        number = int(found[1])
        if numbers and number <= numbers[-1]:
            raise UnpatchableError("rows")
        starts.append(row.start())
        numbers.append(number)
        _take_height(layout, number, row[0], marked)
    wanted = {bisect_left(numbers, row) for row in marked}
    if styles:
        wanted |= _find_styled(data, first, last, starts, frozenset(styles))
    ends = [*starts[1:], last]
    rows = [(starts[each], ends[each]) for each in sorted(wanted) if each < len(starts)]
    return _join([(0, first), *rows, (last, len(data))])


def _last(data: bytes) -> int:
    """Return where the rows are named for the last time."""
    return max(data.rfind(b"sheetData"), 0)


def _take_height(layout: Layout, number: int, tag: bytes, marked: Sequence[int]) -> None:
    if b" ht=" not in tag and b" hidden=" not in tag:
        return
    nearest = bisect_left(marked, number - REACH)
    if nearest < len(marked) and marked[nearest] <= number + 1:
        told = {name.decode(): value.decode() for name, value in _HEIGHT.findall(tag)}
        layout.take_row(number, told)


def _find_styled(
    data: bytes, first: int, last: int, starts: Sequence[int], styles: Set[int]
) -> set[int]:
    """Return the rows, by their place, that have one of some styles."""
    found = _STYLE.finditer(data, first, last)
    return {bisect_right(starts, each.start()) - 1 for each in found if int(each[1]) in styles}


def _join(spans: Sequence[tuple[int, int]]) -> Pieces:
    starts, at = [], 0
    for start, end in spans:
        starts.append(at)
        at += end - start
    return Pieces(spans, starts)
