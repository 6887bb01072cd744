"""The reference is pySHACL alone: oracle is that nothing of our own engine is left to ask."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.shacl.model import Result
from eloggraph.shacl.pyshacl_engine import validate_with_pyshacl
from eloggraph.shacl.shapes import Request, ShapesGraph
from eloggraph.shacl.sparql import SparqlJudge

PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <urn:x:> ."


def parse(turtle: str) -> tuple[ox.Triple, ...]:
    quads = ox.parse(f"{PREFIXES} {turtle}", format=ox.RdfFormat.TURTLE)
    return tuple(quad.triple for quad in quads)


def request(query: str, data: str) -> Request:
    shapes = (
        f':S sh:targetSubjectsOf :p ; sh:sparql :R . :R sh:message "no"@en ; sh:select "{query}" .'
    )
    return Request(
        data=(graph_of_triples(parse(data), "urn:x:"),), shapes=ShapesGraph(parse(shapes))
    )


SIMPLE = "SELECT $this ?value WHERE { $this <urn:x:p> ?value FILTER(?value > 2) }"


def test_queries_are_asked_by_pyshacl(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask_us(*_: object) -> Iterator[Result]:
        raise AssertionError("our own judge was asked")

    monkeypatch.setattr(SparqlJudge, "run", ask_us)
    (result,) = validate_with_pyshacl(request(SIMPLE, ":a :p 1 . :b :p 3 .")).results
    assert (result.focus, result.constraint) == (ox.NamedNode("urn:x:b"), ox.NamedNode("urn:x:R"))
    # pySHACL itself loses the language here.
    assert result.messages == (ox.Literal("no", language="en"),)
