"""RDF files as quads: each statement in the graph where its file puts it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from eloggraph.errors import InputError
from eloggraph.finding import Finding, order_findings, tell
from eloggraph.graph.rdf.found import RdfSource, RefusedError, find_sources
from eloggraph.graph.rdf.lines import parse_all
from eloggraph.graph.rdf.size import find_too_large
from eloggraph.graph.rdf.source import read_source, refuse_deep
from eloggraph.graph.rdf.told import tell_faults


def read_quads(
    paths: Sequence[Path],
    named_format: str | None = None,
    contexts: Mapping[str, Path] | None = None,
) -> list[ox.Quad]:
    """Read RDF files, and those in folders; blank nodes of two files are never the same.

    Parameters
    ----------
    paths, named_format, contexts
        As those of :func:`eloggraph.graph.rdf.read.read_rdf`.

    Raises
    ------
    InputError
        When a file cannot be read, or says what RDF 1.1 cannot; all faults are told at once. When
        there is too little memory for them, nothing is read.

    Examples
    --------
    >>> len(read_quads([Path("ontology/elo.ttl")])) > 100
    True
    """
    sources, told = find_sources(paths, named_format, contexts)
    if too_large := find_too_large(sources, "hash"):
        raise InputError(*too_large)
    quads, faults = list[ox.Quad](), list(told)
    for source in sources:
        try:
            found, wrong = _read(source)
        except RefusedError as error:
            faults += error.findings
            continue
        quads += found
        faults += wrong
    if faults:
        raise InputError(*order_findings(faults))
    return quads


def _read(source: RdfSource) -> tuple[list[ox.Quad], Sequence[Finding]]:
    data = read_source(source)
    refuse_deep(source, data)
    try:
        parser = ox.parse(data, format=source.format, base_iri=source.base, rename_blank_nodes=True)
        quads = list(parser)
    except SyntaxError:
        return [], tell_faults(source, data, parse_all(data, source.format, source.base)[1])
    if any(map(_is_newer, quads)):
        return [], [tell("rdf-version", "violation", source.place, chapter="checks")]
    return quads, ()


def _is_newer(quad: ox.Quad) -> bool:
    """Tell whether a statement has what RDF 1.1 does not know: a triple as a term, a direction."""
    value = quad.object
    is_directed = isinstance(value, ox.Literal) and value.direction is not None
    return is_directed or isinstance(value, ox.Triple) or isinstance(quad.subject, ox.Triple)
