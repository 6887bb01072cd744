"""A workbook's zip, measured piece by piece before any of it is unpacked into memory."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from eloggraph.tables.read.addresses import name_column, number_column
from eloggraph.tables.read.extent import find_furthest
from eloggraph.tables.read.numbers import ODD, NumberScan
from eloggraph.tables.read.styles import STYLES, Styles, read_styles

TOTAL_LIMIT = 200_000_000
PART_LIMIT = 100_000_000
RATIO_LIMIT = 200
PARTS_LIMIT = 2_000
CELLS_LIMIT = 10_000_000
_CHUNK = 4_000_000
# A cell with a long formula is found where two pieces overlap.
_OVERLAP = 20_000
_ENDLESS = 10**9
# So much of a piece shows how far its rows and columns reach, if they come in order.
_EDGE = 20_000
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# What stands around an address and is no part of it.
_AROUND = "r= \t\r\n\"'"
_ADDRESS = r"""\br\s*=\s*["'][A-Z]*[0-9]+["']"""
# Formulas, error values, merged cells, hidden rows and columns, in the XML of a sheet.
_REMARKABLE = r"""[<:]f[> /\t\r\n]|mergeCell|hidden|"e"|'e'|strike[ />]"""
_LOOKED_FOR = f"{_REMARKABLE}|{ODD}"
_MOST_STYLES = 1_000
_SHEETS = "xl/worksheets/"
_DTD = b"<!DOCTYPE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What was found in a zip: why it is refused, if it is, and which parts need a look.

    ``far`` is the part and the cell that a sheet reaches too far with, where that is why.
    ``is_damaged`` tells that it could not be unpacked at all. ``numbers`` are the typed numbers by
    part, of those parts that could be read for them.
    """

    refusal: str | None = None
    is_damaged: bool = False
    far: tuple[str, int, int] | None = None
    remarkable: frozenset[str] = frozenset()
    styles: Styles = field(default_factory=Styles)
    numbers: Mapping[str, pl.DataFrame] = field(default_factory=dict)


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
        return Measure(refusal=reason or str(error), is_damaged=reason is None)


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
    remarkable, styles, numbers = set[str](), Styles(), dict[str, pl.DataFrame]()
    struck = ""
    # What a cell is depends on its style.
    for part in sorted(archive.infolist(), key=lambda part: part.filename != STYLES):
        name, declared, extent = part.filename, part.file_size, Extent()
        scan = NumberScan(styles.formats) if name.startswith(_SHEETS) else None
        for piece in _unpack(archive, part):
            if _DTD in piece:
                return Measure(refusal=f"{name}: DTD")
            letters = piece.decode("latin-1")
            text = pl.Series([letters])
            # Most pieces have nothing of all that: they are gone through once for it.
            is_plain = not text.str.contains(_LOOKED_FOR).item()
            if not is_plain and name.endswith(".xml") and text.str.contains(_REMARKABLE).item():
                remarkable.add(name)
            if struck and scan is not None and text.str.contains(struck).item():
                remarkable.add(name)
            extent.widen(letters, text)
            if scan is not None:
                scan.take(text, is_plain=is_plain)
        if part.file_size != declared:
            return Measure(refusal=f"{name}: {part.file_size} bytes ≠ {declared}")
        if extent.cells > CELLS_LIMIT and (refused := _refuse_far(archive, name)):
            return refused
        if name == STYLES:
            styles = read_styles(archive.read(name))
            struck = _match_styles(styles.struck)
        if scan is not None and (cells := scan.cells()) is not None:
            numbers[name] = cells
    return Measure(remarkable=frozenset(remarkable), styles=styles, numbers=numbers)


def _match_styles(styles: Collection[str]) -> str:
    """Return what finds cells of some styles in the XML of a sheet; nothing where none is named."""
    wanted = "|".join(sorted(styles)) if len(styles) <= _MOST_STYLES else "[0-9]+"
    return rf"""\bs\s*=\s*["'](?:{wanted})["']""" if styles else ""


def _refuse_far(archive: zipfile.ZipFile, name: str) -> Measure | None:
    """Return the refusal of a sheet whose cells that hold something reach too far."""
    with archive.open(name) as stream:
        rows, columns = find_furthest(stream)
    if rows * columns <= CELLS_LIMIT:
        return None
    return Measure(
        refusal=f"{rows} × {columns} cells > {CELLS_LIMIT}", far=(name, rows, columns - 1)
    )


class Extent:
    """The rows and columns that a sheet reaches, as far as it has been read."""

    def __init__(self) -> None:
        self.rows, self.columns = 0, 1

    @property
    def cells(self) -> int:
        """How many cells the rectangle up to the furthest one has."""
        return self.rows * self.columns

    def widen(self, letters: str, text: pl.Series) -> None:
        """Take in the addresses of cells and the numbers of rows in a piece of a sheet's XML.

        Rows mostly come in their order. What stands at both ends of the piece is taken in first,
        and all of it only where something between them reaches further.
        """
        for edge in (letters[:_EDGE], letters[-_EDGE:]):
            self._take(pl.Series([edge]))
        if len(letters) > _EDGE and text.str.contains(self._find_beyond()).item():
            self._take(text)

    def _find_beyond(self) -> str:
        """Return what finds an address or a number of a row that reaches further."""
        rows = _find_greater(str(self.rows), "0123456789")
        columns = _find_greater(name_column(self.columns), _LETTERS)
        return rf"""\br\s*=\s*["'](?:[A-Z]*0*(?:{rows})|(?:{columns})[0-9]+)["']"""

    def _take(self, text: pl.Series) -> None:
        found = text.str.extract_all(_ADDRESS).explode().drop_nulls()
        if found.is_empty():
            return
        bare = found.str.strip_chars(_AROUND)
        rows = bare.str.strip_chars_start(_LETTERS).cast(pl.UInt64, strict=False)
        # A number that does not fit is too large by far.
        highest = _ENDLESS if rows.has_nulls() else int(rows.max())  # type: ignore[arg-type]
        self.rows = max(self.rows, highest)
        letters = bare.str.strip_chars_end("0123456789").unique()
        self.columns = max([self.columns, *map(number_column, letters)])


def _find_greater(number: str, digits: str) -> str:
    """Return what finds a greater number, written without nought at its beginning.

    >>> _find_greater("27", "0123456789")
    '[1-9][0-9]{2,}|[3-9][0-9]{1}|2[8-9][0-9]{0}'
    """
    first, last, length = digits[:1].replace("0", "1"), digits[-1], len(number)
    every = f"[{digits[0]}-{last}]"
    ways = [f"[{first}-{last}]{every}{{{length},}}"]
    for index, digit in enumerate(number):
        if digit != last:
            above = digits[digits.index(digit) + 1]
            ways.append(f"{number[:index]}[{above}-{last}]{every}{{{length - index - 1}}}")
    return "|".join(ways)


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
