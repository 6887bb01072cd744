"""How foreign tables are read: what each sheet and each column is taken for, and how surely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from eloggraph.finding import Finding
from eloggraph.tables.model import RawTable
from eloggraph.text import Text

Sureness = Literal["said", "sure", "likely", "unsure"]
# What a column is when it is no column of the model: a note of its row, or private.
Use = Literal["column", "note", "personal"]
NOTE: Use = "note"
PERSONAL: Use = "personal"
# The name of a thing, whose language is that of the header or of the whole workbook.
LABEL, DESCRIPTION = "label", "description"


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """A column of a table that cells go to; ``label`` and ``description`` wait for a language.

    >>> str(Target("actors", "areas"))
    'actors.areas'
    """

    table: str
    key: str

    def __str__(self) -> str:
        """Return the target as the settings write it."""
        return f"{self.table}.{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSheet:
    """A sheet or CSV file of somebody's own: its cells below the header."""

    file: str
    sheet: str | None
    raw: RawTable

    @property
    def name(self) -> str:
        """What people call it: the sheet, or the file without its ending."""
        return self.sheet or self.raw.stem


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnReading:
    """What one column is taken for.

    ``index`` is its place in the table, ``targets`` where its cells go, none for a note or for
    what is private; ``separators`` are the characters between several values of a cell, a line
    break apart; ``why`` says what the guess rests on; ``samples`` are some of its values.
    """

    index: int
    header: str
    use: Use
    targets: tuple[Target, ...] = ()
    separators: str = ""
    sureness: Sureness = "sure"
    why: Text = field(default_factory=lambda: Text.same(""))
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReading:
    """What one sheet is taken for: the table that its rows are of, None where it is none."""

    source: SourceSheet
    table: str | None
    sureness: Sureness
    why: Text
    columns: tuple[ColumnReading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """How all sheets are read, and in which language their names are taken to be."""

    language: str
    sheets: tuple[SheetReading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What stands in a cell and is no value of the model: kept beside the row that it is of."""

    source: SourceSheet
    row: int
    header: str
    about: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeTables:
    """The rows that were made: for each table its columns, and cells by column.

    ``notes`` are kept for the writer alone; ``findings`` tell what could not be taken as it is,
    each at its cell in the source.
    """

    columns: Mapping[str, Sequence[str]]
    rows: Mapping[str, Sequence[Mapping[str, str]]]
    notes: tuple[Note, ...]
    findings: tuple[Finding, ...]
