"""Matched tables into the graph: rows get their nodes, columns become frames of statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from eloggraph.config import NetworkConfig
from eloggraph.finding import Finding
from eloggraph.graph.populate.about import describe_dataset
from eloggraph.graph.populate.cells import Cells, read_cells
from eloggraph.graph.populate.confusable import tell_confusable
from eloggraph.graph.populate.keys import key_position, name_rows, segments_of_ids, segments_of_keys
from eloggraph.graph.populate.reference_index import ReferenceIndex, nodes_of_rows
from eloggraph.graph.populate.references import Nodes
from eloggraph.graph.populate.spread import spread_rows
from eloggraph.graph.populate.values import WELL_FORMED
from eloggraph.graph.statements import (
    OBJECT,
    ROW,
    SUBJECT,
    Graph,
    RowFrame,
    StatementFrame,
)
from eloggraph.iri import expand
from eloggraph.schema.model import Schema
from eloggraph.tables.bounds import MOST_VALUES
from eloggraph.tables.model import ID, NAMED_AT, MatchedTable


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
        As :func:`eloggraph.tables.read.folder.read_network` gives them.
    used
        The graphs of the networks that references may point into, in order.

    Returns
    -------
    The graph, and a finding for every cell that could not become a statement.
    """
    keyless = frozenset(
        matched.table.name
        for matched in tables
        if (key := matched.table.id_column)
        and (key.key in matched.excused or not _can_be_named(matched))
    )
    # Rows that have an id are named first: the keys of the others are references to them.
    named, findings = _name_by_ids(tables, config.base, ReferenceIndex(schema, (), keyless))
    own = list(named.values())
    sources = [_list_nodes(rows) for rows in (own, *(graph.rows for graph in used))]
    references = ReferenceIndex(schema, sources, keyless)
    frames: list[StatementFrame] = []
    tables = spread_rows(tables, references)
    for index, matched in enumerate(tables):
        cells, told = read_cells(matched, references)
        findings += told
        if matched.table.id_column is None:
            segments = segments_of_keys(matched, cells)
            before = list(named.values())
            named[index], told = name_rows(matched, segments, config.base, references, before)
            findings += told
        if index in named:
            named[index] = _excuse(named[index], cells)
            frames += _make_frames(named[index], cells)
    graph = Graph(
        base=config.base,
        frames=(*frames, *describe_dataset(config)),
        rows=tuple(named[index] for index in sorted(named)),
    )
    return graph, tuple(findings)


def _name_by_ids(
    tables: Sequence[MatchedTable], base: str, references: ReferenceIndex
) -> tuple[dict[int, RowFrame], list[Finding]]:
    """Name the rows of the tables that have their column of ids, by the index of the table."""
    named: dict[int, RowFrame] = {}
    findings: list[Finding] = []
    for index, matched in enumerate(tables):
        key = matched.table.id_column
        if key is not None and _can_be_named(matched):
            segments, before = segments_of_ids(matched, key), list(named.values())
            named[index], told = name_rows(matched, segments, base, references, before)
            findings += told
            if key.key in matched.positions:
                findings += tell_confusable(matched, key)
    return named, findings


def _can_be_named(matched: MatchedTable) -> bool:
    """Tell whether rows of a table with ids can have one: of their own, or from their names."""
    names = matched.table.name_columns if matched.table.makes_ids else ()
    columns = (matched.table.id_column, *names)
    return any(column and column.key in matched.positions for column in columns)


def _list_nodes(rows: Sequence[RowFrame]) -> list[Nodes]:
    return [nodes for part in rows if (nodes := nodes_of_rows(part)) is not None]


def _excuse(rows: RowFrame, cells: Sequence[Cells]) -> RowFrame:
    """Excuse missing values in columns where more cells failed than are reported one by one."""
    many = {part.column.key for part in cells if part.failures > MOST_VALUES}
    return replace(rows, excused=rows.excused | many) if many else rows


def _make_frames(rows: RowFrame, cells: Sequence[Cells]) -> Iterator[StatementFrame]:
    target = pl.Series([rows.table.target_class], dtype=pl.String)
    yield StatementFrame(
        predicate=expand("rdf:type"),
        frame=_with_objects(rows.frame, target.new_from_index(0, rows.frame.height)),
        origin=rows.raw,
        column=key_position(rows.table, rows.positions),
    )
    yield from _make_id_frames(rows)
    named = rows.frame
    if named.height < rows.raw.frame.height:
        every = rows.raw.frame.select(ROW)
        joined = every.join(rows.frame, on=ROW, how="left", maintain_order="left")
        named = joined.select(SUBJECT, ROW)
    for part in cells:
        here = named if part.at is None else named[part.at]
        for datatype, values in part.values.items():
            yield _make_frame(rows, part, datatype, _join(here, values))


def _make_id_frames(rows: RowFrame) -> Iterator[StatementFrame]:
    """Yield what says the ids that are made from names: at the cell of the name."""
    key = rows.table.id_column
    if rows.made is None or key is None:
        return
    made = pl.DataFrame([rows.raw.frame[ROW], rows.made[ID], rows.made[NAMED_AT]]).drop_nulls()
    said = rows.frame.join(made, on=ROW, maintain_order="left")
    for (place,), part in said.group_by(NAMED_AT, maintain_order=True):
        yield StatementFrame(
            predicate=key.path,
            frame=part.select(SUBJECT, pl.col(ID).alias(OBJECT), ROW),
            is_literal=True,
            datatype=key.datatypes[0] if key.datatypes else expand("xsd:string"),
            origin=rows.raw,
            column=int(place),
            shape=key.shape,
        )


def _join(named: pl.DataFrame, values: pl.Series) -> pl.DataFrame:
    """Return subject, object and row where there is a value and the row has its node."""
    is_whole = not (values.has_nulls() or named[SUBJECT].has_nulls())
    frame = _with_objects(named, values)
    return frame if is_whole else frame.drop_nulls((SUBJECT, OBJECT))


def _with_objects(named: pl.DataFrame, objects: pl.Series) -> pl.DataFrame:
    """Return a frame of subjects and rows with what is said of each."""
    return named.clone().insert_column(1, objects.alias(OBJECT))


def _make_frame(rows: RowFrame, cells: Cells, datatype: str, frame: pl.DataFrame) -> StatementFrame:
    column = cells.column
    if column.inverse:
        ends = frame[OBJECT].alias(SUBJECT), frame[SUBJECT].alias(OBJECT)
        frame = pl.DataFrame([*ends, frame[ROW]])
    return StatementFrame(
        predicate=column.path,
        frame=frame,
        is_literal=bool(datatype),
        datatype=None if column.language else datatype or None,
        language=column.language,
        origin=rows.raw,
        column=rows.positions[column.key],
        shape=column.shape,
        well_formed=datatype in WELL_FORMED,
        refers=(rows.raw,) if column.inverse else cells.refers,
    )
