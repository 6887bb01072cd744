"""A row of an XLSX sheet as it is written; only the cells that are asked for are parsed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from eloggraph.tables.edit.sheet_rows import list_cells
from eloggraph.tables.read.addresses import number_column, write_address
from eloggraph.tables.write.marked.spans import Element, UnpatchableError, parse

_TAG = re.compile(rb"""<([\w.-]+:)?row((?:\s+[\w:.-]+="[^"<>&]*")*)\s*(/?)>""")
# A cell of one value, as nearly every program writes nearly all of them.
_PLAIN = re.compile(
    rb"""<([\w.-]+:)?c((?:\s+[\w:.-]+="[^"<>&]*")*)\s*"""
    rb"""(?:/>|>(?:<([\w.-]+:)?v>([^<>&\r]*)</\3?v>)?</\1?c>)"""
)
_CELL = re.compile(rb"""<(?:[\w.-]+:)?c(?=[\s/>])[^<>]*>""")
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})[0-9]{1,7}["']""")
_ATTRIBUTE = re.compile(r"""([\w:.-]+)="([^"]*)\"""")
# Where these are, what looks like a cell may be none.
_NO_CELLS = (b"<!", b"<?", b"extLst", b"AlternateContent")
_Span = tuple[int, int]


class WrittenRow:
    """A row with its cells by column, counted from nought.

    A cell that tells its address is found by it; all of them are gone through where one is asked
    for that is not there, or where something goes by their order.
    """

    def __init__(self, data: bytes, number: int) -> None:
        self._data, self._number = data, number
        self._cells: dict[int, Element | None] = {}
        self._is_plain = _TAG.match(data) is not None and not any(m in data for m in _NO_CELLS)
        self.root = _read_tag(data) if self._is_plain else parse(data)

    @cached_property
    def _spans(self) -> Mapping[int, _Span]:
        """Where each cell stands.

        Raises
        ------
        UnpatchableError
            When they are not in order.
        """
        if self._is_plain:
            return _find_cells(self._data)
        return {column: (cell.start, cell.end) for column, cell in list_cells(self.root)}

    @property
    def columns(self) -> Collection[int]:
        """The columns that have a cell, in order."""
        return self._spans.keys()

    def cell(self, column: int) -> Element | None:
        """Return the cell of a column; None where there is none."""
        if column not in self._cells:
            span = self._find(column) or self._spans.get(column)
            self._cells[column] = _read_cell(self._data, *span) if span else None
        return self._cells[column]

    def _find(self, column: int) -> _Span | None:
        """Return where a cell stands that tells its address, as the only one; None otherwise."""
        address = f' r="{write_address(self._number, column)}"'.encode("ascii")
        at = self._data.find(address) if self._is_plain else -1
        if at < 0 or self._data.find(address, at + 1) >= 0:
            return None
        found = _PLAIN.match(self._data, self._data.rfind(b"<", 0, at))
        return found.span() if found else None


def _find_cells(data: bytes) -> dict[int, _Span]:
    """Return where the cells of a row stand."""
    tags = [(found.start(), found.end()) for found in _CELL.finditer(data)]
    closing = data.rfind(b"</")
    ends: Sequence[int] = [*(start for start, _ in tags[1:]), closing]
    spans: dict[int, _Span] = {}
    last = -1
    for (start, inside), end in zip(tags, ends, strict=True):
        found = _ADDRESS.search(data, start, inside)
        column = number_column(found[1].decode()) - 1 if found else last + 1
        if column <= last:
            raise UnpatchableError("cells")
        last = column
        # What stands between two cells is white space, and of neither.
        spans[column] = (start, start + len(data[start:end].rstrip()))
    return spans


def _read_tag(data: bytes) -> Element:
    found = _TAG.match(data)
    assert found is not None  # it was looked for
    attributes = dict(_ATTRIBUTE.findall(found[2].decode("utf-8")))
    prefix = (found[1] or b"").rstrip(b":").decode()
    close = found.end() if found[3] else data.rindex(b"</")
    end = found.end() if found[3] else data.index(b">", close) + 1
    return Element("row", prefix, attributes, 0, found.end(), close, end)


def _read_cell(data: bytes, start: int, end: int) -> Element:
    plain = _PLAIN.fullmatch(data, start, end)
    if plain is None:
        cell = parse(data[start:end])
        places = (cell.start, cell.inside, cell.close, cell.end)
        at, inside, close, stop = (start + place for place in places)
        return replace(cell, start=at, inside=inside, close=close, end=stop)
    prefix = (plain[1] or b"").rstrip(b":").decode()
    attributes = dict(_ATTRIBUTE.findall(plain[2].decode("utf-8")))
    inside = data.index(b">", start) + 1
    close = inside if inside == end else data.rindex(b"</", start, end)
    children = []
    if plain[4] is not None:
        text = plain[4].decode("utf-8")
        value = Element("v", prefix, {}, inside, plain.start(4), plain.end(4), close, text)
        children.append(value)
    return Element("c", prefix, attributes, start, inside, close, end, children=children)
