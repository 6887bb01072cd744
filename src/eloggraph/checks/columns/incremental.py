"""Checking again in part: only the shapes that read what has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from eloggraph.checks.columns.plan import Plan
from eloggraph.checks.columns.run import check_shapes, make_validation, run_plan
from eloggraph.checks.results import Validation
from eloggraph.graph.statements import Graph


def revalidate(
    plan: Plan,
    data: Iterable[Graph],
    previous: Validation,
    changed: Collection[str],
    *,
    backend: str = "polars",
) -> Validation:
    """Validate after a change, running only the shapes that can see it.

    Parameters
    ----------
    data
        The whole data graph as it is now.
    previous
        The validation of the same plan before the change.
    changed
        The predicates of all statements that have come or gone.

    Returns
    -------
    The same as a full run.
    """
    shapes = plan.roots
    if any(shape.node not in previous.by_target for shape in shapes):
        return run_plan(plan, data, backend=backend)  # of another plan, or another engine
    predicates = frozenset(changed)
    seen = [
        shape
        for shape in shapes
        if predicates and ((reads := plan.reads(shape.node)) is None or reads & predicates)
    ]
    again = check_shapes(plan, seen, data, backend=backend)
    counts = {**dict(previous.focus_counts), **dict(again.focus_counts)}
    return make_validation({**previous.by_target, **again.by_target}, counts)
