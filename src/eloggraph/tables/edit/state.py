"""A table as the edits have it: which rows there are, in which order, and the changed cells."""

from __future__ import annotations

from eloggraph.tables.edit.model import AddRow, Change, RemoveRow, SetCell
from eloggraph.tables.edit.source import SourceSheet

# What a workbook holds: ECMA-376.
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384


class SheetState:
    """A table with the changes made to it.

    A row is known by its key, whatever rows come and go: its number in the file, or a negative
    number where it was added. In a sheet of a workbook rows have no order of their own: a row that
    was added is the one of its number.
    """

    def __init__(self, source: SourceSheet) -> None:
        self.source = source
        self.is_sheet = source.at.sheet is not None
        self._order: list[int] | None = None
        self._there: set[int] = set()
        # The changed texts by row and column.
        self.cells: dict[int, dict[int, str]] = {}
        self.added: dict[int, int] = {}
        self._last = source.first + len(source.rows) - 1
        # The number of its columns.
        self.wide = max(map(len, source.rows), default=0)

    @property
    def order(self) -> list[int] | None:
        """The keys of the rows in order, where that is another one than in the file."""
        return self._order

    @property
    def is_changed(self) -> bool:
        """Whether the table says anything else than the file."""
        return bool(self.cells) or self._order is not None

    @property
    def last(self) -> int:
        """The number of the last row."""
        if self._order is not None:
            return self.source.first + len(self._order) - 1
        return self._last

    def key_of(self, row: int) -> int | None:
        """Return the key of a row by its number; None where there is no such row."""
        if self._order is not None:
            index = row - self.source.first
            return self._order[index] if 0 <= index < len(self._order) else None
        highest = MOST_ROWS if self.is_sheet else self._last
        return row if self.source.first <= row <= highest else None

    def row_of(self, key: int) -> int | None:
        """Return the number of a row by its key; None where it has gone."""
        if not self.has(key):
            return None
        return key if self._order is None else self.source.first + self._order.index(key)

    def has(self, key: int) -> bool:
        """Tell whether there is a row of a key."""
        return self.key_of(key) is not None if self._order is None else key in self._there

    def text(self, key: int, column: int) -> str:
        """Return the text of a cell."""
        changed = self.cells.get(key, {}).get(column)
        return self.original(key, column) if changed is None else changed

    def original(self, key: int, column: int) -> str:
        """Return the text that a cell has in the file."""
        index = key - self.source.first
        if not 0 <= index < len(self.source.rows):
            return ""
        row = self.source.rows[index]
        return row[column] if column < len(row) else ""

    def row(self, key: int) -> list[str]:
        """Return the texts of a row."""
        index = key - self.source.first
        known = 0 <= index < len(self.source.rows)
        texts = list(self.source.rows[index]) if known else []
        for column, text in self.cells.get(key, {}).items():
            texts += [""] * (column + 1 - len(texts))
            texts[column] = text
        return texts

    def list_keys(self) -> list[int]:
        """Return the keys of all rows in order."""
        if self._order is not None:
            return list(self._order)
        return list(range(self.source.first, self._last + 1))

    def apply(self, change: Change) -> None:
        """Make a change; one of a row that is not there does nothing."""
        match change:
            case SetCell(row=key):
                if self.has(key):
                    self._set(change)
            case AddRow(row=key, after=after):
                if key in self.added:
                    return
                self.added[key] = after
                if self.is_sheet:
                    self._last = max(self._last, key)
                    return
                order = self._reorder()
                order.insert(order.index(after) + 1 if after in self._there else 0, key)
                self._there.add(key)
            case RemoveRow(row=key):
                if self.has(key) and not self.is_sheet:
                    self._reorder().remove(key)
                    self._there.remove(key)
                    self.cells.pop(key, None)

    def _set(self, change: SetCell) -> None:
        changed = self.cells.setdefault(change.row, {})
        if change.new == self.original(change.row, change.column):
            changed.pop(change.column, None)
        else:
            changed[change.column] = change.new
        if not changed:
            del self.cells[change.row]
        self.wide = max(self.wide, change.column + 1)
        if self.is_sheet:
            self._last = max(self._last, change.row)

    def _reorder(self) -> list[int]:
        """Return the order of the rows, to be changed."""
        if self._order is None:
            self._order = self.list_keys()
            self._there = set(self._order)
        return self._order

    def last_filled(self) -> int:
        """Return the key of the last row that says something, or nought."""
        for key in reversed(self.list_keys()):
            if any(text.strip() for text in self.row(key)):
                return key
        return 0

    def last_key(self) -> int:
        """Return the key of the last row, or nought."""
        keys = self.list_keys()
        return keys[-1] if keys else 0
