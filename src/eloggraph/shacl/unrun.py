"""What a shapes graph demands and no engine here looks at: nothing of it goes unsaid."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from eloggraph.iri import PREFIXES, expand
from eloggraph.schema.terms import Term as AnyTerm
from eloggraph.schema.terms import TermIndex
from eloggraph.shacl.core.find import is_property_shape
from eloggraph.shacl.core.reading import ShapesReader
from eloggraph.shacl.errors import ShapeProblem
from eloggraph.shacl.model import Term
from eloggraph.shacl.shapes import ShapesGraph
from eloggraph.shacl.sparql.targets import find_target_query
from eloggraph.shacl.vocabulary import (
    PARAMETERS,
    demands_in_dash,
    find_effect,
    is_of_later_version,
)

_SH, _DASH = PREFIXES["sh"], "http://datashapes.org/dash#"
_TYPE = expand("rdf:type")
_SHAPE_CLASS = ox.NamedNode(_SH + "ShapeClass")
# The entailment of rules, in the Advanced Features and in SHACL 1.2.
_RULES = frozenset({_SH + "Rules", _SH + "RulesEntailment"})
# What is run where rules are asked for, as it is written.
_ASKED = {"rule": "sh:rule", "entailment": "sh:entailment sh:Rules"}
PATHLESS = "shape-path-missing"
# What SHACL 1.2 also lets an expression work out, and what is run of it.
_WORKED_OUT = {
    "nodeByExpression": (ox.NamedNode,),
    "targetNode": (ox.NamedNode, ox.Literal),
}


def list_unrun(
    shapes: ShapesGraph, *, later: bool = True, rules: bool = False
) -> tuple[ShapeProblem, ...]:
    """Return what the shapes demand and no engine looks at: each term once for each shape.

    A property shape without a path demands nothing that can be looked at. A property of DASH that
    the shapes graph itself declares as the parameter of a component with a validator in SPARQL is
    run.

    Parameters
    ----------
    later
        Whether what SHACL 1.2 adds is run, and targets that a query selects.
    rules
        Whether rules are run: then those are told that cannot be.

    Examples
    --------
    >>> text = '''@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://e.org/> .
    ... ex:S sh:targetClass ex:C ; sh:js [ sh:jsFunctionName "f" ] .'''
    >>> triples = tuple(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))
    >>> [(found.code, found.shape) for found in list_unrun(ShapesGraph(triples, {}))]
    [('shape-not-run', 'http://e.org/S')]
    """
    declared = {
        path.value
        for parameter in _objects_of(shapes, "parameter")
        for path in shapes.index.objects(parameter, "sh:path")
        if isinstance(path, ox.NamedNode)
    }
    reader = ShapesReader.open(shapes)
    pathless = (
        ShapeProblem.of("shapes", PATHLESS, shape=reader.name(node), name=reader.name(node))
        for node in _list_pathless(reader)
    )
    found = dict.fromkeys(
        (triple.subject, name)
        for triple in shapes.triples
        if not isinstance(triple.subject, ox.Triple)
        and (name := _find_unrun(triple, later=later, rules=rules) or _find_unasked(shapes, triple))
        and triple.predicate.value not in declared
    )
    unrun = (
        ShapeProblem.of(
            "shapes",
            "shape-not-run",
            shape=reader.name(subject),
            name=reader.name(subject),
            term=name,
            variant="asked" if name in _ASKED.values() else "unsupported",
        )
        for subject, name in found
    )
    if not rules:
        return tuple(dict.fromkeys((*unrun, *pathless)))
    # Most checks run no rules, and what reads them takes its time to import.
    from eloggraph.shacl.rules.reading import list_unrun_rules

    return tuple(dict.fromkeys((*unrun, *list_unrun_rules(shapes), *pathless)))


def _list_pathless(reader: ShapesReader) -> Iterator[Term]:
    """Yield the property shapes that demand something of the values of no path."""
    for node, said in reader.objects.items():
        names = {name.removeprefix(_SH) for name in said if name.startswith(_SH)}
        is_property = reader.parents(node) or is_property_shape(reader, node)
        if is_property and "path" not in names and names & PARAMETERS:
            yield node


def _find_unrun(triple: ox.Triple, *, later: bool, rules: bool) -> str | None:
    """Return how the term is written that a statement demands something with, not looked at."""
    predicate = triple.predicate.value
    if predicate.startswith(_SH):
        name = predicate.removeprefix(_SH)
        value = triple.object.value if isinstance(triple.object, ox.NamedNode) else None
        if name == "rule" or (name == "entailment" and value in _RULES):
            return None if rules else _ASKED[name]
        is_unknown = not later and is_of_later_version(name, value)
        # What is built of other nodes names none: it would have to be worked out.
        is_built = name in _WORKED_OUT and not isinstance(triple.object, _WORKED_OUT[name])
        is_unrun = find_effect(name) == "not-run"
        return f"sh:{name}" if is_unrun or is_unknown or is_built else None
    if predicate.startswith(_DASH):
        name = predicate.removeprefix(_DASH)
        return f"dash:{name}" if demands_in_dash(name) else None
    is_shape_class = predicate == _TYPE and triple.object == _SHAPE_CLASS
    return "sh:ShapeClass" if is_shape_class and not later else None


def _find_unasked(shapes: ShapesGraph, triple: ox.Triple) -> str | None:
    """Return ``sh:target`` where no query tells its nodes, as with a target in JavaScript."""
    if triple.predicate.value != _SH + "target":
        return None
    node = triple.object
    is_asked = not isinstance(node, ox.Triple) and find_target_query(shapes.index, node)
    return None if is_asked else "sh:target"


def _objects_of(shapes: ShapesGraph, name: str) -> list[AnyTerm]:
    index: TermIndex = shapes.index
    return [
        term for node in index.subjects(f"sh:{name}") for term in index.objects(node, f"sh:{name}")
    ]
