"""A file with the edits in it, as a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from eloggraph.finding import Finding
from eloggraph.tables.edit.model import SheetName

# What is told of edits is in this chapter of the catalogue.
CHAPTER = "editing"


@dataclass(frozen=True, kw_only=True)
class Patched:
    """A file with the edits in it.

    ``write`` gives its bytes, which are put together when they are asked for: most steps are only
    tried. ``typed`` are the texts that cells are read with which were written as dates or numbers,
    by sheet, row and column; ``notices`` are what a person must know of the copy.
    """

    write: Callable[[], bytes]
    typed: Mapping[tuple[SheetName, int, int], str] = field(default_factory=dict)
    notices: tuple[Finding, ...] = ()

    @cached_property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.write()
