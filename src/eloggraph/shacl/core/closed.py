"""Shapes that allow no other properties than those they name (SHACL section 4.8.1).

Those of SHACL 1.2 that are closed by types (``sh:closed sh:ByTypes``) allow what the shapes of the
classes of a node name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import narwhals as nw

from eloggraph.shacl.core import plan as p
from eloggraph.shacl.core.state import (
    CHECK,
    EXTRA,
    FOCUS,
    FOCUS_KIND,
    KIND,
    NODE_TEXT,
    VALUE,
    Run,
    bind_sites,
    result_columns,
)
from eloggraph.shacl.core.terms import NODE, Frame
from eloggraph.shacl.core.wiring import Check

JUDGED = {p.Closed, p.ClosedByTypes}
_SUBJECT, _PREDICATE, _CLASS = "subject", "predicate", "class"


def judge_closed(run: Run, checks: Iterable[Check]) -> Iterator[Frame]:
    """Yield what ``sh:closed`` finds; ``extra`` is the property and the value node that has it."""
    closed = [check for check in checks if type(check.constraint) in JUDGED]
    if not closed:
        return
    numbers = {name: n for n, name in enumerate(sorted(run.data.predicates))}
    allowed = [
        (numbers[name], check.number)
        for check in closed
        for name in sorted(_named(check.constraint) & numbers.keys())
    ]
    nodes = bind_sites(run, [(check.unit.site, check.number) for check in closed])
    nodes = nodes.filter(nw.col(KIND) == NODE).select(
        CHECK, FOCUS, FOCUS_KIND, nw.col(VALUE).alias(_SUBJECT)
    )
    found = run.data.statements(numbers).join(nodes, on=_SUBJECT, how="inner")
    table = run.backend.table((_PREDICATE, CHECK), allowed)
    found = found.join(table, on=[_PREDICATE, CHECK], how="anti")
    by_types = _allow_by_types(run, closed, numbers)
    if by_types is not None:
        found = found.join(by_types, on=[CHECK, _PREDICATE, _SUBJECT], how="anti")
    named = run.backend.table((_PREDICATE, EXTRA), [(n, name) for name, n in numbers.items()])
    found = found.join(named, on=_PREDICATE, how="inner").rename({"object": VALUE})
    more = nw.concat_str(nw.col(EXTRA), nw.col(_SUBJECT), separator=" ")
    yield result_columns(found.with_columns(more.alias("more")), extra="more")


def _named(constraint: p.Constraint) -> frozenset[str]:
    if isinstance(constraint, p.Closed):
        return constraint.allowed
    assert isinstance(constraint, p.ClosedByTypes)
    return constraint.ignored


def _allow_by_types(run: Run, checks: Sequence[Check], numbers: dict[str, int]) -> Frame | None:
    """Return which properties the classes of nodes allow: check, predicate, subject."""
    pairs = [
        (check.number, name, properties)
        for check in checks
        if isinstance(check.constraint, p.ClosedByTypes)
        for name, properties in check.constraint.allowed
    ]
    if not pairs:
        return None
    classes = {name: n for n, name in enumerate(sorted({name for _, name, _ in pairs}))}
    rows = [
        (number, classes[name], numbers[each])
        for number, name, properties in pairs
        for each in sorted(properties & numbers.keys())
    ]
    table = run.backend.table((CHECK, _CLASS, _PREDICATE), rows)
    members = run.data.members(list(classes.items())).join(table, on=_CLASS, how="inner")
    return members.select(CHECK, _PREDICATE, nw.col(NODE_TEXT).alias(_SUBJECT)).unique()
