"""XLSX sheets looked at as XML, for what the reader of cells does not give.

Only parts that hold something remarkable are parsed, as streams: a sheet of plain cells is not.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath
from xml.etree import ElementTree
from xml.parsers import expat

from eloggraph.tables.read.archive import Measure, column_number
from eloggraph.tables.read.remarks import Cell, SheetRemarks

_BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_CHUNK = 1_000_000
_CELL = re.compile(r"\$?([A-Z]+)\$?([0-9]+)")
# Formats that show a number otherwise than it is: as a percentage, with leading zeros.
_PERCENT_FORMATS = {"9", "10"}
_ZEROS = re.compile(r"0{2,}")


def scan_workbook(archive: zipfile.ZipFile, measured: Measure) -> Mapping[str, SheetRemarks]:
    """Return by name of sheet what is remarkable in it.

    A workbook that is damaged has nothing remarkable: its reader tells that it is.
    """
    try:
        parts = _list_parts(archive)
        styles = _read_styles(archive)
        return {
            name: _scan(archive, part, styles, is_hidden)
            for name, (part, is_hidden) in parts.items()
            if part in measured.remarkable or styles or is_hidden
        }
    except (KeyError, ElementTree.ParseError, expat.ExpatError):
        return {}


def _list_parts(archive: zipfile.ZipFile) -> dict[str, tuple[str, bool]]:
    """Return by name of sheet its part of the zip, and whether it is hidden."""
    targets = {
        element.get("Id"): element.get("Target", "")
        for element in ElementTree.fromstring(archive.read(_RELATIONS))
    }
    found: dict[str, tuple[str, bool]] = {}
    for element in ElementTree.fromstring(archive.read(_BOOK)).iter():
        if _local(element.tag) == "sheet":
            relation = next((v for k, v in element.items() if _local(k) == "id"), None)
            target = targets.get(relation, "")
            part = normpath(target.lstrip("/") if target[:1] == "/" else join("xl", target))
            is_hidden = element.get("state", "visible") != "visible"
            found[element.get("name", "")] = (part, is_hidden)
    return found


def _read_styles(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the code of what is to be told by the number of a cell's style."""
    if _STYLES not in archive.namelist():
        return {}
    root = ElementTree.fromstring(archive.read(_STYLES))
    codes = dict.fromkeys(_PERCENT_FORMATS, "numbers-as-percent")
    found: dict[str, str] = {}
    for element in root.iter():
        code, number = element.get("formatCode", ""), element.get("numFmtId", "")
        if _local(element.tag) == "numFmt":
            bare = re.sub(r'"[^"]*"|\\.', "", code.split(";")[0])
            if "%" in bare:
                codes[number] = "numbers-as-percent"
            elif _ZEROS.fullmatch(bare):
                codes[number] = "numbers-with-zeros"
        elif _local(element.tag) == "cellXfs":
            for style, format_ in enumerate(element):
                if code := codes.get(format_.get("numFmtId", ""), ""):
                    found[str(style)] = code
    return found


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _scan(
    archive: zipfile.ZipFile, part: str, styles: Mapping[str, str], is_hidden: bool
) -> SheetRemarks:
    scan = _Scan(remarks=SheetRemarks(is_hidden=is_hidden), styles=styles)
    if part not in archive.namelist():
        return scan.remarks
    parser = expat.ParserCreate()
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    with archive.open(part) as stream:
        while piece := stream.read(_CHUNK):
            parser.Parse(piece, False)
    parser.Parse(b"", True)
    return scan.remarks


@dataclass(slots=True)
class _Scan:
    """The state of a walk through the XML of one sheet."""

    remarks: SheetRemarks
    styles: Mapping[str, str]
    cell: Cell = (0, -1)
    kind: str = ""
    style: str = ""
    has_formula: bool = False
    value: str | None = None
    pieces: list[str] | None = field(default=None)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._open_cell(attributes)
        elif name == "row":
            row = int(attributes.get("r", self.cell[0] + 1))
            self.cell = (row, -1)
            if attributes.get("hidden") in {"1", "true"}:
                self.remarks.hidden_rows.append(row)
        elif name == "f":
            self.has_formula = True
        elif name == "v":
            self.pieces = []
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

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "v" and self.pieces is not None:
            self.value, self.pieces = "".join(self.pieces), None
        elif name == "c":
            self._close_cell()

    def _close_cell(self) -> None:
        # The stored value of a formula that gives text may be no text; a number may not.
        is_valued = bool(self.value) or (self.kind == "str" and self.value is not None)
        if self.kind == "e":
            self.remarks.errors.append((*self.cell, self.value or "#"))
        elif self.has_formula:
            (self.remarks.formulas if is_valued else self.remarks.unvalued).append(self.cell)
        if self.kind == "n" and self.value and self.style in self.styles:
            self.remarks.shown[self.styles[self.style]].append(self.cell)


def _cell_of(parts: Iterable[str]) -> Cell:
    letters, digits = parts
    return int(digits), column_number(letters) - 1
