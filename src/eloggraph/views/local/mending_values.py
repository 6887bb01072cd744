"""What the state of mending shows, as plain values: no data library is needed for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eloggraph.finding import Severity
from eloggraph.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A cell that something is found in; ``texts`` say what."""

    row: int
    column: int
    severity: Severity
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A group of equal findings: what is wrong, where, and the cell to begin with.

    ``at`` is the number of the sheet, with ``row`` and ``column``; None where it is in none.
    ``key`` is what its safe correction is asked for by. ``waiting`` is how many edits wait for a
    table that is gone, where it is that.
    """

    key: str
    severity: Severity
    where: Text
    many: Text | None
    message: Text
    seen: Text | None
    remedy: Text
    following: int
    at: int | None = None
    row: int = 0
    column: int = 0
    correction: Text | None = None
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetTab:
    """A sheet that may be chosen, with how much is found in it."""

    name: Text
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A cell that was edited here and changed in the file meanwhile; None where it is gone."""

    where: str
    before: str
    ours: str | None
    theirs: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mending:
    """A part of a sheet as it is now, with all that is found.

    ``left`` is the number of its first column, from nought; the sheet has ``wide`` of them, and its
    rows go from ``top`` to ``last``. ``heads`` are the texts above its columns, and ``window`` is
    how many rows are given at a time to whoever asks for more.
    """

    revision: int
    tabs: tuple[SheetTab, ...]
    at: int
    first: int
    top: int
    last: int
    header: int | None
    left: int
    wide: int
    letters: tuple[str, ...]
    heads: tuple[str, ...]
    window: int
    rows: Sequence[Sequence[str]]
    changed: frozenset[tuple[int, int]]
    marks: tuple[Mark, ...]
    causes: tuple[Cause, ...]
    hidden: int
    counts: tuple[tuple[Severity, int], ...]
    can_undo: bool
    can_redo: bool
