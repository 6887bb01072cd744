"""Which group a column tells roles in: its header says it, or the sheet does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eloggraph.finding import Finding, Place, tell
from eloggraph.importing.headings import Heading, match_header
from eloggraph.importing.membership import name_without_members, names_members
from eloggraph.importing.model import LABEL, SheetReading, SourceSheet
from eloggraph.importing.names import KnownNames, list_referred
from eloggraph.schema.model import Column, Schema, Table
from eloggraph.text import Text

_BEFORE = re.compile(r"^(?:i|på|inom|in|on|of|within)\s+(?:the\s+)?", re.I)
# Endings that the name of a group has after the word for a role, and has not alone.
_CASES = {"fi": re.compile(r"(?:ss[aä]|st[aä]|ll[aä]|n)$"), "sv": re.compile(r"e[nt]$")}


def name_group(header: str, source: SourceSheet, column: Column, known: KnownNames) -> str:
    """Return the name of the group that roles below a header are in.

    What follows the word for the role names it, else the one group that is known, else the sheet,
    without the word for members.
    """
    rest = header.partition(" ")[2]
    if rest:
        return _name_in_base_form(rest, column, known)
    groups = known.tables.get(_list_group_tables(column, known)[0], {})
    if len(groups) == 1:
        return next(iter(groups.values()))
    sheet = name_without_members(source)
    return sheet if sheet == source.name else _name_in_base_form(sheet, column, known)


def _name_in_base_form(text: str, column: Column, known: KnownNames) -> str:
    """Return the name of a group from its form in a phrase.

    >>> from eloggraph.schema.packaged import packaged_schema
    >>> known = KnownNames(schema=packaged_schema(), language="fi")
    >>> column = packaged_schema().table("memberships").column("organization")
    >>> _name_in_base_form("ELO-ryhmässä", column, known)
    'ELO-ryhmä'
    >>> swedish = KnownNames(schema=packaged_schema(), language="sv")
    >>> _name_in_base_form("i ELO-gruppen", column, swedish)
    'ELO-grupp'
    """
    rest = _BEFORE.sub("", text.strip())
    case = _CASES.get(known.language)
    bare = case.sub("", rest) if case else rest
    return next(filter(None, (known.find(column, form) for form in (rest, bare))), bare)


def choose_group_table(
    name: str, column: Column, known: KnownNames, headings: Sequence[Heading]
) -> str:
    """Return the table that a group of a name is a row of: its last word may say which.

    Else it is the first of those that a network begins with.
    """
    fitting = _list_group_tables(column, known)
    said = (m.target.table for m in match_header(name, headings) if m.target.key == LABEL)
    return next((table for table in said if table in fitting), fitting[0])


def choose_new_table(
    header: str, column: Column, schema: Schema, headings: Sequence[Heading]
) -> str:
    """Return the table that new names in a column are rows of: the header may say which."""
    fitting = list_referred(schema, column)
    said = (m.target.table for m in match_header(header, headings) if m.target.key == LABEL)
    return next((name for name in said if name in fitting), fitting[0])


def _list_group_tables(column: Column, known: KnownNames) -> list[str]:
    """Return the tables of groups: those of the narrowest class that a column refers to."""
    narrow = replace(column, classes=column.classes[-1:])
    names = list_referred(known.schema, narrow) or list_referred(known.schema, column)
    tables = [known.schema.table(name) for name in names]
    tables.sort(key=lambda table: (table.begin_with is None, table.begin_with or 0))
    return [table.name for table in tables]


def find_role_header(sheet: SheetReading, table: Table) -> str | None:
    """Return the header of the column that tells the roles of a table of memberships.

    It is empty where the sheet is a list of members, without roles.
    """
    for reading in sheet.columns:
        for target in reading.targets[:1]:
            if target.table == table.name and table.column(target.key).row_for_each:
                return reading.header
    has_roles = any(column.row_for_each for column in table.columns)
    return "" if has_roles and names_members(sheet.source.name) else None


def tell_lacking(place: Place, table: Table, lacking: Sequence[str]) -> Finding:
    """Tell of a row of relations that lacks a party, so that nothing was made of it."""
    names = [table.column(key).names for key in lacking]
    return tell(
        "import-party-lacking",
        "warning",
        place,
        chapter="importing",
        names=Text.each(lambda language: ", ".join(name.say(language) for name in names)),
    )
