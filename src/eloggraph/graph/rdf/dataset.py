"""RDF files as a dataset to ask: a default graph, and named graphs, each where its file puts it.

Blank nodes have labels that are the same in every run: of what may have any, the statements are
read one by one; the rest is loaded as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from eloggraph.errors import InputError
from eloggraph.finding import Finding, order_findings
from eloggraph.graph.rdf.found import DATASETS, RdfSource, RefusedError, find_sources
from eloggraph.graph.rdf.lines import parse_all
from eloggraph.graph.rdf.size import find_too_large
from eloggraph.graph.rdf.source import read_source, refuse_deep
from eloggraph.graph.rdf.told import tell_faults
from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.graph.statements import Graph
from eloggraph.graph.written import KEPT_BY_VALUE
from eloggraph.iri import FILE_BASE

# What stands in every file of a format that has a blank node; of the others nothing is known.
_MARKS = {
    ox.RdfFormat.N_TRIPLES: (b"_:",),
    ox.RdfFormat.N_QUADS: (b"_:",),
    ox.RdfFormat.TURTLE: (b"_:", b"[", b"("),
    ox.RdfFormat.TRIG: (b"_:", b"[", b"("),
}
_MANY = 1 << 20  # bytes: loading in bulk pays for its threads only where there are many


@dataclass(frozen=True, slots=True, kw_only=True)
class RdfDataset:
    """RDF files in a store; ``read_numbers`` gives what they write and a store keeps by value."""

    store: ox.Store
    sources: tuple[RdfSource, ...]
    read_numbers: Callable[[], Iterable[Graph]]


def read_dataset(
    paths: Sequence[Path],
    named: Sequence[Path] = (),
    named_format: str | None = None,
    contexts: Mapping[str, Path] | None = None,
) -> RdfDataset:
    """Read RDF files, and those in folders, into a store.

    Parameters
    ----------
    paths
        What they say without naming a graph goes into the default graph.
    named
        What they say without naming a graph goes into a graph of the file's own name: its name,
        resolved against the base of files.
    named_format, contexts
        As those of :func:`eloggraph.graph.rdf.read.read_rdf`.

    Raises
    ------
    InputError
        When a file cannot be read; the faults of all files are told at once. When there is too
        little memory for them, nothing is read.
    """
    together, told = find_sources(paths, named_format, contexts)
    apart, told_too = find_sources(named, named_format, contexts)
    sources = (*together, *apart)
    if too_large := find_too_large(sources, "query"):
        raise InputError(*too_large)
    store, faults, said = ox.Store(), [*told, *told_too], list[tuple[RdfSource, bytes]]()
    for number, source in enumerate(sources, start=1):
        graph = ox.NamedNode(source.base) if number > len(together) else None
        try:
            data = read_source(source)
            refuse_deep(source, data)
        except RefusedError as error:
            faults += error.findings
            continue
        faults += _load(store, source, data, graph, f"f{number}-" if len(sources) > 1 else "")
        said.append((source, data))
    if faults:
        raise InputError(*order_findings(faults))
    return RdfDataset(store=store, sources=sources, read_numbers=lambda: _read_numbers(said))


def _load(
    store: ox.Store,
    source: RdfSource,
    data: bytes,
    graph: ox.NamedNode | None,
    prefix: str,
) -> Sequence[Finding]:
    """Load a file into a store and return its faults."""
    is_plain = graph is None or source.format not in DATASETS
    marks = _MARKS.get(source.format, (b"",))
    if is_plain and not any(mark in data for mark in marks):
        load = store.bulk_load if len(data) > _MANY else store.load
        try:
            load(data, format=source.format, base_iri=source.base, to_graph=graph)
            return ()
        except SyntaxError:
            pass  # the careful way tells all faults
    quads, faults = parse_all(data, source.format, source.base)
    if faults:
        return tell_faults(source, data, faults)
    store.extend(_label(quads, graph or ox.DefaultGraph(), f"{prefix}b"))
    return ()


def _label(
    quads: Iterable[ox.Quad], graph: ox.NamedNode | ox.DefaultGraph, prefix: str
) -> Iterator[ox.Quad]:
    """Yield quads with blank nodes numbered as they come, and a graph for those of none."""
    labels: dict[str, ox.BlankNode] = {}

    def label(term: object) -> object:
        if isinstance(term, ox.BlankNode):
            return labels.setdefault(term.value, ox.BlankNode(f"{prefix}{len(labels) + 1}"))
        if isinstance(term, ox.Triple):
            return ox.Triple(*map(label, term))  # type: ignore[arg-type]
        return term

    for subject, predicate, value, name in quads:
        place = graph if isinstance(name, ox.DefaultGraph) else label(name)
        yield ox.Quad(label(subject), predicate, label(value), place)  # type: ignore[arg-type]


def _read_numbers(said: Iterable[tuple[RdfSource, bytes]]) -> Iterator[Graph]:
    for source, data in said:
        found = (
            quad.triple
            for quad in ox.parse(data, format=source.format, base_iri=source.base)
            if isinstance(quad.object, ox.Literal) and quad.object.datatype.value in KEPT_BY_VALUE
        )
        yield graph_of_triples(found, FILE_BASE)
