"""The check of RDF files: what reading told, and what the shapes demand, as one report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from eloggraph.checks.check import CheckReport, count_focus, validate
from eloggraph.checks.lines import make_line_finder
from eloggraph.checks.packaged import packaged_shapes
from eloggraph.checks.problems import tell_remarks
from eloggraph.checks.report import locate_in_files
from eloggraph.checks.unjudged import report_unjudged
from eloggraph.checks.unused import report_unused_shapes
from eloggraph.finding import order_findings
from eloggraph.graph.rdf.packaged import ontology_graph
from eloggraph.graph.rdf.read import RdfData, read_rdf
from eloggraph.graph.statements import SUBJECT
from eloggraph.schema.packaged import packaged_schema
from eloggraph.shacl.engines import DEFAULT_ENGINE
from eloggraph.shacl.model import Validation, text_of
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

    Raises
    ------
    InputError
        When a file cannot be read, or the shapes cannot be used.
    """
    data = read_rdf(paths, graphs, input_format, contexts)
    chosen = shapes or packaged_shapes()
    looked_at = (data.graph,) if shapes else (data.graph, ontology_graph())
    validation = validate(engine, Request(data=looked_at, shapes=chosen, profile=profile))
    if shapes is None:
        validation = _leave_out_ontology(validation, chosen, data)
    found = locate_in_files(
        validation.results,
        data.graph,
        packaged_schema(),
        chosen,
        make_line_finder(data),
        data.prefixes,
    )
    findings = [*data.findings, *tell_remarks(validation.remarks, chosen), *found]
    findings += report_unused_shapes(validation, chosen, own=shapes is None)
    if shapes is not None:
        findings += report_unjudged(data.graph, chosen)
    return CheckReport(
        order_findings(findings), count_focus(validation), shapes=chosen, validation=validation
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
