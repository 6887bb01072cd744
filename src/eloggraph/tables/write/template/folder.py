"""A new network folder: settings and empty tables, as CSV files or one workbook."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from eloggraph.config import FILE, PLACEHOLDER
from eloggraph.filenames import WORKBOOKS
from eloggraph.output import write_new_folder
from eloggraph.schema.model import Table
from eloggraph.tables.write.delimited import render_csv
from eloggraph.tables.write.metadata import csvw as metadata_csvw
from eloggraph.tables.write.metadata import package as metadata_package
from eloggraph.tables.write.metadata.files import describe_folder
from eloggraph.tables.write.template.choice import Template
from eloggraph.tables.write.template.guide import render_guide
from eloggraph.tables.write.template.workbook import render_workbook
from eloggraph.text import FINISHED, Language, say

_UNFIT = re.compile(r"[^a-z0-9]+")


def write_template(
    folder: Path, template: Template, *, workbook: bool = False, metadata: bool = False
) -> Path:
    """Write a new network folder: settings and empty tables with headers in one language.

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
    settings = {FILE: render_settings(folder, template).encode()}
    if workbook:
        opened, files = WORKBOOKS[0], {WORKBOOKS[0]: render_workbook(template)}
    else:
        opened, files = template.say("file.guide"), render_files(template)
        described = _describe(files | settings, template.language) if metadata else {}
        files |= described | {opened: render_guide(template).encode()}
    write_new_folder(folder, files | settings)
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


def render_settings(folder: Path, template: Template) -> str:
    """Return ``network.toml`` of a new network, explained in one language.

    Its address is one that nobody owns, to be changed before anything is published.
    """
    language = template.language

    def explain(key: str) -> str:
        return "# " + say(f"template.config.{key}").say(language)

    plain = unicodedata.normalize("NFKD", folder.absolute().name).encode("ascii", "ignore")
    slug = _UNFIT.sub("-", plain.decode().lower()).strip("-") or "network"
    name = say("template.config.name")
    lines = [
        *(explain("head"), ""),
        *(explain("id"), f'id = "{slug}"', ""),
        *(explain("base"), f'base = "{PLACEHOLDER}{slug}/"', ""),
        *(explain("languages"), f"languages = {json.dumps(list(FINISHED))}", ""),
        *(explain("date"), '# date = "2026-01-31"', ""),
        *(explain("publisher"), '# publisher = ""', ""),
        *(explain("licence"), '# licence = "https://creativecommons.org/licenses/by/4.0/"', ""),
        *(explain("uses"), '# uses = ["suomi"]', ""),
        *(explain("ignore"), '# ignore = ["Budjetti*"]', ""),
        *(explain("previous"), '# previous = "../2025"', ""),
        *(explain("modules"), _list_modules(template), ""),
        *(explain("title"), "[title]"),
        *(f'{code} = "{name.say(code)}"' for code in FINISHED),
    ]
    return "\n".join(lines) + "\n"


def _list_modules(template: Template) -> str:
    """Return the setting of the modules; where none is on, which there are."""
    on = bool(template.modules)
    modules = template.modules if on else template.schema.modules
    return f"{'' if on else '# '}modules = {json.dumps([module.key for module in modules])}"
