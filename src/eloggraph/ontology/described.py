"""One version of an ontology as its terms: what is said of each, ready to be compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox

from eloggraph.errors import InputError
from eloggraph.finding import Place
from eloggraph.iri import FILE_BASE, expand, shorten
from eloggraph.schema.ownership import (
    TERM_KINDS,
    find_header,
    find_namespaces,
    join_prefixes,
)
from eloggraph.schema.terms import TermIndex
from eloggraph.schema.turtle import TurtleFile, read_turtle
from eloggraph.text import Text

_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:-[0-9A-Za-z.-]+)?")
_TYPE = expand("rdf:type")
_DISJOINT = expand("owl:disjointWith")
_DEEPEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class OntologyTerm:
    """One own term: its kinds, its name, and its values by property.

    A value is an IRI, a literal as N-Triples, or a nameless expression in square brackets.
    """

    iri: str
    kinds: frozenset[str]
    label: Text
    values: Mapping[str, frozenset[str]]
    deprecated: bool

    def of(self, curie: str) -> frozenset[str]:
        """Return the values of a property."""
        return self.values.get(expand(curie), frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class OntologyVersion:
    """One version of an ontology: its header, what it declares, and its own terms."""

    iri: str | None
    declared: str | None
    number: tuple[int, int, int] | None
    namespaces: tuple[str, ...]
    header: Mapping[str, frozenset[str]]
    place: Place | None
    terms: Mapping[str, OntologyTerm]
    prefixes: Mapping[str, str]

    def show(self, value: str) -> str:
        """Return a value as people write it: a prefixed name, or the text of a literal."""
        if value.startswith('"'):
            return value[1 : value.rindex('"')].replace('\\"', '"')
        return shorten(value, self.prefixes)


def read_version(path: Path) -> OntologyVersion:
    """Read one version of an ontology from a file or a folder; nothing is fetched.

    Raises
    ------
    InputError
        When there is nothing to read or a file is malformed.
    """
    files, faults = read_turtle([path], base=FILE_BASE)
    if faults:
        raise InputError(*faults)
    triples = _say_disjointness([triple for file in files for triple in file.triples])
    index = TermIndex(triples)
    namespaces = find_namespaces(files)
    values = _collect_values(triples, index)
    terms = {term.iri: term for term in _read_terms(values, index, namespaces)}
    iri = _choose_header(namespaces, terms)
    declared = index.value(ox.NamedNode(iri), "owl:versionInfo") if iri else None
    return OntologyVersion(
        iri=iri,
        declared=declared,
        number=parse_version(declared),
        namespaces=namespaces[iri] if iri else (),
        header=values.get(iri or "", {}),
        place=_find_place(files, iri),
        terms=terms,
        prefixes=join_prefixes(files),
    )


def parse_version(text: str | None) -> tuple[int, int, int] | None:
    """Return the three numbers of a semantic version, or None.

    >>> parse_version("1.20.3")
    (1, 20, 3)
    >>> parse_version("2026-11") is None
    True
    """
    found = _VERSION.fullmatch(text.strip()) if text else None
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def _choose_header(
    namespaces: Mapping[str, Sequence[str]], terms: Mapping[str, OntologyTerm]
) -> str | None:
    """Return the header with most terms: an alignment beside the ontology has none of its own."""
    counts = dict.fromkeys(sorted(namespaces), 0)
    for iri in terms:
        header = find_header(iri, namespaces)
        if header is not None:
            counts[header] += 1
    return max(counts, key=lambda header: counts[header]) if counts else None


def _find_place(files: Iterable[TurtleFile], iri: str | None) -> Place | None:
    found = ((file.name, file.lines.get(iri)) for file in files) if iri else ()
    return next((Place(file=name, row=row) for name, row in found if row), None)


def _say_disjointness(triples: Sequence[ox.Triple]) -> list[ox.Triple]:
    """Return the triples with every disjointness said of pairs, both ways."""
    index = TermIndex(triples)
    pairs: set[tuple[object, object]] = {
        (triple.subject, triple.object) for triple in triples if triple.predicate.value == _DISJOINT
    }
    groups = {
        triple.subject
        for triple in triples
        if isinstance(triple.object, ox.NamedNode)
        and triple.object.value == expand("owl:AllDisjointClasses")
    }
    for group in groups:
        pairs.update(combinations(index.list_of(group, "owl:members"), 2))
    said = [
        ox.Triple(one, ox.NamedNode(_DISJOINT), two)
        for pair in pairs
        for one, two in (pair, pair[::-1])
        if isinstance(one, ox.NamedNode) and isinstance(two, ox.NamedNode)
    ]
    return [*triples, *said]


def _collect_values(
    triples: Sequence[ox.Triple], index: TermIndex
) -> dict[str, dict[str, frozenset[str]]]:
    outgoing: dict[object, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode):
            outgoing[triple.subject].append(triple)
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode):
            value = _write(triple.object, outgoing, 0)
            found[triple.subject.value][triple.predicate.value].add(value)
    return {
        subject: {predicate: frozenset(values) for predicate, values in by_predicate.items()}
        for subject, by_predicate in found.items()
    }


def _write(term: object, outgoing: Mapping[object, Sequence[ox.Triple]], depth: int) -> str:
    """Write a term; a nameless expression by what it says, so that two versions can be compared."""
    if isinstance(term, ox.NamedNode):
        return term.value
    if not isinstance(term, ox.BlankNode):
        return str(term)
    if depth > _DEEPEST:
        return "[…]"
    parts = sorted(
        f"{triple.predicate.value} {_write(triple.object, outgoing, depth + 1)}"
        for triple in outgoing.get(term, ())
    )
    return f"[{' ; '.join(parts)}]"


def _read_terms(
    values: Mapping[str, Mapping[str, frozenset[str]]],
    index: TermIndex,
    namespaces: Mapping[str, Sequence[str]],
) -> Iterator[OntologyTerm]:
    for iri, said in values.items():
        types = said.get(_TYPE, frozenset())
        kinds = {TERM_KINDS[kind] for kind in types if kind in TERM_KINDS}
        is_own = not namespaces or find_header(iri, namespaces) is not None
        if not kinds or not (is_own or kinds & {"Concept", "Scheme"}):
            continue
        node = ox.NamedNode(iri)
        label = index.text(node, "rdfs:label") or index.text(node, "skos:prefLabel")
        yield OntologyTerm(
            iri=iri,
            kinds=frozenset(kinds),
            label=label or Text.same(re.split(r"[#/]", iri)[-1]),
            values=said,
            deprecated=index.value(node, "owl:deprecated") == "true",
        )
