"""The check of RDF files: what reading told, and what the shapes demand, as one report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from eloggraph.checks.check import CheckReport, count_focus, validate
from eloggraph.checks.lines import make_line_finder
from eloggraph.checks.own_terms import Said, leave_out_ontology
from eloggraph.checks.packaged import packaged_shapes
from eloggraph.checks.problems import tell_remarks
from eloggraph.checks.report import locate_in_files
from eloggraph.checks.unjudged import Types, report_unjudged
from eloggraph.checks.unused import report_unused_shapes
from eloggraph.errors import InputError
from eloggraph.finding import Finding, Place, order_findings, tell
from eloggraph.graph.rdf.packaged import ontology_graph
from eloggraph.graph.rdf.read import read_rdf
from eloggraph.graph.statements import ROW, Graph
from eloggraph.schema.packaged import packaged_schema
from eloggraph.shacl.engines import DEFAULT_ENGINE
from eloggraph.shacl.shapes import Request, ShapesGraph


def check_rdf(
    paths: Sequence[Path],
    *,
    shapes: ShapesGraph | None = None,
    graphs: Sequence[str] = (),
    input_format: str | None = None,
    contexts: Mapping[str, Path] | None = None,
    engine: str = DEFAULT_ENGINE,
    profile: bool = False,
    rules: bool = False,
    rule_rounds: int | None = None,
    memory: int | None = None,
) -> CheckReport:
    """Check RDF files against the toolkit's shapes or others.

    Parameters
    ----------
    paths
        RDF files and folders of them: see :func:`eloggraph.graph.rdf.read.read_rdf`.
    graphs
        IRIs of the named graphs that are the data; by default all graphs are.
    input_format
        The format of the files, where their endings do not tell it.
    contexts
        Files that stand for addresses of JSON-LD contexts.
    rules
        Whether the rules of the shapes are run before, and shapes see what these infer.
    rule_rounds
        For how many rounds rules may make new nodes or values before they are ended; by default
        300.
    memory
        The bytes that the check may take, as :func:`eloggraph.graph.rdf.read.read_rdf` has them.

    Raises
    ------
    InputError
        When a file cannot be read, or the shapes cannot be used.
    """
    data = read_rdf(paths, graphs, input_format, contexts, memory)
    chosen = shapes or packaged_shapes()
    looked_at = (data.graph,) if shapes else (data.graph, ontology_graph())
    if engine == "pyshacl":
        _refuse_directions(data.graph)
    request = Request(data=looked_at, shapes=chosen, profile=profile)
    inferred, remarks = None, tuple[Finding, ...]()
    if rules:
        from eloggraph.checks.rules import add_inferred

        request, inferred, remarks = add_inferred(request, rule_rounds)
    validation = validate(engine, request)
    if shapes is None:
        validation = leave_out_ontology(validation, chosen, Said.of(data.graph))
    found = locate_in_files(
        validation.results,
        data.graph,
        packaged_schema(),
        chosen,
        make_line_finder(data),
        data.prefixes,
    )
    findings = [*data.findings, *remarks, *tell_remarks(validation.remarks, chosen), *found]
    findings += report_unused_shapes(validation, chosen, own=shapes is None)
    if shapes is not None:
        findings += report_unjudged(Types.of(data.graph), chosen)
    return CheckReport(
        order_findings(findings),
        count_focus(validation),
        shapes=chosen,
        validation=validation,
        inferred=inferred,
    )


def _refuse_directions(graph: Graph) -> None:
    """Refuse texts with a direction where an engine would lose it: the first of each file."""
    directed = [part for part in graph.frames if part.language and "--" in part.language]
    places = [place for part in directed for row in part.frame[ROW] if (place := part.place(row))]
    first = {place.file: place for place in sorted(places, key=Place.sort_key, reverse=True)}
    if first:
        told = (
            tell("rdf-direction", "violation", each, chapter="checks") for each in first.values()
        )
        raise InputError(*order_findings(told))
