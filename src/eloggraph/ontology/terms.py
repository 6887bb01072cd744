"""The terms of an ontology opened for its checks: own terms marked, places and names at hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from eloggraph.finding import Place
from eloggraph.iri import PREFIXES, expand, shorten
from eloggraph.ontology.quality_queries import CHECK
from eloggraph.schema.ownership import (
    TERM_KINDS,
    VANN,
    find_header,
    find_namespaces,
    join_prefixes,
)
from eloggraph.schema.turtle import TurtleFile

_TYPE = ox.NamedNode(expand("rdf:type"))
_QUERY_PREFIXES = {
    **PREFIXES,
    "adms": "http://www.w3.org/ns/adms#",
    "check": CHECK,
    "vann": VANN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TermStore:
    """Statements of Turtle files, with marks in the namespace of the checks.

    ``check:Ontology`` is a header; ``check:Class``, ``check:Property``, ``check:Individual``,
    ``check:Concept`` and ``check:Scheme`` are own terms, all of them ``check:Term``;
    ``check:Own`` is any subject in a namespace of a header, ``check:of`` leads to that header and
    ``check:namespace`` from it; ``check:Defined`` is whatever has a type.
    """

    store: ox.Store
    prefixes: Mapping[str, str]
    places: Mapping[str, Place]
    headers: Mapping[str, str]
    counts: tuple[tuple[str, int], ...]

    def select(self, query: str, language: str | None = None) -> Iterator[Mapping[str, object]]:
        """Ask a SELECT query; ``?language`` is bound where one is given."""
        bound: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {}
        if language is not None:
            bound[ox.Variable("language")] = ox.Literal(language)
        solutions = self.store.query(query, prefixes=_QUERY_PREFIXES, substitutions=bound)
        assert isinstance(solutions, ox.QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            yield {name: solution[name] for name in names}

    def owner(self, term: object) -> str | None:
        """Return the IRI of a term, or of the named term in whose statement a blank node is."""
        seen: set[object] = set()
        while isinstance(term, ox.BlankNode) and term not in seen:
            seen.add(term)
            above = sorted(
                (quad.subject for quad in self.store.quads_for_pattern(None, None, term, None)),
                key=str,
            )
            term = above[0] if above else None
        return term.value if isinstance(term, ox.NamedNode) else None

    def place(self, term: object) -> Place | None:
        """Return the file and line where a term begins, else where a term first uses it."""
        found = self.places.get(self.owner(term) or str(term))
        if found is not None or not isinstance(term, ox.NamedNode):
            return found
        uses = [
            *self.store.quads_for_pattern(None, None, term, None),
            *self.store.quads_for_pattern(None, term, None, None),
        ]
        owners = (self.places.get(self.owner(quad.subject) or "") for quad in uses)
        return min((place for place in owners if place), key=Place.sort_key, default=None)

    def show(self, term: object) -> str:
        """Return a term as people write it: a prefixed name, or the text of a literal."""
        if isinstance(term, ox.NamedNode):
            return shorten(term.value, self.prefixes)
        return term.value if isinstance(term, ox.Literal) else ""


def open_terms(files: Sequence[TurtleFile]) -> TermStore:
    """Open files that were read as one store in which the own terms are marked."""
    store = ox.Store()
    namespaces = find_namespaces(files)
    triples = [triple for file in files for triple in file.triples]
    store.bulk_extend(ox.Quad(*triple) for triple in triples)
    headers = {
        subject.value: header
        for triple in triples
        if isinstance(subject := triple.subject, ox.NamedNode)
        and (header := find_header(subject.value, namespaces)) is not None
    }
    store.bulk_extend(_mark(triples, namespaces, headers))
    counts = Counter(
        triple.object.value
        for triple in {t for t in triples if t.predicate == _TYPE}
        if isinstance(triple.object, ox.NamedNode) and triple.object.value in TERM_KINDS
    )
    return TermStore(
        store=store,
        prefixes=join_prefixes(files),
        places=_find_places(files),
        headers={**headers, **{header: header for header in namespaces}},
        counts=tuple(sorted(counts.items())),
    )


def _mark(
    triples: Sequence[ox.Triple],
    namespaces: Mapping[str, Sequence[str]],
    headers: Mapping[str, str],
) -> Iterator[ox.Quad]:
    def mark(subject: ox.NamedNode | ox.BlankNode, kind: str) -> ox.Quad:
        return ox.Quad(subject, _TYPE, ox.NamedNode(CHECK + kind))

    for header, spaces in namespaces.items():
        yield mark(ox.NamedNode(header), "Ontology")
        for space in spaces:
            yield ox.Quad(
                ox.NamedNode(header), ox.NamedNode(f"{CHECK}namespace"), ox.Literal(space)
            )
    for iri, header in headers.items():
        yield mark(ox.NamedNode(iri), "Own")
        yield ox.Quad(ox.NamedNode(iri), ox.NamedNode(f"{CHECK}of"), ox.NamedNode(header))
    for triple in triples:
        subject = triple.subject
        if triple.predicate != _TYPE or not isinstance(subject, ox.NamedNode):
            continue
        yield mark(subject, "Defined")
        kind = TERM_KINDS.get(getattr(triple.object, "value", ""))
        # A code list and its concepts count as own terms in any namespace.
        if kind and (kind in ("Concept", "Scheme") or subject.value in headers or not namespaces):
            yield mark(subject, kind)
            yield mark(subject, "Term")


def _find_places(files: Sequence[TurtleFile]) -> dict[str, Place]:
    """Return where each subject begins: where it gets its type, else where it first stands."""
    places: dict[str, Place] = {}
    for typed in (True, False):
        for file in files:
            for triple in file.triples:
                subject = triple.subject
                if typed and triple.predicate != _TYPE:
                    continue
                key = subject.value if isinstance(subject, ox.NamedNode) else str(subject)
                if key not in places:
                    places[key] = Place(file=file.name, row=file.lines.get(key))
    return places
