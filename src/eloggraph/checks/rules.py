"""What the rules of the shapes infer, given to a check beside the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eloggraph.checks.problems import problems_told
from eloggraph.finding import Finding, tell
from eloggraph.graph.answers import Statements
from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.shacl.rules import infer_statements
from eloggraph.shacl.rules.run import INFERRED
from eloggraph.shacl.shapes import Request


def add_inferred(
    request: Request, most_rounds: int | None = None
) -> tuple[Request, Statements, tuple[Finding, ...]]:
    """Return a request that sees what the rules of its shapes infer, and what that is.

    The graphs of the request are not changed; what was inferred is one more of them. Where the
    shapes have no rule, a remark says so; rules that cannot be run are told elsewhere.

    Raises
    ------
    InputError
        When rules are malformed or are ended by a bound; told at the line of the shape.
    """
    with problems_told(request.shapes):
        inferred = infer_statements(request.shapes, request.data, most_rounds=most_rounds)
    said = Statements(inferred.triples)
    if not inferred.rules:
        remarks = () if inferred.unrun else (tell("rules-none", "info", chapter="shapes"),)
        return request, said, remarks
    graph = graph_of_triples(inferred.triples, INFERRED)
    return replace(request, data=(*request.data, graph)), said, ()


def merge_inferred(each: Sequence[Statements | None]) -> Statements | None:
    """Return what was inferred of several networks as one; None where nobody asked for it.

    >>> merge_inferred([None, None]) is None
    True
    """
    asked = [said for said in each if said is not None]
    triples = {triple for said in asked for triple in said}
    return Statements(tuple(sorted(triples, key=str))) if asked else None
