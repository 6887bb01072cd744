"""The rows of an XLSX sheet by their places in its XML, each parsed only when it is needed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from eloggraph.tables.read.addresses import number_column
from eloggraph.tables.write.marked.spans import Element, UnpatchableError, end_tag_at, parse

_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?=[\s/>])")
_END = re.compile(rb"</(?:[\w.-]+:)?sheetData\s*>")
_ROW = re.compile(rb"<(?:[\w.-]+:)?row(?=[\s/>])[^>]*>")
_NUMBER = re.compile(rb"""\sr\s*=\s*["']([0-9]{1,7})["']""")
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""")
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_PLAIN = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
# Where these are, what looks like a tag may be none.
_NO_TAGS = (b"<!", b"<?")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowIndex:
    """Where the rows of a sheet stand: ``numbers`` in order, each from a start to an end.

    Rows go between ``first`` and ``last``; where both are those of an empty element, ``is_empty``
    says that it has to be opened. ``prefix`` is that of its elements.
    """

    data: bytes
    numbers: Sequence[int]
    spans: Sequence[tuple[int, int]]
    first: int
    last: int
    is_empty: bool
    prefix: str

    def find(self, number: int) -> tuple[int, int] | None:
        """Return where a row stands; None where it is not written."""
        at = bisect_left(self.numbers, number)
        return self.spans[at] if at < len(self.numbers) and self.numbers[at] == number else None

    def place(self, number: int) -> int:
        """Return where a row that is not written would stand."""
        at = bisect_left(self.numbers, number)
        return self.spans[at][0] if at < len(self.numbers) else self.last


def index_rows(data: bytes) -> RowIndex:
    """Return where the rows of a sheet stand in its XML.

    Raises
    ------
    UnpatchableError
        When they are not in order, or the sheet has none of a kind that is known.

    Examples
    --------
    >>> index = index_rows(b'<s><sheetData><row r="2"><c r="A2"/></row></sheetData></s>')
    >>> index.numbers, index.find(2), index.place(1), index.place(3)
    ([2], (14, 42), 14, 42)
    """
    declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in _PLAIN:
        raise UnpatchableError(declared[1].decode("ascii", "replace"))
    opened = _DATA.search(data)
    if opened is None:
        raise UnpatchableError("sheetData")
    prefix = opened[1].rstrip(b":").decode()
    first = end_tag_at(data, opened.start())
    if data[first - 2 : first] == b"/>":
        return RowIndex(
            data=data, numbers=[], spans=[], first=opened.start(), last=first,
            is_empty=True, prefix=prefix,
        )  # fmt: skip
    closed = _END.search(data, data.rfind(b"</", 0, data.rfind(b"sheetData")))
    if closed is None or closed.start() < first:
        raise UnpatchableError("sheetData")
    last = closed.start()
    spans = _find_rows(data, first, last)
    numbers = [number for number, _, _ in spans]
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        raise UnpatchableError("rows")
    return RowIndex(
        data=data, numbers=numbers, spans=[(start, end) for _, start, end in spans],
        first=first, last=last, is_empty=False, prefix=prefix,
    )  # fmt: skip


def _find_rows(data: bytes, first: int, last: int) -> list[tuple[int, int, int]]:
    """Return number, start and end of each row."""
    if not any(data.find(mark, first, last) >= 0 for mark in _NO_TAGS):
        tags = list(_ROW.finditer(data, first, last))
        found = [_NUMBER.search(tag[0]) for tag in tags]
        if all(found):
            ends = [*(tag.start() for tag in tags[1:]), last]
            named = zip(found, tags, ends, strict=True)
            return [(int(n[1]), tag.start(), end) for n, tag, end in named if n]
    sheet = next((each for each in parse(data).children if each.name == "sheetData"), None)
    rows, number = list[tuple[int, int, int]](), 0
    for row in sheet.all("row") if sheet else ():
        number = int(row.attributes.get("r", number + 1))
        rows.append((number, row.start, row.end))
    return rows


def list_cells(row: Element) -> list[tuple[int, Element]]:
    """Return the cells of a row with their columns, counted from nought.

    Raises
    ------
    UnpatchableError
        When they are not in order.
    """
    cells, column = list[tuple[int, Element]](), -1
    for cell in row.all("c"):
        found = _ADDRESS.fullmatch(cell.attributes.get("r", ""))
        after = number_column(found[1]) - 1 if found else column + 1
        if after <= column:
            raise UnpatchableError("cells")
        column = after
        cells.append((column, cell))
    return cells


def holds_number(cell: Element) -> bool:
    """Tell whether a cell holds a number that is no result of a formula."""
    value = cell.find("v")
    is_number = cell.attributes.get("t", "n") == "n" and value is not None and bool(value.text)
    return is_number and cell.find("f") is None


def holds_anything(cell: Element) -> bool:
    """Tell whether a cell holds a value, a text or a formula."""
    return bool(cell.children)
