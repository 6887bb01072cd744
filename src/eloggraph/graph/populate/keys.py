"""Which node a row is: IRIs minted from key columns, and rows whose key is missing or repeated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial, reduce

import polars as pl

from eloggraph.finding import Finding, tell
from eloggraph.graph.populate.cells import Cells
from eloggraph.graph.populate.reference_index import ReferenceIndex
from eloggraph.graph.populate.texts import AT, match_all
from eloggraph.graph.statements import ROW, SUBJECT, RowFrame
from eloggraph.iri import mint_segment
from eloggraph.schema.model import Column, Table
from eloggraph.tables.bounds import MOST_VALUES, tell_cells
from eloggraph.tables.model import ID, MatchedTable, RawTable
from eloggraph.text import quote_names

_SEGMENT = "segment"
_PLAIN = "[A-Za-z0-9_~-][A-Za-z0-9._~-]*"
_BETWEEN_KEYS, _NO_KEY, _BETWEEN_VALUES = "~", "-", "+"


def segments_of_ids(matched: MatchedTable, column: Column) -> pl.Series:
    """Return each row's id as a path segment, its own or made; null where it has neither."""
    if column.key not in matched.positions:
        if matched.made is None:
            return pl.Series(_SEGMENT, [None] * matched.raw.frame.height, dtype=pl.String)
        return matched.made[ID]
    written = _encode(matched.raw.frame[matched.cells(column.key)])
    return (
        written
        if matched.made is None
        else written.zip_with(written.is_not_null(), matched.made[ID])
    )


def segments_of_keys(matched: MatchedTable, cells: Sequence[Cells]) -> pl.Series:
    """Return each row's key columns as one path segment, made of the ids of what they mean.

    A row that lacks a required part has none, nor has one of which an optional part was written but
    means nothing: it would say of everything what was said of one. An optional part that is empty
    is a hyphen, and at the end it is left out: a part may be added to a key, and rows without it
    keep their node.
    """
    by_key = {part.column.key: part for part in cells}
    parts = []
    for key in matched.table.key:
        part = _key_part(by_key.get(key), matched.raw.frame.height)
        if not matched.table.column(key).required:
            part = _fill_empty(part, matched, key)
        parts.append(part.alias(key))
    joined = pl.concat_str(matched.table.key, separator=_BETWEEN_KEYS)
    if not matched.table.column(matched.table.key[-1]).required:
        joined = joined.str.replace(f"({_BETWEEN_KEYS}{_NO_KEY})+$", "")
    return pl.DataFrame(parts).select(joined.alias(_SEGMENT))[_SEGMENT]


def _fill_empty(part: pl.Series, matched: MatchedTable, key: str) -> pl.Series:
    filled = part.fill_null(_NO_KEY)
    if key not in matched.positions:
        return filled
    wrong = part.is_null() & matched.raw.frame[matched.cells(key)].is_not_null()
    return filled.zip_with(~wrong, part) if wrong.any() else filled


def _encode(texts: pl.Series) -> pl.Series:
    """Return ids as path segments; only those that need percent-encoding are handled one by one."""
    if match_all(texts, _PLAIN):
        return texts
    odd = texts.filter(~texts.str.contains(f"^{_PLAIN}$")).unique()
    return texts.replace({text: mint_segment(text) for text in odd})


def _key_part(cells: Cells | None, height: int) -> pl.Series:
    """Return what each row's cell in a key column adds to the row's IRI; null where nothing."""
    nothing = pl.Series(_SEGMENT, [None] * height, dtype=pl.String)
    if cells is None:
        return nothing
    known = cells.segments
    parts = [_encode(values) for values in cells.values.values()] if known is None else [known]
    if not parts:
        return nothing
    found = reduce(lambda first, other: first.zip_with(first.is_not_null(), other), parts)
    if cells.at is None:
        return found
    split = pl.DataFrame([cells.at.alias(AT), found.alias(_SEGMENT)]).drop_nulls()
    joined = split.group_by(AT).agg(pl.col(_SEGMENT).sort().str.join(_BETWEEN_VALUES))
    rows = nothing.to_frame().select(nothing=_SEGMENT).with_row_index(AT)
    return rows.join(joined, on=AT, how="left", maintain_order="left")[_SEGMENT]


def name_rows(
    matched: MatchedTable,
    segments: pl.Series,
    base: str,
    references: ReferenceIndex,
    before: Sequence[RowFrame],
) -> tuple[RowFrame, list[Finding]]:
    """Give each row its node; report rows without a key and repeated keys.

    Of rows with the same key the first is kept, in this file or in one before it.

    Parameters
    ----------
    segments
        As :func:`segments_of_ids` or :func:`segments_of_keys` gives them.
    base
        The base IRI of the network; the table's name and the segment follow it.
    before
        The rows named so far; those of the same table are looked at.
    """
    nodes = (pl.Series([f"{base}{matched.table.name}/"]) + segments).alias(SUBJECT)
    rows = pl.DataFrame([nodes, matched.raw.frame[ROW]])
    kept = rows.drop_nulls(SUBJECT) if rows[SUBJECT].null_count() else rows
    repeated = _find_repeated(matched, kept, before)
    findings = [*_tell_missing(matched, rows), *_tell_repeated(matched, repeated)]
    if not repeated.is_empty():
        kept = kept.join(repeated, on=ROW, how="anti", maintain_order="left")
    excused = {column.key for column in matched.table.columns if references.is_excused(column)}
    row_frame = RowFrame(
        table=matched.table,
        raw=matched.raw,
        positions=matched.positions,
        excused=matched.excused | excused,
        frame=kept,
        made=matched.made,
    )
    return row_frame, findings


def key_position(table: Table, positions: Mapping[str, int]) -> int | None:
    """Return the place of the first key column that the file has, or of what an id is made of."""
    names = [column.key for column in table.name_columns] if table.id_column else []
    return next((positions[key] for key in (*table.key, *names) if key in positions), None)


def _find_repeated(
    matched: MatchedTable, rows: pl.DataFrame, before: Sequence[RowFrame]
) -> pl.DataFrame:
    """Return the rows whose node an earlier row is, with ``first`` and its ``file``."""

    def with_file(frame: pl.DataFrame, raw: RawTable) -> pl.DataFrame:
        return frame.with_columns(pl.lit(_name_file(raw)).alias("file"))

    same_table = [part for part in before if part.table is matched.table]
    if not same_table and rows[SUBJECT].n_unique() == rows.height:
        return pl.DataFrame(schema={SUBJECT: pl.String, ROW: pl.UInt32})
    every = pl.concat(
        [with_file(part.frame, part.raw) for part in same_table] + [with_file(rows, matched.raw)]
    )
    if every[SUBJECT].n_unique() == every.height:
        return pl.DataFrame(schema={SUBJECT: pl.String, ROW: pl.UInt32})
    first = every.unique(SUBJECT, keep="first", maintain_order=True).rename({ROW: "first"})
    is_first = (pl.col(ROW) == pl.col("first")) & (pl.col("file") == _name_file(matched.raw))
    return rows.join(first, on=SUBJECT).filter(~is_first).sort(ROW)


def _name_file(raw: RawTable) -> str:
    return f"{raw.file}, {raw.sheet}" if raw.sheet else raw.file


def _tell_repeated(matched: MatchedTable, repeated: pl.DataFrame) -> Iterator[Finding]:
    position = key_position(matched.table, matched.positions)
    if repeated.is_empty() or position is None:
        return
    cells = matched.raw.frame.select(ROW, pl.col(f"c{position}").fill_null("").alias("text"))
    own = _name_file(matched.raw)
    there = sorted(matched.positions[key] for key in matched.table.key if key in matched.positions)
    of_key = [matched.raw.headers[place] for place in there]

    def make(row: int, subject: str, first: int, file: str, text: str) -> Finding:
        return tell(
            "key-repeated",
            "violation",
            matched.raw.place(row, position),
            focus=subject,
            value=text,
            first=str(first) if file == own else f"{first} ({file})",
            table=matched.table.names,
            variant=None if matched.table.id_column else "relation",
            columns=quote_names(of_key),
        )

    told = repeated.join(cells, on=ROW).sort(ROW).select(ROW, SUBJECT, "first", "file", "text")
    yield from tell_cells(told, make, MOST_VALUES)


def _tell_missing(matched: MatchedTable, rows: pl.DataFrame) -> Iterator[Finding]:
    """Report rows without their key: they have no node that a shape could judge."""
    if not rows[SUBJECT].null_count():
        return
    unnamed = matched.raw.frame.join(rows.filter(pl.col(SUBJECT).is_null()), on=ROW, how="semi")
    if matched.table.makes_ids:
        yield from tell_cells(unnamed.select(ROW), partial(_tell_nameless, matched), MOST_VALUES)
        return
    for key in matched.table.key:
        column = matched.table.column(key)
        if key in matched.positions and column.required:
            empty = unnamed.filter(pl.col(matched.cells(key)).is_null()).select(ROW)
            yield from tell_cells(empty, partial(_tell_one_missing, matched, column), MOST_VALUES)


def _tell_nameless(matched: MatchedTable, row: int) -> Finding:
    """Tell of a row that has neither name nor id, at the cell where the name belongs."""
    there = (column for column in matched.table.name_columns if column.key in matched.positions)
    at = next(there, None) or matched.table.column(matched.table.key[0])
    return tell(
        "key-missing",
        "violation",
        matched.raw.place(row, matched.positions[at.key]),
        path=at.path,
        shape=at.shape,
        variant="name" if at in matched.table.name_columns else None,
        column=matched.raw.call(at, matched.positions[at.key]),
        table=matched.table.names,
    )


def _tell_one_missing(matched: MatchedTable, column: Column, row: int) -> Finding:
    return tell(
        "key-missing",
        "violation",
        matched.raw.place(row, matched.positions[column.key]),
        path=column.path,
        shape=column.shape,
        column=matched.raw.call(column, matched.positions[column.key]),
        table=matched.table.names,
    )
