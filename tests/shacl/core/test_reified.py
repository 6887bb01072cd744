"""Shapes of those who say something of a statement (SHACL 1.2, ``sh:reifierShape``).

Oracle: cases worked out by hand; the W3C suite is run in ``test_w3c_suite_12``.
"""

from __future__ import annotations

import pytest

from eloggraph.shacl.core import plan_of, validate_with_columns
from eloggraph.shacl.core.explain import explain
from eloggraph.shacl.core.reads import find_reads
from eloggraph.shacl.errors import ShapesError
from eloggraph.shacl.shapes import Request

# Two speak of a's p 1, one of b's p 1, one of a's p "1", nobody of c's; r5 of what nobody states.
DATA = """ex:a ex:p 1 , "1" ; ex:q 1 . ex:b ex:p 1 . ex:c ex:p ex:a .
ex:r1 rdf:subject ex:a ; rdf:predicate ex:p ; rdf:object 1 ; ex:sure true .
ex:r2 rdf:subject ex:a ; rdf:predicate ex:p ; rdf:object 1 .
ex:r3 rdf:subject ex:b ; rdf:predicate ex:p ; rdf:object 1 ; ex:sure true .
_:r4 rdf:subject ex:a ; rdf:predicate ex:p ; rdf:object "1" ; ex:sure true .
ex:r5 rdf:subject ex:c ; rdf:predicate ex:p ; rdf:object ex:b .
ex:r6 rdf:subject ex:a ; rdf:predicate ex:q ; rdf:object 1 ."""
SURE = "ex:Sure sh:property [ sh:path ex:sure ; sh:minCount 1 ] ."
TARGET = "ex:S sh:targetSubjectsOf ex:p ; "


def judge(shapes_of, graph_of, shapes: str) -> list[str]:  # type: ignore[no-untyped-def]
    request = Request(data=(graph_of(DATA),), shapes=shapes_of(shapes))
    results = validate_with_columns(request).results
    return [
        f"{r.focus.value.rpartition('/')[2]} {r.value} {r.component.value.rpartition('#')[2][:7]}".replace(
            "^^<http://www.w3.org/2001/XMLSchema#integer>", "i"
        )
        for r in results
    ]


@pytest.mark.parametrize(
    ("constraint", "found"),
    [
        ("sh:reifierShape ex:Sure", ['a "1"i Reifier']),
        ("sh:reificationRequired true", ["c <http://example.org/a> Reifier"]),
        ("sh:reifierShape ex:Sure ; sh:reificationRequired true", ['a "1"i Reifier', "c <http://example.org/a> Reifier"]),
        ("sh:reifierShape ex:Sure ; sh:reificationRequired false", ['a "1"i Reifier']),
        ("sh:reifierShape [ sh:nodeKind sh:BlankNode ]", ['a "1"i Reifier', 'b "1"i Reifier']),
        ("sh:reifierShape ex:Sure , [ sh:nodeKind sh:IRI ]", ['a "1" Reifier', 'a "1"i Reifier']),
    ],
)  # fmt: skip
def test_who_speaks_of_a_statement_conforms(  # type: ignore[no-untyped-def]
    shapes_of, graph_of, constraint: str, found: list[str]
) -> None:
    shape = f"{TARGET} sh:property [ sh:path ex:p ; {constraint} ] . {SURE}"
    assert judge(shapes_of, graph_of, shape) == found


def test_it_may_be_asked_by_other_shapes(shapes_of, graph_of) -> None:  # type: ignore[no-untyped-def]
    inner = "[ sh:property [ sh:path ex:p ; sh:reifierShape ex:Sure ] ]"
    assert judge(shapes_of, graph_of, f"{TARGET} sh:node {inner} . {SURE}") == [
        "a <http://example.org/a> NodeCon"
    ]
    negated = judge(shapes_of, graph_of, f"{TARGET} sh:not {inner} . {SURE}")
    assert [each[:3] for each in negated] == ["b <", "c <"]


@pytest.mark.parametrize(
    ("code", "shape"),
    [
        ("shape-reifier-path", "sh:path [ sh:inversePath ex:p ] ; sh:reifierShape ex:Sure"),
        ("shape-reifier-path", "sh:path ( ex:p ex:q ) ; sh:reificationRequired true"),
        ("shape-recursive-reifier", "sh:path ex:p ; sh:reifierShape ex:S"),
        ("shape-value-malformed", "sh:path ex:p ; sh:reifierShape 1"),
    ],
)
def test_what_has_no_meaning_is_told(shapes_of, graph_of, code: str, shape: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ShapesError) as told:
        judge(shapes_of, graph_of, f"{TARGET} sh:property [ {shape} ] . {SURE}")
    assert {each.code for each in told.value.problems} == {code}


def test_the_plan_says_what_is_asked_and_read(shapes_of) -> None:  # type: ignore[no-untyped-def]
    constraint = "sh:reifierShape ex:Sure ; sh:reificationRequired true"
    plan = plan_of(shapes_of(f"{TARGET} sh:property [ sh:path ex:p ; {constraint} ] . {SURE}"))
    assert "somebody speaks of it and whoever does conforms to ex:Sure" in explain(plan)
    (root,) = plan.roots
    names = {
        name.rpartition("#")[2].rpartition("/")[2] for name in find_reads(plan, root.node) or ()
    }
    assert names == {"p", "sure", "subject", "predicate", "object"}


def test_a_loop_by_way_of_a_column_of_reifiers_is_told(shapes_of, graph_of) -> None:  # type: ignore[no-untyped-def]
    """S asks who speaks of it for A, and A those who speak of its own for S."""
    a = "ex:A sh:property [ sh:path ex:q ; sh:reifierShape ex:S ] ."
    shapes = f"{TARGET} sh:property [ sh:path ex:p ; sh:reifierShape ex:A ] . {a}"
    with pytest.raises(ShapesError) as told:
        judge(shapes_of, graph_of, shapes)
    assert {problem.code for problem in told.value.problems} == {"shape-recursive-reifier"}


def test_what_is_off_leads_nowhere(shapes_of, graph_of) -> None:  # type: ignore[no-untyped-def]
    off = "[ sh:path ex:p ; sh:deactivated true ; sh:reifierShape ex:S ]"
    assert judge(shapes_of, graph_of, f"{TARGET} sh:property {off} .") == []
