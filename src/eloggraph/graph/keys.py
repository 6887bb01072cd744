"""Which node a row is: IRIs minted from key columns, and rows whose key is missing or repeated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from eloggraph.finding import Finding, tell
from eloggraph.graph.cells import Cells, Names
from eloggraph.graph.references import names_of_rows
from eloggraph.graph.statements import OBJECT, ROW, SUBJECT, RowFrame
from eloggraph.iri import expand, mint_segment
from eloggraph.schema.model import Column, Table
from eloggraph.tables.match import MatchedTable
from eloggraph.tables.raw import RawTable

_SEGMENT = "segment"
_BETWEEN_KEYS, _NO_KEY = "~", "-"


def id_column(table: Table) -> Column | None:
    """Return the one key column that holds literal ids, or None for a table of relations."""
    columns = [table.column(key) for key in table.key]
    return columns[0] if len(columns) == 1 and columns[0].kind == "text" else None


def segments_of_ids(matched: MatchedTable, column: Column) -> pl.DataFrame:
    """Return each row's id as a path segment: columns ``row`` and ``segment``."""
    ids = matched.raw.frame[matched.cells(column.key)]
    return pl.DataFrame({ROW: matched.raw.frame[ROW], _SEGMENT: _encode(ids)})


def segments_of_keys(matched: MatchedTable, cells: Sequence[Cells], names: Names) -> pl.DataFrame:
    """Return each row's key columns as one path segment, made of the ids of what they mean.

    A row that lacks a required part has none; an optional part that is empty is a hyphen.
    """
    by_key = {part.column.key: part for part in cells}
    rows = matched.raw.frame.select(ROW)
    for key in matched.table.key:
        rows = rows.join(_key_part(by_key.get(key), key, names), on=ROW, how="left")
        if not matched.table.column(key).required:
            rows = rows.with_columns(pl.col(key).fill_null(_NO_KEY))
    joined = pl.concat_str([pl.col(key) for key in matched.table.key], separator=_BETWEEN_KEYS)
    return rows.select(ROW, joined.alias(_SEGMENT)).sort(ROW)


def _encode(texts: pl.Series) -> pl.Series:
    """Return ids as path segments; only those that need encoding are looked at one by one."""
    odd = texts.filter(~texts.str.contains(r"^[A-Za-z0-9_~-][A-Za-z0-9._~-]*$")).drop_nulls()
    encoded = {text: mint_segment(text) for text in odd.unique()}
    return texts.replace(encoded) if encoded else texts


def _key_part(cells: Cells | None, key: str, names: Names) -> pl.DataFrame:
    if cells is None:
        return pl.DataFrame(schema={ROW: pl.UInt32, key: pl.String})
    parts = []
    for datatype, values in cells.values.items():
        text = _encode(values[OBJECT]) if datatype else _end_of_iri(names.is_shared(cells.column))
        parts.append(values.select(ROW, text.alias(key)))
    return pl.concat(parts).group_by(ROW).agg(pl.col(key).sort().str.join("+"))


def _end_of_iri(is_shared: bool) -> pl.Expr:
    """Return the id of a node, with its table before it where several tables share their ids."""
    local = pl.col(OBJECT).str.extract(r"([^/#]+)$")
    if not is_shared:
        return local
    return pl.concat_str(pl.col(OBJECT).str.extract(r"([^/#]+)/[^/#]+$"), pl.lit("."), local)


def name_rows(
    matched: MatchedTable,
    segments: pl.DataFrame,
    base: str,
    names: Names,
    before: Sequence[RowFrame],
) -> tuple[RowFrame, list[Finding]]:
    """Give each row its node; tell of rows without a key and of keys that come again.

    Of rows with the same key the first is kept, in this file or in one before it.

    Parameters
    ----------
    segments
        ``row`` and ``segment``, as :func:`segments_of_ids` or :func:`segments_of_keys` give it.
    base
        The base IRI of the network; the table's name and the segment follow it.
    before
        The rows named so far; those of the same table are looked at.
    """
    minted = pl.concat_str(pl.lit(f"{base}{matched.table.name}/"), pl.col(_SEGMENT))
    rows = segments.select(minted.alias(SUBJECT), ROW)
    repeated = _find_repeated(matched, rows.drop_nulls(SUBJECT), before)
    findings = [*_tell_missing(matched, rows), *_tell_repeated(matched, repeated)]
    kept = rows.drop_nulls(SUBJECT).join(repeated, on=ROW, how="anti", maintain_order="left")
    excused = {column.key for column in matched.table.columns if names.is_excused(column)}
    row_frame = RowFrame(
        table=matched.table,
        raw=matched.raw,
        positions=matched.positions,
        excused=matched.excused | excused,
        frame=kept,
    )
    return row_frame, findings


def key_position(table: Table, positions: Mapping[str, int]) -> int | None:
    """Return the place of the first key column that the file has."""
    return next((positions[key] for key in table.key if key in positions), None)


def _find_repeated(
    matched: MatchedTable, rows: pl.DataFrame, before: Sequence[RowFrame]
) -> pl.DataFrame:
    """Return the rows whose node an earlier row is, with ``first`` and its ``file``."""

    def with_file(frame: pl.DataFrame, raw: RawTable) -> pl.DataFrame:
        return frame.with_columns(pl.lit(_name_file(raw)).alias("file"))

    same_table = [part for part in before if part.table is matched.table]
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
    for subject, row, first, file, text in repeated.join(cells, on=ROW).sort(ROW).iter_rows():
        yield tell(
            "key-repeated",
            "violation",
            matched.raw.place(row, position),
            focus=subject,
            value=text,
            first=str(first) if file == own else f"{first} ({file})",
            table=matched.table.names,
        )


def _tell_missing(matched: MatchedTable, rows: pl.DataFrame) -> Iterator[Finding]:
    """Tell of rows without their key: they have no node that a shape could judge."""
    unnamed = matched.raw.frame.join(rows.filter(pl.col(SUBJECT).is_null()), on=ROW, how="semi")
    for key in matched.table.key if not unnamed.is_empty() else ():
        column = matched.table.column(key)
        if key not in matched.positions or not column.required:
            continue
        for row in unnamed.filter(pl.col(matched.cells(key)).is_null())[ROW]:
            yield tell(
                "key-missing",
                "violation",
                matched.raw.place(row, matched.positions[key]),
                path=column.path,
                shape=column.shape,
                column=column.names,
                table=matched.table.names,
            )


def names_of(matched: MatchedTable, rows: RowFrame, key: Column) -> pl.DataFrame:
    """Return the names by which the rows of a table with ids may be referred to."""
    labels = [
        pl.col(matched.cells(column.key)).alias(f"label{index}")
        for index, column in enumerate(matched.table.columns_of(expand("skos:prefLabel")))
        if column.key in matched.positions
    ]
    cells = matched.raw.frame.select(ROW, pl.col(matched.cells(key.key)).alias("id"), *labels)
    named = rows.frame.rename({SUBJECT: "iri"}).join(cells, on=ROW, maintain_order="left")
    return names_of_rows(
        named.drop(ROW), table=matched.table.name, target_class=matched.table.target_class
    )
