"""XLSX sheets looked at as XML, for what the reader of cells does not give.

Only parts that hold something remarkable are parsed, as streams: a sheet of plain cells is not.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from posixpath import join, normpath
from xml.etree import ElementTree
from xml.parsers import expat

import polars as pl

from eloggraph.tables.formats import read_format
from eloggraph.tables.model import TypedCells
from eloggraph.tables.read.addresses import number_column
from eloggraph.tables.read.archive import Measure
from eloggraph.tables.read.remarks import Cell, SheetRemarks
from eloggraph.tables.read.struck_texts import SHARED, RunScan, Share, find_struck_texts
from eloggraph.tables.read.styles import Styles
from eloggraph.tables.read.typed import BETWEEN_SYSTEMS, SCHEMA, count_days, write_typed

_BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_CHUNK = 1_000_000
_CELL = re.compile(r"\$?([A-Z]+)\$?([0-9]+)")
# How a date and a time are read whose styles show none.
_OWN = (read_format("yyyy-mm-dd hh:mm:ss"), read_format("[h]:mm:ss"))
_WHOLE = re.compile(r"-?[0-9]{1,14}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """A sheet of a workbook: its part of the zip, and whether it is hidden."""

    part: str
    is_hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What an XLSX workbook says of its sheets by name, and whether days count from 1904."""

    remarks: Mapping[str, SheetRemarks] = field(default_factory=dict)
    typed: Mapping[str, TypedCells] = field(default_factory=dict)
    from_1904: bool = False


def scan_workbook(archive: zipfile.ZipFile, measured: Measure) -> Scanned:
    """Return by name of sheet what is remarkable in it, and its typed numbers.

    A workbook that is damaged has nothing remarkable: its reader tells that it is.
    """
    styles = measured.styles
    try:
        sheets, from_1904 = list_sheets(archive), _counts_from_1904(archive)
        remarks, typed = dict[str, SheetRemarks](), dict[str, TypedCells]()
        struck = find_struck_texts(archive) if SHARED in measured.remarkable else {}
        for name, sheet in sheets.items():
            cells = measured.numbers.get(sheet.part)
            formats = styles.formats
            if sheet.part in measured.remarkable or sheet.is_hidden or cells is None or struck:
                scan = _scan(archive, sheet, styles, struck, from_1904=from_1904)
                remarks[name] = scan.remarks
                if cells is None:
                    cells = pl.DataFrame(scan.typed, SCHEMA, orient="row")
                    formats = (*formats, *_OWN)
            if not cells.is_empty():
                typed[name] = write_typed(cells, formats, from_1904=from_1904)
        return Scanned(remarks=remarks, typed=typed, from_1904=from_1904)
    except (KeyError, ElementTree.ParseError, expat.ExpatError):
        return Scanned()


def _counts_from_1904(archive: zipfile.ZipFile) -> bool:
    """Tell whether days count from 1904; extensions have elements of the same name."""
    for element in ElementTree.fromstring(archive.read(_BOOK)):
        if _local(element.tag) == "workbookPr":
            return element.get("date1904", "0") in ("1", "true")
    return False


def list_sheets(archive: zipfile.ZipFile) -> dict[str, SheetPart]:
    """Return the sheets of a workbook by their names.

    Raises
    ------
    KeyError, xml.etree.ElementTree.ParseError
        When the workbook is damaged.
    """
    targets = {
        element.get("Id"): element.get("Target", "")
        for element in ElementTree.fromstring(archive.read(_RELATIONS))
    }
    found: dict[str, SheetPart] = {}
    for element in ElementTree.fromstring(archive.read(_BOOK)).iter():
        if _local(element.tag) == "sheet":
            relation = next((v for k, v in element.items() if _local(k) == "id"), None)
            target = targets.get(relation, "")
            part = normpath(target.lstrip("/") if target[:1] == "/" else join("xl", target))
            is_hidden = element.get("state", "visible") != "visible"
            found[element.get("name", "")] = SheetPart(part=part, is_hidden=is_hidden)
    return found


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _scan(
    archive: zipfile.ZipFile,
    sheet: SheetPart,
    styles: Styles,
    struck: Mapping[str, Share],
    *,
    from_1904: bool,
) -> _Scan:
    remarks = SheetRemarks(is_hidden=sheet.is_hidden)
    scan = _Scan(remarks=remarks, styles=styles, struck_texts=struck, from_1904=from_1904)
    if sheet.part not in archive.namelist():
        return scan
    parser = expat.ParserCreate()
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    with archive.open(sheet.part) as stream:
        while piece := stream.read(_CHUNK):
            parser.Parse(piece, False)
    parser.Parse(b"", True)
    return scan


@dataclass(slots=True)
class _Scan:
    """The state of a walk through the XML of one sheet."""

    remarks: SheetRemarks
    styles: Styles
    struck_texts: Mapping[str, Share]
    from_1904: bool
    typed: list[tuple[int, int, int, float]] = field(default_factory=list)
    cell: Cell = (0, -1)
    kind: str = ""
    style: str = ""
    has_formula: bool = False
    filled: int = 0
    struck: int = 0
    value: str | None = None
    pieces: list[str] | None = field(default=None)
    runs: RunScan | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if self.runs is not None:
            self.runs.start(name, attributes)
        if name == "c":
            self._open_cell(attributes)
        elif name == "row":
            row = int(attributes.get("r", self.cell[0] + 1))
            self.cell = (row, -1)
            self.filled = self.struck = 0
            if attributes.get("hidden") in {"1", "true"}:
                self.remarks.hidden_rows.append(row)
        elif name == "f":
            self.has_formula = True
        elif name == "v":
            self.pieces = []
            self._count_filled()
        elif name == "is":
            self.runs = RunScan()
            self._count_filled()
        elif name == "col" and attributes.get("hidden") in {"1", "true"}:
            first, last = int(attributes["min"]), int(attributes["max"])
            self.remarks.hidden_columns.extend(range(first - 1, min(last, first + 999)))
        elif name == "mergeCell":
            ends = _CELL.findall(attributes.get("ref", ""))
            if len(ends) == 2:
                self.remarks.merged.append((_cell_of(ends[0]), _cell_of(ends[1])))

    def _open_cell(self, attributes: Mapping[str, str]) -> None:
        found = _CELL.fullmatch(attributes.get("r", ""))
        self.cell = _cell_of(found.groups()) if found else (self.cell[0], self.cell[1] + 1)
        self.kind = attributes.get("t", "n")
        self.style = attributes.get("s", "")
        self.has_formula, self.value = False, None

    def text(self, text: str) -> None:
        if self.pieces is not None:
            self.pieces.append(text)
        elif self.runs is not None:
            self.runs.text(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if self.runs is not None:
            self.runs.end(name)
        if name == "v" and self.pieces is not None:
            self.value, self.pieces = "".join(self.pieces), None
        elif name == "c":
            self._close_cell()
        elif name == "row" and 0 < self.filled == self.struck:
            self.remarks.struck_rows.append(self.cell[0])

    def _count_filled(self) -> None:
        self.filled += 1
        self.struck += self.style in self.styles.struck

    def _count_struck(self) -> None:
        """Count a text whose runs are all struck through, and tell of one where some are."""
        share = self.runs.share() if self.runs is not None else None
        if self.kind == "s" and self.value is not None:
            share = self.struck_texts.get(self.value.strip())
        self.runs = None
        if share is None or self.style in self.styles.struck:
            return
        self.struck += share == "all"
        if share == "part":
            self.remarks.partly_struck.append(self.cell)

    def _close_cell(self) -> None:
        self._count_struck()
        # The stored value of a formula that gives text may be no text; a number may not.
        is_valued = bool(self.value) or (self.kind == "str" and self.value is not None)
        if self.kind == "e":
            self.remarks.errors.append((*self.cell, self.value or "#"))
        elif self.has_formula:
            (self.remarks.formulas if is_valued else self.remarks.unvalued).append(self.cell)
        if self.kind == "n" and self.value:
            self._take_number(self.value)
        elif self.kind == "d" and self.value:
            self._take_day(self.value)

    def _take_day(self, text: str) -> None:
        """Take in a date or a time that is written as such, as strict OOXML has it."""
        style = int(self.style) if self.style.isdecimal() else 0
        formats = self.styles.formats
        is_clock = "-" not in text
        kinds = ("time", "duration") if is_clock else ("date",)
        if style >= len(formats) or formats[style].kind not in kinds:
            style = len(formats) + is_clock
        with suppress(ValueError):
            days = count_days(text)
            if self.from_1904 and not is_clock:
                days -= BETWEEN_SYSTEMS
            self.typed.append((*self.cell, style, days))

    def _take_number(self, text: str) -> None:
        style = int(self.style) if self.style.isdecimal() else 0
        formats = self.styles.formats
        if style >= len(formats):
            style = len(formats) + len(_OWN)  # none that is there
        if (style > len(formats) or formats[style].kind == "number") and _WHOLE.fullmatch(text):
            return
        with suppress(ValueError):
            self.typed.append((*self.cell, style, float(text)))


def _cell_of(parts: Iterable[str]) -> Cell:
    letters, digits = parts
    return int(digits), number_column(letters) - 1
