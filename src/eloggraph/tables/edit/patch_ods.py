"""A workbook of the form ODS with some cells changed, and every part but its content as it was."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from eloggraph.errors import InputError
from eloggraph.finding import Place, tell
from eloggraph.tables.edit.document_cells import CELL, NUMBERS, keep_inside, write_cell
from eloggraph.tables.edit.document_rows import (
    COLUMNS,
    COVERED,
    ROWS,
    CellSpan,
    RowSpan,
    find_cell,
    find_row,
    index_tables,
    list_cells,
)
from eloggraph.tables.edit.model import SheetName
from eloggraph.tables.edit.patched import CHAPTER, Patched
from eloggraph.tables.edit.source import Source
from eloggraph.tables.edit.state import SheetState
from eloggraph.tables.edit.typed_texts import TypedText, type_text
from eloggraph.tables.formats import NumberFormat
from eloggraph.tables.read.addresses import write_address
from eloggraph.tables.read.odf_styles import StyleScan
from eloggraph.tables.read.opendocument import read_styles
from eloggraph.tables.write.marked.package import Package, refuse_faulty
from eloggraph.tables.write.marked.spans import (
    Edits,
    Element,
    UnpatchableError,
    parse,
    set_attribute,
)

_CONTENT = "content.xml"
_SIGNATURES = "META-INF/documentsignatures.xml"
_REACH = 10
# So far above and to the left a merged cell is looked for that covers another.
_MERGED = 200


class OdsPatcher:
    """What patches a workbook: what it needs to know of the workbook is read once."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._tables: dict[SheetName, _TablePatcher] = {}

    def patch(self, states: Mapping[SheetName, SheetState]) -> Patched:
        """Return the workbook with the changed cells of its tables patched.

        Raises
        ------
        InputError
            When a cell cannot be written alone.
        UnpatchableError
            When the workbook is built in a way that this does not know.
        """
        with refuse_faulty():
            return self._patch(states)

    @cached_property
    def _content(self) -> tuple[bytes, Mapping[str, Sequence[RowSpan]], StyleScan]:
        data = Package(self.source.data).read(_CONTENT)
        with zipfile.ZipFile(io.BytesIO(self.source.data)) as archive:
            return data, index_tables(data), read_styles(archive)

    def _patch(self, states: Mapping[SheetName, SheetState]) -> Patched:
        package, (data, tables, styles) = Package(self.source.data), self._content
        edits, typed = Edits(), dict[tuple[SheetName, int, int], str]()
        for at, state in sorted(states.items()):
            if at not in self._tables:
                self._tables[at] = _TablePatcher(data, tables[at.sheet or ""], styles)
            written = self._tables[at].patch(state, edits)
            typed |= {(at, *cell): text for cell, text in written.items()}
        package.put(_CONTENT, edits.apply(data))
        place, notices = Place(file=self.source.path.name), []
        if package.has(_SIGNATURES):
            notices.append(tell("copy-unsigned", "warning", place, chapter=CHAPTER))
        if b"table:formula=" in data:
            notices.append(tell("copy-not-computed", "info", place, chapter=CHAPTER))
        return Patched(write=package.write, typed=typed, notices=tuple(notices))


@dataclass(frozen=True, slots=True)
class _Written:
    """What stands for a row, or for some that are equal, for these texts in them."""

    texts: Mapping[int, tuple[Mapping[int, str], int | None]]
    data: bytes
    typed: Mapping[tuple[int, int], str]


class _TablePatcher:
    """What writes cells of a table anew; a row that has not changed since is not written again."""

    def __init__(self, data: bytes, rows: Sequence[RowSpan], styles: StyleScan) -> None:
        self.data, self.rows, self.styles = data, rows, styles
        self.is_extended = b"xmlns:calcext=" in data
        self.at, self.header = SheetName(""), 0
        self.cells: Mapping[int, Mapping[int, str]] = {}
        self.like: Mapping[int, int] = {}
        self.typed: dict[tuple[int, int], str] = {}
        self._parsed: dict[int, tuple[bytes, Element, list[CellSpan]]] = {}
        self._written: dict[RowSpan | None, _Written] = {}

    def patch(self, state: SheetState, edits: Edits) -> Mapping[tuple[int, int], str]:
        """Put the changes of the table to those of the document.

        Return the texts of the cells that hold dates or numbers, by row and column.
        """
        self.at, self.header = state.source.at, state.source.header or 0
        self.cells = state.cells
        self.like = {row: after for row, after in state.added.items() if row <= state.last}
        by_span: dict[RowSpan | None, list[int]] = {}
        for row in sorted({*self.cells, *self.like}):
            by_span.setdefault(find_row(self.rows, row), []).append(row)
        typed: dict[tuple[int, int], str] = {}
        for span, numbers in by_span.items():
            written = self._write_span(span, numbers)
            typed |= written.typed
            if span is not None:
                edits.replace(span.start, span.end, written.data)
            elif self.rows:
                edits.insert(self.rows[-1].end, written.data)
            else:
                raise UnpatchableError("table:table-row")
        return typed

    def _write_span(self, span: RowSpan | None, numbers: Sequence[int]) -> _Written:
        texts = {row: (dict(self.cells.get(row, {})), self.like.get(row)) for row in numbers}
        known = self._written.get(span)
        if known is None or known.texts != texts:
            self.typed = {}
            pieces = self._append(numbers) if span is None else self._split(span, numbers)
            known = _Written(texts, b"".join(pieces if self.rows else ()), self.typed)
            self._written[span] = known
        return known

    def _row(self, span: RowSpan) -> tuple[bytes, Element, list[CellSpan]]:
        if span.start not in self._parsed:
            written = self.data[span.start : span.end]
            root = parse(written)
            self._parsed[span.start] = written, root, list(list_cells(root))
        return self._parsed[span.start]

    def _split(self, span: RowSpan, numbers: Sequence[int]) -> Iterator[bytes]:
        """Yield a row that stands for several as those before, at and after some of them."""
        written, root, cells = self._row(span)
        at = span.number
        for number in numbers:
            if number > at:
                yield _repeat(written, root, ROWS, number - at)
            yield self._change(number, _repeat(written, root, ROWS, 1), cells)
            at = number + 1
        if at < span.number + span.count:
            yield _repeat(written, root, ROWS, span.number + span.count - at)

    def _append(self, numbers: Sequence[int]) -> Iterator[bytes]:
        at = self.rows[-1].number + self.rows[-1].count
        for number in numbers:
            if number > at:
                gap = f'<table:table-row {ROWS}="{number - at}">'.encode()
                yield gap + CELL + b"</table:table-row>"
            like = find_row(self.rows, self.like.get(number, 0))
            tag = b"<table:table-row>"
            if like is not None and (
                style := self._row(like)[1].attributes.get("table:style-name")
            ):
                tag = set_attribute(tag, "table:style-name", style)
            yield self._change(number, tag + b"</table:table-row>", [])
            at = number + 1

    def _change(self, number: int, written: bytes, cells: list[CellSpan]) -> bytes:
        """Return one row with its changed cells; ``cells`` are those of the row as it was."""
        root, edits = parse(written), Edits()
        wanted = {
            **dict.fromkeys(self._template(number, cells), ""),
            **self.cells.get(number, {}),
        }
        spans = list(list_cells(root))
        end = spans[-1].column + spans[-1].count if spans else 0
        for span in spans:
            columns = sorted(c for c in wanted if span.column <= c < span.column + span.count)
            if columns:
                pieces = self._split_cell(number, span, written, columns, wanted)
                edits.replace(span.element.start, span.element.end, b"".join(pieces))
        after = list[bytes]()
        for column in sorted(column for column in wanted if column >= end):
            if column > end:
                after.append(f'<table:table-cell {COLUMNS}="{column - end}"/>'.encode())
            after.append(self._write(number, column, wanted[column], None, b""))
            end = column + 1
        if after:
            edits.append(written, root, b"".join(after))
        return edits.apply(written)

    def _split_cell(
        self,
        number: int,
        span: CellSpan,
        written: bytes,
        columns: Sequence[int],
        wanted: Mapping[int, str],
    ) -> Iterator[bytes]:
        element, at = span.element, span.column
        own = written[element.start : element.end]
        alone = parse(own)
        for column in columns:
            if column > at:
                yield _repeat(own, alone, COLUMNS, column - at)
            yield self._write(number, column, wanted[column], alone, own)
            at = column + 1
        if at < span.column + span.count:
            yield _repeat(own, alone, COLUMNS, span.column + span.count - at)

    def _template(self, number: int, cells: Sequence[CellSpan]) -> set[int]:
        """Return the columns in which a row that was added has cells with formats."""
        found = find_row(self.rows, self.like.get(number, 0))
        known = self._row(found)[2] if found else ()
        filled = (c for c in known if "table:style-name" in c.element.attributes and c.count < 99)
        columns = {column for c in filled for column in range(c.column, c.column + c.count)}
        styled = {
            column
            for column in columns
            if (c := find_cell(cells, column)) and "table:style-name" in c.element.attributes
        }
        return columns - styled

    def _write(
        self, row: int, column: int, text: str, old: Element | None, written: bytes
    ) -> bytes:
        above = self._find_above(row, column)
        tag, kept, attributes = CELL, b"", dict[str, str]()
        if old is not None:
            if old.name == COVERED and text:
                self._refuse("cell-merged", row, column, first=self._find_first(row, column))
            self._refuse_matrix(row, column, old)
            tag, kept, attributes = written[: old.inside], keep_inside(old, written), old.attributes
        style = attributes.get("table:style-name", "")
        is_below = row > self.header
        is_bare = "office:value-type" not in attributes and "table:formula" not in attributes
        if not style and above is not None and is_below and is_bare:
            style = above.attributes.get("table:style-name", "")
            tag = set_attribute(tag, "table:style-name", style) if style else tag
        was = attributes.get("office:value-type", "")
        if not was and above is not None and is_below:
            was = above.attributes.get("office:value-type", "")
        format_ = self._find_format(style, was)
        typed: TypedText | None = None
        if text:
            typed = type_text(text, format_, was_number=was in NUMBERS)
        if typed is not None:
            self.typed[row, column] = typed.shown
        return write_cell(tag, kept, text, typed, format_, was=was, is_extended=self.is_extended)

    def _find_format(self, style: str, was: str) -> NumberFormat | None:
        """Return the format of a cell: that of its style, or of the type of value that it had."""
        found = self.styles.look(style)
        if was in ("date", "time", "percentage"):
            # What is read from a cell goes by its type of value, and then by its style.
            return self.styles.find(style, was)
        return found if found is not None and found.kind in ("date", "percent") else None

    def _find_above(self, row: int, column: int) -> Element | None:
        """Return the nearest cell above one that holds something, below the header."""
        header, like = self.header, self.like.get(row)
        for each in [like] if like else range(row - 1, max(row - 1 - _REACH, header), -1):
            span = find_row(self.rows, each) if each > header else None
            cell = find_cell(self._row(span)[2], column) if span else None
            if cell and (like or "office:value-type" in cell.element.attributes):
                return cell.element
        return None

    def _refuse_matrix(self, row: int, column: int, old: Element) -> None:
        sizes = (
            old.attributes.get(f"table:number-matrix-{way}-spanned") for way in ("rows", "columns")
        )
        if any(size not in (None, "1") for size in sizes):
            self._refuse("cell-of-formula", row, column)

    def _find_first(self, row: int, column: int) -> str:
        """Return the address of the merged cell that covers another."""
        for above in range(row, max(row - _MERGED, 0), -1):
            span = find_row(self.rows, above)
            for left in range(column, max(column - _MERGED, -1), -1):
                cell = find_cell(self._row(span)[2], left) if span else None
                said = cell.element.attributes if cell else {}
                down = int(said.get("table:number-rows-spanned", 1))
                across = int(said.get("table:number-columns-spanned", 1))
                if down * across > 1 and above + down > row and left + across > column:
                    return write_address(above, left)
        return "?"

    def _refuse(self, code: str, row: int, column: int, **values: object) -> None:
        place = Place(file=self.at.file, sheet=self.at.sheet, row=row)
        value = write_address(row, column)
        raise InputError.tell(code, place, chapter=CHAPTER, value=value, **values)


def _repeat(written: bytes, element: Element, name: str, count: int) -> bytes:
    """Return a row or a cell that stands for so many."""
    tag = set_attribute(written[: element.inside], name, str(count) if count > 1 else None)
    return tag + written[element.inside :]
