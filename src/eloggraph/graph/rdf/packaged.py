"""The toolkit's own ontology and code lists, made ready at the installation.

Prepared as columns for checks, and as one Turtle text for a store: filling a store from columns
takes one and a half times as long as from the text.
"""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from eloggraph.cache import prepared_or_made
from eloggraph.graph.rdf.triples import GroupedTriples, graph_of_groups, group_triples
from eloggraph.graph.statements import Graph
from eloggraph.iri import ELO, PREFIXES
from eloggraph.schema.packaged import packaged_model

ONTOLOGY_GRAPH = ELO.rstrip("#")


@cache
def ontology_graph() -> Graph:
    """Return the ontology and its code lists as a graph: part of the data that is judged."""
    return graph_of_groups(prepared_or_made("ontology", _make_groups), ONTOLOGY_GRAPH)


def ontology_turtle() -> bytes:
    """Return what the ontology and its code lists say without blank nodes, as one Turtle text.

    >>> b"elo:Actor a owl:Class" in ontology_turtle()
    True
    """
    return prepared_or_made("ontology-turtle", _make_turtle)


def ontology_unnamed() -> bytes:
    """Return what they say with blank nodes, as N-Triples: their labels are always the same.

    >>> b"_:eloggraph-ontology-1" in ontology_unnamed()
    True
    """
    return prepared_or_made("ontology-unnamed", _make_unnamed)


def prepare_ontology() -> dict[str, object]:
    """Return what an installation makes ready, by name."""
    return {
        "ontology": _make_groups(),
        "ontology-turtle": _make_turtle(),
        "ontology-unnamed": _make_unnamed(),
    }


def _make_groups() -> GroupedTriples:
    return group_triples(packaged_model().ontology)


def _make_turtle() -> bytes:
    triples = [each for each in packaged_model().ontology if not _has_blank(each)]
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    assert written is not None  # it is None only where it goes to a file
    return written


def _make_unnamed() -> bytes:
    lines = sorted(f"{each} .\n" for each in packaged_model().ontology if _has_blank(each))
    return "".join(lines).encode()


def _has_blank(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)
