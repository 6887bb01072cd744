"""The files of ``catalogue/``: what is said, and how each language writes.

One chapter is one file. An installation makes one thing ready of them all; where there is none,
a chapter is read when it is first asked for, as no command needs all of them.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from eloggraph.cache import prepared_or_made

_FOLDER = Path(__file__).parent / "catalogue"


@cache
def read_chapter(name: str) -> Mapping[str, Any]:
    """Return one chapter.

    >>> read_chapter("languages")["sv"]["name"]
    'Svenska'

    Raises
    ------
    KeyError
        When there is no such chapter.
    """
    ready = _find_ready()
    return _parse(name) if ready is None else pickle.loads(ready[name])


@cache
def list_chapters() -> tuple[str, ...]:
    """Return the names of the chapters, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def prepare_catalogue() -> dict[str, object]:
    """Return what an installation makes ready, by name: each chapter can be read by itself."""
    return {"catalogue": {name: pickle.dumps(_parse(name), 5) for name in list_chapters()}}


@cache
def _find_ready() -> Mapping[str, bytes] | None:
    return prepared_or_made("catalogue", lambda: None)


def _parse(name: str) -> Mapping[str, Any]:
    import tomllib

    try:
        return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise KeyError(name) from error
