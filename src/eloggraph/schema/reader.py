"""Ontology and shapes into the :class:`Schema`: the shapes are the schema of the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from eloggraph.finding import Severity
from eloggraph.iri import contract, expand
from eloggraph.schema.lazy import LazyMapping
from eloggraph.schema.model import Column, FormerColumn, Module, Rule, Schema, Table, ValueKind
from eloggraph.schema.terms import Term, TermIndex, label_blank_nodes, parse_turtle
from eloggraph.schema.vocabulary import (
    read_classes,
    read_concepts,
    read_labels,
    read_ontologies,
    read_properties,
    read_schemes,
)
from eloggraph.text import Language, Text

_KIND_OF_DATATYPE: dict[str, ValueKind] = {
    "xsd:string": "text",
    "xsd:integer": "integer",
    "xsd:decimal": "decimal",
    "xsd:boolean": "boolean",
    "xsd:date": "date",
    "xsd:gYearMonth": "date",
    "xsd:gYear": "date",
    "xsd:anyURI": "iri",
}
_SEVERITIES: dict[str, Severity] = {"sh:Warning": "warning", "sh:Info": "info"}


@dataclass(frozen=True, slots=True)
class _Constraints:
    """What one property shape says about values, ``sh:or`` and qualified shapes included."""

    datatypes: tuple[str, ...]
    classes: tuple[str, ...]
    language: str | None
    scheme: str | None
    allowed: tuple[str, ...]
    min_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Ontology with code lists, and shapes: as statements, indexed together, and as a schema."""

    ontology: tuple[ox.Triple, ...]
    shapes: tuple[ox.Triple, ...]
    index: TermIndex
    schema: Schema


def read_model(ontology: Iterable[Path], shapes: Iterable[Path]) -> Model:
    """Read Turtle files of an ontology with its code lists, and of shapes.

    Parameters
    ----------
    ontology
        Files with classes, properties and SKOS concepts.
    shapes
        Files with SHACL shapes; a node shape with ``elosh:table`` becomes a table and each of
        its property shapes with ``elosh:column`` a column.
    """
    # Labels that are the same in every run and that no data uses: both end up in one graph.
    terms = label_blank_nodes(parse_turtle(ontology), "eloggraph-ontology-")
    read = [(path.stem, parse_turtle([path])) for path in shapes]
    parsed = [(stem, label_blank_nodes(triples, f"eloggraph-{stem}-")) for stem, triples in read]
    families: dict[Term, str] = {
        triple.subject: stem
        for stem, triples in parsed
        for triple in triples
        if triple.predicate.value == expand("elosh:table")
    }
    said = [triple for _, triples in parsed for triple in triples]
    index = TermIndex(chain(terms, said))
    schema = Schema(
        tables=tuple(sorted(_read_tables(index, families), key=lambda table: table.name)),
        classes={found.iri: found for found in read_classes(index)},
        concepts=tuple(read_concepts(index)),
        rules=LazyMapping(lambda: {rule.shape: rule for rule in _read_rules(index)}),
        labels=dict(read_labels(index)),
        properties=LazyMapping(lambda: {found.iri: found for found in read_properties(index)}),
        schemes=tuple(read_schemes(index)),
        ontologies=tuple(read_ontologies(index)),
        modules=tuple(_read_modules(index)),
    )
    return Model(ontology=tuple(terms), shapes=tuple(said), index=index, schema=schema)


def _read_rules(index: TermIndex) -> Iterator[Rule]:
    owners: dict[Term, list[Term]] = defaultdict(list)
    for node in index.subjects("sh:property"):
        for shape in index.objects(node, "sh:property"):
            owners[shape].append(node)
    for node in index.subjects("sh:path"):
        path, inverse = _read_path(index, node)
        yield Rule(
            shape=node.value,
            path=path,
            inverse=inverse,
            message=index.text(node, "sh:message"),
            severity=_read_severity(index, node),
            name=index.text(node, "sh:name"),
            classes=_targets(index, "sh:targetClass", owners[node]),
            subjects_of=_targets(index, "sh:targetSubjectsOf", owners[node]),
            remedy=index.text(node, "elosh:remedy"),
        )
    for node in index.subjects("sh:sparql"):
        for constraint in index.objects(node, "sh:sparql"):
            if isinstance(constraint, ox.NamedNode):
                yield Rule(
                    shape=constraint.value,
                    path=None,
                    inverse=False,
                    message=index.text(constraint, "sh:message"),
                    severity=_read_severity(index, node),
                    name=None,
                    classes=_targets(index, "sh:targetClass", [node]),
                    subjects_of=_targets(index, "sh:targetSubjectsOf", [node]),
                    remedy=index.text(constraint, "elosh:remedy"),
                )


def _targets(index: TermIndex, curie: str, shapes: Iterable[Term]) -> tuple[str, ...]:
    """Return what the node shapes are about, sorted."""
    return tuple(sorted(set(_each(index, shapes, curie))))


def _read_tables(index: TermIndex, families: Mapping[Term, str]) -> Iterator[Table]:
    # Many tables share a property shape; it is read once.
    read_column = cache(partial(_read_column, index))
    read_former = cache(partial(_read_former_column, index))
    for node in index.subjects("elosh:table"):
        name = index.value(node, "elosh:table") or ""
        columns = [
            read_column(shape)
            for shape in index.objects(node, "sh:property")
            if index.value(shape, "elosh:column") is not None
        ]
        table = Table(
            name=name,
            names=index.text(node, "sh:name") or Text.same(name),
            description=index.text(node, "sh:description") or Text.same(""),
            shape=node.value,
            target_class=index.value(node, "sh:targetClass") or "",
            key=tuple(_values(index.list_of(node, "elosh:key"))),
            columns=tuple(sorted(columns, key=lambda column: (column.order, column.key))),
            family=families.get(node, ""),
            begin_with=int(place) if (place := index.value(node, "elosh:beginWith")) else None,
            advice=index.text(node, "elosh:advice"),
            shows=tuple(_values(index.list_of(node, "elosh:shows"))),
            also=_read_former_names(index, node),
            former=tuple(map(read_former, index.objects(node, "elosh:former"))),
            module=_read_module(index, node),
            holds_as=index.value(node, "elosh:holdsAs"),
            headings=_read_headings(index, node),
        )
        yield _free_of_ids(table) if table.makes_ids else table


def _free_of_ids(table: Table) -> Table:
    """Return a table whose rows may do without an id: in RDF each has one, made from its name."""
    columns = (
        replace(column, required=False) if column is table.id_column else column
        for column in table.columns
    )
    return replace(table, columns=tuple(columns))


def _read_module(index: TermIndex, shape: Term) -> str | None:
    module = index.one(shape, "elosh:module")
    return index.value(module, "elosh:moduleKey")


def _read_modules(index: TermIndex) -> Iterator[Module]:
    """Yield the modules in their order."""

    def place(node: object) -> float:
        return float(index.value(node, "sh:order") or 0)

    for node in sorted(index.subjects("elosh:moduleKey"), key=place):
        key = index.value(node, "elosh:moduleKey") or ""
        yield Module(
            key=key,
            names=index.text(node, "sh:name") or Text.same(key),
            description=index.text(node, "sh:description") or Text.same(""),
        )


def _read_former_column(index: TermIndex, node: Term) -> FormerColumn:
    key = index.value(node, "elosh:formerly") or ""
    return FormerColumn(
        key=key,
        names=index.text(node, "sh:name") or Text.same(key),
        remedy=index.text(node, "elosh:remedy") or Text.same(""),
        also=_read_former_names(index, node),
    )


def _read_column(index: TermIndex, shape: Term) -> Column:
    key = index.value(shape, "elosh:column") or ""
    path, inverse = _read_path(index, shape)
    said = _read_constraints(index, shape)
    return Column(
        key=key,
        names=index.text(shape, "sh:name") or Text.same(key),
        description=index.text(shape, "sh:description") or Text.same(""),
        shape=shape.value if isinstance(shape, ox.NamedNode) else "",
        path=path or "",
        inverse=inverse,
        kind=_kind_of(path, said),
        datatypes=said.datatypes,
        language=said.language,
        classes=said.classes,
        scheme=said.scheme,
        allowed=said.allowed,
        separator=index.value(shape, "elosh:separator"),
        required=said.min_count > 0,
        severity=_read_severity(index, shape),
        personal=index.value(shape, "elosh:personal") == "true",
        order=float(index.value(shape, "sh:order") or 0),
        pattern=index.value(shape, "sh:pattern"),
        also=_read_former_names(index, shape),
        module=_read_module(index, shape),
        holds_with=index.value(shape, "elosh:holdsWith") == "true",
        row_for_each=index.value(shape, "elosh:rowForEach") == "true",
        headings=_read_headings(index, shape),
        joins=index.value(shape, "elosh:joinsRow") == "true",
        shares=index.value(shape, "elosh:sharesRow") == "true",
        default=index.value(shape, "sh:defaultValue"),
        names_rows=index.value(shape, "elosh:namesRows") == "true",
    )


def _read_former_names(index: TermIndex, shape: Term) -> tuple[str, ...]:
    said = index.objects(shape, "skos:hiddenLabel")
    return tuple(sorted({term.value for term in said if isinstance(term, ox.Literal)}))


def _read_headings(index: TermIndex, shape: Term) -> tuple[tuple[Language, str], ...]:
    said = index.objects(shape, "skos:altLabel")
    literals = (term for term in said if isinstance(term, ox.Literal))
    return tuple(sorted((term.language or "", term.value) for term in literals))


def _read_severity(index: TermIndex, shape: Term) -> Severity:
    severity = contract(index.value(shape, "sh:severity") or "")
    return _SEVERITIES.get(severity, "violation")


def _read_path(index: TermIndex, shape: Term) -> tuple[str | None, bool]:
    path = index.one(shape, "sh:path")
    if isinstance(path, ox.NamedNode):
        return path.value, False
    inverse = index.value(path, "sh:inversePath")
    return inverse, inverse is not None


def _read_constraints(index: TermIndex, shape: Term) -> _Constraints:
    qualified = index.one(shape, "sh:qualifiedValueShape")
    # A cell holds what is counted, even where the property has other values from elsewhere.
    sources = [shape, *index.list_of(shape, "sh:or"), *([qualified] if qualified else [])]
    counts = [index.value(shape, p) or "0" for p in ("sh:minCount", "sh:qualifiedMinCount")]
    languages = _values(index.list_of(qualified, "sh:languageIn")) if qualified else []
    return _Constraints(
        datatypes=tuple(_each(index, sources, "sh:datatype")),
        classes=tuple(_each(index, sources, "sh:class")),
        language=languages[0] if len(languages) == 1 else None,
        scheme=_find_scheme(index, shape),
        allowed=tuple(_values(index.list_of(shape, "sh:in"))),
        min_count=max(map(int, counts)),
    )


def _find_scheme(index: TermIndex, shape: Term) -> str | None:
    """Find the code list that ``sh:node`` names by a shape that fixes ``skos:inScheme``."""
    for node in index.objects(shape, "sh:node"):
        for inner in index.objects(node, "sh:property"):
            if index.value(inner, "sh:path") == expand("skos:inScheme"):
                return index.value(inner, "sh:hasValue")
    return None


def _kind_of(path: str | None, said: _Constraints) -> ValueKind:
    if path == expand("rdf:type"):
        return "class"
    if said.language is not None:
        return "language"
    if said.scheme is not None:
        return "concept"
    if said.classes:
        return "node"
    for datatype in said.datatypes:
        return _KIND_OF_DATATYPE.get(contract(datatype), "text")
    return "text"


def _each(index: TermIndex, subjects: Iterable[Term], curie: str) -> Iterator[str]:
    for subject in subjects:
        yield from _values(index.objects(subject, curie))


def _values(terms: Iterable[Term]) -> list[str]:
    return [term.value for term in terms if isinstance(term, (ox.NamedNode, ox.Literal))]
