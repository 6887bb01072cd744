"""Tables carried between CSV files and a workbook: every text as it is, or nothing at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from eloggraph.config import FILE, read_config
from eloggraph.errors import InputError, OutputError
from eloggraph.filenames import IDS, WORKBOOK_SUFFIXES, WORKBOOKS
from eloggraph.finding import Finding, Place
from eloggraph.output import clear_leftovers, refuse_inputs, write_file, write_new_folder
from eloggraph.schema.model import Schema
from eloggraph.tables.model import count_none
from eloggraph.tables.read.delimited import parse_grid
from eloggraph.tables.read.folder import read_network
from eloggraph.tables.sheets import is_own_sheet, is_settings_sheet
from eloggraph.tables.write.carried import (
    CarriedTable,
    find_faults,
    find_name_faults,
    read_text_tables,
    tell_convert,
)
from eloggraph.tables.write.delimited import guard_cell, render_csv, unguard_cell
from eloggraph.tables.write.template.filled import keep_settings
from eloggraph.tables.write.template.settings import render_plain, take_settings
from eloggraph.tables.write.workbook import Rows, read_tables, render_tables

# Names that ask for a form of file that is not written; no folder is meant by them.
_OTHER_FORMS = frozenset({*WORKBOOK_SUFFIXES, ".csv", ".tsv", ".txt", ".xls", ".xlsb"} - {".xlsx"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """What was written: how many tables, where, and what is to be known of it."""

    path: Path
    tables: int
    findings: tuple[Finding, ...]


def convert(
    source: Path,
    target: Path,
    schema: Schema,
    *,
    separator: str = ";",
    excel_safe: bool = False,
    from_excel_safe: bool = False,
    untrusted: bool = False,
) -> Converted:
    """Carry tables from CSV files to a workbook or from a workbook to CSV files.

    What is written is read again before it gets its name, and every cell compared.

    Parameters
    ----------
    source
        A network folder, or one workbook or CSV file. Tables that the model does not know are
        carried too.
    target
        A workbook, where its name ends with ``.xlsx``, or else a new folder of CSV files.
    separator
        Of the CSV files that are written.
    excel_safe
        Guard what a spreadsheet would take for a formula when it opens a CSV file.
    from_excel_safe
        The CSV files of the source are guarded so; take the guards away.
    untrusted
        Whether no link is followed out of the folder, whatever its settings name.

    Raises
    ------
    InputError
        When something cannot be read, or cannot be carried as it is; all of it is told at once.
    OutputError
        When the target is there already, or cannot be written.
    """
    to_workbook = target.suffix.lower() == ".xlsx"
    _refuse_target(source, target)
    tables, told = read_text_tables(source, schema, untrusted=untrusted)
    beside = _list_beside(source, tables, schema)
    if from_excel_safe:
        tables = [table.change(unguard_cell) for table in tables]
    findings = [*told, *_tell_left_behind(tables, to_workbook)]
    tables = [table for table in tables if table.sheet is None or not is_own_sheet(table.name)]
    faults = [*find_name_faults(tables, to_workbook), *find_faults(tables, to_workbook)]
    if faults:
        raise InputError(*faults)
    if to_workbook:
        data = render_tables({table.name: table.rows for table in tables})
        _compare(tables, read_tables(data))
        findings += _write_workbook(source, target, data, beside)
    else:
        written = [table.change(guard_cell) for table in tables] if excel_safe else tables
        files = {table.name: render_csv(table.padded(), separator) for table in written}
        _compare(written, {name: _read_back(data, name) for name, data in files.items()})
        findings += _write_files(source, target, files, beside)
    return Converted(path=target, tables=len(tables), findings=tuple(findings))


def _refuse_target(source: Path, target: Path) -> None:
    """Refuse a form that is not written, a workbook that is there, and what lies in the source."""
    suffix = target.suffix.lower()
    if suffix in _OTHER_FORMS:
        raise OutputError(tell_convert("convert-target-form", "violation", value=suffix))
    if suffix == ".xlsx":
        _refuse_workbook(source, target)
    refuse_inputs(target, [source])


def _refuse_workbook(source: Path, target: Path) -> None:
    for place in (target.absolute(), target.absolute().parent):
        clear_leftovers(place)
    if target.exists():
        fault = tell_convert("convert-target-exists", "violation", value=str(target))
        raise OutputError(fault)
    if source.is_dir() and target.absolute().parent.resolve() == source.resolve():
        fault = tell_convert("convert-target-inside", "violation", value=str(target))
        raise OutputError(fault)


def _tell_left_behind(tables: Sequence[CarriedTable], to_workbook: bool) -> Iterator[Finding]:
    """Tell what a folder of CSV files has no place for, and what is no table."""
    own = [table for table in tables if table.sheet is not None and is_own_sheet(table.name)]
    for table in (each for each in own if not is_settings_sheet(each.name)):
        yield tell_convert("convert-own-sheet", "info", table.place(), value=table.name)
    ragged = (table.find_ragged() for table in tables)
    for table, row in zip(tables, ragged, strict=True):
        if row is not None:
            yield tell_convert("convert-row-lengths", "warning", table.place(row))
    sheets = [table for table in tables if table.sheet is not None and table not in own]
    names = [table.name for table in sheets]
    if sheets:
        file = Place(file=sheets[0].file)
        yield tell_convert("convert-looks", "info", file)
        if names != sorted(names) and not to_workbook:
            yield tell_convert("convert-order", "info", file, value=", ".join(names))


def _read_back(data: bytes, name: str) -> list[list[str]]:
    grid, _ = parse_grid(data, f"{name}.csv", name, count_none)
    return [] if grid is None else [[cell or "" for cell in row] for row in grid.records()]


def _compare(tables: Sequence[CarriedTable], read: Mapping[str, Rows]) -> None:
    """Hold what was written against what it was made of, cell by cell."""
    faults = [
        tell_convert("convert-cell-changed", "violation", table.place(row, column))
        for table in tables
        for row, column in table.differences(read.get(table.name, ()))
    ]
    if faults:
        raise InputError(*faults)


def _list_beside(source: Path, tables: Sequence[CarriedTable], schema: Schema) -> dict[str, bytes]:
    """Return what goes along with the tables of a network: its settings, and its made ids.

    Settings on a sheet, which is not carried, are written as ``network.toml``.
    """
    folder = source if source.is_dir() else source.parent
    if not (source.is_dir() or source.name.lower() in WORKBOOKS):
        return {}
    paths = (folder / FILE, folder / IDS)
    found = {path.name: _read_whole(path) for path in paths if _is_own_file(path)}
    if any(table.sheet is not None and is_settings_sheet(table.name) for table in tables):
        config = read_network(source, schema).config
        found[FILE] = render_plain(take_settings(config) | keep_settings(folder)).encode()
    # Ids are of a network, and one without settings is only tables.
    return found if FILE in found else {}


def _is_own_file(path: Path) -> bool:
    return path.is_file() and not (path.name == IDS and path.is_symlink())


def _read_whole(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError.tell("file-unreadable", Place(file=path.name), reason=reason) from error


def _write_workbook(
    source: Path, target: Path, data: bytes, beside: Mapping[str, bytes]
) -> list[Finding]:
    if not beside:
        write_file(target, data)
        return []
    if target.name.lower() != WORKBOOKS[0]:
        write_file(target, data)
        return [tell_convert("convert-settings-stay", "info", Place(file=FILE))]
    copies = {target.parent / name: said for name, said in beside.items()}
    for copy, said in copies.items():
        if copy.exists() and not (copy.is_file() and copy.read_bytes() == said):
            kind = "ids" if copy.name == IDS else None
            where = {"value": str(copy), "variant": kind}
            raise OutputError(tell_convert("convert-settings-differ", "violation", None, **where))
    _write_all(target, data, copies)
    return _tell_lost_uses(source, target.parent)


def _write_all(target: Path, data: bytes, beside: Mapping[Path, bytes]) -> None:
    """Write a workbook and what it is read with: all or nothing."""
    if not os.path.lexists(target.parent):
        copied = {copy.name: said for copy, said in beside.items()}
        write_new_folder(target.parent, {target.name: data, **copied})
        return
    with ExitStack() as undo:
        for copy, said in beside.items():
            if not os.path.lexists(copy):
                undo.callback(_discard, copy)
            write_file(copy, said)
        write_file(target, data)
        undo.pop_all()


def _discard(path: Path) -> None:
    with suppress(OSError):  # what could not be written is not there
        path.unlink()


def _write_files(
    source: Path, target: Path, files: Mapping[str, bytes], beside: Mapping[str, bytes]
) -> list[Finding]:
    tables = {f"{name}.csv": data for name, data in files.items()}
    write_new_folder(target, tables | dict(beside))
    return _tell_lost_uses(source, target) if beside else []


def _tell_lost_uses(source: Path, folder: Path) -> list[Finding]:
    """Tell which used folders the copied settings no longer lead to."""
    own = source if source.is_dir() else source.parent
    config, _ = read_config(folder)
    place = Place(file=FILE, column="uses")
    return [
        tell_convert("convert-uses", "warning", place, value=entry, folder=str(folder))
        for entry in (config.uses if config else ())
        if (own / entry).is_dir() and not (folder / entry).is_dir()
    ]
