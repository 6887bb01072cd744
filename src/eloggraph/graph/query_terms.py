"""Terms of our own namespaces that a query names: of one that is nowhere nothing can be found."""

from __future__ import annotations

from collections.abc import Container, Iterator

from eloggraph.graph.query_safety import TOKEN
from eloggraph.iri import BASE, ELO, PREFIXES

_OURS = (ELO, f"{BASE}vocab/")


def find_unknown_terms(query: str, known: Container[str]) -> tuple[str, ...]:
    """Return the IRIs of our ontology and code lists in a query that are none, sorted.

    >>> find_unknown_terms("ASK { ?s a elo:Actor ; elo:typ 'elo:x' } # elo:y", {ELO + "Actor"})
    ('https://w3id.org/eloggraph/ns#typ',)
    """
    return tuple(sorted({iri for iri in _list_iris(query) if iri not in known}))


def _list_iris(query: str) -> Iterator[str]:
    """Yield the IRIs of terms of ours, not the namespaces that a query declares."""
    prefixes, before = dict(PREFIXES), ["", ""]
    for found in TOKEN.finditer(query):
        token = found.group()
        is_declared = before[0].lower() == "prefix"
        if token.startswith("<"):
            iri = token[1:-1]
            if is_declared:
                prefixes[before[1].removesuffix(":")] = iri
        else:
            prefix, colon, local = token.partition(":")
            is_name = colon and token[0] not in "'\"#?$" and prefix in prefixes
            iri = prefixes[prefix] + local.rstrip(".") if is_name else ""
        if iri.startswith(_OURS) and iri not in _OURS and not is_declared:
            yield iri
        before = [before[1], token]
