"""What an outcome is made of: values that the report, the tables and the terminal show.

Nothing here computes: whoever shows an outcome needs no graph library.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum, auto
from typing import Generic, TypeVar

from eloggraph.text import Language, Text

Found = TypeVar("Found")
Value = str | int | float | Text | None


class ObservationRank(IntEnum):
    """In which order observations are told, whatever question they come from."""

    APART = auto()  # a silo, beyond chance
    GAP = auto()  # what is missing, or will be
    UNSEATED = auto()  # who has no seat where things are agreed
    FRAGILE = auto()  # what hangs on one actor
    ISOLATED = auto()
    DATED = auto()
    PATTERN = auto()  # what the ties show by themselves
    NARROW = auto()  # what hangs on one provider
    CALM = auto()  # no sign, or nothing can be said
    SUMMARY = auto()  # the verdict as it stands, when there is nothing more to say


class ActionRank(IntEnum):
    """In which order actions are told, whatever question they come from."""

    SEAT = auto()  # who has none gets a seat where things are agreed
    FILL = auto()
    CONNECT = auto()
    AGREE = auto()
    SURVEY = auto()
    LOOK = auto()
    DOUBLE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A sentence that may open the report, with its place among those of all questions.

    What is for ``working`` with is not told to the public: it names who has few ties, say.

    >>> Remark(rank=ActionRank.FILL, text=Text.same("Agree.")).text.en
    'Agree.'
    """

    rank: int
    text: Text
    working: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One of the numbers that the report opens with, and what it is a number of."""

    value: int
    label: Text
    basis: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """A number by which two versions of a network are held against each other.

    ``band`` is where it would lie if a random tenth of the actors were left out, where that is
    worked out. Of two versions those are compared whose labels are the same.

    >>> Gauge(label=Text.same("inside, %"), value=40, band=(36, 44)).band
    (36, 44)
    """

    label: Text
    value: int | float
    band: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTable:
    """A table beside the report: ``name`` is its file's, ``columns`` say what each one holds.

    A column of :class:`Text` becomes one column for each language.

    >>> ReportTable(name="sizes", columns={"actors": int}, rows=((3,),)).rows
    ((3,),)
    """

    name: str
    columns: Mapping[str, type]
    rows: tuple[tuple[Value, ...], ...]

    def records(self, language: Language = "en") -> list[dict[str, str | int | float | None]]:
        """Return each row by column, texts in one language: what a data frame is made from.

        >>> rows = ((1, Text.same("x")),)
        >>> table = ReportTable(name="a", columns={"n": int, "of": Text}, rows=rows)
        >>> table.records()
        [{'n': 1, 'of': 'x'}]
        """
        return [
            {
                name: value.say(language) if isinstance(value, Text) else value
                for name, value in zip(self.columns, row, strict=True)
            }
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True)
class Lack:
    """A cell that says what is not there: shown with a sign, so that it is seen.

    >>> Lack(Text.same("no owner")).text.en
    'no owner'
    """

    text: Text


Cell = Text | int | float | Lack | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row for a reader; at a ``level`` above 0 it belongs to the last row of the level below."""

    cells: tuple[Cell, ...]
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Rows for a reader, by name: in the report, on a terminal and in Markdown.

    The first column names what the row is about. A column in which no row has anything is not
    shown. ``table`` is the file in which all of it stands where there are too many rows to show.
    One that is for ``working`` with is not shown to the public: it names whom to ask, say.

    >>> Listing(title=Text.same("Goals"), columns=(Text.same("goal"),), rows=()).rows
    ()
    """

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[Row, ...]
    note: Text | None = None
    table: str = ""
    working: bool = False

    def is_number(self, column: int) -> bool:
        """Tell whether a column has numbers only."""
        cells = [row.cells[column] for row in self.rows if row.cells[column] is not None]
        return bool(cells) and all(isinstance(cell, (int, float)) for cell in cells)

    def filled(self) -> Listing:
        """Return the same without the columns in which no row has anything."""
        kept = [
            at
            for at in range(len(self.columns))
            if not at or any(row.cells[at] is not None for row in self.rows)
        ]
        rows = (replace(row, cells=tuple(row.cells[at] for at in kept)) for row in self.rows)
        return replace(self, columns=tuple(self.columns[at] for at in kept), rows=tuple(rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[Found]):
    """What one question found, and all that is told of it.

    ``found`` are the numbers and verdicts: what JSON holds, and what the section of the report is
    made from. ``answer`` is the one sentence that its section and its line of the contents open
    with. ``sentences`` are for a terminal, ``methods`` say how it was measured, ``listings``
    name what the sentences count. ``lacking`` tells which tables would bring an answer where the
    data have nothing to answer from: then there are no sentences. ``undecided`` tells that there
    is too little to say anything.
    """

    key: str
    anchor: str
    title: Text
    heading: Text
    section_order: int
    found: Found
    sentences: tuple[Text, ...]
    methods: tuple[Text, ...]
    figures: tuple[Figure, ...]
    tables: tuple[ReportTable, ...]
    listings: tuple[Listing, ...] = ()
    gauges: tuple[Gauge, ...] = ()
    lacking: Text | None = None
    undecided: bool = False
    answer: Text | None = None

    @property
    def further(self) -> tuple[Text, ...]:
        """Return the sentences that do not open the section."""
        return tuple(text for text in self.sentences if text != self.answer)
