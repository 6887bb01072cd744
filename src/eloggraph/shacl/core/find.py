"""Which nodes of a shapes graph are shapes, and which of them are classes (SHACL section 2.1)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pyoxigraph as ox

from eloggraph.iri import expand
from eloggraph.shacl.core.reading import SH, ShapesReader
from eloggraph.shacl.model import Term
from eloggraph.shacl.vocabulary import PARAMETERS

_TYPE, _SUBCLASS = expand("rdf:type"), expand("rdfs:subClassOf")
_CLASS, _OWL_CLASS = expand("rdfs:Class"), expand("owl:Class")
NODE_SHAPE, PROPERTY_SHAPE = SH + "NodeShape", SH + "PropertyShape"
_SHAPE_CLASS = SH + "ShapeClass"  # of SHACL 1.2: both a shape and a class
TARGETS = (
    *("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf", "targetWhere"),
    "target",
)
# OWL says it of its classes; the Recommendation knows only what the shapes graph itself says.
OWL_CLASSES_ARE_CLASSES = ox.Triple(
    ox.NamedNode(_OWL_CLASS), ox.NamedNode(_SUBCLASS), ox.NamedNode(_CLASS)
)
SHAPES = (
    *("node", "property", "not", "qualifiedValueShape", "someValue", "memberShape"),
    "reifierShape",
)
LISTS = ("and", "or", "xone")


def find_shapes(reader: ShapesReader, known: Collection[Term] = ()) -> Iterator[Term]:
    """Yield the shapes that a target or another shape does not have to lead to, in order.

    These are the instances of ``sh:NodeShape`` and ``sh:PropertyShape`` and of their subclasses,
    what has a target, and the classes that have a parameter or that a parameter takes as a shape:
    without being a class such a node would have no target.

    Parameters
    ----------
    known
        Nodes that are shapes for other reasons.

    Examples
    --------
    >>> from eloggraph.shacl.shapes import ShapesGraph
    >>> text = '''@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://e.org/> .
    ... ex:C a <http://www.w3.org/2000/01/rdf-schema#Class> ; sh:closed true .'''
    >>> triples = tuple(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))
    >>> [str(node) for node in find_shapes(ShapesReader.open(ShapesGraph(triples, {})))]
    ['<http://e.org/C>']
    """
    kinds = _find_below(reader, NODE_SHAPE, PROPERTY_SHAPE, _SHAPE_CLASS)
    targets = {SH + name for name in TARGETS}
    found: set[Term] = set(known)
    for node, properties in reader.objects.items():
        if targets & properties.keys() or _is_one_of(reader, node, kinds):
            found.add(node)
    found.update(find_implied(reader))
    return iter(sorted(found, key=str, reverse=True))


def find_implied(reader: ShapesReader) -> Iterator[Term]:
    """Yield the classes that are shapes because of a parameter, whatever their type says."""
    classes = _find_below(reader, _CLASS, _SHAPE_CLASS)
    parameters = {SH + name for name in PARAMETERS}
    for node, properties in reader.objects.items():
        if not parameters & properties.keys():
            continue
        heads = [head for name in LISTS for head in properties.get(SH + name, ())]
        members = [term for head in heads for term in _list_members(reader, head)]
        values = [term for name in SHAPES for term in properties.get(SH + name, ())]
        for term in (node, *values, *members):
            if isinstance(term, ox.NamedNode) and _is_one_of(reader, term, classes):
                yield term


def is_class(reader: ShapesReader, node: Term) -> bool:
    """Tell whether a node is a SHACL instance of ``rdfs:Class`` in the shapes graph."""
    return _is_one_of(reader, node, _find_below(reader, _CLASS, _SHAPE_CLASS))


def is_owl_class(reader: ShapesReader, node: Term) -> bool:
    """Tell whether a node is an instance of ``owl:Class`` in the shapes graph."""
    return _is_one_of(reader, node, _find_below(reader, _OWL_CLASS))


def is_a_shape(reader: ShapesReader, node: Term) -> bool:
    """Tell whether the shapes graph calls a node a shape by its type."""
    return _is_one_of(reader, node, _find_below(reader, NODE_SHAPE, PROPERTY_SHAPE, _SHAPE_CLASS))


def is_property_shape(reader: ShapesReader, node: Term) -> bool:
    """Tell whether the shapes graph calls a node a property shape by its type."""
    return _is_one_of(reader, node, _find_below(reader, PROPERTY_SHAPE))


def _is_one_of(reader: ShapesReader, node: Term, classes: Collection[Term]) -> bool:
    types = reader.objects.get(node, {}).get(_TYPE, ())
    return any(term in classes for term in types)


def _find_below(reader: ShapesReader, *iris: str) -> Collection[Term]:
    """Return classes and what the shapes graph says is below them."""
    if iris not in reader.below:
        found: set[Term] = set()
        waiting: list[Term] = [ox.NamedNode(iri) for iri in iris]
        while waiting:
            term = waiting.pop()
            if term not in found:
                found.add(term)
                waiting += reader.list_subclasses(term)
        reader.below[iris] = found
    return reader.below[iris]


def _list_members(reader: ShapesReader, head: Term) -> Iterator[Term]:
    """Yield the members of a list as far as it is one; what is broken is told of elsewhere."""
    seen: set[Term] = set()
    while head in reader.objects and head not in seen:
        seen.add(head)
        properties = reader.objects[head]
        yield from properties.get(expand("rdf:first"), ())
        rest = properties.get(expand("rdf:rest"), ())
        if not rest:
            return
        head = rest[0]
