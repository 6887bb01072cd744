"""The check of a network: what reading told, and what the shapes demand, as one report."""

from __future__ import annotations

from collections.abc import Sequence

from eloggraph.checks.engine import ENGINES, Request
from eloggraph.checks.lead import lead_back
from eloggraph.checks.sparql import validate_sparql_constraints
from eloggraph.finding import Finding, Report, order_findings
from eloggraph.graph.rdf import write_ntriples
from eloggraph.graph.statements import Graph
from eloggraph.schema.model import Schema
from eloggraph.schema.package import ontology_files, shape_files


def check_graph(
    graph: Graph,
    used: Sequence[Graph],
    schema: Schema,
    told: Sequence[Finding],
    *,
    engine: str = "pyshacl",
) -> Report:
    """Check a network's graph against the shapes.

    Parameters
    ----------
    graph, used
        The network's own graph, which is judged, and those it refers to, which are looked at.
    told
        What reading and populating have found already.
    engine
        A name in :data:`eloggraph.checks.engine.ENGINES`.

    Returns
    -------
    All findings in order, and for each table how many rows its shape judged.
    """
    request = Request(
        data="".join(write_ntriples(each) for each in (graph, *used)),
        ontology=ontology_files(),
        shapes=shape_files(),
    )
    results = [*ENGINES[engine](request), *validate_sparql_constraints(request)]
    findings = [*told, *lead_back(results, graph, schema, told)]
    counts = tuple((rows.table.shape, rows.frame.height) for rows in graph.rows)
    return Report(order_findings(findings), counts)
