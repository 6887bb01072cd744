"""The sheets of foreign files: each with its header found by the headers that people use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eloggraph.errors import InputError
from eloggraph.filenames import is_workbook
from eloggraph.finding import Finding, Place, tell
from eloggraph.importing.header_rows import join_headers, name_unheaded
from eloggraph.importing.headings import count_known, list_exact, list_headings
from eloggraph.importing.merged_cells import drop_subheadings, fill_down
from eloggraph.importing.model import SourceSheet
from eloggraph.schema.model import Schema
from eloggraph.tables.model import CountKnown, RawTable
from eloggraph.tables.read.delimited import read_grid
from eloggraph.tables.read.raw import make_table
from eloggraph.tables.read.workbook import load_workbook, read_sheet
from eloggraph.tables.sheets import find_own_sheets

# What is told of a table of ours and means nothing in somebody's own.
_OF_NO_MATTER = frozenset(
    {
        "rows-above-header",
        "row-blank",
        "header-blank",
        "column-hidden",
        "rows-hidden",
        "table-no-rows",
    }
    | {"sheet-hidden", "cells-merged", "cell-outer-space", "formulas-read", "table-empty"}
)


def read_sources(
    paths: Sequence[Path], schema: Schema
) -> tuple[tuple[SourceSheet, ...], tuple[Finding, ...]]:
    """Read every sheet of some files.

    Returns
    -------
    The sheets that have rows, in order, and what was noticed in them.

    Raises
    ------
    InputError
        When a file is not there or cannot be read, or none has any rows; all of it at once.
    """
    exact = list_exact(list_headings(schema))

    def count(headers: Sequence[str]) -> int:
        return count_known(headers, exact)

    sources: list[SourceSheet] = []
    told: list[Finding] = []
    faults: list[Finding] = []
    for path in paths:
        read, findings = _read_file(path, count)
        named = [name_unheaded(raw) for raw in read]
        tables = [raw for raw, _ in named]
        told += [finding for raw, found in named if raw.frame.height for finding in found]
        sources += [
            SourceSheet(file=path.name, sheet=raw.sheet, raw=raw)
            for raw in tables
            if raw.frame.height
        ]
        refused = [f for f in findings if f.severity == "violation" and _is_of_file(f, tables)]
        faults += refused
        told += [f for f in findings if f not in refused and f.code not in _OF_NO_MATTER]
    if not faults and not sources:
        faults = [
            tell("import-empty", "violation", Place(file=path.name), chapter="importing")
            for path in paths
        ]
    if faults:
        raise InputError(*faults)
    return tuple(sources), tuple(told)


def _is_of_file(finding: Finding, tables: Sequence[RawTable]) -> bool:
    """Tell whether a fault is of a whole file that could not be read."""
    return not tables and finding.code != "table-empty"


def _read_file(path: Path, count: CountKnown) -> tuple[list[RawTable], list[Finding]]:
    if path.is_dir():
        return [], [tell("file-is-folder", "violation", value=str(path))]
    if not path.exists():
        return [], [tell("file-missing", "violation", value=str(path))]
    if is_workbook(path) or _starts_as_workbook(path):
        workbook, findings = load_workbook(path, path.name)
        tables: list[RawTable] = []
        grids = workbook.grids if workbook else ()
        own = find_own_sheets(grid.stem for grid in grids)
        for grid in grids:
            if grid.stem not in own:
                remarks = workbook.remarks.get(grid.stem) if workbook else None
                merged = remarks.merged if remarks else ()
                grid = join_headers(grid, merged, count)
                raw, told = read_sheet(grid, workbook, count)  # type: ignore[arg-type]
                findings = [*findings, *told]
                if raw:
                    raw, headed = drop_subheadings(raw, merged)
                    raw, filled = fill_down(raw, merged)
                    tables.append(raw)
                    findings += [*headed, *filled]
        return tables, findings
    grid_, findings = read_grid(path, path.name, count)
    if grid_ is None:
        return [], findings
    raw, told = make_table(grid_, count)
    if raw is None:
        return [], [*findings, *told]
    raw, headed = drop_subheadings(raw, ())
    return [raw], [*findings, *told, *headed]


def _starts_as_workbook(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(8).startswith((b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")))
    except OSError:
        return False  # reading tells why
