"""RDF 1.1 as the W3C tests it: every format by its manifest through our readers, and written again.

What a file says is read as quads and as columns; what has no blank nodes is written from columns
as N-Triples and as Turtle, and read again. The results of the suite are the oracle.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from eloggraph.errors import InputError
from eloggraph.graph.rdf.canonical import has_blank, write_canonical
from eloggraph.graph.rdf.quads import read_quads
from eloggraph.graph.rdf.read import read_rdf
from eloggraph.graph.rdf.write import FORMATS, serialise
from eloggraph.graph.statements import Graph
from eloggraph.iri import FILE_BASE
from rdf_suites import Case, read_cases

# How many tests each manifest has, those that the working group rejected apart.
SUITES = {"turtle": 313, "trig": 356, "xml": 166, "n-triples": 70, "n-quads": 87}
XML = "the parser writes the namespaces in scope into an XML literal; the value is the same"
EXCEPTIONS = {"xml-canon-test001": XML, "xml-canon-test002": XML}
WRITTEN = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES}


def look(case: Case) -> str:
    """Return what is wrong with a case; nothing where it is as it should be."""
    try:
        quads = read_quads([case.action])
    except InputError as error:
        return "" if "Negative" in case.kind else f"refused: {error}"
    if "Negative" in case.kind:
        return "taken"
    found = write_canonical(quads)
    if case.result is not None and found != read_result(case):
        return "read as something else"
    if not any(isinstance(quad.graph_name, ox.NamedNode | ox.BlankNode) for quad in quads):
        graph = read_rdf([case.action]).graph
        if not any(map(has_blank, quads)):
            return write_again(graph, found)
    return ""


def read_result(case: Case) -> str:
    """Return the expected statements; our base is that of the file, the suite's its address."""
    assert case.result is not None
    text = case.result.read_text(encoding="utf-8")
    text = text.replace(case.base.rpartition("/")[0] + "/", FILE_BASE)
    format_ = ox.RdfFormat.N_QUADS if case.result.suffix == ".nq" else ox.RdfFormat.N_TRIPLES
    return write_canonical(ox.parse(text, format=format_))


def write_again(graph: Graph, expected: str) -> str:
    for name, format_ in WRITTEN.items():
        assert name in FORMATS
        again = write_canonical(ox.parse(serialise(graph, name), format=format_))
        if again != expected:
            return f"written as something else in {name}"
    return ""


@pytest.mark.parametrize("name", SUITES)
def test_suite_passes_by_its_manifest(reference_data: Path, name: str) -> None:
    cases = [*read_cases(reference_data / "suites" / "rdf-1.1" / f"rdf-{name}")]
    assert len(cases) == SUITES[name]
    assert len(Counter(case.kind for case in cases)) > 1
    wrong = {case.name: told for case in cases if (told := look(case))}
    names = {case.name for case in cases}
    assert wrong == {each: "read as something else" for each in EXCEPTIONS if each in names}
