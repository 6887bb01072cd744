"""Matched tables into statements, column by column; what does not fit becomes a finding."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache

import polars as pl

from eloggraph.config import NetworkConfig
from eloggraph.finding import Finding, tell
from eloggraph.graph.about import describe_dataset
from eloggraph.graph.references import (
    empty_names,
    names_of_codes,
    names_of_nodes,
    names_of_rows,
    resolve,
)
from eloggraph.graph.statements import (
    OBJECT,
    ROW,
    SUBJECT,
    Graph,
    RowFrame,
    StatementFrame,
)
from eloggraph.graph.values import TEXT, parse_cells
from eloggraph.iri import expand, mint_segment
from eloggraph.schema.model import Column, Schema, Table
from eloggraph.tables.match import MatchedTable, prepare_nearest, quote_names
from eloggraph.tables.raw import RawTable

_CODES = ("concept", "class")


@dataclass(slots=True)
class _Work:
    """What grows while one network is populated."""

    schema: Schema
    config: NetworkConfig
    used: Sequence[pl.DataFrame]
    names: pl.DataFrame = field(default_factory=empty_names)
    frames: list[StatementFrame] = field(default_factory=list)
    rows: list[RowFrame] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    # Tables without their key column, which has been told: no row of theirs can be referred to.
    keyless: set[str] = field(default_factory=set)


def populate(
    tables: Sequence[MatchedTable],
    schema: Schema,
    config: NetworkConfig,
    used: Sequence[Graph] = (),
) -> tuple[Graph, tuple[Finding, ...]]:
    """Make the graph of a network from its matched tables.

    Parameters
    ----------
    tables
        As :func:`eloggraph.tables.folder.read_network` gives them.
    used
        The graphs of the networks that references may point into, in order.

    Returns
    -------
    The graph, and a finding for every cell that could not become a statement.
    """
    work = _Work(schema, config, [graph.names for graph in used])
    # Rows that are named by an id come first: the others' keys are references to them.
    entities = [m for m in tables if _id_column(m.table) is not None]
    relations = [m for m in tables if _id_column(m.table) is None]
    work.keyless = {m.table.name for m in entities if m.table.key[0] not in m.positions}
    for matched in entities:
        _name_rows_by_id(work, matched)
    for row_frame in list(work.rows):
        _populate_columns(work, row_frame, _resolve_cells(work, row_frame))
    for matched in relations:
        _populate_relations(work, matched)
    work.frames.extend(describe_dataset(config))
    graph = Graph(
        base=config.base, frames=tuple(work.frames), rows=tuple(work.rows), names=work.names
    )
    return graph, tuple(work.findings)


def _id_column(table: Table) -> Column | None:
    """Return the one key column that holds literal ids, or None for a table of relations."""
    columns = [table.column(key) for key in table.key]
    return columns[0] if len(columns) == 1 and columns[0].kind == "text" else None


def _mint(parts: pl.Expr, base: str, table: str) -> pl.Expr:
    return pl.concat_str(pl.lit(f"{base}{table}/"), parts)


def _segments(texts: pl.Series) -> pl.Series:
    """Return ids as path segments; only those that need encoding are looked at one by one."""
    odd = texts.filter(~texts.str.contains(r"^[A-Za-z0-9_~-][A-Za-z0-9._~-]*$")).drop_nulls()
    encoded = {text: mint_segment(text) for text in odd.unique()}
    return texts.replace(encoded) if encoded else texts


def _name_rows_by_id(work: _Work, matched: MatchedTable) -> None:
    table, raw = matched.table, matched.raw
    key = _id_column(table)
    assert key is not None
    if key.key not in matched.positions:
        return
    ids = _segments(raw.frame[matched.cells(key.key)])
    rows = pl.DataFrame({"segment": ids, ROW: raw.frame[ROW]}).with_columns(
        _mint(pl.col("segment"), work.config.base, table.name).alias(SUBJECT)
    )
    _tell_missing_keys(work, matched, [key.key], rows)
    _add_rows(work, matched, rows.select(SUBJECT, ROW))
    labels = [
        column
        for column in table.columns_of(expand("skos:prefLabel"))
        if column.key in matched.positions
    ]
    named = pl.DataFrame(
        [rows[SUBJECT].alias("iri"), raw.frame[matched.cells(key.key)].alias("id")]
        + [raw.frame[matched.cells(c.key)].alias(f"label{i}") for i, c in enumerate(labels)]
    ).drop_nulls("iri")
    names = names_of_rows(named, table=table.name, target_class=table.target_class)
    work.names = pl.concat([work.names, names])


def _add_rows(work: _Work, matched: MatchedTable, rows: pl.DataFrame) -> RowFrame:
    """Keep the first row of each key, in this file or another; a repeated key is told with both."""
    raw = matched.raw
    position = next((matched.positions[k] for k in matched.table.key if k in matched.positions), 0)
    named = rows.drop_nulls(SUBJECT).with_columns(pl.lit(_name_file(raw)).alias("file"))
    known = [
        part.frame.with_columns(pl.lit(_name_file(part.raw)).alias("file"))
        for part in work.rows
        if part.table is matched.table
    ]
    first = pl.concat([*known, named]).unique(SUBJECT, keep="first", maintain_order=True)
    repeated = (
        named.join(first, on=SUBJECT, suffix="_first")
        .filter((pl.col(ROW) != pl.col("row_first")) | (pl.col("file") != pl.col("file_first")))
        .join(raw.frame.select(ROW, pl.col(f"c{position}").fill_null("").alias(TEXT)), on=ROW)
        .sort(ROW)
    )
    for subject, row, file, first_row, first_file, value in repeated.iter_rows():
        where = str(first_row) if file == first_file else f"{first_row} ({first_file})"
        work.findings.append(
            tell(
                "key-repeated",
                "violation",
                raw.place(row, position),
                focus=subject,
                value=value,
                first=where,
                table=matched.table.names,
            )
        )
    kept = named.join(repeated, on=ROW, how="anti").select(SUBJECT, ROW)
    row_frame = RowFrame(
        table=matched.table,
        raw=matched.raw,
        positions=dict(matched.positions),
        excused=matched.excused | _columns_into(work, matched.table, work.keyless),
        frame=kept,
    )
    work.rows.append(row_frame)
    work.frames.append(
        StatementFrame(
            predicate=expand("rdf:type"),
            frame=kept.select(
                SUBJECT, pl.lit(matched.table.target_class).alias(OBJECT), pl.col(ROW)
            ),
            origin=matched.raw,
            column=position if matched.positions else None,
        )
    )
    return row_frame


def _name_file(raw: RawTable) -> str:
    return f"{raw.file}, {raw.sheet}" if raw.sheet else raw.file


def _columns_into(work: _Work, table: Table, names: Collection[str]) -> frozenset[str]:
    """Name the columns of a table that refer to rows of the tables with these names."""
    return frozenset(
        column.key
        for column in table.columns
        if column.classes and any(t.name in names for t in work.schema.tables_of(column.classes))
    )


def _tell_missing_keys(
    work: _Work, matched: MatchedTable, keys: Sequence[str], rows: pl.DataFrame
) -> None:
    """Tell of rows without their key: they have no node that a shape could judge."""
    unnamed = matched.raw.frame.join(rows.filter(pl.col(SUBJECT).is_null()), on=ROW, how="semi")
    for key in keys:
        if key not in matched.positions:
            continue
        column = matched.table.column(key)
        empty = unnamed.filter(pl.col(matched.cells(key)).is_null())
        work.findings.extend(
            tell(
                "key-missing",
                "violation",
                matched.raw.place(row, matched.positions[key]),
                path=column.path,
                shape=column.shape,
                column=column.names,
                table=matched.table.names,
            )
            for row in empty[ROW]
        )


# -- cells ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cells:
    """The values of one column: by datatype for literals, under "" for nodes."""

    column: Column
    values: dict[str, pl.DataFrame]  # row, object


def _resolve_cells(work: _Work, rows: RowFrame | MatchedTable) -> list[_Cells]:
    """Read every present column of a table into values; what fails becomes a finding."""
    resolved = []
    for column in rows.table.columns:
        if column.key not in rows.positions:
            continue
        name = f"c{rows.positions[column.key]}"
        cells = rows.raw.frame.select(ROW, pl.col(name).alias(TEXT)).drop_nulls(TEXT)
        if column.separator:
            cells = _split(cells, column.separator)
        if column.kind in (*_CODES, "node"):
            values = {"": _resolve_nodes(work, rows, column, cells)}
        else:
            values, wrong = parse_cells(cells, column)
            for row, text in wrong.select(ROW, TEXT).iter_rows():
                work.findings.append(_tell_wrong_value(rows, column, row, text))
        resolved.append(_Cells(column, values))
    return resolved


def _split(cells: pl.DataFrame, separator: str) -> pl.DataFrame:
    parts = cells.with_columns(pl.col(TEXT).str.split(separator)).explode(TEXT)
    return parts.with_columns(pl.col(TEXT).str.strip_chars()).filter(pl.col(TEXT) != "")


def _resolve_nodes(
    work: _Work, rows: RowFrame | MatchedTable, column: Column, cells: pl.DataFrame
) -> pl.DataFrame:
    if column.kind in _CODES:
        names = names_of_codes(work.schema, column)
    else:
        names = names_of_nodes(work.schema, column, [work.names, *work.used])
    resolved, ambiguous = resolve(cells, names)
    unsure = set(ambiguous.select(ROW, TEXT).iter_rows())
    excused = column.key in _columns_into(work, rows.table, work.keyless)
    for row, text, choices in ambiguous.select(ROW, TEXT, "choices").iter_rows():
        place = rows.raw.place(row, rows.positions[column.key])
        work.findings.append(
            tell(
                "reference-ambiguous",
                "violation",
                place,
                value=text,
                path=column.path,
                shape=column.shape,
                choices=quote_names([_short(iri) for iri in choices]),
            )
        )
    dangling = resolved.filter(pl.col(OBJECT).is_null())
    if not dangling.is_empty() and not excused:
        known = names.filter(pl.col("form") != "iri")
        choices = {*known["shown"], *known.filter(pl.col("form") == "id")["text"]}
        find = cache(prepare_nearest(name for name in choices if name and "/" not in name))
        for row, text in dangling.select(ROW, TEXT).iter_rows():
            if (row, text) not in unsure:
                work.findings.append(_tell_dangling(rows, column, row, text, find(text)))
    return resolved.drop_nulls(OBJECT).select(ROW, OBJECT)


def _short(iri: str) -> str:
    return "/".join(iri.split("/")[-2:])


def _tell_dangling(
    rows: RowFrame | MatchedTable, column: Column, row: int, text: str, near: tuple[str, ...]
) -> Finding:
    return tell(
        "code-unknown" if column.kind in _CODES else "reference-dangling",
        "violation",
        rows.raw.place(row, rows.positions[column.key]),
        path=column.path,
        shape=column.shape,
        value=text,
        variant="near" if near else "far",
        near=quote_names(near),
        column=column.names,
    )


def _tell_wrong_value(
    rows: RowFrame | MatchedTable, column: Column, row: int, text: str
) -> Finding:
    return tell(
        f"value-not-{column.kind}",
        "violation",
        rows.raw.place(row, rows.positions[column.key]),
        path=column.path,
        shape=column.shape,
        value=text,
        variant="day" if column.datatypes == (expand("xsd:date"),) else None,
        column=column.names,
    )


# -- statements -------------------------------------------------------------------------------


def _populate_columns(work: _Work, rows: RowFrame, cells: Sequence[_Cells]) -> None:
    for part in cells:
        for datatype, values in part.values.items():
            joined = rows.frame.join(values.select(ROW, OBJECT), on=ROW)
            work.frames.append(_make_frame(rows, part.column, datatype, joined))


def _make_frame(
    rows: RowFrame, column: Column, datatype: str, joined: pl.DataFrame
) -> StatementFrame:
    subject, value = (OBJECT, SUBJECT) if column.inverse else (SUBJECT, OBJECT)
    frame = joined.select(pl.col(subject).alias(SUBJECT), pl.col(value).alias(OBJECT), pl.col(ROW))
    return StatementFrame(
        predicate=column.path,
        frame=frame,
        is_literal=bool(datatype),
        datatype=None if column.language else datatype or None,
        language=column.language,
        origin=rows.raw,
        column=rows.positions[column.key],
        shape=column.shape,
    )


def _populate_relations(work: _Work, matched: MatchedTable) -> None:
    """Rows of relations get their IRI from the ids of what their key columns mean."""
    cells = _resolve_cells(work, matched)
    by_key = {part.column.key: part for part in cells}
    rows = matched.raw.frame.select(ROW)
    for key in matched.table.key:
        rows = rows.join(_key_part(work, by_key.get(key), key), on=ROW, how="left")
        if not matched.table.column(key).required:
            rows = rows.with_columns(pl.col(key).fill_null("-"))
    subject = pl.concat_str([pl.col(key) for key in matched.table.key], separator="~")
    rows = rows.with_columns(
        _mint(subject, work.config.base, matched.table.name).alias(SUBJECT)
    ).sort(ROW)
    _tell_missing_keys(work, matched, matched.table.key, rows)
    row_frame = _add_rows(work, matched, rows.select(SUBJECT, ROW))
    _populate_columns(work, row_frame, cells)


def _key_part(work: _Work, cells: _Cells | None, key: str) -> pl.DataFrame:
    empty = pl.DataFrame(schema={ROW: pl.UInt32, key: pl.String})
    if cells is None:
        return empty
    parts = [
        values.select(ROW, _key_text(work, cells.column, datatype).alias(key))
        for datatype, values in cells.values.items()
    ]
    joined = pl.concat([empty, *parts])
    return joined.group_by(ROW, maintain_order=True).agg(pl.col(key).sort().str.join("+"))


def _key_text(work: _Work, column: Column, datatype: str) -> pl.Expr:
    """Write a key's value as a part of an IRI, with its table where several share their ids."""
    if datatype:
        return pl.col(OBJECT).map_batches(_segments, return_dtype=pl.String)
    local = pl.col(OBJECT).str.extract(r"([^/#]+)$")
    if len(work.schema.tables_of(column.classes)) < 2 or column.kind in _CODES:
        return local
    return pl.concat_str(pl.col(OBJECT).str.extract(r"([^/#]+)/[^/#]+$"), pl.lit("."), local)
