"""The reference engine within bounds: it judges node by node, and a query may take for ever."""

from __future__ import annotations

from eloggraph.checks.problems import problems_told, tell_problem
from eloggraph.errors import InputError
from eloggraph.jobs.bounded import BoundExceeded, Bounds, call_bounded
from eloggraph.shacl.errors import ShapeProblem
from eloggraph.shacl.model import Validation
from eloggraph.shacl.pyshacl_engine import prepare
from eloggraph.shacl.shapes import Request

MOST_MINUTES = 15
_STATEMENTS_A_MINUTE = 5_000


def validate_within_bounds(request: Request, bounds: Bounds | None = None) -> Validation:
    """Validate with pySHACL in a child process, whose time follows the number of statements.

    Raises
    ------
    InputError
        When pySHACL refuses the shapes, or when it needs more time or memory than it may have.
    """
    ask = prepare(request)
    bounds = bounds or _choose_bounds(request)

    def work() -> Validation:
        with problems_told(request.shapes):
            return ask()

    try:
        return call_bounded(work, bounds)
    except BoundExceeded as error:
        if error.bound == "seconds":
            problem = ShapeProblem.of("engine", "engine-time", n=max(1, round(bounds.seconds / 60)))
        elif error.bound == "memory":
            problem = ShapeProblem.of("engine", "engine-memory", n=bounds.memory_mb)
        else:
            problem = ShapeProblem.of("engine", "engine-ended")
        raise InputError(tell_problem(problem)) from None


def _choose_bounds(request: Request) -> Bounds:
    statements = sum(part.frame.height for graph in request.data for part in graph.frames)
    minutes = min(MOST_MINUTES, 1 + statements // _STATEMENTS_A_MINUTE)
    return Bounds(seconds=60 * minutes, memory_mb=4_000)
