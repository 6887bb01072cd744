"""Drafts into tables: where each row is from, and only the columns that hold something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from eloggraph.importing.drafts import Draft, Drafts
from eloggraph.importing.headings import label_column
from eloggraph.importing.model import SourceSheet
from eloggraph.iri import expand
from eloggraph.schema.model import Column, Schema, Table
from eloggraph.text import Language, say

_SOURCE_CLASS = expand("elo:SourceDocument")
_SOURCE, _LOCATOR = expand("dct:source"), expand("elo:locator")
Rows = Sequence[Mapping[str, str]]
NamesByTable = Mapping[str, Sequence[str]]


def finish_tables(drafts: Drafts, schema: Schema, language: Language) -> dict[str, Rows]:
    """Return the rows of every table, by the columns' keys; ids are not among them."""
    add_sources(drafts, schema, language)
    return {
        table.name: _finish(drafts.tables[table.name].values(), table)
        for table in schema.tables
        if drafts.tables.get(table.name)
    }


def _finish(rows: Iterable[Draft], table: Table) -> Rows:
    return [
        {
            column.key: (column.separator or " ").join(draft.cells[column.key])
            for column in table.columns
            if draft.cells.get(column.key)
        }
        for draft in rows
    ]


def list_names(tables: Mapping[str, Rows], schema: Schema, language: Language) -> NamesByTable:
    """Return the names of the rows of each table whose rows have ids."""
    found: dict[str, list[str]] = {}
    for name, rows in tables.items():
        table = schema.table(name)
        label = label_column(table, language)
        if table.id_column is not None and label is not None:
            found[name] = [row[label.key] for row in rows if row.get(label.key)]
    return found


def add_sources(drafts: Drafts, schema: Schema, language: Language) -> None:
    """Give every row its source, the file, and the place in it; and the files rows of their own."""
    documents = next(t for t in schema.tables if t.target_class == _SOURCE_CLASS)
    label = label_column(documents, language)
    assert label is not None  # every table of things has a name in each language
    for name, rows in list(drafts.tables.items()):
        columns = schema.table(name).columns
        source = next((c for c in columns if c.path == _SOURCE), None)
        locator = next((c for c in columns if c.path == _LOCATOR), None)
        for draft in list(rows.values()):
            if not draft.places or source is None or name == documents.name:
                continue
            for file in dict.fromkeys(place[0].file for place in draft.places):
                document = drafts.thing(documents.name, file)
                document.cells.setdefault(label.key, [file])
                held = draft.cells.setdefault(source.key, [])
                held += [] if file in held else [file]
            if locator is not None and locator.key not in draft.cells:
                draft.cells[locator.key] = [write_locator(draft.places, language)]


def write_locator(places: Sequence[tuple[SourceSheet, int]], language: Language) -> str:
    """Return where in the files a row is from: the sheet and its rows."""
    by_sheet: dict[str, list[int]] = {}
    for source, row in places:
        by_sheet.setdefault(source.name, []).append(row)
    return "; ".join(
        say("importing.locator", n=len(rows), sheet=sheet, rows=", ".join(map(str, rows))).say(
            language
        )
        for sheet, rows in by_sheet.items()
    )


def list_columns(table: Table, rows: Rows) -> list[Column]:
    """Return the columns that some row has a value in."""
    used = {key for row in rows for key in row}
    return [column for column in table.columns if column.key in used]
