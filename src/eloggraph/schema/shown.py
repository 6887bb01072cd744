"""Which columns of a table a new workbook shows, and in what order: as the shapes say."""

from __future__ import annotations

from dataclasses import replace

from eloggraph.schema.model import Column, Table


def arrange(table: Table) -> Table:
    """Return the table with the columns that a workbook shows first, in their order."""
    columns = sorted(table.columns, key=lambda column: _place(table, column))
    return replace(table, columns=tuple(columns))


def is_shown(table: Table, column: Column) -> bool:
    """Tell whether a new workbook shows a column, and does not fold it away.

    >>> from eloggraph.schema.packaged import packaged_schema
    >>> actors = packaged_schema().table("actors")
    >>> [is_shown(actors, actors.column(key)) for key in ("label@sv", "type", "locator")]
    [True, True, False]
    """
    return not table.shows or _place(table, column) < len(table.shows)


def _place(table: Table, column: Column) -> int:
    """Return the place of a column; a text has the place of its name without a language."""
    names = (column.key, column.key.partition("@")[0])
    places = (table.shows.index(name) for name in names if name in table.shows)
    return next(places, len(table.shows))
