"""How tables were read before, as people corrected it: on the page, or in the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from eloggraph.errors import InputError
from eloggraph.finding import Finding, Place, tell
from eloggraph.importing.book import BEFORE, FIELDS, PLUS, READING, SEPARATOR, list_targets, say_use
from eloggraph.importing.cells import choose_separators, list_values
from eloggraph.importing.column_guess import is_private_header
from eloggraph.importing.model import (
    NOTE,
    PERSONAL,
    ColumnReading,
    Interpretation,
    SheetReading,
    SourceSheet,
)
from eloggraph.importing.settings import KeptColumn, KeptReading, KeptSheet
from eloggraph.importing.sheet_context import name_target
from eloggraph.languages import LANGUAGES
from eloggraph.schema.model import Schema
from eloggraph.schema.names import normalise_header
from eloggraph.tables.read.match import find_nearest
from eloggraph.text import quote_names, say

# So large a share of a sheet's headers must be those of one before, for it to be the same sheet.
_ALIKE = 0.5


def read_page(
    rows: Sequence[Sequence[str]], kept: KeptReading, schema: Schema, file: str
) -> KeptReading:
    """Return a reading with what people changed on its page.

    Parameters
    ----------
    rows
        The page of the reading as it now stands.
    kept
        What the settings say: it stands wherever the page was not touched.

    Raises
    ------
    InputError
        When something on the page is no table, column or use; all of it at once.
    """
    uses = _name_uses(schema)
    tables = {
        normalise_header(name): table.name for table in schema.tables for name in table.names.said
    }
    nothing = {normalise_header(text) for text in say("importing.use.nothing").said}
    sheets = {(sheet.file, sheet.sheet or sheet.file): sheet for sheet in kept.sheets}
    changed = {key: dict(sheet.columns) for key, sheet in sheets.items()}
    faults: list[Finding] = []
    for number, row in enumerate(rows, 1):
        cells = [*row, *("" for _ in range(len(FIELDS) - len(row)))]
        key = _find_sheet(cells, sheets)
        reading, separators = cells[READING].strip(), cells[SEPARATOR].strip()
        is_column = bool(cells[2])
        now = f"{reading}\n{separators}" if is_column else reading
        if key is None or now.strip() == cells[BEFORE].strip():
            continue
        if is_column:
            column = _parse_column(reading, separators, uses)
            if column is None:
                faults.append(_refuse(reading, uses, file, number))
            else:
                changed[key][cells[2]] = column
        elif normalise_header(reading) in tables:
            sheets[key] = replace(sheets[key], table=tables[normalise_header(reading)])
        elif normalise_header(reading) in nothing or not reading:
            sheets[key] = replace(sheets[key], table=None)
        else:
            faults.append(_refuse(reading, dict.fromkeys(tables), file, number))
    if faults:
        raise InputError(*faults)
    return replace(kept, sheets=tuple(replace(sheets[key], columns=changed[key]) for key in sheets))


def _find_sheet(
    cells: Sequence[str], sheets: Mapping[tuple[str, str], KeptSheet]
) -> tuple[str, str] | None:
    """Return the sheet that a line of the page is of."""
    for key, sheet in sheets.items():
        if cells[0] == sheet.file and (sheet.sheet is None or cells[1] == sheet.sheet):
            return key
    return None


def _name_uses(schema: Schema) -> dict[str, KeptColumn]:
    """Return what may stand on the page, folded, in every language."""
    uses: dict[str, KeptColumn] = {}
    for target in reversed(list_targets(schema)):
        for name in name_target(schema, target).said:
            uses[normalise_header(name)] = KeptColumn(use="column", targets=(target,))
    for language in LANGUAGES:
        for use in (NOTE, PERSONAL):
            uses[normalise_header(say_use(use, language))] = KeptColumn(use=use)
        uses[normalise_header(say("importing.use.nothing").say(language))] = KeptColumn(use=NOTE)
    return uses


def _parse_column(text: str, separators: str, uses: Mapping[str, KeptColumn]) -> KeptColumn | None:
    if not text:
        return KeptColumn(use=NOTE)
    parts = [uses.get(normalise_header(part)) for part in text.split(PLUS.strip())]
    if any(part is None for part in parts):
        return None
    found = [part for part in parts if part is not None]
    if found[0].use != "column":
        return found[0] if len(found) == 1 else None
    targets = tuple(target for part in found for target in part.targets)
    return KeptColumn(use="column", targets=targets, separators=separators)


def _refuse(text: str, known: Mapping[str, object], file: str, row: int) -> Finding:
    sheet = say("template.sheet.interpretation").fi
    near = find_nearest(text, known)
    return tell(
        "import-page",
        "violation",
        Place(file=file, sheet=sheet, row=row),
        value=text,
        chapter="importing",
        variant="near" if near else "far",
        near=quote_names(near),
    )


def apply_kept(
    guessed: Interpretation, kept: KeptReading
) -> tuple[Interpretation, tuple[Finding, ...]]:
    """Return a reading in which all that was said before stands, and what is new in the tables.

    A sheet is the one before where most of its headers are, whatever its file is now called.
    """
    told: list[Finding] = []
    pairs = _pair([sheet.source for sheet in guessed.sheets], kept.sheets)
    sheets = []
    for number, sheet in enumerate(guessed.sheets):
        before = pairs.get(number)
        sheets.append(_apply(sheet, before) if before else sheet)
        told += _tell_differences(sheet, before) if before else []
    return Interpretation(language=kept.language, sheets=tuple(sheets)), tuple(told)


def _pair(sources: Sequence[SourceSheet], kept: Sequence[KeptSheet]) -> dict[int, KeptSheet]:
    """Return which sheet of the time before each sheet is, by its number: the best pairs first."""
    weights = sorted(
        (-_weigh(source, sheet), at, before)
        for at, source in enumerate(sources)
        for before, sheet in enumerate(kept)
    )
    pairs: dict[int, int] = {}
    for weight, at, before in weights:
        if -weight >= _ALIKE and at not in pairs and before not in pairs.values():
            pairs[at] = before
    return {at: kept[before] for at, before in pairs.items()}


def _weigh(source: SourceSheet, sheet: KeptSheet) -> float:
    """Return how alike a sheet and one before are: their headers, then their names and files."""
    headers = {normalise_header(header) for header in source.raw.headers if header}
    before = set(map(normalise_header, sheet.columns))
    shared = len(headers & before) / max(len(headers | before), 1)
    return shared + 0.25 * (sheet.sheet == source.sheet) + 0.125 * (sheet.file == source.file)


def _apply(sheet: SheetReading, before: KeptSheet) -> SheetReading:
    said = {normalise_header(header): column for header, column in before.columns.items()}
    columns = tuple(
        _apply_column(sheet.source, column, said[name]) if name in said else column
        for column in sheet.columns
        for name in [normalise_header(column.header)]
    )
    same = sheet.table == before.table
    return replace(
        sheet,
        table=before.table,
        columns=columns,
        sureness=sheet.sureness if same else "said",
        why=sheet.why if same else say("importing.why.said"),
    )


def _apply_column(source: SourceSheet, column: ColumnReading, kept: KeptColumn) -> ColumnReading:
    same = (kept.use, kept.targets) == (column.use, column.targets)
    if same and kept.separators == column.separators:
        return column
    # A header that says that people stand below it stays private, unless somebody has said else.
    cells = list_values(source.raw.frame[f"c{column.index}"].to_list())
    separators = kept.separators
    if kept.use == "column" and not separators and not same:
        separators = choose_separators(cells, lambda _: False, is_list=True)
    return replace(
        column,
        use=kept.use,
        targets=kept.targets,
        separators=separators,
        sureness="said",
        why=say("importing.why.said"),
        samples=() if kept.use == PERSONAL or is_private_header(column.header) else column.samples,
    )


def _tell_differences(sheet: SheetReading, before: KeptSheet) -> list[Finding]:
    """Tell of headers that have come and gone since the time before."""
    now = {normalise_header(c.header): c.header for c in sheet.columns}
    then = {normalise_header(header): header for header in before.columns}
    raw = sheet.source.raw
    new = [header for name, header in now.items() if name not in then]
    gone = [header for name, header in then.items() if name not in now]
    place = raw.place(raw.header_row)
    return [
        tell(
            code,
            "info",
            place,
            value=", ".join(headers),
            chapter="importing",
            headers=quote_names(headers),
        )
        for code, headers in (("import-header-new", new), ("import-header-gone", gone))
        if headers
    ]
