"""A network in owlready2: all that is said can be read there, and nothing is fetched."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib

import eloggraph
from eloggraph.iri import expand
from eloggraph.ontology.owlready import make_world

DATASETS = Path(__file__).parents[2] / "datasets"
MODULE = "http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#python_module"


@pytest.fixture(scope="module")
def network() -> eloggraph.Network:
    return eloggraph.open(DATASETS / "osaajaks")


@pytest.fixture(scope="module")
def world(network: eloggraph.Network) -> Iterator[Any]:
    world = network.to_owlready()
    yield world
    world.close()


def test_every_value_of_every_individual_can_be_read(
    network: eloggraph.Network, world: Any
) -> None:
    """The oracle is rdflib: the values of each node that a row describes, but for its classes."""
    graph = network.to_rdflib()
    described = {*graph.subjects(rdflib.RDF.type, None)} - {rdflib.URIRef(network.config.base)}
    assert len(described) > 90
    for node in described:
        individual = world[str(node)]
        said = {(p, o) for p, o in graph.predicate_objects(node) if p != rdflib.RDF.type}
        read = [
            (p.iri, str(getattr(v, "iri", v)))
            for p in individual.get_properties()
            for v in p[individual]
        ]
        assert {iri for iri, _ in read} == {str(p) for p, _ in said}
        # A number, a date or a truth value is one of Python there.
        typed = {(p, o) for p, o in said if getattr(o, "datatype", None)}
        assert {(str(p), str(o)) for p, o in said - typed} <= {*read}


def test_what_a_class_has_is_what_a_query_finds(network: eloggraph.Network, world: Any) -> None:
    elo = world.get_namespace(expand("elo:"))
    asked = network.select("SELECT ?s { ?s a/rdfs:subClassOf* elo:Actor }")
    assert {each.iri for each in elo.Actor.instances()} == {row[0] for row in asked.texts()}
    assert len(asked) > 10


def test_nothing_is_fetched_and_no_module_imported() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        other = f"http://127.0.0.1:{server.getsockname()[1]}/other"
        said = [
            f"<urn:o> <{expand('rdf:type')}> <{expand('owl:Ontology')}> .",
            f"<urn:o> <{expand('owl:imports')}> <{other}> .",
            f'<urn:o> <{MODULE}> "antigravity" .',
        ]
        world = make_world({"urn:o": "\n".join(said).encode()})
        with pytest.raises(TimeoutError):
            server.accept()
    assert not list(world.sparql(f"SELECT ?o {{ ?s <{expand('owl:imports')}> ?o }}"))
    assert not list(world.sparql(f"SELECT ?o {{ ?s <{MODULE}> ?o }}"))


def test_datatypes_that_it_does_not_know_are_texts() -> None:
    said = f'<urn:o#a> <urn:o#in> "2020-05"^^<{expand("xsd:gYearMonth")}> .\n'
    said += f"<urn:o#a> <{expand('rdf:type')}> <{expand('owl:NamedIndividual')}> .\n"
    world = make_world({"urn:o#": said.encode()})
    (individual,) = world.individuals()
    assert world["urn:o#in"][individual] == ["2020-05"]
