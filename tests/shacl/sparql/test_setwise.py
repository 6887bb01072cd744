"""SPARQL-based checks: one run for all focus nodes says what a run for each of them says.

Random queries over random graphs. The oracle is the definition of pre-binding: the table has one
row, the store has every statement, and the query is asked once for each focus node.
"""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.iri import expand
from eloggraph.shacl.sparql import FocusNodes, SparqlCheck, SparqlJudge
from eloggraph.shacl.sparql import judge as judging
from eloggraph.shacl.sparql.prebinding import BOUND_ALL, BOUND_GRAPH, BOUND_NAME, write_bound
from eloggraph.shacl.sparql.reading import read_sparql_checks

EX = "urn:x:"
INTEGER = ox.NamedNode(expand("xsd:integer"))
NODES = [ox.NamedNode(f"{EX}n{i}") for i in range(4)] + [ox.BlankNode(f"b{i}") for i in range(2)]
LITERALS = [ox.Literal("a"), ox.Literal("a", language="fi"), ox.Literal("1", datatype=INTEGER)]
PREDICATES = [ox.NamedNode(f"{EX}{name}") for name in "pqr"]

triples = st.builds(
    ox.Triple,
    st.sampled_from(NODES),
    st.sampled_from(PREDICATES),
    st.sampled_from([*NODES, *NODES, *LITERALS]),
)
graphs = st.lists(triples, max_size=14)

variables = st.sampled_from(["$this", "?this", "?a", "?b"])
terms = st.one_of(variables, st.sampled_from(["<urn:x:n0>", "<urn:x:n1>"]))
values = st.one_of(terms, st.sampled_from(['"a"', "1", '"a"@fi']))
steps = st.sampled_from(["<urn:x:p>", "<urn:x:q>", "<urn:x:r>"])
paths = st.recursive(
    steps,
    lambda inner: st.one_of(
        st.builds("({}/{})".format, inner, inner),
        st.builds("({}|{})".format, inner, inner),
        st.builds("^({})".format, inner),
        st.builds("({}){}".format, inner, st.sampled_from("*+?")),
    ),
    max_leaves=3,
)
patterns = st.builds("{} {} {} .".format, terms, st.one_of(steps, paths, st.just("?v")), values)
conditions = st.one_of(
    st.builds("{} = {}".format, variables, values),
    st.builds("{} != {}".format, variables, values),
    st.builds("BOUND({})".format, variables),
    st.builds("!BOUND({})".format, variables),
    st.builds("isIRI({}) || isLiteral({})".format, variables, variables),
)
filters = st.builds("FILTER({})".format, conditions)
fresh = st.integers(0, 10**6)


def in_braces(group: str) -> str:
    return "{ " + group + " }"


groups = st.recursive(
    st.lists(st.one_of(patterns, filters), max_size=3).map(" ".join),
    lambda inner: st.one_of(
        st.builds("{} {}".format, inner, patterns),
        st.builds("{} {}".format, inner, filters),
        st.builds("{} OPTIONAL {}".format, inner, inner.map(in_braces)),
        st.builds("{} UNION {}".format, inner.map(in_braces), inner.map(in_braces)),
        st.builds("{} FILTER NOT EXISTS {}".format, inner, inner.map(in_braces)),
        st.builds("{} FILTER EXISTS {}".format, inner, inner.map(in_braces)),
        st.builds("{} BIND(STR({}) AS ?c{})".format, inner, variables, fresh),
        st.builds("{{ SELECT $this ?a {} }} {}".format, inner.map(in_braces), patterns),
        st.builds("{{ SELECT DISTINCT $this {} }} {}".format, inner.map(in_braces), inner),
    ),
    max_leaves=5,
)
queries = st.one_of(
    st.builds("SELECT $this (?a AS ?value) {}".format, groups.map(in_braces)),
    st.builds("SELECT DISTINCT $this (?b AS ?value) {}".format, groups.map(in_braces)),
    st.builds(
        "SELECT $this (COUNT(?a) AS ?value) {} GROUP BY $this HAVING(COUNT(?a) > 1)".format,
        groups.map(in_braces),
    ),
    st.builds("SELECT $this ?a {} ORDER BY ?a LIMIT 1".format, groups.map(in_braces)),
)


def is_wellformed(query: str) -> bool:
    """Random parts may bind one variable twice, which SPARQL forbids."""
    try:
        ox.Store().query(query)
    except SyntaxError:
        return False
    return True


def shape_with(query: str) -> list[ox.Triple]:
    shape, constraint = ox.NamedNode(f"{EX}Shape"), ox.NamedNode(f"{EX}Shape-sparql")
    return [
        ox.Triple(shape, ox.NamedNode(expand("sh:sparql")), constraint),
        ox.Triple(constraint, ox.NamedNode(expand("sh:select")), ox.Literal(query)),
    ]


def ask_for_each(check: SparqlCheck, data: list[ox.Triple]) -> set[tuple[object, object]]:
    text = write_bound(check.bound.query, varying=("this",), constant=())
    found: set[tuple[object, object]] = set()
    for focus in NODES:
        store = ox.Store()
        store.extend(ox.Quad(*triple) for triple in data)
        this = ox.NamedNode(f"{BOUND_NAME}this")
        store.add(ox.Quad(ox.NamedNode(BOUND_ALL), this, focus, ox.NamedNode(BOUND_GRAPH)))
        answer = store.query(text)
        assert isinstance(answer, ox.QuerySolutions)
        names = [variable.value for variable in answer.variables]
        for solution in answer:
            value = solution["value"] if "value" in names else None
            found.add((solution["this"], focus if value is None else value))
    return found


@pytest.mark.parametrize("few", [0, 5_000])
@settings(max_examples=200)
@given(query=queries, data=graphs)
def test_setwise_is_the_same_as_one_by_one(few: int, query: str, data: list[ox.Triple]) -> None:
    """With a limit of 0 only what a query can read is loaded; else its predicates as a whole."""
    assume(is_wellformed(query))
    shapes = shape_with(query)
    (check,) = read_sparql_checks(shapes).checks[ox.NamedNode(f"{EX}Shape")]
    judge = SparqlJudge([graph_of_triples(data, EX)], shapes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "_FEW", few)
        found = {(result.focus, result.value) for result in judge.run(check, FocusNodes.of(NODES))}
    assert found == ask_for_each(check, data)
