"""Rows in the making: things by their names, relations by their parties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from eloggraph.importing.model import SourceSheet
from eloggraph.tables.ids.names import fold_name
from eloggraph.tables.model import ROW


@dataclass(eq=False, kw_only=True)
class Draft:
    """A row in the making: its cells as lists of values, and the rows that it was found on."""

    name: str
    cells: dict[str, list[str]] = field(default_factory=dict)
    places: list[tuple[SourceSheet, int]] = field(default_factory=list)

    def found_at(self, source: SourceSheet, row: int) -> None:
        """Take down a row that tells of it."""
        if (source, row) not in self.places:
            self.places.append((source, row))


@dataclass(kw_only=True)
class Drafts:
    """All rows in the making, by table, in the order in which they were met."""

    tables: dict[str, dict[tuple[str, ...], Draft]] = field(default_factory=dict)

    def thing(self, table: str, name: str) -> Draft:
        """Return the row of a name, made where it is not there yet."""
        rows = self.tables.setdefault(table, {})
        return rows.setdefault((fold_name(name),), Draft(name=name))

    def relation(self, table: str, key: tuple[str, ...]) -> Draft:
        """Return the row of some parties, made where it is not there yet."""
        rows = self.tables.setdefault(table, {})
        name = " – ".join(part for part in key if part)
        return rows.setdefault(tuple(map(fold_name, key)), Draft(name=name))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a foreign sheet: its number there, and its cells in the order of the headers."""

    number: int
    cells: Sequence[str | None]


def iterate_rows(source: SourceSheet) -> Iterator[Row]:
    """Yield the rows of a sheet below its header."""
    frame = source.raw.frame
    at = frame.columns.index(ROW)
    for cells in frame.iter_rows():
        yield Row(int(cells[at]), [*cells[:at], *cells[at + 1 :]])
