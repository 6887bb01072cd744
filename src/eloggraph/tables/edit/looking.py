"""What a person sees of a table that is edited: its rows, and the cell that a finding is at."""

from __future__ import annotations

from collections.abc import Mapping

from eloggraph.finding import Place
from eloggraph.tables.edit.model import Cell, Rows, SheetName, Step
from eloggraph.tables.edit.state import SheetState

# The places of columns by the name of a sheet and what a reader calls them.
Columns = Mapping[str, Mapping[str, int]]


def show_rows(state: SheetState, first: int | None, last: int | None) -> Rows:
    """Return rows of a table as they are now: from one number to another, or all of them."""
    at, start = state.source.at, max(first or 0, state.source.first)
    end = state.last if last is None else min(last, state.last)
    keys = [key for row in range(start, end + 1) if (key := state.key_of(row)) is not None]
    changed = {
        Cell(at, row, column)
        for row, key in enumerate(keys, start)
        for column in state.cells.get(key, {})
    }
    texts = [state.row(key) for key in keys]
    return Rows(
        at=at,
        first=start,
        rows=texts,
        top=state.source.first,
        last=state.last,
        wide=state.wide,
        changed=frozenset(changed),
    )


def find_cell(state: SheetState, place: Place, columns: Columns) -> Cell | None:
    """Return the cell of a table that a place names by row and header; None where there is none.

    A header that stands in several rows, or in merged cells, is known by ``columns`` alone.
    """
    header = state.source.header
    row = state.row_of(header) if header is not None else None
    if header is None or row is None or place.column is None:
        return None
    names = [text.strip() for text in state.row(header)]
    wanted = row if place.row is None else place.row
    known = columns.get(place.sheet or place.file.rpartition(".")[0], {}).get(place.column)
    column = names.index(place.column) if place.column in names else known
    if column is None or state.key_of(wanted) is None:
        return None
    return Cell(state.source.at, wanted, column)


def find_touched(
    states: Mapping[SheetName, SheetState], step: Step
) -> dict[SheetName, tuple[int, int]]:
    """Return the first and the last row of each table that a step has touched.

    Where rows were added or removed, all others may have moved.
    """
    found = dict[SheetName, tuple[int, int]]()
    for at, state in states.items():
        keys = [change.row for change in step.changes if change.at == at]
        if not keys:
            continue
        is_moved = state.order is not None or min(keys) < state.source.first
        every = (state.source.first, state.last)
        found[at] = every if is_moved else (min(keys), max(keys))
    return found
