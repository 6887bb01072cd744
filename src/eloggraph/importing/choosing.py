"""What somebody chose for sheets and columns elsewhere than on the page of the reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from eloggraph.errors import InputError
from eloggraph.importing.book import PLUS
from eloggraph.importing.settings import (
    KeptColumn,
    KeptReading,
    KeptSheet,
    is_table,
    read_column,
    refuse_kept,
)
from eloggraph.schema.model import Schema

# File, sheet and header; a sheet as a whole has no header.
Choice = tuple[str, str | None, str | None]


def choose(kept: KeptReading, choices: Mapping[Choice, str], schema: Schema) -> KeptReading:
    """Return a reading in which some sheets and columns are what somebody says.

    Parameters
    ----------
    kept
        How everything was read.
    choices
        For a sheet the name of a table, empty where it is none; for a column ``note``,
        ``personal``, or one or several of ``table.column``, joined as the page joins them.

    Raises
    ------
    InputError
        When a choice is no table, column or use, or is about nothing that was read.
    """
    faults: list[str] = []
    known = {(s.file, s.sheet, h) for s in kept.sheets for h in (None, *s.columns)}
    faults += [
        str(header or sheet or file)
        for file, sheet, header in sorted(set(choices) - known, key=str)
    ]
    sheets = tuple(_choose_in(sheet, choices, schema, faults) for sheet in kept.sheets)
    if faults:
        raise InputError(*map(refuse_kept, faults))
    return replace(kept, sheets=sheets)


def _choose_in(
    sheet: KeptSheet, choices: Mapping[Choice, str], schema: Schema, faults: list[str]
) -> KeptSheet:
    table = choices.get((sheet.file, sheet.sheet, None), sheet.table) or None
    if table is not None and not is_table(table, schema):
        faults.append(table)
    columns: dict[str, KeptColumn] = {}
    for header, column in sheet.columns.items():
        said = choices.get((sheet.file, sheet.sheet, header))
        if said is None:
            columns[header] = column
            continue
        value: object = said.split(PLUS) if PLUS in said else said
        columns[header] = read_column(header, value, column.separators, schema, faults)
    return replace(sheet, table=table, columns=columns)
