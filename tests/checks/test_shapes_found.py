"""Shapes are found as SHACL section 2.1 says, and an ``owl:Class`` is a class unless asked not."""

from __future__ import annotations

from pathlib import Path

import pytest

import eloggraph
from eloggraph.finding import Report

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://ex.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
DATA = "ex:a a ex:C ; ex:p 1 . ex:b a ex:C . ex:c a ex:D ."
NEEDS = "sh:property [ sh:path ex:p ; sh:minCount 1 ]"
FOUND = {
    "class-with-property": f"ex:C a rdfs:Class ; {NEEDS} .",
    "class-with-pattern": 'ex:C a rdfs:Class ; sh:pattern "a$" .',
    "class-with-or": f"ex:C a rdfs:Class ; sh:or ( [ {NEEDS} ] ) .",
    "class-as-node": f"ex:C a rdfs:Class ; {NEEDS} . ex:T sh:targetNode ex:a ; sh:node ex:C .",
    "class-in-list": f"ex:C a rdfs:Class ; {NEEDS} . ex:T sh:targetNode ex:a ; sh:or ( ex:C ) .",
    "class-below-class": f"ex:M rdfs:subClassOf rdfs:Class . ex:C a ex:M ; {NEEDS} .",
    "type-below-node-shape": f"ex:K rdfs:subClassOf sh:NodeShape . ex:C a rdfs:Class, ex:K ; {NEEDS} .",
    "owl-class-and-rdfs-class": f"ex:C a owl:Class, rdfs:Class, sh:NodeShape ; {NEEDS} .",
}
OWL = {
    "owl-class": f"ex:C a owl:Class, sh:NodeShape ; {NEEDS} .",
    "owl-class-without-type": f"ex:C a owl:Class ; {NEEDS} .",
    "below-owl-class": f"ex:M rdfs:subClassOf owl:Class . ex:C a ex:M, sh:NodeShape ; {NEEDS} .",
}


@pytest.fixture
def judge(tmp_path: Path):  # type: ignore[no-untyped-def]
    def run(shapes: str, data: str = DATA, **options: object) -> Report:
        for name, text in (("d.ttl", data), ("s.ttl", shapes)):
            (tmp_path / name).write_text(HEAD + text, encoding="utf-8")
        return eloggraph.check(tmp_path / "d.ttl", shapes=tmp_path / "s.ttl", **options)  # type: ignore[arg-type]

    return run


def faulty(report: Report) -> list[str]:
    return sorted({f.focus or f.code for f in report.findings if f.severity == "violation"})


@pytest.mark.parametrize("engine", ["columns", "pyshacl"])
@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("case", FOUND)
def test_a_shape_is_found(judge, case: str, engine: str, strict: bool) -> None:  # type: ignore[no-untyped-def]
    report = judge(FOUND[case], engine=engine, strict=strict)
    assert faulty(report) == ["http://ex.org/b"]


@pytest.mark.parametrize("engine", ["columns", "pyshacl"])
@pytest.mark.parametrize("case", OWL)
def test_a_class_of_owl_is_a_class_unless_by_the_letter(judge, case: str, engine: str) -> None:  # type: ignore[no-untyped-def]
    assert faulty(judge(OWL[case], engine=engine)) == ["http://ex.org/b"]
    assert faulty(judge(OWL[case], engine=engine, strict=True)) == ["nothing-judged"]


def test_by_the_letter_it_is_told_why_a_class_of_owl_checks_nothing(judge) -> None:  # type: ignore[no-untyped-def]
    other = " ex:Other sh:targetClass ex:D ; sh:nodeKind sh:IRI ."
    report = judge(OWL["owl-class"] + other, strict=True)
    told = {(f.code, f.shape, f.place.row if f.place else None) for f in report.findings}
    assert told == {("shape-owl-class", "http://ex.org/C", 5)}
    assert judge(OWL["owl-class"] + other).count("warning") == 0


@pytest.mark.parametrize("engine", ["columns", "pyshacl"])
def test_a_node_that_is_no_class_has_no_target_of_itself(judge, engine: str) -> None:  # type: ignore[no-untyped-def]
    assert faulty(judge(f"ex:C {NEEDS} .", engine=engine)) == ["nothing-judged"]


def test_a_type_below_a_shape_is_known_where_it_has_no_target(judge) -> None:  # type: ignore[no-untyped-def]
    report = judge(f"ex:K rdfs:subClassOf sh:NodeShape . ex:S a ex:K ; {NEEDS} .")
    assert ("shape-no-target", "http://ex.org/S") in {(f.code, f.shape) for f in report.findings}
