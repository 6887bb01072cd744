"""Validation results led back to the cell, and told in words.

A result names a node, a property shape and perhaps a value. The graph knows which row made the
node and which cell made the value; the property shape knows the column. A missing value is at
the cell that should hold it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from eloggraph.checks.engine import Result
from eloggraph.finding import Finding, Place
from eloggraph.graph.statements import OBJECT, ROW, SUBJECT, Graph, RowFrame
from eloggraph.schema.model import Column, Rule, Schema
from eloggraph.text import Text, say

_CODES = {
    "MinCountConstraintComponent": "value-missing",
    "QualifiedMinCountConstraintComponent": "value-missing",
    "MaxCountConstraintComponent": "values-too-many",
    "QualifiedMaxCountConstraintComponent": "values-too-many",
    "DatatypeConstraintComponent": "value-datatype",
    "OrConstraintComponent": "value-kind",
    "ClassConstraintComponent": "value-class",
    "NodeConstraintComponent": "value-kind",
    "InConstraintComponent": "value-not-allowed",
    "HasValueConstraintComponent": "value-not-allowed",
    "PatternConstraintComponent": "value-pattern",
    "MinLengthConstraintComponent": "value-length",
    "MaxLengthConstraintComponent": "value-length",
    "MinInclusiveConstraintComponent": "value-range",
    "MaxInclusiveConstraintComponent": "value-range",
    "MinExclusiveConstraintComponent": "value-range",
    "MaxExclusiveConstraintComponent": "value-range",
    "UniqueLangConstraintComponent": "values-too-many",
    "LanguageInConstraintComponent": "value-language",
    "LessThanConstraintComponent": "values-order",
    "LessThanOrEqualsConstraintComponent": "values-order",
    "DisjointConstraintComponent": "values-same",
    "EqualsConstraintComponent": "values-differ",
    "SPARQLConstraintComponent": "rule-broken",
}
_MISSING = "value-missing"


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where in the tables a result is: the row's table and the column, as far as known."""

    place: Place | None
    rows: RowFrame | None
    column: Column | None
    row: int | None


def lead_back(
    results: Iterable[Result], graph: Graph, schema: Schema, told: Iterable[Finding]
) -> tuple[Finding, ...]:
    """Turn validation results into findings with cells.

    Parameters
    ----------
    results
        Results about any nodes; those about nodes of other networks are left out.
    told
        Findings of reading. A value that could not be read is not told again as missing.
    """
    rows_of = _index_rows(graph)
    told_cells = {finding.place for finding in told if finding.place}
    found: dict[object, Finding] = {}
    for result in results:
        if result.focus not in rows_of:
            continue
        rule = schema.rules.get(result.constraint) or schema.rules.get(result.shape)
        code = _CODES.get(result.component, "shape")
        spot = _find_spot(result, rule, graph, rows_of[result.focus])
        if code == _MISSING and _is_excused(spot, told_cells):
            continue
        finding = _tell(code, result, rule, spot, schema)
        found.setdefault((finding.place, finding.code, finding.shape, finding.value), finding)
    return tuple(found.values())


def _index_rows(graph: Graph) -> dict[str, list[tuple[RowFrame, int]]]:
    index: dict[str, list[tuple[RowFrame, int]]] = {}
    for rows in graph.rows:
        for subject, row in rows.frame.select(SUBJECT, ROW).iter_rows():
            index.setdefault(subject, []).append((rows, row))
    return index


def _find_spot(
    result: Result, rule: Rule | None, graph: Graph, rows: list[tuple[RowFrame, int]]
) -> _Spot:
    path = result.path or (rule.path if rule and rule.path else "")
    inverse = bool(rule and rule.inverse)
    row_frame, row = rows[0]
    column = _find_column(row_frame, result.shape, path, inverse)
    if result.value and path:
        place = _find_value_cell(graph, result, path, inverse)
        if place is not None:
            return _Spot(place, row_frame, column, row)
    position = row_frame.positions.get(column.key) if column else None
    place = row_frame.raw.place(row, position)
    if column is not None and position is None:
        place = Place(file=place.file, sheet=place.sheet, row=row, column=column.key)
    return _Spot(place, row_frame, column, row)


def _find_column(rows: RowFrame, shape: str, path: str, inverse: bool) -> Column | None:
    by_shape = [column for column in rows.table.columns if column.shape == shape]
    by_path = rows.table.columns_of(path, inverse=inverse) if path else ()
    present = [column for column in by_path if column.key in rows.positions]
    candidates = [*by_shape, *present, *by_path]
    return candidates[0] if candidates else None


def _find_value_cell(graph: Graph, result: Result, path: str, inverse: bool) -> Place | None:
    subject, value = (OBJECT, SUBJECT) if inverse else (SUBJECT, OBJECT)
    for part in graph.of(path):
        hits = part.frame.filter(
            (pl.col(subject) == result.focus) & (pl.col(value) == result.value)
        )
        if not hits.is_empty():
            return part.place(int(hits[ROW][0]))
    return None


def _is_excused(spot: _Spot, told_cells: set[Place]) -> bool:
    """Tell whether a missing value is excused by what has been told of its cell or column.

    A whole column that is absent is told once, at the header row.
    """
    if spot.place in told_cells:
        return True
    if spot.rows is None or spot.column is None:
        return False
    absent = spot.column.key not in spot.rows.positions
    return (absent and spot.column.required) or spot.column.key in spot.rows.excused


def _tell(code: str, result: Result, rule: Rule | None, spot: _Spot, schema: Schema) -> Finding:
    column = spot.column.names if spot.column else None
    name = (rule and rule.name) or column or _name_path(schema, result.path)
    value = _show_value(result, spot, schema.labels)
    values = {"value": value, "column": name}
    seen = say(f"findings.{code}.message", **values)
    demand = rule.message if rule else None
    message = _join(demand, seen, is_about_row=result.value == result.focus)
    return Finding(
        code=code,
        severity=rule.severity if rule else "violation",
        message=message,
        remedy=(rule and rule.remedy) or say(f"findings.{code}.remedy", **values),
        place=spot.place,
        focus=result.focus,
        path=result.path or (rule.path if rule else None),
        value=result.value or None,
        shape=result.shape or None,
    )


def _name_path(schema: Schema, path: str) -> Text:
    """Return what other tables call the property, where the row's own table has no column."""
    columns = (column for table in schema.tables for column in table.columns_of(path))
    named = next((column.names for column in columns), None)
    return named or schema.labels.get(path) or Text.same(path)


def _join(demand: Text | None, seen: Text, *, is_about_row: bool) -> Text:
    """Say what the rule demands and then what the cell holds; of a whole row there is no cell."""
    if demand is None:
        return seen
    if is_about_row:
        return demand
    return Text(*(f"{d} {s}" for d, s in zip(_each(demand), _each(seen), strict=True)))


def _each(text: Text) -> list[str]:
    return [said for _, said in text.items()]


def _show_value(result: Result, spot: _Spot, labels: Mapping[str, Text]) -> Text:
    """Show the cell as it was written; else the value's label or text."""
    if spot.rows is not None and spot.place and spot.place.column and spot.row:
        headers = spot.rows.raw.headers
        if spot.place.column in headers:
            position = headers.index(spot.place.column)
            cells = spot.rows.raw.frame.filter(pl.col(ROW) == spot.row)[f"c{position}"]
            if len(cells) and cells[0] is not None:
                return Text.same(str(cells[0]))
    return labels.get(result.value, Text.same(result.value))
