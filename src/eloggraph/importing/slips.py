"""Names of which another one may be a slip, found without holding every name against every other.

A slip begins with the same letter and has the same digits as what was meant, so that only names
with these are compared: of “Toimija 1” to “Toimija 20000” hardly any two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import islice

from eloggraph.importing.names import KnownNames, fold_words
from eloggraph.schema.model import Column
from eloggraph.tables.read.match import Nearest, find_nearest

_DIGITS = re.compile(r"[0-9]+")
_SLIP = 0.9
_Key = tuple[str, tuple[str, ...]]


def is_slip(text: str, known: str) -> bool:
    """Tell whether a name is a known one but for a slip of the pen.

    >>> is_slip("Kuopion kaupnki", "Kuopion kaupunki"), is_slip("Iisalmen lukio", "Iisalmen lyseo")
    (True, False)
    """
    one, other = fold_words(text), fold_words(known)
    if _key(one) != _key(other):
        return False
    return SequenceMatcher(None, one, other).ratio() >= _SLIP


def _key(folded: str) -> _Key:
    """Return what a name and a slip of it have in common."""
    return folded[:1], tuple(_DIGITS.findall(folded))


@dataclass(kw_only=True)
class Slips:
    """Finds of which of the known names others may be slips, while more become known."""

    known: KnownNames
    _blocks: dict[str, dict[_Key, Nearest]] = field(default_factory=dict)
    _taken: dict[str, int] = field(default_factory=dict)

    def find(self, column: Column, text: str) -> tuple[str, ...]:
        """Return the rows that a column may refer to of whose names a text is a slip."""
        key = _key(fold_words(text))
        blocks = (self._take_in(table).get(key) for table in self.known.list_tables(column))
        near = [name for block in blocks if block is not None for name in block.find(text)]
        return tuple(name for name in find_nearest(text, near) if is_slip(text, name))

    def _take_in(self, table: str) -> dict[_Key, Nearest]:
        """Return the names of a table by what slips of them share, with those that came since."""
        blocks, names = self._blocks.setdefault(table, {}), self.known.tables.get(table, {})
        come = len(names) - self._taken.get(table, 0)
        for name in islice(reversed(names.values()), come):
            blocks.setdefault(_key(fold_words(name)), Nearest()).add(name)
        self._taken[table] = len(names)
        return blocks


class WordSets:
    """Finds the names all of whose words another one has, or the other way round."""

    _SHORTEST, _MOST_WORDS = 3, 6

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(names)
        self._words = [self.split(name) for name in self._names]
        self._by_words: dict[frozenset[str], list[int]] = {}
        self._by_word: dict[str, list[int]] = {}
        for number, words in enumerate(self._words):
            if words:
                self._by_words.setdefault(words, []).append(number)
            for word in words:
                self._by_word.setdefault(word, []).append(number)

    def split(self, name: str) -> frozenset[str]:
        """Return the words of a name that count."""
        return frozenset(w for w in fold_words(name).split() if len(w) >= self._SHORTEST)

    def find(self, name: str, most: int) -> tuple[str, ...]:
        """Return the names within another or around it, in their order; none where many are."""
        words = self.split(name)
        near: set[int] = set()
        for number in self._list_candidates(words):
            if self._words[number] <= words or words <= self._words[number]:
                near.add(number)
                if len(near) > most:
                    return ()
        return tuple(self._names[number] for number in sorted(near))

    def _list_candidates(self, words: frozenset[str]) -> Iterable[int]:
        """Yield the names that have the rarest of some words, and those that have no others."""
        lists = sorted((self._by_word.get(word, []) for word in words), key=len)
        yield from lists[0] if lists else ()
        if len(words) > self._MOST_WORDS:
            yield from (number for each in lists for number in each)
            return
        parts: list[frozenset[str]] = [frozenset()]
        for word in words:
            parts += [part | {word} for part in parts]
        yield from (number for part in parts for number in self._by_words.get(part, ()))
