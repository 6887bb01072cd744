"""A small index over RDF terms, enough to read ontology and shapes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from eloggraph.iri import expand
from eloggraph.text import Text

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class TermIndex:
    """Statements by subject and predicate; predicates are asked for by prefixed name."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._objects: dict[object, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            self._objects[triple.subject][triple.predicate.value].append(triple.object)

    def objects(self, subject: object, curie: str) -> list[Term]:
        """Return the objects of ``subject curie ?``."""
        return self._objects[subject][expand(curie)] if subject in self._objects else []

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
        return Text.choose(found, "") if found else None

    def members(self, head: object) -> Iterator[Term]:
        """Yield the members of an RDF list."""
        nil, seen = expand("rdf:nil"), set[object]()
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
        for by_predicate in list(self._objects.values()):
            for head in by_predicate.get(expand(curie), ()):
                yield list(self.members(head))

    def subjects(self, curie: str, value: str | None = None) -> list[ox.NamedNode]:
        """Return the named subjects that have the property (with the IRI ``value``), sorted."""
        return sorted(
            (
                subject
                for subject, by_predicate in self._objects.items()
                if isinstance(subject, ox.NamedNode)
                and (terms := by_predicate.get(expand(curie)))
                and (value is None or any(getattr(term, "value", None) == value for term in terms))
            ),
            key=lambda node: node.value,
        )


def parse_turtle(paths: Iterable[Path]) -> list[ox.Triple]:
    """Read Turtle files into triples; blank nodes of different files stay apart."""
    return [
        quad.triple
        for path in paths
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    ]
