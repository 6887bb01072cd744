"""Large CSV files read by Polars, if they are proved to be in plain RFC 4180 form.

A file is taken only if one regular expression holds for the whole of it: every record has as
many cells as the first, every quotation mark opens or closes a cell or stands twice inside one,
and records end in LF or CRLF. Such a file can be read in only one way, which is also that of the
csv module; any other file is left to that module. A blank line is an empty record, if there are no
quotation marks that could make it a part of a cell.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import polars as pl

from eloggraph.tables.model import Dialect
from eloggraph.tables.read.characters import SUSPECT
from eloggraph.tables.read.compressed import is_compressed
from eloggraph.tables.read.dialect import sample_records

# Marks that the csv reader has findings about; files with any of them are left to it.
_MARKS = (b"\0", b"<<<<<<<", b">>>>>>>")
_SAMPLE = 65_536
_WIDEST = 100
_LINE_END = r"\r?\n"
# So many cells must be written out: of a few bytes blank rows could make any number.
MOST_UNWRITTEN = 8_000_000


def read_in_bulk(data: bytes, dialect: Dialect, longest: int) -> tuple[pl.DataFrame, bool] | None:
    r"""Read UTF-8 bytes as a frame of text columns, or return None where that is not safe.

    With the frame comes whether it is plain: no cell has outer white space, an empty pair of
    quotation marks, or a character that may be other than it looks.

    Parameters
    ----------
    data
        The file from its first record on, without a byte order mark.
    dialect
        As :func:`eloggraph.tables.read.dialect.choose_dialect` gives it.
    longest
        The greatest number of characters that a cell may have.

    Examples
    --------
    >>> frame, is_plain = read_in_bulk(b'id,name\n1,"a, b"\n', Dialect(","), 100)
    >>> frame.row(1), is_plain
    (('1', 'a, b'), True)
    """
    separator = dialect.separator
    first = sample_records(data[:_SAMPLE].decode("utf-8", "ignore"), separator)[:1]
    width = len(first[0]) if first else 0
    if not separator.isascii() or not 1 < width <= _WIDEST or any(m in data for m in _MARKS):
        return None
    if is_compressed(data):
        return None
    # What Polars reads of rows that are cut short takes the memory of whole ones.
    lines = data.count(b"\n")
    if lines * width > MOST_UNWRITTEN and lines * (width - 1) > 2 * data.count(separator.encode()):
        return None
    if data.endswith((b"\n\n", b"\n\r\n")):
        data = data.rstrip(b"\r\n")
    end = _LINE_END if b'"' in data else f"(?:{_LINE_END})+"
    with ThreadPoolExecutor(max_workers=1) as beside:
        proof = beside.submit(_prove, data, separator, width, end)
        frame = _read(data, separator, width)
        is_plain = proof.result()
    if is_plain is None or frame is None:
        return None
    if end != _LINE_END and frame.height != data.count(b"\n") + (not data.endswith(b"\n")):
        return None
    lengths = frame.select(pl.all().str.len_bytes().max()).row(0)
    # A text has at least as many bytes as characters: cells near the limit go to the csv reader.
    return (frame, is_plain) if max(length or 0 for length in lengths) <= longest else None


def _prove(data: bytes, separator: str, width: int, end: str) -> bool | None:
    """Tell whether all cells are plain; None where the file is not what Polars may read."""
    if _follows(data, _plain_cell(separator), separator, width, end):
        return True
    return False if _follows(data, _any_cell(separator), separator, width, end) else None


def _read(data: bytes, separator: str, width: int) -> pl.DataFrame | None:
    """Return what Polars reads, proved or not; None where it refuses."""
    try:
        return pl.read_csv(
            data,
            has_header=False,
            schema={f"c{i}": pl.String for i in range(width)},
            separator=separator,
            quote_char='"',
            encoding="utf8",
        )
    except (pl.exceptions.PolarsError, OSError):
        return None


def _follows(data: bytes, cell: str, separator: str, width: int, end: str) -> bool:
    """Tell whether the whole of a file is UTF-8 and of the grammar of RFC 4180."""
    try:
        text = pl.Series([data], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.ComputeError:  # no UTF-8
        return False
    record = rf"{cell}(?:{re.escape(separator)}{cell}){{{width - 1}}}"
    return bool(text.str.contains(rf"\A{record}(?:{end}{record})*(?:{_LINE_END})?\z").item())


def _any_cell(separator: str) -> str:
    return rf'(?:"(?:[^"]|"")*"|[^"{re.escape(separator)}\r\n]*)'


def _plain_cell(separator: str) -> str:
    mark = re.escape(separator)
    bare, bare_edge = rf'[^"{mark}\r\n{SUSPECT}]', rf'[^"{mark}\s{SUSPECT}]'
    inner, inner_edge = rf'(?:[^"{SUSPECT}]|"")', rf'(?:[^"\s{SUSPECT}]|"")'
    quoted = rf'"{inner_edge}(?:{inner}*{inner_edge})?"'
    return rf"(?:{quoted}|(?:{bare_edge}(?:{bare}*{bare_edge})?)?)"
