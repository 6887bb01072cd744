"""Workbooks: XLSX sheets as text, after the zip has been measured."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import fastexcel

from eloggraph.finding import Finding, Place, tell
from eloggraph.tables.raw import RawTable, make_raw_table

TOTAL_LIMIT = 200_000_000
PART_LIMIT = 100_000_000
RATIO_LIMIT = 200
PARTS_LIMIT = 2_000
CELLS_LIMIT = 10_000_000
_CHUNK = 1_000_000
# The address of a cell, or the number of a row, in the XML of a sheet.
_ADDRESS = re.compile(rb"""\br\s*=\s*["']([A-Z]*)([0-9]+)["']""")


def read_workbook(path: Path, file: str) -> tuple[list[RawTable], list[Finding]]:
    """Read every sheet of a workbook as text cells.

    The declared sizes inside the zip, then the true ones and the extent of the sheets, are
    measured before anything is unpacked into memory; a workbook that would take an unreasonable
    amount of it is refused. Macros and links are not looked at.
    """
    place = Place(file=file)
    refusal = _measure(path)
    if refusal:
        return [], [tell("workbook-refused", "violation", place, reason=refusal)]
    try:
        workbook = fastexcel.read_excel(path)
        # skip_rows=0 keeps leading blank rows, so that row numbers are those of the spreadsheet.
        sheets = {
            name: workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            for name in workbook.sheet_names
        }
    except fastexcel.FastExcelError as error:
        reason = str(error).splitlines()[0]
        return [], [tell("file-unreadable", "violation", place, reason=reason)]
    if not sheets:
        return [], [tell("file-unreadable", "violation", place, reason="no sheets")]
    tables, findings = [], []
    for name, sheet in sheets.items():
        # A chart sheet comes without columns.
        records = sheet.to_polars().rows() if sheet.width else []
        table, told = make_raw_table(records, file=file, sheet=name, stem=name)
        findings.extend(told)
        if table is not None:
            tables.append(table)
    return tables, findings


def _measure(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            return _measure_declared(archive.infolist()) or _measure_truly(archive)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
        return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _measure_declared(parts: list[zipfile.ZipInfo]) -> str | None:
    total = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if len(parts) > PARTS_LIMIT:
        return f"{len(parts)} parts > {PARTS_LIMIT}"
    if total > TOTAL_LIMIT or any(part.file_size > PART_LIMIT for part in parts):
        return f"{total} bytes > {TOTAL_LIMIT}"
    if total > 1_000_000 and total / packed > RATIO_LIMIT:
        return f"ratio {total // packed} > {RATIO_LIMIT}"
    return None


def _measure_truly(archive: zipfile.ZipFile) -> str | None:
    """Unpack piece by piece, keeping nothing: sizes may be declared falsely.

    A sheet becomes a rectangle up to its furthest cell, however few cells it has.
    """
    for part in archive.infolist():
        declared, rows, columns = part.file_size, 0, 1
        for piece in _unpack(archive, part):
            for letters, digits in _ADDRESS.findall(piece):
                rows = max(rows, int(digits[:12]))
                columns = max(columns, _column_number(letters[:8]))
            if rows * columns > CELLS_LIMIT:
                return f"{rows} × {columns} cells > {CELLS_LIMIT}"
        if part.file_size != declared:
            return f"{part.filename}: {part.file_size} bytes ≠ {declared}"
    return None


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part in pieces that overlap a little; then ``part.file_size`` is its true size."""
    size, tail = 0, b""
    part.file_size = PART_LIMIT + 1  # as far as to read
    with archive.open(part) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            yield tail + piece
            tail = piece[-100:]
    part.file_size = size


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
