"""What is known of tables proves checks; without that knowledge the same must be found.

Oracle: the engine itself on the same statements when nothing says that they came from tables, for
which every check looks at the statements. That way is held against pySHACL elsewhere.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

import eloggraph
from eloggraph.checks.packaged import packaged_shapes
from eloggraph.graph.rdf.packaged import ontology_graph
from eloggraph.graph.statements import OBJECT, Graph
from eloggraph.iri import expand
from eloggraph.shacl.core import run_plan
from eloggraph.shacl.core.compile import compile_shapes
from eloggraph.shacl.core.engines.duckdb import DuckBackend
from eloggraph.shacl.core.plan import Plan
from eloggraph.shacl.model import text_of
from eloggraph.shacl.shapes import ShapesGraph

ShapesOf = Callable[[str], ShapesGraph]
DATASETS = Path(__file__).resolve().parents[3] / "datasets"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return compile_shapes(packaged_shapes())


def forget(graphs: Sequence[Graph]) -> list[Graph]:
    """Return the graphs without their tables and without what is known of columns."""
    return [
        replace(
            graph,
            rows=(),
            frames=tuple(
                replace(part, origin=None, well_formed=False, refers=None) for part in graph.frames
            ),
        )
        for graph in graphs
    ]


def spoil(graphs: Sequence[Graph], seed: int) -> list[Graph]:
    """Take out, repeat and swap statements here and there, as no table would give them."""
    chance = random.Random(seed)
    spoilt = []
    for graph in graphs:
        frames = []
        for part in graph.frames:
            frame, way = part.frame, chance.randrange(8)
            if way == 0:
                frame = frame.sample(fraction=0.7, seed=seed).sort("row")
            elif way == 1:
                frame = pl.concat([frame, frame.head(2)]).sort("row")
            elif way == 2:
                frame = frame.with_columns(pl.col(OBJECT).reverse())
            elif way == 3 and not part.is_literal:
                frame = frame.with_columns(pl.col(OBJECT).str.replace("a$", "b"))
            elif way == 4 and frame.height > 1:
                frame = frame.with_columns(
                    subject=pl.col("subject").shift(1).fill_null(pl.col("subject").last())
                )
            # What is told of objects holds no longer.
            frames.append(replace(part, frame=frame, refers=None if way in (2, 3) else part.refers))
        spoilt.append(replace(graph, frames=tuple(frames)))
    return spoilt


@pytest.mark.parametrize("name", ["osaajaks", "laituri", "mallimaakunta", "suomi"])
def test_tables_give_what_their_statements_give(name: str, plan: Plan) -> None:
    graphs = [*eloggraph.open(DATASETS / name).graphs, ontology_graph()]
    found = run_plan(plan, graphs)
    assert found == run_plan(plan, forget(graphs))
    assert found.results


@pytest.mark.parametrize("seed", range(8))
def test_spoilt_tables_give_what_their_statements_give(seed: int, plan: Plan) -> None:
    graphs = spoil(eloggraph.open(DATASETS / "mallimaakunta").graphs, seed)
    found = run_plan(plan, [*graphs, ontology_graph()])
    assert found == run_plan(plan, forget([*graphs, ontology_graph()]))
    assert len(found.results) > 100


SHAPES = """
@prefix elo: <https://w3id.org/eloggraph/ns#> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:A sh:targetClass elo:Actor ; sh:property
    [ sh:path dct:identifier ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ] ,
    [ sh:path skos:prefLabel ; sh:uniqueLang true ; sh:minCount 3 ; sh:maxCount 3 ;
      sh:qualifiedValueShape [ sh:languageIn ( "fi" ) ] ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1 ] ,
    [ sh:path elo:operatesIn ; sh:maxCount 1 ] .
ex:P sh:targetClass elo:PublicAuthority ; sh:property [ sh:path elo:operatesIn ; sh:minCount 3 ] .
"""  # fmt: skip


def test_a_table_whose_nodes_others_describe_is_looked_at_closely(
    read: Callable[..., object],
    write_network: Callable[..., Path],
    tiny_tables: dict[str, list[list[str]]],
    shapes_of: Callable[[str], ShapesGraph],
    graph_of: Callable[[str], Graph],
    tmp_path: Path,
) -> None:
    graph: Graph = read(write_network(tmp_path, tiny_tables)).graph  # type: ignore[attr-defined]
    node = next(part for part in graph.rows if part.table.name == "actors").frame["subject"][0]
    plan = compile_shapes(shapes_of(SHAPES))

    def components(*graphs: Graph) -> set[tuple[str, str]]:
        assert run_plan(plan, graphs) == run_plan(plan, forget(graphs))
        found = run_plan(plan, graphs).results
        return {
            (r.focus.value.rpartition("/")[2], r.component.value.rpartition("#")[2][:-19])
            for r in found
        }

    own = {("kaupunki", "MaxCount"), ("kaupunki", "MinCount")}
    assert components(graph) == own
    said = f"""<{node}> <http://purl.org/dc/terms/identifier> "other" ; a <https://w3id.org/eloggraph/ns#PublicAuthority> ;
        <http://www.w3.org/2004/02/skos/core#prefLabel> "toinen"@fi ."""
    assert components(graph, graph_of(said)) == own | {
        ("jyu", "MaxCount"), ("jyu", "MinCount"), ("jyu", "UniqueLang"), ("jyu", "QualifiedMaxCount"),
    }  # fmt: skip
    assert components(graph, graph) == own  # the same statements twice are the same graph


def test_duckdb_finds_the_same_in_tables(plan: Plan) -> None:
    graphs = [*eloggraph.open(DATASETS / "osaajaks").graphs, ontology_graph()]
    assert run_plan(plan, graphs, backend=DuckBackend()) == run_plan(plan, graphs)


def test_a_table_with_a_stranger_in_its_space_does_not_hide_types(
    read: Callable[..., object],
    write_network: Callable[..., Path],
    tiny_tables: dict[str, list[list[str]]],
    shapes_of: Callable[[str], ShapesGraph],
    graph_of: Callable[[str], Graph],
    tmp_path: Path,
) -> None:
    """Some actors are authorities by their table; another node is one by a loose statement."""
    graph: Graph = read(write_network(tmp_path, tiny_tables)).graph  # type: ignore[attr-defined]
    stranger = (
        f"<{graph.base}projects/stranger> a <https://w3id.org/eloggraph/ns#PublicAuthority> ."
    )
    plan = compile_shapes(shapes_of(SHAPES))
    graphs = [graph, graph_of(stranger)]
    found = run_plan(plan, graphs)
    assert found == run_plan(plan, forget(graphs))
    assert {str(shape)[-2:-1]: n for shape, n in found.focus_counts} == {"A": 2, "P": 2}


def test_a_column_that_may_have_no_value_is_no_proof(shapes_of: ShapesOf) -> None:
    """``sh:maxCount 0``: every cell with a value is one too many, in however tidy a column."""
    net = eloggraph.open(DATASETS / "osaajaks")
    for column in ("dct:identifier", "elo:coordinates", "elo:validFrom"):
        predicate = expand(column)
        shapes = shapes_of(
            f"ex:S sh:targetClass <{expand('elo:Project')}> ; sh:property [ sh:path <{predicate}> ; sh:maxCount 0 ] ."
        )
        found = run_plan(compile_shapes(shapes), net.graphs).results
        expected = run_plan(compile_shapes(shapes), forget(net.graphs)).results
        assert found == expected
        if column == "dct:identifier":
            projects = next(rows for rows in net.graph.rows if rows.table.name == "projects")
            own = set(projects.frame["subject"])
            assert {text_of(result.focus) for result in found} >= own
