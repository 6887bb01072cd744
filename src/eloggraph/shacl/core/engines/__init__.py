"""Where frames are computed: one module for each library, which it imports when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from eloggraph.shacl.core.terms import Backend, ServerError

# The libraries of the engines that read statements where they lie: of each line one is enough.
_LIBRARIES: dict[str, tuple[tuple[str, ...], ...]] = {
    "streaming": (("polars",),),
    "duckdb": (("duckdb",), ("pyarrow",)),
    "spark": (("pyspark", "pyspark-client"), ("pyarrow",), ("pandas",), ("grpcio",)),
}
ENGINES = tuple(_LIBRARIES)
# Those that a server runs, which has to be named.
SERVED = frozenset({"spark"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What computes for an engine: a server at an address, or one that a master runs from here."""

    remote: str | None = None
    master: str | None = None


NO_SERVER = Server()


def open_engine(
    name: str,
    *,
    memory: int | None = None,
    folder: Path | None = None,
    server: Server = NO_SERVER,
) -> Backend:
    """Return an engine that reads statements where they lie.

    Parameters
    ----------
    name
        One of :data:`ENGINES`.
    memory
        The bytes that it may take, where it keeps to a bound.
    folder
        Where it puts what is more.
    server
        That of an engine which is one of :data:`SERVED`.

    Raises
    ------
    ServerError
        When the server does not answer, or what it needs here is not as it has to be.

    Examples
    --------
    >>> open_engine("streaming").name
    'polars'
    """
    if name in SERVED:
        return _open_spark(memory, folder, server)
    return _OPENERS[name](memory, folder)


def is_installed(name: str) -> bool:
    """Tell whether the libraries of an engine are installed."""
    return all(any(_list_versions(libraries)) for libraries in _LIBRARIES[name])


def name_version(name: str) -> str:
    """Return the library of an engine with its version.

    >>> name_version("streaming").startswith("polars ")
    True
    """
    return " ".join(next(_list_versions(_LIBRARIES[name][0])))


def ends_raised(name: str) -> AbstractContextManager[None]:
    """Return what raises whatever ends the work of an engine as an error of ours."""
    if name not in SERVED:
        return nullcontext()
    from eloggraph.shacl.core.engines import spark_session

    return spark_session.ends_raised()


def _list_versions(libraries: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield those of some libraries that are installed, with their versions."""
    for library in libraries:
        with suppress(PackageNotFoundError):
            yield library, version(library)


def _refuse_mixed(libraries: tuple[str, ...]) -> None:
    """Refuse two libraries with the same modules, of which one has written over the other's."""
    found = [*_list_versions(libraries)]
    if len({number for _, number in found}) > 1:
        raise ServerError("mixed", ", ".join(map(" ".join, found)))


def _open_streaming(memory: int | None, folder: Path | None) -> Backend:
    from eloggraph.shacl.core.engines.polars import PolarsBackend

    return PolarsBackend(None, folder, memory)


def _open_duckdb(memory: int | None, folder: Path | None) -> Backend:
    from eloggraph.shacl.core.engines.duckdb import DuckBackend

    return DuckBackend(memory, folder)


def _open_spark(memory: int | None, folder: Path | None, server: Server) -> Backend:
    from eloggraph.shacl.core.engines.spark import SparkBackend, refuse_folder
    from eloggraph.shacl.core.engines.spark_session import open_session

    _refuse_mixed(_LIBRARIES["spark"][0])
    if folder is not None:
        refuse_folder(folder)
    return SparkBackend(open_session(server.remote, server.master), memory, folder)


_OPENERS: dict[str, Callable[[int | None, Path | None], Backend]] = {
    "streaming": _open_streaming,
    "duckdb": _open_duckdb,
}
