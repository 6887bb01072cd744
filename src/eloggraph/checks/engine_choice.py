"""Which engine checks RDF: by how many statements there are, and what memory is free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from eloggraph.errors import OptionError
from eloggraph.graph.rdf.found import find_sources
from eloggraph.graph.rdf.size import estimate_extent
from eloggraph.shacl.core.engines import ENGINES, NO_SERVER, SERVED, Server, is_installed
from eloggraph.shacl.engines import DEFAULT_ENGINE

AUTO = "auto"
# Statements from which on they are read where they lie.
LARGE = 2_000_000
# Bytes of memory that a statement takes in a check of what is in memory: 1.6 GB for 9.9 million.
_OF_STATEMENT = 165


def choose_engine(
    paths: Sequence[Path],
    named: str | None,
    *,
    memory: int | None,
    rules: bool,
    server: Server = NO_SERVER,
    input_format: str | None = None,
    contexts: Mapping[str, Path] | None = None,
) -> str:
    """Return the engine that is named, or the best for RDF files where that is left to us.

    Parameters
    ----------
    paths, input_format, contexts
        As those of :func:`eloggraph.graph.rdf.read.read_rdf`.
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
    if rules:
        return DEFAULT_ENGINE
    extent = estimate_extent(find_sources(paths, input_format, contexts)[0])
    if extent is None or extent.statements < LARGE:
        return DEFAULT_ENGINE
    is_short = memory is not None and extent.statements * _OF_STATEMENT > memory // 2
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
