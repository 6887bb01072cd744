"""Statements that stay where they lie: the same plan, the same results, on each engine.

Oracles: the expected reports of the W3C suite; the engine on frames in memory, which is held
against pySHACL.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import narwhals as nw
import polars as pl
import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.graph.statements import Graph
from eloggraph.shacl.core import check_shapes, plan_of, run_plan
from eloggraph.shacl.core.compile import compile_shapes
from eloggraph.shacl.core.engines.duckdb import DuckBackend
from eloggraph.shacl.core.engines.polars import PolarsBackend
from eloggraph.shacl.core.queries import bring_queries
from eloggraph.shacl.core.scanned import Scanned, flatten
from eloggraph.shacl.core.terms import Backend, NoRoomError, TooManyRowsError
from eloggraph.shacl.errors import ShapesError
from eloggraph.shacl.model import Validation
from eloggraph.shacl.shapes import Request, ShapesGraph

from .test_columns import DATA, SHAPES
from .test_differential import data_graphs, shapes_graphs
from .test_w3c_suite import judge, read_manifest

EX = "http://example.org/"
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


@pytest.mark.parametrize("engine", ["streaming", "duckdb", "spark"])
def test_every_corner_of_the_core_is_judged_alike(
    shapes_of: Callable[[str], ShapesGraph],
    graph_of: Callable[[str], Graph],
    engine: str,
    request: pytest.FixtureRequest,
) -> None:
    plan, data = compile_shapes(shapes_of(SHAPES)), graph_of(DATA)
    backend = (request.getfixturevalue("open_spark") if engine == "spark" else ENGINES[engine])()
    found = check_shapes(plan, plan.roots, scan(data, backend))
    assert found == run_plan(plan, [data])
    assert len(found.results) == 96


@pytest.mark.parametrize("engine", ["streaming", "duckdb"])
def test_the_suite_gives_the_expected_reports(reference_data: Path, engine: str) -> None:
    folder = reference_data / "suites" / "shacl-core-sparql" / "tests" / "core"
    cases = list(read_manifest(folder / "manifest.ttl"))
    # An engine takes tens of milliseconds for each: of those that are alike, one is enough.
    cases = cases if engine == "streaming" else cases[::8]
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


QUERIES = """
ex:Few sh:targetSubjectsOf ex:p ; sh:sparql [ sh:select "SELECT $this { $this ex:q 1 }" ;
    sh:prefixes ex: ] .
ex:Many sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:maxCount 1 ] ;
    sh:sparql [ sh:select "SELECT $this { $this ex:p 1 }" ; sh:prefixes ex: ] .
ex:Any sh:targetSubjectsOf ex:p ; sh:sparql [ sh:select "SELECT $this { $this ?any 1 }" ] .
ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
"""


@pytest.mark.parametrize(("most", "left"), [(4, []), (3, ["ex:Any", "ex:Many"])])
def test_a_query_that_reads_too_much_is_told_and_the_rest_is_judged(
    shapes_of: Callable[[str], ShapesGraph],
    graph_of: Callable[[str], Graph],
    most: int,
    left: list[str],
) -> None:
    backend, graph = PolarsBackend(), graph_of("ex:a ex:p 1 , 2 , 3 ; ex:q 1 .")
    data = Scanned.of(backend.put(flatten([graph])), backend)
    plan = compile_shapes(shapes_of(QUERIES))
    kept, problems = bring_queries(plan, data, most)
    assert sorted(str(problem.shape) for problem in problems) == left
    assert {dict(problem.values)["term"] for problem in problems} <= {"sh:sparql"}
    found = [str(result.shape) for result in check_shapes(kept, kept.roots, data).results]
    every = [str(result.shape) for result in run_plan(plan, [graph]).results]
    for name in left:
        every.remove(f"<{EX}{name.removeprefix('ex:')}>")
    assert sorted(found) == sorted(every)
    assert len(every) == 4 - len(left)


def test_of_many_results_the_first_are_told_and_all_are_counted(
    shapes_of: Callable[[str], ShapesGraph], graph_of: Callable[[str], Graph]
) -> None:
    """Details and results of nested property shapes come with the focus nodes that are told."""
    shapes = shapes_of(
        "ex:S sh:targetSubjectsOf ex:p ; sh:property ex:P ; sh:node ex:N ."
        " ex:P sh:path ex:p ; sh:nodeKind sh:IRI ; sh:property ex:Q ."
        " ex:Q sh:path ex:q ; sh:minCount 1 . ex:N sh:property [ sh:path ex:r ; sh:minCount 1 ] ."
    )
    said = " ".join(f"ex:n{n} ex:p {n} , ex:v ." for n in range(10, 40))
    plan, data = compile_shapes(shapes), scan(graph_of(said), PolarsBackend())
    every = check_shapes(plan, plan.roots, data)
    assert every.counts == ()
    some = check_shapes(plan, plan.roots, data, most=5)
    first = {ox.NamedNode(f"{EX}n{n}") for n in range(10, 15)}
    values = {ox.NamedNode(f"{EX}v"), *(r.value for r in every.results if r.focus in first)}
    expected = [r for r in every.results if r.focus in first or r.focus in values]
    assert set(some.results) == set(expected)
    assert len(some.results) == 5 * 4
    counts = {str(shape).rpartition("/")[2]: n for shape, n in some.counts}
    assert counts == {"P>": 30, "S>": 30, "Q>": 31}
    assert some.focus_counts == every.focus_counts


def test_memory_that_ends_is_told(tmp_path: Path) -> None:
    backend = DuckBackend(folder=tmp_path)
    frame = backend.put(pl.DataFrame({"node": [f"urn:node:{n:030}" for n in range(200_000)]}))
    backend.database.execute("SET memory_limit = '2MB'")
    backend.database.execute("SET max_temp_directory_size = '9MB'")
    pairs = frame.join(
        frame.select(nw.concat_str(nw.col("node"), nw.lit("x")).alias("x")), how="cross"
    )
    with pytest.raises(NoRoomError) as caught:
        backend.keep(pairs)
    assert caught.value.variant in ("memory", "disk")
