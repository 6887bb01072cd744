"""What no query may do: reach outside its store, change it, or be deeper than the engine parses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate, pairwise

# The tokens of SPARQL that may hold a forbidden word without meaning it, with the letters that
# the grammar gives them and no others; and words, with the local part of prefixed names.
TOKEN = re.compile(
    r"<(?:[^<>\"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>"
    r"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''|\"\"\"(?:\"{0,2}(?:[^\"\\]|\\.))*\"\"\""
    r"|'(?:[^'\\\n\r]|\\.)*'|\"(?:[^\"\\\n\r]|\\.)*\""
    r"|#[^\n\r]*|[?$]\w+|(?P<word>[\w.-]+)(?::[\w.-]*)?|:[\w.-]*",
    re.DOTALL,
)
DEEPEST = 200
# A query is asked again and again, of other days and with other values: of so many texts is kept
# what is found by looking through them.
TEXTS_KEPT = 128
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(00[01][0-9A-Fa-f]{5})")
# The engine takes SERVICE also where it is grown together with its neighbours (SERVICESILENT).
_FORBIDDEN = re.compile(r"(service)|\b(load|insert|delete|drop|clear|create|copy|move|add)\b", re.I)


@lru_cache(maxsize=TEXTS_KEPT)
def find_forbidden(query: str) -> str | None:
    """Return ``SERVICE`` or the word of SPARQL Update that a query uses, if any.

    >>> find_forbidden("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    'SERVICE'
    """
    return find_word(query, _FORBIDDEN)


@lru_cache(maxsize=TEXTS_KEPT)
def is_too_deep(query: str) -> bool:
    """Tell whether brackets lie so deep in each other that the engine would end the process.

    >>> is_too_deep("ASK " + "{" * 300 + "}" * 300)
    True
    """
    return _measure_depth(drop_names(query)) > DEEPEST


def find_word(query: str, words: re.Pattern[str]) -> str | None:
    """Return the first of some words that a query or an update uses as a word of SPARQL.

    Examples
    --------
    >>> find_word("ASK { ?s ?p 'load' } # load", re.compile("load"))
    >>> find_word("LOAD <urn:x>", re.compile("load", re.I))
    'LOAD'
    """
    # SPARQL lets any letter be written as an escape, so that a word could hide in one.
    plain = _ESCAPE.sub(lambda m: chr(int(m.group(1) or m.group(2), 16)), query)
    # And an escaped quotation mark ends a string in one reading and not in the other.
    for reading in (query, plain):
        found = words.search(drop_names(reading))
        if found:
            return found.group().upper()
    return None


def _measure_depth(code: str) -> int:
    steps = (1 if bracket in "({[" else -1 for bracket in re.findall(r"[(){}\[\]]", code))
    return max(accumulate(steps), default=0)


@lru_cache(maxsize=TEXTS_KEPT)
def drop_names(query: str) -> str:
    """Return a query without IRIs, strings, comments, variables and local names."""
    return TOKEN.sub(lambda token: f"{token.group('word') or ''} ", query)


def find_prefix(query: str, known: Iterable[str]) -> str | None:
    """Return the first prefix that a query uses and neither declares nor may take as known.

    >>> find_prefix("PREFIX a: <urn:a> SELECT * { ?s a:b 'c:d' ; e:f ?x }", ["elo"])
    'e'
    """
    tokens = [token.group() for token in TOKEN.finditer(query)]
    names = [token for token in tokens if ":" in token and token[0] not in "<'\"#?$"]
    declared = {
        name.partition(":")[0]
        for before, name in pairwise(tokens)
        if before.lower() == "prefix" and ":" in name
    }
    declared |= {*known, "_"}  # “_:a” is a blank node
    used = (name.partition(":")[0] for name in names)
    return next((each for each in used if each not in declared), None)


@lru_cache(maxsize=TEXTS_KEPT)
def list_variables(query: str) -> tuple[str, ...]:
    """Return the names of variables in the order in which a query has them, repeats too.

    >>> list_variables("SELECT * { ?s ?p '?x' } # ?y")
    ('s', 'p')
    """
    tokens = (token.group() for token in TOKEN.finditer(query))
    return tuple(token[1:] for token in tokens if token[0] in "?$")
