"""Shapes graph → plan: every shape read once, faults told all at once, parents before children."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import pyoxigraph as ox

from eloggraph.iri import PREFIXES, expand, shorten
from eloggraph.shacl.core import plan as p
from eloggraph.shacl.core.find import find_shapes, is_class, is_property_shape
from eloggraph.shacl.core.later_parameters import make_list_shapes
from eloggraph.shacl.core.parameters import read_constraints
from eloggraph.shacl.core.reading import ShapesReader
from eloggraph.shacl.core.recursion import (
    find_recursion,
    list_children,
    list_negated,
    list_reified_loops,
)
from eloggraph.shacl.model import VIOLATION, Term
from eloggraph.shacl.paths import PredicatePath
from eloggraph.shacl.shapes import ShapesGraph
from eloggraph.shacl.sparql import SparqlCheck, SparqlTarget
from eloggraph.shacl.sparql.reading import SparqlChecks, read_sparql_checks
from eloggraph.shacl.sparql.targets import SparqlTargets, read_sparql_targets

_NOT_AFTER = expand("elosh:NotAfterConstraintComponent")
# Far beyond what people write; a chain of shapes without end would take as many rounds.
_DEEPEST = 100


def compile_shapes(graph: ShapesGraph, *, also: Iterable[Term] = ()) -> p.Plan:
    """Compile the shapes of a shapes graph into a plan.

    Parameters
    ----------
    graph
        All statements of the shapes graph; its prefixes are for telling of faults.
    also
        Nodes that are shapes though nothing in the graph but rules says so.

    Raises
    ------
    ShapesError
        When shapes are malformed, or use what has no one meaning or cannot be run safely: all
        faults.

    Examples
    --------
    >>> text = '''@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://e.org/> .
    ... ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .'''
    >>> triples = tuple(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))
    >>> plan = compile_shapes(ShapesGraph(triples))
    >>> [len(shape.constraints) for shape in plan.shapes.values()]
    [1, 1]
    """
    reader = ShapesReader.open(graph)
    sparql = read_sparql_checks(graph.triples, graph.index)
    queries = read_sparql_targets(graph.triples, graph.index)
    shapes: dict[Term, p.Shape] = {}
    waiting = list(find_shapes(reader, {*sparql.checks, *sparql.undeclared, *also}))
    while waiting:
        node = waiting.pop()
        if node not in shapes:
            shapes[node] = _read_shape(reader, node, sparql.checks.get(node, ()), queries.targets)
            if not shapes[node].deactivated:
                _note_undeclared(reader, node, sparql, queries)
            waiting += _list_needed(reader, shapes, node)
    _allow_by_types(shapes)
    order = _order(shapes, reader, strict=graph.strict)
    ordered = {node: shapes[node] for node in order}
    recursion = find_recursion(ordered)
    for node in list_negated(ordered) if recursion and not graph.strict else ():
        reader.fault("shape-recursive-negated", node)
    for node in list_reified_loops(ordered):
        reader.fault("shape-recursive-reifier", node)
    reader.refuse()
    return p.Plan(
        shapes=ordered,
        triples=graph.triples,
        prefixes=graph.prefixes,
        remarks=tuple(dict.fromkeys(reader.remarks)),
        recursion=recursion,
    )


def _note_undeclared(
    reader: ShapesReader, node: Term, sparql: SparqlChecks, queries: SparqlTargets
) -> None:
    """Note the queries of a shape that are not run, for their prefixes are declared nowhere."""
    for iri, prefixes in sparql.undeclared.get(node, ()):
        term = shorten(iri, {**PREFIXES, **reader.prefixes})
        reader.note_unrun(node, term=term, prefixes=prefixes, variant="prefix")
    for target in reader.of(node, "target"):
        if prefixes := queries.undeclared.get(target, ""):
            reader.note_unrun(node, term="sh:target", prefixes=prefixes, variant="prefix")


def _list_needed(reader: ShapesReader, shapes: dict[Term, p.Shape], node: Term) -> Iterator[Term]:
    """Yield what a shape asks and is still to be read; shapes of lists are made on the way."""
    for member in reader.of(node, "memberShape"):
        for made in make_list_shapes(member):
            shapes[made.node] = made
        yield member
    yield from (*shapes[node].children, *shapes[node].of_reifiers)
    yield from (target.term for target in shapes[node].targets if target.kind == "where")


def _allow_by_types(shapes: dict[Term, p.Shape]) -> None:
    """Tell shapes that are closed by types which properties the shapes of classes name."""
    allowed: dict[str, set[str]] = {}
    for node, shape in shapes.items():
        for target in shape.targets:
            if target.kind == "class" and not shape.deactivated:
                allowed.setdefault(str(target.term.value), set()).update(_list_named(shapes, node))
    table = tuple((name, frozenset(allowed[name])) for name in sorted(allowed))
    for node, shape in shapes.items():
        if any(isinstance(each, p.ClosedByTypes) for each in shape.constraints):
            constraints = tuple(
                replace(each, allowed=table) if isinstance(each, p.ClosedByTypes) else each
                for each in shape.constraints
            )
            shapes[node] = replace(shape, constraints=constraints)


def _list_named(shapes: Mapping[Term, p.Shape], start: Term) -> Iterator[str]:
    """Yield the properties that a shape and those that it asks with ``sh:node`` name."""
    seen, waiting = set[Term](), [start]
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        for constraint in shapes[node].constraints:
            if isinstance(constraint, p.Nested) and constraint.kind == "node":
                waiting += constraint.shapes
            elif isinstance(constraint, p.Nested) and constraint.kind == "property":
                paths = (shapes[child].path for child in constraint.shapes)
                yield from (
                    each.iri
                    for each in paths
                    if isinstance(each, PredicatePath) and not each.inverse
                )


def _read_notes(
    reader: ShapesReader, node: Term, constraints: Sequence[p.Constraint], *, has_path: bool
) -> Iterator[tuple[p.Constraint, p.Note]]:
    """Yield what statements of a shape say of the constraints that are there because of them."""
    for without, reifiers in reader.notes(node):
        severities = [iri for each in reifiers for iri in reader.iris(each, "severity")]
        messages = [term for each in reifiers for term in reader.of(each, "message")]
        note = p.Note(
            severity=ox.NamedNode(severities[0]) if severities else None,
            messages=tuple(each for each in messages if isinstance(each, ox.Literal)),
        )
        others = set(read_constraints(without, node, has_path=has_path))
        yield from ((each, note) for each in constraints if each not in others)


def _read_shape(
    reader: ShapesReader,
    node: Term,
    sparql: Sequence[SparqlCheck],
    queries: Mapping[Term, SparqlTarget],
) -> p.Shape:
    path_node = _read_path_node(reader, node)
    path = reader.path(node, path_node) if path_node is not None else None
    severities = reader.iris(node, "severity", at_most_one=True)
    # One that lacks its path has been told of; what else it says is not a second fault.
    is_typed = is_property_shape(reader, node)
    is_property = path_node is not None or bool(reader.parents(node)) or is_typed
    constraints = [*read_constraints(reader, node, has_path=is_property)]
    messages = tuple(t for t in reader.of(node, "message") if isinstance(t, ox.Literal))
    notes = _read_notes(reader, node, constraints, has_path=is_property)
    return p.Shape(
        node=node,
        path=path,
        path_node=path_node,
        targets=tuple(_read_targets(reader, node, queries)),
        constraints=(*constraints, *(_read_sparql(check, messages) for check in sparql)),
        severity=ox.NamedNode(severities[0]) if severities else VIOLATION,
        messages=messages,
        deactivated=reader.boolean(node, "deactivated") or (is_property and path_node is None),
        notes=tuple(notes),
    )


def _read_sparql(check: SparqlCheck, messages: tuple[ox.Literal, ...]) -> p.Constraint:
    """Return a check in SPARQL, or the pair constraint that says the same of columns.

    A message of the component's own, or one that names values, is filled in by the query's way.
    """
    other = dict(check.bound.parameters).get("notAfter")
    is_pair = check.component.value == _NOT_AFTER and isinstance(other, ox.NamedNode)
    if is_pair and check.messages == messages and not any("{" in m.value for m in messages):
        assert isinstance(other, ox.NamedNode)
        return p.Pair("not-after", PredicatePath(other.value), _NOT_AFTER)
    return p.Sparql(check)


def _read_path_node(reader: ShapesReader, node: Term) -> Term | None:
    paths = reader.of(node, "path")
    if len(paths) > 1:
        reader.fault("shape-path-many", node, n=len(paths))
    if not paths and is_property_shape(reader, node):
        reader.remark("shape-path-missing", node)
    return paths[0] if paths else None


def _read_targets(
    reader: ShapesReader, node: Term, queries: Mapping[Term, SparqlTarget]
) -> Iterator[p.Target]:
    for term in reader.of(node, "targetNode"):
        if not isinstance(term, ox.BlankNode):
            yield p.Target("node", term)
    for iri in reader.iris(node, "targetClass"):
        yield p.Target("class", ox.NamedNode(iri))
    for iri in reader.iris(node, "targetSubjectsOf"):
        yield p.Target("subjects-of", ox.NamedNode(iri))
    for iri in reader.iris(node, "targetObjectsOf"):
        yield p.Target("objects-of", ox.NamedNode(iri))
    for term in reader.nodes(node, "targetWhere"):
        yield p.Target("where", term)
    for term in reader.of(node, "target"):
        if term in queries:
            yield p.Target("query", term, queries[term])
    if isinstance(node, ox.NamedNode) and is_class(reader, node):
        yield p.Target("class", node)


def _order(shapes: dict[Term, p.Shape], reader: ShapesReader, *, strict: bool) -> list[Term]:
    """Return the shapes with parents before children, as far as none is a parent of its own.

    A deactivated shape asks nothing, and so closes no circle.
    """
    done: dict[Term, None] = {}
    on_way: set[Term] = set()
    for start in shapes:
        if start in done:
            continue
        stack = [(start, iter(list_children(shapes, start)))]
        on_way.add(start)
        while stack:
            node, rest = stack[-1]
            child = next(rest, None)
            if child is None:
                stack.pop()
                on_way.discard(node)
                done[node] = None
            elif child in on_way:
                if strict:
                    reader.fault("shape-recursive", child)
            elif len(stack) > _DEEPEST:
                reader.fault("shape-too-deep", start, n=_DEEPEST)
            elif child not in done:
                on_way.add(child)
                stack.append((child, iter(list_children(shapes, child))))
    return list(reversed(done))
