"""Shapes as strangers write them: what is odd in them is judged by the letter, and told.

Oracles: SHACL, W3C Recommendation 20 July 2017 (sections 2.1.3, 4.4.5, 4.5, 4.6 and 4.8), and the
tests in-002 and xone-002 of the W3C suite for SHACL 1.2, where an empty list cannot be met.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from eloggraph.cli.main import main

DATA = """@prefix ex: <http://ex.org/> .
ex:a a ex:C ; ex:p 1 , "x"@en , "y"@en .
"""
HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://ex.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:Other a sh:NodeShape ; sh:targetClass ex:C .
ex:S a sh:NodeShape ; sh:targetNode ex:a ; """
ONE = '"1"^^xsd:boolean'
COMPONENT = """ex:Len a sh:ConstraintComponent ;
  sh:parameter [ sh:path ex:len ] , [ sh:path ex:more ; sh:optional true ] ;
  sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER (STRLEN(STR($value)) = $len) }" ] .
"""
NOTHING = "nothing (the list is empty)"
EMPTY = "of the shape ex:S is empty, so"
# What a shape says, the exit code, and sentences that are told.
ODD = {
    "empty or": ("sh:or () .", 1, [NOTHING, f"The list sh:or {EMPTY} nothing can meet it"]),
    "empty xone": ("sh:xone () .", 1, [NOTHING, f"The list sh:xone {EMPTY} nothing can meet it"]),
    "empty in": ("sh:in () .", 1, [NOTHING, f"The list sh:in {EMPTY} nothing can meet it"]),
    "empty and": ("sh:and () .", 0, [f"The list sh:and {EMPTY} it checks nothing"]),
    "empty languageIn": ("sh:languageIn () .", 1, [NOTHING, f"The list sh:languageIn {EMPTY}"]),
    "a class that is no list": ("sh:class () .", 1, ["ex:a is not of the class"]),
    "a datatype that is no list": ("sh:datatype () .", 1, ["Seen: an IRI"]),
    "languages that are no texts": (
        "sh:languageIn ( ex:en ) .", 2, ["“ex:en”, which should be a text without a language tag"],
    ),
    "flags alone": ('sh:flags "i" .', 0, ["sh:flags but no sh:pattern"]),
    "ignored alone": ("sh:ignoredProperties ( ex:p ) .", 0, ["sh:ignoredProperties but no sh:closed"]),
    "disjoint alone": (
        "sh:property [ sh:path ex:p ; sh:qualifiedValueShapesDisjoint true ] .", 0,
        ["sh:qualifiedValueShapesDisjoint but no sh:qualifiedValueShape"],
    ),
    "closed by 1": (f"sh:closed {ONE} .", 0, ["sh:closed “1”, which the Recommendation"]),
    "unique by 1": (
        f"sh:property [ sh:path ex:p ; sh:uniqueLang {ONE} ] .", 0, ["sh:uniqueLang “1”, which"],
    ),
    "a node shape with a path": (
        "sh:path ex:p ; sh:minCount 9 .", 1, ["ex:S is called a node shape (sh:NodeShape) but has a"],
    ),
    "a target without a name": (
        "sh:targetNode [ sh:path ex:p ] .", 2, ["sh:targetNode of the shape ex:S was not checked"],
    ),
    "a class without a name": ("sh:targetClass [] .", 2, ["“[ … ]”, which should be an IRI"]),
    "a component of their own": (
        f"sh:property [ sh:path ex:p ; ex:len 2 ; ex:more 3 ] . {COMPONENT}", 1,
        ["Demanded: what the component ex:Len demands (ex:len 2, ex:more 3)"],
    ),
}  # fmt: skip
# The same with something that is not odd.
PLAIN = (
    'sh:pattern "^http" ; sh:flags "i" .',
    "sh:closed false ; sh:ignoredProperties ( ex:p ) .",
    "sh:in ( ex:a ) ; sh:targetNode ex:a .",
    'sh:closed "0"^^xsd:boolean ; sh:ignoredProperties () .',
)


@pytest.fixture
def ask(tmp_path: Path):  # type: ignore[no-untyped-def]
    (tmp_path / "d.ttl").write_text(DATA, encoding="utf-8")

    def run(shape: str) -> tuple[int, str]:
        """Return the exit code of the command and what it prints."""
        (tmp_path / "s.ttl").write_text(HEAD + shape, encoding="utf-8")
        told = ["check", str(tmp_path / "d.ttl"), "--shapes", str(tmp_path / "s.ttl")]
        result = CliRunner().invoke(main, [*told, "--lang", "en"])
        return result.exit_code, result.output

    return run


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_is_judged_and_told(ask, name: str) -> None:  # type: ignore[no-untyped-def]
    shape, ended, sentences = ODD[name]
    code, told = ask(shape)
    assert code == ended
    assert [each for each in sentences if each not in told] == []


@pytest.mark.parametrize("shape", PLAIN)
def test_what_is_not_odd_is_not_told(ask, shape: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(shape) == (0, "No problems found.\n")
