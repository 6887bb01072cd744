"""CSV files: comma, semicolon or tab, read strictly; large ones at once where that is safe."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from eloggraph.finding import Finding, Place, tell
from eloggraph.once import read_once
from eloggraph.tables.bounds import tell_cells
from eloggraph.tables.model import LOOKED_AT, CountKnown, Dialect, Grid, RawTable, make_frame
from eloggraph.tables.read.bulk import MOST_UNWRITTEN, read_in_bulk
from eloggraph.tables.read.characters import SUSPECT
from eloggraph.tables.read.decode import (
    decode,
    find_unmarked_encoding,
    has_byte_order_mark,
    strip_utf8_mark,
)
from eloggraph.tables.read.dialect import cell_limit, choose_dialect, unquote_rows
from eloggraph.tables.read.formulas import quote_formulas
from eloggraph.tables.read.raw import make_table

CELL_LIMIT = 1_000_000
# A spreadsheet has 16,384.
MOST_COLUMNS = 25_000
BULK = 100_000
_SAMPLE = 65_536
_SUSPECT = re.compile(f"[{SUSPECT}]")
_CONFLICT = re.compile(r"(?:^|(?<=[\r\n]))(<{7}|>{7})(?=[ \r\n]|$)")
# How a zip begins (.xlsx, .ods), and a workbook of the old form or with a password.
_WORKBOOKS = (b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"))
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|table|\?xml)\b", re.I)
# What may end a cell, in any encoding that is read.
_BREAK = re.compile(rb"[,;\t\r\n]")
_CONFLICT_MIDDLE = ["======="]


def read_csv(
    path: Path, file: str, count_known: CountKnown
) -> tuple[RawTable | None, list[Finding]]:
    """Read one CSV file as a table of text.

    Parameters
    ----------
    path, file
        The file, and its name relative to the network folder.
    count_known
        Tells how many of the given cells are known headers; it decides between separators, and
        where the header is.

    Returns
    -------
    The table, or None where it cannot be read, and everything noticed on the way.
    """
    grid, findings = read_grid(path, file, count_known)
    if grid is None:
        return None, findings
    table, told = make_table(grid, count_known)
    return table, [*findings, *told]


def read_grid(path: Path, file: str, count_known: CountKnown) -> tuple[Grid | None, list[Finding]]:
    """Read one CSV file as cells, nothing trimmed or skipped: what :func:`read_csv` rests on."""
    place = Place(file=file)
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            # Reading a pipe or a device may never end.
            return None, [tell("file-not-regular", "violation", place, value=file)]
        data = read_once(path)
    except OSError as error:
        reason = error.strerror or str(error)
        return None, [tell("file-unreadable", "violation", place, reason=reason)]
    return parse_grid(data, file, path.stem, count_known)


def parse_grid(
    data: bytes, file: str, stem: str, count_known: CountKnown
) -> tuple[Grid | None, list[Finding]]:
    """Read the bytes of a CSV file as cells."""
    place = Place(file=file)
    if not data[:_SAMPLE].strip() and not data.strip():
        return None, [tell("table-empty", "violation", place)]
    fault = _find_wrong_kind(data, file)
    if fault:
        return None, [fault]
    # For a small file the csv module is faster than the proof that Polars may read it.
    is_large = len(data) >= BULK
    grid = _read_in_bulk(data, file, stem, count_known) if is_large else None
    if grid is not None:
        return grid, []
    decoded = decode(data)
    if decoded.text is None:
        dialect = choose_dialect(decoded.before, count_known)
        row = _count_rows(decoded.before, dialect)
        return None, [tell("encoding-unknown", "violation", Place(file=file, row=row))]
    findings = []
    if decoded.encoding != "utf-8":
        findings.append(tell("encoding-told", "warning", place, value=decoded.encoding.upper()))
        grid = _read_in_bulk(decoded.text.encode(), file, stem, count_known) if is_large else None
        if grid is not None:
            has_mark = has_byte_order_mark(data)
            return replace(grid, encoding=decoded.encoding, has_mark=has_mark), findings
    dialect = choose_dialect(decoded.text, count_known)
    fault = _find_text_fault(decoded.text, dialect, file)
    if fault:
        return None, [*findings, fault]
    records, broken = _parse(decoded.text, dialect, file)
    if broken is not None and broken.code == "quote-unclosed":
        quoted, formulas = quote_formulas(decoded.text, dialect.separator)
        again, still = _parse(quoted, dialect, file) if formulas else ([], broken)
        if still is None:
            records, broken = again, None
            findings.extend(_tell_formulas(records, formulas, dialect, file))
    if (whole := _unquote(decoded.text, records)) is not None:
        # A declaration of the separator stands above the rows, and is no row.
        dialect = replace(dialect, separator=choose_dialect(whole, count_known).separator)
        bare = Dialect(dialect.separator, 0, dialect.first_row)
        records, broken = _parse(whole, bare, file)
        findings.append(tell("rows-quoted", "warning", Place(file=file, row=dialect.first_row)))
    broken = broken or _find_too_wide(records, dialect, file)
    broken = broken or _find_too_sparse(records, len(decoded.text), file)
    if broken:
        return None, [*findings, broken]
    is_plain = not is_large and _is_plain(decoded.text, records)
    frame, lengths, overflow = make_frame(_without_blanks(records) if is_plain else records)
    grid = Grid(
        file=file,
        sheet=None,
        stem=stem,
        frame=frame,
        first_row=dialect.first_row,
        lengths=lengths,
        overflow=overflow,
        encoding=decoded.encoding,
        separator=dialect.separator,
        has_mark=has_byte_order_mark(data),
        is_plain=is_plain,
    )
    return grid, findings


def _unquote(text: str, records: Sequence[Sequence[str]]) -> str | None:
    """Return the text of a file whose rows were each put in quotation marks as a whole."""
    if not text.lstrip().startswith('"'):
        return None
    return unquote_rows(records)


def _find_too_wide(records: Sequence[Sequence[str]], dialect: Dialect, file: str) -> Finding | None:
    """Find a row that would make more columns than a spreadsheet has: each takes its memory."""
    for row, record in enumerate(records[:LOOKED_AT], dialect.first_row):
        if len(record) > MOST_COLUMNS:
            place = Place(file=file, row=row)
            return tell("row-too-wide", "violation", place, n=len(record), most=MOST_COLUMNS)
    return None


def _find_too_sparse(records: Sequence[Sequence[str]], length: int, file: str) -> Finding | None:
    """Find a table of which most cells are not even written: each takes its memory."""
    cells = len(records) * max(map(len, records[:LOOKED_AT]), default=0)
    if cells > MOST_UNWRITTEN and cells > 2 * length:
        return tell("rows-too-short", "violation", Place(file=file), n=len(records))
    return None


def _find_wrong_kind(data: bytes, file: str) -> Finding | None:
    """Find out from the first bytes that a file is no table."""
    if data.startswith(_WORKBOOKS):
        return tell("file-is-workbook", "violation", Place(file=file))
    if _MARKUP.match(strip_utf8_mark(data[:_SAMPLE])):
        return tell("file-web-page", "violation", Place(file=file))
    wide = find_unmarked_encoding(data[:_SAMPLE])
    if wide:
        return tell("encoding-unmarked", "violation", Place(file=file), value=wide.upper())
    # A character takes at most four bytes.
    if len(data) > 4 * CELL_LIMIT and not _BREAK.search(data, 0, 4 * CELL_LIMIT + 4):
        return tell("cell-too-long", "violation", Place(file=file, row=1), n=CELL_LIMIT)
    return None


def _tell_formulas(
    records: list[list[str]], formulas: frozenset[str], dialect: Dialect, file: str
) -> Iterator[Finding]:
    found = [
        (row, cell)
        for row, record in enumerate(records, dialect.first_row)
        for cell in record
        if cell in formulas
    ]

    def make(row: int, text: str) -> Finding:
        return tell("cell-formula", "warning", Place(file=file, row=row), value=text)

    return tell_cells(pl.DataFrame(found, schema=["row", "text"], orient="row"), make)


def _read_in_bulk(data: bytes, file: str, stem: str, count_known: CountKnown) -> Grid | None:
    bare = strip_utf8_mark(data)
    dialect = choose_dialect(bare[:_SAMPLE].decode("utf-8", "ignore"), count_known)
    # A declared separator is of ASCII, or the file is not taken: its length is its bytes.
    read = read_in_bulk(bare[dialect.start :], dialect, CELL_LIMIT)
    if read is None:
        return None
    frame, is_plain = read
    if frame.width == 1 and bare.startswith(b'"'):
        return None  # its rows may be quoted whole
    return Grid(
        file=file,
        sheet=None,
        stem=stem,
        frame=frame,
        first_row=dialect.first_row,
        encoding="utf-8",
        separator=dialect.separator,
        has_mark=len(bare) < len(data),
        is_plain=is_plain,
    )


def _is_plain(text: str, records: list[list[str]]) -> bool:
    """Tell whether no cell has outer white space or a suspicious character."""
    if _SUSPECT.search(text):
        return False
    return all(cell == cell.strip() for record in records for cell in record)


def _without_blanks(records: Sequence[Sequence[str]]) -> list[list[str | None]]:
    """Return records with None for empty cells."""
    return [[cell or None for cell in record] for record in records]


def _find_text_fault(text: str, dialect: Dialect, file: str) -> Finding | None:
    """Find what makes a file unfit to be read: a NUL character, a mark of version control."""
    nul = text.find("\0")
    if nul >= 0:
        at = Place(file=file, row=_count_rows(text[:nul], dialect))
        return tell("cell-nul", "violation", at)
    conflict = _CONFLICT.search(text)
    if conflict:
        at = Place(file=file, row=_count_rows(text[: conflict.start()], dialect))
        return tell("conflict-marker", "violation", at, value=conflict.group(1))
    return None


def _count_rows(before: str, dialect: Dialect) -> int:
    """Return the row of the record in which a text ends, as a spreadsheet counts them."""
    # One more character stands for what follows, which continues a record or begins one.
    text = io.StringIO(before[dialect.start :] + "x", newline="")
    with cell_limit(len(before) + 1):
        reader = csv.reader(text, delimiter=dialect.separator)
        return dialect.first_row + sum(1 for _ in reader) - 1


def _parse(text: str, dialect: Dialect, file: str) -> tuple[list[list[str]], Finding | None]:
    records: list[list[str]] = []
    stream = io.StringIO(text[dialect.start :], newline="")
    reader = csv.reader(stream, delimiter=dialect.separator, strict=True)
    try:
        with cell_limit(CELL_LIMIT):
            records.extend(reader)
    except csv.Error as error:
        at = Place(file=file, row=dialect.first_row + len(records))
        code = "cell-too-long" if "limit" in str(error) else "quote-unclosed"
        return [], tell(code, "violation", at, n=CELL_LIMIT)
    # As a row of its own only: inside a cell it is a heading that somebody underlined.
    if _CONFLICT_MIDDLE in records:
        at = Place(file=file, row=dialect.first_row + records.index(_CONFLICT_MIDDLE))
        return [], tell("conflict-marker", "violation", at, value=_CONFLICT_MIDDLE[0])
    return records, None
