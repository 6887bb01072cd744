"""Namespaces, and IRIs minted from ids."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import quote

BASE = "https://w3id.org/eloggraph/"
ELO = BASE + "ns#"
ELOSH = BASE + "shapes#"
DATA = BASE + "data/"
# The base of relative IRIs in files.
FILE_BASE = DATA + "file/"
_LOCAL_NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?")

PREFIXES: dict[str, str] = {
    "cv": "http://data.europa.eu/m8g/",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "elo": ELO,
    "elosh": ELOSH,
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def expand(curie: str) -> str:
    """Return the IRI of a prefixed name of the toolkit's own prefixes.

    >>> expand("dct:title")
    'http://purl.org/dc/terms/title'
    """
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local


def contract(iri: str) -> str:
    """Return the prefixed name of an IRI, or the IRI itself where no prefix fits.

    >>> contract("https://w3id.org/eloggraph/ns#Actor")
    'elo:Actor'
    """
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and "/" not in local and "#" not in local:
            return f"{prefix}:{local}"
    return iri


def shorten(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return an IRI as a prefixed name of the given prefixes, or as it is where none fits.

    >>> shorten("http://example.org/a#B", {"ex": "http://example.org/a#"})
    'ex:B'
    """
    fitting = [(len(space), name) for name, space in prefixes.items() if iri.startswith(space)]
    for length, name in sorted(fitting, reverse=True):
        if length and _LOCAL_NAME.fullmatch(iri[length:]):
            return f"{name}:{iri[length:]}"
    return iri


def mint_segment(text: str) -> str:
    """Return an id as one path segment of an IRI: NFC-normalised, trimmed, percent-encoded.

    >>> mint_segment(" Ähtäri/1 ")
    '%C3%84ht%C3%A4ri%2F1'
    """
    encoded = quote(unicodedata.normalize("NFC", text.strip()), safe="-._~")
    # A bare "." or ".." would be removed when the IRI is resolved.
    return encoded.replace(".", "%2E") if set(encoded) == {"."} else encoded


def inferred_graph(base: str) -> str:
    """Return the IRI of the graph that holds what is inferred from a network.

    >>> inferred_graph("https://w3id.org/eloggraph/data/osaajaks/")
    'https://w3id.org/eloggraph/data/osaajaks/inferred'
    """
    return base.rstrip("/#") + "/inferred"
