"""How foreign tables were read, for a terminal: what was guessed, what was made, what changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from shlex import quote

from eloggraph.finding import Report
from eloggraph.importing.book import say_reading, say_table
from eloggraph.importing.changes import RowChange
from eloggraph.importing.model import SheetReading
from eloggraph.importing.take_in import Imported
from eloggraph.schema.model import Schema
from eloggraph.schema.packaged import packaged_schema
from eloggraph.text import Language, Text, abridge, say
from eloggraph.views.findings.text import render_text, show_safely

_WIDEST, _WIDEST_READING = 28, 44
_MOST_NAMES = 8
_SHOWN = ("column", "reading", "separator", "sureness", "why")


def render_import(imported: Imported, language: Language) -> str:
    """Return an import as text: each sheet and column with what it was taken for, and the rest."""
    schema = packaged_schema()
    lines: list[str] = []
    for sheet in imported.interpretation.sheets:
        lines += [*_write_sheet(sheet, schema, language), ""]
    made = ", ".join(
        f"{schema.table(name).names.say(language)} {count}"
        for name, count in imported.counts.items()
    )
    if made:
        lines.append(say("importing.told.made", value=made).say(language))
    if imported.notes:
        lines.append(say("importing.told.notes", n=imported.notes).say(language))
    if imported.changes is not None:
        lines += ["", *_write_changes(imported.changes, schema, language)]
    if imported.findings:
        lines += ["", render_text(Report(imported.findings), language).rstrip("\n")]
    lines += ["", _tell_next(imported.path).say(language)]
    return "\n".join(lines) + "\n"


def _tell_next(path: Path) -> Text:
    """Say what to do next, with a command that may be copied whatever the folder's name."""
    folder = path.parent
    return say(
        "importing.told.next",
        value=str(path),
        folder=quote(str(folder)),
        output=quote(f"{folder}-out"),
    )


def _write_sheet(sheet: SheetReading, schema: Schema, language: Language) -> Iterator[str]:
    table = say_table(sheet, schema, language)
    sureness = say(f"importing.sureness.{sheet.sureness}").say(language)
    name = show_safely(sheet.source.name)
    place = name if sheet.source.sheet is None else f"{show_safely(sheet.source.file)}, {name}"
    why = sheet.why.say(language)
    yield say(
        "importing.told.sheet",
        place=place,
        table=table,
        sureness=sureness,
        why=why,
        row=str(sheet.source.raw.header_row),
    ).say(language)
    rows = [[say(f"importing.field.{field}").say(language) for field in _SHOWN]]
    for column in sheet.columns:
        rows.append(
            [
                abridge(show_safely(column.header), _WIDEST),
                abridge(say_reading(column, schema, language), _WIDEST_READING),
                column.separators,
                say(f"importing.sureness.{column.sureness}").say(language),
                show_safely(column.why.say(language)),
            ]
        )
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        yield _pad(row, widths)
        if number == 0:
            yield _pad(["─" * width for width in widths], widths)


def _pad(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return f"  {'  '.join(padded)}".rstrip()


def _write_changes(
    changes: Sequence[RowChange], schema: Schema, language: Language
) -> Iterator[str]:
    """Yield what changed since the earlier import, by kind and table, with the first names."""
    if not changes:
        yield say("importing.told.unchanged").say(language)
        return
    yield say("importing.told.changes").say(language)
    groups: dict[tuple[str, str], list[RowChange]] = defaultdict(list)
    for change in changes:
        groups[change.table, change.kind].append(change)
    for (table, kind), found in groups.items():
        names = [_name(change, schema, language) for change in found[:_MOST_NAMES]]
        more = ["…"] if len(found) > _MOST_NAMES else []
        yield "  " + say(
            f"importing.change.{kind}",
            n=len(found),
            table=schema.table(table).names,
            names=show_safely(", ".join([*names, *more])),
        ).say(language)


def _name(change: RowChange, schema: Schema, language: Language) -> str:
    if change.kind == "renamed":
        return f"{change.before} → {change.name}"
    if not change.columns:
        return change.name
    table = schema.table(change.table)
    columns = ", ".join(table.column(key).names.say(language) for key in change.columns)
    return f"{change.name} ({columns})"
