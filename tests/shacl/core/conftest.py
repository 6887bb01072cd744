"""Turtle in, validation out."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.graph.statements import Graph
from eloggraph.shacl.shapes import ShapesGraph

PREFIXES = """
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def read_triples(text: str) -> tuple[ox.Triple, ...]:
    quads = ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE)
    return tuple(quad.triple for quad in quads)


@pytest.fixture
def shapes_of() -> Callable[[str], ShapesGraph]:
    """``shapes_of(turtle)``: prefixes ex, owl, rdf, rdfs, sh and xsd are declared."""
    return lambda text: ShapesGraph(read_triples(text), {"ex": "http://example.org/"})


@pytest.fixture
def graph_of() -> Callable[[str], Graph]:
    """``graph_of(turtle)`` with the same prefixes."""
    return lambda text: graph_of_triples(read_triples(text), "urn:data")
