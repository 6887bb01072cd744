"""What a shapes graph demands and no engine here looks at: nothing of it goes unsaid."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

import pyoxigraph as ox

from eloggraph.iri import PREFIXES, expand
from eloggraph.schema.terms import Term as AnyTerm
from eloggraph.schema.terms import TermIndex
from eloggraph.shacl.core.find import LISTS, SHAPES, is_property_shape
from eloggraph.shacl.core.reading import ShapesReader
from eloggraph.shacl.errors import ShapeProblem
from eloggraph.shacl.model import Term
from eloggraph.shacl.rules.reading import list_unrun_rules
from eloggraph.shacl.shapes import ShapesGraph
from eloggraph.shacl.sparql.targets import find_target_query
from eloggraph.shacl.vocabulary import (
    PARAMETERS,
    TERMS,
    demands_in_dash,
    find_effect,
    is_expression,
    is_of_later_version,
)

_SH, _DASH = PREFIXES["sh"], "http://datashapes.org/dash#"
_LOOKALIKES = (
    "https://www.w3.org/ns/shacl#",
    "http://www.w3.org/ns/shacl/",
    "http://www.w3.org/ns/SHACL#",
)
_TYPE = expand("rdf:type")
_SHAPE_CLASS = ox.NamedNode(_SH + "ShapeClass")
# The entailment of rules, in the Advanced Features and in SHACL 1.2.
_RULES = frozenset({_SH + "Rules", _SH + "RulesEntailment"})
# What is run where rules are asked for, as it is written.
_ASKED = {"rule": "sh:rule", "entailment": "sh:entailment sh:Rules"}
PATHLESS = "shape-path-missing"
_COUNTS = ("qualifiedMinCount", "qualifiedMaxCount")


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
    reader = ShapesReader.open(shapes.triples, shapes.prefixes)
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
    in_rules = list_unrun_rules(shapes) if rules else ()
    return tuple(dict.fromkeys((*unrun, *in_rules, *pathless)))


def list_doubtful(shapes: ShapesGraph) -> tuple[ShapeProblem, ...]:
    """Return what is most likely a slip of who wrote the shapes.

    These are terms that SHACL does not have, references to shapes that nobody describes, counts
    without the shape that is counted, and components without a validator.
    """
    reader = ShapesReader.open(shapes.triples, shapes.prefixes)
    problems = (
        *_list_unknown(shapes, reader),
        *_list_undescribed(reader),
        *_list_uncounted(reader),
        *_list_idle_components(shapes, reader),
    )
    return tuple(dict.fromkeys(problems))


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
        is_built = name == "nodeByExpression" and value is None  # built of others, not a name
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


def _list_unknown(shapes: ShapesGraph, reader: ShapesReader) -> Iterator[ShapeProblem]:
    for triple in shapes.triples:
        predicate = triple.predicate.value
        name = predicate.removeprefix(_SH)
        if isinstance(triple.subject, ox.Triple):
            continue
        if name != predicate and (
            (find_effect(name) is None and not _is_expression(reader, triple.subject))
            # With sh:shape data names shapes; in several published shapes it means sh:node.
            or (name == "shape" and _is_described(reader, triple.subject))
        ):
            near = ["node"] if name == "shape" else get_close_matches(name, TERMS, 1, 0.75)
            code, values = "shape-term-unknown", {"term": f"sh:{name}", "variant": "far"}
            values |= {"near": f"sh:{near[0]}", "variant": "near"} if near else {}
        elif space := next((each for each in _LOOKALIKES if predicate.startswith(each)), ""):
            code, values = "shape-namespace-wrong", {"term": space, "near": _SH}
        else:
            continue
        shape = reader.name(triple.subject)
        yield ShapeProblem.of("shapes", code, shape=shape, name=shape, **values)


def _is_described(reader: ShapesReader, node: Term) -> bool:
    """Tell whether the shapes graph says more of a node than which shape it has."""
    said = {name for name in reader.objects.get(node, {}) if name.startswith(_SH)}
    return isinstance(node, ox.BlankNode) or len(said) > 1


def _is_expression(reader: ShapesReader, node: Term) -> bool:
    """Tell whether a node without a name computes others, as a rule asks it to."""
    said = {n.removeprefix(_SH) for n in reader.objects.get(node, {}) if n.startswith(_SH)}
    return isinstance(node, ox.BlankNode) and is_expression(said)


def _list_undescribed(reader: ShapesReader) -> Iterator[ShapeProblem]:
    """Yield references to shapes of a name that the shapes graph says nothing of."""
    for node in reader.objects:
        members = [(name, term) for name in SHAPES for term in reader.of(node, name)]
        members += [
            (name, term)
            for name in LISTS
            for head in reader.of(node, name)
            for term in reader.list(node, name, head)
        ]
        for name, term in members:
            if isinstance(term, ox.NamedNode) and term not in reader.objects:
                shape = reader.name(node)
                values = {"name": shape, "term": f"sh:{name}", "other": reader.name(term)}
                yield ShapeProblem.of("shapes", "shape-undescribed", shape=shape, **values)


def _list_uncounted(reader: ShapesReader) -> Iterator[ShapeProblem]:
    for node in reader.objects:
        counts = [name for name in _COUNTS if reader.of(node, name)]
        if bool(counts) == bool(reader.of(node, "qualifiedValueShape")):
            continue
        shape, there = reader.name(node), counts[0] if counts else "qualifiedValueShape"
        lacking = "sh:qualifiedValueShape" if counts else "sh:qualifiedMinCount"
        values = {"name": shape, "term": f"sh:{there}", "lacking": lacking}
        yield ShapeProblem.of("shapes", "shape-half-qualified", shape=shape, **values)


def _list_idle_components(shapes: ShapesGraph, reader: ShapesReader) -> Iterator[ShapeProblem]:
    """Yield components that a shape gives the parameters of, but that have nothing to judge by."""
    validators = ("validator", "nodeValidator", "propertyValidator")
    for node in reader.objects:
        parameters = reader.of(node, "parameter")
        if not parameters or not isinstance(node, ox.NamedNode) or node.value.startswith(_SH):
            continue
        if any(
            shapes.index.objects(validator, query)
            for name in validators
            for validator in reader.of(node, name)
            for query in ("sh:ask", "sh:select")
        ):
            continue
        paths = {path for each in parameters for path in reader.of(each, "path")}
        names = {path.value for path in paths if isinstance(path, ox.NamedNode)}
        if any(names & said.keys() for said in reader.objects.values()):
            shape = reader.name(node)
            yield ShapeProblem.of("shapes", "shape-component-idle", shape=shape, name=shape)


def _objects_of(shapes: ShapesGraph, name: str) -> list[AnyTerm]:
    index: TermIndex = shapes.index
    return [
        term for node in index.subjects(f"sh:{name}") for term in index.objects(node, f"sh:{name}")
    ]
