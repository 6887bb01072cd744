"""What is told of RDF files as they are read: faults of their lines, and what is to be noticed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from eloggraph.finding import Finding, Place, tell
from eloggraph.graph.rdf.encoding import find_other_encoding
from eloggraph.graph.rdf.found import RdfSource
from eloggraph.graph.rdf.lines import LineFault
from eloggraph.graph.rdf.terms import DirectedError, UnreadTermError, UntaggedError
from eloggraph.graph.statements import OBJECT, ROW, SUBJECT, Graph
from eloggraph.iri import FILE_BASE, expand

LINES = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
IMPORTS = expand("owl:imports")
_REMOTE = "LoadDocumentCallback"
_WHERE = re.compile(r"^Parser error at .*?: ")


class FaultyError(Exception):
    """A file is malformed."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = findings
        super().__init__()


def tell_faults(source: RdfSource, data: bytes, faults: Sequence[LineFault]) -> list[Finding]:
    """Return the faults of a file; of one in another encoding only that."""
    if faults and (found := find_other_encoding(data)) is not None:
        return [tell_other_encoding(source, *found)]
    return [_tell_fault(source, fault) for fault in faults]


def tell_other_encoding(source: RdfSource, row: int, encoding: str) -> Finding:
    """Return that a file is in another encoding, which a line shows."""
    place, values = Place(file=source.name, row=row), {"variant": "line", "encoding": encoding}
    return tell("rdf-encoding", "violation", place, chapter="checks", **values)


def tell_term(source: RdfSource, error: UnreadTermError | UntaggedError) -> Finding:
    """Return that a file has a term that is not read."""
    if isinstance(error, UntaggedError):
        place = Place(file=source.name, row=error.row)
        return tell("rdf-untagged", "violation", place, chapter="checks")
    code = "rdf-direction" if isinstance(error, DirectedError) else "rdf-version"
    return tell(code, "violation", source.place, chapter="checks")


def _tell_fault(source: RdfSource, fault: LineFault) -> Finding:
    place = Place(file=source.name, row=fault.row or None)
    if _REMOTE in fault.reason:
        return tell("rdf-remote-context", "violation", place, chapter="checks")
    reason = _WHERE.sub("", fault.reason)
    return tell("rdf-malformed", "violation", place, chapter="checks", reason=reason)


def tell_imports(graph: Graph) -> Iterable[Finding]:
    """Yield a remark for each ontology that the files import: it is not read."""
    for part in graph.of(IMPORTS):
        for value, row in part.frame.select(OBJECT, ROW).unique().sort(OBJECT).iter_rows():
            place = part.place(row)
            yield tell("import-not-followed", "info", place, chapter="checks", value=value)


def tell_relative(graph: Graph, sources: Sequence[RdfSource]) -> Iterable[Finding]:
    """Yield a remark for each file whose relative IRIs have no base; of the file itself they may.

    What a file says of itself or of parts of it (``<>``, ``<#me>``) is meant to be relative.
    """
    files = {source.name for source in sources if source.format not in LINES}
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


def tell_reified(count: int) -> Iterable[Finding]:
    """Yield a remark where statements are about statements, of which there are so many."""
    if count:
        yield tell("rdf-reified", "info", chapter="checks", n=count)


def _is_within(iri: str, own: Sequence[str]) -> bool:
    return any(iri == each or (each.endswith("#") and iri.startswith(each)) for each in own)
