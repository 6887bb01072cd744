"""Workbooks: the sheets of XLSX and ODS files as text, after the zip has been measured."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl

from eloggraph.finding import Finding, Place, tell
from eloggraph.once import read_once
from eloggraph.tables.bounds import tell_cells
from eloggraph.tables.model import ROW, CountKnown, Grid, RawTable, count_none
from eloggraph.tables.read.archive import TOTAL_LIMIT, Measure, measure
from eloggraph.tables.read.opendocument import scan_document
from eloggraph.tables.read.raw import make_table
from eloggraph.tables.read.remarks import SheetRemarks, tell_remarks
from eloggraph.tables.read.spreadsheetml import scan_workbook
from eloggraph.tables.sheets import is_own_sheet
from eloggraph.text import quote_names

_OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")
# Parts that tell one form from another.
_OF_WORKBOOKS = frozenset({"xl/workbook.xml", "xl/workbook.bin"})
_OF_OTHERS = frozenset({"content.xml", "xl/workbook.bin"})
_DAY_NOUGHT = r"^(1899-12-3[01]|1900-01-0[0-9]|1904-01-0[0-9])[ T][0-9:]{8}"
_MIDNIGHT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}) 00:00:00$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """The sheets of a workbook as cells, and what is remarkable in them by name."""

    grids: tuple[Grid, ...]
    remarks: Mapping[str, SheetRemarks]


def read_workbook(
    path: Path, file: str, counter: Callable[[str], CountKnown] = lambda _: count_none
) -> tuple[list[RawTable], list[Finding]]:
    """Read every sheet of a workbook as a table of text.

    The declared sizes inside the zip, then the true ones and the extent of the sheets, are
    measured before anything is unpacked into memory; a workbook that would take an unreasonable
    amount of it is refused. Macros and links are not looked at. Formulas give the value that was
    stored with them. Sheets that this toolkit writes for people are passed over.

    Parameters
    ----------
    path, file
        The workbook, and its name relative to the network folder.
    counter
        Gives for the name of a sheet what tells how many of some cells are known headers.
    """
    workbook, findings = load_workbook(path, file)
    tables: list[RawTable] = []
    if workbook is None:
        return [], findings
    for grid in workbook.grids:
        if is_own_sheet(grid.stem):
            continue
        table, told = read_sheet(grid, workbook, counter(grid.stem))
        findings.extend(told)
        tables.extend([table] if table else [])
    return tables, _fold_unfilled(findings)


def _fold_unfilled(findings: list[Finding]) -> list[Finding]:
    """Tell of all sheets without rows at once: a workbook has one for every table there is."""
    unfilled = [finding for finding in findings if finding.code == "table-no-rows"]
    names = [f.place.sheet for f in unfilled if f.place and f.place.sheet]
    if len(names) < 2:
        return findings
    place = Place(file=unfilled[0].place.file) if unfilled[0].place else None
    told = tell(
        "table-no-rows",
        "info",
        place,
        variant="sheets",
        n=len(names),
        sheets=quote_names(names),
    )
    return [*(finding for finding in findings if finding.code != "table-no-rows"), told]


def read_sheet(
    grid: Grid, workbook: Workbook, count_known: CountKnown = count_none
) -> tuple[RawTable | None, list[Finding]]:
    """Read one sheet of an open workbook as a table, with what is remarkable in it told."""
    table, findings = make_table(grid, count_known)
    remarks = workbook.remarks.get(grid.stem)
    if table is not None:
        findings.extend(tell_remarks(table, remarks) if remarks else ())
        findings.extend(_tell_times(table))
    return table, findings


def _tell_times(table: RawTable) -> Iterator[Finding]:
    """Tell of times without a day: reading puts them near the day that counting begins from."""
    columns = table.frame.columns[1:]
    if not columns:
        return
    is_time = pl.col(columns).str.contains(_DAY_NOUGHT)
    for index, found in enumerate(table.frame.select(is_time.any()).row(0)):
        if found:
            cells = table.frame.select(ROW, pl.col(f"c{index}").alias("text"))

            def make(row: int, text: str, index: int = index) -> Finding:
                return tell("cell-time", "warning", table.place(row, index), value=text)

            yield from tell_cells(cells.filter(pl.col("text").str.contains(_DAY_NOUGHT)), make)


def load_workbook(path: Path, file: str) -> tuple[Workbook | None, list[Finding]]:
    """Read every sheet of a workbook as cells, nothing trimmed, skipped or left out."""
    place = Place(file=file)
    if path.exists() and not path.is_file():  # a pipe or a device may have no end
        return None, [tell("file-not-regular", "violation", place, value=file)]
    try:
        data = read_once(path, TOTAL_LIMIT)
    except OSError as error:
        reason = error.strerror or str(error)
        return None, [tell("workbook-refused", "violation", place, reason=reason)]
    if data.startswith(_OLD_OR_LOCKED):
        return None, [tell("workbook-locked", "violation", place)]
    measured = measure(data)
    refusal, remarks = measured.refusal, dict[str, SheetRemarks]()
    if refusal is None:
        refusal, remarks = _scan(data, path.suffix.lower() == ".ods", measured)
    if refusal is not None:
        # What begins as a workbook does is a damaged or a huge one.
        variant = None if data.startswith(b"PK") else "other"
        fault = tell("workbook-refused", "violation", place, reason=refusal, variant=variant)
        return None, [fault]
    try:
        grids = tuple(_read_grids(data, file, strip_midnight=not measured.has_midnight))
    except fastexcel.FastExcelError as error:
        reason = str(error).splitlines()[0]
        return None, [tell("file-unreadable", "violation", place, reason=reason)]
    if not grids:
        return None, [tell("file-unreadable", "violation", place, reason="no sheets")]
    findings = []
    if path.suffix.lower() == ".xlsm":
        findings.append(tell("macros-not-run", "info", place))
    return Workbook(grids=grids, remarks=remarks), findings


def _scan(
    data: bytes, is_document: bool, measured: Measure
) -> tuple[str | None, dict[str, SheetRemarks]]:
    """Return why a workbook is refused, if it is, and by sheet what is remarkable in it.

    What reads the sheets goes by what the zip holds and not by its name, so that one of another
    form than its name says would not have been looked at.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if other := sorted(names & (_OF_WORKBOOKS if is_document else _OF_OTHERS)):
            return f"{other[0]} ?", {}
        if is_document:
            refusal, found = scan_document(archive)
            return refusal, dict(found)
        return None, dict(scan_workbook(archive, measured))


def _read_grids(data: bytes, file: str, *, strip_midnight: bool) -> Iterator[Grid]:
    workbook = fastexcel.read_excel(data)
    for name in workbook.sheet_names:
        # skip_rows=0 keeps leading blank rows, so that row numbers are those of the spreadsheet.
        sheet = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        # A chart sheet comes without columns.
        frame = sheet.to_polars() if sheet.width else pl.DataFrame()
        frame.columns = [f"c{i}" for i in range(frame.width)]
        if strip_midnight:
            # A date has no time of day; reading gives it the midnight that nobody wrote.
            frame = frame.with_columns(pl.all().str.replace(_MIDNIGHT, "$1"))
        yield Grid(file=file, sheet=name, stem=name, frame=frame)
