"""Our files against those of others: the alignment and their ontologies, shapes and SHACL's."""

from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import RDF, SH, Graph

from eloggraph.api.network import Network
from eloggraph.graph.inference import ALL_RULES, alignment_file, infer, reasoning_files
from eloggraph.iri import expand
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
    from eloggraph.ontology.files import open_reasoning_store

    model = (*reasoning_files(), alignment_file())
    store = open_reasoning_store(network.graphs, files=(), ontology=model)
    return infer(store, network.config.base).triples


FOLLOWS = [
    # Classes, codes, transitions and needs of any service; its authority makes it a public one.
    ("a elo:GuidanceService ; elo:serviceClass <c>", "cpsv:PublicService", False),
    ("a elo:GuidanceService ; elo:serviceForm <c>", "cpsv:PublicService", False),
    ("a elo:GuidanceService ; elo:forTransition <t>", "cpsv:PublicService", False),
    ("a elo:GuidanceService ; elo:answersNeed <n>", "cpsv:PublicService", False),
    ("a elo:GuidanceService ; elo:setsRequirement <r>", "cpsv:PublicService", False),
    ("a elo:GuidanceService ; elo:responsibleAuthority <a>", "cpsv:PublicService", True),
    ("a elo:LabourShortage ; elo:inIndustry <i>", "cpsv:PublicService", False),
    # ORG: a collaboration is no sub-unit of something larger; a body is.
    ("a elo:NetworkBody", "org:OrganizationalCollaboration", False),
    ("a elo:NetworkBody", "org:Organization", True),
    ("a elo:Project", "org:OrganizationalCollaboration", True),
    # A school that a town keeps is no legal person.
    ("a elo:EducationProvider", "org:FormalOrganization", False),
    ("a elo:PublicAuthority", "org:FormalOrganization", True),
    # PROV: a plan is a description of actions, not an action; CCCEV: proven by evidence; law or policy.
    ("a elo:Measure", "prov:Plan", False),
    ("a elo:Programme", "prov:Plan", False),
    ("a elo:CompetenceRequirement", "cv:Requirement", False),
    ("a elo:CompetenceFramework", "cv:ReferenceFramework", False),
    ("a elo:DigitalPlatform", "cv:Channel", False),
    ("a elo:ServicePoint", "cv:Channel", True),
]


def test_what_follows_is_true_by_the_definition_of_the_other_vocabulary(external: Path) -> None:
    """With domains and ranges, and the other ontologies at their word."""
    store = ox.Store()
    for path in (*reasoning_files(), alignment_file(), *(external / name for name in ONTOLOGIES)):
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    base, prefix = "https://example.org/", f"PREFIX elo: <{expand('elo:x')[:-1]}>"
    said = " . ".join(f"<node{at}> {words}" for at, (words, _, _) in enumerate(FOLLOWS))
    store.update(f"{prefix} INSERT DATA {{ {said} }}", base_iri=base)
    done = infer(store, base, rules=ALL_RULES)
    types = {
        (t.subject.value, t.object.value)
        for t in done.triples
        if isinstance(t.subject, ox.NamedNode)
        and isinstance(t.object, ox.NamedNode)
        and t.predicate.value == expand("rdf:type")
    }
    found = [
        (words, class_, (f"{base}node{at}", expand(class_)) in types)
        for at, (words, class_, _) in enumerate(FOLLOWS)
    ]
    assert found == FOLLOWS


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
