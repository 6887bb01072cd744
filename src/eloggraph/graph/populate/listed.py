"""Several values in one cell, as people list them when they do not know the separator."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eloggraph.languages import HABITS

# Words between the values of a list, as parts of a regular expression.
CONJUNCTIONS = "|".join(
    ("sekä", "samt", *(each.conjunction for each in HABITS.values() if each.conjunction))
)
_BETWEEN = re.compile(rf"[,;/\n+•·▪‣]|\s(?:&|–|—|-|{CONJUNCTIONS})\s", re.I)

# What people type between values of a cell that takes several, beside the separator: a semicolon
# where it stands in no name, and a new line.
TYPED = (";", "\n")


def separate(text: str, marks: Sequence[str], separator: str) -> str:
    r"""Return a text with the separator in place of other marks between values.

    >>> separate("Kuopio; Iisalmi;", (";", "\n"), "|")
    'Kuopio|Iisalmi'
    """
    for mark in marks:
        text = text.replace(mark, separator)
    return separator.join(part for part in map(str.strip, text.split(separator)) if part)


def split_listed(text: str) -> list[str]:
    """Return the parts of a text that lists values with commas, words, bullets or lines.

    >>> split_listed("Jyväskylä, Laukaa ja Muurame"), split_listed("Jyväskylä")
    (['Jyväskylä', 'Laukaa', 'Muurame'], ['Jyväskylä'])
    """
    return [part for part in map(str.strip, _BETWEEN.split(text)) if part]
