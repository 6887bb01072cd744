"""RDF 1.2 as the W3C tests it, by manifest: what RDF 1.1 can say too is read, the rest is refused.

The oracle are the suite's own results, and for tests of syntax another parser. Reifiers become the
reification of RDF 1.1, here written out by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from eloggraph.errors import InputError
from eloggraph.graph.rdf.canonical import write_canonical
from eloggraph.graph.rdf.found import format_of
from eloggraph.graph.rdf.quads import read_quads
from eloggraph.graph.rdf.read import read_rdf
from eloggraph.graph.statements import Graph
from eloggraph.iri import FILE_BASE
from eloggraph.schema.terms import make_text
from rdf_suites import Case, read_cases

# Of each manifest the tests, and how many of them are not read, each for its reason.
TERM = "a triple is a term where nothing reifies it"
WITHIN = "a triple is a term within another"
SEVERAL = "a reifier has several statements"
SUITES: dict[str, tuple[int, dict[str, int]]] = {
    "rdf-turtle/syntax": (74, {TERM: 3, WITHIN: 2}),
    "rdf-turtle/eval": (29, {WITHIN: 2}),
    "rdf-trig/syntax": (35, {TERM: 1}),
    "rdf-trig/eval": (25, {}),
    "rdf-n-triples/syntax": (29, {WITHIN: 2}),
    "rdf-n-triples/c14n": (41, {TERM: 4}),
    "rdf-n-quads/syntax": (27, {WITHIN: 2}),
    "rdf-n-quads/c14n": (41, {TERM: 4}),
    "rdf-xml/eval": (31, {TERM: 5}),
}
XML = "the parser writes the namespaces in scope into an XML literal; the value is the same"
EXCEPTIONS = {"rdf12-xml-an-13": XML, "rdf12-xml-an-14": XML}
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
REIFIES = ox.NamedNode(f"{RDF}reifies")


def find_meant(case: Case) -> list[ox.Quad]:
    """Return what a case says: our base is that of the file, the suite's its address."""
    if case.result is None:
        data, format_ = case.action.read_text(encoding="utf-8"), format_of(case.action)
        return [*ox.parse(data, format=format_, base_iri=FILE_BASE + case.action.name)]
    text = case.result.read_text(encoding="utf-8")
    text = text.replace(case.base.rpartition("/")[0] + "/", FILE_BASE)
    return [*ox.parse(text, format=format_of(case.result))]


def find_reason(quads: Iterable[ox.Quad]) -> str:
    """Return why RDF 1.1 cannot say what a case says; nothing where it can."""
    about: dict[object, set[ox.Triple]] = {}
    reasons = set()
    for quad in quads:
        if isinstance(quad.object, ox.Triple):
            reasons |= {TERM} if quad.predicate != REIFIES else set()
            reasons |= {WITHIN} if isinstance(quad.object.object, ox.Triple) else set()
            about.setdefault(quad.subject, set()).add(quad.object)
    if any(len(triples) > 1 for triples in about.values()):
        reasons.add(SEVERAL)
    return min(reasons, default="")


def reify(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the statements of all graphs together as RDF 1.1 has them."""
    for quad in quads:
        if isinstance(quad.object, ox.Triple):
            for name in ("subject", "predicate", "object"):
                yield ox.Quad(quad.subject, ox.NamedNode(RDF + name), getattr(quad.object, name))
        else:
            yield ox.Quad(*quad.triple)


def list_said(graph: Graph) -> Iterator[ox.Quad]:
    """Yield what columns say."""
    for part in graph.frames:
        for subject, value in part.frame.select("subject", "object").iter_rows():
            kind = ox.NamedNode(part.datatype) if part.datatype else None
            text = (
                make_text(value, part.language)
                if part.language
                else ox.Literal(value, datatype=kind)
            )
            term = text if part.is_literal else make_node(value)
            yield ox.Quad(make_node(subject), ox.NamedNode(part.predicate), term)


def make_node(text: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(text[2:]) if text.startswith("_:") else ox.NamedNode(text)


def read_lines(case: Case) -> list[str]:
    """Return the lines of a result: they stand in no order, and ours in that of RDFC-1.0."""
    assert case.result is not None
    return sorted(case.result.read_text(encoding="utf-8").splitlines())


def look(case: Case, reason: str) -> str:
    """Return what is wrong with a case; nothing where it is as it should be."""
    try:
        data = read_rdf([case.action])
    except InputError as error:
        codes = {finding.code for finding in error.findings}
        if "Negative" in case.kind:
            return "" if "rdf-version" not in codes else "refused for its version"
        return "" if reason and codes == {"rdf-version"} else f"refused: {error}"
    if reason or "Negative" in case.kind:
        return "taken"
    meant = [*reify(find_meant(case))]
    found = list_said(data.graph)
    if write_canonical(found) != write_canonical(meant):
        return "read as something else"
    if any(isinstance(quad.object, ox.Literal) and quad.object.direction for quad in meant):
        with pytest.raises(InputError) as told:
            read_quads([case.action])
        assert {finding.code for finding in told.value.findings} <= {"rdf-direction", "rdf-version"}
    elif not any(isinstance(quad.object, ox.Triple) for quad in find_meant(case)):
        written = write_canonical(read_quads([case.action]))
        if written != write_canonical(find_meant(case)):
            return "read as other quads"
        if case.kind.endswith("C14N") and sorted(written.splitlines()) != read_lines(case):
            return "not in the canonical form"
    return ""


@pytest.mark.parametrize("name", SUITES)
def test_suite_passes_by_its_manifest(reference_data: Path, name: str) -> None:
    cases = [*read_cases(reference_data / "suites" / "rdf-1.2" / name)]
    reasons = {
        case: "" if "Negative" in case.kind else find_reason(find_meant(case)) for case in cases
    }
    wrong = {case.name: told for case, why in reasons.items() if (told := look(case, why))}
    names = {case.name for case in cases}
    assert wrong == {each: "read as something else" for each in EXCEPTIONS if each in names}
    assert (len(cases), dict(Counter(filter(None, reasons.values())))) == SUITES[name]
