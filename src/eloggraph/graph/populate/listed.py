"""Several values in one cell, as people list them when they do not know the separator."""

from __future__ import annotations

import re

from eloggraph.languages import HABITS

_WORDS = "|".join(
    ("sekä", "samt", *(each.conjunction for each in HABITS.values() if each.conjunction))
)
_BETWEEN = re.compile(rf"[,;/\n+•·▪‣]|\s(?:&|–|—|-|{_WORDS})\s", re.I)


def split_listed(text: str) -> list[str]:
    """Return the parts of a text that lists values with commas, words, bullets or lines.

    >>> split_listed("Jyväskylä, Laukaa ja Muurame"), split_listed("Jyväskylä")
    (['Jyväskylä', 'Laukaa', 'Muurame'], ['Jyväskylä'])
    """
    return [part for part in map(str.strip, _BETWEEN.split(text)) if part]
