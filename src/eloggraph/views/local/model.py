"""What the states of the local page show, as plain values: no data library is needed for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eloggraph.analysis.outcome import Figure, Listing
from eloggraph.finding import Finding, Place
from eloggraph.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCount:
    """A table of a network: where it is, what the model calls it, and how many rows it has."""

    file: str
    sheet: str | None
    name: Text
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The tables of a network."""

    tables: tuple[TableCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadColumn:
    """How a column of somebody's own table was read.

    ``chosen`` is the key of one of the choices, or of several that are joined; ``reading`` says it.
    """

    index: int
    letter: str
    header: str
    chosen: str
    reading: Text
    sureness: str
    why: Text
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSheet:
    """How a sheet of somebody's own was read."""

    file: str
    sheet: str | None
    name: str
    table: str
    sureness: str
    columns: tuple[ReadColumn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceGroup:
    """Choices for a column, by the table that they are of: pairs of key and name."""

    name: Text
    choices: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How somebody's own tables were read, what was made of them, and what could not be."""

    sheets: tuple[ReadSheet, ...]
    made: tuple[tuple[Text, int], ...]
    notes: int
    findings: tuple[Finding, ...]
    tables: tuple[tuple[str, Text], ...]
    columns: tuple[ChoiceGroup, ...]

    def targets(self) -> dict[tuple[str, str | None, int], str]:
        """Return what each column was taken for, by file, sheet and place."""
        return {
            (sheet.file, sheet.sheet, column.index): column.chosen
            for sheet in self.sheets
            for column in sheet.columns
        }

    def headers(self) -> dict[str, dict[str, int]]:
        """Return the headers of each sheet, by its name, each with its first place."""
        return {
            sheet.name: {c.header: c.index for c in reversed(sheet.columns)}
            for sheet in self.sheets
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something that may be asked by name; ``is_query`` where its answer is a list."""

    key: str
    title: Text
    is_query: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a query is written of: prefixes, the terms of the model, and whole queries by name.

    Of each term: its prefixed name, what it is called, and what it means; of each query: its title
    and its text. All are in one language.
    """

    prefixes: tuple[str, ...]
    classes: tuple[tuple[str, str, str], ...]
    properties: tuple[tuple[str, str, str], ...]
    queries: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """An answer as rows; ``complete`` is false where there were more. Of ASK it is ``truth``.

    Of the query itself ``unknown`` says what it names that nobody knows, ``scope`` what it asks.
    """

    columns: tuple[Text, ...] = ()
    rows: Sequence[tuple[str, ...]] = ()
    complete: bool = True
    truth: bool | None = None
    is_graph: bool = False
    unknown: Text | None = None
    scope: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One thing of a network: its name, what is said of it, and the places that say so."""

    name: Text
    facts: tuple[tuple[Text, tuple[Text, ...]], ...]
    sources: tuple[tuple[Text, Place], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The answer to a question that has a name: a sentence, numbers, and rows."""

    title: Text
    sentences: tuple[Text, ...]
    figures: tuple[Figure, ...] = ()
    listings: tuple[Listing, ...] = ()
    rows: Rows | None = None
    lacking: Text | None = None
