"""The rows and cells of an ODS table by their places in its XML; one may stand for many."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eloggraph.tables.write.marked.spans import Element, UnpatchableError, end_tag_at, parse

_TOKEN = re.compile(rb"<(/?)table:(table|table-row)(?=[\s/>])")
_NO_TAGS = (b"<!--", b"<![CDATA[")
ROWS, COLUMNS = "table:number-rows-repeated", "table:number-columns-repeated"
COVERED = "covered-table-cell"


@dataclass(frozen=True, slots=True)
class RowSpan:
    """A row, or some that are equal: the number of the first, how many, and where they stand."""

    number: int
    count: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CellSpan:
    """A cell, or some that are equal: the column of the first, how many, and the element."""

    column: int
    count: int
    element: Element


def index_tables(data: bytes) -> dict[str, list[RowSpan]]:
    """Return by name of table where its rows stand.

    Raises
    ------
    UnpatchableError
        When a table stands within another one, or what looks like a tag may be none.

    Examples
    --------
    >>> row = b'<table:table-row table:number-rows-repeated="2"/>'
    >>> index_tables(b'<o><table:table table:name="T">' + row + b"</table:table></o>")
    {'T': [RowSpan(number=1, count=2, start=31, end=80)]}
    """
    if any(mark in data for mark in _NO_TAGS):
        raise UnpatchableError("<!")
    tables: dict[str, list[RowSpan]] = {}
    rows: list[RowSpan] | None = None
    opened: tuple[int, int] | None = None
    for token in _TOKEN.finditer(data):
        is_end, name = bool(token[1]), token[2]
        end = end_tag_at(data, token.start())
        is_empty = data[end - 2 : end] == b"/>"
        if name == b"table":
            if not is_end and (rows is not None or opened):
                raise UnpatchableError("table:table")
            rows = None if is_end or is_empty else []
            if not is_end:
                tag = data[token.start() : end]
                attributes = parse(tag if is_empty else tag + b"</table:table>").attributes
                tables[attributes.get("table:name", "")] = rows if rows is not None else []
        elif rows is not None:
            if not is_end and not is_empty:
                opened = (token.start(), end)
                continue
            start, inside = opened if is_end and opened else (token.start(), end)
            tag = data[start:inside]
            attributes = parse(
                tag if tag.endswith(b"/>") else tag + b"</table:table-row>"
            ).attributes
            number = rows[-1].number + rows[-1].count if rows else 1
            rows.append(RowSpan(number, int(attributes.get(ROWS, 1)), start, end))
            opened = None
    return tables


def find_row(rows: Sequence[RowSpan], number: int) -> RowSpan | None:
    """Return the row of a number; None where it is below the last one.

    >>> find_row([RowSpan(1, 2, 0, 9), RowSpan(3, 1, 9, 20)], 2).start
    0
    """
    at = bisect_right(rows, number, key=lambda row: row.number) - 1
    return rows[at] if at >= 0 and number < rows[at].number + rows[at].count else None


def list_cells(row: Element) -> Iterator[CellSpan]:
    """Yield the cells of a row."""
    column = 0
    for each in row.children:
        if each.name in ("table-cell", COVERED):
            count = int(each.attributes.get(COLUMNS, 1))
            yield CellSpan(column, count, each)
            column += count


def find_cell(cells: Sequence[CellSpan], column: int) -> CellSpan | None:
    """Return the cell of a column, if there is one."""
    return next((c for c in cells if c.column <= column < c.column + c.count), None)
