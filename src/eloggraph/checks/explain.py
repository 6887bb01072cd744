"""How shapes are compiled, told to whoever wrote them."""

from __future__ import annotations

from eloggraph.checks.problems import problems_told
from eloggraph.shacl.core import plan_of
from eloggraph.shacl.core.explain import explain
from eloggraph.shacl.shapes import ShapesGraph


def explain_shapes(shapes: ShapesGraph) -> str:
    """Return how shapes are compiled, in words.

    Raises
    ------
    InputError
        When shapes are malformed or have no one meaning: all faults at once.
    """
    with problems_told(shapes):
        return explain(plan_of(shapes))
