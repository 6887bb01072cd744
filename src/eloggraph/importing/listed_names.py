"""Names listed in a sentence: “Xamk ja Riveria”, “Kela ym.”, and words that name nobody."""

from __future__ import annotations

import re
from collections.abc import Callable

# Words that stand for all or for others, before a word in small letters or alone.
_ANYBODY = frozenset({
    "kaikki", "kaikkien", "muut", "muu", "muita", "muiden", "useat", "useita", "eri", "ym", "jne",
    "mm", "yms", "alla", "övriga", "andra", "flera", "olika", "m.fl", "mfl", "m.m", "osv", "all",
    "others", "other", "various", "several", "etc",
})  # fmt: skip
_AND_SO_ON = re.compile(r"[\s,]+((?:ym|yms|jne|m\.\s?fl|mfl|osv|etc)\.?)$", re.I)
_AND = re.compile(r"\s+(?:ja|sekä|och|samt|and|&)\s+")
_LEGAL = r"(?:oyj?|ry|r\.y|ab|rf|r\.f|sr|ky|osk|ltd|inc)\.?"
# Before the legal form of a name a comma parts nothing.
NO_LEGAL_FORM = rf"(?!\s*{_LEGAL}\s*(?:[;,|]|$))"
_HAS_LEGAL_FORM = re.compile(rf"\b{_LEGAL}(?:\s|$)", re.I)
_MOST_WORDS = 4


def names_nobody(text: str) -> bool:
    """Tell whether a text stands for all or for others, and names none of them.

    >>> names_nobody("Muut oppilaitokset"), names_nobody("ym."), names_nobody("Kaikki Kuntoon ry")
    (True, True, False)
    """
    first, *rest = text.strip().rstrip(".").split() or [""]
    is_said = first.casefold() in _ANYBODY and len(rest) < _MOST_WORDS
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
    if (more := _AND_SO_ON.search(text)) is not None and text[: more.start()].strip():
        return [*split_names(text[: more.start()].strip(), is_known), more[1]]
    parts = [part.strip() for part in _AND.split(text)]
    if len(parts) < 2 or not all(map(begins_as_name, parts)) or _HAS_LEGAL_FORM.search(text):
        return [text]
    # Several words on both sides may be one long name; a single word on each is a name.
    is_plain = all(" " not in part or names_nobody(part) for part in parts)
    return parts if is_plain or any(map(is_known, parts)) else [text]
