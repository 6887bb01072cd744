"""RDF files into the columnar graph: the same frames that tables give, with file and line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from eloggraph.errors import InputError
from eloggraph.finding import Finding, order_findings, tell
from eloggraph.graph.rdf.found import DATASETS, STDIN, RdfSource, RefusedError, find_sources
from eloggraph.graph.rdf.frames import (
    CodedLines,
    TooManyError,
    code_lines,
    cut_lines,
    make_origin,
)
from eloggraph.graph.rdf.labels import label_nodes
from eloggraph.graph.rdf.lines import (
    LineFault,
    UnusualError,
    parse_all,
    split_lines,
    write_lines,
)
from eloggraph.graph.rdf.memory import MemoryBound, TooMuchError
from eloggraph.graph.rdf.packed_read import list_inputs, read_packed
from eloggraph.graph.rdf.parts import split_parts
from eloggraph.graph.rdf.reified import Reifications, find_mixed
from eloggraph.graph.rdf.source import cut_at_lines, read_source, read_source_parts, refuse_deep
from eloggraph.graph.rdf.terms import UnreadTermError, UntaggedError, refuse_triples
from eloggraph.graph.rdf.told import (
    IMPORTS,
    LINES,
    FaultyError,
    tell_faults,
    tell_imports,
    tell_reified,
    tell_relative,
    tell_term,
)
from eloggraph.graph.statements import Graph, StatementFrame
from eloggraph.iri import FILE_BASE
from eloggraph.schema.terms import label_blank_nodes

# Bytes of a file of lines that are read at a time: larger parts only take more memory.
_PART = 4 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class RdfData:
    """RDF files as one graph; ``findings`` are remarks such as an import not followed.

    ``prefixes`` are those that the files declare.
    """

    graph: Graph
    prefixes: Mapping[str, str]
    sources: tuple[RdfSource, ...]
    findings: tuple[Finding, ...]

    def source(self, name: str) -> RdfSource | None:
        """Return the file that has the name in findings."""
        return next((source for source in self.sources if source.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RdfStatements:
    """RDF files as triples with the prefixes that they declare: for what is small, as shapes."""

    triples: tuple[ox.Triple, ...]
    prefixes: Mapping[str, str]
    sources: tuple[RdfSource, ...]
    findings: tuple[Finding, ...]


def read_rdf(
    paths: Sequence[Path],
    graphs: Sequence[str] = (),
    named_format: str | None = None,
    contexts: Mapping[str, Path] | None = None,
    memory: int | None = None,
) -> RdfData:
    """Read RDF files, and those in folders, as one graph.

    Parameters
    ----------
    paths
        Files in Turtle, TriG, N-Triples, N-Quads, JSON-LD or RDF/XML, each also with ``.gz``,
        and folders of them.
    graphs
        IRIs of the named graphs to take; by default every graph is taken, named or not.
    named_format
        The format of the files, a name in :data:`eloggraph.graph.rdf.source.NAMED`; by default
        their endings tell it.
    contexts
        Files that stand for addresses of JSON-LD contexts; a relative address is looked for
        beside the document too, and nothing is fetched.
    memory
        The bytes that a check of N-Triples or N-Quads may take: what would take more is not read.

    Raises
    ------
    InputError
        When a file cannot be read; the faults of all files are told at once.
    """
    sources, told = find_sources(paths, named_format, contexts)
    faults = list(told)
    sizes = [source.path.stat().st_size for source in sources if memory is not None]
    bound = None if memory is None else MemoryBound(limit=memory, size=sum(sizes))
    frames: list[StatementFrame] = []
    named = {source.name for source in sources if not source.is_packed}
    reading = _Reading(graphs=graphs, bound=bound, taken=named)
    for number, source in enumerate(sources):
        try:
            prefix = f"f{number + 1}-" if len(sources) > 1 else ""
            found = _read_frames(source, reading)
            frames += label_nodes(found, prefix, are_kept=source.format in LINES)
        except RefusedError as error:
            faults += error.findings
        except TooMuchError as error:
            faults.append(_tell_memory(source, error.need, memory))
            break
        except FaultyError as error:
            faults += error.findings
    if faults:
        raise InputError(*order_findings(faults))
    graph = Graph(base=FILE_BASE, frames=tuple(frames), rows=())
    if reading.reified.count and (mixed := find_mixed(graph)):
        raise InputError(
            *(tell("rdf-version", "violation", place, chapter="checks") for place in mixed)
        )
    return RdfData(
        graph=graph,
        prefixes=reading.prefixes,
        sources=sources,
        findings=(
            *tell_imports(graph),
            *tell_relative(graph, reading.inputs),
            *tell_reified(reading.reified.count),
        ),
    )


@dataclass(slots=True, kw_only=True)
class _Reading:
    """What is wanted of files, and what becomes known of them as they are read.

    ``taken`` are the names that no other input may have.
    """

    graphs: Sequence[str]
    bound: MemoryBound | None
    taken: set[str]
    prefixes: dict[str, str] = field(default_factory=dict)
    reified: Reifications = field(default_factory=Reifications)
    inputs: list[RdfSource] = field(default_factory=list)


def _tell_memory(source: RdfSource, need: int, limit: int | None) -> Finding:
    return tell(
        "rdf-memory",
        "violation",
        source.place,
        chapter="checks",
        need=-(-need // 1_000_000),
        limit=(limit or 0) // 1_000_000,
    )


def _read_frames(source: RdfSource, reading: _Reading) -> Sequence[StatementFrame]:
    try:
        if source.is_packed:
            return _read_packed(source, reading)
        reading.inputs.append(source)
        return cut_lines(_read_lines(source, reading), make_origin(source.name))
    except (UnreadTermError, UntaggedError) as error:
        raise FaultyError([tell_term(source, error)]) from error
    except TooManyError as error:
        fault = tell(
            "rdf-too-many-properties",
            "violation",
            source.place,
            chapter="checks",
            n=error.count,
        )
        raise FaultyError([fault]) from error


def _read_packed(source: RdfSource, reading: _Reading) -> Sequence[StatementFrame]:
    found, about = read_packed(source, reading.graphs, reading.taken, reading.bound)
    reading.prefixes.update({**about.prefixes, **reading.prefixes})
    reading.reified.count += about.reified
    reading.inputs += list_inputs(about)
    return found


def _read_lines(source: RdfSource, reading: _Reading) -> CodedLines:
    """Return the statements of a file, the fastest way that it allows."""
    graphs, reified = reading.graphs, reading.reified
    is_dataset = bool(graphs) or source.format in DATASETS
    data = read_source(source) if source.path == STDIN else None  # which cannot be read again
    before = reified.count
    if source.format in LINES:
        with suppress(UnusualError):
            faults: list[LineFault] = []
            given = read_source_parts(source, _PART) if data is None else cut_at_lines([data], 1)
            split = split_parts(given, source, faults, reified, reading.bound)
            coded = code_lines(split, graphs, is_dataset=is_dataset)
            if faults:
                raise FaultyError(tell_faults(source, b"", faults))
            return coded
    if data is None:
        data = read_source(source)
    # The careful way, which knows no lines and begins again.
    reified.count = before
    refuse_deep(source, data)
    parts = write_lines(data, source.format, source.base, reading.prefixes)
    try:
        written = (refuse_triples(split_lines(reified.write(lines))) for lines in parts)
        return code_lines(written, graphs, is_dataset=is_dataset)
    except SyntaxError as error:
        faults = parse_all(data, source.format, source.base)[1]
        raise FaultyError(tell_faults(source, data, faults)) from error


def read_statements(
    paths: Sequence[Path], contexts: Mapping[str, Path] | None = None
) -> RdfStatements:
    """Read RDF files as triples, for example those of shapes; blank nodes are numbered.

    ``contexts`` are as those of :func:`read_rdf`.

    Raises
    ------
    InputError
        When a file cannot be read; the faults of all files are told at once.
    """
    sources, told = find_sources(paths, contexts=contexts)
    faults, triples, prefixes = list(told), list[ox.Triple](), dict[str, str]()
    for source in sources:
        try:
            data = read_source(source)
            refuse_deep(source, data)
        except RefusedError as error:
            faults += error.findings
            continue
        quads, found = parse_all(data, source.format, source.base, prefixes=prefixes)
        faults += tell_faults(source, data, found)
        triples += label_blank_nodes((quad.triple for quad in quads), f"s{len(triples)}-")
    if faults:
        raise InputError(*order_findings(faults))
    imports = {t.object.value for t in triples if t.predicate.value == IMPORTS}  # type: ignore[union-attr]
    return RdfStatements(
        triples=tuple(triples),
        prefixes=prefixes,
        sources=sources,
        findings=tuple(
            tell("import-not-followed", "info", chapter="checks", value=iri)
            for iri in sorted(imports)
        ),
    )
