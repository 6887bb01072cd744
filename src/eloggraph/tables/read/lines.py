"""The physical lines of a text file's rows: what editors and code hosts count, and people do not.

A spreadsheet counts records; a record whose cells hold line ends takes several lines of the file.
Lines end as SARIF says by default: with a line feed, or a carriage return and a line feed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from eloggraph.tables.model import CountKnown, Dialect
from eloggraph.tables.read.decode import decode
from eloggraph.tables.read.dialect import cell_limit, choose_dialect
from eloggraph.tables.read.formulas import quote_formulas


@dataclass(frozen=True, slots=True)
class Lines:
    """The first and last line of a row, and the column after the last letter of the last one."""

    first: int
    last: int
    end: int


def find_row_lines(path: Path, rows: Collection[int], count_known: CountKnown) -> dict[int, Lines]:
    """Return the lines of some rows of a CSV file, as far as it can be read.

    Parameters
    ----------
    rows
        The rows as a spreadsheet numbers them; the file is read as far as the last of them.
    count_known
        Tells how many of the given cells are known headers: see
        :func:`eloggraph.tables.read.delimited.read_csv`.
    """
    try:
        text = _read_text(path)
    except OSError:
        return {}
    return list_row_lines(text, rows, choose_dialect(text, count_known))


def list_row_lines(text: str, rows: Collection[int], dialect: Dialect) -> dict[int, Lines]:
    r"""Return the lines of some rows of a text.

    >>> text = 'id,note\na,"one\ntwo"\nb,x\n'
    >>> list_row_lines(text, [2, 3], Dialect(","))
    {2: Lines(first=2, last=3, end=5), 3: Lines(first=4, last=4, end=4)}
    """
    if '"' not in text:
        return _list_plain(text, rows)
    try:
        return _list_records(text, rows, dialect, strict=True)
    except csv.Error:  # formulas without the quotation marks that they need, or a broken file
        quoted, _ = quote_formulas(text, dialect.separator)
        return _list_records(quoted, rows, dialect, strict=False)


def find_text_lines(path: Path, lines: Collection[int]) -> dict[int, Lines]:
    """Return some lines of a text file, as far as it can be read: see :func:`find_row_lines`."""
    try:
        return _list_plain(_read_text(path), lines)
    except OSError:
        return {}


def _read_text(path: Path) -> str:
    data = path.read_bytes()
    decoded = decode(data)
    return decoded.text if decoded.text is not None else data.decode("utf-8", "replace")


def _list_plain(text: str, rows: Collection[int]) -> dict[int, Lines]:
    wanted, last = set(rows), max(rows, default=0)
    lines = text.split("\n", last)[:last]
    return {
        number: Lines(number, number, len(line.rstrip("\r")) + 1)
        for number, line in enumerate(lines, 1)
        if number in wanted
    }


def _list_records(
    text: str, rows: Collection[int], dialect: Dialect, *, strict: bool
) -> dict[int, Lines]:
    wanted, found = set(rows), dict[int, Lines]()
    lines = _CountedLines(text, dialect.start)
    reader = csv.reader(lines, delimiter=dialect.separator, strict=strict)
    with cell_limit(len(text) + 1):
        for row in range(1, max(wanted, default=0) + 1):
            first = lines.next
            if row >= dialect.first_row and next(reader, None) is None:
                break
            if row in wanted:
                found[row] = Lines(first, lines.current, lines.end)
    return found


class _CountedLines:
    """The lines of a text from a position on, with the number of the one that was given last."""

    def __init__(self, text: str, start: int) -> None:
        self._stream = io.StringIO(text[start:], newline="")
        self.current = self.next = text.count("\n", 0, start) + 1
        self.end = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._stream)
        self.current = self.next
        self.next += line.endswith("\n")
        self.end = len(line.rstrip("\r\n")) + 1
        return line
