"""Workbooks: the sheets of XLSX and ODS files as text, after the zip has been measured."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.etree import ElementTree

import fastexcel
import polars as pl

from eloggraph.finding import Finding, Place, tell
from eloggraph.once import read_once
from eloggraph.tables.model import CountKnown, Grid, RawTable, TypedCells, count_none
from eloggraph.tables.read.addresses import write_address
from eloggraph.tables.read.archive import TOTAL_LIMIT, measure
from eloggraph.tables.read.opendocument import Lines, scan_document
from eloggraph.tables.read.raw import make_table
from eloggraph.tables.read.remarks import SheetRemarks, tell_remarks
from eloggraph.tables.read.spreadsheetml import list_sheets, scan_workbook
from eloggraph.tables.read.typed_remarks import tell_typed
from eloggraph.tables.sheets import find_own_sheets
from eloggraph.text import quote_names

# Whoever runs a check has no use for what the library says of sheets to its developers.
logging.getLogger("calamine").addHandler(logging.NullHandler())

_OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")
# Parts that tell one form from another.
_OF_WORKBOOKS = frozenset({"xl/workbook.xml", "xl/workbook.bin"})
_OF_OTHERS = frozenset({"content.xml", "xl/workbook.bin"})


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
    return list_sheet_tables(*load_workbook(path, file), counter)


def list_sheet_tables(
    workbook: Workbook | None,
    told: Sequence[Finding],
    counter: Callable[[str], CountKnown] = lambda _: count_none,
) -> tuple[list[RawTable], list[Finding]]:
    """Return the tables of an open workbook, with what was told when it was opened."""
    findings, tables = list(told), list[RawTable]()
    if workbook is None:
        return [], findings
    own = find_own_sheets(grid.stem for grid in workbook.grids)
    for grid in workbook.grids:
        if grid.stem in own:
            continue
        table, found = read_sheet(grid, workbook, counter(grid.stem))
        findings.extend(found)
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
        findings.extend(tell_typed(table))
    return table, findings


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
    scanned = _scan(data, path.suffix.lower() == ".ods")
    if scanned.refusal is not None:
        variant = "far" if scanned.far else "damaged" if scanned.is_damaged else None
        if not data.startswith(b"PK"):  # what begins as a workbook does is a damaged or a huge one
            variant = "other"
        at = replace(place, sheet=scanned.far[0]) if scanned.far else place
        address = scanned.far[1] if scanned.far else ""
        return None, [
            tell(
                "workbook-refused",
                "violation",
                at,
                reason=scanned.refusal,
                value=address,
                variant=variant,
            )
        ]
    try:
        grids = tuple(_read_grids(data, file, scanned))
    except fastexcel.FastExcelError as error:
        reason = str(error).splitlines()[0]
        return None, [tell("file-unreadable", "violation", place, reason=reason)]
    if not grids:
        return None, [tell("file-unreadable", "violation", place, reason="no sheets")]
    findings = []
    if path.suffix.lower() == ".xlsm":
        findings.append(tell("macros-not-run", "info", place))
    if scanned.from_1904 and any(map(_has_dates, scanned.typed.values())):
        findings.append(tell("days-from-1904", "info", place))
    return Workbook(grids=grids, remarks=scanned.remarks), findings


def _has_dates(typed: TypedCells) -> bool:
    dates = [n for n, format_ in enumerate(typed.formats) if format_.kind == "date"]
    return typed.frame["style"].is_in(dates).any()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scanned:
    """What a workbook says beyond the text of its cells, by sheet; or why it is refused.

    ``far`` is the sheet and the cell that reach too far, where that is why.
    """

    refusal: str | None = None
    is_damaged: bool = False
    far: tuple[str, str] | None = None
    remarks: Mapping[str, SheetRemarks] = field(default_factory=dict)
    typed: Mapping[str, TypedCells] = field(default_factory=dict)
    lines: Mapping[str, Lines] = field(default_factory=dict)
    from_1904: bool = False


def _scan(data: bytes, is_document: bool) -> _Scanned:
    """Measure a workbook, and look at what the reader of its cells does not give.

    What reads the sheets goes by what the zip holds and not by its name, so that one of another
    form than its name says would not have been looked at.
    """
    measured = measure(data)
    if measured.refusal is not None and measured.far is None:
        return _Scanned(refusal=measured.refusal, is_damaged=measured.is_damaged)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if measured.far is not None:
            part, row, column = measured.far
            far = (_name_sheet(archive, part), write_address(row, column))
            return _Scanned(refusal=measured.refusal, far=far)
        names = set(archive.namelist())
        if other := sorted(names & (_OF_WORKBOOKS if is_document else _OF_OTHERS)):
            return _Scanned(refusal=f"{other[0]} ?")
        if is_document:
            document = scan_document(archive)
            return _Scanned(
                refusal=document.refusal,
                is_damaged=document.is_damaged,
                far=document.far,
                remarks=document.remarks,
                typed=document.typed,
                lines=document.lines,
            )
        book = scan_workbook(archive, measured)
        return _Scanned(remarks=book.remarks, typed=book.typed, from_1904=book.from_1904)


def _name_sheet(archive: zipfile.ZipFile, part: str) -> str:
    """Return the name of the sheet of a part, or the name of the part where that is not known."""
    with suppress(KeyError, ElementTree.ParseError):
        return next((n for n, sheet in list_sheets(archive).items() if sheet.part == part), part)
    return part


def _read_grids(data: bytes, file: str, scanned: _Scanned) -> Iterator[Grid]:
    workbook = fastexcel.read_excel(data)
    for name in workbook.sheet_names:
        # skip_rows=0 keeps leading blank rows, so that row numbers are those of the spreadsheet.
        sheet = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        # A chart sheet comes without columns.
        frame = sheet.to_polars() if sheet.width else pl.DataFrame()
        # Leading blank columns are left out, and their number is kept.
        first = sheet.available_columns()[0].absolute_index if sheet.width else 0
        frame.columns = [f"c{first + i}" for i in range(frame.width)]
        cells = scanned.typed.get(name)
        frame = _put(frame, first, cells)
        yield Grid(
            file=file,
            sheet=name,
            stem=name,
            frame=_put_lines(frame, scanned.lines.get(name, {})),
            typed=cells,
        )


def _put(frame: pl.DataFrame, first: int, typed: TypedCells | None) -> pl.DataFrame:
    """Return the frame from the first column of the sheet on, with the texts of typed numbers."""
    height = frame.height
    columns = {name: frame[name] for name in frame.columns}
    cells = typed.frame.filter(pl.col("row").is_between(1, height)) if typed is not None else None
    parts = cells.partition_by("column", maintain_order=True) if cells is not None else ()
    for part in parts:
        name = f"c{part['column'][0]}"
        at = pl.repeat(None, height, dtype=pl.UInt32, eager=True)
        at = at.scatter(part["row"] - 1, pl.int_range(part.height, dtype=pl.UInt32, eager=True))
        patch = pl.DataFrame({"new": part["text"].gather(at)})
        old = columns.get(name)
        columns[name] = patch["new"] if old is None else old.zip_with(at.is_null(), patch["new"])
    width = max((int(name[1:]) + 1 for name in columns), default=0)
    blank = pl.repeat(None, height, dtype=pl.String, eager=True)
    names = (f"c{index}" for index in range(width))
    return pl.DataFrame([columns.get(name, blank).alias(name) for name in names])


def _put_lines(frame: pl.DataFrame, lines: Lines) -> pl.DataFrame:
    """Return the frame with the texts of several lines as they stand in the sheet."""
    by_column: dict[str, dict[int, str]] = {}
    for (row, column), text in lines.items():
        name = f"c{column}"
        if name in frame.columns and row <= frame.height:
            by_column.setdefault(name, {})[row - 1] = text
    return frame.with_columns(
        frame[name].scatter([*texts], [*texts.values()]) for name, texts in by_column.items()
    )
