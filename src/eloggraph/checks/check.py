"""The check: what reading told, and what the shapes demand, as one report."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from eloggraph.checks.packaged import packaged_shapes
from eloggraph.checks.problems import problems_told, tell_remarks
from eloggraph.checks.report import locate_in_tables
from eloggraph.finding import Finding, Report, order_findings
from eloggraph.graph.answers import Statements
from eloggraph.graph.rdf.packaged import ontology_graph
from eloggraph.graph.statements import Graph
from eloggraph.schema.model import Schema
from eloggraph.shacl.engines import DEFAULT_ENGINE, ENGINES
from eloggraph.shacl.model import Validation, text_of
from eloggraph.shacl.shapes import Request, ShapesGraph


@dataclass(frozen=True, slots=True, repr=False)
class CheckReport(Report):
    """The report of a check, with what stands behind it.

    ``validation`` has the results about the checked data alone, in the terms of SHACL, with how
    many focus nodes each shape met and, with ``profile``, what it took; it is None where it did
    not come to a validation. ``shapes`` are those that were used;
    ``inferred`` is what their rules have inferred, where that was asked for.

    Examples
    --------
    >>> import eloggraph
    >>> eloggraph.check("no-such-folder")
    <CheckReport violations=1, warnings=0, infos=0, not complete>
    >>> report = eloggraph.check("datasets/osaajaks", shapes="shapes/areas.ttl", profile=True)
    >>> report.validation.conforms, len(report.validation.costs) > 0
    (True, True)
    """

    shapes: ShapesGraph | None = field(default=None, kw_only=True, compare=False)
    validation: Validation | None = field(default=None, kw_only=True, compare=False)
    # What the rules of the shapes have inferred, where that was asked for.
    inferred: Statements | None = field(default=None, kw_only=True, compare=False)
    # What the engine was asked, for checking again in part.
    request: Request | None = field(default=None, kw_only=True, compare=False)

    @classmethod
    def of(cls, report: Report) -> CheckReport:
        """Return a report as that of a check that came to no validation."""
        return cls(report.findings, report.focus_counts, report.complete)


def check_network(
    graph: Graph,
    used: Sequence[Graph],
    schema: Schema,
    told: Sequence[Finding],
    *,
    shapes: ShapesGraph | None = None,
    engine: str = DEFAULT_ENGINE,
    profile: bool = False,
    rules: bool = False,
    rule_rounds: int | None = None,
    earlier: CheckReport | None = None,
    languages: Collection[str] | None = None,
) -> CheckReport:
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
        A name in :data:`eloggraph.shacl.engines.ENGINES`.
    profile
        Whether the engine tells what each shape took.
    rules
        Whether the rules of the shapes are run before, and shapes see what these infer.
    rule_rounds
        For how many rounds rules may make new nodes or values before they are ended; by default
        300.
    earlier
        An earlier check of the same network: only what has changed since is judged again, and
        the result is the same as without it.
    languages
        Those that the network declares: texts in others are not asked for.

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
    inferred, remarks = None, tuple[Finding, ...]()
    if rules:
        from eloggraph.checks.rules import add_inferred

        request, inferred, remarks = add_inferred(request, rule_rounds)
    validation = validate(engine, request)
    located = locate_in_tables(validation.results, graph, schema, told, chosen, languages=languages)
    validation = replace(validation, results=located.results)
    findings = [*told, *remarks, *tell_remarks(validation.remarks, chosen), *located.findings]
    counts = _count_rows(graph)
    if shapes is not None:
        counts = count_focus(validation)
        from eloggraph.checks.unused import report_unused_shapes

        findings += report_unused_shapes(validation, chosen, own=False)
    return CheckReport(
        order_findings(findings),
        counts,
        shapes=chosen,
        validation=validation,
        inferred=inferred,
        request=replace(request, earlier=None),
    )


def _count_rows(graph: Graph) -> tuple[tuple[str, int], ...]:
    """Return how many rows the shape of each table judged."""
    counts: dict[str, int] = {}
    for rows in graph.rows:
        counts[rows.table.shape] = counts.get(rows.table.shape, 0) + rows.frame.height
    return tuple(counts.items())


def _recall(earlier: CheckReport | None) -> tuple[Request, Validation] | None:
    if earlier is None or earlier.request is None or earlier.validation is None:
        return None
    return earlier.request, earlier.validation


def validate(engine: str, request: Request) -> Validation:
    """Ask an engine.

    Raises
    ------
    InputError
        When the shapes cannot be used: what is wrong with a shape is told at the shape's line.
        When the reference engine goes beyond its bounds.
    """
    if engine == "pyshacl":
        from eloggraph.checks.pyshacl_bounded import validate_within_bounds

        return validate_within_bounds(request)
    with problems_told(request.shapes):
        return ENGINES[engine](request)


def count_focus(validation: Validation) -> tuple[tuple[str, int], ...]:
    """Return how many focus nodes each shape met, by its name."""
    return tuple(sorted((text_of(shape), count) for shape, count in validation.focus_counts))
