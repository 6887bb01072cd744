"""What a person does to a table, as changes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn, TypeAlias

from eloggraph.errors import InputError
from eloggraph.finding import Place
from eloggraph.tables.edit.model import AddRow, Cell, Change, RemoveRow, SetCell
from eloggraph.tables.edit.patched import CHAPTER
from eloggraph.tables.edit.patching import name_cell
from eloggraph.tables.edit.state import MOST_COLUMNS, MOST_ROWS, SheetState
from eloggraph.tables.edit.texts import clean_text

Block: TypeAlias = Sequence[Sequence[str]]


def make_paste(state: SheetState, cell: Cell, block: Block, new: int) -> list[Change]:
    """Return the changes that put a block of texts into a table.

    ``new`` is the key of the first row that has to be added, the next one is below it.

    Raises
    ------
    InputError
        When it does not fit the table.
    """
    at, first, last = state.source.at, state.source.first, cell.row + len(block) - 1
    changes = list[Change]()
    if not first <= cell.row <= state.last + 1 and not (state.is_sheet and cell.row > 0):
        refuse_outside(cell)
    if last > MOST_ROWS and state.is_sheet:
        refuse_outside(Cell(at, last, cell.column))
    keys = [key for row in range(cell.row, last + 1) if (key := state.key_of(row)) is not None]
    while len(keys) < len(block):
        changes.append(AddRow(at, new, keys[-1] if keys else state.last_key()))
        keys.append(new)
        new -= 1
    for key, texts in zip(keys, block, strict=True):
        if cell.column < 0 or cell.column + len(texts) > MOST_COLUMNS:
            refuse_outside(Cell(at, cell.row, cell.column + len(texts) - 1))
        for column, text in enumerate(texts, cell.column):
            cleaned = clean_text(text, at)
            if cleaned != state.text(key, column):
                changes.append(SetCell(at, key, column, cleaned))
    return changes


def make_row(state: SheetState, texts: Sequence[str], after: int | None, new: int) -> list[Change]:
    """Return the changes that add a row: below another one, or below the last that says something.

    Raises
    ------
    InputError
        When there is no such row, or a workbook cannot have one below it.
    """
    at, last = state.source.at, state.last_filled()
    key = last if after is None else state.key_of(after)
    if state.is_sheet:
        if after is not None and after != last:
            place = Place(file=at.file, sheet=at.sheet, row=after)
            raise InputError.tell("row-between", place, chapter=CHAPTER)
        new = last + 1
    elif key is None:
        refuse_outside(Cell(at, after or 0, 0))
    said = [(column, clean_text(text, at)) for column, text in enumerate(texts)]
    sets = [SetCell(at, new, column, text) for column, text in said if text]
    return [AddRow(at, new, key or 0), *sets]


def make_removal(state: SheetState, row: int) -> list[Change]:
    """Return the changes that remove a row, or in a workbook make it an empty one.

    Raises
    ------
    InputError
        When there is no such row.
    """
    at, key = state.source.at, state.key_of(row)
    if key is None:
        refuse_outside(Cell(at, row, 0))
    if not state.is_sheet:
        return [RemoveRow(at, key)]
    texts = enumerate(state.row(key))
    return [SetCell(at, key, column, "") for column, text in texts if text]


def refuse_outside(cell: Cell) -> NoReturn:
    """Refuse a cell that a table does not have."""
    place = Place(file=cell.at.file, sheet=cell.at.sheet, row=cell.row)
    value = name_cell(cell.at, cell.row, max(cell.column, 0))
    raise InputError.tell("cell-outside", place, chapter=CHAPTER, value=value)
