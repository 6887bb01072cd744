"""Descriptions of tables as a data package (``datapackage.json``) of the Frictionless standards.

Source: Data Package, Table Schema and CSV Dialect, https://specs.frictionlessdata.io/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from eloggraph.config import NetworkConfig
from eloggraph.tables.write.metadata.description import DescribedColumn, DescribedTable
from eloggraph.text import Language

FILE = "datapackage.json"


def to_data_package(
    tables: Sequence[DescribedTable], config: NetworkConfig, language: Language
) -> dict[str, object]:
    """Return tables as a data package, its titles in the language.

    >>> from eloggraph.text import Text
    >>> config = NetworkConfig(id="a", base="", title=Text("A", "B", "C"))
    >>> to_data_package([], config, "sv")["title"]
    'B'
    """
    described: dict[str, object] = {"name": config.id, "title": config.title.say(language)}
    if config.description:
        described["description"] = config.description.say(language)
    if config.licence:
        described["licenses"] = [{"path": config.licence}]
    if config.publisher:
        described["contributors"] = [{"title": config.publisher, "role": "publisher"}]
    described["resources"] = [_describe_resource(each, tables, language) for each in tables]
    return described


def write_data_package(
    tables: Sequence[DescribedTable], config: NetworkConfig, language: Language
) -> str:
    """Return the text of ``datapackage.json``."""
    document = to_data_package(tables, config, language)
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _name_resource(table: DescribedTable) -> str:
    """Return a name of the letters that the standard allows, from the name of the file."""
    return re.sub(r"[^a-z0-9._-]+", "-", table.file.rpartition(".")[0].lower()) or table.table.name


def _describe_resource(
    table: DescribedTable, tables: Sequence[DescribedTable], language: Language
) -> dict[str, object]:
    dialect = table.dialect
    return {
        "name": _name_resource(table),
        "path": table.file,
        "title": table.table.names.say(language),
        "description": table.table.description.say(language),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": dialect.encoding,
        "dialect": {
            "headerRows": [dialect.header_row],
            "skipBlankRows": True,
            # The first is how the standard says it, the second how its reference program does.
            "delimiter": dialect.separator,
            "csv": {"delimiter": dialect.separator},
        },
        "schema": _describe_schema(table, tables, language),
    }


def _describe_schema(
    table: DescribedTable, tables: Sequence[DescribedTable], language: Language
) -> dict[str, object]:
    schema: dict[str, object] = {
        "fields": [_describe_field(each, language) for each in table.columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = [table.header(name) for name in table.key]
    keys = [_foreign_key(each, table, tables) for each in table.columns if each.foreign_key]
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _describe_field(described: DescribedColumn, language: Language) -> dict[str, object]:
    column = described.column
    if column is None:
        return {"name": described.header, "type": "string"}
    entry: dict[str, object] = {"name": described.header, "title": column.names.say(language)}
    if text := column.description.say(language):
        entry["description"] = text
    several = column.separator is not None
    entry |= {"type": "string"} if several else described.form.package
    entry["rdfType"] = column.path
    constraints: dict[str, object] = {"required": True} if described.required else {}
    if several and described.form.pattern:
        constraints["pattern"] = _repeat(described.form.pattern, column.separator or "")
    elif described.form.codes:
        constraints["enum"] = list(described.form.codes)
    elif described.form.pattern and entry["type"] == "string":
        constraints["pattern"] = described.form.pattern
    return {**entry, "constraints": constraints} if constraints else entry


def _repeat(pattern: str, separator: str) -> str:
    """Return the pattern of several such values in one cell."""
    return rf"({pattern})( *{re.escape(separator)} *({pattern}))*"


def _foreign_key(
    described: DescribedColumn, table: DescribedTable, tables: Sequence[DescribedTable]
) -> dict[str, object]:
    assert described.foreign_key is not None  # only such columns are asked for
    target = next(each for each in tables if each.table.name == described.foreign_key.table)
    return {
        "fields": [described.header],
        "reference": {
            "resource": "" if target is table else _name_resource(target),
            "fields": [target.header(described.foreign_key.column)],
        },
    }
