"""Lists of members: whoever stands in one without a role is a member of what the sheet names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eloggraph.importing.cells import is_nothing
from eloggraph.importing.drafts import Row
from eloggraph.importing.headings import is_among, split_words
from eloggraph.importing.model import SheetReading, SourceSheet, Target
from eloggraph.importing.names import KnownNames, list_referred
from eloggraph.schema.model import Column, Table
from eloggraph.text import say

Said = Mapping[str, Mapping[str, Sequence[str]]]


def names_members(sheet: str) -> bool:
    """Tell whether a sheet is called members.

    >>> names_members("ELO-ryhmän jäsenet"), names_members("Toimijat")
    (True, False)
    """
    return any(is_among(word, "importing.members.words") for word in split_words(sheet))


def name_without_members(source: SourceSheet) -> str:
    """Return what a sheet is called without the word for members, else what its file is."""
    for name in (source.name, source.raw.file.rpartition(".")[0], source.raw.stem):
        if not names_members(name):
            return name
        words = [word for word in name.split() if not _is_of_list(word)]
        if words:
            return " ".join(words)
    return source.name


def _is_of_list(word: str) -> bool:
    bare = word.casefold().strip(",:")
    return any(is_among(bare, f"importing.members.{key}") for key in ("words", "besides"))


def find_member(
    sheet: SheetReading, row: Row, things: Mapping[str, object], said: Said, known: KnownNames
) -> dict[str, dict[str, list[str]]]:
    """Return what a row says of a membership whose role it leaves open: that of a member.

    It does so where it names the group, or where its sheet is a list of members.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for table in known.schema.tables:
        role = next((column for column in table.columns if column.row_for_each), None)
        if role is None or _has_role(sheet, row, Target(table.name, role.key)):
            continue
        parts = said.get(table.name, {})
        if not _has_party(sheet, table, things, parts, known):
            continue
        member = known.find(role, say("importing.members.role").say(known.language))
        if member is not None:
            kept = {key: list(values) for key, values in parts.items()}
            found[table.name] = {**kept, role.key: [member]}
    return found


def _has_role(sheet: SheetReading, row: Row, target: Target) -> bool:
    cells = (row.cells[column.index] for column in sheet.columns if target in column.targets)
    return any(cell and not is_nothing(cell) for cell in cells)


def _has_party(
    sheet: SheetReading,
    table: Table,
    things: Mapping[str, object],
    parts: Mapping[str, Sequence[str]],
    known: KnownNames,
) -> bool:
    """Tell whether a row has a member, and a group that it or its sheet names."""
    nodes = [
        column for column in table.columns if column.key in table.key and column.kind == "node"
    ]
    members = [column for column in nodes if column.joins]
    groups = [column for column in nodes if not column.joins and not column.row_for_each]
    is_named = all(_is_there(column, things, parts, known) for column in members)
    is_list = sheet.table in {
        name for column in members for name in (table.name, *list_referred(known.schema, column))
    }
    in_group = any(parts.get(column.key) for column in groups)
    return is_named and (in_group or (is_list and names_members(sheet.source.name)))


def _is_there(
    column: Column,
    things: Mapping[str, object],
    parts: Mapping[str, Sequence[str]],
    known: KnownNames,
) -> bool:
    return bool(parts.get(column.key)) or any(
        things.get(name) for name in list_referred(known.schema, column)
    )
