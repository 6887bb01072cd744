"""A file with the edits in it: its bytes as a copy is saved, and what is to be read from them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import Protocol

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


class Patcher(Protocol):
    """What patches one file, again and again."""

    def patch(self, states: States) -> Patched:
        """Return the file with the changed cells of some of its tables patched."""


def make_patcher(source: Source) -> Patcher:
    """Return what patches a file of its kind."""
    if source.separator is not None:
        return _CsvPatcher(source)
    if source.path.suffix.lower() == ".ods":
        from eloggraph.tables.edit.patch_ods import OdsPatcher

        return OdsPatcher(source)
    from eloggraph.tables.edit.patch_xlsx import XlsxPatcher

    return XlsxPatcher(source)


def patch_source(source: Source, states: States, patcher: Patcher) -> Patched:
    """Return a file with the changed cells of its tables patched.

    Raises
    ------
    InputError
        When the file cannot take the change.
    """
    changed = {at: state for at, state in states.items() if state.is_changed}
    if not changed:
        return Patched(write=lambda: source.data)
    try:
        return patcher.patch(changed)
    except UnpatchableError as error:
        place, reason = Place(file=source.path.name), str(error)
        raise InputError.tell("file-unpatchable", place, chapter=CHAPTER, reason=reason) from error


class _CsvPatcher:
    def __init__(self, source: Source) -> None:
        self.source = source

    def patch(self, states: States) -> Patched:
        source, state = self.source, next(iter(states.values()))
        sheet = state.source
        known = {row: sheet.rows[row - sheet.first] for row in state.cells if row > 0}
        done = patch_csv(source.text, state.cells, state.order, known)
        notices = []
        if done.was_encoding:
            place, value = Place(file=source.path.name), done.was_encoding.upper()
            notices.append(tell("copy-encoding", "info", place, value=value, chapter=CHAPTER))
        return Patched(write=lambda: done.data, notices=tuple(notices))


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
