"""RDF files into the columnar graph: the same frames that tables give, with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyoxigraph as ox

from eloggraph.errors import InputError
from eloggraph.finding import Finding, Place, order_findings, tell
from eloggraph.graph.rdf.encoding import find_other_encoding
from eloggraph.graph.rdf.frames import (
    CodedLines,
    TooManyError,
    code_lines,
    cut_lines,
)
from eloggraph.graph.rdf.labels import label_nodes
from eloggraph.graph.rdf.lines import (
    MOST_FAULTS,
    LineFault,
    SplitLines,
    UnusualError,
    are_canonical,
    canonise,
    parse_all,
    read_lines,
    split_lines,
    write_lines,
)
from eloggraph.graph.rdf.memory import MemoryBound, TooMuchError
from eloggraph.graph.rdf.reified import Reifications, find_mixed
from eloggraph.graph.rdf.source import (
    DATASETS,
    STDIN,
    RdfSource,
    RefusedError,
    cut_at_lines,
    find_sources,
    read_source,
    read_source_parts,
    refuse_deep,
)
from eloggraph.graph.rdf.terms import UnreadTermError, UntaggedError, refuse_triples
from eloggraph.graph.statements import (
    OBJECT,
    ROW,
    SUBJECT,
    Graph,
    StatementFrame,
)
from eloggraph.iri import FILE_BASE, expand
from eloggraph.schema.terms import label_blank_nodes
from eloggraph.tables.model import RawTable

_LINES = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
# Bytes of a file of lines that are read at a time: larger parts only take more memory.
_PART = 4 << 20
_IMPORTS = expand("owl:imports")
_REMOTE = "LoadDocumentCallback"
_WHERE = re.compile(r"^Parser error at .*?: ")


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
    prefixes: dict[str, str] = {}
    reified = Reifications()
    for number, source in enumerate(sources):
        try:
            prefix = f"f{number + 1}-" if len(sources) > 1 else ""
            found = _read_frames(source, graphs, prefixes, reified, bound)
            frames += label_nodes(found, prefix, are_kept=source.format in _LINES)
        except RefusedError as error:
            faults += error.findings
        except TooMuchError as error:
            faults.append(_tell_memory(source, error.need, memory))
            break
        except _FaultyError as error:
            faults += error.findings
    if faults:
        raise InputError(*order_findings(faults))
    graph = Graph(base=FILE_BASE, frames=tuple(frames), rows=())
    if reified.count and (mixed := find_mixed(graph)):
        raise InputError(
            *(tell("rdf-version", "violation", place, chapter="checks") for place in mixed)
        )
    return RdfData(
        graph=graph,
        prefixes=prefixes,
        sources=sources,
        findings=(
            *_tell_imports(graph),
            *_tell_relative(graph, sources),
            *_tell_reified(reified.count),
        ),
    )


class _FaultyError(Exception):
    """A file is malformed."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = findings
        super().__init__()


def _tell_memory(source: RdfSource, need: int, limit: int | None) -> Finding:
    return tell(
        "rdf-memory",
        "violation",
        source.place,
        chapter="checks",
        need=-(-need // 1_000_000),
        limit=(limit or 0) // 1_000_000,
    )


def _read_frames(
    source: RdfSource,
    graphs: Sequence[str],
    prefixes: dict[str, str],
    reified: Reifications,
    bound: MemoryBound | None,
) -> Sequence[StatementFrame]:
    origin = RawTable(
        file=source.name,
        sheet=None,
        stem=source.path.stem,
        headers=(),
        header_row=0,
        frame=pl.DataFrame(schema={ROW: pl.UInt32}),
    )
    try:
        return cut_lines(_read_lines(source, graphs, prefixes, reified, bound), origin)
    except UntaggedError as error:
        place = Place(file=source.name, row=error.row)
        raise _FaultyError([tell("rdf-untagged", "violation", place, chapter="checks")]) from error
    except TooManyError as error:
        fault = tell(
            "rdf-too-many-properties",
            "violation",
            source.place,
            chapter="checks",
            n=error.count,
        )
        raise _FaultyError([fault]) from error
    except UnreadTermError as error:
        fault = tell("rdf-version", "violation", source.place, chapter="checks")
        raise _FaultyError([fault]) from error


def _read_lines(
    source: RdfSource,
    graphs: Sequence[str],
    prefixes: dict[str, str],
    reified: Reifications,
    bound: MemoryBound | None,
) -> CodedLines:
    """Return the statements of a file, the fastest way that it allows."""
    is_dataset = bool(graphs) or source.format in DATASETS
    data = read_source(source) if source.path == STDIN else None  # which cannot be read again
    before = reified.count
    if source.format in _LINES:
        with suppress(UnusualError):
            faults: list[LineFault] = []
            given = read_source_parts(source, _PART) if data is None else cut_at_lines([data], 1)
            split = _split_parts(given, source, faults, reified, bound)
            coded = code_lines(split, graphs, is_dataset=is_dataset)
            if faults:
                raise _FaultyError(tell_faults(source, b"", faults))
            return coded
    if data is None:
        data = read_source(source)
    # The careful way, which knows no lines and begins again.
    reified.count = before
    refuse_deep(source, data)
    parts = write_lines(data, source.format, source.base, prefixes)
    try:
        written = (refuse_triples(split_lines(reified.write(lines))) for lines in parts)
        return code_lines(written, graphs, is_dataset=is_dataset)
    except SyntaxError as error:
        faults = parse_all(data, source.format, source.base)[1]
        raise _FaultyError(tell_faults(source, data, faults)) from error


def _split_parts(
    parts: Iterable[bytes],
    source: RdfSource,
    faults: list[LineFault],
    reified: Reifications,
    bound: MemoryBound | None,
) -> Iterator[SplitLines]:
    """Yield the lines of a file cut into fields, part by part; ``faults`` takes what is wrong.

    Raises
    ------
    UnusualError
        When the strict parser must read the whole text.
    """
    row = 1
    for data in parts:
        lines = read_lines(data, row)
        split = split_lines(lines)
        if not are_canonical(split, source.format):
            refuse_deep(source, data)  # what is canonical meets no parser
            lines, found = canonise(lines, source.format)
            faults += found
            if len(faults) >= MOST_FAULTS:
                raise UnusualError
            split = refuse_triples(split_lines(reified.write(lines)))
        if bound is not None:
            bound.take(split, len(data))
        yield split
        row += data.count(b"\n")


def tell_faults(source: RdfSource, data: bytes, faults: Sequence[LineFault]) -> list[Finding]:
    """Return the faults of a file; of one in another encoding only that."""
    if faults and (found := find_other_encoding(data)) is not None:
        place, encoding = Place(file=source.name, row=found[0]), found[1]
        values = {"variant": "line", "encoding": encoding}
        return [tell("rdf-encoding", "violation", place, chapter="checks", **values)]
    return [_tell_fault(source, fault) for fault in faults]


def _tell_fault(source: RdfSource, fault: LineFault) -> Finding:
    place = Place(file=source.name, row=fault.row or None)
    if _REMOTE in fault.reason:
        return tell("rdf-remote-context", "violation", place, chapter="checks")
    reason = _WHERE.sub("", fault.reason)
    return tell("rdf-malformed", "violation", place, chapter="checks", reason=reason)


def _tell_imports(graph: Graph) -> Iterable[Finding]:
    for part in graph.of(_IMPORTS):
        for value, row in part.frame.select(OBJECT, ROW).unique().sort(OBJECT).iter_rows():
            place = part.place(row)
            yield tell("import-not-followed", "info", place, chapter="checks", value=value)


def _tell_relative(graph: Graph, sources: Sequence[RdfSource]) -> Iterable[Finding]:
    """Yield a remark for each file whose relative IRIs have no base; of the file itself they may.

    What a file says of itself or of parts of it (``<>``, ``<#me>``) is meant to be relative.
    """
    files = {source.name for source in sources if source.format not in _LINES}
    own = [base for source in sources for base in (source.base, f"{source.base}#")]
    found: dict[str, set[str]] = {}
    for part in graph.frames:
        if part.origin is None or part.origin.file not in files:
            continue
        for name in (SUBJECT,) if part.is_literal else (SUBJECT, OBJECT):
            column = part.frame[name]
            hits = column.filter(column.str.starts_with(FILE_BASE)).unique().to_list()
            others = {iri for iri in hits if not _is_within(iri, own)}
            found.setdefault(part.origin.file, set()).update(others)
    for file, iris in sorted(found.items()):
        if iris:
            first = min(iris).removeprefix(FILE_BASE)
            values = {"n": len(iris), "value": f"<{first}>"}
            place = Place(file=file)
            yield tell("rdf-relative-iri", "info", place, chapter="checks", **values)  # type: ignore[arg-type]


def _tell_reified(count: int) -> Iterable[Finding]:
    if count:
        yield tell("rdf-reified", "info", chapter="checks", n=count)


def _is_within(iri: str, own: Sequence[str]) -> bool:
    return any(iri == each or (each.endswith("#") and iri.startswith(each)) for each in own)


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
    imports = {t.object.value for t in triples if t.predicate.value == _IMPORTS}  # type: ignore[union-attr]
    return RdfStatements(
        triples=tuple(triples),
        prefixes=prefixes,
        sources=sources,
        findings=tuple(
            tell("import-not-followed", "info", chapter="checks", value=iri)
            for iri in sorted(imports)
        ),
    )
