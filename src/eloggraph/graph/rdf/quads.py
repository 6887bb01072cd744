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
    newer = ((_has_triple, "rdf-version"), (_is_directed, "rdf-direction"))
    codes = [code for is_newer, code in newer if any(map(is_newer, quads))]
    return quads, [tell(code, "violation", source.place, chapter="checks") for code in codes]


def _has_triple(quad: ox.Quad) -> bool:
    return isinstance(quad.object, ox.Triple) or isinstance(quad.subject, ox.Triple)


def _is_directed(quad: ox.Quad) -> bool:
    return isinstance(quad.object, ox.Literal) and quad.object.direction is not None
