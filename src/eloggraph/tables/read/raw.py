"""A table as it stands in the file: headers, text cells and the row number of each record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from eloggraph.finding import Finding, Place, Severity, tell
from eloggraph.tables.bounds import tell_cells
from eloggraph.tables.model import (
    LOOKED_AT,
    ROW,
    CountKnown,
    Grid,
    RawTable,
    count_none,
    make_frame,
)
from eloggraph.tables.read.characters import name_character
from eloggraph.tables.read.header import find_header
from eloggraph.tables.read.row_kinds import find_odd_rows, tell_odd_rows

# White space that a person types.
_KEYED = " \t\n\r"
# From so many records on, and so large a share of them, the header is the odd one out.
_FEW, _NEARLY_ALL = 3, 0.9
_MOST_EXTRA = 100  # cells beyond the last header that are shown


def make_raw_table(
    records: Sequence[Sequence[str | None]],
    *,
    file: str,
    sheet: str | None,
    stem: str,
    first_row: int = 1,
) -> tuple[RawTable | None, list[Finding]]:
    """Make a table from records of cells, the first of them the header."""
    frame, lengths, overflow = make_frame(records)
    grid = Grid(
        file=file,
        sheet=sheet,
        stem=stem,
        frame=frame,
        first_row=first_row,
        lengths=lengths,
        overflow=overflow,
    )
    return make_table(grid)


def make_table(
    grid: Grid, count_known: CountKnown = count_none
) -> tuple[RawTable | None, list[Finding]]:
    """Make a table from the cells of a file or sheet.

    Rows above the header are passed over and told; records that are wholly blank are skipped
    and told; a record with too many or too few cells is a violation. A sheet has no rows that
    are too long or short: there an empty workbook is filled in over time, so that a header
    without rows is only a remark.
    """
    place = Place(file=grid.file, sheet=grid.sheet)
    filled = _find_filled(grid)
    if filled.is_empty():
        return None, [tell("table-empty", "violation", place)]
    header = _choose_header(grid, filled, count_known)
    above = grid.frame.row(header)
    headers = tuple((cell or "").strip() for cell in above)
    length = grid.frame.width if grid.lengths is None else int(grid.lengths[header])
    has_blank = len(filled) < grid.frame.height
    body = filled.filter(filled > header) if has_blank else filled.slice(header + 1)
    odd = find_odd_rows(grid, body, headers[:length])
    if not odd.is_empty():
        body = body.filter(~body.is_in(odd["index"].implode()))
        last = body[-1] if len(body) else header
        # What is blank between the table and its notes is no gap in it.
        filled = filled.filter(filled <= last)
    cells, trimmed = _trim(grid, header, body)
    # Columns without header and cells after the last one in use are no columns.
    width = _width(headers[:length], cells)
    raw = RawTable(
        file=grid.file,
        sheet=grid.sheet,
        stem=grid.stem,
        headers=headers[:width],
        header_row=grid.first_row + header,
        frame=cells if cells.width == width + 1 else cells[[ROW, *cells.columns[1 : width + 1]]],
        is_plain=grid.is_plain,
        typed=grid.typed,
    )
    findings = [
        *_tell_above(grid, filled, header),
        *_tell_blank_rows(grid, filled, header),
        *tell_odd_rows(grid, odd),
        *_tell_lengths(grid, header, body, width),
        *(
            _tell_trimmed_cell(raw, i, raw.header_row, above[i] or "")
            for i in range(width)
            if headers[i] != (above[i] or "") and headers[i]
        ),
        *(f for i in range(width) if i in trimmed for f in _tell_trimmed(raw, i, trimmed[i])),
    ]
    if body.is_empty():
        severity: Severity = "info" if grid.sheet else "warning"
        at = raw.place(raw.header_row)
        variant = "sheet" if grid.sheet else None
        findings.append(tell("table-no-rows", severity, at, variant=variant))
    return raw, findings


def find_header_row(grid: Grid, count_known: CountKnown = count_none) -> int | None:
    """Return the number of the row with the headers; None where all rows are blank.

    >>> from eloggraph.tables.model import make_frame
    >>> frame, _, _ = make_frame([[None, None], ["id", "name"], ["a", "Ohjaamo"]])
    >>> find_header_row(Grid(file="a.xlsx", sheet="a", stem="a", frame=frame))
    2
    """
    filled = _find_filled(grid)
    if filled.is_empty():
        return None
    return grid.first_row + _choose_header(grid, filled, count_known)


def _choose_header(grid: Grid, filled: pl.Series, count_known: CountKnown) -> int:
    """Return the index of the header among the first of the records that are not blank."""
    return find_header(grid.frame, filled.head(LOOKED_AT).to_list(), count_known)


def _find_filled(grid: Grid) -> pl.Series:
    """Return the indices of the records that are not wholly blank."""
    # Where the first column is full, as that of ids is, no other is looked at.
    every = pl.int_range(grid.frame.height, dtype=pl.UInt32, eager=True)
    # In a plain table what has a text has more than white space.
    if grid.is_plain and grid.frame.width and not grid.frame["c0"].has_nulls():
        return every
    blank = every
    for column in grid.frame.iter_columns():
        texts = column.gather(blank) if len(blank) < len(column) else column
        blank = blank.filter(texts.is_null() | (texts.str.strip_chars() == ""))
        if blank.is_empty():
            break
    over = {i for i, cells in grid.overflow.items() if any(cell.strip() for cell in cells)}
    blank = blank.filter(~blank.is_in(sorted(over))) if over else blank
    return every if blank.is_empty() else every.filter(~every.is_in(blank.implode()))


def _trim(
    grid: Grid, header: int, body: pl.Series
) -> tuple[pl.DataFrame, Mapping[int, pl.DataFrame]]:
    """Return the body without outer white space, and by column the cells that had some."""
    below = grid.frame.slice(header + 1)
    cells = below if len(body) == below.height else grid.frame[body]
    rows = (body + grid.first_row).cast(pl.UInt32).alias(ROW)
    if grid.is_plain:
        return cells.clone().insert_column(0, rows), {}
    bare = pl.all().str.strip_chars()
    is_longer = bare.str.len_bytes().sum() < pl.all().str.len_bytes().sum()
    seen = cells.select(is_longer.name.prefix("long "), (pl.all() == "").any()).to_dicts()[0]
    trimmed: dict[int, pl.DataFrame] = {}
    changes: list[pl.Expr] = []
    for index, name in enumerate(cells.columns):
        bare = pl.col(name).str.strip_chars()
        if seen[f"long {name}"]:
            odd = (bare != pl.col(name)) & (bare != "")
            trimmed[index] = cells.select(rows, name).filter(odd)
        if seen[f"long {name}"] or seen[name]:
            changes.append(pl.when(bare != "").then(bare).alias(name))
    cells = cells.with_columns(changes) if changes else cells.clone()
    return cells.insert_column(0, rows), trimmed


def _width(headers: Sequence[str], cells: pl.DataFrame) -> int:
    """Return how many columns there are up to the last one with a header or a cell."""
    for index in range(len(headers), 0, -1):
        column = cells[f"c{index - 1}"]
        if headers[index - 1] or column.null_count() < len(column):
            return index
    return 0


def _tell_trimmed(raw: RawTable, index: int, cells: pl.DataFrame) -> Iterator[Finding]:
    return tell_cells(cells, lambda row, text: _tell_trimmed_cell(raw, index, row, text))


def _tell_trimmed_cell(raw: RawTable, index: int, row: int, text: str) -> Finding:
    edges = text.replace(text.strip(), " ")
    odd = next((character for character in edges if character not in _KEYED), None)
    return tell(
        "cell-outer-space",
        "warning",
        raw.place(row, index),
        value=text,
        instead=text.strip(),
        variant="odd" if odd else None,
        character=name_character(odd) if odd else "",
    )


def _tell_above(grid: Grid, filled: pl.Series, header: int) -> Iterator[Finding]:
    """Tell of the rows above the header that hold something: a title, a date, a note."""
    first = filled[0]
    if first < header:
        words = [cell.strip() for cell in grid.frame.row(first) if cell and cell.strip()]
        yield tell(
            "rows-above-header",
            "warning",
            Place(file=grid.file, sheet=grid.sheet, row=grid.first_row + first),
            value=" | ".join(words),
            first=str(grid.first_row + first),
            last=str(grid.first_row + header - 1),
            header=str(grid.first_row + header),
            variant="several" if header - first > 1 else None,
        )


def _tell_blank_rows(grid: Grid, filled: pl.Series, header: int) -> Iterator[Finding]:
    """Tell of blank rows between others, once for each run of them."""
    if len(filled) == grid.frame.height:
        return iter(())
    rows = filled.filter((filled >= header) if filled[0] < header else filled >= 0)
    rows = (rows + grid.first_row).cast(pl.Int64)
    before = rows.shift(1, fill_value=grid.first_row - 1 if filled[0] == header else rows[0] - 1)
    gaps = pl.DataFrame({"first": before + 1, "last": rows - 1}).filter(rows > before + 1)

    def make(first: int, last: int) -> Finding:
        return tell(
            "row-blank",
            "warning",
            Place(file=grid.file, sheet=grid.sheet, row=first),
            variant="several" if last > first else None,
            first=str(first),
            last=str(last),
            n=last - first + 1,
        )

    return tell_cells(gaps, make)


def _tell_lengths(grid: Grid, header: int, body: pl.Series, width: int) -> Iterator[Finding]:
    """Tell of records that have more or fewer cells than there are headers.

    Where nearly all have as many as each other, the header is the odd one out.
    """
    if grid.lengths is None:
        return
    cells = grid.lengths.gather(body)
    if (cells == width).all():
        return
    lengths = pl.DataFrame({"index": body, "n": cells})
    if (usual := _find_usual(lengths, width)) is not None:
        alike = lengths["n"] == usual
        at = Place(file=grid.file, sheet=grid.sheet, row=grid.first_row + header)
        variant = "long" if usual < width else "short"
        yield tell(
            "header-odd", "violation", at, variant=variant, n=width, width=usual, rows=alike.sum()
        )
        lengths = lengths.filter(~alike)
    schema = {"row": pl.Int64, "n": pl.Int64, "text": pl.String}
    long = [
        (grid.first_row + index, n, text)
        for index, n in lengths.filter(pl.col("n") > width).iter_rows()
        if (text := _join_extra(grid, index, width))
    ]
    short = lengths.filter(pl.col("n") < width).with_columns(pl.col("index") + grid.first_row)

    def make_long(row: int, n: int, text: str) -> Finding:
        at = Place(file=grid.file, sheet=grid.sheet, row=row)
        return tell("row-too-long", "violation", at, n=n, width=width, value=text)

    def make_short(row: int, n: int) -> Finding:
        at = Place(file=grid.file, sheet=grid.sheet, row=row)
        return tell("row-too-short", "violation", at, n=n, width=width)

    yield from tell_cells(pl.DataFrame(long, schema=schema, orient="row"), make_long)
    yield from tell_cells(short, make_short)


def _find_usual(lengths: pl.DataFrame, width: int) -> int | None:
    """Return how many cells nearly all records have, where that is not as many as headers."""
    if lengths.height < _FEW:
        return None
    counts = lengths["n"].value_counts(sort=True)
    usual, count = counts.row(0)
    return int(usual) if usual != width and count >= _NEARLY_ALL * lengths.height else None


def _join_extra(grid: Grid, index: int, width: int) -> str:
    """Return the cells of a record beyond the last header that are not blank, the first of many."""
    cells = (*grid.frame.row(index)[width:], *grid.overflow.get(index, ()))
    said = [cell for cell in cells if cell and cell.strip()]
    return " | ".join([*said[:_MOST_EXTRA], *(["…"] if len(said) > _MOST_EXTRA else [])])
