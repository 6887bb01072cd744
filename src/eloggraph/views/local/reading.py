"""How somebody's own tables were read, for the local page, where it may be corrected."""

from __future__ import annotations

from eloggraph.importing.book import PLUS, list_targets
from eloggraph.importing.headings import list_importable
from eloggraph.importing.model import NOTE, PERSONAL, ColumnReading, SheetReading
from eloggraph.importing.sheet_context import name_target
from eloggraph.importing.take_in import Imported
from eloggraph.schema.model import Schema
from eloggraph.schema.packaged import packaged_schema
from eloggraph.text import Text, capitalise, say
from eloggraph.views.local.model import ChoiceGroup, ReadColumn, Reading, ReadSheet

_MOST_SAMPLES = 3


def show_reading(imported: Imported) -> Reading:
    """Return an import as the page shows it, with all that a column might be instead."""
    schema = packaged_schema()
    return Reading(
        sheets=tuple(_show_sheet(sheet, schema) for sheet in imported.interpretation.sheets),
        made=tuple((schema.table(name).names, n) for name, n in imported.counts.items()),
        notes=imported.notes,
        findings=imported.findings,
        tables=tuple((table.name, table.names) for table in list_importable(schema)),
        columns=_list_choices(schema),
    )


def _list_choices(schema: Schema) -> tuple[ChoiceGroup, ...]:
    """Return what a column may be: a note, private, or a column of each table."""
    uses = tuple((use, say(f"importing.use.{use}")) for use in (NOTE, PERSONAL))
    groups = [ChoiceGroup(name=say("serve.interpretation.uses"), choices=uses)]
    by_table: dict[str, list[tuple[str, Text]]] = {}
    for target in list_targets(schema):
        name = capitalise(name_target(schema, target))
        by_table.setdefault(target.table, []).append((str(target), name))
    groups += [
        ChoiceGroup(name=schema.table(table).names, choices=tuple(choices))
        for table, choices in by_table.items()
    ]
    return tuple(groups)


def _show_sheet(sheet: SheetReading, schema: Schema) -> ReadSheet:
    return ReadSheet(
        file=sheet.source.file,
        sheet=sheet.source.sheet,
        name=sheet.source.name,
        table=sheet.table or "",
        sureness=sheet.sureness,
        columns=tuple(_show_column(column, schema) for column in sheet.columns),
    )


def _show_column(column: ColumnReading, schema: Schema) -> ReadColumn:
    targets = [name_target(schema, target) for target in column.targets]
    is_column = column.use == "column"
    reading = Text.each(lambda language: PLUS.join(text.say(language) for text in targets))
    return ReadColumn(
        index=column.index,
        letter=name_letter(column.index),
        header=column.header,
        chosen=PLUS.join(map(str, column.targets)) if is_column else column.use,
        reading=capitalise(reading) if is_column else say(f"importing.use.{column.use}"),
        sureness=column.sureness,
        why=column.why,
        samples=column.samples[:_MOST_SAMPLES],
    )


def name_letter(index: int) -> str:
    """Return what a spreadsheet calls a column, counted from nought.

    >>> name_letter(0), name_letter(25), name_letter(26), name_letter(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
