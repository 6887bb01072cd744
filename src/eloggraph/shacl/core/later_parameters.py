"""The parameters that SHACL 1.2 adds to the core constraint components.

Source: SHACL 1.2 Core, W3C Working Draft 3 August 2026, section 4.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from eloggraph.iri import expand
from eloggraph.shacl.core import plan as p
from eloggraph.shacl.core.reading import ShapesReader
from eloggraph.shacl.model import Term
from eloggraph.shacl.paths import Path, PredicatePath, RepeatPath, SequencePath

_NIL = ox.NamedNode(expand("rdf:nil"))
# The members of a list, from its head.
MEMBERS = SequencePath(
    (
        RepeatPath(PredicatePath(expand("rdf:rest")), zero=True, many=True),
        PredicatePath(expand("rdf:first")),
    )
)


def component_name(parameter: str) -> str:
    """Return the local name of the constraint component of a parameter.

    >>> component_name("singleLine")
    'SingleLineConstraintComponent'
    """
    return f"{parameter[0].upper()}{parameter[1:]}ConstraintComponent"


def read_later_constraints(
    reader: ShapesReader, node: Term, given: set[str]
) -> Iterator[p.Constraint]:
    """Yield the constraints of SHACL 1.2 that a shape declares, and note its faults."""
    if "singleLine" in given and reader.boolean(node, "singleLine"):
        yield p.SingleLine()
    if "rootClass" in given:
        yield from (p.RootClass(iri) for iri in reader.iris(node, "rootClass"))
    for name in ("minListLength", "maxListLength"):
        if name in given and (size := reader.integer(node, name)) is not None:
            low, high = (size, None) if name == "minListLength" else (None, size)
            yield p.ListLength(low, high, component_name(name))
    if "uniqueMembers" in given and reader.boolean(node, "uniqueMembers"):
        yield p.UniqueMembers()
    if "uniqueValuesFor" in given:
        for term in reader.of(node, "uniqueValuesFor"):
            yield p.UniqueValues(tuple(_read_key(reader, node, term)))
    if "someValue" in given:
        for shape in reader.nodes(node, "someValue"):
            yield p.Qualified(shape, (), 1, None, component_name("someValue"))
    if "memberShape" in given:
        for shape in reader.nodes(node, "memberShape"):
            member = name_list_shape(shape)
            yield p.Nested("node", (member,), component_name("memberShape"))
    if given & {"reifierShape", "reificationRequired"}:
        yield from _read_reified(reader, node)
    for term in reader.of(node, "nodeByExpression") if "nodeByExpression" in given else ():
        if isinstance(term, ox.NamedNode):  # an expression of one IRI; others are not run
            yield p.Nested("node", (term,), p.BY_EXPRESSION)


def _read_reified(reader: ShapesReader, node: Term) -> Iterator[p.Constraint]:
    """Yield what is demanded of those who speak of a statement; only one property makes one."""
    if not all(isinstance(path, ox.NamedNode) for path in reader.of(node, "path")):
        reader.fault("shape-reifier-path", node)
    required = reader.boolean(node, "reificationRequired")
    shapes = reader.nodes(node, "reifierShape")
    yield from (p.Reified(shape, required) for shape in shapes)
    if required and not shapes:
        yield p.Reified(None, required)


def _read_key(reader: ShapesReader, node: Term, term: Term) -> Iterator[Path]:
    is_list = term == _NIL or reader.objects.get(term, {}).get(expand("rdf:first"))
    for each in reader.list(node, "uniqueValuesFor", term) if is_list else [term]:
        if isinstance(each, ox.NamedNode):
            yield PredicatePath(each.value)
        else:
            reader.malformed(node, "uniqueValuesFor", each, "iri")


_LIST, _MEMBER = "list of ", "member of "


def name_list_shape(shape: Term) -> ox.BlankNode:
    """Return the node that stands for the shape of a list whose members are to have a shape."""
    return _name(_LIST, shape)


def make_list_shapes(shape: Term) -> tuple[p.Shape, p.Shape]:
    """Return the shape of a list whose members are to have a shape, and that of the members."""
    members = p.Shape(
        node=_name(_MEMBER, shape),
        path=MEMBERS,
        constraints=(p.Nested("property", (shape,), "PropertyShapeComponent"),),
    )
    whole = p.Shape(
        node=name_list_shape(shape),
        constraints=(
            p.ListLength(None, None, component_name("memberShape")),
            p.Nested("property", (members.node,), "PropertyShapeComponent"),
        ),
    )
    return whole, members


def _name(role: str, shape: Term) -> ox.BlankNode:
    return ox.BlankNode(role.replace(" ", "_") + str(shape).encode().hex())
