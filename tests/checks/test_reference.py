"""The reference engine in a child that can be stopped.

Oracle: pySHACL in this process; for the bounds, queries that multiply what they hold.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

import eloggraph
from eloggraph.checks.pyshacl_bounded import validate_within_bounds
from eloggraph.errors import InputError
from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.jobs.bounded import Bounds
from eloggraph.shacl.pyshacl_engine import validate_with_pyshacl
from eloggraph.shacl.shapes import Request, ShapesGraph

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


def test_the_child_says_what_pyshacl_says() -> None:
    asked = request(SIMPLE, ":a :p 1 . :b :p 3 .")
    found = validate_within_bounds(asked)
    assert found.results
    assert found == validate_with_pyshacl(asked)


# Each pattern multiplies what there is by sixty; each binding doubles a text.
ENDLESS = "SELECT $this WHERE { $this <urn:x:p> ?a . " + " ".join(
    f"?s{n} <urn:x:p> ?o{n} ." for n in range(9)
)
HUGE = "SELECT $this WHERE { $this <urn:x:p> ?a . BIND('aaaaaaaa' AS ?x0) " + " ".join(
    f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(32)
)
MANY = " ".join(f":n{n} :p {n} ." for n in range(60))


@pytest.mark.parametrize(
    ("query", "bounds", "code"),
    [
        (ENDLESS + " FILTER(?s1 = 1) }", Bounds(seconds=3), "engine-time"),
        (HUGE + " }", Bounds(seconds=60, memory_mb=300), "engine-memory"),
    ],
)
def test_a_child_that_goes_over_a_bound_is_stopped(query: str, bounds: Bounds, code: str) -> None:
    with pytest.raises(InputError) as stopped:
        validate_within_bounds(request(query, MANY), bounds)
    assert [finding.code for finding in stopped.value.findings] == [code]


def test_the_command_says_so_and_did_not_check(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text(f"{PREFIXES} {MANY}", encoding="utf-8")
    query = ENDLESS + " FILTER(?s1 = 1) }"
    text = f'{PREFIXES} :S sh:targetSubjectsOf :p ; sh:sparql [ sh:select "{query}" ] .'
    shapes.write_text(text, encoding="utf-8")
    monkeypatch.setattr(validate_within_bounds, "__defaults__", (Bounds(seconds=1),))
    report = eloggraph.check(data, shapes=[shapes], engine="pyshacl")
    assert [finding.code for finding in report.findings] == ["engine-time"]
    assert not report.complete


def test_what_pyshacl_refuses_is_told_and_nothing_was_checked(tmp_path: Path) -> None:
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text(f"{PREFIXES} :a :p 1 .", encoding="utf-8")
    text = f'{PREFIXES} :S sh:targetSubjectsOf :p ; sh:path :p ; sh:minCount "x" .'
    shapes.write_text(text, encoding="utf-8")
    report = eloggraph.check(data, shapes=[shapes], engine="pyshacl")
    assert [finding.code for finding in report.findings] == ["engine-refused"]
    assert not report.complete
