"""A graph or data set in its canonical form, and the hash of that: RDFC-1.0."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Literal

import pyoxigraph as ox

Algorithm = Literal["sha256", "sha384"]
ALGORITHMS: dict[Algorithm, ox.CanonicalizationAlgorithm] = {
    "sha256": ox.CanonicalizationAlgorithm.RDFC_1_0_SHA_256,
    "sha384": ox.CanonicalizationAlgorithm.RDFC_1_0_SHA_384,
}


def write_canonical(quads: Iterable[ox.Quad], algorithm: Algorithm = "sha256") -> str:
    r"""Return canonical N-Quads: statements in order, blank nodes labelled by their place.

    Parameters
    ----------
    quads
        Statements, none of which has a triple as a term.
    algorithm
        By which labels of blank nodes are worked out.

    Notes
    -----
    RDF Dataset Canonicalization (2024), W3C Recommendation. How long it takes may grow
    exponentially with the blank nodes that look alike.

    Examples
    --------
    >>> quads = ox.parse("[] <urn:b> 'x' .", format=ox.RdfFormat.TURTLE)
    >>> write_canonical(quads)
    '_:c14n0 <urn:b> "x" .\n'
    """
    found = set(quads)
    if any(has_blank(quad) for quad in found):
        dataset = ox.Dataset(found)
        dataset.canonicalize(ALGORITHMS[algorithm])
        found = set(dataset)
    return "".join(sorted(f"{quad} .\n" for quad in found))


def hash_canonical(quads: Iterable[ox.Quad], algorithm: Algorithm = "sha256") -> str:
    """Return the hash of statements, whatever their order and the labels of their blank nodes.

    >>> one, other = (
    ...     [*ox.parse(text, format=ox.RdfFormat.TURTLE)]
    ...     for text in ("_:a <urn:b> 1, 2 .", "[] <urn:b> 2, 1 .")
    ... )
    >>> hash_canonical(one) == hash_canonical(other)
    True
    """
    return hashlib.new(algorithm, write_canonical(quads, algorithm).encode()).hexdigest()


def has_blank(quad: ox.Quad) -> bool:
    """Tell whether a statement has a blank node.

    >>> quad = next(ox.parse("[] <urn:b> 'x' .", format=ox.RdfFormat.TURTLE))
    >>> has_blank(quad)
    True
    """
    terms = (quad.subject, quad.object, quad.graph_name)
    return any(isinstance(term, ox.BlankNode) for term in terms)
