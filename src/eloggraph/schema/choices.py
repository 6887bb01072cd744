"""What a column chooses from, in words: a code list with its codes, or the rows of tables."""

from __future__ import annotations

from collections.abc import Iterable

from eloggraph.schema.model import Column, Schema, Table
from eloggraph.text import LANGUAGES, Text, quote_names, say

_MOST_CODES = 8


def tell_choices(column: Column, schema: Schema) -> Text | None:
    """Return a sentence on what the values of a column must be; None where any will do.

    >>> from eloggraph.schema.packaged import packaged_schema
    >>> schema = packaged_schema()
    >>> tell_choices(schema.table("services").column("target_groups"), schema).en
    'The value must be a row of the table “Target groups”.'
    """
    if column.scheme is not None:
        codes = few_codes(column, schema)
        key = "conditions.list" if codes is None else "conditions.list-of"
        return say(key, list=name_list(column, schema), codes=codes or "")
    if column.allowed:
        return say("conditions.among", codes=quote_texts(_name_codes(column, schema)))
    return _tell_rows(column.classes, schema) if column.classes else None


def name_list(column: Column, schema: Schema) -> Text:
    """Return the name of the code list of a column, or else that of the column."""
    names = (scheme.label for scheme in schema.schemes if scheme.iri == column.scheme)
    return quote_texts([next(names, column.names)])


def few_codes(column: Column, schema: Schema) -> Text | None:
    """Return the names of the codes of a column, where they are few enough to be listed."""
    names = _name_codes(column, schema)
    return quote_texts(names) if 0 < len(names) <= _MOST_CODES else None


def name_tables(column: Column, schema: Schema) -> Text:
    """Return “in the table …”, of the tables whose rows a column refers to."""
    tables = list_tables(column, schema)
    names = quote_texts(table.names for table in tables)
    return say("conditions.in-table", n=len(tables), tables=names)


def list_tables(column: Column, schema: Schema) -> list[Table]:
    """Return the tables whose rows a column refers to."""
    tables = schema.tables_of(column.classes)
    return _whole(tables, column.classes, schema) or list(tables)


def quote_texts(names: Iterable[Text]) -> Text:
    """Return names in the quotation marks of each language, with a comma between them."""
    listed = list(names)
    return Text(*(quote_names(n.say(each) for n in listed).say(each) for each in LANGUAGES))


def _name_codes(column: Column, schema: Schema) -> list[Text]:
    if column.scheme is not None:
        return [each.label for each in schema.concepts if each.scheme == column.scheme]
    return [schema.labels.get(iri) or Text.same(iri) for iri in column.allowed]


def _tell_rows(classes: tuple[str, ...], schema: Schema) -> Text:
    tables = schema.tables_of(classes)
    if whole := _whole(tables, classes, schema):
        named = quote_texts(table.names for table in whole)
        return say("conditions.row", n=len(whole), tables=named)
    kinds = quote_texts(schema.labels.get(iri) or Text.same(iri) for iri in classes)
    if not tables:
        return say("conditions.of-kind", kinds=kinds)
    named = quote_texts(table.names for table in tables)
    return say("conditions.row-of-kind", tables=named, kinds=kinds)


def _whole(tables: Iterable[Table], classes: tuple[str, ...], schema: Schema) -> list[Table]:
    """Return the tables of which every row is of one of the classes."""
    below = frozenset[str]().union(*(schema.descendants.get(iri, {iri}) for iri in classes))
    return [table for table in tables if table.target_class in below]
