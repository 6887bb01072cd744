"""Triples as text in a syntax of RDF, with the prefixes of the toolkit that they use."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pyoxigraph as ox

from eloggraph.iri import PREFIXES, shorten


def list_prefixes(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Return the prefixes of the toolkit that statements use.

    >>> node = ox.NamedNode("https://w3id.org/eloggraph/ns#Actor")
    >>> list(list_prefixes([ox.Triple(node, node, ox.Literal(1))]))
    ['elo', 'xsd']
    """
    used = set[str]()
    waiting: list[object] = [*triples]
    while waiting:
        term = waiting.pop()
        if isinstance(term, ox.Triple):
            waiting += [*term]
        elif isinstance(term, (ox.NamedNode, ox.Literal)):
            iri = term.value if isinstance(term, ox.NamedNode) else term.datatype.value
            short = shorten(iri, PREFIXES)
            used |= {short.partition(":")[0]} if short != iri else set()
    return {name: iri for name, iri in PREFIXES.items() if name in used}


def serialise_triples(triples: Collection[ox.Triple], format_: ox.RdfFormat) -> str:
    """Return triples in a syntax, in the order that they have."""
    written = ox.serialize(triples, format=format_, prefixes=list_prefixes(triples))
    assert written is not None  # it is None only where it goes to a file
    return written.decode()
