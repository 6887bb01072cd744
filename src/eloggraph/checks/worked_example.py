"""The example by which the engine is explained: shapes, data, the plan and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import pyoxigraph as ox

from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.iri import PREFIXES
from eloggraph.shacl.core import run_plan
from eloggraph.shacl.core.compile import compile_shapes
from eloggraph.shacl.core.explain import explain
from eloggraph.shacl.model import Term
from eloggraph.shacl.shapes import ShapesGraph

_BASE = "http://example.org/"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedExample:
    """Shapes and data as Turtle, the plan as text, and the results.

    Each of ``results`` is the name of the focus node, of the property, of the constraint
    component, and the value (empty where there is none).
    """

    shapes: str
    data: str
    plan: str
    results: tuple[tuple[str, str, str, str], ...]


def work_example() -> WorkedExample:
    """Compile and run the example.

    >>> work_example().results[0]
    ('ex:career-line', 'ex:since', 'sh:DatatypeConstraintComponent', '2023-02-30')
    """
    shapes, data = (_read(name) for name in ("shapes.ttl", "data.ttl"))
    graph = ShapesGraph(tuple(_parse(shapes)), {"ex": _BASE, "xsd": PREFIXES["xsd"]})
    plan = compile_shapes(graph)
    validation = run_plan(plan, (graph_of_triples(_parse(data), _BASE),))
    return WorkedExample(
        shapes=shapes,
        data=data,
        plan=explain(plan),
        results=tuple(
            (
                _name(result.focus),
                _name(result.path),
                _name(result.component),
                _name(result.value),
            )
            for result in validation.results
        ),
    )


def _read(name: str) -> str:
    return (files(__package__) / "worked" / name).read_text(encoding="utf-8")


def _parse(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]


def _name(term: Term | None) -> str:
    """Return a term with its prefix."""
    if term is None:
        return ""
    for prefix, namespace in {"ex": _BASE, "sh": PREFIXES["sh"]}.items():
        if isinstance(term, ox.NamedNode) and term.value.startswith(namespace):
            return f"{prefix}:{term.value.removeprefix(namespace)}"
    return term.value
