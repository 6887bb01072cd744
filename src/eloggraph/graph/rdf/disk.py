"""Graphs as an Oxigraph store on disk, with what they were made of beside them.

Any program that opens such a store can read it, the ``oxigraph`` server too: what the toolkit adds
are two files of its own. One of them keeps the literals that a store would write in another way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from eloggraph.graph.rdf.ntriples import stream_lines
from eloggraph.graph.rdf.store import add_ontology
from eloggraph.graph.rdf.store_about import ABOUT, WRITTEN, is_store, write_about
from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.graph.room import refuse_without_room
from eloggraph.graph.statements import Graph
from eloggraph.graph.written import find_rewritten

# The names that the database under the store gives its files.
_OF_DATABASE = re.compile(
    r"\d+\.(?:sst|log|blob)|CURRENT|IDENTITY|LOCK|LOG(?:\.old\.\d+)?|(?:MANIFEST|OPTIONS)-\d+"
)


def write_disk_store(folder: Path, graphs: Iterable[Graph], about: Mapping[str, object]) -> None:
    """Write graphs with the ontology into a new folder, each in a named graph of its base.

    Parameters
    ----------
    folder
        An empty folder.
    about
        What the store is made of, as JSON can write it.

    Raises
    ------
    InputError
        When there is too little memory to fill it.
    """
    found = tuple(graphs)
    refuse_without_room(sum(map(len, found)), "disk")
    store = ox.Store(str(folder))
    for graph in found:
        name = ox.NamedNode(graph.base)
        store.add_graph(name)
        # One load after another: a single one holds up to a million statements at a time, and
        # more of them where there are more processors. No node is blank, so none is renamed.
        for lines in stream_lines(graph.frames):
            store.bulk_load(lines, format=ox.RdfFormat.N_TRIPLES, to_graph=name)
    add_ontology(store)
    store.optimize()
    store.flush()
    node = "<urn:x>"
    literals = sorted(f"{node} {node} {term} .\n" for term in find_rewritten(found).values())
    (folder / WRITTEN).write_text("".join(literals), encoding="utf-8")
    write_about(folder, about)


def is_store_only(folder: Path) -> bool:
    """Tell whether a folder is a store of ours, and nothing else is in it."""
    return is_store(folder) and all(
        entry.is_file()
        and not entry.is_symlink()
        and (entry.name in (ABOUT, WRITTEN) or _OF_DATABASE.fullmatch(entry.name))
        for entry in folder.iterdir()
    )


def open_disk_store(folder: Path) -> ox.Store:
    """Open a store to read from.

    Raises
    ------
    OSError
        When it cannot be opened.
    """
    return ox.Store.read_only(str(folder))


def read_written(folder: Path) -> Iterator[Graph]:
    """Yield the literals that the data write otherwise than the store, as a graph."""
    lines = (folder / WRITTEN).read_bytes()
    read = (quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))
    yield graph_of_triples(read, "urn:x")
