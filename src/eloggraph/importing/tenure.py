"""Terms of office: where a sheet tells of roles, its times are theirs and end no organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eloggraph.importing.headings import (
    EXACT,
    HARDLY,
    Heading,
    Match,
    is_among,
    is_label,
    match_header,
    split_words,
)
from eloggraph.importing.membership import names_members
from eloggraph.importing.model import SourceSheet, Target
from eloggraph.importing.names import list_referred
from eloggraph.schema.model import Schema, Table


def give_terms(
    source: SourceSheet,
    matches: Sequence[list[Match]],
    table: Table,
    headings: Sequence[Heading],
    schema: Schema,
) -> list[list[Match]]:
    """Return the matches of a sheet in which times are those of the roles that it tells.

    “Toimikausi” is the time of a role, also where roles are ticked; other times are those of roles
    where a column tells roles, or the sheet is a list of members.
    """
    roles = next((each for each in schema.tables if _has_roles(each)), None)
    if roles is None or not _is_of_members(table, roles, schema):
        return [*matches]
    tells = names_members(source.name) or any(_tells_role(each, roles) for each in matches)
    times = {column.key for column in roles.columns if column.kind == "date"}
    given: list[list[Match]] = []
    for header, each in zip(source.raw.headers, matches, strict=True):
        term = _find_term(header, times, roles, headings)
        moved = _move(each, times, roles) if tells or term else each
        before = [term] if term else []
        given.append([*before, *(m for m in moved if m.target not in {t.target for t in before})])
    return given


def _has_roles(table: Table) -> bool:
    return any(c.row_for_each for c in table.columns) and not any(map(is_label, table.columns))


def _is_of_members(table: Table, roles: Table, schema: Schema) -> bool:
    """Tell whether the rows of a table are those who have roles, or the roles themselves."""
    holders = (name for c in roles.columns if c.joins for name in list_referred(schema, c))
    return table.name in {roles.name, *holders}


def _tells_role(found: Sequence[Match], roles: Table) -> bool:
    keys = {column.key for column in roles.columns if column.row_for_each}
    return any(
        match.target.table == roles.name and match.target.key in keys and match.score >= HARDLY
        for match in found[:1]
    )


def _move(found: Sequence[Match], times: set[str], roles: Table) -> list[Match]:
    """Return matches whose times are all those of roles."""
    moved: dict[Target, Match] = {}
    for match in found:
        is_time = match.target.key in times
        target = Target(roles.name, match.target.key) if is_time else match.target
        moved.setdefault(target, replace(match, target=target))
    return [*moved.values()]


def _find_term(
    header: str, times: set[str], roles: Table, headings: Sequence[Heading]
) -> Match | None:
    """Return the time of a role that a header means which names a term."""
    words = split_words(header)
    rest = [word for word in words if not is_among(word, "importing.tenure.words")]
    if len(rest) == len(words):
        return None
    said = match_header(" ".join(rest), headings) if rest else []
    found = next((m for m in said if m.target.table == roles.name and m.target.key in times), None)
    key = found.target.key if found else _find_first_time(roles)
    return Match(Target(roles.name, key), EXACT, found.language if found else "")


def _find_first_time(roles: Table) -> str:
    return next(column.key for column in roles.columns if column.kind == "date")
