"""The workbooks of a folder, opened once: for the settings in one, and then for its tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from eloggraph.filenames import is_workbook
from eloggraph.finding import Finding
from eloggraph.schema.model import Schema
from eloggraph.tables.read.files import list_tables
from eloggraph.tables.read.outside import find_links_out
from eloggraph.tables.read.settings import SheetSettings, read_settings

if TYPE_CHECKING:
    from eloggraph.tables.read.workbook import Workbook

Books: TypeAlias = "Mapping[Path, tuple[Workbook | None, list[Finding]]]"


def open_workbooks(folder: Path, top: Path | None, only: Path | None) -> Books:
    """Open the workbooks that may hold settings; a link out of the folder is not followed."""
    try:
        paths = [only] if only else list_tables(sorted(folder.iterdir()))
    except OSError:  # whoever lists the files tells of it
        return {}
    books = [path for path in paths if is_workbook(path)]
    outside = dict(find_links_out(folder, books, (), untrusted=top is not None))
    if not books:
        return {}
    # The libraries that read workbooks load slowly, and most networks have no workbook.
    from eloggraph.tables.read.workbook import load_workbook

    return {path: load_workbook(path, path.name) for path in books if path not in outside}


def find_settings(books: Books, schema: Schema) -> SheetSettings | None:
    """Return what the first sheet of settings in the workbooks of a folder says."""
    sheets = (read_settings(book.grids, schema) for book, _ in books.values() if book)
    return next((sheet for sheet in sheets if sheet is not None), None)
