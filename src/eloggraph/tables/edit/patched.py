"""A file with the edits in it, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from eloggraph.finding import Finding
from eloggraph.tables.edit.model import SheetName

# What is told of edits is in this chapter of the catalogue.
CHAPTER = "editing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patched:
    """The bytes of a file with the edits in it.

    ``typed`` are the texts that cells are read with which were written as dates or numbers, by
    sheet, row and column; ``notices`` are what a person must know of the copy.
    """

    data: bytes = field(repr=False)
    typed: Mapping[tuple[SheetName, int, int], str] = field(default_factory=dict)
    notices: tuple[Finding, ...] = ()
