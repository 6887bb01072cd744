"""The reference: pySHACL, which the column engine is held against.

pySHACL and rdflib are imported here and nowhere else in the library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyoxigraph as ox

from eloggraph.graph.statements import OBJECT, SUBJECT, Graph, StatementFrame
from eloggraph.iri import expand
from eloggraph.schema.terms import TermIndex
from eloggraph.shacl.errors import ShapeProblem, ShapesError
from eloggraph.shacl.model import Result, Term, Validation
from eloggraph.shacl.shapes import Request, ShapesGraph

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

    from eloggraph.shacl.sparql import SparqlCheck

_STRING = expand("xsd:string")


def validate_with_pyshacl(request: Request) -> Validation:
    """Validate with pySHACL, without inference, and return the results sorted.

    Raises
    ------
    ShapesError
        When pySHACL refuses the shapes; its own words are told.
    """
    import pyshacl
    import rdflib
    from pyshacl.errors import ReportableRuntimeError

    from eloggraph.shacl.sparql import FocusNodes, SparqlJudge

    with _lexical_forms_kept():
        data, shapes = _open_data(request.data), _open_shapes(request.shapes)
        focus = _find_focus_nodes(data, shapes)
        # Queries run set-wise on Oxigraph: node by node they would cost more than all the rest,
        # and would compare values as rdflib does.
        asked = tuple(_find_asked(request, focus))
        for check, _ in asked:
            for iri in check.properties:
                shapes.remove((_open_term(check.shape), rdflib.URIRef(iri), None))
        try:
            _, report, said = pyshacl.validate(data, shacl_graph=shapes, inference="none")
        except ReportableRuntimeError as error:
            report, said = error, error.message
        if isinstance(report, Exception):
            raise ShapesError(ShapeProblem.of("engine", "engine-refused", reason=str(said)))
        results = set(_read_results(report, request.shapes.index))
    judge = SparqlJudge(request.data, request.shapes.triples)
    for check, nodes in asked:
        results.update(judge.run(check, FocusNodes.of(nodes)))
    return Validation(
        results=tuple(sorted(results, key=Result.sort_key)),
        focus_counts=tuple((shape, len(nodes)) for shape, nodes in focus.items()),
    )


def _find_asked(
    request: Request, focus: Mapping[Term, Sequence[Term]]
) -> Iterator[tuple[SparqlCheck, Sequence[Term]]]:
    """Yield the checks in SPARQL that can be asked apart, with their focus nodes.

    They stand at shapes with targets, or at property shapes of nothing but such node shapes.
    """
    from eloggraph.shacl.sparql.reading import read_sparql_checks

    index, held = request.shapes.index, expand("sh:property")
    for shape, checks in read_sparql_checks(request.shapes.triples, index).items():
        above = [t for t in request.shapes.triples if t.object == shape]
        subjects = {t.subject for t in above if index.one(t.subject, "sh:path") is None}
        holders = [node for node in focus if node in subjects]
        of_targets = all(t.predicate.value == held and t.subject in holders for t in above)
        is_node = index.one(shape, "sh:path") is None
        if not of_targets or not (is_node or all(not check.wants_values for check in checks)):
            continue
        active = [s for s in (shape, *holders) if index.value(s, "sh:deactivated") != "true"]
        nodes = {node for holder in active for node in focus.get(holder, ())}
        if shape in active:
            yield from ((check, sorted(nodes, key=str)) for check in checks)


@contextmanager
def _lexical_forms_kept() -> Iterator[None]:
    """Keep rdflib from rewriting typed literals while a graph is read and judged."""
    import rdflib

    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before


def _open_data(graphs: tuple[Graph, ...]) -> rdflib.Graph:
    import rdflib

    opened = rdflib.Graph()
    for part in (part for graph in graphs for part in graph.frames):
        predicate = rdflib.URIRef(part.predicate)
        for subject, value in part.frame.select(SUBJECT, OBJECT).iter_rows():
            opened.add((_open_node(subject), predicate, _open_value(part, value)))
    return opened


def _open_node(text: str) -> Node:
    import rdflib

    return rdflib.BNode(text[2:]) if text.startswith("_:") else rdflib.URIRef(text)


def _open_value(part: StatementFrame, text: str) -> Node:
    import rdflib

    if not part.is_literal:
        return _open_node(text)
    if part.language:
        return rdflib.Literal(text, lang=part.language)
    # rdflib tells "a" from "a"^^xsd:string, which RDF 1.1 does not.
    datatype = None if part.datatype in (None, _STRING) else rdflib.URIRef(part.datatype)
    return rdflib.Literal(text, datatype=datatype)


def _open_term(term: Term) -> Node:
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = None if term.datatype.value == _STRING else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype)


def _open_shapes(shapes: ShapesGraph) -> rdflib.Graph:
    import rdflib

    opened = rdflib.Graph()
    for triple in shapes.triples:
        if not isinstance(triple.subject, ox.Triple) and not isinstance(triple.object, ox.Triple):
            subject, value = _open_term(triple.subject), _open_term(triple.object)
            opened.add((subject, rdflib.URIRef(triple.predicate.value), value))
    return opened


def _close(node: Node | None) -> Term | None:
    import rdflib

    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return ox.BlankNode(str(node))
    if not isinstance(node, rdflib.Literal):
        return None
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype or _STRING)))


def _read_results(report: rdflib.Graph, shapes: TermIndex) -> Iterator[Result]:
    from rdflib import RDF, SH

    nested = set(report.objects(None, SH.detail))
    for node in report.subjects(RDF.type, SH.ValidationResult):
        if node not in nested:
            yield _read_result(report, node, shapes)


def _read_result(report: rdflib.Graph, node: Node, shapes: TermIndex) -> Result:
    from rdflib import SH

    shape = _close(report.value(node, SH.sourceShape))
    path = _close(report.value(node, SH.resultPath))
    if isinstance(path, ox.BlankNode):  # the report has a copy of it
        path = shapes.one(shape, "sh:path") or path  # type: ignore[assignment]
    details = [_read_result(report, detail, shapes) for detail in report.objects(node, SH.detail)]
    messages = (_close(message) for message in report.objects(node, SH.resultMessage))
    return Result(
        focus=_close(report.value(node, SH.focusNode)),  # type: ignore[arg-type]
        shape=shape,  # type: ignore[arg-type]
        component=_close(report.value(node, SH.sourceConstraintComponent)),  # type: ignore[arg-type]
        constraint=_close(report.value(node, SH.sourceConstraint)),
        path=path,
        value=_close(report.value(node, SH.value)),
        severity=_close(report.value(node, SH.resultSeverity)),  # type: ignore[arg-type]
        messages=tuple(sorted((m for m in messages if isinstance(m, ox.Literal)), key=str)),
        details=tuple(sorted(details, key=Result.sort_key)),
    )


def _find_focus_nodes(data: rdflib.Graph, shapes: rdflib.Graph) -> dict[Term, list[Term]]:
    """Return the focus nodes of each shape that has a target, sorted."""
    import pyshacl

    found: dict[Term, list[Term]] = {}
    for shape in pyshacl.ShapesGraph(shapes).shapes:
        node = _close(shape.node)
        if node is not None and any(list(each) for each in shape.target()):
            closed = (_close(focus) for focus in set(shape.focus_nodes(data)))
            found[node] = sorted((term for term in closed if term is not None), key=str)
    return dict(sorted(found.items(), key=lambda entry: str(entry[0])))
