"""Classes, properties and code lists of an ontology, and what its header says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

import pyoxigraph as ox

from eloggraph.iri import contract, expand
from eloggraph.schema.model import (
    Concept,
    MatchKind,
    ModelClass,
    ModelProperty,
    Ontology,
    PropertyTrait,
    Scheme,
)
from eloggraph.schema.terms import Term, TermIndex
from eloggraph.text import LANGUAGES, Language, Text

_TRAITS: dict[str, PropertyTrait] = {
    "owl:ObjectProperty": "object",
    "owl:DatatypeProperty": "datatype",
    "owl:AnnotationProperty": "annotation",
    "owl:TransitiveProperty": "transitive",
    "owl:SymmetricProperty": "symmetric",
    "owl:FunctionalProperty": "functional",
    "owl:IrreflexiveProperty": "irreflexive",
}
_MATCHES: tuple[MatchKind, ...] = get_args(MatchKind)


def read_classes(index: TermIndex) -> Iterator[ModelClass]:
    """Yield the named classes, sorted by IRI."""
    apart = [_named(members) for members in index.lists("owl:members")]
    for node in index.subjects("rdf:type", expand("owl:Class")):
        yield ModelClass(
            iri=node.value,
            label=index.text(node, "rdfs:label") or Text.same(contract(node.value)),
            parents=_named(index.objects(node, "rdfs:subClassOf")),
            definition=_read_definition(index, node),
            disjoint=_find_disjoint(index, node, apart),
            deprecated=index.value(node, "owl:deprecated") == "true",
            replaced_by=_named(index.objects(node, "dct:isReplacedBy")),
        )


def read_properties(index: TermIndex) -> Iterator[ModelProperty]:
    """Yield the named properties, sorted by IRI."""
    nodes = {node for curie in _TRAITS for node in index.subjects("rdf:type", expand(curie))}
    for node in sorted(nodes, key=lambda node: node.value):
        types = set(_named(index.objects(node, "rdf:type")))
        yield ModelProperty(
            iri=node.value,
            label=index.text(node, "rdfs:label") or Text.same(contract(node.value)),
            definition=_read_definition(index, node),
            parents=_named(index.objects(node, "rdfs:subPropertyOf")),
            domains=_classes_of(index, node, "rdfs:domain"),
            ranges=_classes_of(index, node, "rdfs:range"),
            inverses=_named(index.objects(node, "owl:inverseOf")),
            traits=tuple(trait for curie, trait in _TRAITS.items() if expand(curie) in types),
            deprecated=index.value(node, "owl:deprecated") == "true",
            replaced_by=_named(index.objects(node, "dct:isReplacedBy")),
        )


def read_concepts(index: TermIndex) -> Iterator[Concept]:
    """Yield each concept of each code list, sorted by IRI."""
    for node in index.subjects("skos:inScheme"):
        for scheme in index.objects(node, "skos:inScheme"):
            if isinstance(scheme, ox.NamedNode):
                yield Concept(
                    iri=node.value,
                    scheme=scheme.value,
                    notation=index.value(node, "skos:notation"),
                    label=index.text(node, "skos:prefLabel") or Text.same(node.value),
                    definition=_read_definition(index, node),
                    broader=_named(index.objects(node, "skos:broader")),
                    matches=tuple(
                        (kind, iri)
                        for kind in _MATCHES
                        for iri in _named(index.objects(node, f"skos:{kind}"))
                    ),
                    also=_read_other_names(index, node),
                    hidden=tuple(
                        term.value
                        for term in index.objects(node, "skos:hiddenLabel")
                        if isinstance(term, ox.Literal)
                    ),
                    kinds=tuple(
                        kind
                        for kind in _named(index.objects(node, "rdf:type"))
                        if kind != expand("skos:Concept")
                    ),
                )


def read_schemes(index: TermIndex) -> Iterator[Scheme]:
    """Yield the code lists, sorted by IRI; their top concepts in the order of the file."""
    for node in index.subjects("rdf:type", expand("skos:ConceptScheme")):
        label = index.text(node, "skos:prefLabel") or index.text(node, "dct:title")
        top = index.objects(node, "skos:hasTopConcept")
        yield Scheme(
            iri=node.value,
            label=label or Text.same(node.value),
            definition=_read_definition(index, node) or index.text(node, "dct:description"),
            top=tuple(term.value for term in top if isinstance(term, ox.NamedNode)),
            version=index.value(node, "owl:versionInfo"),
            issued=index.value(node, "dct:issued"),
        )


def read_ontologies(index: TermIndex) -> Iterator[Ontology]:
    """Yield the headers of ontologies, sorted by IRI."""
    for node in index.subjects("rdf:type", expand("owl:Ontology")):
        yield Ontology(
            iri=node.value,
            title=index.text(node, "dct:title") or Text.same(node.value),
            description=index.text(node, "dct:description"),
            version=index.value(node, "owl:versionInfo"),
            licence=index.value(node, "dct:license"),
            modified=index.value(node, "dct:modified"),
        )


def read_labels(index: TermIndex) -> Iterator[tuple[str, Text]]:
    """Yield the name of every term of the ontology and of every code, by IRI."""
    for curie in ("rdfs:label", "skos:prefLabel"):
        for node in index.subjects(curie):
            label = index.text(node, curie)
            if label is not None:
                yield node.value, label


def _find_disjoint(
    index: TermIndex, node: ox.NamedNode, apart: Iterable[tuple[str, ...]]
) -> tuple[str, ...]:
    """Return the classes that a class shares no member with, said one by one or of many."""
    one_by_one = _named(index.objects(node, "owl:disjointWith"))
    of_many = {iri for group in apart if node.value in group for iri in group}
    return tuple(sorted({*one_by_one, *of_many} - {node.value}))


def _read_definition(index: TermIndex, node: ox.NamedNode) -> Text | None:
    return index.text(node, "skos:definition") or index.text(node, "rdfs:comment")


def _read_other_names(index: TermIndex, node: ox.NamedNode) -> tuple[tuple[Language, str], ...]:
    """Return the other names of a code in the order of the languages."""
    said = [term for term in index.objects(node, "skos:altLabel") if isinstance(term, ox.Literal)]
    return tuple(
        (language, term.value)
        for language in LANGUAGES
        for term in said
        if term.language == language
    )


def _classes_of(index: TermIndex, node: ox.NamedNode, curie: str) -> tuple[str, ...]:
    """Return the classes of a domain or range, those of a union one by one."""
    said = index.objects(node, curie)
    united = [member for term in said for member in index.list_of(term, "owl:unionOf")]
    return _named([*said, *united])


def _named(terms: Iterable[Term]) -> tuple[str, ...]:
    return tuple(sorted({term.value for term in terms if isinstance(term, ox.NamedNode)}))
