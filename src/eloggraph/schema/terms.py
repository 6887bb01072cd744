"""A small index over RDF terms, enough to read ontology and shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from eloggraph.iri import expand
from eloggraph.text import Text

_expand = cache(expand)

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def tag_of(text: ox.Literal) -> str | None:
    """Return the language tag of a text with its direction, as N-Triples writes both.

    >>> tag_of(ox.Literal("a", language="fi")), tag_of(ox.Literal("a"))
    ('fi', None)
    """
    return f"{text.language}--{text.direction}" if text.direction else text.language


def make_text(text: str, tag: str) -> ox.Literal:
    """Return the text with a language tag, and the direction that stands after it.

    >>> tag_of(make_text("a", "ar--rtl"))
    'ar--rtl'
    """
    language, _, direction = tag.partition("--")
    if not direction:
        return ox.Literal(text, language=language)
    return ox.Literal(text, language=language, direction=ox.BaseDirection(direction))


class TermIndex:
    """Statements by subject and predicate; predicates are asked for by prefixed name."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._objects: dict[object, dict[str, list[Term]]] = {}
        self._subjects: dict[str, dict[object, None]] = {}
        self._by_value: dict[str, dict[str, dict[object, None]]] = {}
        before, said = None, dict[str, list[Term]]()
        known: dict[object, Any] = {}  # one object for each term, however often it is said
        for subject, predicate, value in triples:
            value, subject = known.setdefault(value, value), known.setdefault(subject, subject)
            if subject != before:  # most files keep the statements about one subject together
                before, said = subject, self._objects.setdefault(subject, {})
            name = known.setdefault(predicate.value, predicate.value)
            if name in said:
                said[name].append(value)
            else:
                said[name] = [value]
                self._subjects.setdefault(name, {})[subject] = None

    def triples(self) -> Iterator[ox.Triple]:
        """Yield the statements, subject by subject."""
        for subject, said in self._objects.items():
            for name, values in said.items():
                predicate = ox.NamedNode(name)
                for value in values:
                    yield ox.Triple(subject, predicate, value)  # type: ignore[arg-type]

    def objects(self, subject: object, curie: str) -> list[Term]:
        """Return the objects of ``subject curie ?``."""
        return self.objects_by_iri(subject, _expand(curie))

    def objects_by_iri(self, subject: object, predicate: str) -> list[Term]:
        """Return the objects of a subject and a predicate that may have no prefix of ours."""
        by_predicate = self._objects.get(subject)
        return by_predicate.get(predicate, []) if by_predicate else []

    def one(self, subject: object, curie: str) -> Term | None:
        """Return one object, or None."""
        found = self.objects(subject, curie)
        return found[0] if found else None

    def value(self, subject: object, curie: str) -> str | None:
        """Return the text of one object: a literal's value or an IRI."""
        found = self.one(subject, curie)
        return found.value if isinstance(found, (ox.Literal, ox.NamedNode)) else None

    def text(self, subject: object, curie: str) -> Text | None:
        """Return the language-tagged objects as one text, or None where there is none."""
        found = {
            term.language: term.value
            for term in self.objects(subject, curie)
            if isinstance(term, ox.Literal) and term.language
        }
        return Text.of(found, "") if found else None

    def members(self, head: object) -> Iterator[Term]:
        """Yield the members of an RDF list."""
        nil, seen = _expand("rdf:nil"), set[object]()
        while not (isinstance(head, ox.NamedNode) and head.value == nil) and head not in seen:
            seen.add(head)
            first = self.one(head, "rdf:first")
            if first is not None:
                yield first
            head = self.one(head, "rdf:rest")

    def list_of(self, subject: object, curie: str) -> list[Term]:
        """Return the members of every RDF list that is an object of ``subject curie ?``."""
        return [term for head in self.objects(subject, curie) for term in self.members(head)]

    def lists(self, curie: str) -> Iterator[list[Term]]:
        """Yield the members of every RDF list that the property leads to, whoever its subject."""
        for subject in list(self._subjects.get(_expand(curie), ())):
            for head in self.objects(subject, curie):
                yield list(self.members(head))

    def subjects(self, curie: str, value: str | None = None) -> list[ox.NamedNode]:
        """Return the named subjects that have the property (with the IRI ``value``), sorted."""
        name = _expand(curie)
        found = self._subjects.get(name, {}) if value is None else self._having(name).get(value, {})
        return sorted(
            (subject for subject in found if isinstance(subject, ox.NamedNode)),
            key=lambda node: node.value,
        )

    def _having(self, name: str) -> dict[str, dict[object, None]]:
        """Return the subjects of a property by the text of its value."""
        if name not in self._by_value:
            by_value = self._by_value[name] = {}
            for subject in self._subjects.get(name, ()):
                for term in self._objects[subject][name]:
                    if not isinstance(term, ox.Triple):
                        by_value.setdefault(term.value, {})[subject] = None
        return self._by_value[name]


def parse_turtle(paths: Iterable[Path]) -> list[ox.Triple]:
    """Read Turtle files into triples; blank nodes of different files stay apart."""
    return [
        quad.triple
        for path in paths
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    ]


def label_blank_nodes(triples: Iterable[ox.Triple], prefix: str) -> list[ox.Triple]:
    """Return triples with their blank nodes numbered as they come: the same in every run."""
    labels: dict[ox.BlankNode, ox.BlankNode] = {}

    def label(term: Term) -> Term:
        if not isinstance(term, ox.BlankNode):
            return term
        if term not in labels:
            labels[term] = ox.BlankNode(f"{prefix}{len(labels) + 1}")
        return labels[term]

    labelled = []
    for triple in triples:
        subject, predicate, value = triple
        if isinstance(subject, ox.BlankNode) or isinstance(value, ox.BlankNode):
            triple = ox.Triple(label(subject), predicate, label(value))  # type: ignore[arg-type]
        labelled.append(triple)
    return labelled
