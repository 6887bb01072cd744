"""What of a shapes graph is most likely a slip of who wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

import pyoxigraph as ox

from eloggraph.iri import PREFIXES, expand
from eloggraph.shacl.core.find import LISTS, SHAPES
from eloggraph.shacl.core.reading import ShapesReader
from eloggraph.shacl.errors import ShapeProblem
from eloggraph.shacl.model import Term
from eloggraph.shacl.shapes import ShapesGraph
from eloggraph.shacl.vocabulary import TERMS, find_effect, is_expression

_SH = PREFIXES["sh"]
_LOOKALIKES = (
    "https://www.w3.org/ns/shacl#",
    "http://www.w3.org/ns/shacl/",
    "http://www.w3.org/ns/SHACL#",
)
_COUNTS = ("qualifiedMinCount", "qualifiedMaxCount")
# What says more of another property, and nothing without it.
_DEPENDENT = {
    "flags": "pattern",
    "ignoredProperties": "closed",
    "qualifiedValueShapesDisjoint": "qualifiedValueShape",
}
# Lists of which one member is enough, and those of which all must do.
_EMPTY = {
    **dict.fromkeys(("or", "xone", "in", "languageIn"), "nothing"),
    "and": "anything",
}
_TYPE, _NODE_SHAPE = expand("rdf:type"), ox.NamedNode(_SH + "NodeShape")
_NIL = ox.NamedNode(expand("rdf:nil"))
_ONE = ox.Literal("1", datatype=ox.NamedNode(expand("xsd:boolean")))


def list_doubtful(shapes: ShapesGraph) -> tuple[ShapeProblem, ...]:
    """Return what is most likely a slip of who wrote the shapes.

    These are terms that SHACL does not have, references to shapes that nobody describes, what says
    more of a property that is not there, empty lists, "1" for true, node shapes with a path, and
    components without a validator.
    """
    reader = ShapesReader.open(shapes)
    problems = (
        *_list_unknown(shapes, reader),
        *_list_undescribed(reader),
        *_list_uncounted(reader),
        *_list_dependent(reader),
        *_list_pathed(reader),
        *_list_odd_values(shapes, reader),
        *_list_idle_components(shapes, reader),
    )
    return tuple(dict.fromkeys(problems))


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


def _who_has(reader: ShapesReader, *names: str) -> Iterator[Term]:
    """Yield what has any of some properties of SHACL."""
    wanted = {_SH + name for name in names}
    return (node for node, said in reader.objects.items() if not wanted.isdisjoint(said))


def _list_undescribed(reader: ShapesReader) -> Iterator[ShapeProblem]:
    """Yield references to shapes of a name that the shapes graph says nothing of."""
    for node in _who_has(reader, *SHAPES, *LISTS):
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
    for node in _who_has(reader, *_COUNTS, "qualifiedValueShape"):
        counts = [name for name in _COUNTS if reader.of(node, name)]
        if bool(counts) == bool(reader.of(node, "qualifiedValueShape")):
            continue
        shape, there = reader.name(node), counts[0] if counts else "qualifiedValueShape"
        lacking = "sh:qualifiedValueShape" if counts else "sh:qualifiedMinCount"
        values = {"name": shape, "term": f"sh:{there}", "lacking": lacking}
        yield ShapeProblem.of("shapes", "shape-half-qualified", shape=shape, **values)


def _list_dependent(reader: ShapesReader) -> Iterator[ShapeProblem]:
    """Yield what stands alone though it only says more of another property."""
    for node in _who_has(reader, *_DEPENDENT):
        for name, lacking in _DEPENDENT.items():
            if reader.of(node, name) and not reader.of(node, lacking):
                shape = reader.name(node)
                values = {"name": shape, "term": f"sh:{name}", "lacking": f"sh:{lacking}"}
                yield ShapeProblem.of("shapes", "shape-half-qualified", shape=shape, **values)


def _list_pathed(reader: ShapesReader) -> Iterator[ShapeProblem]:
    """Yield what is called a node shape and has a path, which makes it a property shape."""
    for node in _who_has(reader, "path"):
        if _NODE_SHAPE in reader.objects[node].get(_TYPE, ()):
            shape = reader.name(node)
            yield ShapeProblem.of("shapes", "shape-node-path", shape=shape, name=shape)


def _list_odd_values(shapes: ShapesGraph, reader: ShapesReader) -> Iterator[ShapeProblem]:
    """Yield empty lists, and "1" where only ``true`` is taken for true."""
    for triple in shapes.triples:
        predicate = triple.predicate.value
        name = predicate.removeprefix(_SH)
        if isinstance(triple.subject, ox.Triple) or name == predicate:
            continue
        if triple.object == _NIL and name in _EMPTY:
            code, values = "shape-list-empty", {"variant": _EMPTY[name]}
        elif triple.object == _ONE and find_effect(name) == "runs":
            code, values = "shape-boolean-one", {}
        else:
            continue
        shape = reader.name(triple.subject)
        values |= {"name": shape, "term": f"sh:{name}"}
        yield ShapeProblem.of("shapes", code, shape=shape, **values)


def _list_idle_components(shapes: ShapesGraph, reader: ShapesReader) -> Iterator[ShapeProblem]:
    """Yield components that a shape gives the parameters of, but that have nothing to judge by."""
    validators = ("validator", "nodeValidator", "propertyValidator")
    for node in _who_has(reader, "parameter"):
        parameters = reader.of(node, "parameter")
        if not isinstance(node, ox.NamedNode) or node.value.startswith(_SH):
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
