"""The check of RDF files: what reading told, and what the shapes demand, as one report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import polars as pl

from eloggraph.checks.check import CheckReport, count_focus, validate
from eloggraph.checks.lines import make_line_finder
from eloggraph.checks.packaged import packaged_shapes
from eloggraph.checks.problems import tell_remarks
from eloggraph.checks.report import locate_in_files
from eloggraph.checks.unjudged import report_unjudged
from eloggraph.checks.unused import report_unused_shapes
from eloggraph.finding import Finding, order_findings
from eloggraph.graph.rdf.packaged import ontology_graph
from eloggraph.graph.rdf.read import RdfData, read_rdf
from eloggraph.graph.statements import OBJECT, SUBJECT, Graph
from eloggraph.iri import expand
from eloggraph.schema.packaged import packaged_schema
from eloggraph.shacl.engines import DEFAULT_ENGINE
from eloggraph.shacl.model import Term, Validation, text_of
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
    request = Request(data=looked_at, shapes=chosen, profile=profile)
    inferred, remarks = None, tuple[Finding, ...]()
    if rules:
        from eloggraph.checks.rules import add_inferred

        request, inferred, remarks = add_inferred(request, rule_rounds)
    validation = validate(engine, request)
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
    findings = [*data.findings, *remarks, *tell_remarks(validation.remarks, chosen), *found]
    findings += report_unused_shapes(validation, chosen, own=shapes is None)
    if shapes is not None:
        findings += report_unjudged(data.graph, chosen)
    return CheckReport(
        order_findings(findings),
        count_focus(validation),
        shapes=chosen,
        validation=validation,
        inferred=inferred,
    )


def _leave_out_ontology(validation: Validation, shapes: ShapesGraph, data: RdfData) -> Validation:
    """Return what was judged of the files: the toolkit's own terms are not theirs."""
    own = {subject for part in ontology_graph().frames for subject in part.frame[SUBJECT]}
    asked = {text_of(result.focus) for result in validation.results} & own
    members = {shape: _list_members(shape, shapes) for shape, _ in validation.focus_counts}
    left_out = _leave_out_described(asked.union(*members.values()), data.graph)
    counts = []
    for shape, count in validation.focus_counts:
        # Some of the terms have properties that are judged.
        predicates = [text_of(term) for term in shapes.index.objects(shape, "sh:targetSubjectsOf")]
        said = [part.frame[SUBJECT] for p in predicates for part in data.graph.of(p)]
        met = pl.concat(said).n_unique() if said else 0
        theirs = count - len(members[shape] & left_out)
        counts.append((shape, min(count, met) if predicates else theirs))
    return replace(
        validation,
        results=tuple(r for r in validation.results if text_of(r.focus) not in left_out),
        focus_counts=tuple(counts),
    )


def _leave_out_described(nodes: set[str], graph: Graph) -> set[str]:
    """Return the nodes that the files say nothing of."""
    described = (
        part.frame[SUBJECT].filter(part.frame[SUBJECT].is_in(sorted(nodes)))
        for part in graph.frames
        if nodes
    )
    return nodes.difference(*described)


def _list_members(shape: Term, shapes: ShapesGraph) -> frozenset[str]:
    """Return the terms of the toolkit that are in a class of the shape, such as kinds of roles."""
    targets = {text_of(term) for term in shapes.index.objects(shape, "sh:targetClass")}
    below = packaged_schema().descendants
    wanted = targets.union(*(below.get(each, ()) for each in targets))
    return frozenset().union(*(_members_by_class().get(each, ()) for each in wanted))


@cache
def _members_by_class() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for part in ontology_graph().of(expand("rdf:type")):
        for subject, kind in part.frame.select(SUBJECT, OBJECT).iter_rows():
            found.setdefault(kind, set()).add(subject)
    return {kind: frozenset(subjects) for kind, subjects in found.items()}
