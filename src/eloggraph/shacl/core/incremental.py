"""Checking again in part: only the shapes that read what has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from eloggraph.graph.statements import OBJECT, SUBJECT, Graph, StatementFrame
from eloggraph.shacl.core.focus import NAMES_SHAPE
from eloggraph.shacl.core.frames import Data
from eloggraph.shacl.core.plan import Plan
from eloggraph.shacl.core.reads import find_reads
from eloggraph.shacl.core.run import check_shapes, make_validation, run_plan
from eloggraph.shacl.core.terms import Backend
from eloggraph.shacl.model import Validation


def find_changed_predicates(before: Sequence[Graph], after: Sequence[Graph]) -> frozenset[str]:
    """Return the predicates of all statements that have come or gone.

    Statements that only stand in another order count as changed; their rows make no difference.
    """
    old, new = _by_predicate(before), _by_predicate(after)
    return frozenset(
        predicate
        for predicate in old.keys() | new.keys()
        if not _are_equal(old.get(predicate, []), new.get(predicate, []))
    )


def _by_predicate(graphs: Sequence[Graph]) -> dict[str, list[StatementFrame]]:
    found: dict[str, list[StatementFrame]] = {}
    for graph in graphs:
        for part in graph.frames:
            found.setdefault(part.predicate, []).append(part)
    return found


def _are_equal(old: Sequence[StatementFrame], new: Sequence[StatementFrame]) -> bool:
    return len(old) == len(new) and all(
        one is other
        or (
            (one.is_literal, one.datatype, one.language)
            == (other.is_literal, other.datatype, other.language)
            and one.frame[SUBJECT].equals(other.frame[SUBJECT])
            and one.frame[OBJECT].equals(other.frame[OBJECT])
        )
        for one, other in zip(old, new, strict=True)
    )


def revalidate(
    plan: Plan,
    data: Iterable[Graph],
    previous: Validation,
    changed: Collection[str],
    *,
    backend: Backend | None = None,
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
    data = tuple(data)
    names_shapes = any(part.predicate == NAMES_SHAPE for graph in data for part in graph.frames)
    if names_shapes or previous.by_target.keys() != {shape.node for shape in shapes}:
        # Targets are in the data; or the results are of another plan, or another engine.
        return run_plan(plan, data, backend=backend)
    predicates = frozenset(changed)
    seen = [
        shape
        for shape in shapes
        if predicates and ((reads := find_reads(plan, shape.node)) is None or reads & predicates)
    ]
    again = check_shapes(plan, seen, Data.open(data, backend))
    counts = {**dict(previous.focus_counts), **dict(again.focus_counts)}
    return make_validation({**previous.by_target, **again.by_target}, counts)
