"""Counts at both sides of every limit: of loose statements, of codes and of columns of tables.

Oracles: pySHACL for loose statements; for tables the same statements when nothing says that they
came from tables, and what the table itself has (each row one identifier and three names).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import eloggraph
from eloggraph.graph.statements import Graph
from eloggraph.shacl.core import plan_of, run_plan
from eloggraph.shacl.model import Result
from eloggraph.shacl.pyshacl_engine import validate_with_pyshacl
from eloggraph.shacl.shapes import Request, ShapesGraph

ShapesOf = Callable[[str], ShapesGraph]
GraphOf = Callable[[str], Graph]
DATASETS = Path(__file__).resolve().parents[3] / "datasets"

LIMITS = (0, 1, 2, 3, 2**31 - 1, 2**31, 2**40)
# Who counts is told by the kind of value alone, by the value itself, or by both.
COUNTED = (
    "[ sh:nodeKind sh:IRI ]",
    "[ sh:datatype xsd:string ]",
    "[ sh:class ex:Thing ]",
    "[ sh:or ( [ sh:datatype xsd:string ] [ sh:class ex:Thing ] ) ]",
)


def make_counts() -> str:
    """Four nodes of a class with none to three values of a property, some of them things."""
    values = ("ex:a", "ex:b", '"text"')
    said = ["ex:a a ex:Thing ."]
    for number in range(4):
        said += [f"ex:n{number} a ex:Node ."]
        said += [f"ex:n{number} ex:p {value} ." for value in values[:number]]
        said += [f"ex:n{number} ex:q {value} ." for value in values[3 - number :]]
        said += [f"ex:n{number} ex:one ex:a ."] if number else []
        said += [f'ex:n{number} ex:words "x{at}"@fi .' for at in range(number)]
    return "\n".join(said)


def make_shapes() -> str:
    parts = []
    for path in ("ex:p", "ex:q", "ex:one"):
        for limit in LIMITS:
            parts += [f"[ sh:path {path} ; sh:minCount {limit} ; sh:maxCount {limit} ]"]
            parts += [f"[ sh:path {path} ; sh:{kind}Count {limit} ]" for kind in ("min", "max")]
            parts += [
                f"[ sh:path {path} ; sh:qualifiedValueShape {counted} ; sh:qualified{kind}Count {limit} ]"
                for counted in COUNTED
                for kind in ("Min", "Max")
            ]
    parts += ["[ sh:path ex:words ; sh:uniqueLang true ]"]
    return f"ex:S sh:targetClass ex:Node ; sh:property {' , '.join(parts)} ."


def bare(result: Result) -> tuple[object, ...]:
    return (result.focus, result.path, result.value, result.shape, result.component)


def test_counts_are_those_of_pyshacl(shapes_of: ShapesOf, graph_of: GraphOf) -> None:
    shapes, graph = shapes_of(make_shapes()), graph_of(make_counts())
    expected = validate_with_pyshacl(Request(data=(graph,), shapes=shapes))
    found = run_plan(plan_of(shapes), [graph])
    assert Counter(map(bare, found.results)) == Counter(map(bare, expected.results))
    # A statement that two graphs hold is one statement, and counts once.
    twice = run_plan(plan_of(shapes), [graph, graph_of(make_counts())])
    assert Counter(map(bare, twice.results)) == Counter(map(bare, found.results))


@pytest.mark.parametrize(
    ("own", "sibling", "broken"),
    [
        ("[ sh:nodeKind sh:IRI ]", "[ sh:class ex:Thing ]", {"n1"}),
        ("[ sh:nodeKind sh:IRI ]", "[ sh:nodeKind sh:Literal ]", set()),
        ("[ sh:nodeKind sh:IRI ]", "[ sh:nodeKind sh:IRI ]", {"n1", "n2", "n3"}),
    ],
)
def test_a_value_of_a_sibling_does_not_count(
    own: str, sibling: str, broken: set[str], shapes_of: ShapesOf, graph_of: GraphOf
) -> None:
    """n1 has a thing, n2 and n3 also an IRI that is none; each is to have one of its own."""
    shapes = shapes_of(f"""ex:S sh:targetSubjectsOf ex:p ; sh:property
        [ sh:path ex:p ; sh:qualifiedValueShape {own} ; sh:qualifiedMinCount 1 ;
          sh:qualifiedValueShapesDisjoint true ] ,
        [ sh:path ex:p ; sh:qualifiedValueShape {sibling} ; sh:qualifiedMinCount 0 ;
          sh:qualifiedValueShapesDisjoint true ] .""")
    graph = graph_of(make_counts())
    found = run_plan(plan_of(shapes), [graph]).results
    assert {str(result.focus.value).rpartition("/")[2] for result in found} == broken
    expected = validate_with_pyshacl(Request(data=(graph,), shapes=shapes)).results
    assert Counter(map(bare, found)) == Counter(map(bare, expected))


# Each actor of a table has one identifier, three names and one or no word of the others.
IN_TABLES = [
    ("dct:identifier", "sh:maxCount 0", True),
    ("dct:identifier", "sh:maxCount 1", False),
    ("dct:identifier", "sh:minCount 1", False),
    ("dct:identifier", "sh:minCount 2", True),
    ("dct:identifier", "sh:minCount 1 ; sh:maxCount 0", True),
    ("dct:identifier", "sh:minCount 2 ; sh:maxCount 1", True),
    ("skos:prefLabel", "sh:maxCount 3", False),
    ("skos:prefLabel", "sh:maxCount 2", True),
    ("skos:prefLabel", "sh:maxCount 1", True),
    ("skos:prefLabel", "sh:minCount 3", False),
    ("skos:prefLabel", "sh:minCount 4", True),
    ("skos:prefLabel", "sh:uniqueLang true", False),
    ("skos:prefLabel", 'sh:qualifiedValueShape [ sh:languageIn ( "fi" ) ] ; sh:qualifiedMinCount 1', False),
    ("skos:prefLabel", 'sh:qualifiedValueShape [ sh:languageIn ( "fi" ) ] ; sh:qualifiedMinCount 2', True),
    ("skos:prefLabel", 'sh:qualifiedValueShape [ sh:languageIn ( "fi" ) ] ; sh:qualifiedMaxCount 1', False),
    ("skos:prefLabel", 'sh:qualifiedValueShape [ sh:languageIn ( "fi" ) ] ; sh:qualifiedMaxCount 0', True),
    ("skos:prefLabel", 'sh:qualifiedValueShape [ sh:languageIn ( "fi" "sv" ) ] ; sh:qualifiedMaxCount 2', False),
    ("skos:prefLabel", 'sh:qualifiedValueShape [ sh:languageIn ( "fi" "sv" ) ] ; sh:qualifiedMaxCount 1', True),
    ("skos:prefLabel", 'sh:qualifiedValueShape [ sh:languageIn ( "de" ) ] ; sh:qualifiedMinCount 1', True),
    ("dct:identifier", "sh:qualifiedValueShape [ sh:nodeKind sh:Literal ] ; sh:qualifiedMinCount 1", False),
    ("dct:identifier", "sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 1", True),
    ("dct:identifier", "sh:qualifiedValueShape [ sh:in ( 'jyu' ) ] ; sh:qualifiedMinCount 1", True),
    ("dct:identifier", "sh:qualifiedValueShape [ sh:in ( 'jyu' ) ] ; sh:qualifiedMaxCount 0", True),
    ("skos:prefLabel", "sh:disjoint skos:prefLabel", True),
    ("skos:prefLabel", "sh:disjoint dct:description", False),
    ("skos:prefLabel", "sh:disjoint dct:identifier", False),
    ("dct:identifier", "sh:disjoint dct:identifier", True),
    ("skos:prefLabel", "sh:equals skos:prefLabel", False),
    ("skos:prefLabel", "sh:equals dct:description", True),
    ("dct:identifier", "sh:lessThan dct:identifier", True),
    ("dct:identifier", "sh:lessThanOrEquals dct:identifier", False),
]  # fmt: skip


@pytest.fixture(scope="module")
def tables() -> tuple[Graph, ...]:
    return tuple(eloggraph.open(DATASETS / "osaajaks").graphs)


@pytest.mark.parametrize(("path", "constraint", "broken"), IN_TABLES)
def test_columns_prove_what_they_hold_and_no_more(
    path: str, constraint: str, broken: bool, tables: tuple[Graph, ...], shapes_of: ShapesOf
) -> None:
    shapes = shapes_of(f"""
        @prefix dct: <http://purl.org/dc/terms/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        ex:S sh:targetClass <https://w3id.org/eloggraph/ns#Actor> ;
            sh:property [ sh:path {path} ; {constraint} ] .""")
    found = run_plan(plan_of(shapes), tables).results
    assert bool(found) == broken
    plain = [
        replace(
            graph,
            rows=(),
            frames=tuple(
                replace(part, origin=None, well_formed=False, refers=None) for part in graph.frames
            ),
        )
        for graph in tables
    ]
    assert found == run_plan(plan_of(shapes), plain).results
