"""The stages of a table between file and schema: a grid of cells, a raw table, a matched table.

The cells of a file stand in a :class:`Grid`; below its header they are a :class:`RawTable`; with
its columns known to the schema it is a :class:`MatchedTable`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

import polars as pl

from eloggraph.finding import Place
from eloggraph.schema.model import Column, Table
from eloggraph.tables.formats import NumberFormat
from eloggraph.text import Text

ROW = "row"
ID, NAMED_AT, FORMER = "id", "named_at", "former"
# The header is searched for among this many records; they decide how wide the frame is.
LOOKED_AT = 25

CountKnown = Callable[[Sequence[str]], int]


def count_none(headers: Sequence[str]) -> int:
    """Recognise no header: for a table that is read without a model.

    >>> count_none(["id"])
    0
    """
    return 0


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is to be read: its separator, and where its first record begins.

    ``start`` is the number of characters before it, ``first_row`` its row in a spreadsheet.
    """

    separator: str
    start: int = 0
    first_row: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCells:
    """The typed numbers of one sheet.

    ``frame`` has the columns ``row``, counted from one, ``column``, counted from nought,
    ``style``, an index of ``formats``, ``value`` and ``text``, sorted by column and row.
    """

    frame: pl.DataFrame
    formats: Sequence[NumberFormat]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One CSV file or sheet as records of text cells.

    ``frame`` has a row for each record and the columns ``c0``, ``c1`` …; a cell without text is
    null or empty. ``first_row`` is the number that a spreadsheet shows for the first record.
    ``lengths`` says how many cells each record has where they differ, and ``overflow`` gives the
    cells beyond the frame by the index of their record. ``encoding`` and ``separator`` are those
    of a CSV file; ``has_mark`` says that a byte order mark stands before it.
    ``is_plain`` says that every cell is known to be without suspicious characters and outer white
    space. ``typed`` are the numbers of a sheet that are more than their digits.
    """

    file: str
    sheet: str | None
    stem: str
    frame: pl.DataFrame
    first_row: int = 1
    lengths: pl.Series | None = None
    overflow: Mapping[int, Sequence[str]] = field(default_factory=dict)
    encoding: str | None = None
    separator: str | None = None
    has_mark: bool = False
    is_plain: bool = False
    typed: TypedCells | None = None

    def records(self) -> Iterator[tuple[str | None, ...]]:
        """Yield each record with as many cells as it has in the file."""
        if self.lengths is None:
            yield from self.frame.iter_rows()
            return
        for index, (row, length) in enumerate(
            zip(self.frame.iter_rows(), self.lengths, strict=True)
        ):
            yield (*row[:length], *self.overflow.get(index, ()))


def make_frame(
    records: Sequence[Sequence[str | None]],
) -> tuple[pl.DataFrame, pl.Series | None, dict[int, Sequence[str]]]:
    """Make the frame of a grid from records; return it with their lengths and what overflows.

    The frame is as wide as the widest of the first records, so that one long record far below
    does not make a column of every cell of it.

    >>> make_frame([["id"], ["a", "b"]])[0].shape
    (2, 2)
    """
    sizes = list(map(len, records))
    width = max(sizes[:LOOKED_AT], default=0)
    is_uniform = all(size == width for size in sizes)
    overflow: dict[int, Sequence[str]] = {
        index: [cell or "" for cell in records[index][width:]]
        for index, size in enumerate(() if is_uniform else sizes)
        if size > width
    }
    cut = (record[:width] for record in records) if overflow else records
    columns = list(zip_longest(*cut))
    frame = pl.DataFrame(
        [
            pl.Series(f"c{i}", columns[i] if i < len(columns) else [], dtype=pl.String)
            for i in range(width)
        ]
    )
    lengths = None if is_uniform else pl.Series("length", sizes, dtype=pl.UInt32)
    return frame, lengths, overflow


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """One CSV file or sheet, all cells as text.

    ``frame`` has the column ``row`` (the number a spreadsheet shows) and ``c0``, ``c1`` … in
    the order of ``headers``; an empty cell is null, outer white space is gone. ``is_plain`` says
    that every cell is known to be without suspicious characters. ``typed`` are the numbers of a
    sheet that are more than their digits.
    """

    file: str
    sheet: str | None
    stem: str
    headers: tuple[str, ...]
    header_row: int
    frame: pl.DataFrame
    is_plain: bool = False
    typed: TypedCells | None = None

    def place(self, row: int | None = None, column: int | None = None) -> Place:
        """Return the place of a cell of this table."""
        header = None if column is None else self.headers[column]
        return Place(file=self.file, sheet=self.sheet, row=row, column=header)

    def call(self, column: Column, position: int | None) -> Text:
        """Return what a column is called to people: what its header in the file says.

        A key is no name, and neither has a column that is not there: they go by the model's.
        """
        header = self.headers[position] if position is not None else column.key
        return column.names if header == column.key else Text.same(header)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedTable:
    """A raw table whose headers are known: ``positions`` gives each column's place in it.

    ``excused`` are absent columns that an unknown header most likely is: that header has a finding,
    so their missing values are not reported row by row. ``made`` has, row by row of ``raw``, the
    ``id`` of those that give none, and as ``named_at`` the place of the column whose name it is
    made of; both are null in the other rows. ``former`` are names that the row once had.
    """

    table: Table
    raw: RawTable
    positions: Mapping[str, int]
    excused: frozenset[str] = frozenset()
    made: pl.DataFrame | None = None

    def cells(self, key: str) -> str:
        """Return the name of the column in ``raw.frame`` that holds the column ``key``."""
        return f"c{self.positions[key]}"
