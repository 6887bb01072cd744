"""CSV files: comma, semicolon or tab, read strictly by Python's own reader."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from eloggraph.finding import Finding, Place, tell
from eloggraph.tables.decode import decode
from eloggraph.tables.raw import RawTable, make_raw_table

SEPARATORS = (",", ";", "\t")
CELL_LIMIT = 1_000_000
_SEPARATOR_LINE = re.compile(r"sep=(.)(\r\n|\n|\r)")
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE)

CountKnown = Callable[[Sequence[str]], int]


def read_csv(
    path: Path, file: str, count_known: CountKnown
) -> tuple[RawTable | None, list[Finding]]:
    """Read one CSV file as text.

    Parameters
    ----------
    path, file
        The file, and its name relative to the network folder.
    count_known
        Tells how many of the given headers are known; it decides between separators.

    Returns
    -------
    The table, or None where it cannot be read, and everything noticed on the way.
    """
    place = Place(file=file)
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        return None, [tell("file-unreadable", "violation", place, reason=reason)]
    if not data.strip():
        return None, [tell("table-empty", "violation", place)]
    decoded = decode(data)
    if decoded.text is None:
        at = Place(file=file, row=decoded.fault_line)
        return None, [tell("encoding-unknown", "violation", at)]
    findings = []
    if decoded.encoding != "utf-8":
        findings.append(tell("encoding-told", "warning", place, value=decoded.encoding.upper()))
    fault = _find_text_fault(decoded.text, file)
    if fault:
        return None, [*findings, fault]
    text, separator, first_row = _choose_separator(decoded.text, count_known)
    records, broken = _parse(text, separator, file, first_row)
    if broken:
        return None, [*findings, broken]
    table, told = make_raw_table(
        records, file=file, sheet=None, stem=path.stem, first_row=first_row
    )
    return table, [*findings, *told]


def _find_text_fault(text: str, file: str) -> Finding | None:
    nul = text.find("\0")
    if nul >= 0:
        at = Place(file=file, row=text.count("\n", 0, nul) + 1)
        return tell("cell-nul", "violation", at)
    conflict = _CONFLICT.search(text)
    if conflict:
        at = Place(file=file, row=text.count("\n", 0, conflict.start()) + 1)
        return tell("conflict-marker", "violation", at, value=conflict.group(1))
    return None


def _choose_separator(text: str, count_known: CountKnown) -> tuple[str, str, int]:
    declared = _SEPARATOR_LINE.match(text)
    if declared:
        return text[declared.end() :], declared.group(1), 2

    def fit(separator: str) -> tuple[int, int]:
        try:
            header = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
        except csv.Error:
            return (0, 0)
        return count_known(header), len(header)

    # max keeps the first of equals: a comma where nothing speaks for another.
    return text, max(SEPARATORS, key=fit), 1


def _parse(
    text: str, separator: str, file: str, first_row: int
) -> tuple[list[list[str]], Finding | None]:
    records: list[list[str]] = []
    csv.field_size_limit(CELL_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        records.extend(reader)
    except csv.Error as error:
        at = Place(file=file, row=first_row + len(records))
        code = "cell-too-long" if "limit" in str(error) else "quote-unclosed"
        return [], tell(code, "violation", at, n=CELL_LIMIT)
    return records, None
