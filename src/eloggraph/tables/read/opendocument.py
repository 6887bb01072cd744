"""ODS workbooks measured and looked at as XML: cells and rows may be repeated without end."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from eloggraph.tables.read.archive import CELLS_LIMIT
from eloggraph.tables.read.remarks import SheetRemarks

_CONTENT = "content.xml"
_CHUNK = 1_000_000
_CELLS = ("table-cell", "covered-table-cell")


def scan_document(archive: zipfile.ZipFile) -> tuple[str | None, Mapping[str, SheetRemarks]]:
    """Return why a document is refused, if it is, and by sheet what is remarkable in it.

    A sheet becomes a rectangle up to its furthest cell, and a cell that is written once may
    stand for a million.
    """
    if _CONTENT not in archive.namelist():
        return f"{_CONTENT} ?", {}
    scan = _Scan()
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
        return str(error), {}
    return scan.refusal, scan.sheets


@dataclass(slots=True)
class _Scan:
    """The state of a walk through the content of a document."""

    sheets: dict[str, SheetRemarks] = field(default_factory=dict)
    refusal: str | None = None
    remarks: SheetRemarks = field(default_factory=SheetRemarks)
    row: int = 0
    rows: int = 1
    column: int = 0
    furthest: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict)
    pieces: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "table":
            self.remarks = SheetRemarks()
            self.sheets[attributes.get("table:name", "")] = self.remarks
            self.row, self.rows, self.column, self.furthest = 0, 1, 0, 0
        elif name == "table-column":
            count = int(attributes.get("table:number-columns-repeated", 1))
            if "table:visibility" in attributes and attributes["table:visibility"] != "visible":
                hidden = range(self.column, self.column + min(count, 999))
                self.remarks.hidden_columns.extend(hidden)
            self.column += count
        elif name == "table-row":
            self.row, self.column = self.row + 1, 0
            self.rows = int(attributes.get("table:number-rows-repeated", 1))
            if attributes.get("table:visibility", "visible") != "visible":
                self.remarks.hidden_rows.extend(range(self.row, self.row + min(self.rows, 999)))
        elif name in _CELLS:
            self.attributes, self.pieces = attributes, []

    def text(self, text: str) -> None:
        if self.pieces is not None:
            self.pieces.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "table-row":
            self.row += self.rows - 1
        elif name in _CELLS and self.pieces is not None:
            shown, self.pieces = "".join(self.pieces), None
            self._close_cell(self.attributes, shown)
            self.column += int(self.attributes.get("table:number-columns-repeated", 1))

    def _close_cell(self, cell: Mapping[str, str], shown: str) -> None:
        kind = cell.get("office:value-type", "")
        if not (kind or shown or "table:formula" in cell):
            return
        count = int(cell.get("table:number-columns-repeated", 1))
        self.furthest = max(self.furthest, self.column + count)
        rows = self.row + self.rows - 1
        if rows * self.furthest > CELLS_LIMIT:
            self.refusal = f"{rows} × {self.furthest} cells > {CELLS_LIMIT}"
        at = (self.row, self.column)
        if cell.get("calcext:value-type") == "error":
            self.remarks.errors.append((*at, shown or "#"))
        elif "table:formula" in cell:
            (self.remarks.formulas if kind else self.remarks.unvalued).append(at)
        if kind == "time":
            self.remarks.lost.append((*at, shown))
        elif kind == "percentage":
            self.remarks.shown["numbers-as-percent"].append(at)
        across = int(cell.get("table:number-columns-spanned", 1))
        down = int(cell.get("table:number-rows-spanned", 1))
        if across > 1 or down > 1:
            self.remarks.merged.append((at, (self.row + down - 1, self.column + across - 1)))
