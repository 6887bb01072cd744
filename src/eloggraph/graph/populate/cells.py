"""The cells of a table as values: literals of their datatype, and nodes that references mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

import polars as pl

from eloggraph.finding import Finding
from eloggraph.graph.populate.listed import TYPED, separate
from eloggraph.graph.populate.lookup import TEXT
from eloggraph.graph.populate.reference_index import ReferenceIndex
from eloggraph.graph.populate.references import resolve
from eloggraph.graph.populate.texts import AT, contain, list_distinct, split
from eloggraph.graph.populate.values import parse_texts
from eloggraph.graph.statements import OBJECT, ROW
from eloggraph.schema.model import Column
from eloggraph.tables.model import MatchedTable, RawTable

_NODES = ("concept", "class", "node")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The values of one column: a series for each datatype, nodes under ``""``.

    A value is null where the text is empty, wrong, or of another datatype. ``at`` says which row
    of the table each value stands in, by position; None where there is one for each row. The
    ``segments`` of a key column are what the IRI of its row is made of; ``failures`` counts the
    texts that could not be read; ``refers`` lists the tables that all referenced rows are in.
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
    for texts in _list_texts(matched, references, findings):
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
        # Messages about faults are imported only when there are faults: most tables have none.
        from eloggraph.graph.populate.faults import tell_unresolved
        from eloggraph.tables.read.private import find_private_texts

        told = chain(
            tell_unresolved(matched, column, failed, meant.unsure, references),
            find_private_texts(matched, column, failed),
        )
    cells = Cells(
        column=column,
        values={"": meant.nodes},
        at=read.at,
        segments=meant.segments,
        failures=failures,
        refers=lookup.list_tables(meant.nodes),
    )
    return cells, told


def _take_literals(
    matched: MatchedTable, read: _Texts, references: ReferenceIndex
) -> tuple[Cells, Iterator[Finding]]:
    column, texts = read.column, read.texts
    parsed = parse_texts(texts, column, _list_doubtless(matched, read))
    told: list[Iterator[Finding]] = []
    failures = 0
    if parsed.wrong:
        failed = read.list_failed(matched, texts.is_in(parsed.wrong))
        failures = failed.height
        from eloggraph.graph.populate.faults import tell_wrong
        from eloggraph.tables.read.private import find_private_texts

        told.append(tell_wrong(matched, column, failed))
        told.append(iter(find_private_texts(matched, column, failed)))
    if parsed.ambiguous:
        ambiguous = read.list_failed(matched, texts.is_in(parsed.ambiguous))
        from eloggraph.graph.populate.faults import tell_ambiguous_numbers

        told.append(tell_ambiguous_numbers(matched, column, ambiguous))
    cells = Cells(column=column, values=parsed.values, at=read.at, failures=failures)
    return cells, chain.from_iterable(told)


def _list_doubtless(matched: MatchedTable, read: _Texts) -> frozenset[str]:
    """Return the texts of numbers that stand in a workbook as numbers only, and never as text."""
    typed = matched.raw.typed
    if typed is None or read.at is not None or read.column.kind != "decimal":
        return frozenset()
    at = matched.positions[read.column.key]
    rows = typed.frame.filter(pl.col("column") == at)["row"]
    is_number = matched.raw.frame[ROW].is_in(rows.implode())
    numbers, others = (read.texts.filter(mask).unique() for mask in (is_number, ~is_number))
    return frozenset(numbers.drop_nulls()) - frozenset(others.drop_nulls())


def _list_texts(
    matched: MatchedTable, references: ReferenceIndex, findings: list[Finding]
) -> Iterator[_Texts]:
    """Yield the texts of each column that has any, those of several values one by one."""
    for column in matched.table.columns:
        if column.key not in matched.positions:
            continue
        cells = matched.raw.frame[matched.cells(column.key)]
        if cells.null_count() == len(cells):
            continue
        if column.separator and any(contain(cells, mark) for mark in TYPED):
            cells = _separate(matched, column, cells, references, findings)
        if not column.separator or not contain(cells, column.separator):
            yield _Texts(column, cells, None)
            continue
        parts = split(cells, column.separator)
        if not parts.is_empty():
            yield _Texts(column, parts[OBJECT], parts[AT])


def _separate(
    matched: MatchedTable,
    column: Column,
    cells: pl.Series,
    references: ReferenceIndex,
    findings: list[Finding],
) -> pl.Series:
    """Return the cells of a column with its separator where people typed another one.

    A name that has a semicolon in it stays whole, as does an address.
    """
    mark = column.separator or ""
    wanted = [text for text in list_distinct(cells) if any(each in text for each in TYPED)]
    parts = list(dict.fromkeys(part.strip() for text in wanted for part in text.split(mark)))
    whole = set[str]()
    if column.kind in _NODES:
        known = resolve(pl.Series(parts, dtype=pl.String), references.lookup(column)).nodes
        whole = {part for part, node in zip(parts, known, strict=True) if node is not None}
    marks = TYPED[1:] if column.kind == "iri" else TYPED

    def write(text: str) -> str:
        given = map(str.strip, text.split(mark))
        return mark.join(each if each in whole else separate(each, marks, mark) for each in given)

    def is_listed(text: str) -> bool:
        given = map(str.strip, text.split(mark))
        return any(each not in whole and any(m in each for m in marks) for each in given)

    changed = {text: write(text) for text in wanted if is_listed(text)}
    if not changed:
        return cells
    from eloggraph.graph.populate.faults import tell_listed

    findings.append(tell_listed(matched, column, cells.is_in([*changed])))
    return cells.replace(changed)
