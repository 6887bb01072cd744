"""Cells of an XLSX sheet written anew: everything else in its XML stays, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from eloggraph.tables.edit.sheet_rows import (
    RowIndex,
    holds_anything,
    holds_number,
    index_rows,
)
from eloggraph.tables.edit.typed_texts import TypedText, type_text
from eloggraph.tables.edit.written_rows import WrittenRow
from eloggraph.tables.formats import NumberFormat
from eloggraph.tables.read.addresses import number_column, write_address
from eloggraph.tables.write.marked.spans import (
    Edits,
    Element,
    end_tag_at,
    escape,
    name_tag,
    prefix_tags,
    set_attribute,
)

_COLUMN = re.compile(rb"<(?:[\w.-]+:)?col\s[^>]*>")
_ATTRIBUTE = re.compile(rb"""\s(min|max|style)\s*=\s*["']([0-9]+)["']""")
_DIMENSION = re.compile(
    rb"""<(?:[\w.-]+:)?dimension\s[^>]*?ref\s*=\s*["']([A-Z]+)([0-9]+)(?::([A-Z]+)([0-9]+))?["']"""
)
_SPANS = re.compile(r"([0-9]+):([0-9]+)")
_YES = ("1", "true")
# So far above an empty cell it is looked for what its column holds.
_REACH = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPatch:
    """A sheet with its cells changed.

    ``typed`` are the texts that cells are read with which hold a number now, by row and column,
    ``formulas`` the cells that held a formula, and ``shared`` the numbers of the texts in the list
    of the workbook that cells no longer have.
    """

    data: bytes = field(repr=False)
    typed: Mapping[tuple[int, int], str]
    formulas: frozenset[tuple[int, int]]
    shared: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Written:
    """A row as it was written, for these texts and with the formats of this other row."""

    texts: Mapping[int, str]
    like: int | None
    data: bytes
    typed: Mapping[int, str]
    formulas: frozenset[int]
    shared: tuple[int, ...]


class SheetPatcher:
    """What writes cells of a sheet anew; a row that has not changed since is not written again.

    Parameters
    ----------
    data
        The XML of the sheet.
    formats
        The number formats of the styles of the workbook.
    header
        The row with the headers: no cell takes its format from there.
    from_1904
        Whether days count from 1904.

    Raises
    ------
    UnpatchableError
        When the sheet is built in a way that this does not know.
    """

    def __init__(
        self,
        data: bytes,
        formats: Sequence[NumberFormat],
        *,
        header: int = 0,
        from_1904: bool = False,
    ) -> None:
        self.index: RowIndex = index_rows(data)
        self.formats, self.header, self.from_1904 = formats, header, from_1904
        self._parsed: dict[int, WrittenRow | None] = {}
        self._columns = _read_columns(data)
        self._written: dict[int, _Written] = {}
        self.cells: Mapping[int, Mapping[int, str]] = {}
        self.like: Mapping[int, int] = {}
        self._typed: dict[int, str] = {}
        self._formulas: set[int] = set()
        self._shared: list[int] = []

    def patch(self, cells: Mapping[int, Mapping[int, str]], like: Mapping[int, int]) -> SheetPatch:
        """Return the XML of the sheet with other texts in some cells.

        Parameters
        ----------
        cells
            The new texts by row, counted from one, and column, from nought.
        like
            For a row that was added the one whose formats it takes over.
        """
        self.cells, self.like = cells, like
        index, edits, data = self.index, Edits(), self.index.data
        rows = {row: self._write_row(row) for row in sorted({*cells, *like})}
        new: list[bytes] = []
        for row, written in rows.items():
            span = index.find(row)
            if span is not None:
                edits.replace(*span, written.data)
            elif index.is_empty:
                new.append(written.data)
            elif written.data:
                edits.insert(index.place(row), written.data)
        if made := b"".join(new):
            tag = data[index.first : index.last]
            name = tag[1:].split(None, 1)[0].rstrip(b"/>")
            opened = tag[:-2].rstrip() + b">"
            edits.replace(index.first, index.last, opened + made + b"</" + name + b">")
        self._widen(edits)
        return SheetPatch(
            data=edits.apply(data),
            typed={(r, c): text for r, done in rows.items() for c, text in done.typed.items()},
            formulas=frozenset((r, c) for r, done in rows.items() for c in done.formulas),
            shared=tuple(number for done in rows.values() for number in done.shared),
        )

    def _write_row(self, row: int) -> _Written:
        texts, like = self.cells.get(row, {}), self.like.get(row)
        known = self._written.get(row)
        if known is None or known.like != like or known.texts != texts:
            self._typed, self._formulas, self._shared = {}, set(), []
            span = self.index.find(row)
            if span is not None:
                data = self._change_row(row, self.index.data[span[0] : span[1]])
            else:
                data = self._make_row(row)
            formulas, shared = frozenset(self._formulas), tuple(self._shared)
            known = _Written(dict(texts), like, data, self._typed, formulas, shared)
            self._written[row] = known
        return known

    def _row(self, row: int) -> WrittenRow | None:
        """Return a row as it was written."""
        if row not in self._parsed:
            span = self.index.find(row)
            self._parsed[row] = (
                WrittenRow(self.index.data[span[0] : span[1]], row) if span else None
            )
        return self._parsed[row]

    def _change_row(self, row: int, written: bytes) -> bytes:
        found = self._row(row)
        assert found is not None  # it is written
        edits, after = Edits(), list[bytes]()
        made = self._template(row) - {*found.columns} if row in self.like else set[int]()
        wanted = {**dict.fromkeys(made, ""), **self.cells.get(row, {})}
        for column, text in sorted(wanted.items()):
            old = found.cell(column)
            new = self._write(row, column, text, old, written)
            if old is not None:
                edits.replace(old.start, old.end, new)
                continue
            later = next((each for each in found.columns if each > column), None)
            if later is not None and (cell := found.cell(later)) is not None:
                edits.insert(cell.start, new)
            else:
                after.append(new)
        if joined := b"".join(after):
            edits.append(written, found.root, joined)
        spans = _SPANS.fullmatch(found.root.attributes.get("spans", ""))
        if spans is None or not wanted:
            return edits.apply(written)
        fits = int(spans[1]) <= min(wanted) + 1 and max(wanted) + 1 <= int(spans[2])
        return edits.apply(written) if fits else _drop_spans(edits.apply(written))

    def _make_row(self, row: int) -> bytes:
        wanted = {**dict.fromkeys(self._template(row), ""), **self.cells.get(row, {})}
        cells = [
            self._write(row, column, text, None, b"") for column, text in sorted(wanted.items())
        ]
        tag = name_tag(self.index.prefix, "row")
        made = b"".join(cells)
        if not made:
            return b""
        return f'<{tag} r="{row}">'.encode() + made + f"</{tag}>".encode()

    def _template(self, row: int) -> set[int]:
        """Return the columns in which a row that was added has cells with formats."""
        found = self._row(self.like.get(row, 0))
        cells = {column: found.cell(column) for column in found.columns} if found else {}
        return {c for c, cell in cells.items() if cell and cell.attributes.get("s", "0") != "0"}

    def _write(
        self, row: int, column: int, text: str, old: Element | None, written: bytes
    ) -> bytes:
        """Return a cell with a text; of the old one its format stays."""
        address = write_address(row, column)
        if old is None:
            style = self._find_style(row, column)
            named = f' s="{style}"' if style else ""
            tag = f'<{name_tag(self.index.prefix, "c")} r="{address}"{named}/>'.encode("ascii")
        else:
            style = _whole(old.attributes.get("s"))
            tag = written[old.start : old.inside]
            for name in ("t", "cm", "vm"):
                if name in old.attributes:
                    tag = set_attribute(tag, name, None)
            if old.find("f") is not None:
                self._formulas.add(column)
            value = old.find("v")
            if old.attributes.get("t") == "s" and value is not None:
                self._shared.append(_whole(value.text.strip()))
        typed = self._type(row, column, text, style, old) if text else None
        if typed is not None:
            self._typed[column] = typed.shown
            return self._fill(tag, f"<v>{typed.value}</v>")
        if not text:
            return tag if tag.endswith(b"/>") else self._fill(tag, "")
        space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
        tag = set_attribute(tag, "t", "inlineStr")
        return self._fill(tag, f"<is><t{space}>{escape(text)}</t></is>")

    def _fill(self, tag: bytes, content: str) -> bytes:
        opened = tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag
        inner = prefix_tags(content, self.index.prefix)
        return opened + inner.encode("ascii") + f"</{name_tag(self.index.prefix, 'c')}>".encode()

    def _type(
        self, row: int, column: int, text: str, style: int, old: Element | None
    ) -> TypedText | None:
        """Return the number that a cell is to hold, if it is to hold one."""
        format_ = self.formats[style] if style < len(self.formats) else None
        was_number = old is not None and holds_number(old)
        if not was_number and (old is None or not holds_anything(old)):
            # An empty cell is what the ones above it are.
            above = self._find_above(row, column)
            was_number = above is not None and holds_number(above)
        return type_text(text, format_, was_number=was_number, from_1904=self.from_1904)

    def _find_style(self, row: int, column: int) -> int:
        """Return the style of a cell that is not written: of its row, column, or from above."""
        found = self._row(row)
        if found and found.root.attributes.get("customFormat") in _YES:
            return _whole(found.root.attributes.get("s"))
        style = next((s for first, last, s in self._columns if first <= column <= last), 0)
        if style or row <= self.header:
            return style
        above = self._find_above(row, column)
        return _whole(above.attributes.get("s")) if above is not None else 0

    def _find_above(self, row: int, column: int) -> Element | None:
        """Return the nearest cell above one that holds something, below the header."""
        like = self.like.get(row)
        above = [like] if like else range(row - 1, max(row - 1 - _REACH, self.header), -1)
        for each in above:
            found = self._row(each) if each > self.header else None
            cell = found.cell(column) if found else None
            if cell is not None and (like or holds_anything(cell)):
                return cell
        return None

    def _widen(self, edits: Edits) -> None:
        """Let the sheet say that it reaches as far as its new cells do."""
        found = _DIMENSION.search(self.index.data, 0, self.index.first)
        filled = [(row, column) for row, texts in self.cells.items() for column in texts]
        if found is None or not filled:
            return
        left, top = number_column(found[1].decode()) - 1, int(found[2])
        right = number_column((found[3] or found[1]).decode()) - 1
        bottom = int(found[4] or found[2])
        rows, columns = [row for row, _ in filled], [column for _, column in filled]
        reach = (min(left, *columns), min(top, *rows), max(right, *columns), max(bottom, *rows))
        if reach != (left, top, right, bottom):
            first, last = write_address(reach[1], reach[0]), write_address(reach[3], reach[2])
            edits.replace(found.start(1), found.end() - 1, f"{first}:{last}".encode("ascii"))


def _read_columns(data: bytes) -> list[tuple[int, int, int]]:
    """Return first and last column and style of the columns that have one."""
    found = []
    for column in _COLUMN.finditer(data, 0, max(data.find(b"sheetData"), 0)):
        said = {name.decode(): int(value) for name, value in _ATTRIBUTE.findall(column[0])}
        if said.keys() >= {"min", "max", "style"}:
            found.append((said["min"] - 1, said["max"] - 1, said["style"]))
    return found


def _drop_spans(row: bytes) -> bytes:
    end = end_tag_at(row, 0)
    return set_attribute(row[:end], "spans", None) + row[end:]


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
