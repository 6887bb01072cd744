"""Cells merged over rows, whose value is that of each, and rows that head those below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from eloggraph.finding import Finding, tell
from eloggraph.tables.model import ROW, RawTable
from eloggraph.tables.read.remarks import Cell

Range = tuple[Cell, Cell]
_NUMBER = re.compile(r"[+−-]?[0-9][0-9 \u00a0\u202f.,]*\s*(?:€|%|eur\w*)?", re.I)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
# A row is odd for its one cell only where so large a share of the rows has more.
_FULL = 0.5


def fill_down(raw: RawTable, merged: Sequence[Range]) -> tuple[RawTable, list[Finding]]:
    """Give the value of a cell that is merged over rows to each of them, and tell it.

    An amount stays where it stands: given to each row it would be more.
    """
    at = {number: index for index, number in enumerate(raw.frame[ROW])}
    columns = {name: raw.frame[name].to_list() for name in raw.frame.columns if name != ROW}
    findings = list[Finding]()
    for (top, left), (bottom, _) in sorted(merged):
        cells = columns.get(f"c{left}")
        below = [at[row] for row in range(top + 1, bottom + 1) if row in at]
        if cells is None or left >= len(raw.headers) or top not in at or not below:
            continue
        value = cells[at[top]]
        if not value or any(cells[index] for index in below):
            continue
        is_amount = _NUMBER.fullmatch(value) is not None and not _YEAR.fullmatch(value)
        for index in () if is_amount else below:
            cells[index] = value
        findings.append(
            tell(
                "import-cells-merged",
                "warning" if is_amount else "info",
                raw.place(top, left),
                chapter="importing",
                variant="amount" if is_amount else "value",
                value=value,
                first=top,
                last=bottom,
            )
        )
    if not findings:
        return raw, findings
    filled = [pl.Series(name, cells, dtype=pl.String) for name, cells in columns.items()]
    return replace(raw, frame=raw.frame.with_columns(filled)), findings


def drop_subheadings(raw: RawTable, merged: Sequence[Range]) -> tuple[RawTable, list[Finding]]:
    """Leave out rows that head those below them, and tell it.

    Such a row has one cell alone, amid rows that have more, and is merged over most of the
    table or ends with a colon.
    """
    over = {
        top
        for (top, left), (bottom, right) in merged
        if top == bottom and 2 * (right - left + 1) > len(raw.headers)
    }
    rows = [
        (int(row[ROW]), [(name, cell) for name, cell in row.items() if name != ROW and cell])
        for row in raw.frame.iter_rows(named=True)
    ]
    full = sum(len(cells) > 1 for _, cells in rows)
    found = {
        number: cells[0]
        for number, cells in rows
        if len(cells) == 1 and (number in over or cells[0][1].rstrip().endswith(":"))
    }
    if not found or full < _FULL * (len(rows) - len(found)) or not full:
        return raw, []
    findings = [
        tell(
            "import-subheading",
            "warning",
            raw.place(number),
            chapter="importing",
            value=text,
        )
        for number, (_, text) in found.items()
    ]
    return replace(raw, frame=raw.frame.filter(~pl.col(ROW).is_in([*found]))), findings
