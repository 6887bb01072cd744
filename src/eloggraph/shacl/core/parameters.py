"""The parameters of the core constraint components, read from a shape (SHACL section 4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from eloggraph.iri import expand
from eloggraph.shacl.core import plan as p
from eloggraph.shacl.core.later_parameters import component_name, read_later_constraints
from eloggraph.shacl.core.patterns import translate_pattern
from eloggraph.shacl.core.reading import SH, ShapesReader
from eloggraph.shacl.model import Term

_KINDS = {
    SH + "IRI": p.NodeKind(True, False, False),
    SH + "BlankNode": p.NodeKind(False, True, False),
    SH + "Literal": p.NodeKind(False, False, True),
    SH + "BlankNodeOrIRI": p.NodeKind(True, True, False),
    SH + "BlankNodeOrLiteral": p.NodeKind(False, True, True),
    SH + "IRIOrLiteral": p.NodeKind(True, False, True),
}
_RANGES = {"minExclusive": ">", "minInclusive": ">=", "maxExclusive": "<", "maxInclusive": "<="}
_PAIRS = {
    "equals": "equals",
    "disjoint": "disjoint",
    "subsetOf": "subset",
    "lessThan": "less",
    "lessThanOrEquals": "less-or-equal",
}
_BY_TYPES = ox.NamedNode(SH + "ByTypes")
_LISTS = ("and", "or", "xone")
# What only a property shape may say (each in its section: "node shapes cannot have …").
_OF_PROPERTIES = (
    "minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals", "qualifiedValueShape",
    "someValue", "subsetOf", "reifierShape", "reificationRequired",
)  # fmt: skip


def read_constraints(reader: ShapesReader, node: Term, *, has_path: bool) -> Iterator[p.Constraint]:
    """Yield the constraints that a shape declares, in a stable order, and note its faults."""
    given = {name.removeprefix(SH) for name in reader.objects.get(node, {}) if name.startswith(SH)}
    if not has_path:
        for name in _OF_PROPERTIES:
            if name in given:
                reader.fault("shape-parameter-misplaced", node, parameter=f"sh:{name}")
                given.discard(name)
    yield from _read_value_tests(reader, node, given)
    yield from _read_ranges(reader, node, given)
    yield from _read_counts(reader, node, given)
    yield from _read_pairs(reader, node, given)
    yield from _read_nested(reader, node, given)
    yield from _read_qualified(reader, node, given)
    yield from read_later_constraints(reader, node, given)
    if "closed" in given:
        by_types = [term for term in reader.of(node, "closed") if term == _BY_TYPES]
        if by_types:
            yield p.ClosedByTypes(frozenset({*_read_ignored(reader, node), expand("rdf:type")}))
        elif reader.boolean(node, "closed"):
            yield _read_closed(reader, node)


def _read_value_tests(reader: ShapesReader, node: Term, given: set[str]) -> Iterator[p.Constraint]:
    if "class" in given:
        yield from (p.Class(iris) for iris in reader.iris_or_lists(node, "class"))
    if "datatype" in given:
        found = reader.iris_or_lists(node, "datatype", at_most_one=True)
        yield from (p.Datatype(iris) for iris in found)
    if "nodeKind" in given:
        for iris in reader.iris_or_lists(node, "nodeKind", at_most_one=True):
            for iri in iris:
                if iri not in _KINDS:
                    reader.malformed(node, "nodeKind", ox.NamedNode(iri), "kind")
            yield _join_kinds([_KINDS[iri] for iri in iris if iri in _KINDS])
    if "languageIn" in given and (head := reader.one(node, "languageIn")) is not None:
        tags = reader.list(node, "languageIn", head)
        for tag in tags:
            if not isinstance(tag, ox.Literal):
                reader.malformed(node, "languageIn", tag, "text")
        yield p.LanguageIn(tuple(tag.value for tag in tags if isinstance(tag, ox.Literal)))
    if "in" in given and (head := reader.one(node, "in")) is not None:
        yield p.In(tuple(dict.fromkeys(reader.list(node, "in", head))))
    if "hasValue" in given:
        yield from (p.HasValue(term) for term in reader.of(node, "hasValue"))
    if "pattern" in given:
        yield from _read_patterns(reader, node)


def _join_kinds(kinds: Sequence[p.NodeKind]) -> p.NodeKind:
    return p.NodeKind(
        iri=any(each.iri for each in kinds),
        blank=any(each.blank for each in kinds),
        literal=any(each.literal for each in kinds),
    )


def _read_patterns(reader: ShapesReader, node: Term) -> Iterator[p.Pattern]:
    flags = reader.text(node, "flags") or ""
    for term in reader.of(node, "pattern"):
        if not isinstance(term, ox.Literal):
            reader.malformed(node, "pattern", term, "text")
            continue
        regex = translate_pattern(term.value, flags)
        if regex is None:
            reader.fault("shape-pattern-unsupported", node, value=term.value[:200])
        else:
            yield p.Pattern(regex)


def _read_ranges(reader: ShapesReader, node: Term, given: set[str]) -> Iterator[p.Constraint]:
    for name, operator in _RANGES.items():
        if name in given and (limit := reader.one(node, name)) is not None:
            if isinstance(limit, ox.Literal):
                yield p.Range(operator, limit, component_name(name))  # type: ignore[arg-type]
            else:
                reader.malformed(node, name, limit, "literal")
    for name in ("minLength", "maxLength"):
        if name in given and (size := reader.integer(node, name)) is not None:
            low, high = (size, None) if name == "minLength" else (None, size)
            yield p.Length(low, high, component_name(name))


def _read_counts(reader: ShapesReader, node: Term, given: set[str]) -> Iterator[p.Constraint]:
    for name in ("minCount", "maxCount"):
        if name in given and (size := reader.integer(node, name)) is not None:
            low, high = (size, None) if name == "minCount" else (None, size)
            yield p.Count(low, high, component_name(name))
    if "uniqueLang" in given and reader.boolean(node, "uniqueLang"):
        yield p.UniqueLang()


def _read_pairs(reader: ShapesReader, node: Term, given: set[str]) -> Iterator[p.Constraint]:
    for name, kind in _PAIRS.items():
        if name in given:
            for path in reader.paths(node, name):
                yield p.Pair(kind, path, component_name(name))  # type: ignore[arg-type]


def _read_nested(reader: ShapesReader, node: Term, given: set[str]) -> Iterator[p.Constraint]:
    if "property" in given:
        for child in reader.nodes(node, "property"):
            if not reader.of(child, "path"):
                if child in reader.objects:  # that nothing at all is said of it is told elsewhere
                    reader.remark("shape-path-missing", child)
                continue
            yield p.Nested("property", (child,), "PropertyShapeComponent")
    for name in ("node", "not"):
        if name in given:
            for child in reader.nodes(node, name):
                yield p.Nested(name, (child,), component_name(name))
    for name in _LISTS:
        if name in given:
            for children in reader.node_lists(node, name):
                yield p.Nested(name, children, component_name(name))  # type: ignore[arg-type]


def _read_qualified(reader: ShapesReader, node: Term, given: set[str]) -> Iterator[p.Constraint]:
    if "qualifiedValueShape" not in given:
        return
    disjoint = reader.boolean(node, "qualifiedValueShapesDisjoint")
    for shape in reader.nodes(node, "qualifiedValueShape"):
        siblings = tuple(s for s in _siblings(reader, node) if s != shape) if disjoint else ()
        for name in ("qualifiedMinCount", "qualifiedMaxCount"):
            size = reader.integer(node, name)
            if size is not None:
                low, high = (size, None) if name == "qualifiedMinCount" else (None, size)
                yield p.Qualified(shape, siblings, low, high, component_name(name))


def _siblings(reader: ShapesReader, node: Term) -> Iterator[Term]:
    """Yield the qualified shapes of all property shapes that have a parent with this one."""
    for parent in reader.parents(node):
        for child in reader.of(parent, "property"):
            yield from reader.of(child, "qualifiedValueShape")


def _read_closed(reader: ShapesReader, node: Term) -> p.Closed:
    allowed: set[str] = set()
    for child in reader.of(node, "property"):
        allowed |= {t.value for t in reader.of(child, "path") if isinstance(t, ox.NamedNode)}
    return p.Closed(frozenset({*allowed, *_read_ignored(reader, node)}))


def _read_ignored(reader: ShapesReader, node: Term) -> Iterator[str]:
    head = reader.one(node, "ignoredProperties")
    for term in reader.list(node, "ignoredProperties", head) if head is not None else ():
        if isinstance(term, ox.NamedNode):
            yield term.value
        else:
            reader.malformed(node, "ignoredProperties", term, "iri")
