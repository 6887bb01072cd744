"""A file that changed on the disk while it was edited: what both changed, and what only one did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from eloggraph.tables.edit.align import Alignment, align
from eloggraph.tables.edit.editing import Editing
from eloggraph.tables.edit.model import Cell, SheetName
from eloggraph.tables.edit.source import Source, SourceSheet
from eloggraph.tables.edit.state import SheetState


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A cell that is not as it was: what it said, and what it says by the edits and by the file.

    ``ours`` or ``theirs`` is None where the row, or the whole table, is gone. ``cell`` is by the
    rows of the edits, but for a row or column that only the file has: it is by those of the file.
    """

    cell: Cell
    before: str
    ours: str | None
    theirs: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflicts:
    """What was changed in files that are no longer as they were opened.

    ``both`` is what the edits and the file changed, each in its own way: of each of them it has to
    be chosen which holds. ``ours`` and ``theirs`` is what only one of them changed, and holds.
    """

    both: tuple[Difference, ...]
    ours: tuple[Difference, ...]
    theirs: tuple[Difference, ...]
    sources: Mapping[str, Source] = field(repr=False)
    alignments: Mapping[SheetName, Alignment] = field(repr=False)

    def __bool__(self) -> bool:
        """Tell whether any file has changed."""
        return bool(self.sources)


def find_conflicts(editing: Editing) -> Conflicts:
    r"""Return what was changed in files that are no longer as they were when they were opened.

    A file that is gone is left out: nobody has written anything else into it.

    Raises
    ------
    InputError
        When a file cannot be read as a table any more.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from eloggraph.tables.edit.editing import open_editing
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "actors.csv")
    ...     _ = path.write_bytes(b"id;name\na;Ohjamo\n")
    ...     with open_editing([path], Path(folder, "edits")) as editing:
    ...         _ = editing.set_cell(Cell(editing.sheets()[0], 2, 1), "Ohjaamo")
    ...         _ = path.write_bytes(b"id;name\na;Ohjaamo 1\nb;Lukio\n")
    ...         found = find_conflicts(editing)
    ...         [(each.before, each.ours, each.theirs) for each in found.both]
    [('Ohjamo', 'Ohjaamo', 'Ohjaamo 1')]
    """
    sources = {
        name: editing.read_again(name, data)
        for name in editing.changed_names()
        if (data := editing.read_now(name)) is not None
    }
    alignments: dict[SheetName, Alignment] = {}
    found: list[Difference] = []
    for name, source in sources.items():
        later = {sheet.at: sheet for sheet in source.sheets}
        for at, state in editing.states(name).items():
            if at in later:
                alignments[at] = align(state.source, later[at])
                found.extend(_compare(state, later[at], alignments[at]))
            else:
                found.extend(_lose(state))
    both = [each for each in found if each.before not in (each.ours, each.theirs)]
    return Conflicts(
        both=tuple(each for each in both if each.ours != each.theirs),
        ours=tuple(each for each in found if each.before == each.theirs),
        theirs=tuple(each for each in found if each.before == each.ours),
        sources=sources,
        alignments=alignments,
    )


def _lose(state: SheetState) -> Iterator[Difference]:
    """Yield what was changed in a table that is no longer in the file."""
    for key, texts in sorted(state.cells.items()):
        row = state.row_of(key)
        for column, text in sorted(texts.items()):
            if row is not None:
                cell = Cell(state.source.at, row, column)
                before = state.original(key, column)
                yield Difference(cell=cell, before=before, ours=text, theirs=None)


def _compare(state: SheetState, later: SourceSheet, alignment: Alignment) -> Iterator[Difference]:
    at, earlier = state.source.at, state.source
    theirs = SheetState(later)
    numbers = {key: row for row, key in enumerate(state.list_keys(), earlier.first)}
    for key in range(earlier.first, earlier.first + len(earlier.rows)):
        number, moved = numbers.get(key), alignment.rows.get(key)
        was = earlier.rows[key - earlier.first]
        ours = None if number is None else state.row(key)
        width = max(len(was), len(ours or ()))
        for column in range(width):
            there = alignment.column(column)
            cell = Cell(at, key if number is None else number, column)
            before = was[column] if column < len(was) else ""
            mine = None if ours is None else ours[column] if column < len(ours) else ""
            is_there = moved is not None and there is not None
            text = theirs.original(moved or 0, there or 0) if is_there else None
            # What said nothing is not missed where it is gone.
            if (mine, text) != (before, before) and (before or mine or text):
                yield Difference(cell=cell, before=before, ours=mine, theirs=text)
    yield from _list_new(state, later, alignment)


def _list_columns(at: SheetName, later: SourceSheet, alignment: Alignment) -> Iterator[Difference]:
    """Yield the cells of columns that only the file has, on rows that both have."""
    headers = () if later.header is None else later.rows[later.header - later.first]
    new = set(range(len(headers))) - set(alignment.columns.values())
    for row in sorted(alignment.rows.values()):
        for column, text in enumerate(later.rows[row - later.first]):
            if text and column in new:
                yield Difference(cell=Cell(at, row, column), before="", ours="", theirs=text)


def _list_new(state: SheetState, later: SourceSheet, alignment: Alignment) -> Iterator[Difference]:
    """Yield the cells of rows that only the edits, or only the file, have."""
    at, earlier = state.source.at, state.source
    end = earlier.first + len(earlier.rows)
    for row, key in enumerate(state.list_keys(), earlier.first):
        if key < 0 or key >= end:
            for column, text in sorted(state.cells.get(key, {}).items()):
                yield Difference(cell=Cell(at, row, column), before="", ours=text, theirs="")
    yield from _list_columns(at, later, alignment)
    known = set(alignment.rows.values())
    for row, texts in enumerate(later.rows, later.first):
        for column, text in enumerate(texts if row not in known else ()):
            if text:
                yield Difference(cell=Cell(at, row, column), before="", ours="", theirs=text)
