"""Shapes that lead back to themselves are run where that has one meaning.

Oracle: by hand; a node conforms unless a chain of shapes ends in what it violates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from eloggraph.graph.statements import Graph
from eloggraph.shacl.core import run_plan
from eloggraph.shacl.core.compile import compile_shapes
from eloggraph.shacl.core.engines.duckdb import DuckBackend
from eloggraph.shacl.core.explain import explain
from eloggraph.shacl.errors import ShapesError
from eloggraph.shacl.model import Result
from eloggraph.shacl.shapes import ShapesGraph

ShapesOf = Callable[[str], ShapesGraph]
GraphOf = Callable[[str], Graph]
EX = "http://example.org/"

NAMED = "sh:property [ sh:path ex:name ; sh:minCount 1 ]"
KNOWS = (
    f"ex:P sh:targetClass ex:Person ; {NAMED} ; sh:property [ sh:path ex:knows ; sh:node ex:P ] ."
)
CASES = {
    # ex:b lacks a name; ex:d and ex:e know each other, and so conform by each other.
    "node": (KNOWS, "a b z"),
    "and": (f"ex:P sh:targetClass ex:Person ; {NAMED} ; sh:property [ sh:path ex:knows ; sh:and ( ex:P ) ] .", "a b z"),
    "two-shapes": (
        f"""ex:P sh:targetClass ex:Person ; {NAMED} ; sh:property [ sh:path ex:knows ; sh:node ex:Q ] .
        ex:Q sh:property [ sh:path ex:knows ; sh:node ex:P ] .""",
        "b z",  # whom ex:z knows knows ex:b
    ),
    "or": (
        f"""ex:P sh:targetClass ex:Person ; {NAMED} ;
        sh:or ( [ sh:property [ sh:path ex:knows ; sh:node ex:P ] ] [ sh:property [ sh:path ex:lucky ; sh:minCount 1 ] ] ) .""",
        "b",  # ex:a is lucky
    ),
    "qualified": (
        """ex:P sh:targetClass ex:Person ; sh:property
        [ sh:path ex:knows ; sh:qualifiedValueShape ex:P ; sh:qualifiedMinCount 1 ] .""",
        "a b z",  # the chain ends at ex:b, who knows nobody
    ),
    "by-one-without-focus": (
        f"""ex:A sh:targetClass ex:Nobody ; sh:property [ sh:path ex:knows ; sh:node ex:P ] .
        ex:P sh:targetClass ex:Person ; {NAMED} ; sh:node ex:A .""",
        "a b z",
    ),
    "itself": (f"ex:P sh:targetClass ex:Person ; sh:node ex:P ; {NAMED} .", "b"),
    "reached-from-elsewhere": (
        f"ex:T sh:targetClass ex:Person ; sh:property [ sh:path ex:knows ; sh:not ex:P ] . {KNOWS.replace('sh:targetClass ex:Person ;', '')}",
        "d e",
    ),
}  # fmt: skip
DATA = """ex:a a ex:Person ; ex:name "a" ; ex:knows ex:b ; ex:lucky true . ex:b a ex:Person .
ex:d a ex:Person ; ex:name "d" ; ex:knows ex:e . ex:e a ex:Person ; ex:name "e" ; ex:knows ex:d .
ex:z a ex:Person ; ex:name "z" ; ex:knows ex:a ."""


def focus(results: tuple[Result, ...]) -> str:
    return " ".join(sorted({result.focus.value.removeprefix(EX) for result in results}))


@pytest.mark.parametrize("case", CASES)
def test_a_node_conforms_unless_a_chain_ends_in_a_violation(
    shapes_of: ShapesOf, graph_of: GraphOf, case: str
) -> None:
    shapes, expected = CASES[case]
    plan = compile_shapes(shapes_of(shapes))
    found = run_plan(plan, [graph_of(DATA)])
    assert focus(found.results) == expected
    assert run_plan(plan, [graph_of(DATA)], backend=DuckBackend()) == found


def test_details_lead_on_to_the_cause(shapes_of: ShapesOf, graph_of: GraphOf) -> None:
    found = run_plan(compile_shapes(shapes_of(KNOWS)), [graph_of(DATA)]).results
    (result,) = (each for each in found if each.focus.value == f"{EX}z")
    (first,) = result.details
    (second,) = first.details
    assert [each.focus.value[-1] for each in (result, first, second)] == ["z", "a", "b"]
    assert second.component.value.endswith("#MinCountConstraintComponent")


def test_property_shapes_that_lead_back_tell_of_each_node_once(
    shapes_of: ShapesOf, graph_of: GraphOf
) -> None:
    shapes = (
        "ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:nodeKind sh:IRI ; sh:maxCount 1 ; "
        "sh:property ex:S ."
    )
    found = run_plan(
        compile_shapes(shapes_of(shapes)), [graph_of("ex:a ex:p ex:b . ex:b ex:p ex:a , 1 .")]
    )
    assert [(r.focus.value[-1], r.component.value.split("#")[1][:3]) for r in found.results] == [
        ("b", "Max"),
        ("b", "Nod"),
    ]


def test_a_long_chain_takes_no_longer_than_its_length(
    shapes_of: ShapesOf, graph_of: GraphOf
) -> None:
    chain = "".join(f'ex:n{n} ex:knows ex:n{n + 1} ; ex:name "" . ' for n in range(3000))
    found = run_plan(compile_shapes(shapes_of(KNOWS)), [graph_of("ex:n0 a ex:Person . " + chain)])
    assert focus(found.results) == "n0"


def test_a_plan_that_leads_back_is_explained(shapes_of: ShapesOf) -> None:
    assert "shape ex:P (see above)" in explain(compile_shapes(shapes_of(KNOWS)))


def test_by_the_letter_a_shape_that_leads_back_is_refused(shapes_of: ShapesOf) -> None:
    with pytest.raises(ShapesError) as caught:
        compile_shapes(replace(shapes_of(KNOWS), strict=True))
    assert {problem.code for problem in caught.value.problems} == {"shape-recursive"}


def test_ways_to_a_cause_do_not_multiply(shapes_of: ShapesOf, graph_of: GraphOf) -> None:
    """Two shapes asked at each of 18 steps are 2¹⁸ ways; one of them is told."""
    shapes = shapes_of(
        f"""ex:P sh:targetClass ex:Person ; {NAMED} ;
        sh:property [ sh:path ex:knows ; sh:and ( ex:Q ex:R ) ] .
        ex:Q sh:node ex:P . ex:R sh:node ex:P ."""
    )
    chain = " ".join(
        f'ex:n{n} a ex:Person ; ex:name "{n}" ; ex:knows ex:n{n + 1} .' for n in range(18)
    )
    data = graph_of(f"{chain} ex:n18 a ex:Person .")
    found = run_plan(compile_shapes(shapes), [data]).results
    told, waiting = 0, list(found)
    while waiting:
        told, waiting = told + len(waiting), [each for one in waiting for each in one.details]
    assert focus(found) == " ".join(sorted(f"n{n}" for n in range(19)))
    assert told < 1000  # all ways are 57,283
