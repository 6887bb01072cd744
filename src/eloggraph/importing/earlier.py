"""What an earlier import left: the rows as they now stand, and the corrected reading."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eloggraph.config import FILE
from eloggraph.errors import InputError, OutputError
from eloggraph.filenames import IDS, WORKBOOKS
from eloggraph.finding import Place
from eloggraph.importing.correcting import read_page
from eloggraph.importing.finishing import Rows
from eloggraph.importing.settings import KeptReading, read_block
from eloggraph.once import read_once
from eloggraph.output.ownership import hash_bytes
from eloggraph.schema.model import Schema
from eloggraph.schema.names import normalise_header
from eloggraph.tables.ids.kept import KeptId, read_kept_ids
from eloggraph.tables.read.match import match_table_name
from eloggraph.tables.read.workbook import load_workbook
from eloggraph.tables.sheets import is_own_sheet
from eloggraph.text import say

BOOK = WORKBOOKS[0]
_MOST_SETTINGS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier import: settings and workbook as they stand, and what they say."""

    settings: str
    book: bytes
    kept: KeptReading
    tables: Mapping[str, Rows]
    ids: tuple[KeptId, ...] = ()

    @property
    def is_edited(self) -> bool:
        """Tell whether somebody has changed the tables since they were made."""
        return bool(self.kept.made) and fingerprint(self.tables) != self.kept.made


def fingerprint(tables: Mapping[str, Rows]) -> str:
    """Return a short text that is another one when any cell of some tables is."""
    said = {name: [dict(sorted(row.items())) for row in rows] for name, rows in tables.items()}
    return hash_bytes(json.dumps(said, sort_keys=True, ensure_ascii=False).encode())[:16]


def read_earlier(folder: Path, schema: Schema) -> Earlier | None:
    """Return what an earlier import left; None where the folder is not there, or is empty.

    Raises
    ------
    OutputError
        When there is something else in the folder.
    InputError
        When what is there cannot be read, or was corrected into what it cannot be.
    """
    if not folder.is_dir() or not any(folder.iterdir()):
        return None
    settings, book = folder / FILE, folder / BOOK
    if not settings.is_file() or not book.is_file():
        raise OutputError.tell("import-folder-other", chapter="importing", value=str(folder))
    text = _read(settings, _MOST_SETTINGS).decode("utf-8-sig", "replace")
    kept = read_block(text, schema)
    if kept is None:
        raise OutputError.tell("import-folder-other", chapter="importing", value=str(folder))
    sheets = _read_sheets(book)
    page = next((rows for name, rows in sheets.items() if _is_page(name)), [])
    return Earlier(
        settings=text,
        book=_read(book, None),
        kept=read_page(page, kept, schema, BOOK),
        tables=_match(sheets, schema),
        ids=_read_ids(folder / IDS, schema),
    )


def _read_ids(path: Path, schema: Schema) -> tuple[KeptId, ...]:
    """Return the ids that are kept; a file of them that has faults is not to be written anew."""
    if not path.is_file():
        return ()
    kept, findings = read_kept_ids(path, schema)
    if not kept.sound:
        raise InputError(*findings)
    return kept.lines


def _read(path: Path, most: int | None) -> bytes:
    try:
        return read_once(path, most)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError.tell("file-unreadable", Place(file=path.name), reason=reason) from error


def _is_page(name: str) -> bool:
    return name in say("template.sheet.interpretation").said


def _read_sheets(path: Path) -> dict[str, list[list[str]]]:
    workbook, findings = load_workbook(path, path.name)
    if workbook is None:
        raise InputError(*findings)
    return {
        grid.stem: [[cell or "" for cell in row] for row in grid.records()]
        for grid in workbook.grids
    }


def _match(sheets: Mapping[str, Sequence[Sequence[str]]], schema: Schema) -> dict[str, Rows]:
    """Return the rows of the tables by the keys of their columns, without empty cells."""
    found: dict[str, Rows] = {}
    for name, rows in sheets.items():
        table = match_table_name(name, schema)
        if table is None or is_own_sheet(name) or not rows:
            continue
        columns = [table.headers.get(normalise_header(header)) for header in rows[0]]
        found[table.name] = [
            {
                column.key: cell
                for column, cell in zip(columns, row, strict=False)
                if column and cell
            }
            for row in rows[1:]
            if any(row)
        ]
    return found
