"""Edits carried over to a file as it has become, with what was chosen where both changed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from eloggraph.errors import InputError
from eloggraph.finding import Place
from eloggraph.tables.edit.align import Alignment
from eloggraph.tables.edit.conflicts import Conflicts
from eloggraph.tables.edit.editing import Editing
from eloggraph.tables.edit.making import refuse_outside
from eloggraph.tables.edit.model import AddRow, Cell, Change, RemoveRow, SetCell, SheetName, Step
from eloggraph.tables.edit.patched import CHAPTER
from eloggraph.tables.edit.patching import name_cell
from eloggraph.tables.edit.state import SheetState

Choice: TypeAlias = Literal["ours", "theirs"]
_Key: TypeAlias = tuple[SheetName, int]


def merge(editing: Editing, conflicts: Conflicts, choices: Mapping[Cell, Choice]) -> None:
    r"""Go on with files as they have become: the edits are carried over to them.

    Every step is kept and can be undone. What only the file changed holds; of what both changed,
    what was chosen.

    Parameters
    ----------
    editing
        The edits.
    conflicts
        What :func:`find_conflicts` gave.
    choices
        For the cell of each difference of ``conflicts.both`` which of the two holds.

    Raises
    ------
    InputError
        When a choice is missing, or the edit of a table or column that is gone was chosen.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from eloggraph.tables.edit.conflicts import find_conflicts
    >>> from eloggraph.tables.edit.editing import open_editing
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "actors.csv")
    ...     _ = path.write_bytes(b"id;name\na;Ohjamo\n")
    ...     with open_editing([path], Path(folder, "edits")) as editing:
    ...         _ = editing.set_cell(Cell(editing.sheets()[0], 2, 1), "Ohjaamo")
    ...         _ = path.write_bytes(b"id;name\na;Ohjaamo 1\nb;Lukio\n")
    ...         found = find_conflicts(editing)
    ...         merge(editing, found, {each.cell: "ours" for each in found.both})
    ...         editing.patched()[path]
    b'id;name\na;Ohjaamo\nb;Lukio\n'
    """
    for each in conflicts.both:
        if each.cell not in choices:
            value = name_cell(each.cell.at, each.cell.row, each.cell.column)
            place = Place(file=each.cell.at.file, sheet=each.cell.at.sheet, row=each.cell.row)
            raise InputError.tell("choice-missing", place, chapter=CHAPTER, value=value)
    carrying = _Carrying(editing, conflicts, choices)
    steps = [carrying.carry(step) for step in editing.history()]
    data = {name: source.data for name, source in conflicts.sources.items()}
    editing.merge_files(data, steps)


@dataclass(slots=True)
class _Carrying:
    """What carries changes over: where rows went, and which cells are as the file has them."""

    editing: Editing
    conflicts: Conflicts
    choices: Mapping[Cell, Choice]
    dropped: set[tuple[SheetName, int, int]] = field(default_factory=set)
    kept_rows: set[_Key] = field(default_factory=set)
    restored: dict[_Key, int] = field(default_factory=dict)
    made: set[_Key] = field(default_factory=set)

    def __post_init__(self) -> None:
        for each in self.conflicts.both:
            at, state = each.cell.at, self.editing.state(each.cell.at)
            # A row that the edits removed is named by its number in the file.
            key = each.cell.row if each.ours is None else state.key_of(each.cell.row)
            assert key is not None  # it was there when the conflicts were found
            is_ours = self.choices[each.cell] == "ours"
            if each.ours is None and not is_ours:
                self.kept_rows.add((at, key))
            elif not is_ours:
                self.dropped.add((at, key, each.cell.column))
            elif each.theirs is None:
                self._restore(at, key, each.cell.column)

    def _restore(self, at: SheetName, key: int, column: int) -> None:
        """Keep a row that the file has no longer: it comes again below the last one."""
        alignment = self.conflicts.alignments.get(at)
        if alignment is None:
            place, value = Place(file=at.file, sheet=at.sheet), at.sheet or at.file
            raise InputError.tell("sheet-outside", place, chapter=CHAPTER, value=value)
        if key in alignment.rows:  # its column is gone
            refuse_outside(Cell(at, key, column))
        if (at, key) in self.restored:
            return
        if at.sheet is None:
            taken = [each for other, each in self.restored.items() if other[0] == at]
            self.restored[at, key] = min([self.editing.new_key(at), *(n - 1 for n in taken)])
        else:
            state, last = self.editing.state(at), alignment.last
            below = max(state.last - last[0], 0)
            count = sum(other[0] == at for other in self.restored)
            self.restored[at, key] = last[1] + below + count + 1

    def carry(self, step: Step) -> Step:
        """Return a step as it is on the files as they have become."""
        pairs = [
            pair
            for change, before in zip(step.changes, step.before, strict=True)
            for pair in self._carry(change, before)
        ]
        changes, before = tuple(c for c, _ in pairs), tuple(text for _, text in pairs)
        return replace(step, changes=changes, before=before)

    def _carry(self, change: Change, before: str) -> Iterator[tuple[Change, str]]:
        at = change.at
        if at.file not in self.conflicts.sources:
            yield change, before
            return
        alignment = self.conflicts.alignments.get(at)
        if alignment is None:
            return
        state = self.editing.state(at)
        key = self._find_row(change.row, state, alignment)
        match change:
            case AddRow(after=after):
                row = change.row if at.sheet is None else key
                behind = self._find_before(after, state, alignment)
                if row is not None:
                    yield AddRow(at, row, behind), before
            case RemoveRow(row=row):
                if key is not None and (at, row) not in self.kept_rows:
                    yield RemoveRow(at, key), before
            case SetCell(row=row, column=column, new=new):
                there = alignment.column(column)
                is_theirs = (at, row) in self.kept_rows or (at, row, column) in self.dropped
                if key is None or there is None or is_theirs:
                    return
                if (at, row) in self.restored and (at, row) not in self.made:
                    self.made.add((at, row))
                    yield from ((each, "") for each in self._make(state, alignment, row, key))
                yield SetCell(at, key, there, new), before

    def _make(
        self, state: SheetState, alignment: Alignment, row: int, key: int
    ) -> Iterator[Change]:
        """Yield what makes a row again as it was when the file was opened."""
        at = state.source.at
        yield AddRow(at, key, alignment.last[1])
        for column, text in enumerate(state.source.rows[row - state.source.first]):
            there = alignment.column(column)
            if text and there is not None:
                yield SetCell(at, key, there, text)

    def _find_row(self, row: int, state: SheetState, alignment: Alignment) -> int | None:
        """Return the key that a row has now; None where it is gone."""
        at = state.source.at
        if (at, row) in self.restored:
            return self.restored[at, row]
        end = state.source.first + len(state.source.rows)
        if row < 0 or (row < end and row in alignment.rows):
            return alignment.rows.get(row, row)
        if at.sheet is None or row < alignment.last[0]:
            return None
        # Rows below the last one are below the last one.
        return row - alignment.last[0] + alignment.last[1]

    @staticmethod
    def _find_before(after: int, state: SheetState, alignment: Alignment) -> int:
        """Return the key of the row that a new one comes after: the nearest that is still there."""
        if after < 0:
            return after
        rows = (row for row in range(after, state.source.first - 1, -1) if row in alignment.rows)
        return next((alignment.rows[row] for row in rows), 0)
