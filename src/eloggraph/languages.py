"""The languages of the toolkit and how each of them writes, from ``catalogue/languages.toml``.

Nothing else holds a list of languages: whoever walks over them walks over :data:`LANGUAGES`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from eloggraph.catalogue import read_chapter

Language = str
"""The tag of a language: one of :data:`LANGUAGES`, as :func:`check_language` tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How a language writes. A new language needs none of these: it then writes as standards do."""

    name: str
    finished: bool = False
    decimal: str = "."
    group: str = "\u00a0"
    separator: str = ","
    day: str = ""
    month: str = ""
    yes: Sequence[str] = ()
    no: Sequence[str] = ()
    true: str = "true"
    false: str = "false"
    months: Sequence[str] = ()
    month_endings: Sequence[str] = ()
    before_day: Sequence[str] = ()
    after_day: Sequence[str] = ()
    durations: Mapping[str, str] = field(default_factory=dict)
    conjunction: str = ""
    opening: str = "“"
    closing: str = "”"
    letters: str = ""
    authority: str = ""


def _read() -> tuple[dict[Language, Habits], tuple[Language, ...]]:
    """Return the habits of each language, and all languages in the order of borrowing."""
    said = dict(read_chapter("languages"))
    first = said.pop("fallback")
    habits = {language: Habits(**{"name": language, **known}) for language, known in said.items()}
    return habits, (*first, *(language for language in habits if language not in first))


HABITS, FALLBACK = _read()
LANGUAGES: tuple[Language, ...] = tuple(HABITS)
# Their tags as a sentence lists them: “{languages} or {last}”.
LISTED = {"languages": ", ".join(LANGUAGES[:-1]), "last": LANGUAGES[-1]}
FINISHED: tuple[Language, ...] = tuple(each for each in HABITS if HABITS[each].finished)


def check_language(tag: str) -> Language:
    """Return the tag of one of our languages.

    >>> check_language("sv")
    'sv'

    Raises
    ------
    ValueError
        When we do not have the language; those that we have are named.
    """
    if tag not in HABITS:
        raise ValueError(f"{tag}: not one of {', '.join(LANGUAGES)}")
    return tag
