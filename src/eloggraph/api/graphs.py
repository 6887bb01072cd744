"""A network and all that it uses, as graphs."""

from __future__ import annotations

from pathlib import Path

from eloggraph.finding import Finding
from eloggraph.graph.populate.populate import populate
from eloggraph.graph.statements import Graph
from eloggraph.schema.model import Schema
from eloggraph.tables.read.folder import NetworkTables

Populated = tuple[Graph, tuple[Graph, ...], tuple[Finding, ...]]


def populate_all(tables: NetworkTables, schema: Schema, made: dict[Path, Populated]) -> Populated:
    """Populate a network and what it uses: each folder once, however many use it."""
    used: dict[str, Graph] = {}
    for each in tables.uses:
        place = each.folder.resolve()
        if place not in made:
            made[place] = populate_all(each, schema, made)
        graph, further, _ = made[place]
        for found in (graph, *further):
            used.setdefault(found.base, found)
    graph, findings = populate(tables.tables, schema, tables.config, list(used.values()))
    return graph, tuple(used.values()), findings
