"""Which ontology a term belongs to: headers, namespaces, kinds of terms, short names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox

from eloggraph.iri import PREFIXES, expand
from eloggraph.schema.turtle import TurtleFile

VANN = "http://purl.org/vocab/vann/"
_KINDS = {
    "owl:Class": "Class",
    "rdfs:Class": "Class",
    "owl:ObjectProperty": "Property",
    "owl:DatatypeProperty": "Property",
    "owl:AnnotationProperty": "Property",
    "owl:TransitiveProperty": "Property",
    "owl:SymmetricProperty": "Property",
    "owl:FunctionalProperty": "Property",
    "rdf:Property": "Property",
    "owl:NamedIndividual": "Individual",
    "skos:Concept": "Concept",
    "skos:ConceptScheme": "Scheme",
}
TERM_KINDS: Mapping[str, str] = {expand(curie): kind for curie, kind in _KINDS.items()}


def find_namespaces(files: Iterable[TurtleFile]) -> Mapping[str, tuple[str, ...]]:
    """Return for each ontology that is declared in the files the namespaces of its own terms.

    They are what ``vann:preferredNamespaceUri`` says, else the ontology's IRI with ``#`` or ``/``.
    """
    triples = [triple for file in files for triple in file.triples]
    headers = sorted(
        triple.subject.value
        for triple in triples
        if triple.predicate.value == expand("rdf:type")
        and triple.object == ox.NamedNode(expand("owl:Ontology"))
        and isinstance(triple.subject, ox.NamedNode)
    )
    said: dict[str, set[str]] = {header: set() for header in headers}
    for triple in triples:
        subject = triple.subject
        if isinstance(subject, ox.NamedNode) and subject.value in said:
            is_uri = triple.predicate.value == f"{VANN}preferredNamespaceUri"
            if is_uri and isinstance(triple.object, (ox.NamedNode, ox.Literal)):
                said[subject.value].add(triple.object.value)
    return {header: tuple(sorted(said[header])) or _guess(header) for header in headers}


def _guess(header: str) -> tuple[str, ...]:
    return (header,) if header.endswith(("#", "/")) else (f"{header}#", f"{header}/")


def find_header(iri: str, namespaces: Mapping[str, Sequence[str]]) -> str | None:
    """Return the ontology in whose namespace an IRI is, the longest namespace first."""
    fitting = [
        (len(space), header)
        for header, spaces in namespaces.items()
        for space in spaces
        if iri.startswith(space) and iri != space and iri not in namespaces
    ]
    return max(fitting)[1] if fitting else None


def join_prefixes(files: Iterable[TurtleFile]) -> dict[str, str]:
    """Return the prefixes that mean the same in every file, with our own where files have none."""
    said: dict[str, set[str]] = {}
    for file in files:
        for name, space in file.prefixes.items():
            said.setdefault(name, set()).add(space)
    agreed = {name: next(iter(spaces)) for name, spaces in said.items() if len(spaces) == 1}
    return {**PREFIXES, **{name: space for name, space in agreed.items() if name}}
