"""What reading RDF tells: encodings, relative IRIs, languages, and classes that data does not know."""

from __future__ import annotations

from pathlib import Path

import pytest

import eloggraph
from eloggraph.finding import Report

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://ex.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
SHAPE = "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."


@pytest.fixture
def judge(tmp_path: Path):  # type: ignore[no-untyped-def]
    def run(data: bytes | str, shapes: str = SHAPE, name: str = "d.ttl", **options: str) -> Report:
        text = data if isinstance(data, bytes) else (HEAD + data).encode()
        (tmp_path / name).write_bytes(text)
        (tmp_path / "s.ttl").write_text(HEAD + shapes, encoding="utf-8")
        return eloggraph.check(tmp_path / name, shapes=tmp_path / "s.ttl", **options)  # type: ignore[arg-type]

    return run


def told(report: Report) -> list[tuple[str, int | None]]:
    return [(f.code, f.place.row if f.place else None) for f in report.findings]


@pytest.mark.parametrize(
    ("data", "name", "row", "encoding"),
    [
        (b'<urn:a> <urn:p> "x" .\n<urn:a> <urn:p> "p\xe4iv\xe4" .', "d.ttl", 2, "Windows-1252"),
        (b'<urn:a> <urn:p> "x" .\n\n<urn:a> <urn:p> "p\xe4" .', "d.nt", 3, "Windows-1252"),
        ('<urn:a> <urn:p> "x" .'.encode("utf-16"), "d.ttl", 1, "UTF-16"),
    ],
)
def test_another_encoding_is_told_with_its_line(judge, data, name, row, encoding) -> None:  # type: ignore[no-untyped-def]
    report = judge(data, name=name)
    assert told(report) == [("rdf-encoding", row)]
    assert encoding in report.findings[0].message.fi


def test_a_fault_in_utf_8_is_no_matter_of_encoding(judge) -> None:  # type: ignore[no-untyped-def]
    assert told(judge('<urn:a> <urn:p> "päivä" \n'.encode()))[0][0] == "rdf-malformed"


@pytest.mark.parametrize("name", ["langString", "dirLangString"])
@pytest.mark.parametrize("ending", ["nt", "nq", "ttl"])
def test_a_text_that_lacks_its_language_is_refused(judge, name: str, ending: str) -> None:  # type: ignore[no-untyped-def]
    datatype = f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}"
    line = f'<http://a/b> <http://a/p> "y" .\n<http://a/b> <http://a/p> "x"^^<{datatype}> .\n'
    report = judge(line.encode(), name=f"d.{ending}")
    assert not report.complete
    assert {row for _, row in told(report)} == {2}
    fine = line.replace(datatype, "http://a/langString")
    assert judge(fine.encode(), name=f"d.{ending}").complete


@pytest.mark.parametrize(
    ("data", "remarks"),
    [
        ("<x> a ex:C ; ex:p 1 .", 1),
        ("ex:a a ex:C ; ex:p <https%3A%2F%2Fwww.ine.es> .", 1),
        ("<> a ex:C ; ex:p <#me> .", 0),
        ("@base <http://b.org/> . <x> a ex:C ; ex:p 1 .", 0),
        ("ex:a a ex:C ; ex:p 'file' .", 0),
    ],
)
def test_a_relative_iri_without_base_is_remarked(judge, data: str, remarks: int) -> None:  # type: ignore[no-untyped-def]
    assert told(judge(data)) == [("rdf-relative-iri", None)] * remarks


def test_how_many_are_relative_is_told(judge) -> None:  # type: ignore[no-untyped-def]
    (finding,) = judge("<b> a ex:C ; ex:p <a> .").findings
    assert "2 relative IRIs" in finding.message.en
    assert "<a>" in finding.message.en


SUB = " ex:Sub rdfs:subClassOf ex:Mid . ex:Mid rdfs:subClassOf ex:C ."


@pytest.mark.parametrize("engine", ["columns", "pyshacl"])
def test_nodes_of_a_class_that_only_the_shapes_know_are_remarked(judge, engine: str) -> None:  # type: ignore[no-untyped-def]
    data = "ex:x a ex:C ; ex:p 1 . ex:a a ex:Sub . ex:b a ex:Sub , ex:C ; ex:p 1 ."
    (finding,) = judge(data, SHAPE + SUB, engine=engine).findings
    assert (finding.code, finding.severity) == ("subclass-unknown", "info")
    assert finding.message.en == (
        "One node was not judged: its class is ex:Sub, which only the shapes say is below ex:C."
    )


def test_what_the_data_knows_is_judged_and_not_remarked(judge) -> None:  # type: ignore[no-untyped-def]
    assert [code for code, _ in told(judge("ex:a a ex:Sub ." + SUB, SHAPE + SUB))] == [
        "value-missing"
    ]
    assert told(judge("ex:a a ex:C ; ex:p 1 ." + SUB, SHAPE + SUB)) == []


def test_an_implicit_class_target_is_one_too(judge) -> None:  # type: ignore[no-untyped-def]
    shapes = "ex:C a rdfs:Class ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ." + SUB
    codes = {code for code, _ in told(judge("ex:a a ex:Sub . ex:b a ex:C ; ex:p 1 .", shapes))}
    assert codes == {"subclass-unknown"}
