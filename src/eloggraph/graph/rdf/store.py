"""The graph in other libraries: an Oxigraph store for SPARQL, an rdflib graph for Python users."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl
import pyoxigraph as ox

from eloggraph.graph.datasets import find_graphs
from eloggraph.graph.query_patterns import BELOW, SUBCLASS, Asked
from eloggraph.graph.query_predicates import find_predicates
from eloggraph.graph.rdf.ntriples import stream_lines, write_ntriples
from eloggraph.graph.rdf.packaged import ONTOLOGY_GRAPH, ontology_turtle, ontology_unnamed
from eloggraph.graph.room import refuse_without_room
from eloggraph.graph.statements import OBJECT, Graph, StatementFrame
from eloggraph.once import PartsReader
from eloggraph.schema.packaged import packaged_schema

if TYPE_CHECKING:
    import rdflib


_BUFFER = 1 << 18
Supply = Callable[[frozenset[str] | None], Iterable[Graph]]


def open_store(graphs: Iterable[Graph], *, with_ontology: bool = True) -> ox.Store:
    """Return an in-memory store with one named graph per network, named by its base IRI.

    The ontology and its code lists are in the graph ``https://w3id.org/eloggraph/ns``, so that
    a query can ask for labels of codes.
    """
    store, found = ox.Store(), tuple(graphs)
    refuse_without_room(sum(map(len, found)), "store")
    for graph in found:
        _load(store, graph.base, graph.frames)
    if with_ontology:
        add_ontology(store)
    return store


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A query for which a store is wanted.

    ``more`` are predicates that are looked at beside it; relative names of graphs after ``FROM``
    go on from the base.
    """

    query: str
    more: tuple[str, ...] = ()
    base: str | None = None


class GrowingStore:
    """Graphs and the ontology as a store into which goes only what is asked for.

    Parameters
    ----------
    supply
        Gives all graphs, each at least with its statements of some predicates; of all for None.

    Examples
    --------
    >>> from eloggraph.graph.rdf.triples import graph_of_triples
    >>> node, other = ox.NamedNode("urn:a"), ox.NamedNode("urn:b")
    >>> said = [ox.Triple(node, each, node) for each in (node, other)]
    >>> graph = graph_of_triples(said, "urn:")
    >>> store = GrowingStore(lambda predicates: [graph])
    >>> base, asking = ox.NamedNode("urn:"), Asking(query="ASK { ?s <urn:a> ?o }")
    >>> len([*store.prepare(asking).quads_for_pattern(None, None, None, base)])
    1
    >>> len([*store.prepare().quads_for_pattern(None, None, None, base)])
    2
    """

    def __init__(self, supply: Supply) -> None:
        self._supply = supply
        self._loaded: dict[str, set[Asked]] = {}  # by graph
        self._whole: set[str] = set()  # graphs that are loaded with all they say

    @cached_property
    def _store(self) -> ox.Store:
        store = ox.Store()
        add_ontology(store)
        for graph in self._supply(frozenset()):
            self._loaded[graph.base] = set()
            store.add_graph(ox.NamedNode(graph.base))
        return store

    def prepare(self, asking: Asking | None = None) -> ox.Store:
        """Return the store with all that a query looks at, or with all statements."""
        if asking is None:
            return self._load(None, ())
        found = find_predicates(asking.query)
        asked = None if found is None else found | {(each, None) for each in asking.more}
        return self._load(asked, find_graphs(asking.query, asking.base))

    def _load(self, asked: frozenset[Asked] | None, graphs: Collection[str]) -> ox.Store:
        store = self._store
        lacking = (self._loaded.keys() & graphs if graphs else self._loaded.keys()) - self._whole
        if asked is not None:
            lacking = {base for base in lacking if not asked <= self._loaded[base]}
        wanted = None if asked is None else frozenset(predicate for predicate, _ in asked)
        graphs_there = tuple(self._supply(wanted)) if lacking else ()
        below = _find_below(graphs_there)
        chosen = {
            graph.base: tuple(_choose(graph.frames, asked, self._loaded[graph.base], below))
            for graph in graphs_there
            if graph.base in lacking
        }
        refuse_without_room(
            sum(part.frame.height for each in chosen.values() for part in each), "store"
        )
        for base, frames in chosen.items():
            _load(store, base, frames, lenient=True)
            self._loaded[base] |= asked or set()
        self._whole |= lacking if asked is None else set()
        return store


Below = Callable[[str], Collection[str] | None]


def _find_below(graphs: Iterable[Graph]) -> Below:
    """Return what gives the classes below one, itself too; None where graphs have classes."""
    parts = (part for graph in graphs for part in graph.of(SUBCLASS))
    if any(part.frame.height for part in parts):
        return lambda _: None
    descendants = packaged_schema().descendants
    return lambda iri: {iri, *descendants.get(iri, ())}


def _choose(
    frames: Iterable[StatementFrame],
    asked: frozenset[Asked] | None,
    known: Collection[Asked],
    below: Below,
) -> Iterator[StatementFrame]:
    """Yield the statements that are asked for and not known; None asks for all."""
    objects: dict[str, set[str | None]] = {}
    for predicate, value in asked or ():
        objects.setdefault(predicate, set()).add(value)
    for part in frames:
        wanted = {None} if asked is None else objects.get(part.predicate, set())
        wanted = {value for value in wanted if (part.predicate, value) not in known}
        if (part.predicate, None) in known or not wanted:
            continue
        listed = _list_objects(wanted, below)
        if listed is None:
            yield part
        elif not part.is_literal:
            yield replace(part, frame=part.frame.filter(pl.col(OBJECT).is_in(sorted(listed))))


def _list_objects(wanted: Iterable[str | None], below: Below) -> set[str] | None:
    """Return the IRIs that objects may be; None where they may be anything."""
    listed = set[str]()
    for value in wanted:
        if value is None:
            return None
        found = below(value.removeprefix(BELOW)) if value.startswith(BELOW) else (value,)
        if found is None:
            return None
        listed.update(found)
    return listed


def _load(
    store: ox.Store, base: str, frames: Iterable[StatementFrame], *, lenient: bool = False
) -> None:
    """Load statements into the graph of a name, which is there even where nothing is said."""
    graph = ox.NamedNode(base)
    store.add_graph(graph)
    lines = io.BufferedReader(PartsReader(stream_lines(frames)), _BUFFER)
    store.load(lines, format=ox.RdfFormat.N_TRIPLES, to_graph=graph, lenient=lenient)


def dump_graphs(store: ox.Store) -> dict[str, bytes]:
    """Return the named graphs of a store by name, each as N-Triples."""
    return {
        name.value: store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name) or b""
        for name in store.named_graphs()
        if isinstance(name, ox.NamedNode)
    }


def add_ontology(store: ox.Store) -> None:
    """Load the ontology and its code lists into a graph of their own."""
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


def copy_store(store: ox.Store) -> ox.Store:
    """Return a store with the same statements, which may be changed."""
    copy = ox.Store()
    copy.bulk_extend(store)
    return copy


def gather_graphs(store: ox.Store, name: str) -> ox.Store:
    """Return a store in which all statements are in one graph of a name, with the ontology beside.

    >>> len(gather_graphs(ox.Store(), "urn:a")) == len(open_store(()))
    True
    """
    gathered, graph = ox.Store(), ox.NamedNode(name)
    gathered.bulk_extend(
        ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in store
    )
    add_ontology(gathered)
    return gathered


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
