"""Cells, changes of them, and the steps that a person undoes and does again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True, order=True)
class SheetName:
    """A table that can be edited: its file by name, and its sheet; a CSV file has none.

    >>> SheetName("network.xlsx", "Toimijat").sheet
    'Toimijat'
    """

    file: str
    sheet: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A cell as a person sees it: the number beside its row, and its column counted from nought.

    >>> Cell(SheetName("actors.csv"), 3, 1).row
    3
    """

    at: SheetName
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class SetCell:
    """A cell of a row gets another text.

    ``row`` is the row's key: the number that it had when the file was opened, or for a row that was
    added a negative number that no other has. So a change means the same cell whatever rows come
    and go.
    """

    at: SheetName
    row: int
    column: int
    new: str


@dataclass(frozen=True, slots=True)
class AddRow:
    """An empty row comes after another one, both by their keys; after nought it comes first."""

    at: SheetName
    row: int
    after: int


@dataclass(frozen=True, slots=True)
class RemoveRow:
    """A row goes."""

    at: SheetName
    row: int


Change: TypeAlias = SetCell | AddRow | RemoveRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What was done at a time, and is undone at a time.

    ``number`` counts steps from one; ``is_done`` is false for one that was undone. ``when`` is what
    the caller's clock said. ``before`` are the texts of the changed cells before it.
    """

    number: int
    changes: tuple[Change, ...]
    when: str | None = None
    is_done: bool = True
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows of a table as they are now: ``rows[0]`` has the number ``first``.

    ``top`` and ``last`` are the numbers of the first and of the last row of the table, which has
    ``wide`` columns. ``changed`` are the cells among these rows that differ from the file.
    """

    at: SheetName
    first: int
    rows: Sequence[Sequence[str]]
    top: int
    last: int
    wide: int
    changed: frozenset[Cell] = frozenset()


@dataclass(frozen=True, slots=True)
class RowMap:
    """Which row is which, for the tables of which rows were added or removed: keys in order.

    ``first`` is the number of the first row.
    """

    keys: Mapping[SheetName, tuple[int, ...]] = field(default_factory=dict)
    first: Mapping[SheetName, int] = field(default_factory=dict)
