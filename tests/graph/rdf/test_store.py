"""The doors to SPARQL and to rdflib."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import rdflib

import eloggraph
from eloggraph.graph.rdf.ntriples import write_ntriples
from eloggraph.graph.rdf.store import open_store, to_rdflib
from eloggraph.iri import expand
from eloggraph.schema.package import ontology_files

Factory = Callable[..., Any]
BASE, REFERENCE = "https://example.org/pieni/", "https://example.org/viite/"
ONTOLOGY = "https://w3id.org/eloggraph/ns"


def test_each_network_has_a_graph_named_by_its_base(tiny_network: Path) -> None:
    store = eloggraph.open(tiny_network).store
    assert {name.value for name in store.named_graphs()} == {BASE, REFERENCE, ONTOLOGY}


def test_named_graph_holds_the_statements_of_its_network(tiny_network: Path) -> None:
    network = eloggraph.open(tiny_network)
    quads = network.store.quads_for_pattern(None, None, None, ox.NamedNode(BASE))
    lines = {f"{quad.triple} ." for quad in quads}
    meant = {
        f"{q.triple} ."
        for q in ox.parse(write_ntriples(network.graph), format=ox.RdfFormat.N_TRIPLES)
    }
    assert lines == meant


def test_ontology_may_be_left_out(tiny_network: Path, read: Factory) -> None:
    store = open_store([read(tiny_network).graph], with_ontology=False)
    assert [name.value for name in store.named_graphs()] == [BASE]


def test_ontology_in_the_store_is_what_its_files_say() -> None:
    """Oracle: the Turtle files, parsed one by one."""
    quads = open_store(()).quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY))
    files = [ox.parse(path=str(path), rename_blank_nodes=True) for path in ontology_files()]
    meant = canonical(quad.triple for file in files for quad in file)
    assert canonical(quad.triple for quad in quads) == meant
    assert len(meant) > 5000


def canonical(triples: Iterable[ox.Triple]) -> ox.Dataset:
    found = ox.Dataset(ox.Quad(*triple) for triple in triples)
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return found


def test_rdflib_graph_has_the_same_statements_in_the_same_words(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    tables = {
        "indicators": "id,label@fi,label@sv,label@en\ni,I,I,I\n",
        "observations": "indicator,area,value,observed\ni,13,007,2021\n",
    }
    graph = read(write_network(tmp_path, tables)).graph
    before = rdflib.NORMALIZE_LITERALS
    given = to_rdflib(graph)
    assert rdflib.NORMALIZE_LITERALS is before
    assert len(given) == len(write_ntriples(graph).splitlines())
    (value,) = given.objects(None, rdflib.URIRef(expand("elo:value")))
    assert str(value) == "007"
