"""A new network folder: settings and empty tables, as CSV files or one workbook."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from eloggraph.config import FILE
from eloggraph.filenames import WORKBOOKS
from eloggraph.output import write_new_folder
from eloggraph.schema.model import Table
from eloggraph.tables.write.delimited import render_csv
from eloggraph.tables.write.metadata import csvw as metadata_csvw
from eloggraph.tables.write.metadata import package as metadata_package
from eloggraph.tables.write.metadata.files import describe_folder
from eloggraph.tables.write.template.choice import Template
from eloggraph.tables.write.template.guide import render_guide
from eloggraph.tables.write.template.settings import begin_settings, render_settings
from eloggraph.tables.write.template.workbook import render_workbook
from eloggraph.text import Language


def write_template(
    folder: Path, template: Template, *, workbook: bool = False, metadata: bool = False
) -> Path:
    """Write a new network folder: settings and empty tables with headers in one language.

    A workbook has its settings on its first sheet; CSV files have ``network.toml`` beside them.

    Parameters
    ----------
    folder
        A folder that is not there yet, or is empty.
    workbook
        One workbook with drop-downs and help, or else a CSV file for each table and a guide.
    metadata
        Describe the CSV files for other programs too, as CSVW and as a Frictionless package.

    Returns
    -------
    What to open first: the workbook, or the guide.

    Raises
    ------
    OutputError
        When the folder holds something already, or cannot be written.
    """
    if workbook:
        opened = WORKBOOKS[0]
        files = {opened: render_workbook(template, begin_settings(folder, template))}
    else:
        opened, files = template.say("file.guide"), render_files(template)
        files[FILE] = render_settings(folder, template).encode()
        described = _describe(files, template.language) if metadata else {}
        files |= described | {opened: render_guide(template).encode()}
    write_new_folder(folder, files)
    return folder / opened


def render_files(template: Template) -> dict[str, bytes]:
    """Return an empty CSV file for each table by its name; those for later in a folder apart."""
    files = {}
    for table in template.tables:
        name = f"{table.names.say(template.language)}.csv"
        place = name if table in template.first else f"{template.say('file.more')}/{name}"
        files[place] = render_table(template, table)
    return files


def render_table(template: Template, table: Table) -> bytes:
    """Return an empty CSV file with the headers of a table."""
    return render_csv([[column.names.say(template.language) for column in table.columns]])


def _describe(files: Mapping[str, bytes], language: Language) -> dict[str, bytes]:
    """Return the metadata of CSV files: read from a folder, as those of any network are."""
    names = {"csvw": metadata_csvw.FILE, "frictionless": metadata_package.FILE}
    with tempfile.TemporaryDirectory() as work:
        write_new_folder(Path(work), files)
        return {
            name: describe_folder(work, form, language).encode() for form, name in names.items()
        }
