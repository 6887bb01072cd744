"""The cells of a table as values: literals of their datatype, and nodes that references mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import polars as pl

from eloggraph.finding import Finding
from eloggraph.graph.populate.lookup import FEW, TEXT
from eloggraph.graph.populate.reference_index import ReferenceIndex
from eloggraph.graph.populate.references import resolve
from eloggraph.graph.populate.values import parse_texts
from eloggraph.graph.statements import OBJECT, ROW
from eloggraph.schema.model import Column
from eloggraph.tables.model import MatchedTable, RawTable

AT = "at"
# What Polars takes for white space, and Unicode with it.
_WHITE_SPACE = (
    "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_NODES = ("concept", "class", "node")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The values of one column: a series for each datatype, nodes under ``""``.

    A value is null where the text is empty, wrong, or of another datatype. ``at`` says which row
    of the table each value stands in, by position; None where there is one for each row. The
    ``segments`` of a key column are what the IRI of its row is made of; ``failures``
    counts the texts that mean nothing; ``refers`` names tables whose rows all nodes are.
    """

    column: Column
    values: Mapping[str, pl.Series]
    at: pl.Series | None = None
    segments: pl.Series | None = None
    failures: int = 0
    refers: tuple[RawTable, ...] | None = None


def read_cells(
    matched: MatchedTable, references: ReferenceIndex
) -> tuple[list[Cells], list[Finding]]:
    """Read every column that a table has into values; a cell that fails becomes a finding."""
    read: list[Cells] = []
    findings: list[Finding] = []
    for texts in _list_texts(matched):
        is_reference = texts.column.kind in _NODES
        take = _take_references if is_reference else _take_literals
        cells, told = take(matched, texts, references)
        read.append(cells)
        findings.extend(told)
    return read, findings


@dataclass(frozen=True, slots=True)
class _Texts:
    """The texts of one column, and where they stand if a cell holds several."""

    column: Column
    texts: pl.Series
    at: pl.Series | None

    def list_failed(self, matched: MatchedTable, failed: pl.Series) -> pl.DataFrame:
        """Return the ``row`` and ``text`` of those that failed."""
        rows = matched.raw.frame[ROW]
        places = rows if self.at is None else rows.gather(self.at)
        return pl.DataFrame([places, self.texts.alias(TEXT)]).filter(failed).drop_nulls(TEXT)


def _take_references(
    matched: MatchedTable, read: _Texts, references: ReferenceIndex
) -> tuple[Cells, Iterator[Finding]]:
    column, texts = read.column, read.texts
    is_key = column.key in matched.table.key
    lookup = references.lookup(column)
    meant = resolve(texts, lookup, with_segments=is_key)
    told: Iterator[Finding] = iter(())
    failures = meant.nodes.null_count() - texts.null_count()
    if failures:
        failed = read.list_failed(matched, meant.nodes.is_null())
        # What is told of faults is imported where there are any.
        from eloggraph.graph.populate.faults import tell_unresolved

        told = tell_unresolved(matched, column, failed, meant.unsure, references)
    cells = Cells(
        column=column,
        values={"": meant.nodes},
        at=read.at,
        segments=meant.segments,
        failures=failures,
        refers=lookup.tables,
    )
    return cells, told


def _take_literals(
    matched: MatchedTable, read: _Texts, references: ReferenceIndex
) -> tuple[Cells, Iterator[Finding]]:
    column, texts = read.column, read.texts
    parsed = parse_texts(texts, column)
    told: list[Iterator[Finding]] = []
    failures = 0
    if parsed.wrong:
        failed = read.list_failed(matched, texts.is_in(parsed.wrong))
        failures = failed.height
        from eloggraph.graph.populate.faults import tell_wrong

        told.append(tell_wrong(matched, column, failed))
    if parsed.ambiguous:
        ambiguous = read.list_failed(matched, texts.is_in(parsed.ambiguous))
        from eloggraph.graph.populate.faults import tell_ambiguous_numbers

        told.append(tell_ambiguous_numbers(matched, column, ambiguous))
    cells = Cells(column=column, values=parsed.values, at=read.at, failures=failures)
    return cells, chain.from_iterable(told)


def _list_texts(matched: MatchedTable) -> Iterator[_Texts]:
    """Yield the texts of each column that has any."""
    columns = [column for column in matched.table.columns if column.key in matched.positions]
    several = _find_several(matched, columns)
    for column in columns:
        cells = matched.raw.frame[matched.cells(column.key)]
        if cells.null_count() == len(cells):
            continue
        if column.key not in several:
            yield _Texts(column, cells, None)
            continue
        parts = _part(cells, column.separator or "")
        if not parts.is_empty():
            yield _Texts(column, parts[OBJECT], parts[AT])


def _find_several(matched: MatchedTable, columns: Sequence[Column]) -> frozenset[str]:
    """Return the columns of which some cell holds several values."""
    separated = [each for each in columns if each.separator]
    if matched.raw.frame.height <= FEW:
        return frozenset(each.key for each in separated if _has_several(matched, each))
    has_several = [
        pl.col(matched.cells(each.key))
        .str.contains(each.separator or "", literal=True)
        .any()
        .alias(each.key)
        for each in separated
    ]
    if not has_several:
        return frozenset()
    found = matched.raw.frame.select(has_several).row(0, named=True)
    return frozenset(key for key, has in found.items() if has)


def _has_several(matched: MatchedTable, column: Column) -> bool:
    texts = matched.raw.frame[matched.cells(column.key)].to_list()
    return any((column.separator or "") in text for text in texts if text is not None)


def _part(cells: pl.Series, separator: str) -> pl.DataFrame:
    """Return the values of cells that hold several: where they stand, and each value."""
    if len(cells) <= FEW:
        found = [
            (at, stripped)
            for at, text in enumerate(cells.to_list())
            for part in (text or "").split(separator)
            if (stripped := part.strip(_WHITE_SPACE))
        ]
        return pl.DataFrame(found, schema={AT: pl.UInt32, OBJECT: pl.String}, orient="row")
    split = pl.DataFrame([cells.alias(OBJECT)]).lazy().with_row_index(AT).drop_nulls()
    parts = split.with_columns(pl.col(OBJECT).str.split(separator)).explode(OBJECT)
    stripped = parts.with_columns(pl.col(OBJECT).str.strip_chars())
    return stripped.filter(pl.col(OBJECT) != "").collect()
