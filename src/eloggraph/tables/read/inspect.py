"""One table looked at by itself: how it is read, and what was noticed, with or without a model."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from eloggraph.filenames import is_workbook
from eloggraph.finding import Finding, Place, Report, order_findings, tell
from eloggraph.schema.names import normalise_header
from eloggraph.schema.packaged import packaged_schema
from eloggraph.tables.bounds import tell_cells
from eloggraph.tables.model import ROW, Grid, RawTable, count_none
from eloggraph.tables.read.characters import find_character_faults
from eloggraph.tables.read.delimited import read_grid
from eloggraph.tables.read.header_faults import HeaderFaults
from eloggraph.tables.read.match import find_nearest
from eloggraph.tables.read.raw import make_table
from eloggraph.tables.read.workbook import load_workbook, read_sheet
from eloggraph.text import quote_names

_ZIP = b"PK\x03\x04"
_OLD_WORKBOOK = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Inspection:
    """How one table is read.

    ``encoding`` and ``separator`` are empty for a workbook, ``sheet`` and ``sheets`` for a CSV
    file. ``header_row`` is the row of the headers as a spreadsheet counts, 0 where there is
    none. ``report`` has what was noticed; it is not complete where the table cannot be read.
    """

    file: str
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    table: RawTable | None = None
    report: Report

    def __repr__(self) -> str:
        """Return name and size on one line."""
        return f"<Inspection {self.file}, {len(self.columns)} columns>"

    @property
    def header_row(self) -> int:
        """The row of the headers, as a spreadsheet counts; 0 where there is none."""
        return self.table.header_row if self.table else 0

    @property
    def columns(self) -> tuple[str, ...]:
        """The headers as they stand."""
        return self.table.headers if self.table else ()

    @property
    def row_numbers(self) -> tuple[int, ...]:
        """The number that a spreadsheet shows beside each row."""
        return tuple(self.table.frame[ROW]) if self.table else ()

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Every cell as text, an empty one as the empty string."""
        if self.table is None:
            return ()
        return tuple(self.table.frame.drop(ROW).with_columns(pl.all().fill_null("")).iter_rows())


def inspect(path: str | Path, sheet: str | None = None) -> Inspection:
    """Look at how a table is read: CSV, TSV, XLSX or ODS, of any headers.

    Parameters
    ----------
    path
        The file.
    sheet
        The sheet of a workbook; the first one where none is named.

    Returns
    -------
    What was read and what was noticed. A file that cannot be read is a finding too.

    Examples
    --------
    >>> inspect("datasets/osaajaks/projects.csv").separator
    ','
    """
    path = Path(path)
    if not _is_file(path):
        code = _name_what_is_there(path)
        return _unread(path, [tell(code, "violation", value=str(path))])
    if is_workbook(path) or _starts_as_workbook(path):
        return _inspect_workbook(path, sheet)
    grid, findings = read_grid(path, path.name, count_none)
    if grid is None:
        # A file without any text can be read: there is nothing in it.
        is_empty = [finding.code for finding in findings] == ["table-empty"]
        return _unread(path, findings, is_empty=is_empty)
    table, told = make_table(grid)
    return Inspection(
        file=path.name,
        encoding=grid.encoding or "",
        separator=grid.separator or "",
        table=table,
        report=_report([*findings, *told], table),
    )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name too long, or a folder above it that may not be entered
        return False


def _name_what_is_there(path: Path) -> str:
    """Return the code of the fault of a path that is no file."""
    if not os.path.lexists(path):
        return "file-missing"
    return "file-is-folder" if path.is_dir() else "file-not-regular"


def _starts_as_workbook(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(8).startswith((_ZIP, _OLD_WORKBOOK))
    except OSError:
        return False  # reading tells why


def _unread(path: Path, findings: Sequence[Finding], *, is_empty: bool = False) -> Inspection:
    report = Report(order_findings(findings), complete=is_empty)
    return Inspection(file=path.name, report=report)


def _inspect_workbook(path: Path, sheet: str | None) -> Inspection:
    workbook, findings = load_workbook(path, path.name)
    if workbook is None:
        return _unread(path, findings)
    names = tuple(grid.stem for grid in workbook.grids)
    grid = _choose_sheet(workbook.grids, sheet)
    if grid is None:
        near = find_nearest(sheet or "", names) or names
        place = Place(file=path.name)
        fault = tell(
            "sheet-unknown", "violation", place, value=sheet or "", near=quote_names(near[:10])
        )
        return _unread(path, [fault])
    table, told = read_sheet(grid, workbook)
    return Inspection(
        file=path.name,
        sheet=grid.stem,
        sheets=names,
        table=table,
        report=_report([*findings, *told], table),
    )


def _choose_sheet(grids: Sequence[Grid], name: str | None) -> Grid | None:
    if name is None:
        return grids[0]
    wanted = normalise_header(name)
    exact = (grid for grid in grids if grid.stem == name)
    alike = (grid for grid in grids if normalise_header(grid.stem) == wanted)
    return next(exact, next(alike, None))


def _report(findings: Sequence[Finding], table: RawTable | None) -> Report:
    if table is None:
        return Report(order_findings(findings))
    judged = (*_judge_headers(table), *_judge_ids(table), *find_character_faults(table))
    return Report(order_findings([*findings, *judged]))


def _judge_headers(table: RawTable) -> Iterator[Finding]:
    """Tell of headers that come twice, and of columns that hold data without any."""
    first: dict[str, str] = {}
    faults = HeaderFaults(table)
    for index, header in enumerate(table.headers):
        name = normalise_header(header)
        if not header:
            faults.add_blank(index)
        elif name in first:
            faults.add_repeated(index, first[name])
        first.setdefault(name, header)
    return faults.tell()


def _judge_ids(table: RawTable) -> Iterator[Finding]:
    """Tell of ids that come twice, where the first column is named as columns of ids are."""
    # A table may begin in any column.
    at = next((i for i, header in enumerate(table.headers) if header), None)
    if at is None or normalise_header(table.headers[at]) not in _names_of_ids():
        return
    ids = table.frame.select(ROW, text=f"c{at}").drop_nulls()
    first = ids.unique("text", keep="first", maintain_order=True).rename({ROW: "first"})
    again = ids.join(first, on="text", maintain_order="left").filter(pl.col(ROW) > pl.col("first"))

    def make(row: int, text: str, first: int) -> Finding:
        return tell("id-repeated", "violation", table.place(row, at), value=text, first=str(first))

    yield from tell_cells(again.select(ROW, "text", "first"), make)


def _names_of_ids() -> frozenset[str]:
    """Return the names that the model gives to columns of ids, in every language."""
    ids = (
        table.column(table.key[0])
        for table in packaged_schema().tables
        if len(table.key) == 1 and table.column(table.key[0]).kind == "text"
    )
    return frozenset(
        normalise_header(name)
        for column in ids
        for name in (column.key, *dict(column.names.items()).values())
    )
