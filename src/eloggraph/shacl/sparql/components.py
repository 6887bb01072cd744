"""SPARQL-based constraint components: their parameters, and the validators that serve a shape.

Source: SHACL, W3C Recommendation 20 July 2017, section 6.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from eloggraph.iri import PREFIXES, expand
from eloggraph.schema.terms import TermIndex
from eloggraph.shacl.model import Term
from eloggraph.shacl.sparql.faults import Faults

_LOCAL_NAME = re.compile(r"[^\W\d]\w*$")
# Names that a query has already bound to something else.
_RESERVED = frozenset({"this", "shapesGraph", "currentShape", "path", "PATH", "value"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter: the property that a shape gives it by, and the variable that it is bound to."""

    iri: str
    name: str
    is_optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Validator:
    """A validator and the property that holds its query (``sh:ask`` or ``sh:select``)."""

    node: Term
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A constraint component that others have written, with SPARQL."""

    iri: ox.NamedNode
    parameters: tuple[Parameter, ...]
    for_nodes: Validator | None
    for_properties: Validator | None

    @property
    def required(self) -> tuple[Parameter, ...]:
        """The parameters that a shape must give for the component to apply."""
        return tuple(p for p in self.parameters if not p.is_optional)

    def validator(self, *, is_property: bool) -> Validator | None:
        """Return the validator for property shapes or for node shapes."""
        return self.for_properties if is_property else self.for_nodes

    def read_parameters(
        self, shape: Term, objects: Callable[[Term, str], list[Term]], faults: Faults
    ) -> Iterator[tuple[tuple[str, Term], ...]]:
        """Yield what the parameters are for each constraint that a shape makes of the component.

        ``objects`` returns the values that a shape has for a property.
        """
        values = {p.name: sorted(objects(shape, p.iri), key=str) for p in self.parameters}
        if len(self.parameters) == 1:
            for name, terms in values.items():
                yield from (((name, term),) for term in terms)
            return
        several = [name for name, terms in values.items() if len(terms) > 1]
        for name in several:
            faults.tell("parameter-twice", shape, name, component=self.iri.value)
        if not several:
            yield tuple((name, terms[0]) for name, terms in sorted(values.items()) if terms)


def find_components(
    triples: Sequence[ox.Triple], index: TermIndex, faults: Faults
) -> Iterator[Component]:
    """Yield the components of a shapes graph that have a validator in SPARQL, sorted.

    Whatever declares parameters and a validator is taken for one, also where its class is a
    subclass of ``sh:ConstraintComponent`` that the shapes graph does not describe.
    """
    declaring = expand("sh:parameter")
    subjects = {t.subject for t in triples if t.predicate.value == declaring}
    for node in sorted((s for s in subjects if isinstance(s, ox.NamedNode)), key=str):
        general = _find_validator(node, "sh:validator", index)
        for_nodes = _find_validator(node, "sh:nodeValidator", index) or general
        for_properties = _find_validator(node, "sh:propertyValidator", index) or general
        if node.value.startswith(PREFIXES["sh"]) or not (for_nodes or for_properties):
            continue
        parameters = tuple(read_parameters(node, index, faults))
        if not any(not parameter.is_optional for parameter in parameters):
            faults.tell("component-without-parameter", node)
            continue
        yield Component(
            iri=node, parameters=parameters, for_nodes=for_nodes, for_properties=for_properties
        )


def _find_validator(node: Term, curie: str, index: TermIndex) -> Validator | None:
    for validator in sorted(index.objects(node, curie), key=str):
        for query in ("sh:ask", "sh:select"):
            if index.one(validator, query) is not None and not isinstance(validator, ox.Triple):
                return Validator(node=validator, query=query)
    return None


def read_parameters(node: Term, index: TermIndex, faults: Faults) -> Iterator[Parameter]:
    """Yield the parameters that a component, or a type of targets, declares."""
    for declared in sorted(index.objects(node, "sh:parameter"), key=str):
        iri = index.value(declared, "sh:path") or ""
        local = _LOCAL_NAME.search(iri)
        if local is None or local.group() in _RESERVED:
            faults.tell("parameter-malformed", node, iri)
            continue
        is_optional = index.value(declared, "sh:optional") in ("true", "1")
        yield Parameter(iri=iri, name=local.group(), is_optional=is_optional)
