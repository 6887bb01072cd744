"""How shapes are compiled, told to whoever wrote them."""

from __future__ import annotations

from eloggraph.checks.problems import problems_told
from eloggraph.shacl.core import plan_of
from eloggraph.shacl.core.explain import explain
from eloggraph.shacl.rules.explain import explain_rules
from eloggraph.shacl.shapes import ShapesGraph


def explain_shapes(shapes: ShapesGraph) -> str:
    """Return how shapes are compiled, in words.

    Raises
    ------
    InputError
        When shapes are malformed or have no one meaning: all faults at once.
    """
    with problems_told(shapes):
        told = (explain(plan_of(shapes)), explain_rules(shapes))
        return "\n".join(part for part in told if part)
