"""Statements of RDF files for an engine: from one file that is made here, or read where it runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from eloggraph.errors import InputError
from eloggraph.finding import Finding, order_findings
from eloggraph.graph.rdf.found import STDIN, RdfSource, RefusedError, find_sources
from eloggraph.graph.rdf.lines import PREDICATE
from eloggraph.graph.rdf.pack import REIFIED, stage_statements, tell_rows
from eloggraph.graph.rdf.packed import SCHEMA, About, NotPackedError, PackedInput
from eloggraph.graph.rdf.packed_rows import are_unsound
from eloggraph.graph.rdf.ranges import (
    FORMATS,
    LENGTHS,
    count_lines,
    count_reified,
    cut_ranges,
    number_lines,
    read_range,
    tell_notes,
)
from eloggraph.graph.rdf.source import open_packed, packed_told
from eloggraph.graph.rdf.told import IMPORTS, LINES, FaultyError
from eloggraph.iri import FILE_BASE
from eloggraph.shacl.core.selecting import part_at, telling
from eloggraph.shacl.core.terms import Backend, Frame

# Rows of remarks on reading, which come here.
_MOST_NOTES = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """Statements with the columns of :data:`eloggraph.graph.rdf.packed.SCHEMA`.

    ``files`` are the names of those that say them, in their order; ``findings`` are remarks such as
    an import not followed.
    """

    own: Frame
    files: tuple[str, ...]
    prefixes: Mapping[str, str]
    findings: tuple[Finding, ...]


@contextmanager
def stage(
    paths: Sequence[Path],
    backend: Backend,
    input_format: str | None = None,
    contexts: Mapping[str, Path] | None = None,
) -> Iterator[Staged]:
    """Give the statements of RDF files to an engine, as long as it works with them.

    Raises
    ------
    InputError
        When a file cannot be read, or is of a format that the engine does not read by itself.
    """
    if not backend.elsewhere:
        with stage_statements(paths, input_format, contexts) as made:
            own = backend.scan(made.path)
            yield _describe(own, made.about, made.findings)
        return
    sources, told = find_sources(paths, input_format, contexts)
    if told:
        raise InputError(*order_findings(told))
    own, about = _read(backend, sources)
    try:
        predicates = [IMPORTS, *(REIFIED if about.reified else ())]
        rows = backend.fetch(telling(own, predicates, FILE_BASE).select(*SCHEMA), most=_MOST_NOTES)
        findings = tell_rows(rows.cast(pl.Schema(SCHEMA)), about)
    except FaultyError as error:
        raise InputError(*order_findings(error.findings)) from error
    yield _describe(own, about, findings)


def _describe(own: Frame, about: About, findings: tuple[Finding, ...]) -> Staged:
    files = tuple(each.file for each in about.inputs)
    return Staged(own=own, files=files, prefixes=about.prefixes, findings=findings)


def _read(backend: Backend, sources: Sequence[RdfSource]) -> tuple[Frame, About]:
    """Return statements that are read where an engine computes."""
    odd = next((source for source in sources if not _is_of_lines(source)), None)
    if odd is None:
        return _read_lines(backend, sources)
    if not odd.is_packed or len(sources) > 1:
        raise InputError.tell(
            "engine-format", place=odd.place, chapter="checks", value=backend.name
        )
    try:
        about, own = open_packed(odd), backend.scan(odd.path)
        with packed_told(odd):
            if backend.reject(own, [*SCHEMA], are_unsound) is not None:
                raise NotPackedError("other")
        return own, about
    except RefusedError as error:
        raise InputError(*error.findings) from error


def _is_of_lines(source: RdfSource) -> bool:
    return source.format in LINES and not source.is_packed and source.path != STDIN


def _read_lines(backend: Backend, sources: Sequence[RdfSource]) -> tuple[Frame, About]:
    ranges = cut_ranges(sources)
    cut = ranges.filter(pl.col("end") > 0)
    if cut.height:
        lengths = backend.fetch(backend.spread(cut, count_lines, LENGTHS))
        ranges = number_lines(ranges, lengths)
    own, notes = part_at(backend.keep(backend.spread(ranges, read_range, SCHEMA)), PREDICATE)
    noted = backend.fetch(notes, most=_MOST_NOTES)
    if findings := tell_notes(noted, sources):
        raise InputError(*findings)
    reified = count_reified(noted)
    return own, About(
        made_by="",
        statements=0,
        reified=reified,
        prefixes={},
        inputs=[
            PackedInput(file=each.name, format=FORMATS[each.format], sha256=None, statements=0)
            for each in sources
        ],
    )
