"""Names listed in a sentence: “Xamk ja Riveria”, “Kela ym.”, and words that name nobody."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from eloggraph.graph.populate.listed import CONJUNCTIONS
from eloggraph.importing.headings import is_among, list_words

_AND = re.compile(rf"\s+(?:{CONJUNCTIONS}|&)\s+")
_LEGAL = r"(?:oyj?|ry|r\.y|ab|rf|r\.f|sr|ky|osk|ltd|inc)\.?"
# Before the legal form of a name a comma parts nothing.
NO_LEGAL_FORM = rf"(?!\s*{_LEGAL}\s*(?:[;,|]|$))"
_HAS_LEGAL_FORM = re.compile(rf"\b{_LEGAL}(?:\s|$)", re.I)
_MOST_WORDS = 4


@cache
def _and_so_on() -> re.Pattern[str]:
    words = "|".join(map(re.escape, list_words("importing.nobody.more")))
    words = words.replace(r"\.", r"\.\s?")  # “m. fl.”
    return re.compile(rf"[\s,]+((?:{words})\.?)$", re.I)


def names_nobody(text: str) -> bool:
    """Tell whether a text stands for all or for others, and names none of them.

    >>> names_nobody("Muut oppilaitokset"), names_nobody("ym."), names_nobody("Kaikki Kuntoon ry")
    (True, True, False)
    """
    if _and_so_on().fullmatch(f" {text.strip()}"):
        return True
    first, *rest = text.strip().rstrip(".").split() or [""]
    is_said = len(rest) < _MOST_WORDS and any(
        is_among(first.casefold(), f"importing.nobody.{key}") for key in ("words", "more")
    )
    return is_said and all(word.islower() for word in rest) and not _HAS_LEGAL_FORM.search(text)


def begins_as_name(text: str) -> bool:
    """Tell whether a text begins as a name does, or stands for others in a list of names."""
    return text[:1].isupper() or text[:1].isdigit() or names_nobody(text)


def split_names(text: str, is_known: Callable[[str], bool]) -> list[str]:
    """Return the names that a text lists without a mark between them.

    >>> split_names("Xamk ja Riveria", lambda _: False), split_names("Kela ym.", lambda _: False)
    (['Xamk', 'Riveria'], ['Kela', 'ym.'])
    >>> split_names("Maa ja metsä", lambda _: False)
    ['Maa ja metsä']
    """
    if is_known(text):
        return [text]
    if (more := _and_so_on().search(text)) is not None and text[: more.start()].strip():
        return [*split_names(text[: more.start()].strip(), is_known), more[1]]
    parts = [part.strip() for part in _AND.split(text)]
    if len(parts) < 2 or not all(map(begins_as_name, parts)) or _HAS_LEGAL_FORM.search(text):
        return [text]
    # Several words on both sides may be one long name; a single word on each is a name.
    is_plain = all(" " not in part or names_nobody(part) for part in parts)
    return parts if is_plain or any(map(is_known, parts)) else [text]
