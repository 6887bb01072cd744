"""Ticks in cells: what is one, what is nearly one, and which columns hold them."""

from __future__ import annotations

import re

from eloggraph.finding import Finding, Place, tell
from eloggraph.importing.cells import is_nothing
from eloggraph.importing.headings import is_among
from eloggraph.importing.model import SheetReading, SourceSheet
from eloggraph.languages import HABITS

# The first word for yes is one in full; a letter alone may be short for anything.
_MARKS = frozenset({
    *("x", "xx", "xxx", "✓", "✔", "√", "☑", "☒", "•", "1"),
    *(word for each in HABITS.values() for word in each.yes[:1]),
})  # fmt: skip
_STRENGTHS = frozenset({"2", "3"})
_UNSURE = re.compile(r"[(\[?]*x[)\]?]*")
_NONE = frozenset({"0", "☐", *(word for each in HABITS.values() for word in each.no)})
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
# So large a share of cells must be ticks, or nearly, where nobody has said what a column is.
_MOST, _SOME = 0.5, 0.3


def is_tick(cell: str) -> bool:
    """Tell whether a cell is a tick, or says how strongly it is one.

    >>> is_tick("X"), is_tick("2"), is_tick("(x)"), is_tick("0")
    (True, True, False, False)
    """
    return cell.strip().casefold() in _MARKS | _STRENGTHS


def _is_none(cell: str) -> bool:
    return is_nothing(cell) or cell.strip().casefold() in _NONE


def _is_nearly(cell: str) -> bool:
    return bool(_UNSURE.fullmatch(cell)) or is_among(cell, "importing.ticks.nearly")


def holds_ticks(source: SourceSheet, index: int, *, is_said: bool = False) -> bool:
    """Tell whether a column holds ticks, a few odd cells among them.

    Fewer will do where ``is_said``: somebody has said what the column is.
    """
    cells = source.raw.frame[f"c{index}"].drop_nulls().to_list()
    said = [cell.strip().casefold() for cell in cells if not _is_none(cell)]
    counted = [cell for cell in said if _NUMBER.fullmatch(cell) and cell not in _STRENGTHS | {"1"}]
    ticks = sum(map(is_tick, said))
    if counted or not ticks:
        return False
    near = ticks + sum(_is_nearly(cell) for cell in said if not is_tick(cell))
    return near >= (_SOME if is_said else _MOST) * len(said)


def list_ticked(sheet: SheetReading) -> frozenset[int]:
    """Return the columns of a sheet that hold ticks, by what is said of them too."""
    return frozenset(
        column.index
        for column in sheet.columns
        if holds_ticks(sheet.source, column.index, is_said=column.sureness == "said")
    )


def tell_tick(place: Place, header: str, cell: str) -> Finding | None:
    """Tell of a cell among ticks that says more than a tick, or is none; None of the others."""
    if cell.strip().casefold() in _MARKS or _is_none(cell):
        return None
    is_read = is_tick(cell)
    return tell(
        "import-tick",
        "info" if is_read else "warning",
        place,
        chapter="importing",
        variant="strength" if is_read else "odd",
        value=cell,
        header=header,
    )
