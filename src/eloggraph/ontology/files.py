"""RDF files for reasoning: which they are, and into a store. Nothing that they name is fetched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from eloggraph.errors import InputError
from eloggraph.finding import Place
from eloggraph.graph.rdf.found import RdfSource, RefusedError
from eloggraph.graph.rdf.source import read_source, refuse_deep
from eloggraph.graph.rdf.store import open_store
from eloggraph.graph.statements import Graph
from eloggraph.iri import BASE, ELO
from eloggraph.schema.package import ALIGNMENT

ONTOLOGY_GRAPH = ELO.rstrip("#")
FILE_GRAPH = BASE + "data/file/"

_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
}
_MODEL = re.compile(r"^http://www\.w3\.org/2002/07/owl#(Ontology|Class|\w+Property)$")


def find_rdf(path: Path) -> dict[str, tuple[Path, ...]]:
    """Return what a path means to :func:`eloggraph.ontology.consistency.reason`.

    Returns
    -------
    ``{"ontology": files}`` for a file or a folder that declares classes or properties, its
    alignment left out; ``{"files": files}`` for other RDF, which is data; ``{}`` for anything
    else, such as the folder of a network.

    Raises
    ------
    InputError
        When there is nothing at the path, or a file of it is malformed.
    """
    if not path.exists():
        raise InputError.tell("path-missing", chapter="reason", value=str(path))
    if path.is_dir():
        if any(path.glob("*.csv")) or (path / "network.toml").is_file():
            return {}
        found = sorted(file for file in path.rglob("*") if file.suffix in _FORMATS)
        files = tuple(file for file in found if file.name != ALIGNMENT)
    else:
        files = (path,)
    if not files:
        return {}
    objects = {quad.object for file in files for quad in _parse(file, ONTOLOGY_GRAPH)}
    is_model = any(_MODEL.match(getattr(term, "value", "")) for term in objects)
    return {"ontology" if is_model else "files": files}


def open_reasoning_store(
    graphs: Sequence[Graph], *, files: Sequence[Path], ontology: Sequence[Path]
) -> ox.Store:
    """Return a store with one named graph per network, one per file, and one for the ontology.

    Raises
    ------
    InputError
        When a file is missing, of a format that is not read here, or malformed: then the line
        is told.
    """
    store = open_store(graphs, with_ontology=False)
    for path in ontology:
        _load(store, path, ox.NamedNode(ONTOLOGY_GRAPH))
    for path in files:
        _load(store, path, ox.NamedNode(FILE_GRAPH + path.stem))
    return store


def _load(store: ox.Store, path: Path, graph: ox.NamedNode) -> None:
    """Load the statements of one file into one graph, whatever graphs it names itself."""
    quads = _parse(path, graph.value)
    store.extend(ox.Quad(q.subject, q.predicate, q.object, graph) for q in quads)


def _parse(path: Path, base: str) -> list[ox.Quad]:
    place = Place(file=path.name)
    format_ = _FORMATS.get(path.suffix.lower())
    if format_ is None:
        raise InputError.tell("file-format", place, chapter="reason")
    if not path.is_file():
        raise InputError.tell("path-missing", chapter="reason", value=str(path))
    try:
        source = RdfSource(path=path, name=path.name, format=format_)
        data = read_source(source)
        refuse_deep(source, data)
        return list(ox.parse(data, format=format_, base_iri=base, rename_blank_nodes=True))
    except RefusedError as error:
        raise InputError(*error.findings) from error
    except SyntaxError as error:
        place = Place(file=path.name, row=error.lineno)
        raise InputError.tell(
            "file-malformed", place, chapter="reason", reason=error.msg
        ) from error
