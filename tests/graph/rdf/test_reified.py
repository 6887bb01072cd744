"""Statements about statements (RDF 1.2) are read as the reification of RDF 1.1.

Oracle: the same said in RDF 1.1, by hand.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from eloggraph.errors import InputError
from eloggraph.finding import Place
from eloggraph.graph.rdf.read import RdfData, read_rdf

REIFIES = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies>"
HEAD = """@prefix ex: <http://e.org/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
NEW = """ex:a ex:p 1 ~ ex:r {| ex:source ex:x |} . ex:b ex:p ")>> <<( ."@en , ex:c {| ex:certain true |} .
<< ex:c ex:q ex:d ~ ex:s >> ex:source ex:y ."""
OLD = """ex:a ex:p 1 . ex:b ex:p ")>> <<( ."@en , ex:c .
ex:r rdf:subject ex:a ; rdf:predicate ex:p ; rdf:object 1 ; ex:source ex:x .
_:n rdf:subject ex:b ; rdf:predicate ex:p ; rdf:object ex:c ; ex:certain true .
ex:s rdf:subject ex:c ; rdf:predicate ex:q ; rdf:object ex:d ; ex:source ex:y ."""


def read(folder: Path, text: str, name: str = "a.ttl") -> RdfData:
    (folder / name).write_text(text, encoding="utf-8")
    return read_rdf([folder / name])


def list_statements(data: RdfData) -> list[tuple[str, ...]]:
    return sorted(
        (subject, part.predicate, value, part.datatype or "", part.language or "")
        for part in data.graph.frames
        for subject, value in part.frame.select("subject", "object").iter_rows()
    )


def test_annotations_are_reifications(tmp_path: Path) -> None:
    new, old = read(tmp_path, HEAD + NEW), read(tmp_path, HEAD + OLD)
    assert list_statements(new) == list_statements(old)
    (note,) = new.findings
    assert (note.code, note.severity, note.message.en[:27]) == (
        "rdf-reified",
        "info",
        "Of 3 statements something i",
    )
    assert old.findings == ()


def test_lines_keep_their_places_and_graphs(tmp_path: Path) -> None:
    """N-Quads: who speaks is in the graph that it stands in, and found at its line."""
    said = f'<urn:r> {REIFIES} <<( <urn:a> <urn:p> "x" )>> <urn:g> .\n'
    text = f'<urn:a> <urn:p> "x" <urn:g> .\n{said}{said.replace("urn:g", "urn:h").replace("urn:r", "urn:s")}'
    (tmp_path / "a.nq").write_text(text, encoding="utf-8")
    data = read_rdf([tmp_path / "a.nq"], ["urn:g"])
    assert [each[:3] for each in list_statements(data)] == [
        ("urn:a", "urn:p", "x"),
        *(("urn:r", f"{REIFIES[1:-8]}{end}", value) for end, value in (("object", "x"), ("predicate", "urn:p"), ("subject", "urn:a"))),
    ]  # fmt: skip
    rows = {
        part.predicate.rpartition("#")[2]: part.frame["row"].to_list() for part in data.graph.frames
    }
    assert rows == {"urn:p": [1], "object": [2], "predicate": [2], "subject": [2]}


@pytest.mark.parametrize(
    "text",
    [
        "ex:a ex:says <<( ex:a ex:p 1 )>> .",
        "ex:r rdf:reifies <<( ex:a ex:p <<( ex:b ex:p 1 )>> )>> .",
        "ex:r rdf:reifies <<( ex:a ex:p 1 )>> , <<( ex:a ex:p 2 )>> .",
    ],
)
def test_what_rdf_1_1_cannot_say_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError) as told:
        read(tmp_path, HEAD + text)
    assert [finding.code for finding in told.value.findings] == ["rdf-version"]


def test_a_reifier_of_two_statements_is_refused_wherever_they_are(tmp_path: Path) -> None:
    """In two graphs of a file, and in two files; of the same statement twice nothing is wrong."""
    said = [f"<urn:r> {REIFIES} <<( <urn:a> <urn:p> {value} )>>" for value in ('"x"', '"x"@en')]
    (tmp_path / "a.nq").write_text(f"{said[0]} <urn:g> .\n{said[1]} <urn:h> .\n")
    (tmp_path / "b.nt").write_text(f"{said[1]} .\n")
    with pytest.raises(InputError) as told:
        read_rdf([tmp_path / "a.nq"])
    (fault,) = told.value.findings
    assert (fault.code, fault.place) == ("rdf-version", Place(file="a.nq", row=1))
    first = read_rdf([tmp_path / "a.nq"], ["urn:g"])
    assert len(first.graph) == 3
    (tmp_path / "a.nt").write_text(f"{said[0]} .\n")
    with pytest.raises(InputError) as told:
        read_rdf([tmp_path / "a.nt", tmp_path / "b.nt"])
    assert [each.code for each in told.value.findings] == ["rdf-version"] * 2
    (tmp_path / "b.nt").write_text(f"{said[0]} .\n")
    assert read_rdf([tmp_path / "a.nt", tmp_path / "b.nt"]).findings[0].code == "rdf-reified"
