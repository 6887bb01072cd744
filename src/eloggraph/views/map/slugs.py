"""Short names for nodes that are safe in an address, an element id and a file."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import unquote

_UNFIT = re.compile(r"[^a-z0-9]+")
_LONGEST = 40


def make_slugs(iris: Iterable[str]) -> dict[str, str]:
    """Return a unique slug for each IRI, made of its last segment.

    Where two would be alike, or nothing readable is left, a part of the IRI's SHA-256 tells them
    apart; the slug of one node then never depends on how many others there are.

    >>> make_slugs(["https://example.org/actors/jyu"])
    {'https://example.org/actors/jyu': 'jyu'}
    """
    stems = {iri: _stem(iri) for iri in sorted(set(iris))}
    counts = Counter(stems.values())
    return {
        iri: stem if stem and counts[stem] == 1 else _with_digest(stem, iri)
        for iri, stem in stems.items()
    }


def _stem(iri: str) -> str:
    last = re.split(r"[/#]", iri.rstrip("/#"))[-1]
    return _UNFIT.sub("-", unquote(last, errors="replace").lower()).strip("-")[:_LONGEST]


def _with_digest(stem: str, iri: str) -> str:
    digest = hashlib.sha256(iri.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{stem}-{digest}" if stem else f"n-{digest}"
