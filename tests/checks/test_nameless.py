"""Nodes and shapes without a name are named by what they belong to; rules say only what they say."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from eloggraph.cli.main import main

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://ex.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
MOST_ONE = "sh:property [ sh:path ex:p ; sh:maxCount 1 ] ."
ENGINES = ["columns", "pyshacl"]


@pytest.fixture
def ask(tmp_path: Path):  # type: ignore[no-untyped-def]
    def run(data: str, shapes: str, *options: str, name: str = "d.ttl") -> str:
        (tmp_path / name).write_text(data if name != "d.ttl" else HEAD + data, encoding="utf-8")
        (tmp_path / "s.ttl").write_text(HEAD + shapes, encoding="utf-8")
        told = ["check", str(tmp_path / name), "--shapes", str(tmp_path / "s.ttl"), "--lang", "en"]
        return CliRunner().invoke(main, [*told, *options]).output

    return run


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("data", "fi", "sv", "en"),
    [
        ("ex:x ex:has [ a ex:C ; ex:p 1 , 2 ] .", "ex:x / ex:has", "ex:has hos ex:x", "The ex:has of ex:x"),
        ("ex:x ex:in [ ex:has [ a ex:C ; ex:p 1 , 2 ] ] .", "ex:x / ex:in / ex:has", "ex:in / ex:has hos ex:x", "The ex:in / ex:has of ex:x"),
        ("ex:x ex:has ( 1 2 [ a ex:C ; ex:p 1 , 2 ] ) .", "ex:x / ex:has", "ex:has hos ex:x", "The ex:has of ex:x"),
        ("[ a ex:C ; ex:p 1 , 2 ] .", "_:b1", "_:b1", "_:b1"),
    ],
)  # fmt: skip
def test_a_focus_node_is_named_by_what_it_belongs_to(  # type: ignore[no-untyped-def]
    ask, data: str, fi: str, sv: str, en: str, engine: str
) -> None:
    shapes = f"ex:S sh:targetClass ex:C ; {MOST_ONE}"
    found = json.loads(ask(data, shapes, "--format", "json", "--engine", engine))["findings"]
    (message,) = [each["message"] for each in found]
    assert (fi in message["fi"], sv in message["sv"], en in message["en"]) == (True, True, True)


def test_a_value_is_named_so_too(ask) -> None:  # type: ignore[no-untyped-def]
    """Once, and not as the value “the ex:has of ex:x” of “ex:has” for ex:x."""
    shapes = "ex:S sh:targetNode ex:x ; sh:property [ sh:path ex:has ; sh:nodeKind sh:IRI ] ."
    told = ask("ex:x ex:has [ ex:p 1 ] .", shapes)
    assert "  The ex:has of ex:x does not meet the shape. Demanded: an IRI." in told
    shapes = "ex:S sh:targetNode ex:x ; sh:property [ sh:path ex:has ; sh:class ex:K ] ."
    told = ask("ex:x ex:has [ a ex:L ] .", shapes)
    assert "  The ex:has of ex:x is not of the class demanded." in told
    assert "Seen: the class ex:L." in told


@pytest.mark.parametrize("engine", ENGINES)
def test_a_shape_is_named_by_what_it_belongs_to(ask, engine: str) -> None:  # type: ignore[no-untyped-def]
    shapes = f"ex:S sh:targetClass ex:C ; {MOST_ONE}"
    out = ask("ex:a a ex:C ; ex:p 1 , 2 .", shapes, "--format", "json", "--engine", engine)
    assert [each["shape"] for each in json.loads(out)["findings"]] == ["ex:S [ex:p]"]


@pytest.mark.parametrize(
    ("shape", "name"),
    [
        ("ex:S sh:not [ sh:js ex:f ] .", "ex:S [sh:not: sh:js ex:f]"),
        ("ex:S sh:or ( [ sh:js [] ] [ sh:class ex:D ] ) .", "ex:S [sh:or]"),
        ("ex:S sh:or ( [ sh:class ex:D ; sh:js [] ] ) .", "ex:S [sh:or: sh:class ex:D]"),
        ("ex:S sh:property [ sh:path [ sh:inversePath ex:p ] ; sh:js [] ] .", "ex:S [^ex:p]"),
        (
            'ex:S sh:property [ sh:path ex:p ; sh:or ( [ sh:pattern "a" ; sh:js [] ] ) ] .',
            "ex:S [ex:p / sh:or: sh:pattern “a”]",
        ),
        ("[ a sh:NodeShape ; sh:targetClass ex:C ; sh:js [] ] .", "[sh:targetClass ex:C]"),
        ("ex:S sh:not [ sh:js _:a ] . _:a sh:not _:a .", "ex:S [sh:not]"),
    ],
)
def test_a_shape_without_a_path_is_named_by_its_place_and_what_it_says(  # type: ignore[no-untyped-def]
    ask, shape: str, name: str
) -> None:
    found = json.loads(ask("ex:a a ex:C .", shape, "--format", "json"))["findings"]
    assert name in {each["shape"] for each in found if each["code"] == "shape-not-run"}


@pytest.mark.parametrize(
    ("demand", "code"),
    [
        ("sh:minCuont 1", "shape-term-unknown"),
        ("sh:node ex:Nope", "shape-undescribed"),
        ('sh:pattern "(?=a)"', "shape-pattern-unsupported"),
    ],
)
def test_what_is_said_of_a_shape_without_a_name_stands_at_the_line_of_its_owner(  # type: ignore[no-untyped-def]
    ask, demand: str, code: str
) -> None:
    shapes = f"\n\nex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; {demand} ] ."
    out = ask("ex:a a ex:C ; ex:p 1 .", shapes, "--format", "json")
    (found,) = (each for each in json.loads(out)["findings"] if each["code"] == code)
    assert (found["place"]["file"], found["place"]["row"]) == ("s.ttl", 6)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "inner",
    [
        "sh:path ex:p ; sh:maxCount 1",
        "sh:path ( ex:p [ sh:zeroOrMorePath ex:q ] ) ; sh:maxCount 1",
        "sh:path ex:p ; sh:in ( 1 ) ; sh:or ( [ sh:nodeKind sh:IRI ] [ sh:minLength 1 ] )",
    ],
)
def test_the_report_describes_a_shape_without_a_name(ask, inner: str, engine: str) -> None:  # type: ignore[no-untyped-def]
    shapes = f"ex:S sh:targetClass ex:C ; sh:property [ {inner} ] ."
    out = ask("ex:a a ex:C ; ex:p 1 , 2 .", shapes, "--format", "turtle", "--engine", engine)
    triples = [quad.triple for quad in ox.parse(out, format=ox.RdfFormat.TURTLE)]
    (shape,) = {t.object for t in triples if t.predicate.value.endswith("#sourceShape")}
    told = describe(triples, shape)
    asked = [quad.triple for quad in ox.parse(HEAD + shapes, format=ox.RdfFormat.TURTLE)]
    (wanted,) = {t.object for t in asked if t.predicate.value.endswith("#property")}
    assert told == describe(asked, wanted)
    assert told


def describe(triples: list[ox.Triple], node: object) -> list[object]:
    """Return all that is said of a node and of the nameless ones below it, whatever the labels."""
    return sorted(
        ((t.predicate.value, describe(triples, t.object)) if isinstance(t.object, ox.BlankNode)
         else (t.predicate.value, [str(t.object)])
         for t in triples if t.subject == node),
        key=str,
    )  # fmt: skip


RULE = """ex:S sh:targetClass ex:C ; sh:sparql [ {said} sh:select
  "SELECT $this ?value WHERE {{ $this <http://ex.org/p> ?value }}" ] ."""


def test_a_rule_without_a_path_says_only_its_message(ask) -> None:  # type: ignore[no-untyped-def]
    shapes = RULE.format(said='sh:message "Value {?value} is one too many." ;')
    (line,) = [
        each for each in ask("ex:a a ex:C ; ex:p 1 .", shapes).splitlines() if "Value" in each
    ]
    assert line.strip().endswith("Value 1 is one too many.")
    assert "ex:a" not in line
    assert "–" not in line


def test_where_nothing_else_names_the_node_the_rule_does(ask) -> None:  # type: ignore[no-untyped-def]
    # A key that is an identifier has no line.
    data = """{"@context": {"q": {"@id": "http://ex.org/q", "@container": "@id"}}, "q": {
      "http://ex.org/a": {"@type": "http://ex.org/C", "http://ex.org/p": 1}}}"""
    shapes = RULE.format(said='sh:message "One too many." ;')
    assert "ex:a: One too many." in ask(data, shapes, name="d.jsonld")
    shapes = RULE.format(said='sh:message "{$this} has one too many." ;')
    assert "ex:a: " not in ask(data, shapes, name="d.jsonld")


def test_a_rule_without_path_and_message_names_node_and_value(ask) -> None:  # type: ignore[no-untyped-def]
    out = ask("ex:a a ex:C ; ex:p 1 .", RULE.format(said=""))
    assert "The value “1” of ex:a does not meet the shape." in out


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT $this WHERE { $this rdfs:label ?l }", "not declared: rdfs:"),
        ("SELECT $this WHERE { $this a:p ?l ; b:q ?m }", "not declared: a:, b:"),
        ("PREFIX a: <urn:a> SELECT $this WHERE { $this a:p ?l ; b:q ?m }", "not declared: b:"),
        ("SELECT $this WHERE { $this ?p }", "is not valid SPARQL"),
    ],
)
def test_a_prefix_that_is_not_declared_is_named(ask, query: str, told: str) -> None:  # type: ignore[no-untyped-def]
    assert told in ask(
        "ex:a a ex:C .", f'ex:S sh:targetClass ex:C ; sh:sparql [ sh:select "{query}" ] .'
    )
