"""Findings on a copy of the tables: which cell each one marks, and what is written there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from eloggraph.finding import SEVERITIES, Finding, Place, Report, order_findings, tell
from eloggraph.once import read_once
from eloggraph.private import conceal
from eloggraph.schema.model import Schema
from eloggraph.tables.read.archive import TOTAL_LIMIT
from eloggraph.tables.read.folder import NetworkTables
from eloggraph.tables.read.records import Records, read_records
from eloggraph.tables.sheets import fits_cell, is_own_sheet, is_settings_sheet, make_sheet_name
from eloggraph.tables.write.marked.cells import (
    COLUMNS_LIMIT,
    ROWS_LIMIT,
    CellAddress,
    CopiedSheet,
    Mark,
)
from eloggraph.tables.write.marked.copy import write_marked_copy
from eloggraph.tables.write.marked.patch import is_signed, patch_workbook
from eloggraph.tables.write.marked.spans import UnpatchableError
from eloggraph.text import Language, Text, say
from eloggraph.views.findings.text import show_safely
from eloggraph.views.tables.marked_list import list_findings

# What is marked in place, by the file's name.
_PATCHED = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copied:
    """One table of the copy with what is needed to find a place in it."""

    records: Records
    sheet: CopiedSheet
    headers: tuple[str, ...]


def mark_tables(
    path: Path, tables: NetworkTables, schema: Schema, report: Report, language: Language
) -> bytes:
    """Return a workbook with the findings listed first, then every table with its cells marked.

    Of an XLSX workbook it is that workbook itself, with as little changed as marks need.

    Parameters
    ----------
    path, tables
        The folder or workbook that was checked, and its tables as read. The files are read
        again, for the cells as they stand in them.
    report
        What the check of the network found. Findings without a cell are on the list only.

    Examples
    --------
    >>> import eloggraph
    >>> net = eloggraph.open("datasets/osaajaks")
    >>> mark_tables(net.tables.folder, net.tables, net.schema, net.check(), "fi")[:2]
    b'PK'
    """
    header_rows = {(t.raw.file, t.raw.sheet): t.raw.header_row for t in tables.tables}
    files = tables.table_files() if path.is_dir() else (path,)
    records = [each for file in files for each in read_records(file, schema)]
    kept = [each for each in records if not is_own_sheet(each.sheet or "")]
    title = tables.config.title.change(conceal)
    if kept and len(files) == 1 and files[0].suffix.lower() in _PATCHED:
        with suppress(UnpatchableError):
            return _mark_workbook(
                files[0], _copy_sheets(records, header_rows), report, title, language
            )
    copied = _copy_sheets(kept, header_rows, _taken())
    told = [finding for each in copied for finding in _tell_changes(each)]
    findings = order_findings([*report.findings, *told])
    addresses = [_find_address(finding, copied) for finding in findings]
    marks = _gather_marks(findings, addresses, language)
    notes = ["copy", *(["plain"] if any(each.sheet for each in kept) else [])]
    whole = replace(report, findings=findings)
    listing = list_findings(whole, addresses, title, _say_notes(notes, language), language)
    return write_marked_copy(listing, [each.sheet for each in copied], marks)


def _mark_workbook(
    path: Path, copied: Sequence[_Copied], report: Report, title: Text, language: Language
) -> bytes:
    """Return somebody's own workbook with its cells marked.

    Raises
    ------
    UnpatchableError
        When it is built in a way that does not let it be changed in place.
    """
    try:
        data = read_once(path, TOTAL_LIMIT)
    except OSError as error:
        raise UnpatchableError(str(error)) from error
    findings = order_findings(report.findings)
    addresses = [_find_address(finding, copied) for finding in findings]
    marks = _gather_marks(findings, addresses, language)
    notes = ["own", *(["signed"] if is_signed(data) else [])]
    said = _say_notes(notes, language, value=conceal(path.name))
    whole = replace(report, findings=findings)
    listing = list_findings(whole, addresses, title, said, language)
    names = [each.sheet.name for each in copied]
    return patch_workbook(data, listing, names, marks, say("marks.sheet.threads").say(language))


def _say_notes(keys: Sequence[str], language: Language, **values: object) -> list[str]:
    return [say(f"marks.sheet.{key}", **values).say(language) for key in ("how", *keys)]


def _taken() -> set[str]:
    return {name.casefold() for _, name in say("template.sheet.findings").items()}


def _copy_sheets(
    records: Sequence[Records],
    header_rows: Mapping[tuple[str, str | None], int],
    taken: set[str] | None = None,
) -> list[_Copied]:
    """Return the tables with what finds a place in them.

    With names that are ``taken`` each gets another one; else they have those of their sheets.
    """
    copied = []
    for each in records:
        name = each.sheet or ""
        if taken is not None:
            name = _choose_name(make_sheet_name(name or each.file.rpartition(".")[0]), taken)
        header_row = header_rows.get((each.file, each.sheet)) or _first_filled(each)
        at = None if header_row is None else header_row - each.first_row
        header = each.rows[at] if at is not None and 0 <= at < len(each.rows) else ()
        sheet = CopiedSheet(
            name=name, rows=each.rows, first_row=each.first_row, header_row=header_row
        )
        headers = tuple((cell or "").strip() for cell in header)
        copied.append(_Copied(records=each, sheet=sheet, headers=headers))
    return copied


def _choose_name(wanted: str, taken: set[str]) -> str:
    """Return a sheet name that no other sheet has, and remember it."""
    names = (wanted if n == 1 else make_sheet_name(f"{wanted[:26]} ({n})") for n in count(1))
    name = next(name for name in names if name.casefold() not in taken)
    taken.add(name.casefold())
    return name


def _first_filled(records: Records) -> int | None:
    rows = enumerate(records.rows, records.first_row)
    return next((row for row, cells in rows if any(c and c.strip() for c in cells)), None)


def _tell_changes(copied: _Copied) -> Iterable[Finding]:
    """Tell of cells that a workbook cannot hold as they are: nothing changes silently."""
    records = copied.records
    place = Place(file=records.file, sheet=records.sheet)
    last = records.first_row + len(records.rows) - 1
    if last > ROWS_LIMIT or max(map(len, records.rows), default=0) > COLUMNS_LIMIT:
        yield tell("copy-table-cut", "warning", place, chapter="marks")
    for row, cells in enumerate(records.rows, records.first_row):
        for column, text in enumerate(cells):
            if text and not fits_cell(text):
                header = copied.headers[column] if column < len(copied.headers) else None
                at = Place(file=place.file, sheet=place.sheet, row=row, column=header)
                yield tell("copy-cell-changed", "info", at, chapter="marks")


def _find_address(finding: Finding, copied: Sequence[_Copied]) -> CellAddress | None:
    """Return the cell that a finding leads to, or None where its file is not in the copy.

    A row without a column is marked at its first cell, a whole file at its very first.
    """
    place = finding.place
    if place is None:
        return None
    for index, each in enumerate(copied):
        file, sheet = each.records.file, each.records.sheet
        # A finding is without what is private in a name.
        if (conceal(file), sheet and conceal(sheet)) == (place.file, place.sheet):
            row = place.row or each.sheet.first_row
            if row > ROWS_LIMIT:
                return None
            return CellAddress(sheet=index, row=row, column=_find_column(finding, each))
    return None


def _find_column(finding: Finding, copied: _Copied) -> int:
    """Return the column of a finding; of several with the same header, the one it speaks of."""
    assert finding.place is not None  # _find_address has looked
    found = [
        i for i, header in enumerate(copied.headers) if conceal(header) == finding.place.column
    ]
    found = [i for i in found if i < COLUMNS_LIMIT] or _find_named(finding.place, copied)
    if len(found) <= 1:
        return found[0] if found else 0
    row = finding.place.row
    if row == copied.sheet.header_row:
        return found[-1]  # a header that comes again is at fault where it does so
    cells = copied.records.rows[(row or 0) - copied.records.first_row]
    held = [i for i in found if i < len(cells) and cells[i] and cells[i] == finding.value]
    return (held or found)[0]


def _find_named(place: Place, copied: _Copied) -> list[int]:
    """Return the cell after the one that names it: settings stand one to a row."""
    if not is_settings_sheet(place.sheet or ""):
        return []
    at = (place.row or 0) - copied.records.first_row
    row = copied.records.rows[at] if 0 <= at < len(copied.records.rows) else ()
    return [i + 1 for i, cell in enumerate(row) if cell and conceal(cell.strip()) == place.column]


def _gather_marks(
    findings: Sequence[Finding],
    addresses: Sequence[CellAddress | None],
    language: Language,
) -> dict[CellAddress, Mark]:
    """Put what is said of one cell together, the gravest first."""
    said: dict[CellAddress, list[Finding]] = {}
    for finding, address in zip(findings, addresses, strict=True):
        # What is said of a whole file is on the list; no cell of it is at fault.
        if address is not None and finding.place and finding.place.row is not None:
            said.setdefault(address, []).append(finding)
    return {
        address: Mark(
            severity=min((f.severity for f in each), key=SEVERITIES.index),
            comment="\n\n".join(
                _comment(f, language)
                for f in sorted(each, key=lambda f: SEVERITIES.index(f.severity))
            ),
        )
        for address, each in said.items()
    }


def _comment(finding: Finding, language: Language) -> str:
    severity = say(f"cli.severity.{finding.severity}").say(language).capitalize()
    seen = show_safely(finding.message.say(language))
    return f"{severity}: {seen}\n→ {show_safely(finding.remedy.say(language))}"
