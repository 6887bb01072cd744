"""Statements that stay where they lie: the same plan, the same results, on each engine.

Oracles: the expected reports of the W3C suite; the engine on frames in memory, which is held
against pySHACL.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.graph.statements import Graph
from eloggraph.shacl.core import check_shapes, plan_of, run_plan
from eloggraph.shacl.core.compile import compile_shapes
from eloggraph.shacl.core.engines.duckdb import DuckBackend
from eloggraph.shacl.core.engines.polars import PolarsBackend
from eloggraph.shacl.core.scanned import Scanned, flatten
from eloggraph.shacl.core.terms import Backend, TooManyRowsError
from eloggraph.shacl.errors import ShapesError
from eloggraph.shacl.model import Validation
from eloggraph.shacl.shapes import Request, ShapesGraph

from .test_columns import DATA, SHAPES
from .test_differential import data_graphs, shapes_graphs
from .test_w3c_suite import judge, read_manifest

ENGINES: dict[str, Callable[[], Backend]] = {
    "memory": PolarsBackend,
    "streaming": partial(PolarsBackend, None),
    "duckdb": DuckBackend,
}


def scan(graph: Graph, backend: Backend) -> Scanned:
    """Return a graph as statements that an engine reads, all of them for queries too."""
    data = Scanned.of(backend.put(flatten([graph])), backend)
    data.load(data.predicates)
    return data


def validate(engine: Callable[[], Backend], request: Request) -> Validation:
    plan, (graph,) = plan_of(request.shapes), request.data
    return check_shapes(plan, plan.roots, scan(graph, engine()))


@pytest.mark.parametrize("engine", ["streaming", "duckdb"])
def test_every_corner_of_the_core_is_judged_alike(
    shapes_of: Callable[[str], ShapesGraph], graph_of: Callable[[str], Graph], engine: str
) -> None:
    plan, data = compile_shapes(shapes_of(SHAPES)), graph_of(DATA)
    backend = ENGINES[engine]()
    found = check_shapes(plan, plan.roots, scan(data, backend))
    assert found == run_plan(plan, [data])
    assert len(found.results) == 96


@pytest.mark.parametrize("engine", ["streaming", "duckdb"])
def test_the_suite_gives_the_expected_reports(reference_data: Path, engine: str) -> None:
    folder = reference_data / "suites" / "shacl-core-sparql" / "tests" / "core"
    cases = list(read_manifest(folder / "manifest.ttl"))
    # An engine takes tens of milliseconds for each: of those that are alike, one is enough.
    cases = cases if engine == "streaming" else cases[::4]
    judged = partial(validate, ENGINES[engine])
    assert [case.name for case in cases if not judge(case, judged)] == []


@settings(max_examples=60)
@given(shapes_graphs(), data_graphs)
def test_random_shapes_over_random_data(
    shapes: tuple[ox.Triple, ...], data: list[ox.Triple]
) -> None:
    request = Request(data=(graph_of_triples(data, "urn:data"),), shapes=ShapesGraph(shapes))
    try:
        plan = plan_of(request.shapes)
    except ShapesError:
        return
    expected = run_plan(plan, request.data)
    assert validate(ENGINES["memory"], request) == expected
    assert validate(ENGINES["streaming"], request) == expected


def test_a_catalogue_tells_what_a_look_at_all_statements_would(
    graph_of: Callable[[str], Graph],
) -> None:
    data = scan(
        graph_of(
            'ex:a ex:p "1"^^xsd:integer , "x"^^xsd:integer , "a"@fi , "b"@FI , "c" , ex:b ;'
            ' ex:q "2024-01-31"^^xsd:date ; ex:r "y"^^ex:own .'
        ),
        PolarsBackend(),
    )
    integer, date = (
        data.kinds.number(f"http://www.w3.org/2001/XMLSchema#{name}", None)
        for name in ("integer", "date")
    )
    fi, text = data.kinds.number(None, "fi"), data.kinds.number(None, None)
    assert len(data) == 8
    assert data.kinds_of("http://example.org/p") == {
        0: True,
        integer: False,
        fi: False,
        text: False,
    }
    assert data.kinds_of("http://example.org/q") == {date: True}
    assert data.kinds_of("http://example.org/none") == {}
    assert not data.has_blanks()
    assert scan(graph_of("ex:a ex:p [] ."), PolarsBackend()).has_blanks()


def test_what_is_too_much_for_a_query_does_not_come(graph_of: Callable[[str], Graph]) -> None:
    backend = PolarsBackend()
    data = Scanned.of(backend.put(flatten([graph_of("ex:a ex:p ex:b , ex:c .")])), backend)
    data.load(["http://example.org/p"], most=2)
    assert [len(graph) for graph in data.graphs] == [2]
    with pytest.raises(TooManyRowsError):
        data.load(["http://example.org/p"], most=1)
    data.load(["http://example.org/none"])
    assert data.graphs == ()
