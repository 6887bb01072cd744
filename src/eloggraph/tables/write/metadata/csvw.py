"""Descriptions of tables as W3C's Metadata Vocabulary for Tabular Data (``csv-metadata.json``).

Source: W3C Recommendation 17 December 2015, https://www.w3.org/TR/tabular-metadata/.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from eloggraph.config import NetworkConfig
from eloggraph.iri import expand
from eloggraph.tables.write.metadata.description import DescribedColumn, DescribedTable
from eloggraph.text import Language, Text

FILE = "csv-metadata.json"


def to_csvw(
    tables: Sequence[DescribedTable], config: NetworkConfig, language: Language
) -> dict[str, object]:
    """Return a group of tables as CSVW metadata.

    >>> to_csvw([], NetworkConfig(id="a", base="", title=Text.same("A")), "fi")["dc:title"]
    [{'@value': 'A', '@language': 'fi'}]
    """
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language}],
        "dc:title": _say(config.title, config),
        **({"dc:description": _say(config.description, config)} if config.description else {}),
        **({"dc:license": {"@id": config.licence}} if config.licence else {}),
        **({"dc:publisher": config.publisher} if config.publisher else {}),
        "tables": [_describe_table(table, tables) for table in tables],
    }


def write_csvw(tables: Sequence[DescribedTable], config: NetworkConfig, language: Language) -> str:
    """Return the text of ``csv-metadata.json``."""
    document = to_csvw(tables, config, language)
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _say(text: Text, config: NetworkConfig) -> list[dict[str, str]]:
    said = {text.say(language): language for language in reversed(config.languages)}
    return [{"@value": value, "@language": tag} for value, tag in reversed(said.items())]


def _tag(text: Text) -> list[dict[str, str]]:
    return [{"@value": said, "@language": language} for language, said in text.tagged() if said]


def _each(text: Text) -> list[str]:
    return [said for _, said in text.items()]


def _describe_table(table: DescribedTable, tables: Sequence[DescribedTable]) -> dict[str, object]:
    schema: dict[str, object] = {
        "columns": [_describe_column(each, table) for each in table.columns]
    }
    if table.about_url:
        schema["aboutUrl"] = table.about_url
        schema["columns"] = [*schema["columns"], _type_of_rows(table)]  # type: ignore[misc]
    if table.key:
        schema["primaryKey"] = list(table.key)
    # Readers do not agree on whether an empty cell keeps a foreign key, so there must be none.
    linked = [each for each in table.columns if each.foreign_key and not each.has_gaps]
    keys = [_foreign_key(each, tables) for each in linked]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "url": table.file,
        "dc:title": _tag(table.table.names),
        "dc:description": _tag(table.table.description),
        "dialect": _describe_dialect(table),
        "tableSchema": schema,
    }


def _describe_dialect(table: DescribedTable) -> dict[str, object]:
    dialect = table.dialect
    return {
        "encoding": dialect.encoding,
        "delimiter": dialect.separator,
        "skipRows": dialect.header_row - 1,
        # A row that begins with # is a row like any other, and outer white space says nothing.
        "commentPrefix": None,
        "skipBlankRows": True,
        "trim": True,
    }


def _describe_column(described: DescribedColumn, table: DescribedTable) -> dict[str, object]:
    column = described.column
    if column is None:
        return {"name": described.name, "titles": [described.header], "suppressOutput": True}
    entry: dict[str, object] = {
        "name": described.name,
        # The header as it stands first, and then every other that is understood in its place.
        "titles": list(dict.fromkeys([described.header, column.key, *_each(column.names)])),
        "rdfs:label": _tag(column.names),
        "dc:description": _tag(column.description),
        "datatype": described.form.csvw,
    }
    if column.language:
        entry["lang"] = column.language
    if column.separator:
        entry["separator"] = column.separator
    if described.required:
        entry["required"] = True
    if described.value_url:
        entry["valueUrl"] = described.value_url
    if not column.inverse:
        entry["propertyUrl"] = column.path
    return entry if _is_statement(described, table) else {**entry, "suppressOutput": True}


def _is_statement(described: DescribedColumn, table: DescribedTable) -> bool:
    """Tell whether row, property and cell are a statement as they stand.

    A cell may hold its subject instead, or an id of which a template does not make the IRI.
    """
    column = described.column
    if column is None or column.inverse or table.about_url is None:
        return False
    return column.kind not in {"node", "concept", "class"} or described.value_url is not None


def _type_of_rows(table: DescribedTable) -> dict[str, object]:
    return {
        "name": "type_of_row",
        "virtual": True,
        "propertyUrl": expand("rdf:type"),
        "valueUrl": table.table.target_class,
    }


def _foreign_key(described: DescribedColumn, tables: Sequence[DescribedTable]) -> dict[str, object]:
    assert described.foreign_key is not None  # only such columns are asked for
    target = next(each for each in tables if each.table.name == described.foreign_key.table)
    return {
        "columnReference": described.name,
        "reference": {"resource": target.file, "columnReference": described.foreign_key.column},
    }
