"""The tables of a new network: which, and in what order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eloggraph.errors import InputError
from eloggraph.finding import Finding, tell
from eloggraph.schema.model import Schema, Table
from eloggraph.tables.read.match import find_nearest, match_table_name
from eloggraph.text import Language, quote_names, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """The tables of a new network in one language: those to begin with, and those for later.

    ``chosen`` tells that somebody named the tables; then all of them are there to begin with.
    """

    schema: Schema
    language: Language
    first: tuple[Table, ...]
    later: tuple[Table, ...] = ()
    chosen: bool = False

    @property
    def tables(self) -> tuple[Table, ...]:
        """Return all tables in order."""
        return (*self.first, *self.later)

    def say(self, key: str, **values: object) -> str:
        """Return a text of the chapter of templates in the template's language."""
        return say(f"template.{key}", **values).say(self.language)


def choose_tables(schema: Schema, language: Language, wanted: Sequence[str] = ()) -> Template:
    """Choose the tables of a new network.

    Parameters
    ----------
    wanted
        Names of tables, by key or in any language; without any, all tables, first those that
        the guide tells to begin with.

    Raises
    ------
    InputError
        When a wanted table is none of the model; all such are told at once.
    """
    if wanted:
        found = {name: match_table_name(name, schema) for name in wanted}
        unknown = [_tell_unknown(name, schema) for name, table in found.items() if table is None]
        if unknown:
            raise InputError(*unknown)
        named = dict.fromkeys(table for table in found.values() if table is not None)
        return Template(schema=schema, language=language, first=tuple(named), chosen=True)
    places = sorted((table.begin_with, table.name) for table in schema.tables if table.begin_with)
    # If the shapes do not say which tables to begin with, all are equal.
    first = tuple(schema.table(name) for _, name in places) or schema.tables
    rest = [table for table in schema.tables if table not in first]
    rest.sort(key=lambda table: table.names.say(language).casefold())
    return Template(schema=schema, language=language, first=first, later=tuple(rest))


def _tell_unknown(name: str, schema: Schema) -> Finding:
    known = [
        n for table in schema.tables for n in (table.name, *dict(table.names.items()).values())
    ]
    near = find_nearest(name, known)
    return tell(
        "template-table-unknown",
        "violation",
        value=name,
        chapter="template",
        variant="near" if near else "far",
        near=quote_names(near),
    )
