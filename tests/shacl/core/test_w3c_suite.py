"""The W3C test suite for SHACL, by manifest: whole validation reports, compared as graphs.

Oracle: the expected reports of the suite (w3c/data-shapes). Two reports are the same when their
graphs are isomorphic: results, their number, and the structure of their paths included.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from click.testing import Result as Answer

from eloggraph.cli.main import main
from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.iri import expand
from eloggraph.schema.terms import TermIndex
from eloggraph.shacl.core import validate_with_columns
from eloggraph.shacl.errors import ShapesError
from eloggraph.shacl.model import Result, Term
from eloggraph.shacl.shapes import Request, ShapesGraph

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
FAILURE = ox.NamedNode(SHT + "Failure")
TYPE = ox.NamedNode(expand("rdf:type"))
RESULT = ox.BlankNode("report")


@dataclass(frozen=True)
class Case:
    name: str
    data: Path
    shapes: Path
    index: TermIndex
    expected: Term


@cache
def parse(path: Path) -> tuple[ox.Triple, ...]:
    quads = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())
    return tuple(quad.triple for quad in quads)


def read_manifest(path: Path) -> Iterator[Case]:
    index = TermIndex(parse(path))
    here = ox.NamedNode(path.as_uri())

    def at(subject: object, name: str) -> list[Term]:
        triples = parse(path)
        return [t.object for t in triples if t.subject == subject and t.predicate.value == name]  # type: ignore[misc]

    for included in at(here, MF + "include"):
        yield from read_manifest(Path(included.value.removeprefix("file://")))
    for entry in (entry for head in at(here, MF + "entries") for entry in index.members(head)):
        action = at(entry, MF + "action")[0]
        data, shapes = (
            Path(at(action, SHT + name)[0].value.removeprefix("file://"))
            for name in ("dataGraph", "shapesGraph")
        )
        name = f"{path.parent.parent.name}/{path.parent.name}/{path.stem}"
        yield Case(name, data, shapes, index, at(entry, MF + "result")[0])


PATH_NAMES = (
    "first",
    "rest",
    "inversePath",
    "alternativePath",
    "zeroOrMorePath",
    "oneOrMorePath",
    "zeroOrOnePath",
)


def copy_path(dataset: ox.Dataset, node: Term, index: TermIndex, name: str) -> Term:
    """Add a copy of a path as a tree, with blank nodes of its own, and return where it starts."""
    if not isinstance(node, ox.BlankNode):
        return node
    copy = ox.BlankNode(name)
    # What is a list is no operator, whatever else is said of it.
    is_list = index.one(node, "rdf:first") is not None
    for local in PATH_NAMES[:2] if is_list else PATH_NAMES[2:]:
        curie = f"rdf:{local}" if is_list else f"sh:{local}"
        for value in index.objects(node, curie):
            dataset.add(quad(copy, curie, copy_path(dataset, value, index, f"{name}x{local}")))  # type: ignore[arg-type]
    return copy


COMPARED = [
    "sh:focusNode",
    "sh:resultPath",
    "sh:resultSeverity",
    "sh:sourceConstraintComponent",
    "sh:sourceConstraint",
    "sh:sourceShape",
    "sh:value",
]


def read_expected(case: Case) -> tuple[ox.Dataset, bool]:
    """Return the expected report, and whether it says something of messages."""
    dataset = ox.Dataset()
    index, report = case.index, case.expected
    results = index.objects(report, "sh:result")
    with_messages = any(index.objects(result, "sh:resultMessage") for result in results)
    names = [*COMPARED, *(["sh:resultMessage"] if with_messages else [])]
    for result in results:
        dataset.add(quad(RESULT, "sh:result", result))
        for name in names:
            for value in index.objects(result, name):
                if name == "sh:resultPath":
                    value = copy_path(dataset, value, index, f"{result.value}path")
                dataset.add(quad(result, name, value))
    return dataset, with_messages


def quad(subject: Term, name: str, value: Term) -> ox.Quad:
    return ox.Quad(subject, ox.NamedNode(expand(name)), value)  # type: ignore[arg-type]


def write_report(
    results: tuple[Result, ...], index: TermIndex, *, with_messages: bool
) -> ox.Dataset:
    dataset = ox.Dataset()
    for number, result in enumerate(results):
        node = ox.BlankNode(f"r{number}")
        values = {
            "sh:focusNode": result.focus,
            "sh:resultPath": result.path
            and copy_path(dataset, result.path, index, f"r{number}path"),
            "sh:resultSeverity": result.severity,
            "sh:sourceConstraintComponent": result.component,
            "sh:sourceConstraint": result.constraint,
            "sh:sourceShape": result.shape,
            "sh:value": result.value,
        }
        dataset.add(quad(RESULT, "sh:result", node))
        for name, value in values.items():
            if value is not None:
                dataset.add(quad(node, name, value))
        for message in result.messages if with_messages else ():
            dataset.add(quad(node, "sh:resultMessage", message))
    return dataset


def validate(case: Case, engine=validate_with_columns) -> tuple[Result, ...]:  # type: ignore[no-untyped-def]
    shapes = ShapesGraph(parse(case.shapes))
    return engine(
        Request(data=(graph_of_triples(parse(case.data), "urn:data"),), shapes=shapes)
    ).results


def same(left: ox.Dataset, right: ox.Dataset) -> bool:
    for each in (left, right):
        each.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(left) == set(right)


def judge(case: Case, engine=validate_with_columns) -> bool:  # type: ignore[no-untyped-def]
    """Tell whether a case gives the expected report, or fails where it should."""
    if case.expected == FAILURE:
        with pytest.raises(ShapesError):
            validate(case, engine)
        return True
    expected, with_messages = read_expected(case)
    found = write_report(
        validate(case, engine), TermIndex(parse(case.shapes)), with_messages=with_messages
    )
    return same(expected, found)


# No test is skipped: 98 of the core, 22 of the SPARQL extension.
@pytest.mark.parametrize(("part", "count"), [("core", 98), ("sparql", 22)])
def test_suite_gives_the_expected_reports(reference_data: Path, part: str, count: int) -> None:
    folder = reference_data / "suites" / "shacl-core-sparql" / "tests" / part
    cases = list(read_manifest(folder / "manifest.ttl"))
    assert len(cases) == count
    assert [case.name for case in cases if not judge(case)] == []


def ask(case: Case, form: str = "turtle") -> Answer:
    told = ["check", str(case.data), "--shapes", str(case.shapes), "--format", form]
    return CliRunner().invoke(main, [*told, "--lang", "en"])


def print_report(case: Case) -> ox.Dataset:
    """Return the report that the command prints, as far as it is compared."""
    printed = ask(case).stdout
    triples = [quad.triple for quad in ox.parse(printed, format=ox.RdfFormat.TURTLE)]
    index = TermIndex(triples)
    _, with_messages = read_expected(case)
    names = [*COMPARED, *(["sh:resultMessage"] if with_messages else [])]
    dataset = ox.Dataset()
    if not printed:
        dataset.add(quad(RESULT, "sh:conforms", ox.Literal("there is no report")))
    for result in (t.object for t in triples if t.predicate.value == expand("sh:result")):
        dataset.add(quad(RESULT, "sh:result", result))
        for name in names:
            for value in index.objects(result, name):
                if name == "sh:resultPath":
                    value = copy_path(dataset, value, index, f"{result.value}path")
                dataset.add(quad(result, name, value))
    return dataset


@pytest.mark.parametrize(("part", "count"), [("core", 98), ("sparql", 22)])
def test_suite_gives_the_expected_reports_on_the_command_line(
    reference_data: Path, part: str, count: int
) -> None:
    folder = reference_data / "suites" / "shacl-core-sparql" / "tests" / part
    cases = list(read_manifest(folder / "manifest.ttl"))
    failing = [c for c in cases if c.expected == FAILURE]
    judged = [c for c in cases if c.expected != FAILURE]
    assert [c.name for c in judged if not same(read_expected(c)[0], print_report(c))] == []
    assert {ask(c).exit_code for c in failing} <= {2}
    assert len(cases) == count


def test_equal_results_are_told_with_their_number(reference_data: Path) -> None:
    """``ex:Typeless`` is in neither of two classes: two results that differ in nothing."""
    folder = reference_data / "suites" / "shacl-core-sparql" / "tests" / "core"
    cases = {c.name: c for c in read_manifest(folder / "manifest.ttl")}
    printed = ask(cases["core/node/class-003"], "text").stdout
    assert printed.count("This is so 2 times.") == 1
    assert "ex:Typeless" in printed.split("This is so 2 times.")[0].splitlines()[-1]


def test_a_report_that_differs_is_seen(reference_data: Path) -> None:
    folder = reference_data / "suites" / "shacl-core-sparql" / "tests" / "core"
    cases = [
        c for c in read_manifest(folder / "manifest.ttl") if c.name == "core/property/lessThan-002"
    ]
    expected, _ = read_expected(cases[0])
    results = validate(cases[0])
    index = TermIndex(parse(cases[0].shapes))
    assert len(results) == 4
    assert same(expected, write_report(results, index, with_messages=False))
    assert not same(
        read_expected(cases[0])[0], write_report(results[:3], index, with_messages=False)
    )
