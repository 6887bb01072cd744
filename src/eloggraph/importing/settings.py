"""``network.toml`` of an imported network: its settings, and how its tables were read."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eloggraph.config import FILE
from eloggraph.errors import InputError
from eloggraph.finding import Finding, Place, tell
from eloggraph.importing.headings import resolve
from eloggraph.importing.model import (
    NOTE,
    PERSONAL,
    ColumnReading,
    Interpretation,
    SheetReading,
    Target,
    Use,
)
from eloggraph.languages import LANGUAGES
from eloggraph.schema.model import Schema
from eloggraph.text import Language, say

_BEGIN, _END = "# >>> import", "# <<< import"
_BLOCK = re.compile(rf"^{_BEGIN}.*?^{_END}[^\n]*\n?", re.MULTILINE | re.DOTALL)
_PREVIOUS = re.compile(r"^#? ?previous = .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptColumn:
    """What the settings, or a person, say of a column: its use, targets and separators."""

    use: Use
    targets: tuple[Target, ...] = ()
    separators: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSheet:
    """How a sheet was read before, by its headers as they stood."""

    file: str
    sheet: str | None
    table: str | None
    columns: dict[str, KeptColumn]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReading:
    """How all sheets were read before; ``made`` is what tells whether the tables are as made."""

    language: Language
    sheets: tuple[KeptSheet, ...]
    made: str = ""


def render_settings(
    *, id_: str, title: str, language: Language, languages: Sequence[str], block: str
) -> str:
    """Return ``network.toml`` of a new network."""

    def explain(key: str) -> str:
        return "# " + say(f"template.config.{key}").say(language)

    lines = [
        *(explain("id"), f"id = {_quote(id_)}", ""),
        *(explain("title"), f"title = {_quote(title)}", ""),
        *(explain("languages"), f"languages = {json.dumps([*languages])}", ""),
        *(explain("date"), '# date = "2026-01-31"', ""),
        *(explain("uses"), 'uses = ["suomi"]', ""),
        *(explain("publisher"), '# publisher = ""', ""),
        *(explain("previous"), '# previous = "../2025"', ""),
    ]
    return "\n".join(lines) + "\n" + block


def replace_block(text: str, block: str, previous: str | None) -> str:
    r"""Return settings with another reading in them; all else stays as it was written.

    >>> replace_block('id = "a"\n', "# >>> import\n# <<< import\n", None)
    'id = "a"\n\n# >>> import\n# <<< import\n'
    """
    rest = _BLOCK.sub("", text).rstrip("\n") + "\n"
    if previous is not None:
        line = f"previous = {_quote(previous)}"
        found = _PREVIOUS.search(rest)
        rest = rest[: found.start()] + line + rest[found.end() :] if found else f"{line}\n{rest}"
    return f"{rest}\n{block}"


def render_block(interpretation: Interpretation, made: str) -> str:
    """Return the part of the settings that says how tables are read."""
    language = interpretation.language
    lines = [
        f"{_BEGIN}: {say('importing.config').say(language)}",
        "[import]",
        f"language = {_quote(language)}",
        f"made = {_quote(made)}",
    ]
    for sheet in interpretation.sheets:
        lines += ["", *_write_sheet(sheet)]
    return "\n".join([*lines, _END]) + "\n"


def _write_sheet(sheet: SheetReading) -> Iterator[str]:
    yield "[[import.sheets]]"
    yield f"file = {_quote(sheet.source.file)}"
    if sheet.source.sheet is not None:
        yield f"sheet = {_quote(sheet.source.sheet)}"
    yield f"table = {_quote(sheet.table or '')}"
    yield "[import.sheets.columns]"
    for column in _once(sheet):
        targets = [str(target) for target in column.targets]
        value = targets[0] if len(targets) == 1 else targets or column.use
        yield f"{_quote(column.header)} = {json.dumps(value, ensure_ascii=False)}"
    separators = [column for column in _once(sheet) if column.separators]
    if separators:
        yield "[import.sheets.separators]"
        for column in separators:
            yield f"{_quote(column.header)} = {_quote(column.separators)}"


def _once(sheet: SheetReading) -> list[ColumnReading]:
    """Return the columns of a sheet; of those that have one header, the first."""
    return list({column.header: column for column in reversed(sheet.columns)}.values())[::-1]


def _quote(text: str) -> str:
    # A basic string of TOML is one of JSON but for the character DEL.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_block(text: str, schema: Schema) -> KeptReading | None:
    """Return how tables were read before; None where settings say nothing of it.

    Raises
    ------
    InputError
        Where settings say what is no table, column or use; all of it at once.
    """
    try:
        raw = tomllib.loads(text).get("import")
    except tomllib.TOMLDecodeError as error:
        raise InputError.tell("config-syntax", Place(file=FILE), reason=str(error)) from error
    if raw is None:
        return None
    faults: list[str] = []
    if not isinstance(raw, dict) or not isinstance(raw.get("sheets", []), list):
        faults.append("import")
        raw = {}
    language = raw.get("language", LANGUAGES[0])
    if language not in LANGUAGES:
        faults.append(f"language = {language!r}")
    sheets = [_read_sheet(each, schema, faults) for each in raw.get("sheets", [])]
    if faults:
        raise InputError(*map(refuse_kept, faults))
    return KeptReading(language=language, sheets=tuple(sheets), made=str(raw.get("made", "")))


def refuse_kept(fault: str) -> Finding:
    """Tell that something is no table, column or use."""
    place = Place(file=FILE, column="import")
    return tell("import-mapping", "violation", place, value=fault, chapter="importing")


def _read_sheet(raw: object, schema: Schema, faults: list[str]) -> KeptSheet:
    said = raw if isinstance(raw, dict) else {}
    columns, separators = said.get("columns", {}), said.get("separators", {})
    table = said.get("table") or None
    if not isinstance(columns, dict) or not isinstance(separators, dict):
        faults.append("import.sheets")
        columns, separators = {}, {}
    if table is not None and not is_table(table, schema):
        faults.append(f"table = {_quote(str(table))}")
    kept = {
        header: read_column(header, value, str(separators.get(header, "")), schema, faults)
        for header, value in columns.items()
    }
    sheet = said.get("sheet")
    return KeptSheet(
        file=str(said.get("file", "")),
        sheet=str(sheet) if sheet is not None else None,
        table=str(table) if table is not None else None,
        columns=kept,
    )


def is_table(name: object, schema: Schema) -> bool:
    """Tell whether a name is that of a table."""
    return any(table.name == name for table in schema.tables)


def read_column(
    header: str, value: object, separators: str, schema: Schema, faults: list[str]
) -> KeptColumn:
    """Return what is said of a column; where it is none of the model, its fault is added."""
    for use in (NOTE, PERSONAL):
        if value == use:
            return KeptColumn(use=use)
    listed = value if isinstance(value, list) else [value]
    targets = []
    for each in listed:
        target = parse_target(str(each), schema)
        if target is None:
            faults.append(f"{_quote(header)} = {_quote(str(each))}")
        else:
            targets.append(target)
    return KeptColumn(use="column", targets=tuple(targets), separators=separators)


def parse_target(text: str, schema: Schema) -> Target | None:
    """Return the target that is written as ``table.column``; None where there is none so called.

    >>> from eloggraph.schema.packaged import packaged_schema
    >>> parse_target("actors.areas", packaged_schema()), parse_target("a.b", packaged_schema())
    (Target(table='actors', key='areas'), None)
    """
    table, _, key = text.partition(".")
    if not is_table(table, schema):
        return None
    target = Target(table, key)
    known = any(resolve(target, schema, language) for language in LANGUAGES)
    return target if known else None
