"""The workbook of a network that is there already: its rows in the sheets of a new one."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from eloggraph.config import FILE
from eloggraph.filenames import IDS, WORKBOOKS
from eloggraph.output import write_new_folder
from eloggraph.schema.model import Schema, Table
from eloggraph.schema.package import PACKAGED_NETWORKS, packaged_network
from eloggraph.schema.shown import arrange
from eloggraph.tables.read.folder import NetworkTables, find_used
from eloggraph.tables.write.template.choice import Template, choose_tables
from eloggraph.tables.write.template.lists import Records
from eloggraph.tables.write.template.settings import render_plain, take_settings
from eloggraph.tables.write.template.workbook import render_workbook
from eloggraph.text import Language

# What a sheet of settings has no rows for.
_BESIDE = ("synthetic", "catalogue", "citation", "ties")


def write_filled(folder: Path, network: NetworkTables, schema: Schema, language: Language) -> Path:
    """Write a network as a workbook of the form that a new one has; return the workbook.

    Every cell that was read is in it. Settings that have no row on a sheet stand in a
    ``network.toml`` beside it.

    Raises
    ------
    OutputError
        When the folder holds something already, or cannot be written.
    """
    rows = take_rows(network)
    config = network.config
    template = choose_for(schema, language, config.languages, rows)
    uses = [_lead_to(network.folder, entry, folder) for entry in config.uses]
    template = replace(template, uses=tuple(name for name in uses if name in PACKAGED_NETWORKS))
    settings = take_settings(config) | ({"uses": uses} if uses else {})
    if config.previous:
        settings["previous"] = _lead_from(network.folder, config.previous, folder)
    files = {WORKBOOKS[0]: render_workbook(template, settings, rows)}
    if (ids := network.folder / IDS).is_file():
        files[IDS] = ids.read_bytes()
    if kept := keep_settings(network.folder):
        files[FILE] = render_plain(kept).encode()
    write_new_folder(folder, files)
    return folder / WORKBOOKS[0]


def take_rows(network: NetworkTables) -> dict[str, list[dict[str, str]]]:
    """Return the rows of each table by its name: the texts of cells by the keys of columns."""
    rows: dict[str, list[dict[str, str]]] = {}
    for matched in network.tables:
        frame = matched.raw.frame
        cells = {key: frame[matched.cells(key)].to_list() for key in matched.positions}
        rows.setdefault(matched.table.name, []).extend(
            {key: texts[row] for key, texts in cells.items() if texts[row]}
            for row in range(frame.height)
        )
    return rows


def choose_for(
    schema: Schema,
    language: Language,
    languages: Sequence[Language],
    rows: Mapping[str, Records],
) -> Template:
    """Choose the tables of a workbook for rows: those that a network begins with, and theirs.

    Parameters
    ----------
    languages
        Those in which the network is written.
    rows
        The rows of tables by their names: texts by the keys of columns. Every column that one has
        is in the template.

    Examples
    --------
    >>> from eloggraph.schema.packaged import packaged_schema
    >>> rows = {"roles": [{"label@sv": "ordförande"}]}
    >>> template = choose_for(packaged_schema(), "fi", ["fi"], rows)
    >>> [column.key for column in template.later[0].columns][:2]
    ['label@fi', 'label@sv']
    """
    begun = choose_tables(schema, language, modules=(), languages=languages, everything=False)
    first = [table.name for table in begun.first]
    others = [table for table in schema.tables if rows.get(table.name) and table.name not in first]
    others.sort(key=lambda table: table.names.say(language).casefold())

    def widen(table: Table) -> Table:
        used = {key for row in rows.get(table.name, ()) for key in row}
        plain = {column.key for column in table.within(()).written_in(languages).columns}
        columns = (column for column in table.columns if column.key in plain | used)
        return arrange(replace(table, columns=tuple(columns)))

    return replace(
        begun,
        first=tuple(widen(schema.table(name)) for name in first),
        later=tuple(map(widen, others)),
    )


def _lead_to(source: Path, entry: str, folder: Path) -> str:
    """Return how a network that another one uses is named from a folder."""
    found = find_used(source, entry)
    if found is None:
        return entry
    for name in PACKAGED_NETWORKS:
        packaged = packaged_network(name)
        if packaged is not None and packaged.resolve() == found.resolve():
            return name
    return _lead_from(source, str(found), folder)


def _lead_from(source: Path, entry: str, folder: Path) -> str:
    """Return how a folder that is named from one folder is named from another."""
    return Path(os.path.relpath((source / entry).resolve(), folder.resolve())).as_posix()


def keep_settings(folder: Path) -> dict[str, Any]:
    """Return the settings of ``network.toml`` that a sheet has no rows for."""
    path = folder / FILE
    raw = tomllib.loads(path.read_text("utf-8-sig")) if path.is_file() else {}
    return {key: raw[key] for key in _BESIDE if key in raw}
