"""What an outcome is made of: values that the report, the tables and the terminal show.

Nothing here computes: whoever shows an outcome needs no graph library.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

from eloggraph.text import Text

Found = TypeVar("Found")
Value = str | int | float | Text | None


class ObservationRank(IntEnum):
    """In which order observations are told, whatever question they come from."""

    APART = 1  # a silo, beyond chance
    GAP = 2  # what is missing, or will be
    FRAGILE = 3  # what hangs on one actor
    ISOLATED = 4
    DATED = 5
    PATTERN = 6  # what the ties show by themselves
    NARROW = 7  # what hangs on one provider
    CALM = 8  # no sign, or nothing can be said
    SUMMARY = 9  # the verdict as it stands, when there is nothing more to say


class ActionRank(IntEnum):
    """In which order actions are told, whatever question they come from."""

    FILL = 1
    CONNECT = 2
    AGREE = 3
    SURVEY = 4
    LOOK = 5
    DOUBLE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A sentence that may open the report, with its place among those of all questions.

    >>> Remark(rank=ActionRank.FILL, text=Text.same("Agree.")).text.en
    'Agree.'
    """

    rank: int
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One of the numbers that the report opens with."""

    value: int
    label: Text


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[Found]):
    """What one question found, and all that is told of it.

    ``found`` are the numbers and verdicts: what JSON holds, and what the section of the report is
    made from. ``sentences`` are for a terminal, ``methods`` say how it was measured.
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
