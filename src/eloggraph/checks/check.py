"""The check: what reading told, and what the shapes demand, as one report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from eloggraph.checks.engine import DEFAULT_ENGINE, ENGINES, Request, ShapesGraph
from eloggraph.checks.lead import lead_back, lead_to_lines
from eloggraph.checks.lines import find_place, make_line_finder
from eloggraph.checks.packaged import ontology_graph, packaged_shapes
from eloggraph.checks.results import Validation, text_of
from eloggraph.errors import InputError
from eloggraph.finding import Finding, Place, Report, order_findings, tell
from eloggraph.graph.rdf_read import RdfData, read_rdf, read_statements
from eloggraph.graph.statements import SUBJECT, Graph
from eloggraph.iri import expand
from eloggraph.schema.model import Schema
from eloggraph.schema.ownership import shorten
from eloggraph.schema.packaged import packaged_schema

# A shape that judged nothing is told by itself; more of them than this together.
MOST_TOLD = 10

_TARGETS = ("sh:targetClass", "sh:targetNode", "sh:targetSubjectsOf", "sh:targetObjectsOf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """A check with what stands behind its report.

    ``validation`` has the results about the checked data alone, in the terms of SHACL; it is None
    where it did not come to a validation. ``request`` is what the engine was asked.
    """

    report: Report
    shapes: ShapesGraph | None = None
    validation: Validation | None = None
    request: Request | None = field(default=None, repr=False, compare=False)


def read_shapes(paths: Sequence[Path]) -> tuple[ShapesGraph, tuple[Finding, ...]]:
    """Read files of shapes, and folders of them; remarks such as imports come with them.

    Raises
    ------
    InputError
        When a file cannot be read, or there is no shape in any of them.
    """
    read = read_statements(paths)
    return ShapesGraph(read.triples, read.prefixes, sources=read.sources), read.findings


def check_network(
    graph: Graph,
    used: Sequence[Graph],
    schema: Schema,
    told: Sequence[Finding],
    *,
    shapes: ShapesGraph | None = None,
    engine: str = DEFAULT_ENGINE,
    profile: bool = False,
    earlier: Checkup | None = None,
) -> Checkup:
    """Check the graph of a network.

    Parameters
    ----------
    graph, used
        The network's own graph, which is judged, and those it refers to, which are looked at.
    told
        What reading and populating have found already.
    shapes
        Shapes instead of the toolkit's own.
    engine
        A name in :data:`eloggraph.checks.engine.ENGINES`.
    profile
        Whether the engine tells what each shape took.
    earlier
        An earlier check of the same network: only what has changed since is judged again, and
        the result is the same as without it.

    Returns
    -------
    All findings in order, and how many rows or nodes each shape judged.
    """
    chosen = shapes or packaged_shapes()
    request = Request(
        data=(graph, *used, ontology_graph()),
        shapes=chosen,
        profile=profile,
        earlier=_recall(earlier),
    )
    validation = _validate(engine, request)
    led = lead_back(validation.results, graph, schema, told, chosen)
    validation = replace(validation, results=led.results)
    findings = [*told, *validation.remarks, *led.findings]
    counts = tuple((rows.table.shape, rows.frame.height) for rows in graph.rows)
    if shapes is not None:
        counts = _count(validation)
        findings += _tell_idle(validation, chosen, own=False)
    return Checkup(
        report=Report(order_findings(findings), counts),
        shapes=chosen,
        validation=validation,
        request=replace(request, earlier=None),
    )


def _recall(earlier: Checkup | None) -> tuple[Request, Validation] | None:
    if earlier is None or earlier.request is None or earlier.validation is None:
        return None
    return earlier.request, earlier.validation


def check_rdf(
    paths: Sequence[Path],
    *,
    shapes: ShapesGraph | None = None,
    graphs: Sequence[str] = (),
    engine: str = DEFAULT_ENGINE,
    profile: bool = False,
) -> Checkup:
    """Check RDF files against the toolkit's shapes or others.

    Parameters
    ----------
    paths
        RDF files and folders of them: see :func:`eloggraph.graph.rdf_read.read_rdf`.
    graphs
        IRIs of the named graphs that are the data; by default all graphs are.

    Raises
    ------
    InputError
        When a file cannot be read, or the shapes cannot be used.
    """
    data = read_rdf(paths, graphs)
    chosen = shapes or packaged_shapes()
    looked_at = (data.graph,) if shapes else (data.graph, ontology_graph())
    validation = _validate(engine, Request(data=looked_at, shapes=chosen, profile=profile))
    if shapes is None:
        validation = _leave_out_ontology(validation, chosen, data)
    found = lead_to_lines(
        validation.results,
        data.graph,
        packaged_schema(),
        chosen,
        make_line_finder(data),
        data.prefixes,
    )
    findings = [*data.findings, *validation.remarks, *found]
    findings += _tell_idle(validation, chosen, own=shapes is None)
    report = Report(order_findings(findings), _count(validation))
    return Checkup(report=report, shapes=chosen, validation=validation)


def _validate(engine: str, request: Request) -> Validation:
    """Ask an engine; what is wrong with a shape is told at the shape's line."""
    try:
        validation = ENGINES[engine](request)
    except InputError as error:
        raise InputError(*_place_at_shapes(error.findings, request.shapes)) from error
    return replace(validation, remarks=_place_at_shapes(validation.remarks, request.shapes))


def _place_at_shapes(findings: Sequence[Finding], shapes: ShapesGraph) -> tuple[Finding, ...]:
    """Return findings about shapes with the file and line of each shape."""
    find = find_place(shapes.sources)

    def place(shape: str) -> Place | None:
        prefix, _, local = shape.partition(":")
        return find(shapes.prefixes[prefix] + local if prefix in shapes.prefixes else shape)

    return tuple(
        finding
        if finding.place or finding.shape is None
        else replace(finding, place=place(finding.shape))
        for finding in findings
    )


def _leave_out_ontology(validation: Validation, shapes: ShapesGraph, data: RdfData) -> Validation:
    """Return what was judged of the files: the toolkit's own terms are not theirs."""
    own = {subject for part in ontology_graph().frames for subject in part.frame[SUBJECT]}
    asked = {text_of(result.focus) for result in validation.results} & own
    theirs = {
        subject
        for part in data.graph.frames
        if asked
        for subject in part.frame[SUBJECT].filter(part.frame[SUBJECT].is_in(sorted(asked)))
    }
    left_out = asked - theirs
    counts = []
    for shape, count in validation.focus_counts:
        # The terms are in no class that a table has, but they have properties that are judged.
        predicates = [text_of(term) for term in shapes.index.objects(shape, "sh:targetSubjectsOf")]
        said = [part.frame[SUBJECT] for p in predicates for part in data.graph.of(p)]
        met = pl.concat(said).n_unique() if said else 0
        counts.append((shape, min(count, met) if predicates else count))
    return replace(
        validation,
        results=tuple(r for r in validation.results if text_of(r.focus) not in left_out),
        focus_counts=tuple(counts),
    )


def _count(validation: Validation) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((text_of(shape), count) for shape, count in validation.focus_counts))


def _tell_idle(validation: Validation, shapes: ShapesGraph, *, own: bool) -> Iterator[Finding]:
    """Yield what has checked nothing: the toolkit's own shapes together, those of others each."""
    if not any(count for _, count in validation.focus_counts):
        yield tell("nothing-judged", "violation", chapter="checks")
    if own:
        return
    idle = [text_of(shape) for shape, count in validation.focus_counts if not count]
    yield from _tell_each("shape-no-focus", idle, shapes)
    yield from _tell_each("shape-no-target", _list_aimless(shapes), shapes)


def _tell_each(code: str, named: Sequence[str], shapes: ShapesGraph) -> Iterator[Finding]:
    """Yield a warning for each shape at its line; of very many, one that names the first."""
    shown = [shorten(shape, shapes.prefixes) for shape in named]
    if len(named) > MOST_TOLD:
        first = ", ".join(shown[:MOST_TOLD])
        yield tell(
            code, "warning", chapter="checks", variant="several", n=len(named), value=f"{first} …"
        )
        return
    finder = find_place(shapes.sources)
    for shape, name in zip(named, shown, strict=True):
        yield tell(code, "warning", finder(shape), chapter="checks", shape=shape, value=name)


def _list_aimless(shapes: ShapesGraph) -> list[str]:
    """Return the named shapes that have no target and that no other shape calls upon."""
    index = shapes.index
    kinds = ("sh:NodeShape", "sh:PropertyShape")
    named = {node for kind in kinds for node in index.subjects("rdf:type", expand(kind))}
    called = {triple.object for triple in shapes.triples}
    return sorted(
        node.value
        for node in named - called
        if not any(index.one(node, target) for target in _TARGETS)
        and expand("rdfs:Class") not in {text_of(kind) for kind in index.objects(node, "rdf:type")}
        and index.value(node, "sh:deactivated") != "true"
    )
