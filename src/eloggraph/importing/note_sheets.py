"""The sheets of what was kept beside the rows: a line for each note, or for each row of hers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eloggraph.importing.model import Note
from eloggraph.tables.write.laid_out import LaidOutSheet
from eloggraph.text import Language, say

_FIELDS = ("file", "sheet", "row", "about", "column", "text")
_OF_ROWS = ("file", "sheet", "row", "about")
# With more than so many a line for each would be a sheet that is too large to be opened again.
_MOST_LINES = 100_000
_GREY = "#8A959D"


def lay_out_notes(notes: Sequence[Note], language: Language) -> list[LaidOutSheet]:
    """Return the sheets of the notes: one with a line for each of them.

    Where they are very many, each of her sheets has one of its own, with her columns and a line
    for each of her rows: it takes about as much room as hers does.
    """
    if len(notes) <= _MOST_LINES:
        return [_lay_out([_name_fields(_FIELDS, language), *_write_lines(notes)], language)]
    by_sheet: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        by_sheet.setdefault((note.source.file, note.source.name), []).append(note)
    return [
        _lay_out(_write_rows(each, language), language, number)
        for number, each in enumerate(by_sheet.values(), 1)
    ]


def _lay_out(rows: Sequence[Sequence[str]], language: Language, number: int = 1) -> LaidOutSheet:
    name = say("template.sheet.notes").say(language)
    return LaidOutSheet(
        name=name if number == 1 else f"{name} ({number})",
        rows=rows,
        lead=[say("importing.notes-lead").say(language)],
        tab=_GREY,
    )


def _name_fields(fields: Sequence[str], language: Language) -> list[str]:
    return [say(f"importing.field.{name}").say(language) for name in fields]


def _write_lines(notes: Sequence[Note]) -> Iterator[list[str]]:
    for note in notes:
        source = note.source
        yield [source.file, source.name, str(note.row), note.about, note.header, note.text]


def _write_rows(notes: Sequence[Note], language: Language) -> list[list[str]]:
    """Return a line for each row that has notes, with a column for each header that they are of."""
    headers = list(dict.fromkeys(note.header for note in notes))
    at = {header: len(_OF_ROWS) + index for index, header in enumerate(headers)}
    rows: dict[int, list[str]] = {}
    for note in notes:
        source = note.source
        begun = [source.file, source.name, str(note.row), note.about, *[""] * len(headers)]
        row = rows.setdefault(note.row, begun)
        held = row[at[note.header]]
        row[at[note.header]] = f"{held}\n{note.text}" if held else note.text
    return [[*_name_fields(_OF_ROWS, language), *headers], *rows.values()]
