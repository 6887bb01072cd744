"""Files of one name in different folders are different documents, whose findings tell which."""

from __future__ import annotations

from pathlib import Path

import pytest

import eloggraph
from eloggraph.finding import Report

HEAD = "@prefix ex: <http://ex.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:maxCount 1 ] ."
ONE, OTHER = "<#me> a ex:C ; ex:p 1 .", "<#me> a ex:C ; ex:p 2 ."
FAULTY = "<#me> a ex:C ; ex:p 2 , 3 ."


@pytest.fixture
def judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)

    def run(files: dict[str, str], *given: str, **options: str) -> Report:
        for name, text in {**files, "s.ttl": SHAPES}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(HEAD + text, encoding="utf-8")
        return eloggraph.check(*(given or files), shapes="s.ttl", **options)  # type: ignore[arg-type]

    return run


def places(report: Report) -> list[tuple[str, int | None]]:
    return [(f.place.file, f.place.row) for f in report.findings if f.place]


@pytest.mark.parametrize("engine", ["columns", "pyshacl"])
@pytest.mark.parametrize("given", [(), ("a", "b")], ids=["files", "folders"])
def test_relative_iris_of_two_documents_are_two_nodes(judge, given, engine: str) -> None:  # type: ignore[no-untyped-def]
    report = judge({"a/x.ttl": ONE, "b/x.ttl": OTHER}, *given, engine=engine)
    assert (report.findings, dict(report.focus_counts)) == ((), {"http://ex.org/S": 2})


def test_a_finding_names_the_file_that_it_is_about(judge) -> None:  # type: ignore[no-untyped-def]
    report = judge({"a/x.ttl": ONE, "b/x.ttl": "\n" + FAULTY})
    assert places(report) == [("b/x.ttl", 4)]
    assert "<b/x.ttl#me>" in report.findings[0].message.en


@pytest.mark.parametrize(
    ("files", "named"),
    [
        (["x.ttl", "b/x.ttl"], ["b/x.ttl", "x.ttl"]),
        (["p/a/x.ttl", "q/a/x.ttl"], ["p/a/x.ttl", "q/a/x.ttl"]),
        (["p/a/x.ttl", "p/b/x.ttl"], ["a/x.ttl", "b/x.ttl"]),
        (["p/a/x.ttl", "p/b/y.ttl"], ["x.ttl", "y.ttl"]),
    ],
)
def test_no_more_of_a_path_is_told_than_tells_them_apart(judge, files, named) -> None:  # type: ignore[no-untyped-def]
    report = judge(dict.fromkeys(files, FAULTY))
    assert sorted(place[0] for place in places(report)) == named


def test_folders_of_one_name_are_told_apart_too(judge) -> None:  # type: ignore[no-untyped-def]
    report = judge({"p/d/x.ttl": FAULTY, "q/d/x.ttl": FAULTY}, "p/d", "q/d")
    assert sorted(place[0] for place in places(report)) == ["p/d/x.ttl", "q/d/x.ttl"]


def test_a_path_that_goes_upwards_is_named_by_where_it_leads(judge, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    report = judge({"a/x.ttl": FAULTY, "b/x.ttl": FAULTY}, "a/x.ttl", "a/../b/x.ttl")
    assert sorted(place[0] for place in places(report)) == ["a/x.ttl", "b/x.ttl"]


def test_a_file_that_is_given_twice_is_one_document(judge) -> None:  # type: ignore[no-untyped-def]
    blank = "[] a ex:C ; ex:p 1 , 2 ."
    assert len(places(judge({"a/x.ttl": blank}, "a/x.ttl", "a/../a/x.ttl", "a"))) == 1
