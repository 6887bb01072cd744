"""``elosh:notAfter``: the pair in the plan says what its SPARQL says, to us and to pySHACL.

Oracles: the query of the component as ``shapes/elosh.ttl`` has it, asked by our SPARQL judge; and
pySHACL alone, which asks it of rdflib.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import eloggraph
from eloggraph.checks.packaged import packaged_shapes
from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.graph.statements import StatementFrame
from eloggraph.iri import expand
from eloggraph.shacl.core import plan_of, run_plan
from eloggraph.shacl.core.plan import Pair, Sparql
from eloggraph.shacl.model import Result
from eloggraph.shacl.pyshacl_engine import validate_with_pyshacl
from eloggraph.shacl.shapes import Request, ShapesGraph
from eloggraph.shacl.sparql import FocusNodes, SparqlJudge
from eloggraph.shacl.sparql.reading import read_sparql_checks

EX = "urn:x:"
FOCUS = [ox.NamedNode(f"{EX}n{i}") for i in range(3)]
SHAPE = ox.NamedNode(f"{EX}Shape")
SINCE, UNTIL = ox.NamedNode(f"{EX}since"), ox.NamedNode(f"{EX}until")
COMPONENT = ox.NamedNode(expand("elosh:NotAfterConstraintComponent"))


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


def shapes(*more: tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]) -> list[ox.Triple]:
    """The component of the package, and a shape that uses it."""
    parts = {expand("sh:parameter"), expand("sh:propertyValidator")}
    every = packaged_shapes().triples
    described = {t.object for t in every if t.subject == COMPONENT and t.predicate.value in parts}
    own = [t for t in every if t.subject == COMPONENT or t.subject in described]
    use = [
        (SHAPE, "sh:path", SINCE),
        (SHAPE, "elosh:notAfter", UNTIL),
        (SHAPE, "rdf:type", ox.NamedNode(expand("sh:PropertyShape"))),
        *((SHAPE, "sh:targetNode", node) for node in FOCUS),
        *more,
    ]
    return own + [ox.Triple(s, ox.NamedNode(expand(p)), o) for s, p, o in use]


SHAPES = ShapesGraph(tuple(shapes()))


def judge(data: list[ox.Triple]) -> tuple[Result, ...]:
    return run_plan(plan_of(SHAPES), [graph_of_triples(data, EX)]).results


@settings(max_examples=150)
@given(st.lists(statements, max_size=8))
def test_the_pair_says_what_the_query_says(data: list[ox.Triple]) -> None:
    (check,) = read_sparql_checks(SHAPES.triples).checks[SHAPE]
    asked = SparqlJudge([graph_of_triples(data, EX)], SHAPES.triples)
    assert list(judge(data)) == list(asked.run(check, FocusNodes.of(FOCUS)))


VIA = ox.NamedNode(f"{EX}via")
HEAD, TAIL = ox.BlankNode("head"), ox.BlankNode("tail")
NIL = ox.NamedNode(expand("rdf:nil"))
steps = st.builds(ox.Triple, st.sampled_from(FOCUS), st.just(VIA), st.sampled_from(FOCUS))


@settings(max_examples=80)
@given(st.lists(statements, max_size=8), st.lists(steps, max_size=4))
def test_a_longer_path_says_what_the_query_says(
    data: list[ox.Triple], more: list[ox.Triple]
) -> None:
    """Values that lie further away are compared too: here those of ``via/since``."""
    path = [
        (SHAPE, "sh:path", HEAD),
        *((HEAD, "rdf:first", VIA), (HEAD, "rdf:rest", TAIL)),
        *((TAIL, "rdf:first", SINCE), (TAIL, "rdf:rest", NIL)),
    ]
    plain = [
        t for t in SHAPES.triples if (t.subject, t.predicate.value) != (SHAPE, expand("sh:path"))
    ]
    graph = ShapesGraph(
        tuple(plain) + tuple(ox.Triple(s, ox.NamedNode(expand(p)), o) for s, p, o in path)
    )
    both = graph_of_triples([*data, *more], EX)
    (check,) = read_sparql_checks(graph.triples).checks[SHAPE]
    asked = SparqlJudge([both], graph.triples).run(check, FocusNodes.of(FOCUS))
    assert list(run_plan(plan_of(graph), [both]).results) == list(asked)


@settings(max_examples=30)
@given(st.lists(statements, max_size=8))
def test_the_pair_says_what_pyshacl_says(data: list[ox.Triple]) -> None:
    """But for blank nodes, to which rdflib gives a text: see below."""
    data = [triple for triple in data if not isinstance(triple.object, ox.BlankNode)]
    request = Request(data=(graph_of_triples(data, EX),), shapes=SHAPES)
    theirs = {(r.focus, r.value, r.path) for r in validate_with_pyshacl(request).results}
    assert {(r.focus, r.value, r.path) for r in judge(data)} == theirs


def test_a_blank_node_has_no_text_to_compare() -> None:
    """SPARQL 1.1 section 17.4.2.5: STR takes literals and IRIs. rdflib takes blank nodes as well."""
    day = literal("2020-01-31", "xsd:date")
    data = [
        ox.Triple(FOCUS[0], SINCE, ox.BlankNode("z")),
        ox.Triple(FOCUS[0], UNTIL, day),
        ox.Triple(FOCUS[1], SINCE, day),
        ox.Triple(FOCUS[1], UNTIL, ox.BlankNode("0")),
    ]
    assert judge(data) == ()
    theirs = validate_with_pyshacl(Request(data=(graph_of_triples(data, EX),), shapes=SHAPES))
    assert theirs.results != (), "rdflib has been mended: compare blank nodes above"


def test_times_are_compared_as_far_as_both_are_known() -> None:
    data = [
        ox.Triple(FOCUS[0], SINCE, literal("2024-02-01", "xsd:date")),
        ox.Triple(FOCUS[0], UNTIL, literal("2023", "xsd:gYear")),
        ox.Triple(FOCUS[1], SINCE, literal("2023-02", "xsd:gYearMonth")),
        ox.Triple(FOCUS[1], UNTIL, literal("2023", "xsd:gYear")),
        ox.Triple(FOCUS[2], SINCE, literal("2023", "xsd:gYear")),
        ox.Triple(FOCUS[2], UNTIL, literal("2023-02", "xsd:gYearMonth")),
    ]
    (result,) = judge(data)
    assert (result.focus, str(result.value)[1:11]) == (FOCUS[0], "2024-02-01")
    assert (result.component, result.path) == (COMPONENT, SINCE)


@pytest.mark.parametrize(
    ("message", "kind"), [("Not after.", Pair), ("{?value} is after {$notAfter}.", Sparql)]
)
def test_a_message_that_names_values_is_filled_in_by_the_query(message: str, kind: type) -> None:
    graph = ShapesGraph(tuple(shapes((SHAPE, "sh:message", ox.Literal(message)))))
    (constraint,) = plan_of(graph).shapes[SHAPE].constraints
    assert isinstance(constraint, kind)
    data = [
        ox.Triple(FOCUS[0], SINCE, literal("2024", "xsd:gYear")),
        ox.Triple(FOCUS[0], UNTIL, literal("2023", "xsd:gYear")),
    ]
    (result,) = run_plan(plan_of(graph), [graph_of_triples(data, EX)]).results
    told = message.replace("{?value}", "2024").replace("{$notAfter}", UNTIL.value)
    assert [each.value for each in result.messages] == [told]


def test_the_rule_of_the_model_is_a_pair() -> None:
    shape = plan_of(packaged_shapes()).shapes[ox.NamedNode(expand("elosh:Period-order"))]
    assert [type(constraint) for constraint in shape.constraints] == [Pair]


# -- in tables ------------------------------------------------------------------------------------

FROM, TO = expand("elo:validFrom"), expand("elo:validUntil")


def is_column(part: StatementFrame) -> bool:
    return part.origin is not None and part.predicate in (FROM, TO)


def with_objects(part: StatementFrame, text: str) -> StatementFrame:
    return replace(part, frame=part.frame.with_columns(object=pl.lit(text)))


def say_loosely(predicate: str, year: str) -> StatementFrame:
    """A statement about a node of no table."""
    row = {"subject": [FOCUS[0].value], "object": [year], "row": [None]}
    frame = pl.DataFrame(row, schema={"subject": pl.String, "object": pl.String, "row": pl.UInt32})
    return StatementFrame(
        predicate=predicate, frame=frame, is_literal=True, datatype=expand("xsd:gYear")
    )


@pytest.mark.parametrize("year", ["1999", "2999"])
@pytest.mark.parametrize("loose", [(), ("2020", "1999"), ("2020", "2020")])
def test_what_is_known_of_tables_hides_nothing(year: str, loose: tuple[str, ...]) -> None:
    """Oracle: the same statements when nothing says that they came from tables."""
    net = eloggraph.open(Path(__file__).resolve().parents[3] / "datasets" / "osaajaks")
    frames = tuple(
        with_objects(part, year) if is_column(part) and part.predicate == TO else part
        for part in net.graph.frames
    )
    frames += tuple(map(say_loosely, (FROM, TO), loose))
    known = replace(net.graph, frames=frames)
    alone = replace(
        known, frames=tuple(replace(p, origin=None, refers=None) for p in frames), rows=()
    )
    found, expected = (
        [
            r
            for r in run_plan(plan_of(packaged_shapes()), [graph]).results
            if r.component == COMPONENT
        ]
        for graph in (known, alone)
    )
    assert found == expected
    late = {FOCUS[0].value} if loose == ("2020", "1999") else set()
    if year == "1999":
        started = {
            s for p in frames if is_column(p) and p.predicate == FROM for s in p.frame["subject"]
        }
        ended = {
            s for p in frames if is_column(p) and p.predicate == TO for s in p.frame["subject"]
        }
        late |= started & ended
        assert len(late) > 1
    assert {str(r.focus.value) for r in found} == late
