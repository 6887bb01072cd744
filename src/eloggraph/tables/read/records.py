"""Files as records of cells, nothing stripped, skipped or matched: what copies are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eloggraph.config import FILE, read_config
from eloggraph.filenames import is_workbook
from eloggraph.finding import Finding
from eloggraph.schema.model import Schema
from eloggraph.tables.read.delimited import read_grid
from eloggraph.tables.read.files import list_tables
from eloggraph.tables.read.folder import header_counter
from eloggraph.tables.read.outside import find_links_out, list_inside
from eloggraph.tables.read.workbook import load_workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """One CSV file or sheet as it stands, blank rows and outer white space and all.

    ``first_row`` is the number that a spreadsheet shows for ``rows[0]``. ``encoding`` and
    ``separator`` are those of a CSV file, as it was read; ``has_mark`` says that a byte order
    mark stands before it.
    """

    file: str
    sheet: str | None
    rows: Sequence[Sequence[str | None]]
    first_row: int = 1
    encoding: str | None = None
    separator: str | None = None
    has_mark: bool = False


def list_table_files(folder: Path) -> tuple[Path, ...]:
    """Return the files of a network folder that tables are read from, in order of name.

    Links that lead out of it are none of them, unless its settings name the place.
    """
    return find_table_files(folder)[0]


def find_table_files(
    folder: Path, *, untrusted: bool = False
) -> tuple[tuple[Path, ...], list[Finding]]:
    """Return the files that tables are read from, and what is told of links not followed."""
    faults = find_links_out(folder, [folder / FILE], ())
    config = None if any(faults) else read_config(folder)[0]
    paths, outside = list_inside(folder, config.uses if config else (), untrusted=untrusted)
    return list_tables(paths), outside


def read_records(path: Path, schema: Schema) -> tuple[Records, ...]:
    """Read a CSV file, or every sheet of a workbook; nothing where it cannot be read.

    Why a file cannot be read is told by :func:`eloggraph.tables.read.folder.read_network`.
    """
    if is_workbook(path):
        workbook, _ = load_workbook(path, path.name)
        grids = workbook.grids if workbook else ()
    else:
        grid, _ = read_grid(path, path.name, header_counter(path.stem, schema))
        grids = (grid,) if grid else ()
    return tuple(
        Records(
            file=grid.file,
            sheet=grid.sheet,
            rows=tuple(grid.records()),
            first_row=grid.first_row,
            encoding=grid.encoding,
            separator=grid.separator,
            has_mark=grid.has_mark,
        )
        for grid in grids
    )
