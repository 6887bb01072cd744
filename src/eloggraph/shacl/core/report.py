"""What was found, as validation results (SHACL section 3.6).

A violated ``sh:property`` is told by the results of the property shape, once for each way it was
reached; a violated ``sh:node`` or ``sh:and`` has the results of its shapes as details. Where shapes
lead back to themselves, property shapes tell of each node once, and details lead on to a cause.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl
import pyoxigraph as ox

from eloggraph.shacl.core.plan import (
    BY_EXPRESSION,
    Closed,
    ClosedByTypes,
    Constraint,
    Nested,
    Note,
    Sparql,
    component_of,
)
from eloggraph.shacl.core.returns import list_leading
from eloggraph.shacl.core.state import CHECK, EXTRA, FOCUS, FOCUS_KIND, KIND, NO_VALUE, VALUE, Run
from eloggraph.shacl.core.wiring import Check, Unit
from eloggraph.shacl.model import Result, Term

FoundRow = tuple[int, str, int, str, int, str]
JudgedNode = tuple[str, int]
# How often a detail leads back: each is within the one before.
_MOST_RETURNS = 10
_WITH_DETAILS = ("node", "and")
_FOCUS_NODE = (FOCUS, FOCUS_KIND)
# Rows that come to Python at a time.
_AT_ONCE = 20_000


def told_units(run: Run) -> list[Unit]:
    """Return the units whose results are in the report, as results or as details."""
    waiting = list(run.wiring.roots)
    found: dict[int, Unit] = {}
    while waiting:
        unit = waiting.pop()
        if unit.number in found:
            continue
        found[unit.number] = unit
        for check in unit.checks:
            if _tells_members(check.constraint):
                waiting += run.wiring.members(check)
    return list(found.values())


def make_results(run: Run, rows: pl.DataFrame) -> dict[Term, tuple[Result, ...]]:
    """Return the results of each shape with a target.

    Parameters
    ----------
    rows
        What was found: check, focus and its kind, value and its kind, and what else tells one
        result from another. A row may be there twice.
    """
    ordered = rows.unique().sort(FOCUS, FOCUS_KIND, CHECK, VALUE, KIND, EXTRA)
    asked = _group(run, ordered.join(_find_asked(run, ordered), on=_FOCUS_NODE, how="semi").rows())
    leading = {check.number for check in list_leading(run.wiring)}
    roots = {unit.number: unit for unit in run.wiring.roots}
    found: dict[Term, list[Result]] = {unit.shape.node: [] for unit in roots.values()}
    for some in _cut_at_nodes(ordered):
        by_node = _group(run, some)
        teller = _Teller(run, ChainMap(by_node, asked), leading)
        for number, node in by_node:
            root = roots.get(number)
            if root is not None:
                found[root.shape.node] += teller.tell(root, node)
    return {shape: tuple(results) for shape, results in found.items()}


def _find_asked(run: Run, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the nodes whose results others tell: values of nested shapes other than the focus."""
    nested = [check.number for check in run.wiring.checks if _tells_members(check.constraint)]
    is_other = (pl.col(VALUE) != pl.col(FOCUS)) | (pl.col(KIND) != pl.col(FOCUS_KIND))
    values = rows.filter(pl.col(CHECK).is_in(nested) & is_other)
    return values.select(pl.col(VALUE).alias(FOCUS), pl.col(KIND).alias(FOCUS_KIND)).unique()


def _cut_at_nodes(rows: pl.DataFrame) -> Iterator[list[FoundRow]]:
    """Yield rows in order of focus nodes some at a time, never a node in two parts."""
    waiting: list[FoundRow] = []
    for piece in rows.iter_slices(_AT_ONCE):
        some = [*waiting, *piece.rows()]
        node, end = some[-1][1:3], len(some)
        while end and some[end - 1][1:3] == node:
            end -= 1
        yield some[:end]
        waiting = some[end:]
    yield waiting


def _group(run: Run, rows: Iterable[FoundRow]) -> dict[tuple[int, JudgedNode], Sequence[FoundRow]]:
    by_node: dict[tuple[int, JudgedNode], list[FoundRow]] = {}
    for row in rows:
        unit = run.wiring.checks[row[0]].unit.number
        by_node.setdefault((unit, (row[1], row[2])), []).append(row)
    return dict(by_node)


def _tells_members(constraint: Constraint) -> bool:
    """Tell whether the results of the shapes that a constraint asks are told."""
    return isinstance(constraint, Nested) and constraint.kind in ("property", *_WITH_DETAILS)


@dataclass(slots=True)
class _Teller:
    """Tells what was found, unit by unit and node by node.

    ``leading`` are the checks that lead to where a shape is asked again.
    """

    run: Run
    rows: Mapping[tuple[int, JudgedNode], Sequence[FoundRow]]
    leading: Collection[int]

    def tell(self, unit: Unit, node: JudgedNode) -> Iterator[Result]:
        """Yield the results of a unit at a node, and of property shapes that lead back."""
        waiting = {(unit.number, node): unit}
        seen = set(waiting)
        while waiting:
            (_, met), each = waiting.popitem()
            again: list[tuple[Unit, JudgedNode]] = []
            yield from self._tell_node(each, met, again, 0)
            for member, value in again:
                if (member.number, value) not in seen:
                    seen.add((member.number, value))
                    waiting[member.number, value] = member

    def _tell_node(
        self, unit: Unit, node: JudgedNode, again: list[tuple[Unit, JudgedNode]], depth: int
    ) -> Iterator[Result]:
        """Yield the results of a unit at a node; ``again`` takes where property shapes lead back.

        ``depth`` is how often a detail has led back to a shape that it is within.
        """
        for row in self._choose(unit, node, depth):
            check = self.run.wiring.checks[row[0]]
            constraint = check.constraint
            inner: list[Result] = []
            if isinstance(constraint, Nested) and constraint.kind in ("property", *_WITH_DETAILS):
                for member in self.run.wiring.members(check):
                    value = row[3], row[4]
                    if not self.run.wiring.leads_back(unit, member.shape.node):
                        inner += self._tell_node(member, value, again, depth)
                    elif constraint.kind == "property":
                        again.append((member, value))
                    elif depth < _MOST_RETURNS:
                        inner += self._tell_node(member, value, again, depth + 1)
                    if depth and inner:
                        break  # one way to a cause is told: ways multiply where all are followed
            if isinstance(constraint, Nested) and constraint.kind == "property":
                yield from inner
            elif isinstance(constraint, Sparql):
                yield self.run.answers[check.number][int(row[5])]
            else:
                details = sorted(inner, key=Result.sort_key) if len(inner) > 1 else inner
                yield _make_result(self.run, check, row, tuple(details))

    def _choose(self, unit: Unit, node: JudgedNode, depth: int) -> Sequence[FoundRow]:
        """Return what is told of a node: where a detail has led back, causes or one way to them."""
        rows = self.rows.get((unit.number, node), ())
        if not depth:
            return rows
        return [row for row in rows if row[0] not in self.leading] or rows[:1]


def _make_result(run: Run, check: Check, row: FoundRow, details: tuple[Result, ...]) -> Result:
    _, focus, focus_kind, value, kind, extra = row
    shape, join = check.unit.shape, run.data.kinds.join
    path = shape.path_node
    if isinstance(check.constraint, (Closed, ClosedByTypes)):
        path = ox.NamedNode(extra.partition(" ")[0])
    note = dict(shape.notes).get(check.constraint, _NO_NOTE) if shape.notes else _NO_NOTE
    return Result(
        focus=join(focus, focus_kind),
        shape=shape.node,
        component=component_of(check.constraint),
        constraint=_source_of(check.constraint),
        path=path,
        value=None if kind == NO_VALUE else join(value, kind),
        severity=note.severity or shape.severity,
        messages=note.messages or shape.messages,
        details=details,
    )


_NO_NOTE = Note()


def _source_of(constraint: Constraint) -> Term | None:
    """Return the shape that an expression names; other core constraints have no source."""
    is_named = isinstance(constraint, Nested) and constraint.component == BY_EXPRESSION
    return constraint.shapes[0] if is_named else None  # type: ignore[union-attr]
