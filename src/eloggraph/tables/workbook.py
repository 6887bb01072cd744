"""Workbooks: XLSX sheets as text, after the zip has been measured."""

from __future__ import annotations

import zipfile
from pathlib import Path

import fastexcel

from eloggraph.finding import Finding, Place, tell
from eloggraph.tables.raw import RawTable, make_raw_table

TOTAL_LIMIT = 200_000_000
PART_LIMIT = 100_000_000
RATIO_LIMIT = 200
PARTS_LIMIT = 2_000


def read_workbook(path: Path, file: str) -> tuple[list[RawTable], list[Finding]]:
    """Read every sheet of a workbook as text cells.

    The declared sizes inside the zip are measured before anything is unpacked; a workbook that
    would unpack to an unreasonable size is refused. Macros and links are not looked at.
    """
    place = Place(file=file)
    refusal = _measure(path)
    if refusal:
        return [], [tell("workbook-refused", "violation", place, reason=refusal)]
    try:
        workbook = fastexcel.read_excel(path)
    except fastexcel.FastExcelError as error:
        reason = str(error).splitlines()[0]
        return [], [tell("file-unreadable", "violation", place, reason=reason)]
    tables, findings = [], []
    for name in workbook.sheet_names:
        table, told = _read_sheet(workbook, file, name)
        findings.extend(told)
        if table is not None:
            tables.append(table)
    return tables, findings


def _read_sheet(
    workbook: fastexcel.ExcelReader, file: str, name: str
) -> tuple[RawTable | None, list[Finding]]:
    # skip_rows=0 keeps leading blank rows, so that row numbers are those of the spreadsheet.
    sheet = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    records = sheet.to_polars().rows()
    return make_raw_table(records, file=file, sheet=name, stem=name)


def _measure(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        return str(error)
    total = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if len(parts) > PARTS_LIMIT:
        return f"{len(parts)} parts > {PARTS_LIMIT}"
    if total > TOTAL_LIMIT or any(part.file_size > PART_LIMIT for part in parts):
        return f"{total} bytes > {TOTAL_LIMIT}"
    if total > 1_000_000 and total / packed > RATIO_LIMIT:
        return f"ratio {total // packed} > {RATIO_LIMIT}"
    return None
