"""CSV files: comma, semicolon or tab, read strictly by Python's own reader."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from eloggraph.finding import Finding, Place, tell
from eloggraph.tables.decode import decode
from eloggraph.tables.raw import RawTable, make_raw_table

SEPARATORS = (",", ";", "\t")
CELL_LIMIT = 1_000_000
_SEPARATOR_LINE = re.compile(r"sep=([^\r\n\"])(\r\n|\n|\r)")
_CONFLICT = re.compile(r"(?:^|(?<=[\r\n]))(<{7}|>{7})(?=[ \r\n]|$)")
_CONFLICT_MIDDLE = ["======="]

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
        before, separator, first_row = _choose_separator(decoded.before, count_known)
        at = Place(file=file, row=first_row + _count_records(before, separator))
        return None, [tell("encoding-unknown", "violation", at)]
    findings = []
    if decoded.encoding != "utf-8":
        findings.append(tell("encoding-told", "warning", place, value=decoded.encoding.upper()))
    text, separator, first_row = _choose_separator(decoded.text, count_known)
    fault = _find_text_fault(text, separator, file, first_row)
    if fault:
        return None, [*findings, fault]
    records, broken = _parse(text, separator, file, first_row)
    if broken:
        return None, [*findings, broken]
    table, told = make_raw_table(
        records, file=file, sheet=None, stem=path.stem, first_row=first_row
    )
    return table, [*findings, *told]


def _find_text_fault(text: str, separator: str, file: str, first_row: int) -> Finding | None:
    """Find what makes a file unfit to be read: a NUL character, a mark of version control."""
    nul = text.find("\0")
    if nul >= 0:
        at = Place(file=file, row=first_row + _count_records(text[:nul], separator))
        return tell("cell-nul", "violation", at)
    conflict = _CONFLICT.search(text)
    if conflict:
        row = first_row + _count_records(text[: conflict.start()], separator)
        at = Place(file=file, row=row)
        return tell("conflict-marker", "violation", at, value=conflict.group(1))
    return None


def _count_records(before: str, separator: str) -> int:
    """Return how many records end before a place: its row, as a spreadsheet counts them."""
    # One more letter stands for what follows: it continues a record or begins one.
    text = io.StringIO(before + "x", newline="")
    with _cell_limit(len(before) + 1):
        return sum(1 for _ in csv.reader(text, delimiter=separator)) - 1


@contextmanager
def _cell_limit(length: int) -> Iterator[None]:
    """Set the longest cell that the csv module takes: a limit of the whole process."""
    before = csv.field_size_limit(length)
    try:
        yield
    finally:
        csv.field_size_limit(before)


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
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        with _cell_limit(CELL_LIMIT):
            records.extend(reader)
    except csv.Error as error:
        at = Place(file=file, row=first_row + len(records))
        code = "cell-too-long" if "limit" in str(error) else "quote-unclosed"
        return [], tell(code, "violation", at, n=CELL_LIMIT)
    # As a row of its own only: inside a cell it is a heading that somebody underlined.
    if _CONFLICT_MIDDLE in records:
        at = Place(file=file, row=first_row + records.index(_CONFLICT_MIDDLE))
        return [], tell("conflict-marker", "violation", at, value=_CONFLICT_MIDDLE[0])
    return records, None
