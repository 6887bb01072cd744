"""A CSV file with some cells changed and every other byte as it was.

Separator, quotation marks, encoding, byte order mark and line ends are the file's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eloggraph.tables.edit.texts import cut_empty
from eloggraph.tables.read.decode import decode
from eloggraph.tables.write.marked.spans import UnpatchableError

_END = re.compile(r"\r\n|\r|\n")
# Quoted are also the separators of other dialects and what begins a line of no table.
_QUOTED = re.compile(r'[",;\t\r\n]|^sep=|^\s|\s$|^(?:<{7}|>{7}|={7})')
_UTF_8_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class PatchedCsv:
    """A patched file; ``was_encoding`` is that of before where it could not hold what was typed."""

    data: bytes
    was_encoding: str | None = None


class CsvText:
    """The text of a CSV file with the places of its records and cells.

    Raises
    ------
    UnpatchableError
        When it cannot be decoded and encoded again without a change.
    """

    def __init__(self, data: bytes, separator: str, start: int, first_row: int) -> None:
        decoded = decode(data)
        if decoded.text is None:
            raise UnpatchableError(decoded.encoding)
        self.text, self.encoding = decoded.text, decoded.encoding
        body = self.text.encode(self.encoding)
        if not data.endswith(body):
            raise UnpatchableError(self.encoding)
        self.mark = data[: len(data) - len(body)]
        self.separator, self.start, self.first_row = separator, start, first_row
        one = re.escape(separator)
        self._field = re.compile(rf'("[^"]*(?:""[^"]*)*"|[^{one}\r\n]*)({one}|\r\n|\r|\n|\Z)')
        self.starts = list(self._find_starts())
        ends = _END.search(self.text, start)
        self.line_end = ends[0] if ends else "\r\n"

    def _find_starts(self) -> Iterator[int]:
        """Yield where each record begins, and where the last one ends."""
        at, text = self.start, self.text
        is_plain = '"' not in text
        while at < len(text):
            yield at
            if is_plain:
                found = _END.search(text, at)
                at = found.end() if found else len(text)
                continue
            while (field := self._match(at))[2] == self.separator:
                at = field.end()
            at = field.end()
        yield len(text)

    def _match(self, at: int) -> re.Match[str]:
        found = self._field.match(self.text, at)
        if found is None:
            raise UnpatchableError(f"row {self.first_row + len(getattr(self, 'starts', ()))}")
        return found

    def __len__(self) -> int:
        """Return how many records there are."""
        return len(self.starts) - 1

    def fields(self, record: int) -> list[re.Match[str]]:
        """Return the cells of a record as written, each with what ends it."""
        at, found = self.starts[record], list[re.Match[str]]()
        while True:
            field = self._match(at)
            found.append(field)
            at = field.end()
            if field[2] != self.separator:
                return found


def read_cell(raw: str) -> str:
    """Return what a cell says that is written so.

    >>> read_cell('"a;""b"" c"'), read_cell("a")
    ('a;"b" c', 'a')
    """
    return raw[1:-1].replace('""', '"') if raw.startswith('"') else raw


def write_cell(text: str, separator: str, *, is_quoted: bool = False) -> str:
    """Return how a text is written.

    >>> write_cell("a|b", "|"), write_cell("a", ";"), write_cell("a", ";", is_quoted=True)
    ('"a|b"', 'a', '"a"')
    """
    if is_quoted or separator in text or _QUOTED.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def patch_csv(
    source: CsvText,
    cells: Mapping[int, Mapping[int, str]],
    order: Sequence[int] | None,
    known: Mapping[int, Sequence[str]],
) -> PatchedCsv:
    """Return the bytes of a CSV file with cells changed, rows added and rows removed.

    Parameters
    ----------
    source
        The file as it was.
    cells
        The changed texts by row and column; a row below nought is one that was added.
    order
        The rows in their order, where some were added or removed.
    known
        What the rows with changes said, as the tables are read.

    Raises
    ------
    UnpatchableError
        When a row is not written as it was read.
    """
    first = source.first_row
    for row, said in known.items():
        written = [read_cell(field[1]) for field in source.fields(row - first)]
        if cut_empty(written) != cut_empty(said):
            raise UnpatchableError(str(row))
    text = source.text
    pieces = [text[: source.start]]
    if order is None:
        at = source.start
        for row in sorted(cells):
            start, end = source.starts[row - first], source.starts[row - first + 1]
            pieces += (text[at:start], _change(source, row - first, cells[row]))
            at = end
        pieces.append(text[at:])
    else:
        pieces += _write_order(source, cells, order)
    patched = "".join(pieces)
    try:
        return PatchedCsv(data=source.mark + patched.encode(source.encoding))
    except UnicodeEncodeError:
        data = _UTF_8_MARK + patched.encode("utf-8", "replace")
        return PatchedCsv(data=data, was_encoding=source.encoding)


def _write_order(
    source: CsvText, cells: Mapping[int, Mapping[int, str]], order: Sequence[int]
) -> Iterator[str]:
    """Yield the rows in an order, those that stay as they are in one piece."""
    first, text, is_ended = source.first_row, source.text, True
    index = 0
    while index < len(order):
        row = order[index]
        if row < 0:
            piece = _make(source, cells.get(row, {}), _find_like(source, order, index))
            index += 1
        elif row in cells:
            piece = _change(source, row - first, cells[row])
            index += 1
        else:
            run = index + 1
            while run < len(order) and order[run] == order[run - 1] + 1 and order[run] not in cells:
                run += 1
            piece = text[source.starts[row - first] : source.starts[order[run - 1] - first + 1]]
            index = run
        # Only the last row of a file may be without an end.
        yield piece if is_ended else source.line_end + piece
        is_ended = piece.endswith(("\r", "\n"))


def _find_like(source: CsvText, order: Sequence[int], index: int) -> int | None:
    """Return the record that a new row is written like: the one before it in the file."""
    before = next((row for row in reversed(order[:index]) if row > 0), None)
    return None if before is None else before - source.first_row


def _change(source: CsvText, record: int, changes: Mapping[int, str]) -> str:
    fields = source.fields(record)
    written = [field[1] for field in fields]
    all_quoted = _are_quoted(written)
    for column, text in changes.items():
        while len(written) <= column:
            written.append("")
        is_quoted = written[column].startswith('"') or (all_quoted and bool(text))
        if text != read_cell(written[column]):
            written[column] = write_cell(text, source.separator, is_quoted=is_quoted)
    if written == [""] and fields[0][1]:
        written = ['""']  # a row of one empty cell would be a blank line
    return source.separator.join(written) + fields[-1][2]


def _are_quoted(written: Sequence[str]) -> bool:
    """Tell whether all cells are quoted that hold anything."""
    filled = [raw for raw in written if raw]
    return bool(filled) and all(raw.startswith('"') for raw in filled)


def _make(source: CsvText, said: Mapping[int, str], like: int | None) -> str:
    model = [field[1] for field in source.fields(like)] if like is not None else []
    width = max([len(model), *(column + 1 for column in said)])
    all_quoted = _are_quoted(model)
    written = [
        write_cell(text, source.separator, is_quoted=all_quoted and bool(text))
        for text in (said.get(column, "") for column in range(width))
    ]
    row = source.separator.join(written) or '""'
    return row + source.line_end
