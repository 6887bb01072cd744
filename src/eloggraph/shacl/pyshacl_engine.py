"""The reference: pySHACL, which the column engine is held against.

pySHACL and rdflib are imported here and nowhere else in the library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyoxigraph as ox

from eloggraph.graph.statements import OBJECT, SUBJECT, Graph, StatementFrame
from eloggraph.iri import expand
from eloggraph.schema.terms import TermIndex
from eloggraph.shacl.core.find import find_implied, find_shapes, is_class, is_property_shape
from eloggraph.shacl.core.reading import ShapesReader
from eloggraph.shacl.errors import ShapeProblem, ShapesError
from eloggraph.shacl.model import Result, Term, Validation
from eloggraph.shacl.shapes import Request, ShapesGraph

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

_STRING, _TYPE, _OWL_CLASS = (
    expand("xsd:string"),
    expand("rdf:type"),
    ox.NamedNode(expand("owl:Class")),
)


def validate_with_pyshacl(request: Request) -> Validation:
    """Validate with pySHACL and nothing else, without inference, and return the results sorted.

    Constraints in SPARQL are asked by pySHACL too, node by node on rdflib: it takes its time.

    Raises
    ------
    ShapesError
        When pySHACL refuses the shapes; its own words are among the values.
    """
    return prepare(request)()


def prepare(request: Request) -> Callable[[], Validation]:
    """Open the graphs of a request for rdflib, and return what validates them.

    What is returned looks at no data frame any more, so that it may run in a forked process.
    """
    import pyshacl.errors  # so that no child has to import it again

    with _lexical_forms_kept():
        data, shapes = _open_data(request.data), _open_shapes(request.shapes)
    index = request.shapes.index

    def validate() -> Validation:
        with _lexical_forms_kept():
            focus = _find_focus_nodes(data, shapes)
            try:
                _, report, said = pyshacl.validate(data, shacl_graph=shapes, inference="none")
            except pyshacl.errors.ReportableRuntimeError as error:
                report, said = error, error.message
            if isinstance(report, Exception):
                raise ShapesError(ShapeProblem.of("engine", "engine-refused", reason=str(said)))
            results = list(_read_results(report, index))
        return Validation(
            results=tuple(sorted(results, key=Result.sort_key)),
            focus_counts=tuple((shape, len(nodes)) for shape, nodes in focus.items()),
        )

    return validate


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
    """Open the shapes, with what pySHACL reads otherwise than the Recommendation said outright.

    To pySHACL every ``owl:Class`` is an implicit class target, and a class is no shape where it
    has another parameter than ``sh:property`` or ``sh:node``, or only a type below
    ``sh:NodeShape``.
    """
    import rdflib

    opened = rdflib.Graph()
    reader = ShapesReader.open(shapes)
    for node in (*find_implied(reader), *find_shapes(reader)):
        if not is_property_shape(reader, node) and not reader.of(node, "path"):
            opened.add((_open_term(node), rdflib.RDF.type, rdflib.SH.NodeShape))
        if is_class(reader, node):
            opened.add((_open_term(node), rdflib.RDF.type, rdflib.RDFS.Class))
    for triple in shapes.triples:
        if triple.predicate.value == _TYPE and triple.object == _OWL_CLASS:
            continue  # said above, where it is a class
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
    constraint = _close(report.value(node, SH.sourceConstraint))
    messages = {_close(message) for message in report.objects(node, SH.resultMessage)}
    return Result(
        focus=_close(report.value(node, SH.focusNode)),  # type: ignore[arg-type]
        shape=shape,  # type: ignore[arg-type]
        component=_close(report.value(node, SH.sourceConstraintComponent)),  # type: ignore[arg-type]
        constraint=constraint,
        path=path,
        value=_close(report.value(node, SH.value)),
        severity=_close(report.value(node, SH.resultSeverity)),  # type: ignore[arg-type]
        messages=tuple(sorted(_with_languages(messages, (constraint, shape), shapes), key=str)),
        details=tuple(sorted(details, key=Result.sort_key)),
    )


def _with_languages(
    messages: Iterable[Term | None], holders: Iterable[Term | None], shapes: TermIndex
) -> Iterator[ox.Literal]:
    """Give messages their language back, which pySHACL loses where a query stands behind them."""
    said = (each for holder in holders for each in shapes.objects(holder, "sh:message"))
    known = {each.value: each for each in said if isinstance(each, ox.Literal)}
    for message in messages:
        if isinstance(message, ox.Literal):
            yield message if message.language else known.get(message.value, message)


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
