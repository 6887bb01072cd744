"""What shapes demand and nobody looks at, told at the lines of the shapes."""

from __future__ import annotations

from dataclasses import replace

from eloggraph.checks.check import CheckReport
from eloggraph.checks.problems import place_at_shapes, tell_problem, tell_remarks
from eloggraph.finding import order_findings
from eloggraph.shacl.core.engines import ENGINES
from eloggraph.shacl.doubtful import list_doubtful
from eloggraph.shacl.engines import DEFAULT_ENGINE
from eloggraph.shacl.shapes import ShapesGraph
from eloggraph.shacl.unrun import list_unrun


def add_unrun(
    done: CheckReport,
    shapes: ShapesGraph,
    *,
    allowed: bool = False,
    engine: str = DEFAULT_ENGINE,
    rules: bool = False,
) -> CheckReport:
    """Return a report that tells also what of the shapes was not run, and what is a likely slip.

    What is not run is a violation, and the check is not complete; where it is ``allowed`` it is a
    warning, and all else of the shapes counts as the whole. ``rules`` tells that rules were run.
    """
    noted = done.validation.remarks if done.validation else ()
    problems = (
        *list_unrun(shapes, later=engine in (DEFAULT_ENGINE, *ENGINES), rules=rules),
        *(each for each in noted if each.code == "shape-not-run"),
    )
    unrun = [tell_problem(each, "warning" if allowed else "violation") for each in problems]
    already = {(each.code, each.shape, each.message) for each in unrun}
    kept = [each for each in done.findings if (each.code, each.shape, each.message) not in already]
    told = [*place_at_shapes(unrun, shapes), *tell_remarks(list_doubtful(shapes), shapes)]
    if not told:
        return done
    complete = done.complete and (allowed or not unrun)
    return replace(done, findings=order_findings([*kept, *told]), complete=complete)
