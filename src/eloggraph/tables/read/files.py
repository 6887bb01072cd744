"""Which files of a folder are tables, and findings about files that only look like tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from eloggraph.filenames import IDS, TEMPORARY, WORKBOOKS, is_csv, is_workbook
from eloggraph.finding import Finding, Place, tell
from eloggraph.schema.model import Schema
from eloggraph.tables.read.match import match_table_name

_OTHER_WORKBOOKS = (".xls", ".xlsb", ".xlt", ".xltx", ".xltm", ".fods", ".ots", ".numbers")


def list_tables(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return those of a folder's files that tables are read from, in the order given.

    >>> [p.name for p in list_tables([Path("actors.csv"), Path("old.xlsx"), Path("a.md")])]
    ['actors.csv']
    """
    return tuple(
        path
        for path in paths
        if (is_csv(path) and not is_ids(path))
        or (is_workbook(path) and path.name.lower() in WORKBOOKS)
    )


def is_ids(path: Path) -> bool:
    """Tell whether a file has the ids that were made for a folder's tables, by its name.

    >>> is_ids(Path("ids.csv")), is_ids(Path("actors.csv"))
    (True, False)
    """
    return path.name.lower() == IDS


def tell_ignored(paths: Iterable[Path], schema: Schema) -> Iterator[Finding]:
    """Tell of files that look like tables and are not read, with what to do about it."""
    read = set(list_tables(paths))
    for path in paths:
        suffix = path.suffix.lower()
        if path in read or path.name.startswith(TEMPORARY):
            continue
        if is_workbook(path):
            # To name it network.xlsx would put it over the tables that are in use, or beside them.
            variant = "beside" if read else "workbook"
        elif suffix in _OTHER_WORKBOOKS:
            variant = "old"
        elif match_table_name(path.name.partition(".")[0], schema) is not None:
            # Browsers and editors add suffixes: actors.csv.txt.
            variant = "text"
        else:
            continue
        place = Place(file=path.name)
        yield tell("file-ignored", "warning", place, value=path.name, variant=variant)
