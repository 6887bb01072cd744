"""The words and the columns of the invented region, read from ``words.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from eloggraph.text import LANGUAGES

Cell = str | int
Row = tuple[Cell, ...]


@cache
def read_words() -> Mapping[str, Any]:
    """Return the words of the example."""
    return tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))


def name(pattern: Mapping[str, str], **values: object) -> tuple[str, str, str]:
    """Return a name in Finnish, Swedish and English.

    >>> name({"fi": "Hanke {n}", "sv": "Projekt {n}", "en": "Project {n}"}, n=2)
    ('Hanke 2', 'Projekt 2', 'Project 2')
    """
    fi, sv, en = (pattern[language].format(**values) for language in LANGUAGES)
    return fi, sv, en


def join(ids: list[str]) -> str:
    """Return a cell of several values."""
    return "|".join(ids)
