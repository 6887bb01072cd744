"""A workbook's zip, measured piece by piece before any of it is unpacked into memory."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

TOTAL_LIMIT = 200_000_000
PART_LIMIT = 100_000_000
RATIO_LIMIT = 200
PARTS_LIMIT = 2_000
CELLS_LIMIT = 10_000_000
_CHUNK = 4_000_000
_OVERLAP = 100
# The numbers of rows have at most seven digits.
_LONGEST_ROW = 7
_ADDRESS = r"""\br\s*=\s*["'][A-Z]*[0-9]+["']"""
# Formulas, error values, merged cells, hidden rows and columns, in the XML of a sheet.
_REMARKABLE = r"""[<:](?:f[\s>/]|mergeCell\s)|\bt\s*=\s*["']e["']|\bhidden\s*="""
_MIDNIGHT = b" 00:00:00"
_DTD = b"<!DOCTYPE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What was found in a zip: why it is refused, if it is, and which parts need a look.

    ``has_midnight`` says that some cell holds 00:00:00 as text, which then looks like the time that
    reading adds to a date.
    """

    refusal: str | None = None
    remarkable: frozenset[str] = frozenset()
    has_midnight: bool = False


def measure(data: bytes) -> Measure:
    """Measure a workbook: its declared sizes, then the true ones and the extent of its sheets.

    A sheet is read as a rectangle up to its furthest cell, even if most of it is empty.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            refusal = _measure_declared(archive.infolist())
            return Measure(refusal=refusal) if refusal else _measure_truly(archive)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        return Measure(refusal=reason or str(error))


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


def _measure_truly(archive: zipfile.ZipFile) -> Measure:
    """Decompress piece by piece without keeping anything: the declared sizes may be false."""
    remarkable, has_midnight = set[str](), False
    for part in archive.infolist():
        declared, extent = part.file_size, Extent()
        for piece in _unpack(archive, part):
            if _DTD in piece:
                return Measure(refusal=f"{part.filename}: DTD")
            has_midnight = has_midnight or _MIDNIGHT in piece
            text = pl.Series([piece.decode("latin-1")])
            if part.filename.endswith(".xml") and text.str.contains(_REMARKABLE).item():
                remarkable.add(part.filename)
            extent.widen(text)
            if extent.cells > CELLS_LIMIT:
                return Measure(refusal=f"{extent.rows} × {extent.columns} cells > {CELLS_LIMIT}")
        if part.file_size != declared:
            return Measure(refusal=f"{part.filename}: {part.file_size} bytes ≠ {declared}")
    return Measure(remarkable=frozenset(remarkable), has_midnight=has_midnight)


class Extent:
    """The rows and columns that a sheet reaches, as far as it has been read."""

    def __init__(self) -> None:
        self.rows, self.columns = 0, 1

    @property
    def cells(self) -> int:
        """How many cells the rectangle up to the furthest one has."""
        return self.rows * self.columns

    def widen(self, text: pl.Series) -> None:
        """Take in the addresses of cells and the numbers of rows in a piece of a sheet's XML."""
        found = text.str.extract_all(_ADDRESS).explode().drop_nulls()
        if found.is_empty():
            return
        # Numbers of the same length sort as text in the order of their values.
        digits = found.str.extract("0*([0-9]+)")
        lengths = digits.str.len_bytes()
        highest = digits.filter(lengths == lengths.max()).sort()[-1]
        self.rows = max(self.rows, int(highest[: _LONGEST_ROW + 1]))
        letters = found.str.extract("([A-Z]+)").drop_nulls().unique()
        self.columns = max([self.columns, *map(column_number, letters)])


def column_number(letters: str) -> int:
    """Return the number of a column from its letters.

    >>> column_number("AA")
    27
    """
    number = 0
    for letter in letters[:8]:
        number = number * 26 + ord(letter) - 64
    return number


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part in pieces that overlap a little; then ``part.file_size`` is its true size."""
    size, tail = 0, b""
    part.file_size = PART_LIMIT + 1  # what is read at most, whatever is declared
    with archive.open(part) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            yield tail + piece
            tail = piece[-_OVERLAP:]
    part.file_size = size
