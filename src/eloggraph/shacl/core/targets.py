"""Targets that the data decides (SHACL 1.2): nodes that conform to a shape, or name theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import narwhals as nw
import pyoxigraph as ox

from eloggraph.graph.statements import OBJECT
from eloggraph.shacl.core import plan as p
from eloggraph.shacl.core.focus import NAMES_SHAPE
from eloggraph.shacl.core.statements import Statements
from eloggraph.shacl.core.terms import NODE
from eloggraph.shacl.model import Term

_NEGATION = ox.BlankNode("where")


def add_named_targets(
    plan: p.Plan, shapes: Sequence[p.Shape], data: Statements
) -> tuple[p.Plan, Sequence[p.Shape]]:
    """Return a plan, and its shapes to run, with the nodes that name their shape in the data."""
    named = _list_named(data) if NAMES_SHAPE in data.predicates else set()
    chosen = {shape.node for shape in shapes}
    added = {
        node: replace(shape, targets=(*shape.targets, p.Target("named", node)))
        for node, shape in (plan.shapes.items() if named else ())
        if data.kinds.split(node)[0] in named
        and not shape.deactivated
        and (node in chosen or not shape.targets)
    }
    if not added:
        return plan, shapes
    plan = replace(plan, shapes={**plan.shapes, **added})
    return plan, [*(added.pop(shape.node, shape) for shape in shapes), *added.values()]


def _list_named(data: Statements) -> set[str]:
    said = data.statements({NAMES_SHAPE: 0}).filter(nw.col("kind") == NODE)
    return {text for (text,) in data.backend.rows(said.select(OBJECT).unique())}


def negate(plan: p.Plan, node: Term) -> p.Shape:
    """Return a shape that is violated by the nodes that conform to another.

    Where that one asks for a class, none but its instances have to be looked at.
    """
    shape = plan.shapes[node]
    classes = [each for each in shape.constraints if isinstance(each, p.Class)]
    if classes and shape.path is None:
        targets = [p.Target("class", ox.NamedNode(iri)) for iri in classes[0].iris]
    else:
        targets = [p.Target("all", node)]
    return p.Shape(
        node=_NEGATION,
        targets=tuple(targets),
        constraints=(p.Nested("not", (node,), "NotConstraintComponent"),),
    )
