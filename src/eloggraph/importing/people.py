"""Columns of people: whom they name is private, whatever their header would make of them."""

from __future__ import annotations

from collections.abc import Sequence

from eloggraph.importing.cells import Known, are_people, is_nothing, list_values
from eloggraph.importing.headings import INFLECTED, Match, names_partly
from eloggraph.importing.model import LABEL, SourceSheet, Target
from eloggraph.importing.names import KnownNames
from eloggraph.iri import expand
from eloggraph.schema.model import Schema, Table
from eloggraph.tables.ids.names import fold_name

_AREA = expand("elo:Area")
_MEMBERS = frozenset({expand("org:member"), expand("org:hasMember")})
_FEWEST, _FEWEST_PEOPLE = 2, 3


def leave_members(
    sources: Sequence[SourceSheet],
    matches: Sequence[list[list[Match]]],
    schema: Schema,
    known: KnownNames,
) -> list[list[list[Match]]]:
    """Return the matches of sheets without those that would make members of people.

    “Jäsen” heads organisations as well as people: its values tell which. Where the sheet names
    organisations too, one name of a person is enough; where it does not, and the header says
    that organisations stand below it, nothing is left out.
    """
    organisations = _list_organisations(sources, matches, schema)

    def is_known(text: str) -> bool:
        named = fold_name(text) in organisations
        return named or known.find_whole([*known.tables], text) is not None

    left: list[list[list[Match]]] = []
    for source, found in zip(sources, matches, strict=True):
        named = _find_organisations(found, schema)
        left.append([
            []
            if each
            and index not in named
            and _is_of_members(each, schema)
            and _names_people(source, index, is_known, known, beside=bool(named))
            else each
            for index, each in enumerate(found)
        ])  # fmt: skip
    return left


def _is_of_members(found: Sequence[Match], schema: Schema) -> bool:
    """Tell whether a header means a column of members before all else."""
    target = found[0].target
    columns = schema.table(target.table).columns
    return any(column.path in _MEMBERS and column.key == target.key for column in columns)


def _find_organisations(found: Sequence[Sequence[Match]], schema: Schema) -> list[int]:
    """Return the columns whose header says that the members' organisations stand below it."""
    tables = {table.name for table in _list_member_tables(schema)}
    return [
        index
        for index, each in enumerate(found)
        if each
        and each[0].target.table in tables
        and each[0].target.key == LABEL
        and each[0].score >= INFLECTED
    ]


def _list_member_tables(schema: Schema) -> list[Table]:
    """Return the tables whose rows may be members."""
    classes = {
        iri
        for table in schema.tables
        for column in table.columns
        if column.path in _MEMBERS
        for iri in column.classes
    }
    return [table for table in schema.tables if table.target_class in classes]


def _list_organisations(
    sources: Sequence[SourceSheet], matches: Sequence[list[list[Match]]], schema: Schema
) -> set[str]:
    return {
        fold_name(cell)
        for source, found in zip(sources, matches, strict=True)
        for index in _find_organisations(found, schema)
        for cell in list_values(source.raw.frame[f"c{index}"].to_list())
    }


def _names_people(
    source: SourceSheet,
    index: int,
    is_known: Known,
    known: KnownNames,
    *,
    beside: bool,
) -> bool:
    tables = _list_member_tables(known.schema)
    if not beside and any(names_partly(source.raw.headers[index], each) for each in tables):
        return False
    cells = [c for c in list_values(source.raw.frame[f"c{index}"].to_list()) if not is_nothing(c)]
    if len(cells) < (1 if beside else _FEWEST) or not are_people(cells, is_known):
        return False
    # “Ohjaamo Kuopio” is no person; one Aino Lahti among others is.
    places = sum(any(_is_place(word, known) for word in cell.split()) for cell in cells)
    return 2 * places <= len(cells)


def _is_place(word: str, known: KnownNames) -> bool:
    areas = known.schema.descendants.get(_AREA, {_AREA})
    tables = [table.name for table in known.schema.tables if table.target_class in areas]
    return known.find_whole(tables, word) is not None


def holds_people(source: SourceSheet, index: int) -> bool:
    """Tell whether a column holds the names of several people."""
    cells = list_values(source.raw.frame[f"c{index}"].to_list())
    return len(cells) >= _FEWEST_PEOPLE and are_people(cells, lambda _: False)


def leave_people(
    source: SourceSheet, matches: Sequence[list[Match]], table: Table, label: int | None
) -> list[list[Match]]:
    """Return matches without those that would make rows of the people beside the rows' names."""
    wanted = Target(table.name, LABEL)
    return [
        [match for match in each if match.target.key != LABEL]
        if label not in (None, index)
        and any(match.target == wanted for match in each)
        and holds_people(source, index)
        else each
        for index, each in enumerate(matches)
    ]
