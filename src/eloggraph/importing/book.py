"""The workbook that is made: how the tables were read, the rows, and the notes that are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eloggraph.importing.finishing import Rows, list_columns
from eloggraph.importing.headings import is_label, list_importable
from eloggraph.importing.model import (
    DESCRIPTION,
    LABEL,
    NOTE,
    PERSONAL,
    ColumnReading,
    Interpretation,
    Note,
    SheetReading,
    Target,
)
from eloggraph.importing.note_sheets import lay_out_notes
from eloggraph.importing.sheet_context import name_target
from eloggraph.iri import expand
from eloggraph.private import conceal
from eloggraph.schema.model import Schema, Table
from eloggraph.tables.write.laid_out import LaidOutSheet, render_sheets
from eloggraph.text import Language, abridge, say

_ID = expand("dct:identifier")
_OWN = frozenset({_ID, expand("dct:source"), expand("elo:locator"), expand("rdf:type")})
_GENERIC = {expand("skos:prefLabel"): LABEL, expand("dct:description"): DESCRIPTION}
PLUS = " + "
# The columns of the page, and that of them which people correct.
FIELDS = ("file", "sheet", "column", "samples", "reading", "separator", "sureness", "why", "before")
READING, SEPARATOR, BEFORE = (FIELDS.index(name) for name in ("reading", "separator", "before"))
_ACCENT, _AMBER = "#0B5A63", "#B07F00"


def render_book(
    interpretation: Interpretation,
    tables: Mapping[str, Rows],
    notes: Sequence[Note],
    schema: Schema,
) -> bytes:
    """Return the workbook of a network: the page of the reading, the tables, and the notes."""
    language = interpretation.language
    sheets = [_lay_out_reading(interpretation, schema)]
    sheets += [
        _lay_out_table(table, tables[table.name], language)
        for table in order_tables(schema)
        if tables.get(table.name)
    ]
    sheets += lay_out_notes(notes, language)
    return render_sheets(sheets)


def order_tables(schema: Schema) -> list[Table]:
    """Return the tables, first those that a new network begins with, in their order."""
    return sorted(
        schema.tables,
        key=lambda table: (table.begin_with is None, table.begin_with or 0, table.name),
    )


def _lay_out_table(table: Table, rows: Rows, language: Language) -> LaidOutSheet:
    columns = list_columns(table, rows)
    header = [column.names.say(language) for column in columns]
    body = [[row.get(column.key, "") for column in columns] for row in rows]
    name = table.names.say(language)
    return LaidOutSheet(name=name, rows=[header, *body], tab=_ACCENT)


def _lay_out_reading(interpretation: Interpretation, schema: Schema) -> LaidOutSheet:
    language = interpretation.language

    def heading(name: str) -> str:
        return say(f"importing.field.{name}").say(language)

    rows = [[heading(name) for name in FIELDS]]
    colours: dict[int, str] = {}
    for sheet in interpretation.sheets:
        colours[len(rows)] = "head"
        rows.append(_write_sheet_row(sheet, schema, language))
        for column in sheet.columns:
            if column.use == PERSONAL or (column.use == NOTE and column.sureness != "unsure"):
                colours[len(rows)] = "off"
            elif column.sureness == "unsure":
                colours[len(rows)] = "look"
            rows.append(_write_column_row(sheet, column, schema, language))
    choices = [say_use(NOTE, language), say_use(PERSONAL, language)]
    choices += [name_target(schema, t).say(language) for t in list_targets(schema)]
    choices += [table.names.say(language) for table in list_importable(schema)]
    return LaidOutSheet(
        name=say("template.sheet.interpretation").say(language),
        rows=rows,
        lead=[say("importing.lead").say(language)],
        hidden=frozenset({BEFORE}),
        choices={READING: [*choices, say("importing.use.nothing").say(language)]},
        colours=colours,
        tab=_AMBER,
    )


def list_targets(schema: Schema) -> list[Target]:
    """Return every target that a column may be given, in the order of the tables."""
    found: dict[Target, None] = {}
    for table in list_importable(schema):
        for column in table.columns:
            if column.path in _OWN:
                continue
            if column.language and column.path in _GENERIC:
                found.setdefault(Target(table.name, _GENERIC[column.path]))
            found.setdefault(Target(table.name, column.key))
    return list(found)


def say_use(use: str, language: Language) -> str:
    """Return how people read that a column is a note, or private."""
    return say(f"importing.use.{use}").say(language)


def say_reading(column: ColumnReading, schema: Schema, language: Language) -> str:
    """Return what a column is taken for, as the page and the terminal write it."""
    if column.use != "column":
        return say_use(column.use, language)
    return PLUS.join(name_target(schema, target).say(language) for target in column.targets)


def say_table(sheet: SheetReading, schema: Schema, language: Language) -> str:
    """Return what a sheet is taken for."""
    if sheet.table is None:
        return say("importing.use.nothing").say(language)
    return schema.table(sheet.table).names.say(language)


def _write_sheet_row(sheet: SheetReading, schema: Schema, language: Language) -> list[str]:
    reading = say_table(sheet, schema, language)
    sureness = say(f"importing.sureness.{sheet.sureness}").say(language)
    source = sheet.source
    why = sheet.why.say(language)
    return [source.file, source.name, "", "", reading, "", sureness, why, reading]


def _write_column_row(
    sheet: SheetReading, column: ColumnReading, schema: Schema, language: Language
) -> list[str]:
    reading = say_reading(column, schema, language)
    samples = [] if column.use == PERSONAL else [_shorten(text) for text in column.samples]
    return [
        sheet.source.file,
        sheet.source.name,
        column.header,
        " | ".join(samples),
        reading,
        column.separators,
        say(f"importing.sureness.{column.sureness}").say(language),
        column.why.say(language),
        f"{reading}\n{column.separators}",
    ]


def _shorten(text: str) -> str:
    return abridge(conceal(" ".join(text.split())), 40)


def find_label_key(table: Table, language: Language) -> str | None:
    """Return the key of the column for names in a language, None for a table of relations."""
    labels = [c for c in table.columns if is_label(c)]
    found = next((c.key for c in labels if c.language == language), None)
    return found or next((c.key for c in labels), None)
