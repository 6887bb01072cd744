"""The engine on frames against pySHACL and by hand: same results, whatever computes the frames.

Oracles: pySHACL, and where it is known to differ the text of the specification.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import polars as pl
import pytest

from eloggraph.graph.statements import Graph, StatementFrame
from eloggraph.shacl.core import plan_of, report, revalidate, run_plan
from eloggraph.shacl.core.compile import compile_shapes
from eloggraph.shacl.core.engines.duckdb import DuckBackend
from eloggraph.shacl.core.explain import explain
from eloggraph.shacl.core.reads import find_reads
from eloggraph.shacl.model import Result, Validation
from eloggraph.shacl.pyshacl_engine import validate_with_pyshacl
from eloggraph.shacl.shapes import Request, ShapesGraph

ShapesOf = Callable[[str], ShapesGraph]
GraphOf = Callable[[str], Graph]
EX = "http://example.org/"

# One shape per corner of the core, and data in which each finds something and lets something be.
SHAPES = """
ex:Kinds sh:targetClass ex:Thing ; sh:property
    [ sh:path ex:date ; sh:datatype xsd:date ] ,
    [ sh:path ex:link ; sh:nodeKind sh:IRI ; sh:class ex:Thing ] ,
    [ sh:path ex:any ; sh:nodeKind sh:BlankNodeOrLiteral ] ,
    [ sh:path ex:label ; sh:languageIn ( "fi" "en" ) ; sh:uniqueLang true ] ,
    [ sh:path ex:size ; sh:minInclusive 2 ; sh:maxExclusive 10.5 ] ,
    [ sh:path ex:code ; sh:pattern "^[a-z]+$" ; sh:flags "i" ; sh:minLength 2 ; sh:maxLength 4 ] ,
    [ sh:path ex:code ; sh:in ( "ab" "cd" 3 ) ] .
ex:Counts sh:targetSubjectsOf ex:label ; sh:property
    [ sh:path ex:label ; sh:minCount 2 ; sh:maxCount 3 ] ,
    [ sh:path ex:link ; sh:maxCount 1 ; sh:hasValue ex:a ] ,
    [ sh:path [ sh:inversePath ex:link ] ; sh:minCount 1 ; sh:severity sh:Warning ] .
ex:Pairs sh:targetNode ex:a , ex:b , ex:c ; sh:property
    [ sh:path ex:date ; sh:lessThan ex:until ] ,
    [ sh:path ex:size ; sh:lessThanOrEquals ex:limit ] ,
    [ sh:path ex:link ; sh:disjoint ex:other ] ,
    [ sh:path ex:label ; sh:equals ex:name ] .
ex:Logic sh:targetObjectsOf ex:link ;
    sh:or ( [ sh:class ex:Thing ] [ sh:property [ sh:path ex:code ; sh:minCount 1 ] ] ) ;
    sh:not [ sh:property [ sh:path ex:any ; sh:minCount 2 ] ] ;
    sh:and ( [ sh:nodeKind sh:IRI ] [ sh:property [ sh:path ex:label ; sh:maxCount 2 ] ] ) ;
    sh:xone ( [ sh:property [ sh:path ex:size ; sh:minCount 1 ] ] [ sh:property [ sh:path ex:limit ; sh:minCount 1 ] ] ) .
ex:Nest sh:targetClass ex:Thing ; sh:message "nested"@en , "sisäkkäin"@fi ;
    sh:node ex:Inner ;
    sh:property [ sh:path ex:link ; sh:node ex:Inner ; sh:property [ sh:path ex:code ; sh:minCount 1 ] ] .
ex:Inner sh:property [ sh:path ex:code ; sh:maxCount 1 ] .
ex:Paths sh:targetClass ex:Thing ; sh:property
    [ sh:path ( ex:link ex:link ) ; sh:class ex:Thing ] ,
    [ sh:path [ sh:alternativePath ( ex:code ex:name ) ] ; sh:maxCount 2 ] ,
    [ sh:path [ sh:zeroOrMorePath ex:link ] ; sh:class ex:Thing ] ,
    [ sh:path [ sh:oneOrMorePath ex:link ] ; sh:maxCount 2 ] ,
    [ sh:path ( [ sh:zeroOrOnePath ex:link ] [ sh:inversePath ex:other ] ) ; sh:maxCount 0 ] .
ex:Qualified sh:targetClass ex:Thing ; sh:property
    [ sh:path ex:link ; sh:qualifiedValueShape [ sh:class ex:Thing ] ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1 ;
      sh:qualifiedValueShapesDisjoint true ] ,
    [ sh:path ex:link ; sh:qualifiedValueShape [ sh:property [ sh:path ex:size ; sh:minCount 1 ] ] ; sh:qualifiedMinCount 1 ;
      sh:qualifiedValueShapesDisjoint true ] ,
    [ sh:path ex:label ; sh:qualifiedValueShape [ sh:languageIn ( "fi" ) ] ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1 ] .
ex:Closed sh:targetClass ex:Sub ; sh:closed true ; sh:ignoredProperties ( rdf:type ex:link ) ;
    sh:property [ sh:path ex:label ] .
ex:Off sh:targetClass ex:Thing ; sh:deactivated true ; sh:property [ sh:path ex:never ; sh:minCount 1 ] .
ex:Asks sh:targetClass ex:Thing ; sh:sparql [ sh:message "{?value} links to itself" ;
    sh:select "SELECT $this ?value WHERE { $this <http://example.org/link> ?value . FILTER(?value = $this) }" ] .
"""
DATA = """
ex:Sub rdfs:subClassOf ex:Thing . ex:Loop rdfs:subClassOf ex:Sub . ex:Sub rdfs:subClassOf ex:Loop .
ex:a a ex:Thing ; ex:date "2024-02-29"^^xsd:date , "2023-01-01"^^xsd:date ; ex:until "2024-01-01"^^xsd:date ;
    ex:link ex:b , ex:a ; ex:label "a"@fi , "b"@fi , "c"@sv ; ex:size 1 , 2.0 , "x" ; ex:limit 2 ; ex:code "AB" , "toolong" , 3 .
ex:b a ex:Sub ; ex:date "1.1.2024"^^xsd:date , "2024-01-01" ; ex:link ex:c , "text" , [ ex:code "q" ] ; ex:other ex:c , ex:a ;
    ex:label "a"@en-GB , "only" ; ex:name "only" ; ex:any ex:a , 1 ; ex:size 10.5 , "5"^^xsd:int .
ex:c a ex:Loop ; ex:link ex:a ; ex:label "c"@fi , "d"@en , "e"@de , "f"@en ; ex:code "ab" ; ex:any 1 , 2 ; ex:limit "z" ; ex:size 3 .
ex:d ex:link ex:d , ex:e ; ex:label "d"@fi , "D"@en ; ex:code "cd" .
"""


def key(result: Result) -> tuple[str, ...]:
    values = (
        result.focus,
        result.shape,
        result.component,
        result.path,
        result.value,
        result.severity,
    )
    return tuple(str(value) for value in values)


def keys(validation: Validation) -> Counter[tuple[str, ...]]:
    return Counter(key(result) for result in validation.results)


def no_blanks(found: Counter[tuple[str, ...]]) -> Counter[tuple[str, ...]]:
    """Focus or value nodes without names have other labels in each tool."""
    return Counter(
        {tuple("_:" if part.startswith("_:") else part for part in k): n for k, n in found.items()}
    )


def test_results_are_those_of_pyshacl(shapes_of: ShapesOf, graph_of: GraphOf) -> None:
    shapes, data = shapes_of(SHAPES), graph_of(DATA)
    found = run_plan(compile_shapes(shapes), [data])
    expected = validate_with_pyshacl(Request(data=(data,), shapes=shapes))
    assert set(keys(found)) == set(keys(expected))
    assert found.focus_counts == tuple(
        (s, n) for s, n in expected.focus_counts if str(s) != f"<{EX}Off>"
    )
    assert len({result.component for result in found.results}) >= 24


def test_duckdb_finds_the_same(shapes_of: ShapesOf, graph_of: GraphOf) -> None:
    plan, data = compile_shapes(shapes_of(SHAPES)), graph_of(DATA)
    assert run_plan(plan, [data], backend=DuckBackend()) == run_plan(plan, [data])


@pytest.mark.parametrize("rows", [1, 3])
def test_results_come_some_at_a_time(
    shapes_of: ShapesOf, graph_of: GraphOf, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    """What a nested shape found at another node is told with it, wherever that node comes."""
    plan, data = compile_shapes(shapes_of(SHAPES)), graph_of(DATA)
    whole = run_plan(plan, [data])
    monkeypatch.setattr(report, "_AT_ONCE", rows)
    assert run_plan(plan, [data]) == whole
    assert any(
        detail.focus != result.focus for result in whole.results for detail in result.details
    )


def test_profile_tells_each_shape_and_finds_the_same(
    shapes_of: ShapesOf, graph_of: GraphOf
) -> None:
    plan, data = compile_shapes(shapes_of(SHAPES)), graph_of(DATA)
    plain, profiled = run_plan(plan, [data]), run_plan(plan, [data], profile=True)
    assert (profiled.results, profiled.focus_counts) == (plain.results, plain.focus_counts)
    assert [(cost.shape, cost.focus_nodes) for cost in profiled.costs] == list(plain.focus_counts)
    assert all(cost.seconds > 0 for cost in profiled.costs)
    assert sum(cost.rows for cost in profiled.costs) > 0


def split(graph: Graph, seed: int) -> Graph:
    """Deal the statements of a graph out to more frames, some of them twice."""
    chance = random.Random(seed)
    frames: list[StatementFrame] = []
    for part in graph.frames:
        marks = pl.Series([chance.randrange(3) for _ in range(part.frame.height)])
        for mark in range(3):
            # What is marked 0 comes again with what is marked 1, and that twice: RDF is a set.
            rows = part.frame.filter((marks == mark) | ((marks == 0) & (mark == 1)))
            rows = pl.concat([rows, rows]) if mark == 1 else rows
            frames.append(
                StatementFrame(
                    predicate=part.predicate, frame=rows, is_literal=part.is_literal,
                    datatype=part.datatype, language=part.language,
                )
            )  # fmt: skip
    chance.shuffle(frames)
    return Graph(base=graph.base, frames=tuple(frames), rows=())


@pytest.mark.parametrize("seed", range(4))
def test_order_and_repeats_of_statements_do_not_matter(
    shapes_of: ShapesOf, graph_of: GraphOf, seed: int
) -> None:
    plan, data = compile_shapes(shapes_of(SHAPES)), graph_of(DATA)
    assert run_plan(plan, [split(data, seed)]) == run_plan(plan, [data])


def test_every_member_that_failed_is_among_the_details(
    shapes_of: ShapesOf, graph_of: GraphOf
) -> None:
    shapes = shapes_of(
        "ex:S sh:targetNode ex:a ; sh:and ( [ sh:nodeKind sh:Literal ] [ sh:class ex:D ] ) ."
    )
    (result,) = run_plan(compile_shapes(shapes), [graph_of("ex:a ex:p 1 .")]).results
    told = {each.component.value.partition("#")[2][:5] for each in result.details}
    assert told == {"NodeK", "Class"}


def test_details_tell_why_a_nested_shape_failed(shapes_of: ShapesOf, graph_of: GraphOf) -> None:
    found = run_plan(compile_shapes(shapes_of(SHAPES)), [graph_of(DATA)])
    nested = [
        r
        for r in found.results
        if r.component.value.endswith("NodeConstraintComponent") and r.details
    ]
    assert {r.focus.value for r in nested} == {
        EX + "a",
        EX + "c",
    }  # a itself, and c for a as its value
    (detail,) = nested[0].details
    assert (detail.focus.value, detail.component.value[-27:]) == (
        EX + "a",
        "MaxCountConstraintComponent",
    )
    assert [message.value for message in next(r for r in nested if r.path is None).messages] == [
        "nested",
        "sisäkkäin",
    ]


def test_qualified_shapes_on_different_levels_keep_their_focus_nodes(
    shapes_of: ShapesOf, graph_of: GraphOf
) -> None:
    """One asks values of targets, the other values of values: both are judged at the same height."""
    shapes = shapes_of("""
        ex:Outer sh:targetClass ex:T ; sh:property
            [ sh:path ex:p ; sh:qualifiedValueShape ex:Coded ; sh:qualifiedMinCount 1 ] .
        ex:Inner sh:targetNode ex:a ; sh:property [ sh:path ex:q ; sh:property
            [ sh:path ex:p ; sh:qualifiedValueShape ex:Coded ; sh:qualifiedMinCount 2 ] ] .
        ex:Coded sh:property [ sh:path ex:code ; sh:minCount 1 ] .""")
    graph = graph_of("ex:t a ex:T . ex:a ex:q ex:b . ex:b ex:p ex:c . ex:c ex:code 1 .")
    found = keys(run_plan(plan_of(shapes), [graph]))
    assert found == keys(validate_with_pyshacl(Request(data=(graph,), shapes=shapes)))
    assert sorted(key[0] for key in found) == [f"<{EX}b>", f"<{EX}t>"]


def test_a_closure_over_a_circle_ends(shapes_of: ShapesOf, graph_of: GraphOf) -> None:
    shapes = "ex:S sh:targetNode ex:n0 ; sh:property [ sh:path [ sh:oneOrMorePath ex:p ] ; sh:maxCount 39 ] ."
    ring = " ".join(f"ex:n{i} ex:p ex:n{(i + 1) % 40} ." for i in range(40))
    (result,) = run_plan(compile_shapes(shapes_of(shapes)), [graph_of(ring)]).results
    assert result.focus.value == EX + "n0"  # 40 nodes are reached, itself among them


def test_owl_class_is_a_class_only_where_the_shapes_say_so(
    shapes_of: ShapesOf, graph_of: GraphOf
) -> None:
    shapes = "ex:C a owl:Class , sh:NodeShape ; sh:nodeKind sh:BlankNode ."
    data = graph_of("ex:a a ex:C .")
    assert run_plan(compile_shapes(shapes_of(shapes)), [data]).focus_counts == ()
    shapes += " owl:Class rdfs:subClassOf rdfs:Class ."
    assert len(run_plan(compile_shapes(shapes_of(shapes)), [data]).results) == 1


def test_a_shape_reached_by_very_many_ways_is_judged_all_the_same(
    shapes_of: ShapesOf, graph_of: GraphOf
) -> None:
    many = "\n".join(
        f"ex:S{i} sh:targetNode ex:a ; sh:property [ sh:path ex:p{i} ; sh:node ex:Inner ] ."
        for i in range(100)
    )
    data = (
        "\n".join(f"ex:a ex:p{i} ex:v{i} ." for i in range(100))
        + " ex:v7 ex:code 1 . ex:v8 ex:code 1 ."
    )
    shapes = many + " ex:Inner sh:not [ sh:property [ sh:path ex:code ; sh:minCount 1 ] ] ."
    found = run_plan(compile_shapes(shapes_of(shapes)), [graph_of(data)])
    assert sorted(str(r.value) for r in found.results) == [f"<{EX}v7>", f"<{EX}v8>"]
    assert all(len(r.details) == 1 for r in found.results)


def test_a_shape_reached_by_very_many_ways_is_told_where_it_was_asked(
    shapes_of: ShapesOf, graph_of: GraphOf
) -> None:
    shapes = "ex:Inner sh:property [ sh:path ex:p ; sh:minCount 1 ] ." + "".join(
        f"ex:S{n} sh:targetNode ex:n{n} ; sh:node ex:Inner ." for n in range(70)
    )
    found = run_plan(compile_shapes(shapes_of(shapes)), [graph_of("ex:n1 ex:p 1 .")])
    told = [(r.focus.value, r.shape.value) for r in found.results]
    assert sorted(told) == sorted((f"{EX}n{n}", f"{EX}S{n}") for n in {*range(70)} - {1})


def test_plan_tells_what_a_shape_reads(shapes_of: ShapesOf) -> None:
    plan = compile_shapes(shapes_of(SHAPES))
    reads = {
        str(shape.node)[len(EX) + 1 : -1]: find_reads(plan, shape.node) for shape in plan.roots
    }
    assert reads["Counts"] == {EX + "label", EX + "link"}
    assert reads["Pairs"] == {
        EX + n for n in ("date", "until", "size", "limit", "link", "other", "label", "name")
    }
    assert reads["Closed"] is None
    assert reads["Asks"] is not None
    assert EX + "link" in reads["Asks"]


def test_plan_is_explained(shapes_of: ShapesOf) -> None:
    text = explain(compile_shapes(shapes_of(SHAPES)))
    assert text.startswith("ex:Asks\n  focus nodes: instances of ex:Thing\n")
    for line in (
        "    values of ex:link?/^ex:other",
        "      each a blank node or literal",
        "    at least 1 conform and to none of the other qualified shapes to",
        "  no other properties than ex:label, ex:link, rdf:type",
    ):
        assert line.strip() in [each.strip() for each in text.splitlines()], line


@pytest.mark.parametrize("seed", range(6))
def test_changed_properties_are_rechecked_as_in_a_full_run(
    shapes_of: ShapesOf, graph_of: GraphOf, seed: int
) -> None:
    plan, data = compile_shapes(shapes_of(SHAPES)), graph_of(DATA)
    before = run_plan(plan, [data])
    chance = random.Random(seed)
    changed = set(chance.sample(sorted({part.predicate for part in data.frames}), 2))
    frames = [
        StatementFrame(
            predicate=part.predicate, is_literal=part.is_literal, datatype=part.datatype, language=part.language,
            frame=part.frame.sample(fraction=0.5, seed=seed) if part.predicate in changed else part.frame,
        )
        for part in data.frames
    ]  # fmt: skip
    edited = Graph(base=data.base, frames=tuple(frames), rows=())
    again = revalidate(plan, [edited], before, changed)
    assert again == run_plan(plan, [edited])
    unseen = [
        s.node
        for s in plan.roots
        if (reads := find_reads(plan, s.node)) is not None and not reads & changed
    ]
    assert all(again.by_target[node] is before.by_target[node] for node in unseen)
    assert revalidate(plan, [edited], again, ()) == again


def test_duckdb_reaches_the_same_however_deep(shapes_of: ShapesOf, graph_of: GraphOf) -> None:
    plan = compile_shapes(
        shapes_of(
            """ex:S sh:targetNode ex:n0 , ex:n3 ; sh:property [ sh:path [ sh:oneOrMorePath ex:p ] ;
            sh:nodeKind sh:Literal ] ."""
        )
    )
    data = graph_of(
        "".join(f"ex:n{number} ex:p ex:n{number + 1} , {number} . " for number in range(30))
    )
    found = run_plan(plan, [data])
    assert len(found.results) == 30 + 27
    assert run_plan(plan, [data], backend=DuckBackend()) == found
