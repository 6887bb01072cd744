"""Why a query is malformed, where that can be said better than the engine does."""

from __future__ import annotations

import re
from difflib import get_close_matches

from eloggraph.errors import QueryError
from eloggraph.graph.query_safety import TOKEN, find_prefix
from eloggraph.iri import PREFIXES
from eloggraph.text import quote_names

# Two comparisons, `?a < ?b && ?c > 1`, are no IRI: what joins them is not in one.
_SPACED = re.compile(
    rf"(?:{TOKEN.pattern})"
    r"|(?P<spaced><[A-Za-z][\w+.-]*:[^\s<>\"{}|^`\\]*[ \t][^<>\"{}|^`\\?$&=\r\n]*>)",
    re.DOTALL,
)


def refuse_malformed(query: str) -> None:
    """Refuse a malformed query where it is known why: an IRI with a space, an unknown prefix.

    Raises
    ------
    QueryError
        Naming the IRI and where its space is, or the prefix and those that are near.
    """
    _refuse_spaced(query)
    prefix = find_prefix(query, PREFIXES)
    if prefix is None:
        return
    near = get_close_matches(prefix, list(PREFIXES), cutoff=0.5)
    raise QueryError.tell(
        "query-prefix-unknown",
        chapter="queries",
        value=f"{prefix}:",
        variant="near" if near else "far",
        near=quote_names([f"{each}:" for each in near]),
        known=" ".join(f"{each}:" for each in PREFIXES),
    )


def _refuse_spaced(query: str) -> None:
    found = next((each for each in _SPACED.finditer(query) if each["spaced"]), None)
    if found is None:
        return
    iri = found["spaced"]
    space = re.search(r"\s", iri)
    assert space is not None  # that is what was looked for
    before = query[: found.start() + space.start()]
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    raise QueryError.tell("query-iri-spaced", chapter="queries", value=iri, line=line, at=column)
