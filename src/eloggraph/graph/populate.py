"""Matched tables into the graph: rows get their nodes, columns become frames of statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from eloggraph.config import NetworkConfig
from eloggraph.finding import Finding
from eloggraph.graph.about import describe_dataset
from eloggraph.graph.cells import Cells, Names, read_cells
from eloggraph.graph.keys import (
    id_column,
    key_position,
    name_rows,
    names_of,
    segments_of_ids,
    segments_of_keys,
)
from eloggraph.graph.references import empty_names
from eloggraph.graph.statements import (
    OBJECT,
    ROW,
    SUBJECT,
    Graph,
    RowFrame,
    StatementFrame,
)
from eloggraph.iri import expand
from eloggraph.schema.model import Column, Schema
from eloggraph.tables.match import MatchedTable


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
    findings: list[Finding] = []
    named: dict[int, RowFrame] = {}
    with_ids = [(index, m, key) for index, m in enumerate(tables) if (key := id_column(m.table))]
    keyless = frozenset(m.table.name for _, m, key in with_ids if key.key not in m.positions)
    known = [empty_names()]
    names = Names(schema, (), keyless)
    # Rows that have an id are named first: the keys of the others are references to them.
    for index, matched, key in with_ids:
        if key.key in matched.positions:
            segments = segments_of_ids(matched, key)
            rows, told = name_rows(matched, segments, config.base, names, list(named.values()))
            known.append(names_of(matched, rows, key))
            named[index] = rows
            findings += told
    names = Names(schema, (pl.concat(known), *(graph.names for graph in used)), keyless)
    frames: list[StatementFrame] = []
    for index, matched in enumerate(tables):
        cells, told = read_cells(matched, names)
        findings += told
        if id_column(matched.table) is None:
            segments = segments_of_keys(matched, cells, names)
            before = list(named.values())
            named[index], told = name_rows(matched, segments, config.base, names, before)
            findings += told
        if index in named:
            frames += _make_frames(named[index], cells)
    graph = Graph(
        base=config.base,
        frames=(*frames, *describe_dataset(config)),
        rows=tuple(named[index] for index in sorted(named)),
        names=names.sources[0],
    )
    return graph, tuple(findings)


def _make_frames(rows: RowFrame, cells: Sequence[Cells]) -> Iterator[StatementFrame]:
    yield StatementFrame(
        predicate=expand("rdf:type"),
        frame=rows.frame.select(SUBJECT, pl.lit(rows.table.target_class).alias(OBJECT), ROW),
        origin=rows.raw,
        column=key_position(rows.table, rows.positions),
    )
    for part in cells:
        for datatype, values in part.values.items():
            yield _make_frame(rows, part.column, datatype, values)


def _make_frame(
    rows: RowFrame, column: Column, datatype: str, values: pl.DataFrame
) -> StatementFrame:
    subject, value = (OBJECT, SUBJECT) if column.inverse else (SUBJECT, OBJECT)
    joined = values.lazy().join(rows.frame.lazy(), on=ROW, maintain_order="left")
    return StatementFrame(
        predicate=column.path,
        frame=joined.select(
            pl.col(subject).alias(SUBJECT), pl.col(value).alias(OBJECT), ROW
        ).collect(),
        is_literal=bool(datatype),
        datatype=None if column.language else datatype or None,
        language=column.language,
        origin=rows.raw,
        column=rows.positions[column.key],
        shape=column.shape,
    )
