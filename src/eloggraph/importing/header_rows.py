"""Headers of two rows made one, and columns that have values and no header given a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from eloggraph.finding import Finding, tell
from eloggraph.tables.model import LOOKED_AT, CountKnown, Grid, RawTable
from eloggraph.tables.read.addresses import name_column
from eloggraph.tables.read.header import find_header
from eloggraph.tables.read.remarks import Cell

_UNHEADED = re.compile(r"\([A-Z]{1,3}\)")
_FEWEST_KNOWN = 2


def is_unheaded(header: str) -> bool:
    """Tell whether a header is the letter of a column that has none.

    >>> is_unheaded("(C)"), is_unheaded("C")
    (True, False)
    """
    return _UNHEADED.fullmatch(header) is not None


def name_unheaded(raw: RawTable) -> tuple[RawTable, list[Finding]]:
    """Name columns that have values and no header by their letters, and tell it.

    >>> from eloggraph.tables.read.raw import make_raw_table
    >>> rows = [["Nimi", "Kunta", ""], ["Kela", "Kuopio", "lopettaa"]]
    >>> raw, _ = make_raw_table(rows, file="", sheet="", stem="")
    >>> name_unheaded(raw)[0].headers
    ('Nimi', 'Kunta', '(C)')
    """
    headers, findings = list(raw.headers), list[Finding]()
    for index, header in enumerate(raw.headers):
        filled = raw.frame[f"c{index}"].drop_nulls()
        if header or filled.is_empty():
            continue
        letters = name_column(index + 1)
        headers[index] = f"({letters})"
        findings.append(
            tell(
                "import-header-blank",
                "warning",
                raw.place(raw.header_row),
                chapter="importing",
                column=letters,
                value=headers[index],
                n=len(filled),
            )
        )
    return replace(raw, headers=tuple(headers)), findings


def join_headers(grid: Grid, merged: Sequence[tuple[Cell, Cell]], count_known: CountKnown) -> Grid:
    """Return a sheet whose header is one row, each cell of it said where it holds.

    A header that is merged over several columns is said over each of them; where the row below
    says what each is, the two are joined: “Aika” over “Alku” and “Loppu” is “Aika: Alku” and
    “Aika: Loppu”.
    """
    across = [_Span(top, left, right) for (top, left), (_, right) in merged if right > left]
    rows = _read_first(grid)
    filled = [at for at, cells in rows.items() if any(cells)]
    if not across or not filled:
        return grid
    header = find_header(grid.frame, filled, count_known)
    for top in (header, header - 1):
        spans = [span for span in across if span.row == grid.first_row + top]
        if not spans or top not in rows:
            continue
        spread = _spread(rows[top], spans)
        below = rows.get(top + 1, [])
        if below and _says_further(rows[top], below, spans, count_known):
            joined = [_join(*pair) for pair in zip(spread, below, strict=True)]
            return _put_rows(grid, {top: [""] * len(joined), top + 1: joined})
        if top == header:
            return _put_rows(grid, {top: spread})
    return grid


@dataclass(frozen=True, slots=True)
class _Span:
    """Some columns of a row that are one cell."""

    row: int
    left: int
    right: int


def _read_first(grid: Grid) -> dict[int, list[str]]:
    """Return the first rows of a sheet, as many as a header is looked for in."""
    return {
        at: [(cell or "").strip() for cell in cells]
        for at, cells in enumerate(grid.frame.head(LOOKED_AT + 1).iter_rows())
    }


def _spread(cells: Sequence[str], spans: Sequence[_Span]) -> list[str]:
    spread = list(cells)
    for span in spans:
        for at in range(span.left, min(span.right + 1, len(spread))):
            spread[at] = spread[at] or cells[span.left]
    return spread


def _says_further(
    above: Sequence[str], below: Sequence[str], spans: Sequence[_Span], count_known: CountKnown
) -> bool:
    """Tell whether a row says what each column below a merged header is.

    What has a header of its own already is then blank in it, or most of its cells are headers.
    """
    under = {at for span in spans for at in range(span.left, min(span.right + 1, len(below)))}
    said = [below[at] for at in sorted(under) if below[at]]
    if len(said) < len(spans) or not all(any(c.isalpha() for c in cell) for cell in said):
        return False
    alone = [at for at, cell in enumerate(above) if cell and at not in under]
    cells = [cell for cell in below if cell]
    known = count_known(cells)
    if known >= _FEWEST_KNOWN and 2 * known >= len(cells):
        return True
    is_blank = not any(below[at] for at in alone)
    return is_blank and (bool(alone) or known > 0)


def _join(above: str, below: str) -> str:
    return f"{above}: {below}" if above and below and above != below else above or below


def _put_rows(grid: Grid, rows: dict[int, list[str]]) -> Grid:
    """Return a sheet with other cells in some of its rows."""
    columns = [column.clone() for column in grid.frame.iter_columns()]
    for at, cells in rows.items():
        for column, cell in zip(columns, cells, strict=True):
            column[at] = cell or None
    return replace(grid, frame=pl.DataFrame(columns))
