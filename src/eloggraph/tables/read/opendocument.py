"""ODS workbooks measured and looked at as XML: cells and rows may be repeated without end."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from xml.parsers import expat

import polars as pl

from eloggraph.tables.formats import NumberFormat
from eloggraph.tables.model import TypedCells
from eloggraph.tables.read.addresses import write_address
from eloggraph.tables.read.archive import CELLS_LIMIT
from eloggraph.tables.read.odf_styles import StyleScan
from eloggraph.tables.read.remarks import SheetRemarks
from eloggraph.tables.read.typed import SCHEMA, count_days, write_typed

_CONTENT = "content.xml"
_STYLES = "styles.xml"
_CHUNK = 1_000_000
_CELLS = ("table-cell", "covered-table-cell")
_NUMBERS = frozenset({"float", "currency", "percentage", "date", "time"})
_SPAN = re.compile(r"PT(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9.]+)S)?")
_BROKEN = re.compile("[\n\t]")
# Texts of several lines, or with a tab, by row, counted from one, and column, counted from nought.
Lines: TypeAlias = dict[tuple[int, int], str]
# Nobody types one text of several lines into more cells than these.
_MOST_ALIKE = 10_000
_WHOLE = re.compile(r"-?[0-9]{1,14}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedDocument:
    """What an ODS document says of its sheets by name; or why it is refused, and where."""

    refusal: str | None = None
    is_damaged: bool = False
    far: tuple[str, str] | None = None
    remarks: Mapping[str, SheetRemarks] = field(default_factory=dict)
    typed: Mapping[str, TypedCells] = field(default_factory=dict)
    lines: Mapping[str, Lines] = field(default_factory=dict)


def scan_document(archive: zipfile.ZipFile) -> ScannedDocument:
    """Return what is remarkable in the sheets of a document, and their typed numbers.

    A sheet becomes a rectangle up to its furthest cell, and a cell that is written once may
    stand for a million.
    """
    if _CONTENT not in archive.namelist():
        return ScannedDocument(refusal=f"{_CONTENT} ?")
    scan = _Scan(styles=_read_named(archive))
    parser = expat.ParserCreate()
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    try:
        with archive.open(_CONTENT) as stream:
            while scan.refusal is None and (piece := stream.read(_CHUNK)):
                parser.Parse(piece, False)
        if scan.refusal is None:
            parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        return ScannedDocument(refusal=str(error), is_damaged=True)
    if scan.refusal is not None:
        return ScannedDocument(refusal=scan.refusal, far=scan.far)
    formats = tuple(scan.formats)
    typed = {name: write_typed(_unfold(cells), formats) for name, cells in scan.typed.items()}
    return ScannedDocument(remarks=scan.sheets, typed=typed, lines=scan.lines)


def read_styles(archive: zipfile.ZipFile) -> StyleScan:
    """Return the styles of the cells of a document: those with names, and those of its content.

    Raises
    ------
    KeyError, xml.parsers.expat.ExpatError
        When the document is damaged.
    """
    scan, is_over = _read_named(archive), False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal is_over
        is_over = is_over or tag == "table:table"
        if not is_over:
            scan.start(tag.rpartition(":")[2], attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: None if is_over else scan.end(tag.rpartition(":")[2])
    parser.CharacterDataHandler = lambda text: None if is_over else scan.text(text)
    with archive.open(_CONTENT) as stream:
        while not is_over and (piece := stream.read(_CHUNK)):
            parser.Parse(piece, False)
    return scan


def _read_named(archive: zipfile.ZipFile) -> StyleScan:
    """Return the styles that have names, and stand beside the content; none if damaged."""
    scan, is_within = StyleScan(), False
    if _STYLES not in archive.namelist():
        return scan

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal is_within
        name = tag.rpartition(":")[2]
        if name == "styles":
            is_within = True
        elif is_within:
            scan.start(name, attributes)

    def end(tag: str) -> None:
        nonlocal is_within
        name = tag.rpartition(":")[2]
        if name == "styles":
            is_within = False
        elif is_within:
            scan.end(name)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda text: scan.text(text) if is_within else None
    try:
        with archive.open(_STYLES) as stream:
            while piece := stream.read(_CHUNK):
                parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError):
        return StyleScan()
    scan.settle()
    return scan


_FOLDED = pl.Schema(
    {
        "row": pl.UInt32,
        "column": pl.UInt32,
        "rows": pl.UInt32,
        "columns": pl.UInt32,
        "style": pl.UInt32,
        "value": pl.Float64,
    }
)


def _unfold(cells: list[tuple[int, int, int, int, int, float]]) -> pl.DataFrame:
    """Return a row for each of the cells that a cell stands for."""
    frame = pl.DataFrame(cells, schema=_FOLDED, orient="row")
    for at, count in (("row", "rows"), ("column", "columns")):
        if (frame[count] > 1).any():
            every = pl.int_ranges(pl.col(at), pl.col(at) + pl.col(count), dtype=pl.UInt32)
            frame = frame.with_columns(every.alias(at)).explode(at)
    return frame.select(SCHEMA.names())


def _count_days(kind: str, cell: Mapping[str, str]) -> float | None:
    """Return the number of a cell, for a date the days since numbers of days begin."""
    if kind == "date":
        return count_days(cell.get("office:date-value", ""))
    if kind == "time":
        found = _SPAN.fullmatch(cell.get("office:time-value", ""))
        if found is None:
            return None
        hours, minutes, seconds = (float(part or 0) for part in found.groups())
        return (hours * 3600 + minutes * 60 + seconds) / 86_400
    text = cell.get("office:value", "")
    is_plain = kind == "float" and _WHOLE.fullmatch(text)
    return None if is_plain else float(text)


@dataclass(slots=True)
class _Scan:
    """The state of a walk through the content of a document."""

    sheets: dict[str, SheetRemarks] = field(default_factory=dict)
    refusal: str | None = None
    far: tuple[str, str] | None = None
    remarks: SheetRemarks = field(default_factory=SheetRemarks)
    styles: StyleScan = field(default_factory=StyleScan)
    typed: dict[str, list[tuple[int, int, int, int, int, float]]] = field(default_factory=dict)
    formats: dict[NumberFormat, int] = field(default_factory=dict)
    name: str = ""
    column_styles: list[tuple[int, int, str]] = field(default_factory=list)
    row_style: str = ""
    row: int = 0
    rows: int = 1
    column: int = 0
    furthest: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict)
    pieces: list[str] | None = None
    lines: dict[str, Lines] = field(default_factory=dict)
    notes: int = 0
    filled: int = 0
    struck: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "table":
            self.remarks, self.name = SheetRemarks(), attributes.get("table:name", "")
            self.sheets[self.name], self.column_styles = self.remarks, []
            self.row, self.rows, self.column, self.furthest = 0, 1, 0, 0
        elif name == "table-column":
            count = int(attributes.get("table:number-columns-repeated", 1))
            if "table:visibility" in attributes and attributes["table:visibility"] != "visible":
                hidden = range(self.column, self.column + min(count, 999))
                self.remarks.hidden_columns.extend(hidden)
            if style := attributes.get("table:default-cell-style-name"):
                self.column_styles.append((self.column, self.column + count, style))
            self.column += count
        elif name == "table-row":
            self.row, self.column = self.row + 1, 0
            self.filled = self.struck = 0
            self.rows = int(attributes.get("table:number-rows-repeated", 1))
            self.row_style = attributes.get("table:default-cell-style-name", "")
            if attributes.get("table:visibility", "visible") != "visible":
                self.remarks.hidden_rows.extend(range(self.row, self.row + min(self.rows, 999)))
        elif name in _CELLS:
            self.attributes, self.pieces = attributes, []
        elif name == "annotation":
            self.notes += 1
        elif self.pieces is not None and not self.notes:
            self._start_text(name, attributes)
        elif not self.sheets:
            self.styles.start(name, attributes)

    def _start_text(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take what stands between the letters of a cell: lines, spaces and tabs."""
        pieces = self.pieces if self.pieces is not None else []
        if name == "line-break" or (name == "p" and pieces):
            pieces.append("\n")
        elif name == "s":
            pieces.append(" " * min(int(attributes.get("text:c", 1)), 999))
        elif name == "tab":
            pieces.append("\t")

    def text(self, text: str) -> None:
        if self.pieces is not None:
            # What a comment says is not what the cell does.
            self.pieces.extend(() if self.notes else (text,))
        elif not self.sheets:
            self.styles.text(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "table-row":
            if 0 < self.filled == self.struck:
                self.remarks.struck_rows.extend(range(self.row, self.row + min(self.rows, 999)))
            self.row += self.rows - 1
        elif name == "annotation":
            self.notes -= 1
        elif name in _CELLS and self.pieces is not None:
            shown, self.pieces = "".join(self.pieces), None
            if _BROKEN.search(shown.strip()):
                self._keep_lines(shown)
            self._close_cell(self.attributes, shown)
            self.column += int(self.attributes.get("table:number-columns-repeated", 1))
        elif not self.sheets:
            self.styles.end(name)

    def _keep_lines(self, shown: str) -> None:
        """Keep a text of several lines or with a tab: the reader of cells leaves those out."""
        columns = int(self.attributes.get("table:number-columns-repeated", 1))
        if columns * self.rows > _MOST_ALIKE:
            return
        kept = self.lines.setdefault(self.name, {})
        for row in range(self.row, self.row + self.rows):
            kept.update({(row, self.column + at): shown for at in range(columns)})

    def _close_cell(self, cell: Mapping[str, str], shown: str) -> None:
        kind = cell.get("office:value-type", "")
        if not (kind or shown or "table:formula" in cell):
            return
        self.filled += 1
        self.struck += self.styles.is_struck(self._style_of(cell))
        count = int(cell.get("table:number-columns-repeated", 1))
        self.furthest = max(self.furthest, self.column + count)
        rows = self.row + self.rows - 1
        if rows * self.furthest > CELLS_LIMIT:
            self.refusal = f"{rows} × {self.furthest} cells > {CELLS_LIMIT}"
            self.far = self.name, write_address(rows, self.column + count - 1)
        at = (self.row, self.column)
        if cell.get("calcext:value-type") == "error":
            self.remarks.errors.append((*at, shown or "#"))
        elif "table:formula" in cell:
            (self.remarks.formulas if kind else self.remarks.unvalued).append(at)
        if kind in _NUMBERS:
            self._take_number(kind, cell, count)
        across = int(cell.get("table:number-columns-spanned", 1))
        down = int(cell.get("table:number-rows-spanned", 1))
        if across > 1 or down > 1:
            self.remarks.merged.append((at, (self.row + down - 1, self.column + across - 1)))

    def _take_number(self, kind: str, cell: Mapping[str, str], count: int) -> None:
        try:
            value = _count_days(kind, cell)
        except ValueError:  # no day or number that is known: its text is read
            return
        if value is not None:
            format_ = self.styles.find(self._style_of(cell), kind)
            style = self.formats.setdefault(format_, len(self.formats))
            found = (self.row, self.column, self.rows, count, style, value)
            self.typed.setdefault(self.name, []).append(found)

    def _style_of(self, cell: Mapping[str, str]) -> str:
        """Return the style of a cell: its own, that of its row, or that of its column."""
        if style := cell.get("table:style-name") or self.row_style:
            return style
        columns = (s for first, end, s in self.column_styles if first <= self.column < end)
        return next(columns, "")
