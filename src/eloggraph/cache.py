"""What is made ready when the toolkit is installed, so that no command has to make it again.

The texts of the catalogue, the schema, the ontology as columns and the plan of the shapes follow
from files of the toolkit itself. An installation makes them once (:mod:`eloggraph.api.prepare`) and
keeps them in ``eloggraph/prepared/``. In a checkout they hold as long as no source has changed
since; whoever asks for them makes them from the sources where there are none.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")

_PACKAGE = Path(__file__).parent
PREPARED = _PACKAGE / "prepared"
_SIGNATURE = "signature"
_SUFFIX = ".pickle"
# What an installation of other versions of Python or a library may fail with.
_UNREADABLE = (
    pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError, MemoryError, OSError,
    OverflowError, TypeError, ValueError,
)  # fmt: skip


def prepared_or_made(name: str, make: Callable[[], Made]) -> Made:
    """Return what was made ready under a name, or make it now.

    >>> prepared_or_made("no-such-thing", lambda: 1)
    1
    """
    if _is_current():
        try:
            found: Made = pickle.loads((PREPARED / f"{name}{_SUFFIX}").read_bytes())
        except _UNREADABLE:
            return make()
        return found
    return make()


def write_prepared(folder: Path, things: Iterable[tuple[str, object]]) -> None:
    """Write named things into a folder; in a checkout also what its sources are like now."""
    folder.mkdir(parents=True, exist_ok=True)
    signature = _sign_sources()  # before they are read
    for name, thing in things:
        (folder / f"{name}{_SUFFIX}").write_bytes(pickle.dumps(thing, protocol=5))
    if folder.resolve() == PREPARED.resolve():
        (folder / _SIGNATURE).write_text(signature, encoding="utf-8")


@cache
def _is_current() -> bool:
    """Tell whether what was made ready follows from the sources as they are."""
    if (_PACKAGE / "model").is_dir():  # a wheel, whose parts were put together at once
        return True
    try:
        return (PREPARED / _SIGNATURE).read_text(encoding="utf-8") == _sign_sources()
    except OSError:
        return False


def _sign_sources() -> str:
    """Return name, size and time of every source in a checkout."""
    top = _PACKAGE.parent.parent
    folders = (_PACKAGE, top / "ontology", top / "shapes")
    files = sorted(entry for folder in folders for entry in _list_files(str(folder)))
    return "\n".join(f"{path[len(str(top)) :]} {size} {time}" for path, size, time in files)


def _list_files(folder: str) -> Iterator[tuple[str, int, int]]:
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name.endswith((".py", ".ttl", ".toml", ".rq")):
                    status = entry.stat()
                    yield entry.path, status.st_size, status.st_mtime_ns
                elif entry.is_dir() and entry.name not in ("__pycache__", PREPARED.name):
                    waiting.append(entry.path)
