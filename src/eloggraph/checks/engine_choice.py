"""Which engine checks RDF: by how many statements there are, and what memory is free."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from eloggraph.errors import OptionError
from eloggraph.graph.rdf.found import STDIN, format_of
from eloggraph.graph.rdf.packed import ENDING, NotPackedError, read_packed_about
from eloggraph.shacl.core.engines import ENGINES, NO_SERVER, SERVED, Server, is_installed
from eloggraph.shacl.engines import DEFAULT_ENGINE

AUTO = "auto"
# Statements from which on they are read where they lie.
LARGE = 2_000_000
# Bytes of memory that a statement takes in a check of what is in memory: 1.6 GB for 9.9 million.
_OF_STATEMENT = 165
# Bytes of a file for each statement: a line of N-Triples, and what other formats write shorter.
_OF_LINE, _OF_OTHERS, _PACKED = 180, 40, 10
_LINES = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)


def choose_engine(
    paths: Sequence[Path],
    named: str | None,
    *,
    memory: int | None,
    rules: bool,
    server: Server = NO_SERVER,
) -> str:
    """Return the engine that is named, or the best for RDF files where that is left to us.

    Parameters
    ----------
    memory
        The bytes that are free for the check.
    rules
        Whether rules are run before, for which all statements are in memory.
    server
        Where an engine that needs a server has it.

    Raises
    ------
    OptionError
        When the engine that is named is not installed, or lacks a server or has no use for it, or
        rules are to run with one that reads statements where they lie.
    """
    refuse_server(named, server)
    if named in ENGINES:
        if rules:
            raise OptionError.about("checks.engine-rules", value=named)
        if not is_installed(named):
            raise OptionError.about("checks.engine-missing", value=named)
        return named
    if named is not None and named != AUTO:
        return named
    statements = 0 if rules else estimate_statements(paths)
    if statements < LARGE:
        return DEFAULT_ENGINE
    is_short = memory is not None and statements * _OF_STATEMENT > memory // 2
    return "duckdb" if is_short and is_installed("duckdb") else "streaming"


def refuse_server(named: str | None, server: Server) -> None:
    """Refuse an engine without the server that it needs, and a server that is not asked.

    Raises
    ------
    OptionError
        When it is so.

    Examples
    --------
    >>> refuse_server("columns", NO_SERVER)
    """
    if server.remote is not None and server.master is not None:
        raise OptionError.about("checks.engine-server-both")
    is_given = server != NO_SERVER
    if named in SERVED and not is_given:
        raise OptionError.about("checks.engine-server-none", value=named)
    if is_given and named not in SERVED:
        raise OptionError.about("checks.engine-server-alone")


def engine_of_tables(named: str | None, most: int | None = None) -> str:
    """Return the engine for tables, of which those that read RDF where it lies are none.

    Raises
    ------
    OptionError
        When such an engine is named, or it is said how ``most`` results one tells.

    Examples
    --------
    >>> engine_of_tables("auto")
    'columns'
    """
    if most is not None:
        raise OptionError.about("checks.most-of-rdf")
    if named in ENGINES:
        raise OptionError.about("checks.engine-of-rdf", value=named)
    return DEFAULT_ENGINE if named in (None, AUTO) else named


def estimate_statements(paths: Sequence[Path]) -> int:
    """Return about how many statements there are in RDF files and folders of them, by their size.

    >>> estimate_statements([Path("ontology/elo.ttl")]) < LARGE
    True
    """
    return sum(map(_estimate, _list_files(paths)))


def _list_files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (each for each in path.rglob("*") if each.is_file() and format_of(each))
        elif path.is_file() and path != STDIN:
            yield path


def _estimate(path: Path) -> int:
    if path.suffix.lower() == ENDING:
        try:
            return read_packed_about(path).statements
        except (NotPackedError, OSError):
            return 0  # reading tells why
    size = path.stat().st_size * (_PACKED if path.suffix.lower() == ".gz" else 1)
    return size // (_OF_LINE if format_of(path) in _LINES else _OF_OTHERS)
