"""The cells of a file or sheet as they stand: nothing trimmed, skipped or left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

import polars as pl

# The header is looked for among so many records, and no other is wider than the frame.
LOOKED_AT = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One CSV file or sheet as records of text cells.

    ``frame`` has a row for each record and the columns ``c0``, ``c1`` …; a cell without text is
    null or empty. ``first_row`` is the number that a spreadsheet shows for the first record.
    ``lengths`` says how many cells each record has where they differ, and ``overflow`` gives the
    cells beyond the frame by the index of their record. ``encoding`` and ``separator`` are those
    of a CSV file; ``has_mark`` says that a byte order mark stands before it.
    ``is_plain`` says that it is known of every cell that its letters are what they look like,
    without white space around them.
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
