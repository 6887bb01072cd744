"""Our files against those of others: the alignment and their ontologies, shapes and SHACL's."""

from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, SH, Graph

from eloggraph.api.network import Network
from eloggraph.ontology.consistency import reason
from eloggraph.ontology.hermit import find_java
from eloggraph.schema.package import shape_files

ONTOLOGIES = (
    "w3c-ns/org.ttl",
    "w3c-ns/prov-o.ttl",
    "cpsv-ap-3.2.0/cpsv-ap.ttl",
    "cpov-2.1.2/core-public-organisation-ap.ttl",
    "cccev-2.1.0/cccev.ttl",
)


@pytest.mark.skipif(find_java() is None, reason="HermiT needs Java")
def test_alignment_agrees_with_the_ontologies_that_it_points_at(
    network: Network, external: Path
) -> None:
    """Every class can have members, and a network fits, with all five taken at their word."""
    axioms = [external / name for name in ONTOLOGIES]
    done = reason(network.graphs, axioms=axioms, align=True, seconds=300)
    assert done.consistency.findings == ()
    assert done.consistency.verdict == "consistent"
    # Something of theirs was at work: without them the alignment infers less.
    assert len(done.inference) > len(reason_natively(network))


def reason_natively(network: Network) -> tuple[object, ...]:
    from eloggraph.graph.inference import alignment_file, infer, reasoning_files
    from eloggraph.ontology.files import open_reasoning_store

    model = (*reasoning_files(), alignment_file())
    store = open_reasoning_store(network.graphs, files=(), ontology=model)
    return infer(store, network.config.base).triples


def judge_shapes(shapes: Graph, external: Path) -> int:
    rules = Graph().parse(external / "w3c-ns" / "shacl-shacl.ttl")
    _, report, _ = pyshacl.validate(shapes, shacl_graph=rules, inference="none")
    return len(set(report.subjects(RDF.type, SH.ValidationResult)))


def test_shapes_conform_to_the_shapes_of_shapes(external: Path) -> None:
    """All files as one graph: shapes of one file list properties that another declares."""
    shapes = Graph()
    for path in shape_files():
        shapes.parse(path)
    assert judge_shapes(shapes, external) == 0


def test_shapes_of_shapes_see_a_fault(external: Path) -> None:
    shapes = Graph().parse(
        data="""@prefix sh: <http://www.w3.org/ns/shacl#> .
        <urn:shape> a sh:NodeShape ; sh:property [ sh:minCount "one" ] .""",
        format="turtle",
    )
    assert judge_shapes(shapes, external) > 0
