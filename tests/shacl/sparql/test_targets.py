"""Targets that a query selects.

Oracle: pySHACL with its advanced features on the same graphs; where it reads what it should refuse,
SHACL Advanced Features, section 3.
"""

from __future__ import annotations

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib

from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.iri import expand
from eloggraph.shacl.core import plan_of, validate_with_columns
from eloggraph.shacl.core.explain import explain
from eloggraph.shacl.core.reads import find_reads
from eloggraph.shacl.errors import ShapesError
from eloggraph.shacl.shapes import Request, ShapesGraph

PREFIXES = """@prefix ex: <http://e.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = """ex:a a ex:Person ; ex:born ex:FI ; ex:age 9 . ex:b a ex:Person ; ex:born ex:SE .
ex:c a ex:Dog ; ex:born ex:FI . _:d a ex:Person ; ex:born ex:FI , ex:AX . ex:FI ex:within ex:EU .
ex:AX ex:within ex:FI . ex:SE ex:within ex:EU .
"""
DECLARED = """ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://e.org/"^^xsd:anyURI ] .
ex:Born a sh:SPARQLTargetType ; rdfs:subClassOf sh:Target ; sh:prefixes ex: ;
  sh:parameter [ sh:path ex:country ] ;
  sh:select "SELECT ?this WHERE { ?this ex:born/ex:within* $country ; a ex:Person }" .
"""
NEEDS = "sh:property [ sh:path ex:name ; sh:minCount 1 ] ."


def target(query: str) -> str:
    return f'sh:target [ a sh:SPARQLTarget ; sh:prefixes ex: ; sh:select "{query}" ] ; '


CASES = {
    "class": target("SELECT ?this WHERE { ?this a ex:Person }"),
    "minus": target("SELECT ?this WHERE { ?this a ex:Person MINUS { ?this ex:age ?n } }"),
    "values": target("SELECT ?this WHERE { VALUES ?c { ex:FI ex:AX } ?this ex:born ?c }"),
    "counted": target("SELECT ?this WHERE { ?this ex:born ?x } GROUP BY ?this HAVING (COUNT(?x) > 1)"),
    "any": target("SELECT DISTINCT ?this WHERE { ?this ?p ex:FI }"),
    "subquery": target("SELECT ?this WHERE { { SELECT ?c { ?c ex:within ex:EU } } ?this ex:born ?c }"),
    "none": target("SELECT ?this WHERE { ?this a ex:Cat }"),
    "beside": "sh:targetClass ex:Dog ; " + target("SELECT ?this WHERE { ?this ex:age ?n }"),
    "twice": target("SELECT ?this { ?this ex:age ?n }") + target("SELECT ?this { ?this a ex:Dog }"),
    "typed": "sh:target [ a ex:Born ; ex:country ex:FI ] ; ",
    "typed-other": "sh:target [ a ex:Born ; ex:country ex:EU ] ; ",
}  # fmt: skip


def parse(text: str) -> tuple[ox.Triple, ...]:
    return tuple(q.triple for q in ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE))


def judge(shape: str, data: str = DATA) -> list[str]:
    """Return the focus nodes of the results, a blank node as such."""
    graph, shapes = graph_of_triples(parse(data), "urn:x:"), ShapesGraph(parse(DECLARED + shape))
    done = validate_with_columns(Request(data=(graph,), shapes=shapes))
    return sorted(
        "_:" if isinstance(r.focus, ox.BlankNode) else r.focus.value for r in done.results
    )


def ask_reference(shape: str) -> list[str]:
    graphs = [rdflib.Graph().parse(data=PREFIXES + t) for t in (DATA, DECLARED + shape)]
    _, report, _ = pyshacl.validate(graphs[0], shacl_graph=graphs[1], advanced=True)
    found = report.objects(None, rdflib.SH.focusNode)
    return sorted("_:" if isinstance(node, rdflib.BNode) else str(node) for node in found)


@pytest.mark.parametrize("name", CASES)
def test_targets_are_those_of_the_reference(name: str) -> None:
    shape = f"ex:S {CASES[name]} {NEEDS}"
    assert judge(shape) == ask_reference(shape)


def test_each_case_selects_what_it_should() -> None:
    """So that two engines that select nothing do not agree on it."""
    local = {
        name: "".join(each.removeprefix("http://e.org/") for each in judge(f"ex:S {given} {NEEDS}"))
        for name, given in CASES.items()
    }
    assert local == {
        "class": "_:ab", "minus": "_:b", "values": "_:ac", "counted": "_:", "any": "_:AXac",
        "subquery": "_:abc", "none": "", "beside": "ac", "twice": "ac", "typed": "_:a",
        "typed-other": "_:ab",
    }  # fmt: skip


def test_literals_are_targets_as_the_data_writes_them() -> None:
    select = target("SELECT ?this WHERE { ?x ex:age ?this }")
    assert judge(f"ex:S {select} sh:minInclusive 10 .", "ex:a ex:age 09 , 9 , 11 .") == ["09", "9"]
    # By hand: all targets are of the datatype that is demanded, and ex:other is not read.
    data = 'ex:a ex:age "5"^^xsd:int , "6"^^xsd:int ; ex:other 5 , "5"^^xsd:byte .'
    assert judge(f"ex:S {select} sh:datatype xsd:int .", data) == []
    assert judge(f"ex:S {select} sh:datatype xsd:byte .", data) == ["5", "6"]


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("query-form", target("ASK { ?this a ex:Person }")),
        ("query-form", target("CONSTRUCT { ?this a ex:B } WHERE { ?this a ex:Person }")),
        ("query-without-this", target("SELECT ?x WHERE { ?x a ex:Person }")),
        ("query-forbidden", target("SELECT ?this WHERE { SERVICE ex:s { ?this a ex:Person } }")),
        ("query-forbidden", target("SELECT ?this FROM ex:g WHERE { ?this a ex:Person }")),
        ("query-malformed", target("SELECT ?this WHERE { ?this a }")),
        ("query-too-large", target("SELECT ?this WHERE { ?this a ex:P" + " . ?a ex:p ?b" * 300 + " }")),
        ("target-parameter-missing", "sh:target [ a ex:Born ] ; "),
        ("target-parameter-twice", "sh:target [ a ex:Born ; ex:country ex:FI , ex:SE ] ; "),
    ],
)  # fmt: skip
def test_a_query_has_the_bounds_of_sparql_constraints(code: str, given: str) -> None:
    with pytest.raises(ShapesError) as told:
        judge(f"ex:S {given} {NEEDS}")
    assert [(each.code, each.shape) for each in told.value.problems] == [(code, "http://e.org/S")]


def test_the_plan_says_what_is_selected_and_read() -> None:
    plan = plan_of(ShapesGraph(parse(DECLARED + f"ex:S {CASES['typed']} {NEEDS}")))
    node = ox.NamedNode("http://e.org/S")
    names = ["http://e.org/born", "http://e.org/name", "http://e.org/within", expand("rdf:type")]
    assert sorted(find_reads(plan, node) or ()) == names
    assert "focus nodes: what a query selects" in explain(plan)
