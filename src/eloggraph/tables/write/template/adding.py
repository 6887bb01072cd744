"""Empty tables put into a network folder that is there, for modules that its settings switch on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from eloggraph.config import FILE, read_config
from eloggraph.errors import OutputError
from eloggraph.filenames import is_csv, is_network_file
from eloggraph.output import write_file
from eloggraph.output.ownership import output_failed
from eloggraph.tables.read.match import match_table_name
from eloggraph.tables.write.template.choice import Template
from eloggraph.tables.write.template.folder import render_table
from eloggraph.text import LANGUAGES, say


def read_modules(folder: Path) -> tuple[str, ...] | None:
    """Return the modules that the settings of a folder name; None where they name none."""
    if not (folder / FILE).is_file():
        return None
    config, _ = read_config(folder)
    return config.modules if config else None


def add_tables(folder: Path, template: Template) -> tuple[str, ...]:
    """Write an empty CSV file for each table of a template that a network folder lacks.

    Returns
    -------
    The names of the files, sorted. Nothing that is there is touched.

    Raises
    ------
    OutputError
        When the tables are in a workbook, or the folder cannot be written.
    """
    try:
        files = list(_list_files(folder))
    except OSError as error:
        raise output_failed(folder, error) from error
    if not all(map(is_csv, files)):
        raise OutputError.tell("folder-not-empty", chapter="template", value=str(folder))
    found = (match_table_name(path.stem, template.schema) for path in files)
    there = {table.name for table in found if table}
    added = {}
    for table in template.tables:
        name = f"{table.names.say(template.language)}.csv"
        if table.name not in there and not os.path.lexists(folder / name):
            added[name] = render_table(template, table)
    for name in sorted(added):
        write_file(folder / name, added[name])
    return tuple(sorted(added))


def _list_files(folder: Path) -> Iterator[Path]:
    """Yield the tables of a folder, and those that lie in the folder of tables for later."""
    later = {say("template.file.more").say(language) for language in LANGUAGES}
    for place in (folder, *(folder / name for name in sorted(later))):
        entries = sorted(place.iterdir()) if place.is_dir() else []
        yield from (each for each in entries if is_network_file(each) and each.name != FILE)
