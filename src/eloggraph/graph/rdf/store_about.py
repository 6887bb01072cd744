"""What lies beside a store on disk: by it a store is known, and what it was made of is told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from eloggraph.errors import InputError
from eloggraph.finding import Finding, tell
from eloggraph.tie_sorts import TIE_SORTS

ABOUT, WRITTEN = "eloggraph.json", "eloggraph-literals.nt"
# A file that every database of the kind under a store has.
DATABASE = "CURRENT"
_TOOL, _KIND, _VERSION = "eloggraph", "store", 2
_LARGEST = 1 << 24
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")


def write_about(folder: Path, about: Mapping[str, object]) -> None:
    """Write what a store is made of, as JSON, beside it."""
    said = {"tool": _TOOL, "kind": _KIND, "version": _VERSION, **about}
    (folder / ABOUT).write_text(json.dumps(said, ensure_ascii=False, indent=2) + "\n", "utf-8")


def is_store(folder: Path) -> bool:
    """Tell whether a folder is a store of ours, of any version, and even if it is damaged.

    >>> is_store(Path("datasets/osaajaks"))
    False
    """
    said = _read(folder)
    if (said.get("tool"), said.get("kind")) == (_TOOL, _KIND):
        return True
    is_near = any((folder / name).is_file() for name in (ABOUT, WRITTEN))
    return is_near and (folder / DATABASE).is_file()


def read_about(folder: Path) -> Mapping[str, Any] | None:
    """Return what a store of ours is made of; None where a folder is none.

    Raises
    ------
    InputError
        When another version wrote it, or not all is there.

    >>> read_about(Path("datasets/osaajaks"))
    """
    if not is_store(folder):
        return None
    said = _read(folder)
    is_whole = said.get("version") == _VERSION and all(
        name in said and is_right(said[name]) for name, is_right in _SHAPE.items()
    )
    if not is_whole:
        raise InputError.tell("store-other", chapter="queries", value=str(folder))
    return said


def tell_store(path: Path) -> Finding | None:
    """Return that a path is a store, for who wants files or tables there; None where it is none."""
    if not is_store(path):
        return None
    return tell("store-elsewhere", "violation", chapter="queries", value=str(path))


def refuse_stores(paths: Iterable[Path]) -> None:
    """Refuse paths of which one is a store.

    Raises
    ------
    InputError
        Naming every one.
    """
    if told := tuple(filter(None, map(tell_store, paths))):
        raise InputError(*told)


def _read(folder: Path) -> dict[str, Any]:
    path = folder / ABOUT
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return {}
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _is_text(value: object) -> bool:
    return isinstance(value, str) and "\0" not in value


def _is_iri(value: str) -> bool:
    try:
        return ox.NamedNode(value) is not None
    except ValueError:
        return False


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_map(is_right: Callable[[Any], bool]) -> Callable[[Any], bool]:
    def check(value: object) -> bool:
        return isinstance(value, dict) and all(
            _is_text(key) and is_right(each) for key, each in value.items()
        )

    return check


def _is_input(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and all(_is_number(value.get(name)) for name in ("size", "time"))
        and _is_text(value.get("sha256"))
    )


_SHAPE: Mapping[str, Callable[[Any], bool]] = {
    "bases": lambda value: _are_texts(value) and bool(value) and all(map(_is_iri, value)),
    "at": lambda value: value is None or (_is_text(value) and bool(_DAY.fullmatch(value))),
    "ties": _is_map(lambda value: _are_texts(value) and {*value} <= {*TIE_SORTS}),
    "made_by": _is_text,
    "folder": _is_text,
    "folders": _is_map(_are_texts),
    "inputs": _is_map(_is_input),
    "faults": _is_number,
    "rows": _is_number,
}
