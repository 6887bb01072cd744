"""A file as it was opened: its bytes, and the cells of its tables as they are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from eloggraph.errors import InputError
from eloggraph.filenames import is_csv
from eloggraph.once import read_instead
from eloggraph.output.ownership import hash_bytes
from eloggraph.tables.edit.model import SheetName
from eloggraph.tables.edit.patch_csv import CsvText
from eloggraph.tables.model import CountKnown, Grid, count_none
from eloggraph.tables.read.decode import decode
from eloggraph.tables.read.delimited import parse_grid
from eloggraph.tables.read.dialect import choose_dialect
from eloggraph.tables.read.raw import find_header_row
from eloggraph.tables.sheets import find_own_sheets

Counter = Callable[[str], CountKnown]


def count_none_of(_: str) -> CountKnown:
    """Return what recognises no header, whatever the name of the table is."""
    return count_none


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSheet:
    """A table of a file as it was opened, every cell as text.

    ``first`` is the number of the first of ``rows``. ``header`` is the number of the row with the
    headers, and ``is_own`` tells that it is a sheet of ours that is no table.
    """

    at: SheetName
    rows: Sequence[Sequence[str]]
    first: int = 1
    header: int | None = None
    is_own: bool = False

    @property
    def last_filled(self) -> int:
        """The number of the last row that says something, or that before the first."""
        index = len(self.rows) - 1
        while index >= 0 and not any(map(str.strip, self.rows[index])):
            index -= 1
        return self.first + index


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file as it was opened. ``separator`` and ``start`` are those of a CSV file."""

    path: Path
    data: bytes = field(repr=False)
    sheets: tuple[SourceSheet, ...]
    separator: str | None = None
    start: int = 0

    @cached_property
    def hash(self) -> str:
        """The SHA-256 of its bytes."""
        return hash_bytes(self.data)

    @cached_property
    def text(self) -> CsvText:
        """The text of a CSV file with the places of its cells."""
        return CsvText(self.data, self.separator or ",", self.start, self.sheets[0].first)


def read_source(path: Path, data: bytes, counter: Counter = count_none_of) -> Source:
    r"""Read the bytes of a file as cells.

    Raises
    ------
    InputError
        When no table is in them.

    Examples
    --------
    >>> read_source(Path("actors.csv"), b"id;name\na;Ohjaamo\n").sheets[0].rows[1]
    ['a', 'Ohjaamo']
    """
    if is_csv(path):
        grid, told = parse_grid(data, path.name, path.stem, counter(path.stem))
        grids = [] if grid is None else [grid]
    else:
        from eloggraph.tables.read.workbook import load_workbook

        with read_instead({path: data}):
            book, told = load_workbook(path, path.name)
        grids = list(book.grids) if book else []
    if not grids:
        raise InputError(*(each for each in told if each.severity == "violation"))
    own = find_own_sheets(grid.sheet for grid in grids if grid.sheet is not None)
    sheets = tuple(_read_sheet(grid, counter, is_own=grid.sheet in own) for grid in grids)
    if not is_csv(path):
        return Source(path=path, data=data, sheets=sheets)
    start = 0
    if sheets[0].first > 1:  # below a line that declares the separator
        start = choose_dialect(decode(data).text or "", counter(path.stem)).start
    return Source(path=path, data=data, sheets=sheets, separator=grids[0].separator, start=start)


def _read_sheet(grid: Grid, counter: Counter, *, is_own: bool) -> SourceSheet:
    rows = [[cell or "" for cell in record] for record in grid.records()]
    at = SheetName(grid.file, grid.sheet)
    return SourceSheet(
        at=at,
        rows=rows,
        first=grid.first_row,
        header=find_header_row(grid, counter(grid.stem)),
        is_own=is_own,
    )
