"""Which graphs a query asks: what stands after FROM and FROM NAMED, and whether it is there.

Source: SPARQL 1.1 Query Language, section 13.2 (Specifying RDF Datasets).
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from eloggraph.errors import QueryError
from eloggraph.graph.query_safety import TOKEN

_SPACE = r"(?:\s|#[^\n\r]*[\n\r])+"
_CLAUSE = re.compile(
    rf"\bfrom(?:{_SPACE}named)?(?:{_SPACE})?(?P<name><[^<>\s]*>|(?<=\s)[\w.-]*:[\w.-]*)"
    rf"|{TOKEN.pattern}",
    re.IGNORECASE | re.DOTALL,
)
_PREFIX = re.compile(rf"\bprefix{_SPACE}(?P<prefix>[\w.-]*):\s*<(?P<iri>[^<>\s]*)>", re.I)


def find_graphs(query: str) -> tuple[str, ...]:
    """Return the IRIs of the graphs that a query names after FROM and FROM NAMED, sorted.

    >>> find_graphs("PREFIX e: <urn:e:> SELECT * FROM <urn:a> FROM NAMED e:b { ?s ?p 'FROM <c>' }")
    ('urn:a', 'urn:e:b')
    """
    named = [found.group("name") for found in _CLAUSE.finditer(query) if found.group("name")]
    prefixes = {found.group("prefix"): found.group("iri") for found in _PREFIX.finditer(query)}
    return tuple(sorted({_expand(name, prefixes) for name in named}))


def _expand(name: str, prefixes: dict[str, str]) -> str:
    if name.startswith("<"):
        return name[1:-1]
    prefix, _, local = name.partition(":")
    return prefixes.get(prefix, f"{prefix}:") + local


def list_graphs(store: ox.Store) -> tuple[tuple[str, int], ...]:
    """Return the IRI of every named graph of a store with the number of its statements."""
    names = sorted(store.named_graphs(), key=str)
    return tuple(
        (name.value, len(list(store.quads_for_pattern(None, None, None, name)))) for name in names
    )


def refuse_unknown_graphs(query: str, store: ox.Store) -> bool:
    """Tell whether a query chooses its graphs itself; refuse one that is not in the store.

    Raises
    ------
    QueryError
        Naming the graph, and those that there are.
    """
    asked = find_graphs(query)
    there = {name.value for name in store.named_graphs()} if asked else set()
    for iri in asked:
        if iri not in there:
            raise QueryError.tell(
                "query-graph-unknown",
                chapter="queries",
                value=iri,
                graphs=", ".join(f"<{name}>" for name in sorted(there)) or "–",
            )
    return bool(asked)
