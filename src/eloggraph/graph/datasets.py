"""Which graphs a query asks: what stands after FROM and FROM NAMED, and whether it is there.

Source: SPARQL 1.1 Query Language, section 13.2 (Specifying RDF Datasets).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urljoin

import pyoxigraph as ox

from eloggraph.errors import QueryError
from eloggraph.graph.query_safety import TEXTS_KEPT, TOKEN, find_word
from eloggraph.graph.rdf.packaged import ONTOLOGY_GRAPH
from eloggraph.iri import PREFIXES, inferred_graph

_SPACE = r"(?:\s|#[^\n\r]*[\n\r])+"
_CLAUSE = re.compile(
    rf"\bfrom(?:{_SPACE}named)?(?:{_SPACE})?(?P<name><[^<>\s]*>|(?<=\s)[\w.-]*:[\w.-]*)"
    rf"|{TOKEN.pattern}",
    re.IGNORECASE | re.DOTALL,
)
_PREFIX = re.compile(rf"\bprefix{_SPACE}(?P<prefix>[\w.-]*):\s*<(?P<iri>[^<>\s]*)>", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_GRAPH = re.compile(r"\bgraph\b", re.I)
_BASE = re.compile(rf"\bbase{_SPACE}?<(?P<iri>[^<>\s]*)>", re.I)


@lru_cache(maxsize=TEXTS_KEPT)
def find_graphs(query: str, base: str | None = None) -> tuple[str, ...]:
    """Return the IRIs of the graphs that a query names after FROM and FROM NAMED, sorted.

    The prefixes of the toolkit are known; relative IRIs go on from the base that the query
    declares, or the one that is given.

    >>> find_graphs("PREFIX e: <urn:e:> SELECT * FROM <urn:a> FROM NAMED e:b { ?s ?p 'FROM <c>' }")
    ('urn:a', 'urn:e:b')
    >>> find_graphs("SELECT * FROM <b> FROM elo:a { ?s ?p ?o }", "http://e/a")
    ('http://e/b', 'https://w3id.org/eloggraph/ns#a')
    """
    named = [found.group("name") for found in _CLAUSE.finditer(query) if found.group("name")]
    declared = {found.group("prefix"): found.group("iri") for found in _PREFIX.finditer(query)}
    for found in _BASE.finditer(query):
        base = _resolve(found.group("iri"), base)
    expanded = {_expand(name, {**PREFIXES, **declared}) for name in named}
    return tuple(sorted(_resolve(iri, base) for iri in expanded))


def names_graphs(query: str) -> bool:
    """Tell whether a query says itself which graphs it asks, by FROM or by GRAPH.

    >>> names_graphs("ASK { GRAPH ?g { ?s ?p ?o } }"), names_graphs("ASK { ?graph ?p 'GRAPH' }")
    (True, False)
    """
    return bool(find_graphs(query)) or find_word(query, _GRAPH) is not None


def _resolve(iri: str, base: str | None) -> str:
    """Return an IRI as it stands where it has a scheme, since joining would drop an empty end."""
    return iri if base is None or _SCHEME.match(iri) else urljoin(base, iri)


def _expand(name: str, prefixes: dict[str, str]) -> str:
    if name.startswith("<"):
        return name[1:-1]
    prefix, _, local = name.partition(":")
    return prefixes.get(prefix, f"{prefix}:") + local


def name_unnamed() -> list[ox.DefaultGraph]:
    """Return the graph of statements that are in no named graph."""
    return [ox.DefaultGraph()]


def name_own(
    store: ox.Store, bases: Sequence[str], *, of_files: bool, inferred: bool
) -> list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]:
    """Return the graphs of networks, or those of files: all but the ontology of the toolkit.

    With what is inferred, if anything is.
    """
    own: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]
    if of_files:
        named = [name for name in store.named_graphs() if name != ox.NamedNode(ONTOLOGY_GRAPH)]
        own = [ox.DefaultGraph(), *sorted(named, key=str)]
    else:
        own = [ox.NamedNode(base) for base in bases]
    return [*own, ox.NamedNode(inferred_graph(bases[0]))] if inferred else own


def list_graphs(store: ox.Store) -> tuple[tuple[str, int], ...]:
    """Return the IRI of every named graph of a store with the number of its statements."""
    names = sorted(store.named_graphs(), key=str)
    return tuple(
        (name.value, sum(1 for _ in store.quads_for_pattern(None, None, None, name)))
        for name in names
    )


def refuse_unknown_graphs(query: str, store: ox.Store, base: str | None = None) -> bool:
    """Tell whether a query chooses its graphs itself; refuse one that is not in the store.

    ``base`` is what relative IRIs of the query are resolved against.

    Raises
    ------
    QueryError
        Naming the graph, and those that there are.
    """
    asked = find_graphs(query, base)
    refuse_absent(asked, store)
    return bool(asked)


def refuse_absent(graphs: Sequence[str], store: ox.Store) -> None:
    """Refuse a graph that is not in the store.

    Raises
    ------
    QueryError
        Naming the graph, and those that there are.
    """
    there = {name.value for name in store.named_graphs()} if graphs else set()
    for iri in graphs:
        if iri not in there:
            raise QueryError.tell(
                "query-graph-unknown",
                chapter="queries",
                value=iri,
                graphs=", ".join(f"<{name}>" for name in sorted(there)) or "–",
            )
