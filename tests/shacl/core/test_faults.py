"""Shapes that cannot be run: every fault in one telling, with the shape's name; and hostile input.

Oracle: the syntax rules of the SHACL recommendation, each with one shape that breaks it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from eloggraph.checks.problems import tell_problem
from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.graph.statements import Graph
from eloggraph.shacl.core import run_plan
from eloggraph.shacl.core.compile import compile_shapes
from eloggraph.shacl.core.explain import explain
from eloggraph.shacl.errors import ShapesError
from eloggraph.shacl.shapes import ShapesGraph

ShapesOf = Callable[[str], ShapesGraph]
GraphOf = Callable[[str], Graph]

FAULTS = [
    ("shape-path-many", "ex:S sh:targetNode ex:a ; sh:path ex:p , ex:q ."),
    ("shape-path-malformed", 'ex:S sh:targetNode ex:a ; sh:path "p" .'),
    ("shape-path-malformed", "ex:S sh:targetNode ex:a ; sh:path ( ex:p ) ."),
    ("shape-path-malformed", "ex:S sh:targetNode ex:a ; sh:path [ sh:inversePath _:x ] . _:x sh:inversePath _:x ."),
    ("shape-path-malformed", "ex:S sh:targetNode ex:a ; sh:path [ sh:inversePath ex:p ; sh:zeroOrMorePath ex:p ] ."),
    ("shape-path-malformed", "ex:S sh:targetNode ex:a ; sh:path [] ."),
    ("shape-list-malformed", "ex:S sh:targetNode ex:a ; sh:in _:l . _:l rdf:first 1 ; rdf:rest _:l ."),
    ("shape-list-malformed", "ex:S sh:targetNode ex:a ; sh:or ex:list ."),
    ("shape-list-malformed", "ex:S sh:targetNode ex:a ; sh:closed true ; sh:ignoredProperties [ rdf:first ex:p ] ."),
    ("shape-value-malformed", 'ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:minCount "a" .'),
    ("shape-value-malformed", "ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:maxCount -1 ."),
    ("shape-value-malformed", "ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:maxCount 1.5 ."),
    ("shape-value-malformed", "ex:S sh:targetNode ex:a ; sh:class [] ."),
    ("shape-value-malformed", "ex:S sh:targetNode ex:a ; sh:nodeKind sh:Iri ."),
    ("shape-value-malformed", 'ex:S sh:targetNode ex:a ; sh:closed "yes" .'),
    ("shape-value-malformed", 'ex:S sh:targetNode ex:a ; sh:node "x" .'),
    ("shape-value-malformed", "ex:S sh:targetNode ex:a ; sh:minInclusive ex:b ."),
    ("shape-value-malformed", "ex:S sh:targetNode ex:a ; sh:pattern ex:b ."),
    ("shape-value-malformed", 'ex:S sh:targetClass "C" .'),
    ("shape-value-malformed", 'ex:S sh:targetNode ex:a ; sh:severity "Violation" .'),
    ("shape-value-many", "ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:minCount 1 , 2 ."),
    ("shape-value-many", "ex:S sh:targetNode ex:a ; sh:datatype xsd:date , xsd:gYear ."),
    ("shape-parameter-misplaced", "ex:S sh:targetNode ex:a ; sh:minCount 1 ."),
    ("shape-parameter-misplaced", "ex:S sh:targetNode ex:a ; sh:lessThan ex:p ."),
    ("shape-pattern-unsupported", 'ex:S sh:targetNode ex:a ; sh:pattern "(a" .'),
    ("shape-pattern-unsupported", 'ex:S sh:targetNode ex:a ; sh:pattern "^(?!x)" .'),
    ("shape-recursive-negated", "ex:S sh:targetNode ex:a ; sh:not ex:S ."),
    ("shape-recursive-negated", "ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ; sh:xone ( [ sh:node ex:S ] ) ."),
    ("shape-recursive-negated", "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:node ex:S ] ; sh:not ex:R . ex:R sh:property [ sh:path ex:q ; sh:node ex:R ] ."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "shapes"), FAULTS)
def test_fault_is_told_with_the_name_of_the_shape(
    code: str, shapes: str, shapes_of: ShapesOf
) -> None:
    with pytest.raises(ShapesError) as caught:
        compile_shapes(shapes_of(shapes))
    assert [problem.code for problem in caught.value.problems] == [code]
    finding = tell_problem(caught.value.problems[0])
    assert finding.shape is not None
    assert finding.shape.startswith(("ex:S", "ex:P"))
    for _, text in finding.message.items():
        assert finding.shape in text


@pytest.mark.parametrize(
    "shapes",
    [
        "ex:S a sh:PropertyShape ; sh:targetNode ex:a ; sh:minCount 1 .",
        "ex:S sh:targetNode ex:a ; sh:property [ sh:minCount 1 ] , [ sh:path ex:p ] .",
    ],
)
def test_a_property_shape_without_a_path_is_passed_over_and_told(
    shapes: str, shapes_of: ShapesOf, graph_of: GraphOf
) -> None:
    plan = compile_shapes(shapes_of(shapes))
    (remark,) = plan.remarks
    assert remark.code == "shape-path-missing"
    assert "ex:S" in tell_problem(remark, "warning").message.fi
    assert run_plan(plan, [graph_of("ex:a ex:q 1 .")]).conforms


def test_all_faults_are_told_at_once(shapes_of: ShapesOf) -> None:
    every = "\n".join(
        text.replace("ex:S", f"ex:S{n}").replace("_:", f"_:b{n}")
        for n, (_, text) in enumerate(FAULTS)
    )
    with pytest.raises(ShapesError) as caught:
        compile_shapes(shapes_of(every))
    codes = [problem.code for problem in caught.value.problems]
    assert set(codes) == {code for code, _ in FAULTS}
    assert len(codes) >= len(FAULTS) - 1  # two break the same rule of the same nameless shape


def test_very_many_faults_are_counted(shapes_of: ShapesOf) -> None:
    shapes = "\n".join(f"ex:S{n} sh:targetNode ex:a ; sh:minCount 1 ." for n in range(150))
    with pytest.raises(ShapesError) as caught:
        compile_shapes(shapes_of(shapes))
    assert len(caught.value.problems) == 101
    assert "50" in tell_problem(caught.value.problems[-1]).message.en


def test_a_deactivated_shape_closes_no_circle(shapes_of: ShapesOf, graph_of: GraphOf) -> None:
    shapes = "ex:S sh:targetNode ex:a ; sh:node ex:T . ex:T sh:deactivated true ; sh:node ex:S ."
    assert run_plan(compile_shapes(shapes_of(shapes)), [graph_of("")]).conforms


def test_shapes_one_inside_the_other_without_end_are_refused(shapes_of: ShapesOf) -> None:
    shapes = "ex:S0 sh:targetNode ex:a ." + "".join(
        f"ex:S{n} sh:node ex:S{n + 1} ." for n in range(3000)
    )
    with pytest.raises(ShapesError) as caught:
        compile_shapes(shapes_of(shapes))
    assert {problem.code for problem in caught.value.problems} == {"shape-too-deep"}


def test_a_path_that_means_more_than_is_written_is_refused(shapes_of: ShapesOf) -> None:
    doubled = "".join(
        f"_:p{n} rdf:first _:p{n + 1} ; rdf:rest [ rdf:first _:p{n + 1} ; rdf:rest () ] ."
        for n in range(40)
    )
    with pytest.raises(ShapesError) as caught:
        compile_shapes(
            shapes_of(
                "ex:S sh:targetNode ex:a ; sh:path _:p0 . _:p40 sh:inversePath ex:p ." + doubled
            )
        )
    assert [problem.code for problem in caught.value.problems] == ["shape-path-malformed"]


def test_shared_shapes_do_not_multiply(shapes_of: ShapesOf, graph_of: GraphOf) -> None:
    """Twenty shapes, each asking the next one twice: 2^20 ways, and yet few units."""
    shapes = "ex:S0 sh:targetNode ex:a ." + "".join(
        f"ex:S{n} sh:node [ sh:property [ sh:path ex:p ; sh:node ex:S{n + 1} ] ] ;"
        f" sh:not [ sh:property [ sh:path ex:q ; sh:node ex:S{n + 1} ] ] ."
        for n in range(20)
    )
    plan = compile_shapes(shapes_of(shapes + "ex:S20 sh:class ex:C ."))
    assert len(run_plan(plan, [graph_of("ex:a ex:p ex:b .")]).results) == 2
    assert len(explain(plan).splitlines()) < 400


def test_ten_thousand_shapes(shapes_of: ShapesOf, graph_of: GraphOf) -> None:
    shapes = "\n".join(
        f"ex:S{n} sh:targetClass ex:C{n} ; sh:property [ sh:path ex:p ; sh:maxCount 1 ] ."
        for n in range(10_000)
    )
    found = run_plan(compile_shapes(shapes_of(shapes)), [graph_of("ex:a a ex:C77 ; ex:p 1 , 2 .")])
    assert len(found.focus_counts) == 10_000
    assert [result.focus.value for result in found.results] == ["http://example.org/a"]


def test_a_literal_of_ten_megabytes(shapes_of: ShapesOf) -> None:
    shapes = """ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:datatype xsd:integer ; sh:minInclusive 5 ;
        sh:maxLength 10 ; sh:pattern "^(0+)+$" ; sh:in ( 1 2 ) ] ."""
    value = ox.Literal(
        "0" * 10_000_000 + "x", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    )
    data = graph_of_triples(
        [ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("http://example.org/p"), value)], "urn:"
    )
    assert len(run_plan(compile_shapes(shapes_of(shapes)), [data]).results) == 5


def test_a_pattern_made_to_hang_does_not(reference_data: Path) -> None:
    folder = reference_data / "suites" / "hostile-inputs"

    def read(name: str) -> tuple[ox.Triple, ...]:
        return tuple(
            quad.triple for quad in ox.parse(path=str(folder / name), format=ox.RdfFormat.TURTLE)
        )

    plan = compile_shapes(ShapesGraph(read("sh-pattern-redos.ttl")))
    data = graph_of_triples(read("sh-pattern-redos-data.ttl"), "urn:")
    assert len(run_plan(plan, [data]).results) == 1
