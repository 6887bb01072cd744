"""A table as it stands in the file: headers, text cells and the row number of each record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import polars as pl

from eloggraph.finding import Finding, Place, tell

ROW = "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """One CSV file or sheet, all cells as text.

    ``frame`` has the column ``row`` (the number a spreadsheet shows) and ``c0``, ``c1`` … in
    the order of ``headers``; an empty cell is null, outer white space is gone.
    """

    file: str
    sheet: str | None
    stem: str
    headers: tuple[str, ...]
    header_row: int
    frame: pl.DataFrame

    def place(self, row: int | None = None, column: int | None = None) -> Place:
        """Return the place of a cell of this table."""
        header = None if column is None else self.headers[column]
        return Place(file=self.file, sheet=self.sheet, row=row, column=header)


def make_raw_table(
    records: Sequence[Sequence[str | None]],
    *,
    file: str,
    sheet: str | None,
    stem: str,
    first_row: int = 1,
) -> tuple[RawTable | None, list[Finding]]:
    """Make a table from records of cells, the first of them the header.

    ``first_row`` is the number that a spreadsheet shows for the first record. Records that are
    wholly blank are skipped and told; a record with too many or too few cells is a violation.
    """
    place = Place(file=file, sheet=sheet)
    numbered = [(first_row + i, record) for i, record in enumerate(records)]
    filled = [(row, record) for row, record in numbered if any(c and c.strip() for c in record)]
    if not filled:
        return None, [tell("table-empty", "violation", place)]
    header_row, header = filled[0]
    body = filled[1:]
    headers = tuple((cell or "").strip() for cell in header)
    # Columns without header and cells after the last one in use are no columns.
    used = max(_width(record[: len(headers)]) for record in (headers, *(r for _, r in body)))
    headers = headers[:used]
    findings = _find_shape_faults(numbered, filled, body, headers, place)
    if not body:
        place = Place(file=file, sheet=sheet, row=header_row)
        findings.append(tell("table-no-rows", "warning", place))
    width = len(headers)
    columns = list(zip_longest(*(record[:width] for _, record in body)))[:width]
    columns += [()] * (width - len(columns))
    frame = pl.DataFrame(
        [pl.Series(ROW, [row for row, _ in body], dtype=pl.UInt32)]
        + [
            pl.Series(f"c{i}", list(cells) or [None] * len(body), dtype=pl.String)
            for i, cells in enumerate(columns)
        ]
    )
    raw = RawTable(
        file=file, sheet=sheet, stem=stem, headers=headers, header_row=header_row, frame=frame
    )
    return _strip(raw, findings), findings


def _width(record: Sequence[str | None]) -> int:
    """Return how many cells there are up to the last one that is not blank."""
    return max((i for i, cell in enumerate(record, 1) if cell), default=0)


def _find_shape_faults(
    numbered: Sequence[tuple[int, Sequence[str | None]]],
    filled: Sequence[tuple[int, Sequence[str | None]]],
    body: Sequence[tuple[int, Sequence[str | None]]],
    headers: Sequence[str],
    place: Place,
) -> list[Finding]:
    findings = []
    # Blank rows between others are told once for each run of them.
    before = numbered[0][0] - 1
    for row, _ in filled:
        if row > before + 1:
            findings.append(_tell_blank_rows(place, before + 1, row - 1))
        before = row
    width = len(headers)
    # One length for all rows is the rule, and needs no look at each row.
    if {len(record) for _, record in body} - {width}:
        for row, record in body:
            extra = [cell for cell in record[width:] if cell and cell.strip()]
            at = Place(file=place.file, sheet=place.sheet, row=row)
            if extra:
                findings.append(
                    tell(
                        "row-too-long",
                        "violation",
                        at,
                        n=len(record),
                        width=width,
                        value=" | ".join(extra),
                    )
                )
            elif len(record) < width:
                findings.append(tell("row-too-short", "violation", at, n=len(record), width=width))
    return findings


def _tell_blank_rows(place: Place, first: int, last: int) -> Finding:
    return tell(
        "row-blank",
        "warning",
        Place(file=place.file, sheet=place.sheet, row=first),
        variant="several" if last > first else None,
        first=str(first),
        last=str(last),
        n=last - first + 1,
    )


def _strip(raw: RawTable, findings: list[Finding]) -> RawTable:
    """Trim outer white space; what was trimmed is told, never silent."""
    cells = raw.frame.drop(ROW)
    stripped = cells.select(pl.all().str.strip_chars())
    pairs = zip(cells.iter_columns(), stripped.iter_columns(), strict=True)
    for index, (before, after) in enumerate(pairs):
        changed = after.ne_missing(before)
        if changed.any():
            rows, values = raw.frame[ROW].filter(changed), before.filter(changed)
            findings.extend(
                tell("cell-outer-space", "warning", raw.place(row, index), value=value)
                for row, value in zip(rows, values, strict=True)
                if value.strip()
            )
    empty = stripped.select(pl.when(pl.all() != "").then(pl.all()))
    return RawTable(
        file=raw.file,
        sheet=raw.sheet,
        stem=raw.stem,
        headers=raw.headers,
        header_row=raw.header_row,
        frame=empty.insert_column(0, raw.frame[ROW]),
    )
