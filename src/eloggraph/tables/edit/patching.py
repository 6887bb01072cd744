"""A file with the edits in it: its bytes as a copy is saved, and what is to be read from them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest

from eloggraph.errors import InputError
from eloggraph.finding import Place, tell
from eloggraph.tables.edit.model import SheetName
from eloggraph.tables.edit.patch_csv import patch_csv
from eloggraph.tables.edit.patched import CHAPTER, Patched
from eloggraph.tables.edit.source import Source
from eloggraph.tables.edit.state import SheetState
from eloggraph.tables.read.addresses import write_address
from eloggraph.tables.write.marked.spans import UnpatchableError

States = Mapping[SheetName, SheetState]


def patch_source(source: Source, states: States) -> Patched:
    """Return a file with the changed cells of its tables patched.

    Raises
    ------
    InputError
        When the file cannot take the change.
    """
    changed = {at: state for at, state in states.items() if state.is_changed}
    if not changed:
        return Patched(data=source.data)
    try:
        if source.separator is not None:
            return _patch_csv(source, next(iter(changed.values())))
        if source.path.suffix.lower() == ".ods":
            from eloggraph.tables.edit.patch_ods import patch_ods

            return patch_ods(source, changed)
        from eloggraph.tables.edit.patch_xlsx import patch_xlsx

        return patch_xlsx(source, changed)
    except UnpatchableError as error:
        place = Place(file=source.path.name)
        raise InputError.tell(
            "file-unpatchable", place, chapter=CHAPTER, reason=str(error)
        ) from error


def _patch_csv(source: Source, state: SheetState) -> Patched:
    sheet = state.source
    known = {row: sheet.rows[row - sheet.first] for row in state.cells if row > 0}
    done = patch_csv(source.text, state.cells, state.order, known)
    notices = []
    if done.was_encoding:
        place = Place(file=source.path.name)
        value = done.was_encoding.upper()
        notices.append(tell("copy-encoding", "info", place, value=value, chapter=CHAPTER))
    return Patched(data=done.data, notices=tuple(notices))


def find_difference(read: Source, states: States, patched: Patched) -> str | None:
    """Return the first cell of a copy that says something else than it should, if any.

    ``read`` is the copy as it was read again, and ``states`` are the tables as edited, of all
    sheets of the file.
    """
    for sheet in read.sheets:
        state = states.get(sheet.at)
        if state is None:
            return sheet.at.sheet or sheet.at.file
        wanted = (state.row(key) for key in state.list_keys())
        for index, (now, then) in enumerate(zip_longest(sheet.rows, wanted, fillvalue=())):
            row = sheet.first + index
            for column, (text, expected) in enumerate(zip_longest(now, then, fillvalue="")):
                if text == expected:
                    continue
                if text != patched.typed.get((sheet.at, row, column)):
                    return name_cell(sheet.at, row, column)
    return None if len(read.sheets) == len(states) else read.path.name


def name_cell(at: SheetName, row: int, column: int) -> str:
    """Return a cell as a person names it.

    >>> name_cell(SheetName("network.xlsx", "Toimijat"), 3, 1)
    'Toimijat!B3'
    """
    return f"{at.sheet or at.file}!{write_address(row, column)}"
