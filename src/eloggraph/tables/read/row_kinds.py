"""Rows below a header that are no rows of the table: sums, notes, and the header once more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from eloggraph.finding import Finding, Place, tell
from eloggraph.tables.bounds import tell_cells
from eloggraph.tables.model import ROW, Grid

# What a row of sums is called, in the languages of the tables.
_TOTAL = (
    r"(?i)^(?:kaikki |koko maa )?(?:yhteensä|yht\.|summa|sum|total|totals|totalt|sammanlagt"
    r"|in total|grand total)[: ]*(?:[0-9]{4})?[: ]*$"
)
_NUMBER = r"^[+−-]?[0-9][0-9 \u00a0\u202f.,]*(?:%|€)?$"
# How a note begins that stands below a table.
_NOTE = r"(?i)^(?:[*†¹²³]|lähde|lähteet|huom|huomautus|källa|källor|obs|source|sources|notes?\b)"
_KINDS = ("row-total", "row-note", "header-again")
_MOST_NOTES = 20
_ODD = {"index": pl.UInt32, "kind": pl.String, "text": pl.String}


def find_odd_rows(grid: Grid, body: pl.Series, headers: Sequence[str]) -> pl.DataFrame:
    """Return the rows of the body that are none of the table.

    A row of sums is called so in its first cell, and has nothing but numbers beside it. A note is
    the only cell of a row among the last ones, and is more than a word. The header may come again
    where tables were put under each other.

    Parameters
    ----------
    grid, headers
        The cells of a table and its headers.
    body
        The indices of the records below the header that are not blank.

    Returns
    -------
    ``index``, ``kind`` and ``text`` of each, in order.
    """
    named = [index for index, header in enumerate(headers) if header]
    found = list[tuple[int, str, str]]()
    if len(named) > 1 and not body.is_empty():
        first = pl.col(f"c{named[0]}").str.strip_chars()
        seen = grid.frame.select(
            first.str.contains(_TOTAL).alias("row-total"),
            (first == headers[named[0]]).alias("header-again"),
        )
        for kind, is_it in (("row-total", _is_total), ("header-again", _is_header)):
            if not seen[kind].any():
                continue
            rows = seen[kind].arg_true()
            # A first row like the header is one that somebody made so.
            for index in rows.filter(rows.is_in(body[1:].implode())):
                cells = _list_cells(grid, index)
                if is_it(cells, headers):
                    found.append((index, kind, cells[named[0]]))
        found.extend((i, "row-note", text) for i, text in _find_notes(grid, body, named[0]))
    odd = pl.DataFrame(found, schema=_ODD, orient="row")
    return odd.unique("index").sort("index") if found else odd


def _list_cells(grid: Grid, index: int) -> list[str]:
    cells = (*grid.frame.row(index), *grid.overflow.get(index, ()))
    return [(cell or "").strip() for cell in cells]


def _is_total(cells: Sequence[str], headers: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell][1:]
    return bool(filled) and pl.Series(filled).str.contains(_NUMBER).all()


def _is_header(cells: Sequence[str], headers: Sequence[str]) -> bool:
    return [cell for cell in cells if cell] == [header for header in headers if header]


def _find_notes(grid: Grid, body: pl.Series, first: int) -> Iterator[tuple[int, str]]:
    """Yield the notes among the last rows: below a blank one, or known by how they begin."""
    notes = list[tuple[int, str]]()
    for index in body.tail(_MOST_NOTES).reverse():
        cells = _list_cells(grid, index)
        texts = [cell for cell in cells if cell]
        if len(texts) != 1 or cells[first] != texts[0] or len(texts[0].split()) < 2:
            break
        notes.append((index, texts[0]))
    if not notes or len(notes) == len(body):
        return
    highest = notes[-1][0]
    is_apart = highest > 0 and highest - 1 not in body
    begins = pl.Series([text for _, text in notes]).str.contains(_NOTE)
    if is_apart:
        yield from notes
        return
    # Without a blank row between, it takes a word that tells.
    told = begins.arg_true()
    yield from notes[: told[-1] + 1 if len(told) else 0]


def tell_odd_rows(grid: Grid, odd: pl.DataFrame) -> Iterator[Finding]:
    """Tell of rows that were passed over, each as what it is."""
    if odd.is_empty():
        return
    rows = odd.with_columns((pl.col("index") + grid.first_row).alias(ROW))
    for kind in _KINDS:

        def make(row: int, text: str, kind: str = kind) -> Finding:
            return tell(
                kind, "warning", Place(file=grid.file, sheet=grid.sheet, row=row), value=text
            )

        yield from tell_cells(rows.filter(pl.col("kind") == kind).select(ROW, "text"), make)
