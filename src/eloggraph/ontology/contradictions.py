"""Contradictions found by the toolkit itself, so that each is reported at the cell that causes it.

A reasoner only says that a network is inconsistent. Here the culprits are looked for among
everything that follows from the data: a node of two classes that exclude each other, a value of
another kind than its property takes, a property that forbids what is said with it. Everything found
here is a contradiction; the reasoner may find others.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise

import pyoxigraph as ox

from eloggraph.finding import Finding, Place
from eloggraph.iri import contract, expand
from eloggraph.ontology.closure import Closure
from eloggraph.text import Text, say

MOST_TOLD = 100

_TYPE = ox.NamedNode(expand("rdf:type"))
_FORBIDDEN = """SELECT DISTINCT ?from ?property ?to WHERE {
  { ?property a owl:IrreflexiveProperty . ?from ?property ?to . FILTER(?from = ?to) }
  UNION
  { ?property a owl:AsymmetricProperty . ?from ?property ?to . ?to ?property ?from }
}"""
_VALUES = """SELECT DISTINCT ?from ?property ?to ?range WHERE {
  ?property rdfs:range ?range . ?from ?property ?to .
  FILTER(ISLITERAL(?to) && ISIRI(?range) && DATATYPE(?to) != ?range)
}"""

# Datatypes whose values overlap; values of two different families never do.
_INTEGERS = (
    "integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger",
    "nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort",
    "unsignedByte", "decimal",
)  # fmt: skip
_STRINGS = ("string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN")
_FAMILIES = {
    **{expand(f"xsd:{name}"): "number" for name in _INTEGERS},
    **{expand(f"xsd:{name}"): "string" for name in _STRINGS},
    **{
        expand(f"xsd:{name}"): name
        for name in ("boolean", "float", "double", "date", "gYear", "gYearMonth", "anyURI", "time")
    },
    **{expand(f"xsd:{name}"): "dateTime" for name in ("dateTime", "dateTimeStamp")},
    expand("rdf:langString"): "langString",
}


def find_contradictions(closure: Closure) -> tuple[Finding, ...]:
    """Return what contradicts itself, at most :data:`MOST_TOLD` cases of each kind.

    Two findings for a node of two classes, each at the cell that says one of them.
    """
    return (
        *(f for case in islice(_find_double(closure), MOST_TOLD) for f in case),
        *islice(_find_forbidden(closure), MOST_TOLD),
        *islice(_find_wrong_values(closure), MOST_TOLD),
    )


def _find_double(closure: Closure) -> Iterator[tuple[Finding, Finding]]:
    """Yield for each node of two classes that exclude each other where it is said to be each."""
    members: dict[str, set[str]] = {}
    for name in {iri for pair in closure.disjoint for iri in pair}:
        quads = closure.store.quads_for_pattern(None, _TYPE, ox.NamedNode(name), None)
        members[name] = {q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)}
    for first, second in closure.disjoint:
        for node in sorted(members[first] & members[second]):
            reasons = [_find_reason(closure, node, name) for name in (first, second)]
            places = [closure.locate(triple) for _, triple in reasons]
            yield (
                _tell_double(closure, node, (first, second), reasons[0], places),
                _tell_double(closure, node, (second, first), reasons[1], places[::-1]),
            )


_Reason = tuple[str, ox.Triple]


def _find_reason(closure: Closure, node: str, name: str) -> _Reason:
    """Return why a node is of a class: what is asserted of it, or how it is used."""
    term = ox.NamedNode(node)
    for triple in closure.asserted(term, _TYPE, None):
        if closure.chain(getattr(triple.object, "value", ""), name):
            return "type", triple
    for iri, is_domain, end in closure.ends:
        if closure.chain(end, name):
            property_ = ox.NamedNode(iri)
            ends = (term, None) if is_domain else (None, term)
            for triple in closure.asserted(ends[0], property_, ends[1]):
                return "domain" if is_domain else "range", triple
    return "inferred", ox.Triple(term, _TYPE, ox.NamedNode(name))


def _tell_double(
    closure: Closure,
    node: str,
    classes: tuple[str, str],
    reason: _Reason,
    places: list[Place | None],
) -> Finding:
    how, triple = reason
    here, there = places
    return Finding(
        code="contradiction-classes",
        severity="violation",
        message=say(
            f"reason.classes.{how}",
            name=closure.name(node),
            here=closure.name(classes[0]),
            there=closure.name(classes[1]),
            other=_write(there),
            property=closure.name(triple.predicate.value),
        ),
        remedy=say("reason.classes.remedy"),
        place=here,
        focus=node,
        path=triple.predicate.value,
        value=classes[0],
    )


def _write(place: Place | None) -> Text:
    """Return a place as short text: file and row."""
    if place is None:
        return say("reason.elsewhere")
    where = f"{place.file}:{place.sheet}" if place.sheet else place.file
    return Text.same(where if place.row is None else f"{where}:{place.row}")


def _find_forbidden(closure: Closure) -> Iterator[Finding]:
    found = {ox.Triple(s["from"], s["property"], s["to"]) for s in closure.ask(_FORBIDDEN)}
    for triple in sorted(found, key=str):
        yield _tell_statement(closure, "forbidden", triple)


def _find_wrong_values(closure: Closure) -> Iterator[Finding]:
    found = {
        (ox.Triple(s["from"], s["property"], s["to"]), s["range"].value)
        for s in closure.ask(_VALUES)
    }
    for triple, range_ in sorted(found, key=str):
        assert isinstance(triple.object, ox.Literal)  # the query asks for literals
        kind = _FAMILIES.get(triple.object.datatype.value)
        if kind and range_ in _FAMILIES and _FAMILIES[range_] != kind:
            yield _tell_statement(closure, "value", triple, range=contract(range_))


def _tell_statement(closure: Closure, kind: str, triple: ox.Triple, **values: object) -> Finding:
    value = getattr(triple.object, "value", "")
    is_literal = isinstance(triple.object, ox.Literal)
    node = getattr(triple.subject, "value", "")
    shown = {
        "name": closure.name(node),
        "property": closure.name(triple.predicate.value),
        "value": Text.same(value) if is_literal else closure.name(value),
        **values,
    }
    return Finding(
        code=f"contradiction-{kind}",
        severity="violation",
        message=say(f"reason.{kind}.message", **shown),
        remedy=say(f"reason.{kind}.remedy", **shown),
        place=closure.locate(triple),
        focus=node,
        path=triple.predicate.value,
        value=value,
    )


def find_unsatisfiable(closure: Closure) -> tuple[str, ...]:
    """Return the classes that stand below two classes which exclude each other, sorted."""
    names = {*closure.above, *(name for pair in closure.disjoint for name in pair)}
    return tuple(sorted(name for name in names if _explain(closure, name)))


def _explain(closure: Closure, name: str) -> tuple[str, ...]:
    """Return the axioms that leave a class without members, the fewest that do."""
    cases = []
    for first, second in closure.disjoint:
        ways = closure.chain(name, first), closure.chain(name, second)
        if all(ways):
            steps = {step for way in ways for step in pairwise(way)}
            axioms = [f"{contract(below)} ⊑ {contract(above)}" for below, above in sorted(steps)]
            cases.append((*axioms, f"{contract(first)} ⊓ {contract(second)} = ∅"))
    return min(cases, key=lambda case: (len(case), case), default=())


def tell_unsatisfiable(closure: Closure, name: str) -> Finding:
    """Tell that a class can have no members, with the axioms to look at."""
    subject = ox.NamedNode(name)
    axioms = _explain(closure, name) or tuple(
        f"{contract(name)} {contract(t.predicate.value)} {contract(getattr(t.object, 'value', ''))}"
        for t in closure.asserted(subject, None, None)
        if isinstance(t.object, ox.NamedNode) and t.predicate != _TYPE
    )
    return Finding(
        code="class-unsatisfiable",
        severity="violation",
        message=say(
            "reason.unsatisfiable.message", name=closure.name(name), axioms="; ".join(axioms)
        ),
        remedy=say("reason.unsatisfiable.remedy"),
        place=closure.locate(ox.Triple(subject, _TYPE, ox.NamedNode(expand("owl:Class")))),
        focus=name,
    )
