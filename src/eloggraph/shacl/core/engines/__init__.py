"""Where frames are computed: one module for each library, which it imports when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from eloggraph.shacl.core.terms import Backend

# The libraries of the engines that read statements where they lie.
_LIBRARIES = {"streaming": ("polars",), "duckdb": ("duckdb", "pyarrow")}
ENGINES = tuple(_LIBRARIES)


def open_engine(name: str, *, memory: int | None = None, folder: Path | None = None) -> Backend:
    """Return an engine that reads statements where they lie.

    Parameters
    ----------
    name
        One of :data:`ENGINES`.
    memory
        The bytes that it may take, where it keeps to a bound.
    folder
        Where it puts what is more.

    Examples
    --------
    >>> open_engine("streaming").name
    'polars'
    """
    return _OPENERS[name](memory, folder)


def is_installed(name: str) -> bool:
    """Tell whether the libraries of an engine are installed."""
    try:
        return all(version(library) for library in _LIBRARIES[name])
    except PackageNotFoundError:
        return False


def name_version(name: str) -> str:
    """Return the library of an engine with its version.

    >>> name_version("streaming").startswith("polars ")
    True
    """
    library = _LIBRARIES[name][0]
    return f"{library} {version(library)}"


def _open_streaming(memory: int | None, folder: Path | None) -> Backend:
    from eloggraph.shacl.core.engines.polars import PolarsBackend

    return PolarsBackend(None, folder, memory)


def _open_duckdb(memory: int | None, folder: Path | None) -> Backend:
    from eloggraph.shacl.core.engines.duckdb import DuckBackend

    return DuckBackend(memory, folder)


_OPENERS: dict[str, Callable[[int | None, Path | None], Backend]] = {
    "streaming": _open_streaming,
    "duckdb": _open_duckdb,
}
