"""The words of the invented region, read from ``words.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from eloggraph.example.tables import list_languages


@cache
def read_words() -> Mapping[str, Any]:
    """Return the words of the example."""
    return tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))


def name(pattern: Mapping[str, str], **values: object) -> dict[str, str]:
    """Return a name in each language.

    >>> name({"fi": "Hanke {n}", "sv": "Projekt {n}", "en": "Project {n}"}, n=2)
    {'fi': 'Hanke 2', 'sv': 'Projekt 2', 'en': 'Project 2'}
    """
    return {language: pattern[language].format(**values) for language in list_languages()}


def join(ids: list[str]) -> str:
    """Return a cell of several values."""
    return "|".join(ids)
