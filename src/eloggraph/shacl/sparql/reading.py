"""The SPARQL-based checks of a shapes graph read: ``sh:sparql`` and uses of components.

Source: SHACL, W3C Recommendation 20 July 2017, section 5 (SPARQL-based constraints).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from eloggraph.iri import expand
from eloggraph.schema.terms import TermIndex
from eloggraph.shacl.model import VIOLATION, Term
from eloggraph.shacl.sparql.bound import bind
from eloggraph.shacl.sparql.check import SparqlCheck
from eloggraph.shacl.sparql.components import Component, Validator, find_components
from eloggraph.shacl.sparql.faults import Faults
from eloggraph.shacl.sparql.queries import QueryReader

_SPARQL = expand("sh:sparql")
SPARQL_COMPONENT = ox.NamedNode(expand("sh:SPARQLConstraintComponent"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SparqlChecks:
    """The checks of every shape, and those that cannot be run for want of prefixes.

    ``undeclared`` has for a shape the properties by which it has such a check, and the prefixes.
    """

    checks: dict[Term, tuple[SparqlCheck, ...]]
    undeclared: dict[Term, tuple[tuple[str, str], ...]]


def read_sparql_checks(
    triples: Sequence[ox.Triple], index: TermIndex | None = None
) -> SparqlChecks:
    """Return the SPARQL-based checks of every shape of a shapes graph; ``index`` may be of them.

    These are its ``sh:sparql`` constraints that are not deactivated, and the uses of SPARQL-based
    constraint components: one for a shape that has all required parameters, and one per value
    where the component has a single parameter. A query with a prefix that nothing declares is no
    query (section 5.2.1): that check alone is left out and told.

    Raises
    ------
    ShapesError
        When constraints or queries are not what the specification allows; all faults at once.

    Examples
    --------
    >>> read_sparql_checks(()).checks
    {}
    """
    reader = _CheckReader(triples, index or TermIndex(triples))
    checks = reader.read()
    reader.faults.raise_all()
    undeclared = {shape: tuple(dict.fromkeys(found)) for shape, found in reader.undeclared.items()}
    return SparqlChecks(checks=checks, undeclared=undeclared)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """What a check comes from: a constraint, or the use of a component by properties."""

    validator: Validator
    component: ox.NamedNode
    constraint: Term | None
    properties: tuple[str, ...]


class _CheckReader:
    def __init__(self, triples: Sequence[ox.Triple], index: TermIndex) -> None:
        self._triples = triples
        self._index = index
        self._by_property: dict[str, dict[Term, list[Term]]] = {}
        self._by_predicate: dict[str, list[ox.Triple]] = {}
        for triple in triples:
            self._by_predicate.setdefault(triple.predicate.value, []).append(triple)
        self.faults = Faults(triples)
        self.undeclared: dict[Term, list[tuple[str, str]]] = {}
        self._queries = QueryReader(self._index, self.faults)

    def read(self) -> dict[Term, tuple[SparqlCheck, ...]]:
        found: dict[Term, list[SparqlCheck]] = {}
        for shape in self._with_all([_SPARQL]):
            found.setdefault(shape, []).extend(self._read_constraints(shape))
        for component in find_components(self._triples, self._index, self.faults):
            for shape in self._with_all(p.iri for p in component.required):
                found.setdefault(shape, []).extend(self._read_uses(shape, component))
        return {shape: tuple(checks) for shape, checks in sorted(found.items(), key=_by_text)}

    def _values(self, iri: str) -> dict[Term, list[Term]]:
        """Return the values of a property by what has them."""
        if iri not in self._by_property:
            found = self._by_property[iri] = {}
            for triple in self._by_predicate.get(iri, ()):
                if not isinstance(triple.subject, ox.Triple):
                    found.setdefault(triple.subject, []).extend(_plain(triple.object))
        return self._by_property[iri]

    def _with_all(self, properties: Iterable[str]) -> list[Term]:
        """Return what has values for every one of some properties, sorted."""
        found = [set(self._values(iri)) for iri in properties]
        return sorted(set.intersection(*found) if found else (), key=str)

    def _read_constraints(self, shape: Term) -> Iterator[SparqlCheck]:
        for constraint in sorted(self._values(_SPARQL)[shape], key=str):
            if self._index.value(constraint, "sh:deactivated") == "true":
                continue
            source = _Source(
                validator=Validator(node=constraint, query="sh:select"),
                component=SPARQL_COMPONENT,
                constraint=constraint,
                properties=(_SPARQL,),
            )
            yield from self._read(shape, source, ())

    def _read_uses(self, shape: Term, component: Component) -> Iterator[SparqlCheck]:
        is_property = self._index.one(shape, "sh:path") is not None
        validator = component.validator(is_property=is_property)
        if validator is None:
            return
        source = _Source(
            validator=validator,
            component=component.iri,
            constraint=None,
            properties=tuple(parameter.iri for parameter in component.parameters),
        )
        for parameters in component.read_parameters(
            shape, lambda node, iri: self._values(iri).get(node, []), self.faults
        ):
            yield from self._read(shape, source, parameters)

    def _read(
        self, shape: Term, source: _Source, parameters: tuple[tuple[str, Term], ...]
    ) -> Iterator[SparqlCheck]:
        """Yield the check; nothing where a fault of its query was told."""
        paths = self._index.objects(shape, "sh:path")
        path = next((p for each in paths for p in _plain(each)), None)
        names = frozenset(name for name, _ in parameters)
        read = self._queries.read(shape, source.validator, path, names)
        if prefixes := self._queries.undeclared.get(source.validator.node):
            found = self.undeclared.setdefault(shape, [])
            found.extend((iri, prefixes) for iri in source.properties)
        if read is None:
            return
        severity = self._index.one(shape, "sh:severity")
        yield SparqlCheck(
            shape=shape,
            component=source.component,
            constraint=source.constraint,
            path=path,
            severity=severity if isinstance(severity, ox.NamedNode) else VIOLATION,
            messages=self._messages(source.validator.node) or self._messages(shape),
            bound=bind(read, dict(parameters), shape=shape),
            properties=source.properties,
        )

    def _messages(self, node: Term) -> tuple[ox.Literal, ...]:
        found = self._index.objects(node, "sh:message")
        return tuple(sorted((term for term in found if isinstance(term, ox.Literal)), key=str))


def _plain(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> list[Term]:
    return [] if isinstance(term, ox.Triple) else [term]


def _by_text(entry: tuple[Term, object]) -> str:
    return str(entry[0])
