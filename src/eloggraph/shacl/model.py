"""What an engine of SHACL answers: validation results in the terms of the specification.

Source: SHACL, W3C Recommendation 20 July 2017, section 3.6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import pyoxigraph as ox

from eloggraph.iri import expand
from eloggraph.shacl.errors import ShapeProblem

Term = ox.NamedNode | ox.BlankNode | ox.Literal

_HARMLESS = (ox.NamedNode(expand("sh:Debug")), ox.NamedNode(expand("sh:Trace")))
VIOLATION = ox.NamedNode(expand("sh:Violation"))


def text_of(term: object) -> str:
    """Return an IRI or a literal's text; a blank node as ``_:label``, as frames hold it."""
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    return term.value if isinstance(term, (ox.NamedNode, ox.Literal)) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One ``sh:ValidationResult``.

    ``shape`` is the source shape, ``component`` the constraint component, and ``constraint`` the
    source constraint where there is one (``sh:sparql``). ``path`` is an IRI or the node of the
    shapes graph at which a longer path starts. ``details`` are the results of nested shapes.
    """

    focus: Term
    shape: Term
    component: ox.NamedNode
    constraint: Term | None = None
    path: Term | None = None
    value: Term | None = None
    severity: ox.NamedNode = VIOLATION
    messages: tuple[ox.Literal, ...] = ()
    details: tuple[Result, ...] = ()

    def sort_key(self) -> tuple[str, ...]:
        """Order by focus, shape, component, path, value, so that reports are always the same."""
        terms = (self.focus, self.shape, self.component, self.path, self.value, self.constraint)
        return tuple("" if term is None else str(term) for term in terms)


def order_results(results: Iterable[Result]) -> tuple[Result, ...]:
    """Return results in order; one at a time is looked at whose focus node has no other."""
    by_focus = sorted(results, key=lambda result: str(result.focus))
    ordered: list[Result] = []
    for _, alike in groupby(by_focus, key=lambda result: result.focus):
        found = list(alike)
        ordered += sorted(found, key=Result.sort_key) if len(found) > 1 else found
    return tuple(ordered)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeCost:
    """What one shape took: its focus nodes, the value rows looked at, and seconds."""

    shape: Term
    focus_nodes: int
    rows: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """The results of one validation, in order.

    ``focus_counts`` tells for every shape with a target how many focus nodes it met: a shape
    that met none has checked nothing. ``costs`` is filled where they were asked for. ``remarks``
    are about the shapes themselves, where a part of them was passed over. ``counts`` tells how many
    results each shape has, where not all of them are among ``results``.
    """

    results: tuple[Result, ...]
    focus_counts: tuple[tuple[Term, int], ...] = ()
    costs: tuple[ShapeCost, ...] = ()
    remarks: tuple[ShapeProblem, ...] = ()
    # How many results each shape has, where not all of them are here.
    counts: tuple[tuple[Term, int], ...] = ()
    # The results by the shape with a target that led to them, for checking again in part.
    by_target: Mapping[Term, tuple[Result, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def conforms(self) -> bool:
        """Whether there is no result but such as are meant for finding faults of the shapes.

        Those are the severities ``sh:Debug`` and ``sh:Trace`` of SHACL 1.2.
        """
        return all(result.severity in _HARMLESS for result in self.results)


def merge_validations(validations: Sequence[Validation]) -> Validation:
    """Return several validations as one: results in order, focus nodes and costs added up."""
    counts: dict[Term, int] = {}
    for validation in validations:
        for shape, count in validation.focus_counts:
            counts[shape] = counts.get(shape, 0) + count
    return Validation(
        results=order_results(r for each in validations for r in each.results),
        focus_counts=tuple(sorted(counts.items(), key=lambda entry: str(entry[0]))),
        costs=tuple(cost for each in validations for cost in each.costs),
        remarks=tuple(dict.fromkeys(found for each in validations for found in each.remarks)),
    )
