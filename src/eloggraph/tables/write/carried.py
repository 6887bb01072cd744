"""Tables on their way from one form to another: plain text, and what cannot be carried."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from eloggraph.errors import InputError
from eloggraph.filenames import is_csv
from eloggraph.finding import Finding, Place, Severity, tell
from eloggraph.schema.model import Schema
from eloggraph.tables.model import Grid
from eloggraph.tables.read.delimited import CELL_LIMIT, read_grid
from eloggraph.tables.read.folder import header_counter
from eloggraph.tables.read.raw import make_table
from eloggraph.tables.read.records import find_table_files
from eloggraph.tables.read.remarks import tell_remarks
from eloggraph.tables.read.workbook import load_workbook
from eloggraph.tables.sheets import (
    LONGEST_CELL,
    fits_cell,
    is_own_sheet,
    make_sheet_name,
    measure_cell,
)
from eloggraph.tables.write.workbook import MOST_COLUMNS, MOST_ROWS, Rows

# What Windows does not take in the name of a file, or takes for something else.
_NO_FILE = re.compile(
    r'[<>"|:*?/\\\x00-\x1f]|^[.~]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)$', re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedTable:
    """One CSV file or sheet as text, nothing stripped; ``first_row`` is the row of the first."""

    name: str
    file: str
    sheet: str | None
    rows: Rows
    first_row: int = 1

    def place(self, row: int | None = None, column: int | None = None) -> Place:
        """Return the place of a cell by its indices, as a spreadsheet counts rows."""
        header = next((cells for cells in self.rows if any(cells)), ())
        named = header[column] if column is not None and column < len(header) else None
        nameless = None if column is None else str(column + 1)
        number = None if row is None else self.first_row + row
        return Place(file=self.file, sheet=self.sheet, row=number, column=named or nameless)

    def change(self, change: Callable[[str], str]) -> CarriedTable:
        """Return the table with every cell changed."""
        return replace(self, rows=[[change(cell) for cell in row] for row in self.rows])

    def padded(self) -> Rows:
        """Return the rows with one number of cells."""
        width = max(map(len, self.rows), default=0)
        return [[*row, *[""] * (width - len(row))] for row in self.rows]

    def find_ragged(self) -> int | None:
        """Return the first row of a CSV file with another number of cells than its header has."""
        if self.sheet is not None:
            return None
        filled = [index for index, row in enumerate(self.rows) if any(row)]
        lengths = (index for index in filled if len(self.rows[index]) != len(self.rows[filled[0]]))
        return next(lengths, None)

    def cells(self) -> Iterator[tuple[int, int, str]]:
        """Yield row, column and text of every cell that is not empty."""
        for row, cells in enumerate(self.rows):
            for column, cell in enumerate(cells):
                if cell:
                    yield row, column, cell

    def differences(self, read: Rows) -> list[tuple[int, int]]:
        """Return where rows that were read back are not those of the table."""
        return [
            (index, column)
            for index, (row, found) in enumerate(zip_longest(self.rows, read, fillvalue=()))
            if row != found
            for column, (cell, other) in enumerate(zip_longest(row, found, fillvalue=""))
            if cell != other
        ]


def tell_convert(
    code: str, severity: Severity, place: Place | None = None, **values: object
) -> Finding:
    """Make a finding of the chapter of templates and conversion."""
    return tell(code, severity, place, chapter="template", **values)  # type: ignore[arg-type]


def read_text_tables(
    source: Path, schema: Schema, *, untrusted: bool = False
) -> tuple[list[CarriedTable], list[Finding]]:
    """Read every table of a folder, or of one file, as text; what is empty is told.

    Links that lead out of the folder are refused as
    :func:`eloggraph.tables.read.folder.read_network` does.

    Raises
    ------
    InputError
        When something cannot be read, or there is nothing to read.
    """
    if not source.exists():
        raise InputError.tell("folder-missing", value=str(source))
    tables: list[CarriedTable] = []
    paths: tuple[Path, ...] = (source,)
    findings: list[Finding] = []
    if source.is_dir():
        paths, findings = find_table_files(source, untrusted=untrusted)
    for path in paths:
        read, told = _read_csv(path, schema) if is_csv(path) else _read_sheets(path)
        tables += read
        findings += told
    faults = [finding for finding in findings if finding.severity == "violation"]
    if faults:
        raise InputError(*faults)
    filled = [table for table in tables if any(map(any, table.rows))]
    if not filled:
        raise InputError.tell("folder-without-tables", value=source.name)
    empty = (table.place() for table in tables if table not in filled)
    findings += [tell_convert("convert-empty", "info", place) for place in empty]
    return filled, findings


def _read_csv(path: Path, schema: Schema) -> tuple[list[CarriedTable], list[Finding]]:
    grid, told = read_grid(path, path.name, header_counter(path.stem, schema))
    if grid is not None:
        return [_take(grid)], told
    empty = CarriedTable(name=path.stem, file=path.name, sheet=None, rows=())
    is_empty = [finding.code for finding in told] == ["table-empty"]
    return ([empty], []) if is_empty else ([], told)


def _read_sheets(path: Path) -> tuple[list[CarriedTable], list[Finding]]:
    workbook, findings = load_workbook(path, path.name)
    for grid in workbook.grids if workbook else ():
        remarks = workbook.remarks.get(grid.stem) if workbook else None
        raw, _ = make_table(grid)  # what a table should be like is of no concern here
        if raw is not None and remarks is not None and not is_own_sheet(grid.stem):
            findings.extend(tell_remarks(raw, remarks))
    return [_take(grid) for grid in workbook.grids] if workbook else [], findings


def _take(grid: Grid) -> CarriedTable:
    return CarriedTable(
        name=grid.stem,
        file=grid.file,
        sheet=grid.sheet,
        rows=[[cell or "" for cell in record] for record in grid.records()],
        first_row=grid.first_row,
    )


def find_name_faults(tables: Sequence[CarriedTable], to_workbook: bool) -> Iterator[Finding]:
    """Find the names that no sheet, or no file, can have."""
    taken: dict[str, CarriedTable] = {}
    for table in tables:
        folded = unicodedata.normalize("NFC", table.name).casefold()
        if folded in taken:
            first = taken[folded].sheet or taken[folded].file
            yield tell_convert(
                "convert-name-clash", "violation", table.place(), value=table.name, first=first
            )
        taken.setdefault(folded, table)
        if to_workbook:
            if make_sheet_name(table.name) != table.name or is_own_sheet(table.name):
                yield tell_convert(
                    "convert-sheet-name", "violation", table.place(), value=table.name
                )
        elif _NO_FILE.search(table.name):
            yield tell_convert("convert-file-name", "violation", table.place(), value=table.name)


def find_faults(tables: Sequence[CarriedTable], to_workbook: bool) -> Iterator[Finding]:
    """Find the cells and tables that do not go as they are into the other form."""
    for table in tables:
        width = max(map(len, table.rows), default=0)
        if to_workbook and (len(table.rows) > MOST_ROWS or width > MOST_COLUMNS):
            yield tell_convert(
                *("convert-too-large", "violation", table.place()),
                n=len(table.rows),
                width=width,
                most=MOST_ROWS,
                widest=MOST_COLUMNS,
            )
            continue
        yield from _find_cell_faults(table, to_workbook)


def _find_cell_faults(table: CarriedTable, to_workbook: bool) -> Iterator[Finding]:
    longest, measure = (LONGEST_CELL, measure_cell) if to_workbook else (CELL_LIMIT, len)
    for row, column, cell in table.cells():
        if measure(cell) > longest:
            place = table.place(row, column)
            values = {"n": measure(cell), "most": longest}
            yield tell_convert("convert-cell-long", "violation", place, **values)
        elif to_workbook and not fits_cell(cell):
            place = table.place(row, column)
            unfit = next(letter for letter in cell if not fits_cell(letter))
            code = f"U+{ord(unfit):04X}"
            yield tell_convert("convert-cell-character", "violation", place, value=code)
        elif not to_workbook and "\0" in cell:
            place = table.place(row, column)
            yield tell_convert("convert-cell-character", "violation", place, value="U+0000")
