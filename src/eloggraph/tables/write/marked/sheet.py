"""The XML of a sheet with other style numbers at marked cells, and nothing else changed.

A cell that is to be filled in may not be there, nor its row: they are put where they belong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from eloggraph.finding import Severity
from eloggraph.tables.read.addresses import number_column, write_address
from eloggraph.tables.write.marked.boxes import Layout
from eloggraph.tables.write.marked.rows import choose_pieces
from eloggraph.tables.write.marked.spans import (
    Edits,
    UnpatchableError,
    end_tag_at,
    make_parser,
    name_tag,
    set_attribute,
)
from eloggraph.tables.write.marked.styles import Base, StyleSheet

# The relationship of a sheet to the drawing of our comments.
DRAWING = "eloggraphDrawing"
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# What stands after the drawing of comments in a sheet.
_AFTER = frozenset(
    {
        *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems"),
        *("tableParts", "extLst", "AlternateContent"),
    }
)
_YES = ("1", "true")

SheetMarks = Mapping[tuple[int, int], Severity]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetEdit:
    """A sheet as changed, with its layout.

    ``drawing`` is the relationship to the drawing of its comments, where it had one.
    """

    data: bytes
    layout: Layout
    drawing: str


def edit_sheet(data: bytes, marks: SheetMarks, styles: StyleSheet, relations: str) -> SheetEdit:
    """Return a sheet with the styles of its marked cells, and of those marked no longer.

    Parameters
    ----------
    data
        The XML of the sheet.
    marks
        The severity by row, counted from one, and column, from nought.
    styles
        The styles of the workbook.
    relations
        The namespace of relationships. A sheet with marks gets a drawing of comments, named
        :data:`DRAWING`, if it has none; it is chosen no longer, as the findings are.

    Raises
    ------
    UnpatchableError
        When its rows or cells are not in order, or its XML is faulty.
    """
    walk = _Walk(data, marks, styles)
    walk.run()
    if marks and not walk.drawing:
        tag = name_tag(walk.prefix, "legacyDrawing")
        new = f'<{tag} xmlns:r="{relations}" r:id="{DRAWING}"/>'
        walk.edits.insert(walk.after, new.encode("ascii"))
    return SheetEdit(data=walk.edits.apply(data), layout=walk.layout, drawing=walk.drawing)


@dataclass(slots=True)
class _Row:
    """The row that the walk is in: what it says, the cells to be marked, and those passed."""

    number: int
    attributes: Mapping[str, str]
    start: int
    edits: int
    pending: list[tuple[int, Severity]] = field(default_factory=list)
    column: int = -1
    kept: int = 0
    removed: int = 0
    is_empty: bool = False


class _Walk:
    """A walk through the XML of a sheet that gathers what is to be changed."""

    def __init__(self, data: bytes, marks: SheetMarks, styles: StyleSheet) -> None:
        self.data, self.styles, self.edits = data, styles, Edits()
        self.layout = Layout()
        self.prefix, self.drawing, self.after = "", "", 0
        self._waiting: dict[int, list[tuple[int, Severity]]] = {}
        for (row, column), severity in sorted(marks.items()):
            self._waiting.setdefault(row, []).append((column, severity))
        self._rows = sorted(self._waiting)
        self._passed = 0
        self._depth = 0
        self._row: _Row | None = None
        self._number = 0
        self._in_data = self._has_data = False
        self._column_styles: list[tuple[int, int, int]] = []
        self._parser = make_parser(data)
        self._pieces = choose_pieces(data, self._rows, styles.known, self.layout)

    def run(self) -> None:
        """Go through the sheet."""
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        try:
            for start, end in self._pieces.spans:
                self._parser.Parse(self.data[start:end], False)
            self._parser.Parse(b"", True)
        except (expat.ExpatError, ValueError) as error:
            raise UnpatchableError(str(error)) from error
        if self._passed < len(self._rows):
            raise UnpatchableError("sheetData")

    def _at(self) -> int:
        """Return where the parser is in the bytes of the sheet."""
        return self._pieces.locate(self._parser.CurrentByteIndex)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        name = tag.rpartition(":")[2]
        if self._in_data:
            if name == "c":
                self._open_cell(attributes)
            elif name == "row":
                self._open_row(attributes)
        elif self._depth == 1:
            self.prefix = tag.rpartition(":")[0]
        elif self._depth == 2:
            self._open_part(name, attributes)
        elif name == "sheetView" and attributes.get("tabSelected") in _YES:
            # Two sheets that are chosen at a time are written into together.
            self._set(self._at(), "tabSelected", "0")
        elif name == "col" and attributes.keys() >= {"min", "max"}:
            self._take_column(attributes)

    def _open_part(self, name: str, attributes: Mapping[str, str]) -> None:
        at = self._at()
        if name == "sheetData":
            inside = end_tag_at(self.data, at)
            self._in_data = self._has_data = True
            if self.data[inside - 2 : inside] == b"/>":
                self._in_data = False
                if new := b"".join(self._write_rows(None)):
                    self._open_up(at, inside, new)
        elif name == "sheetFormatPr":
            self.layout.take_defaults(attributes)
        elif name == "legacyDrawing":
            id_ = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            if id_ == DRAWING:
                self.edits.replace(at, end_tag_at(self.data, at), b"")
            else:
                self.drawing = id_
        elif name in _AFTER and self._has_data and not self.after:
            self.after = at

    def _take_column(self, attributes: Mapping[str, str]) -> None:
        first, last = int(attributes["min"]) - 1, int(attributes["max"]) - 1
        if style := _whole(attributes.get("style")):
            self._column_styles.append((first, last, style))
        self.layout.take_column(first, last, attributes)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if self._depth == 0:
            self.after = self.after or self._at()
        elif not self._in_data:
            return
        elif self._depth == 1:
            self._in_data = False
            self._insert(self._at(), self._write_rows(None))
        elif self._depth == 2 and self._row is not None:
            self._close_row(self._row)

    def _open_row(self, attributes: Mapping[str, str]) -> None:
        at = self._at()
        number = int(attributes.get("r", self._number + 1))
        if number <= self._number:
            raise UnpatchableError("rows")
        self._number = number
        self._insert(at, self._write_rows(number))
        self._row = row = _Row(number, attributes, at, len(self.edits))
        if self._passed < len(self._rows) and self._rows[self._passed] == number:
            row.pending = self._waiting[number]
            self._passed += 1
        inside = end_tag_at(self.data, at) if row.pending else 0
        if inside and self.data[inside - 2 : inside] == b"/>":
            row.is_empty = True
            self._open_up(at, inside, b"".join(self._write_cells(row, None)))

    def _close_row(self, row: _Row) -> None:
        self._row = None
        if row.is_empty:
            return
        at = self._at()
        new = list(self._write_cells(row, None)) if row.pending else []
        if row.removed and not (row.kept or new) and row.attributes.keys() <= {"r"}:
            # A row of an earlier marking.
            self.edits.forget(row.edits)
            self.edits.replace(row.start, end_tag_at(self.data, at), b"")
        else:
            self._insert(at, new)

    def _open_cell(self, attributes: Mapping[str, str]) -> None:
        row = self._row
        if row is None:
            raise UnpatchableError("c")
        found = _ADDRESS.fullmatch(attributes.get("r", ""))
        column = number_column(found[1]) - 1 if found else row.column + 1
        if column <= row.column:
            raise UnpatchableError("cells")
        row.column = column
        if row.pending and row.pending[0][0] < column:
            self._insert(self._at(), self._write_cells(row, column))
        severity = row.pending.pop(0)[1] if row.pending and row.pending[0][0] == column else None
        known = self.styles.known
        if severity is None and not known:
            row.kept += 1
            return
        style = _whole(attributes.get("s"))
        base = known.get(style)
        if severity is None and base is None:
            row.kept += 1
        else:
            self._restyle(row, base or Base(style), severity)

    def _restyle(self, row: _Row, base: Base, severity: Severity | None) -> None:
        at = self._at()
        inside = end_tag_at(self.data, at)
        if severity is None and base.is_new and self.data[inside - 2 : inside] == b"/>":
            row.removed += 1
            self.edits.replace(at, inside, b"")
            return
        row.kept += 1
        number = self.styles.mark(base, severity) if severity else self.styles.restore(base)
        self._set(at, "s", str(number) if number else None)

    def _write_rows(self, before: int | None) -> Iterator[bytes]:
        """Yield the rows to be marked that are not there, up to one."""
        while self._passed < len(self._rows):
            number = self._rows[self._passed]
            if before is not None and number >= before:
                return
            row = _Row(number, {}, 0, 0, self._waiting[number])
            self._passed += 1
            tag = name_tag(self.prefix, "row")
            cells = b"".join(self._write_cells(row, None))
            yield f'<{tag} r="{number}">'.encode("ascii") + cells + f"</{tag}>".encode("ascii")

    def _write_cells(self, row: _Row, before: int | None) -> Iterator[bytes]:
        """Yield the cells to be marked that are not there, up to a column."""
        tag = name_tag(self.prefix, "c")
        while row.pending and (before is None or row.pending[0][0] < before):
            column, severity = row.pending.pop(0)
            style = self.styles.mark(Base(self._find_style(row, column), is_new=True), severity)
            yield f'<{tag} r="{write_address(row.number, column)}" s="{style}"/>'.encode("ascii")

    def _find_style(self, row: _Row, column: int) -> int:
        """Return the style that a cell would have if it were typed into."""
        if row.attributes.get("customFormat") in _YES:
            return _whole(row.attributes.get("s"))
        return next((s for first, last, s in self._column_styles if first <= column <= last), 0)

    def _insert(self, at: int, pieces: Iterator[bytes] | list[bytes]) -> None:
        if new := b"".join(pieces):
            self.edits.insert(at, new)

    def _open_up(self, start: int, inside: int, new: bytes) -> None:
        """Put something into an element that has nothing in it."""
        tag = self.data[start:inside]
        name = tag[1:].split(None, 1)[0].rstrip(b"/>")
        self.edits.replace(start, inside, tag[:-2].rstrip() + b">" + new + b"</" + name + b">")

    def _set(self, at: int, name: str, value: str | None) -> None:
        end = end_tag_at(self.data, at)
        self.edits.replace(at, end, set_attribute(self.data[at:end], name, value))


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
