"""Columns of few different values are judged by these: the same results as value by value.

Oracle: pySHACL.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import eloggraph
from eloggraph.graph.statements import Graph
from eloggraph.shacl.core import codes, plan_of, run_plan
from eloggraph.shacl.core import run as running
from eloggraph.shacl.core.plan import Nested
from eloggraph.shacl.model import Result
from eloggraph.shacl.pyshacl_engine import validate_with_pyshacl
from eloggraph.shacl.shapes import Request, ShapesGraph

ShapesOf = Callable[[str], ShapesGraph]
GraphOf = Callable[[str], Graph]
DATASETS = Path(__file__).parents[3] / "datasets"

SHAPES = """
ex:Actor sh:targetClass ex:Actor ; sh:property
    [ sh:path ex:sector ; sh:class ex:Code ; sh:node ex:InSectors ] ,
    [ sh:path ex:kind ; sh:in ( ex:public ex:private ) ] ,
    [ sh:path ex:place ; sh:or ( [ sh:class ex:Town ] [ sh:class ex:Region ] ) ] ,
    [ sh:path ex:since ; sh:datatype xsd:date ] ,
    [ sh:path ex:id ; sh:pattern "^[a-z0-9]+$" ] .
ex:InSectors sh:property [ sh:path ex:in ; sh:hasValue ex:sectors ] .
"""
CODES = """
ex:SubCode rdfs:subClassOf ex:Code .
ex:education a ex:Code ; ex:in ex:sectors . ex:health a ex:SubCode ; ex:in ex:sectors , ex:more .
ex:public a ex:Code . ex:oulu a ex:Town . ex:lappi a ex:Region .
"""
SOUND = """ex:a{n} a ex:Actor ; ex:sector ex:education , ex:health ; ex:kind ex:public ;
    ex:place ex:oulu , ex:lappi ; ex:since "2020-02-28"^^xsd:date ; ex:id "a{n}" ."""
FAULTS = (
    "ex:a1 ex:sector ex:public .",  # a code of another list
    "ex:a1 ex:sector ex:unknown .",
    'ex:a1 ex:sector "education" .',
    "ex:a2 ex:kind ex:other .",
    'ex:a2 ex:kind "public" .',
    "ex:a3 ex:place ex:education .",
    'ex:a3 ex:since "2020-02-30"^^xsd:date .',
    'ex:a4 ex:id "A B" .',
    "ex:a4 ex:id ex:a4 .",
    "ex:a4 ex:id _:b .",
)


def make_data(faults: str = "") -> str:
    return CODES + "\n".join(SOUND.replace("{n}", str(n)) for n in range(20)) + faults


def bare(result: Result) -> tuple[object, ...]:
    """Return what is found; messages and details are each engine's own."""
    return (result.focus, result.path, result.value, result.shape, result.component)


@pytest.fixture(params=["small", "large", "many"])
def measure(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Whether what is said of codes is indexed whole, looked up, or not looked at."""
    if request.param == "large":
        monkeypatch.setattr(codes, "_FEW_STATEMENTS", 1)
    if request.param == "many":
        monkeypatch.setattr(codes, "FEW_VALUES", 0)
    return str(request.param)


@pytest.mark.usefixtures("measure")
@pytest.mark.parametrize("faults", ["", *FAULTS, "\n".join(FAULTS)])
def test_results_are_those_of_pyshacl(faults: str, shapes_of: ShapesOf, graph_of: GraphOf) -> None:
    shapes, graph = shapes_of(SHAPES), graph_of(make_data(faults))
    found = run_plan(plan_of(shapes), [graph])
    assert bool(found.results) == bool(faults)
    expected = validate_with_pyshacl(Request(data=(graph,), shapes=shapes))
    assert Counter(map(bare, found.results)) == Counter(map(bare, expected.results))


@pytest.mark.parametrize("size", ["small", "large"])
def test_sound_columns_are_settled_without_a_look_at_their_values(
    size: str, shapes_of: ShapesOf, graph_of: GraphOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    if size == "large":
        monkeypatch.setattr(codes, "_FEW_STATEMENTS", 1)
    asked: list[object] = []
    find = running._find_open

    def spy(run: running.Run, level: int) -> list[running.Check]:
        found = find(run, level)
        asked.extend(check.constraint for check in found)
        return found

    monkeypatch.setattr(running, "_find_open", spy)
    run_plan(plan_of(shapes_of(SHAPES)), [graph_of(make_data())])
    left = [c for c in asked if not (isinstance(c, Nested) and c.kind == "property")]
    # A disjunction of classes is settled value by value only where one class has them all.
    assert [c.kind for c in left if isinstance(c, Nested)] == ["or"]
    assert len(left) == 1
    asked.clear()
    run_plan(plan_of(shapes_of(SHAPES)), [graph_of(make_data("\n".join(FAULTS)))])
    assert len(asked) > len(left)


@pytest.mark.parametrize(
    "constraint",
    [
        "sh:hasValue ex:d",
        "sh:minCount 1",
        'sh:sparql [ sh:select "SELECT $this WHERE { FILTER NOT EXISTS { $this $PATH ?v } }" ]',
    ],
)
def test_a_property_that_no_table_has_is_missing_everywhere(
    constraint: str, shapes_of: ShapesOf, graph_of: GraphOf
) -> None:
    net = eloggraph.open(DATASETS / "osaajaks")
    shapes = shapes_of(f"""
        ex:S sh:targetClass <https://w3id.org/eloggraph/ns#Project> ;
            sh:property [ sh:path ex:status ; {constraint} ] .""")
    nodes = {row.frame["subject"][0] for row in net.graph.rows if row.table.name == "projects"}
    assert nodes
    found = run_plan(plan_of(shapes), net.graphs)
    assert {result.focus.value for result in found.results} >= nodes
    expected = validate_with_pyshacl(Request(data=net.graphs, shapes=shapes))
    assert Counter(map(bare, found.results)) == Counter(map(bare, expected.results))
