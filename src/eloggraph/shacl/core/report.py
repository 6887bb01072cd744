"""What was found, as validation results (SHACL section 3.6).

A violated ``sh:property`` is told by the results of the property shape, once for each way it was
reached; a violated ``sh:node`` or ``sh:and`` has the results of its shapes as details.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from eloggraph.shacl.core.plan import Closed, Nested, Sparql, component_of
from eloggraph.shacl.core.state import NO_VALUE, Run
from eloggraph.shacl.core.wiring import Check, Unit
from eloggraph.shacl.model import Result, Term

FoundRow = tuple[int, str, int, str, int, str]
JudgedNode = tuple[str, int]
_WITH_DETAILS = ("node", "and")


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
            constraint = check.constraint
            if isinstance(constraint, Nested) and constraint.kind in ("property", *_WITH_DETAILS):
                waiting += run.wiring.members(check)
    return list(found.values())


def make_results(run: Run, rows: Sequence[FoundRow]) -> dict[Term, tuple[Result, ...]]:
    """Return the results of each shape with a target.

    Parameters
    ----------
    rows
        What was found: check, focus and its kind, value and its kind, and what else tells one
        result from another. A row may be there twice.
    """
    by_node: dict[tuple[int, JudgedNode], list[FoundRow]] = {}
    for row in sorted(set(rows)):
        unit = run.wiring.checks[row[0]].unit.number
        by_node.setdefault((unit, (row[1], row[2])), []).append(row)
    roots = {unit.number: unit for unit in run.wiring.roots}
    found: dict[Term, list[Result]] = {unit.shape.node: [] for unit in roots.values()}
    for number, node in by_node:
        root = roots.get(number)
        if root is not None:
            found[root.shape.node] += _tell_node(run, by_node, root, node)
    return {shape: tuple(results) for shape, results in found.items()}


def _tell_node(
    run: Run,
    rows: Mapping[tuple[int, JudgedNode], Sequence[FoundRow]],
    unit: Unit,
    node: JudgedNode,
) -> Iterator[Result]:
    for row in rows.get((unit.number, node), ()):
        check = run.wiring.checks[row[0]]
        constraint = check.constraint
        inner: list[Result] = []
        if isinstance(constraint, Nested) and constraint.kind in ("property", *_WITH_DETAILS):
            for member in run.wiring.members(check):
                inner += _tell_node(run, rows, member, (row[3], row[4]))
        if isinstance(constraint, Nested) and constraint.kind == "property":
            yield from inner
        elif isinstance(constraint, Sparql):
            yield run.answers[check.number][int(row[5])]
        else:
            details = sorted(inner, key=Result.sort_key) if len(inner) > 1 else inner
            yield _make_result(run, check, row, tuple(details))


def _make_result(run: Run, check: Check, row: FoundRow, details: tuple[Result, ...]) -> Result:
    _, focus, focus_kind, value, kind, extra = row
    shape, join = check.unit.shape, run.data.kinds.join
    path = shape.path_node
    if isinstance(check.constraint, Closed):
        path = ox.NamedNode(extra.partition(" ")[0])
    return Result(
        focus=join(focus, focus_kind),
        shape=shape.node,
        component=component_of(check.constraint),
        path=path,
        value=None if kind == NO_VALUE else join(value, kind),
        severity=shape.severity,
        messages=shape.messages,
        details=details,
    )
