"""Prepared data: made once when the toolkit is installed, read by every command.

The texts of the catalogue, the schema, the ontology as columns and the plan of the shapes follow
from files of the toolkit itself. An installation makes them once (:mod:`eloggraph.api.prepare`) and
keeps them in ``eloggraph/prepared/``. In a checkout they are valid as long as no source has changed
since; where there are none, they are made from the sources when they are asked for.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

Made = TypeVar("Made")

_PACKAGE = Path(__file__).parent
PREPARED = _PACKAGE / "prepared"
_SIGNATURE = "signature"
_SUFFIX = ".pickle"
# Errors from files that another version of Python or of a library has written.
_UNREADABLE = (
    pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError, MemoryError, OSError,
    OverflowError, TypeError, ValueError,
)  # fmt: skip


def prepared_or_made(name: str, make: Callable[[], Made]) -> Made:
    """Return the object prepared under a name, or make it now.

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
    """Write named objects into a folder; in a checkout also the state of the sources."""
    folder.mkdir(parents=True, exist_ok=True)
    signature = _sign_sources()  # before they are read
    for name, thing in things:
        packed = BytesIO()
        _Pickler(packed, protocol=5).dump(thing)
        (folder / f"{name}{_SUFFIX}").write_bytes(packed.getvalue())
    if folder.resolve() == PREPARED.resolve():
        (folder / _SIGNATURE).write_text(signature, encoding="utf-8")


class _Pickler(pickle.Pickler):
    """Packs a dataclass with slots as its values alone: it is read in half the time."""

    def reducer_override(self, obj: object) -> Any:
        kind = type(obj)
        if "__slots__" not in kind.__dict__ or "__reduce__" in kind.__dict__:
            return NotImplemented
        if not is_dataclass(kind):
            return NotImplemented
        return _restore, (kind, *(getattr(obj, each.name) for each in fields(kind)))


def _restore(kind: Any, *values: object) -> object:
    made = object.__new__(kind)
    for set_value, value in zip(_setters(kind), values, strict=True):
        set_value(made, value)
    return made


@cache
def _setters(kind: Any) -> tuple[Callable[[object, object], None], ...]:
    """Return what fills each slot; a frozen dataclass refuses any other way."""
    return tuple(getattr(kind, each.name).__set__ for each in fields(kind))


@cache
def _is_current() -> bool:
    """Tell whether the prepared data was made from the sources as they are now."""
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
