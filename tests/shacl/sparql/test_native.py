"""``elosh:notAfter``: the frames say what its SPARQL says, and what pySHACL makes of that."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eloggraph.checks.packaged import packaged_shapes
from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.iri import expand
from eloggraph.shacl.engines import validate_with_pyshacl
from eloggraph.shacl.model import Result
from eloggraph.shacl.shapes import Request, ShapesGraph
from eloggraph.shacl.sparql import FocusNodes, SparqlJudge
from eloggraph.shacl.sparql import judge as judging
from eloggraph.shacl.sparql.reading import read_sparql_checks

EX = "urn:x:"
FOCUS = [ox.NamedNode(f"{EX}n{i}") for i in range(3)] + [ox.BlankNode("b")]
SHAPE = ox.NamedNode(f"{EX}Shape")
SINCE, UNTIL = ox.NamedNode(f"{EX}since"), ox.NamedNode(f"{EX}until")


def literal(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(expand(datatype)))


VALUES = [
    *(literal(text, "xsd:date") for text in ("2020-01-31", "2020-02-01", "2021-01-01")),
    *(literal(text, "xsd:gYearMonth") for text in ("2020-01", "2020-03")),
    *(literal(text, "xsd:gYear") for text in ("2019", "2020", "2021")),
    *(ox.Literal("2020"), ox.Literal("ä", language="fi"), ox.Literal("")),
    *(ox.NamedNode(f"{EX}z"), ox.BlankNode("b")),
]
statements = st.builds(
    ox.Triple, st.sampled_from(FOCUS), st.sampled_from([SINCE, UNTIL]), st.sampled_from(VALUES)
)


def shapes() -> list[ox.Triple]:
    """The component of the package, and a shape that uses it."""
    own = [triple for triple in packaged_shapes().triples if is_about_component(triple)]
    use = [
        (SHAPE, "sh:path", SINCE),
        (SHAPE, "elosh:notAfter", UNTIL),
        (SHAPE, "rdf:type", ox.NamedNode(expand("sh:PropertyShape"))),
        *((SHAPE, "sh:targetNode", node) for node in FOCUS[:3]),
    ]
    return own + [ox.Triple(s, ox.NamedNode(expand(p)), o) for s, p, o in use]


def is_about_component(triple: ox.Triple) -> bool:
    """The component is described by these three nodes: itself, its parameter, its validator."""
    parts = {expand("sh:parameter"), expand("sh:propertyValidator")}
    component = ox.NamedNode(expand("elosh:NotAfterConstraintComponent"))
    all_triples = packaged_shapes().triples
    nodes = {t.object for t in all_triples if t.subject == component and t.predicate.value in parts}
    return triple.subject == component or triple.subject in nodes


COMPONENT = shapes()


def judge(data: list[ox.Triple]) -> list[Result]:
    (check,) = read_sparql_checks(COMPONENT)[SHAPE]
    engine = SparqlJudge([graph_of_triples(data, EX)], COMPONENT)
    return list(engine.run(check, FocusNodes.of(FOCUS)))


@settings(max_examples=150)
@given(st.lists(statements, max_size=8))
def test_frames_say_what_the_query_says(data: list[ox.Triple]) -> None:
    on_frames = judge(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "find_native", lambda check: None)
        assert on_frames == judge(data)


@settings(max_examples=20)
@given(st.lists(statements, max_size=8))
def test_frames_say_what_pyshacl_says(data: list[ox.Triple]) -> None:
    data = [triple for triple in data if not isinstance(triple.subject, ox.BlankNode)]
    request = Request(data=(graph_of_triples(data, EX),), shapes=ShapesGraph(tuple(COMPONENT)))
    theirs = {(r.focus, r.value, r.path) for r in validate_with_pyshacl(request).results}
    assert {(r.focus, r.value, r.path) for r in judge(data)} == theirs


def test_times_are_compared_as_far_as_both_are_known() -> None:
    data = [
        ox.Triple(FOCUS[0], SINCE, literal("2024-02-01", "xsd:date")),
        ox.Triple(FOCUS[0], UNTIL, literal("2023", "xsd:gYear")),
        ox.Triple(FOCUS[1], SINCE, literal("2023-02", "xsd:gYearMonth")),
        ox.Triple(FOCUS[1], UNTIL, literal("2023", "xsd:gYear")),
    ]
    assert [(r.focus, str(r.value)[1:11]) for r in judge(data)] == [(FOCUS[0], "2024-02-01")]
