"""Problems of shapes and engines in words: what the SHACL library notes becomes findings.

The catalogue chapter of a problem is that of the part that noticed it: ``shapes``, ``sparql``,
or ``checks`` for the engines themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from eloggraph.checks.shapes import sources_of
from eloggraph.errors import InputError
from eloggraph.finding import Finding, Place, Severity, tell
from eloggraph.shacl.errors import ShapeProblem, ShapesError
from eloggraph.shacl.shapes import ShapesGraph
from eloggraph.text import say

_CHAPTERS = {"shapes": "shapes", "sparql": "sparql", "engine": "checks"}


def tell_problem(problem: ShapeProblem, severity: Severity = "violation") -> Finding:
    """Return a problem as a finding.

    >>> problem = ShapeProblem.of("shapes", "shape-recursive", shape="ex:S", name="ex:S")
    >>> tell_problem(problem).shape
    'ex:S'
    """
    values: dict[str, object] = dict(problem.values)
    if "expected" in values:
        values["expected"] = say(f"shapes.expected.{values['expected']}")
    value = str(values.pop("value", "")) or None
    told = tell(
        problem.code,
        severity,
        shape=problem.shape,
        value=value,
        chapter=_CHAPTERS[problem.part],
        **values,  # type: ignore[arg-type]
    )
    if problem.code != "shape-not-run":
        return told
    # Hundreds of shapes may demand one thing that is not run.
    return replace(told, shared=say(f"shapes.{problem.code}.{values['variant']}.shared", **values))


def tell_remarks(problems: Sequence[ShapeProblem], shapes: ShapesGraph) -> tuple[Finding, ...]:
    """Return as warnings what was passed over, each at the line of its shape where it is known."""
    return place_at_shapes([tell_problem(each, "warning") for each in problems], shapes)


@contextmanager
def problems_told(shapes: ShapesGraph) -> Iterator[None]:
    """Turn problems of shapes into an error with findings, each at the line of its shape.

    Raises
    ------
    InputError
        Instead of :class:`~eloggraph.shacl.errors.ShapesError`.
    """
    try:
        yield
    except ShapesError as error:
        findings = [tell_problem(problem) for problem in error.problems]
        raise InputError(*place_at_shapes(findings, shapes)) from error


def place_at_shapes(findings: Sequence[Finding], shapes: ShapesGraph) -> tuple[Finding, ...]:
    """Give each finding about a shape the line of the shape, where it is known."""
    if not findings:
        return ()
    from eloggraph.checks.lines import find_place

    find = find_place(sources_of(shapes))

    def place(shape: str) -> Place | None:
        # A shape without a name is called by the one that it belongs to: ex:Person [ex:age].
        named = shape.partition(" [")[0]
        prefix, _, local = named.partition(":")
        return find(shapes.prefixes[prefix] + local if prefix in shapes.prefixes else named)

    return tuple(
        finding
        if finding.place or finding.shape is None
        else replace(finding, place=place(finding.shape))
        for finding in findings
    )
