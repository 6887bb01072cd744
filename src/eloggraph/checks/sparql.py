"""SPARQL-based constraints, run set-wise: one query per constraint instead of one per node.

``$this`` is left open and the solutions are kept whose ``$this`` is a target of the shape (SHACL
section 5.2; the same as pre-binding for a query without subqueries and aggregates over ``$this``).
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from eloggraph.checks.engine import Request, Result
from eloggraph.schema.terms import TermIndex, parse_turtle

_SPARQL = "SPARQLConstraintComponent"
_TARGETS = {
    "sh:targetSubjectsOf": "SELECT ?this WHERE { ?this ?target ?any }",
    "sh:targetObjectsOf": "SELECT ?this WHERE { ?any ?target ?this }",
    "sh:targetClass": (
        "SELECT ?this WHERE { ?this a ?class . "
        "?class <http://www.w3.org/2000/01/rdf-schema#subClassOf>* ?target }"
    ),
}


def validate_sparql_constraints(request: Request) -> tuple[Result, ...]:
    """Return the results of every ``sh:sparql`` constraint of node shapes, sorted."""
    shapes = TermIndex(parse_turtle(request.shapes))
    judged = [
        (shape, constraint)
        for shape in shapes.subjects("sh:sparql")
        for constraint in shapes.objects(shape, "sh:sparql")
        if shapes.value(shape, "sh:deactivated") != "true"
    ]
    if not judged:
        return ()
    store = ox.Store()
    store.bulk_load(request.data, format=ox.RdfFormat.N_TRIPLES)
    for path in request.ontology:
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    found = [
        result
        for shape, constraint in judged
        for result in _judge(store, shapes, shape, constraint)
    ]
    return tuple(sorted(set(found)))


def _judge(
    store: ox.Store, shapes: TermIndex, shape: ox.NamedNode, constraint: object
) -> Iterator[Result]:
    select = shapes.value(constraint, "sh:select")
    if select is None:
        return
    targets = set(_find_targets(store, shapes, shape))
    solutions = store.query(_declare_prefixes(shapes, constraint) + select)
    assert isinstance(solutions, ox.QuerySolutions)  # sh:select is a SELECT query
    names = {variable.value for variable in solutions.variables}
    for solution in solutions:
        this = solution["this"]
        if this in targets:
            value = solution["value"] if "value" in names else this
            path = solution["path"] if "path" in names else None
            yield Result(
                focus=_text(this),
                shape=shape.value,
                constraint=_text(constraint),
                component=_SPARQL,
                path=_text(path),
                value=_text(value),
                value_datatype=value.datatype.value if isinstance(value, ox.Literal) else "",
            )


def _find_targets(store: ox.Store, shapes: TermIndex, shape: ox.NamedNode) -> Iterator[object]:
    yield from shapes.objects(shape, "sh:targetNode")
    for curie, query in _TARGETS.items():
        for target in shapes.objects(shape, curie):
            # An IRI of a parsed file stands in angle brackets as it is: it holds none itself.
            solutions = store.query(query.replace("?target", str(target)))
            assert isinstance(solutions, ox.QuerySolutions)
            yield from (solution["this"] for solution in solutions)


def _declare_prefixes(shapes: TermIndex, constraint: object) -> str:
    return "".join(
        f"PREFIX {shapes.value(declared, 'sh:prefix')}: "
        f"<{shapes.value(declared, 'sh:namespace')}>\n"
        for ontology in shapes.objects(constraint, "sh:prefixes")
        for declared in shapes.objects(ontology, "sh:declare")
    )


def _text(term: object) -> str:
    return term.value if isinstance(term, (ox.NamedNode, ox.Literal)) else ""
