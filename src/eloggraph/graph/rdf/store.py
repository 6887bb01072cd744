"""The graph in other libraries: an Oxigraph store for SPARQL, an rdflib graph for Python users."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyoxigraph as ox

from eloggraph.graph.rdf.packaged import ONTOLOGY_GRAPH, ontology_turtle, ontology_unnamed
from eloggraph.graph.rdf.write import write_ntriples
from eloggraph.graph.statements import Graph

if TYPE_CHECKING:
    import rdflib


def open_store(graphs: Iterable[Graph], *, with_ontology: bool = True) -> ox.Store:
    """Return an in-memory store with one named graph per network, named by its base IRI.

    The ontology and its code lists are in the graph ``https://w3id.org/eloggraph/ns``, so that
    a query can ask for labels of codes.
    """
    store = ox.Store()
    for graph in graphs:
        store.bulk_load(
            write_ntriples(graph),
            format=ox.RdfFormat.N_TRIPLES,
            to_graph=ox.NamedNode(graph.base),
        )
    if with_ontology:
        _add_ontology(store)
    return store


def dump_graphs(store: ox.Store) -> dict[str, bytes]:
    """Return the named graphs of a store by name, each as N-Triples."""
    return {
        name.value: store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name) or b""
        for name in store.named_graphs()
        if isinstance(name, ox.NamedNode)
    }


def _add_ontology(store: ox.Store) -> None:
    # Loading in bulk pays for its threads only where there are many more statements.
    store.load(
        ontology_turtle(),
        format=ox.RdfFormat.TURTLE,
        to_graph=ox.NamedNode(ONTOLOGY_GRAPH),
    )
    # Loading gives blank nodes other labels every time, and with them another order of answers.
    said = ox.parse(ontology_unnamed(), format=ox.RdfFormat.N_TRIPLES)
    name = ox.NamedNode(ONTOLOGY_GRAPH)
    store.extend(ox.Quad(q.subject, q.predicate, q.object, name) for q in said)


def copy_store(store: ox.Store, *, with_ontology: bool = False) -> ox.Store:
    """Return a store with the same statements, which may be changed."""
    copy = ox.Store()
    copy.bulk_extend(store)
    if with_ontology:
        _add_ontology(copy)
    return copy


def to_rdflib(graph: Graph) -> rdflib.Graph:
    """Return the statements as an rdflib graph, lexical forms untouched.

    rdflib changes the text of typed literals when it reads them (``00100`` becomes ``100``);
    here it is told not to.
    """
    import rdflib

    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        return rdflib.Graph().parse(data=write_ntriples(graph), format="nt")
    finally:
        rdflib.NORMALIZE_LITERALS = before
