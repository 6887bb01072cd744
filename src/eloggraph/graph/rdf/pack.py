"""RDF files into one file of statements, part by part: any size, in bounded memory.

The format is that of :mod:`eloggraph.graph.rdf.packed`.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from importlib.metadata import version
from io import FileIO
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any

import polars as pl
from polars.io.plugins import register_io_source

from eloggraph.errors import InputError
from eloggraph.finding import Finding, order_findings, tell
from eloggraph.graph.rdf.found import RdfSource, RefusedError, find_sources
from eloggraph.graph.rdf.frames import cut_rows
from eloggraph.graph.rdf.lines import PREDICATE
from eloggraph.graph.rdf.packed import (
    ENDING,
    SCHEMA,
    About,
    scan_packed,
    write_packed_about,
)
from eloggraph.graph.rdf.packed_read import list_inputs
from eloggraph.graph.rdf.packed_rows import AT_ONCE, judge_packed
from eloggraph.graph.rdf.packing import CarefulError, Packing, read_rows
from eloggraph.graph.rdf.reified import find_mixed
from eloggraph.graph.rdf.source import open_packed, packed_told
from eloggraph.graph.rdf.terms import TAG
from eloggraph.graph.rdf.told import (
    IMPORTS,
    FaultyError,
    tell_imports,
    tell_reified,
    tell_relative,
)
from eloggraph.graph.statements import OBJECT, SUBJECT, Graph
from eloggraph.iri import FILE_BASE, expand
from eloggraph.once import Hashes, keep_hashes
from eloggraph.output.files import open_whole

_SYSTEM = re.compile(r"\(os error (\d+)\)")
# Properties whose statements are told of.
REIFIED = tuple(expand(f"rdf:{name}") for name in ("subject", "predicate", "object"))
_IS_TOLD = (
    pl.col(PREDICATE).is_in([IMPORTS, *REIFIED])
    | pl.col(SUBJECT).str.starts_with(FILE_BASE)
    | (pl.col(TAG).is_null() & pl.col(OBJECT).str.starts_with(FILE_BASE))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A file of statements that was made; ``findings`` are remarks such as an import not followed.

    ``sources`` are the files that were read.
    """

    path: Path
    about: About
    sources: tuple[RdfSource, ...]
    findings: tuple[Finding, ...]


def pack_statements(
    paths: Sequence[Path],
    target: Path,
    named_format: str | None = None,
    contexts: Mapping[str, Path] | None = None,
) -> Packed:
    """Read RDF files, and those in folders, into one file of statements in Parquet.

    It is written whole or not at all, and has the same bytes for the same files. What is held in
    memory does not grow with N-Triples, N-Quads and files of statements; of the other formats the
    labels of blank nodes are held.

    Parameters
    ----------
    paths, named_format, contexts
        As those of :func:`eloggraph.graph.rdf.read.read_rdf`; files may be of any size.
    target
        The file that is made, or made another time.

    Raises
    ------
    InputError
        When a file cannot be read; of the first such file its faults are told.
    OutputError
        When the target cannot be written.

    Examples
    --------
    >>> with TemporaryDirectory() as folder:
    ...     made = pack_statements([Path("ontology/elo.ttl")], Path(folder, "elo.parquet"))
    ...     scan_packed(made.path).select(pl.len()).collect().item() == made.about.statements
    True
    """
    sources, told = find_sources(paths, named_format, contexts)
    if told:
        raise InputError(*order_findings(told))
    careful = frozenset[str]()
    while True:
        try:
            with keep_hashes() as hashes, open_whole(target) as file:
                about = _write(file, Packing(sources, careful), hashes)
                findings = _tell(made, about) if (made := Path(file.name)).is_file() else ()
            return Packed(path=target, about=about, sources=sources, findings=findings)
        except CarefulError as error:
            careful |= {error.source.name}
        except (RefusedError, FaultyError) as error:
            raise InputError(*order_findings(error.findings)) from error


@contextmanager
def stage_statements(
    paths: Sequence[Path],
    named_format: str | None = None,
    contexts: Mapping[str, Path] | None = None,
    folder: Path | None = None,
) -> Iterator[Packed]:
    """Give RDF files as one file of statements, which is there as long as it is worked with.

    One file of statements is given as it is.

    Parameters
    ----------
    paths, named_format, contexts
        As those of :func:`pack_statements`.
    folder
        Where the file is made, by default where the system has temporary files.

    Raises
    ------
    InputError, OutputError
        As :func:`pack_statements` does.

    Examples
    --------
    >>> with stage_statements([Path("ontology/elo.ttl")]) as staged:
    ...     staged.about.inputs[0].file
    'elo.ttl'
    """
    sources, told = find_sources(paths, named_format, contexts)
    if len(sources) == 1 and sources[0].is_packed and not told:
        about, findings = _open(sources[0])
        yield Packed(path=sources[0].path, about=about, sources=sources, findings=findings)
        return
    with TemporaryDirectory(prefix="eloggraph-", dir=folder) as made:
        yield pack_statements(paths, Path(made, f"statements{ENDING}"), named_format, contexts)


def _open(source: RdfSource) -> tuple[About, tuple[Finding, ...]]:
    try:
        about = open_packed(source)
        with packed_told(source):
            judge_packed(source.path)  # whoever made it may have written anything
            return about, _tell(source.path, about)
    except (RefusedError, FaultyError) as error:
        raise InputError(*error.findings) from error


def _write(file: FileIO, packing: Packing, hashes: Hashes) -> About:
    ended, refused = Event(), list[BaseException]()
    rows = _read_here(read_rows(packing), ended, refused)
    frame = register_io_source(lambda *_: rows, schema=SCHEMA)

    def tell_about(_: Any = None) -> dict[str, str]:
        return write_packed_about(_describe(packing, hashes))

    def sink() -> None:
        frame.sink_parquet(file, row_group_size=AT_ONCE, metadata=tell_about, engine="streaming")

    try:
        # In another thread, so that Python alone hears an interruption.
        with ThreadPoolExecutor(1) as pool:
            try:
                pool.submit(sink).result()
            finally:
                ended.set()
    except pl.exceptions.PolarsError as error:
        if refused:  # older Polars wrap what a source raises
            raise refused[0] from error
        found = _SYSTEM.search(str(error))
        code = int(found.group(1)) if found else errno.EIO
        raise OSError(code, os.strerror(code)) from error
    return _describe(packing, hashes)


def _read_here(
    parts: Iterator[pl.DataFrame], ended: Event, refused: list[BaseException]
) -> Iterator[pl.DataFrame]:
    """Yield parts in the context of here, until it has ended: Polars asks in its own threads.

    What a file is refused for is kept too.
    """
    context = copy_context()

    def read() -> Iterator[pl.DataFrame]:
        try:
            while not ended.is_set() and (rows := context.run(next, parts, None)) is not None:
                yield rows
        except (CarefulError, FaultyError, RefusedError, OSError, KeyboardInterrupt) as error:
            refused.append(error)
            raise

    return read()


def _describe(packing: Packing, hashes: Hashes) -> About:
    return About(
        made_by=f"eloggraph {version('eloggraph')}",
        statements=packing.counts.total(),
        reified=packing.reified.count,
        prefixes=packing.prefixes,
        inputs=packing.list_inputs(hashes),
    )


def _tell(path: Path, about: About) -> tuple[Finding, ...]:
    """Return what is to be noticed of statements, by those few that tell it.

    Raises
    ------
    FaultyError
        When a reifier is of two statements.
    """
    return tell_rows(scan_packed(path).filter(_IS_TOLD).collect(engine="streaming"), about)


def tell_rows(rows: pl.DataFrame, about: About) -> tuple[Finding, ...]:
    """Return what is to be noticed of statements by those among them that may tell it.

    Raises
    ------
    FaultyError
        When a reifier is of two statements.
    """
    graph = Graph(base=FILE_BASE, frames=cut_rows(rows, most=None), rows=())
    if about.reified and (mixed := find_mixed(graph)):
        raise FaultyError([tell("rdf-version", "violation", at, chapter="checks") for at in mixed])
    return (
        *tell_imports(graph),
        *tell_relative(graph, list_inputs(about)),
        *tell_reified(about.reified),
    )
