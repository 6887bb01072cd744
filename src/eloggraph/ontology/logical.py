"""The part of a graph that an OWL 2 reasoner can read, and a list of what was left out.

HermiT stops at the first literal whose datatype is outside OWL 2 (``xsd:date`` among them), and
owlready2 changes the text of numbers that it reads. So the reasoner is given axioms, memberships
of classes, and values of declared properties; nothing else can make a graph inconsistent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import pyoxigraph as ox

from eloggraph.iri import PREFIXES, expand

Reason = Literal["datatype", "range", "value", "annotation", "undeclared"]

_OWL, _RDF, _RDFS, _XSD = (PREFIXES[name] for name in ("owl", "rdf", "rdfs", "xsd"))
_TYPE, _RANGE, _DOMAIN = expand("rdf:type"), expand("rdfs:range"), expand("rdfs:domain")
_CLASS, _OBJECT, _DATA, _NOTE = (
    expand(f"owl:{name}")
    for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
)
_ABOVE = (expand("rdfs:subPropertyOf"), expand("owl:equivalentProperty"))
_BUILT_IN = (_OWL, _RDF, _RDFS, _XSD)

# Terms of RDF Schema and OWL without logical meaning.
_ANNOTATIONS = frozenset(
    expand(curie)
    for curie in (
        "rdfs:label", "rdfs:comment", "rdfs:seeAlso", "rdfs:isDefinedBy", "owl:versionInfo",
        "owl:versionIRI", "owl:priorVersion", "owl:backwardCompatibleWith", "owl:deprecated",
        "owl:incompatibleWith", "owl:imports",
    )
)  # fmt: skip

# The datatypes of OWL 2, with the spellings of values that owlready2 hands on as they are: a
# number of more than fifteen digits would come out as another.
_WHOLE, _FRACTION, _ANYTHING = r"[+-]?\d{1,15}", r"[+-]?\d{1,9}(\.\d{1,6})?", r"[^\x00]*"
_SPELLINGS = {
    "anyURI": r"[^\s<>\"{}|\\^`]*",
    "base64Binary": r"[A-Za-z0-9+/]*={0,2}",
    "boolean": "true|false|1|0",
    "dateTime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?",
    "dateTimeStamp": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)",
    "hexBinary": r"([0-9A-Fa-f]{2})*",
    "language": r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*",
    **dict.fromkeys(("string", "normalizedString", "token"), _ANYTHING),
    **dict.fromkeys(("Name", "NCName", "NMTOKEN"), r"[A-Za-z_][\w.-]*"),
    **dict.fromkeys(("decimal", "double", "float"), _FRACTION),
    **dict.fromkeys(("integer", "long"), _WHOLE),
    **dict.fromkeys(("nonNegativeInteger", "unsignedLong"), r"\+?\d{1,15}"),
    "unsignedInt": r"\+?\d{1,9}",
    "int": r"[+-]?\d{1,9}",
    "short": r"[+-]?\d{1,4}",
    "unsignedShort": r"\+?\d{1,4}",
    "byte": r"[+-]?\d{1,2}",
    "unsignedByte": r"\+?\d{1,2}",
    "positiveInteger": r"\+?0*[1-9]\d{0,14}",
    "negativeInteger": r"-0*[1-9]\d{0,14}",
    "nonPositiveInteger": r"-\d{1,15}|0",
}
_DATATYPES = {_XSD + name: re.compile(spelling) for name, spelling in _SPELLINGS.items()}
_DATATYPES[expand("rdf:langString")] = re.compile(_ANYTHING)
_RANGES = frozenset({*_DATATYPES, expand("rdf:PlainLiteral"), expand("rdfs:Literal")})


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class LeftOut:
    """Statements that the reasoner was not given: why, which datatype or property, how many.

    ``datatype``: values of a datatype outside OWL 2 (``name`` is the datatype). ``range``:
    axioms that name such a datatype (``name`` is the property). ``value``: values whose
    spelling does not fit their datatype (``name``). ``annotation`` and ``undeclared``: what is
    said with properties (``name``) that no axiom is about.
    """

    reason: Reason
    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LogicalPart:
    """What the reasoner is given, as sorted N-Triples, and what it is not."""

    ntriples: str
    count: int
    left_out: tuple[LeftOut, ...]


def extract_logical_part(triples: Iterable[ox.Triple]) -> LogicalPart:
    """Keep of a graph what a reasoner for OWL 2 reads, and declare what it needs declared.

    Classes, individuals and properties that are used but not declared get their declaration.
    ``owl:imports`` is left out like any other annotation: nothing is fetched.
    """
    every = list(dict.fromkeys(triples))
    kinds = _read_kinds(every)
    kept: set[ox.Triple] = set()
    left_out: Counter[tuple[Reason, str]] = Counter()
    for triple in every:
        refused = _refuse(triple, kinds)
        if refused is None:
            kept.add(triple)
        else:
            left_out[refused] += 1
    lines = {f"{triple} .\n" for triple in kept | set(_declare(kept, kinds))}
    return LogicalPart(
        ntriples="".join(sorted(lines)),
        count=len(kept),
        left_out=tuple(
            LeftOut(reason=reason, name=name, count=count)
            for (reason, name), count in sorted(left_out.items())
        ),
    )


def _read_kinds(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Return for each property whether it is of objects, of data, or an annotation.

    What is above a declared property in the hierarchy is of its kind.
    """
    kinds: dict[str, str] = {}
    above: list[tuple[str, str]] = []
    for triple in triples:
        subject, predicate, value = _texts(triple)
        if predicate == _TYPE and value in (_OBJECT, _DATA, _NOTE):
            # A property that is declared both an annotation and something else counts as the
            # latter.
            kinds[subject] = kinds.get(subject, value) if value == _NOTE else value
        elif predicate in _ABOVE:
            above.append((subject, value))
    grown = True
    while grown:
        grown = False
        for below, over in above:
            if below in kinds and over not in kinds:
                kinds[over] = kinds[below]
                grown = True
    return kinds


def _refuse(triple: ox.Triple, kinds: dict[str, str]) -> tuple[Reason, str] | None:
    """Return why the reasoner is not given a statement and the name to count it under."""
    subject, predicate, value = _texts(triple)
    about_annotation = kinds.get(subject) == _NOTE
    if predicate in _ANNOTATIONS:
        return "annotation", predicate
    if predicate.startswith(_BUILT_IN):
        if about_annotation and predicate != _TYPE:
            return "annotation", predicate
        is_data_range = predicate == _RANGE and kinds.get(subject) == _DATA
        if is_data_range and isinstance(triple.object, ox.NamedNode) and value not in _RANGES:
            return "range", subject
        return None
    kind = kinds.get(predicate)
    if kind == _NOTE:
        return "annotation", predicate
    if isinstance(triple.object, ox.Literal):
        if kind != _DATA:
            return "undeclared", predicate
        return _refuse_literal(triple.object)
    return None if kind == _OBJECT else ("undeclared", predicate)


def _refuse_literal(literal: ox.Literal) -> tuple[Reason, str] | None:
    datatype = literal.datatype.value
    spelling = _DATATYPES.get(datatype)
    if spelling is None:
        return "datatype", datatype
    return None if spelling.fullmatch(literal.value) else ("value", datatype)


def _declare(kept: Iterable[ox.Triple], kinds: dict[str, str]) -> Iterator[ox.Triple]:
    """Yield declarations of the classes, properties and individuals that statements use."""
    for triple in kept:
        subject, predicate, value = _texts(triple)
        if predicate == _TYPE and not value.startswith(_BUILT_IN):
            yield from _as(triple.object, _CLASS)
            yield from _as(triple.subject, expand("owl:NamedIndividual"))
        elif predicate in (expand("rdfs:subClassOf"), expand("owl:disjointWith")):
            yield from _as(triple.subject, _CLASS)
            yield from _as(triple.object, _CLASS)
        elif predicate == _DOMAIN or (predicate == _RANGE and kinds.get(subject) == _OBJECT):
            yield from _as(triple.object, _CLASS)
        elif predicate in _ABOVE:
            yield from _as(triple.object, kinds.get(value, _NOTE))
        elif not predicate.startswith(_BUILT_IN):
            yield from _as(triple.subject, expand("owl:NamedIndividual"))
            if kinds.get(predicate) == _OBJECT:
                yield from _as(triple.object, expand("owl:NamedIndividual"))


def _as(node: object, kind: str) -> Iterator[ox.Triple]:
    if isinstance(node, ox.NamedNode) and not node.value.startswith(_BUILT_IN):
        yield ox.Triple(node, ox.NamedNode(_TYPE), ox.NamedNode(kind))


def _texts(triple: ox.Triple) -> tuple[str, str, str]:
    def text(term: object) -> str:
        return str(getattr(term, "value", ""))

    return text(triple.subject), triple.predicate.value, text(triple.object)
