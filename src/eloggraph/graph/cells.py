"""The cells of a table as values: literals of their datatype, and nodes that references mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import polars as pl

from eloggraph.finding import Finding, tell
from eloggraph.graph.references import (
    Lookup,
    build_lookup,
    names_of_codes,
    names_of_nodes,
    resolve,
)
from eloggraph.graph.statements import OBJECT, ROW
from eloggraph.graph.values import TEXT, parse_cells
from eloggraph.iri import expand
from eloggraph.schema.model import Column, Schema
from eloggraph.tables.match import MatchedTable, prepare_nearest, quote_names

_CODES = ("concept", "class")
_NODES = (*_CODES, "node")


@dataclass(frozen=True, slots=True)
class Cells:
    """The values of one column by datatype, nodes under ``""``: frames of ``row``, ``object``."""

    column: Column
    values: dict[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Names:
    """What references may mean: the names of the network itself, then of those that it uses.

    ``keyless`` names the tables without their key column, which has been told: no row of theirs
    can be referred to. Each question is answered once; ``lookups`` keeps the answers.
    """

    schema: Schema
    sources: Sequence[pl.DataFrame]
    keyless: frozenset[str] = frozenset()
    lookups: dict[tuple[object, ...], Lookup] = field(default_factory=dict)

    def lookup(self, column: Column) -> Lookup:
        """Return what texts mean in a column."""
        key = (column.kind, column.classes, column.scheme, column.allowed)
        if key not in self.lookups:
            is_code = column.kind in _CODES
            names = (
                names_of_codes(self.schema, column)
                if is_code
                else names_of_nodes(self.schema, column, self.sources)
            )
            self.lookups[key] = build_lookup(names)
        return self.lookups[key]

    def is_excused(self, column: Column) -> bool:
        """Tell whether a column refers to rows of a table without its key column."""
        tables = self.schema.tables_of(column.classes) if column.classes else ()
        return any(table.name in self.keyless for table in tables)

    def is_shared(self, column: Column) -> bool:
        """Tell whether a column may refer to rows of several tables, which may share an id."""
        return column.kind not in _CODES and len(self.schema.tables_of(column.classes)) > 1


def read_cells(matched: MatchedTable, names: Names) -> tuple[list[Cells], list[Finding]]:
    """Read every column that a table has into values; a cell that fails becomes a finding."""
    read: list[Cells] = []
    findings: list[Finding] = []
    for column in matched.table.columns:
        if column.key not in matched.positions:
            continue
        texts = _list_texts(matched, column)
        if texts.is_empty():
            continue
        if column.kind in _NODES:
            resolved = resolve(texts, names.lookup(column))
            values = {"": resolved.drop_nulls(OBJECT).select(ROW, OBJECT)}
            failed = resolved.filter(pl.col(OBJECT).is_null())
            findings.extend(_tell_unresolved(matched, column, failed, names))
        else:
            values, wrong = parse_cells(texts, column)
            findings.extend(_tell_wrong(matched, column, wrong))
        read.append(Cells(column, values))
    return read, findings


def _list_texts(matched: MatchedTable, column: Column) -> pl.DataFrame:
    cells = matched.raw.frame.lazy().select(ROW, pl.col(matched.cells(column.key)).alias(TEXT))
    if column.separator:
        cells = (
            cells.with_columns(pl.col(TEXT).str.split(column.separator))
            .explode(TEXT)
            .with_columns(pl.col(TEXT).str.strip_chars())
            .filter(pl.col(TEXT) != "")
        )
    return cells.drop_nulls(TEXT).collect()


def _tell_unresolved(
    matched: MatchedTable, column: Column, failed: pl.DataFrame, names: Names
) -> Iterator[Finding]:
    if failed.is_empty():
        return
    known = names.lookup(column).known
    find = cache(prepare_nearest(name for name in known if "/" not in name))
    for row, text, choices in failed.select(ROW, TEXT, "choices").iter_rows():
        if choices is None:
            if not names.is_excused(column):
                yield _tell_dangling(matched, column, row, text, find(text))
            continue
        yield tell(
            "reference-ambiguous",
            "violation",
            matched.raw.place(row, matched.positions[column.key]),
            value=text,
            path=column.path,
            shape=column.shape,
            choices=quote_names(["/".join(iri.split("/")[-2:]) for iri in choices]),
        )


def _tell_dangling(
    matched: MatchedTable, column: Column, row: int, text: str, near: tuple[str, ...]
) -> Finding:
    return tell(
        "code-unknown" if column.kind in _CODES else "reference-dangling",
        "violation",
        matched.raw.place(row, matched.positions[column.key]),
        path=column.path,
        shape=column.shape,
        value=text,
        variant="near" if near else "far",
        near=quote_names(near),
        column=column.names,
    )


def _tell_wrong(matched: MatchedTable, column: Column, wrong: pl.DataFrame) -> Iterator[Finding]:
    is_day = column.datatypes == (expand("xsd:date"),)
    for row, text in wrong.select(ROW, TEXT).iter_rows():
        yield tell(
            f"value-not-{column.kind}",
            "violation",
            matched.raw.place(row, matched.positions[column.key]),
            path=column.path,
            shape=column.shape,
            value=text,
            variant="day" if is_day else None,
            column=column.names,
        )
