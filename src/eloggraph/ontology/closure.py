"""The deductive closure: all statements that follow, and which of them were asserted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from eloggraph.iri import contract, expand
from eloggraph.ontology.places import Locate
from eloggraph.text import Text

Node = ox.NamedNode | ox.BlankNode

_PREFIXES = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_DISJOINT = """SELECT DISTINCT ?first ?second WHERE {
  { ?first owl:disjointWith ?second } UNION { ?second owl:disjointWith ?first } UNION
  { ?all a owl:AllDisjointClasses ; owl:members/rdf:rest*/rdf:first ?first , ?second }
  FILTER(ISIRI(?first) && ISIRI(?second) && STR(?first) < STR(?second))
}"""
_ABOVE = """SELECT DISTINCT ?below ?above WHERE {
  { ?below rdfs:subClassOf ?above } UNION { ?below owl:equivalentClass ?above }
  UNION { ?above owl:equivalentClass ?below }
  FILTER(ISIRI(?below) && ISIRI(?above) && ?below != ?above)
}"""
_ENDS = """SELECT DISTINCT ?property ?end ?class WHERE {
  VALUES ?end { rdfs:domain rdfs:range }
  ?property rdfs:subPropertyOf* ?over . ?over ?end ?class .
  FILTER(ISIRI(?property) && ISIRI(?class))
}"""


@dataclass(frozen=True, kw_only=True)
class Closure:
    """A store with everything that follows, and the asserted statements in it.

    ``inferred`` are the named graphs that hold no assertions.
    """

    store: ox.Store
    inferred: frozenset[str]
    locate: Locate

    def ask(self, query: str) -> list[ox.QuerySolution]:
        """Return the solutions of a SELECT query over all graphs together."""
        answer = self.store.query(_PREFIXES + query, use_default_graph_as_union=True)
        assert isinstance(answer, ox.QuerySolutions)  # every query here is a SELECT query
        return list(answer)

    def asserted(
        self, subject: Node | None, predicate: ox.NamedNode | None, value: Node | None
    ) -> Iterator[ox.Triple]:
        """Yield the asserted statements that fit a pattern, sorted."""
        found = {
            quad.triple
            for quad in self.store.quads_for_pattern(subject, predicate, value, None)
            if getattr(quad.graph_name, "value", "") not in self.inferred
        }
        yield from sorted(found, key=str)

    @cached_property
    def disjoint(self) -> tuple[tuple[str, str], ...]:
        """Every pair of classes that exclude each other, sorted."""
        pairs = ((s["first"].value, s["second"].value) for s in self.ask(_DISJOINT))
        return tuple(sorted(set(pairs)))

    @cached_property
    def above(self) -> dict[str, tuple[str, ...]]:
        """The classes directly above each class."""
        found: dict[str, set[str]] = {}
        for solution in self.ask(_ABOVE):
            found.setdefault(solution["below"].value, set()).add(solution["above"].value)
        return {below: tuple(sorted(over)) for below, over in found.items()}

    @cached_property
    def ends(self) -> tuple[tuple[str, bool, str], ...]:
        """Property, whether its domain (else its range), and the class of that end."""
        return tuple(
            sorted(
                (s["property"].value, s["end"].value == expand("rdfs:domain"), s["class"].value)
                for s in self.ask(_ENDS)
            )
        )

    def chain(self, below: str, above: str) -> tuple[str, ...]:
        """Return the shortest way up from one class to another, or nothing."""
        ways: list[tuple[str, ...]] = [(below,)]
        seen = {below}
        for way in ways:
            if way[-1] == above:
                return way
            for over in self.above.get(way[-1], ()):
                if over not in seen:
                    seen.add(over)
                    ways.append((*way, over))
        return ()

    def name(self, iri: str) -> Text:
        """Return the name of a node, a class or a property."""
        found: dict[str, str] = {}
        for curie in ("rdfs:label", "skos:prefLabel"):
            for triple in self.asserted(ox.NamedNode(iri), ox.NamedNode(expand(curie)), None):
                if isinstance(triple.object, ox.Literal):
                    found.setdefault(triple.object.language or "", triple.object.value)
        return Text.of(found, contract(iri) if contract(iri) != iri else _short(iri))


def _short(iri: str) -> str:
    return "/".join(iri.rstrip("/").split("/")[-2:]) if iri.count("/") > 3 else iri
