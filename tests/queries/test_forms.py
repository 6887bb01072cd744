"""Answers in every form: read back by parsers that are not ours, they are the same terms."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from eloggraph.errors import QueryError
from eloggraph.graph.answer_formats import RDF_WRITERS, RESULT_WRITERS
from eloggraph.graph.answers import ResultTable, Statements, order_triples
from eloggraph.graph.rdf.canonical import hash_canonical
from eloggraph.iri import expand
from eloggraph.views.tables.answers import ANSWER_RENDERERS, render_answer
from sparql_suites import SOLUTIONS, Case, compare, list_manifests, open_data, read_cases

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = expand("rdf:type")
LABEL, ELO = ox.NamedNode(expand("skos:prefLabel")), "https://w3id.org/eloggraph/ns#"
A, B = ox.NamedNode("https://example.org/a"), ox.NamedNode(ELO + "Project")
TERMS = (
    A,
    B,
    ox.BlankNode("x"),
    ox.Literal("a|b <i>&\"'\\ \t\n\r *x* ä"),
    ox.Literal("päivä", language="fi"),
    ox.Literal("0700", datatype=ox.NamedNode(XSD + "decimal")),
    ox.Literal(""),
    None,
)
ROWS = ResultTable(variables=("term", "n"), rows=tuple((term, ox.Literal(1)) for term in TERMS))
SAID = order_triples(
    ox.Triple(subject, predicate, value)
    for subject in (A, ox.BlankNode("x"))
    for predicate, values in (
        (LABEL, (ox.Literal("yksi", language="fi"), ox.Literal("toinen", language="fi"))),
        (ox.NamedNode(expand("skos:altLabel")), (ox.Literal("a", language="sv"), ox.Literal("b"))),
        (ox.NamedNode(expand("rdf:type")), (B, ox.NamedNode("urn:other"))),
        (ox.NamedNode(expand("dct:title")), (ox.Literal("x:y"),)),
        (ox.NamedNode(expand("schema:title")), (ox.Literal("of another namespace"),)),
        (ox.NamedNode("http://example.org/of/"), (ox.BlankNode("x"), A)),
        (ox.NamedNode("http://example.org/skos"), (ox.NamedNode("dct:no-prefix"), ox.Literal(True))),
        (ox.NamedNode("https://example.org/n"), (ox.Literal(2), ox.Literal(1.5))),
        (ox.NamedNode("https://example.org/day"), (
            ox.Literal("2020-01-01", datatype=ox.NamedNode(XSD + "date")),
        )),
    )
    for value in values
)  # fmt: skip
READ_BY = {
    "turtle": "turtle",
    "ntriples": "nt",
    "trig": "trig",
    "nquads": "nquads",
    "jsonld": "json-ld",
}

FORMATS = {
    **{"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES},
    **{"trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS},
    **{"jsonld": ox.RdfFormat.JSON_LD, "rdfxml": ox.RdfFormat.RDF_XML},
}
# Letters that XML has too, among them those that mean something in a form.
LETTERS = st.characters(categories=["L", "N", "P", "S", "Zs"]) | st.sampled_from("\t\n\r\"\\'<&")
NODES = st.sampled_from([ox.BlankNode(each) for each in "abcde"]) | st.sampled_from([A, B])
KINDS = [ox.NamedNode(XSD + kind) for kind in ("integer", "boolean", "date", "double")]
VALUES = (
    NODES
    | st.text(LETTERS, max_size=5).map(ox.Literal)
    | st.builds(ox.Literal, st.text(LETTERS), language=st.sampled_from(["fi", "sv", "en-gb"]))
    | st.builds(ox.Literal, st.sampled_from(["1", "01", "1e0", "true", "x"]), datatype=st.sampled_from(KINDS))
)  # fmt: skip
VERBS = [LABEL, *map(ox.NamedNode, (RDF_TYPE, "https://example.org/p", "https://example.org/p1"))]
GRAPHS = st.lists(st.builds(ox.Triple, NODES, st.sampled_from(VERBS), VALUES), max_size=12)


def render(answer: ResultTable | bool | Statements, form: str) -> str:
    text = render_answer(answer, form, "en")
    assert isinstance(text, str)
    return text


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # of itself
@pytest.mark.parametrize("form", READ_BY)
def test_statements_are_read_by_another_library(form: str) -> None:
    """The oracle is rdflib, of what N-Triples of the same statements say."""
    meant = rdflib.Graph().parse(data=str(SAID), format="nt")
    found = rdflib.Dataset().parse(data=render(SAID, form), format=READ_BY[form])
    (graph,) = [each for each in found.graphs() if len(each)]
    assert isomorphic(graph, meant)


@pytest.mark.parametrize("form", RDF_WRITERS)
def test_statements_are_the_same_in_every_form(form: str) -> None:
    said = (
        SAID if form != "rdfxml" else order_triples(t for t in SAID if t.predicate.value[-1] != "/")
    )
    text = render(said, form)
    read = order_triples(quad.triple for quad in ox.parse(text, format=FORMATS[form]))
    assert read == said
    assert text.endswith("\n")
    assert render(order_triples(reversed(said.triples)), form) == text


@given(said=GRAPHS)
@settings(max_examples=60)
def test_any_graph_with_blank_nodes_is_the_same_in_every_form(said: list[ox.Triple]) -> None:
    """The oracle is its hash of RDFC-1.0, which no label and no order changes."""
    meant = hash_canonical(ox.Quad(*triple) for triple in said)
    for form, format_ in FORMATS.items():
        text = render(order_triples(said), form)
        assert hash_canonical(ox.parse(text, format=format_)) == meant, form


def test_json_ld_has_readable_keys_and_its_context() -> None:
    document = json.loads(render(SAID, "jsonld"))
    node = next(each for each in document["@graph"] if each["@id"] == A.value)
    assert node["prefLabel"] == {"fi": ["toinen", "yksi"]}
    assert node["@type"] == ["elo:Project", "urn:other"]
    assert node["schema:title"] == "of another namespace"  # two properties are called so
    assert node["day"] == "2020-01-01"
    assert document["@context"]["day"]["@type"] == "xsd:date"
    assert render(SAID, "json") == render(SAID, "jsonld")


def test_what_a_form_cannot_hold_is_told() -> None:
    """A property without a name for XML, a letter that it does not have, a statement in another."""
    bad = ResultTable(variables=("a",), rows=((ox.Literal("a\x01"),),))
    nested = order_triples([ox.Triple(A, LABEL, ox.Triple(A, LABEL, B))])
    cases: list[tuple[ResultTable | Statements, str]] = [
        (SAID, "rdfxml"),
        (order_triples([ox.Triple(A, LABEL, ox.Literal("a\x01"))]), "rdfxml"),
        (bad, "sparql-xml"),
        (nested, "jsonld"),
    ]
    for answer, form in cases:
        with pytest.raises(QueryError) as caught:
            render(answer, form)
        assert caught.value.findings[0].code == "answer-unwritable"
    assert "a\\u0001" in render(bad, "sparql-json")


@pytest.mark.parametrize(
    ("form", "format_"),
    [
        ("sparql-json", ox.QueryResultsFormat.JSON),
        ("sparql-xml", ox.QueryResultsFormat.XML),
        ("tsv", ox.QueryResultsFormat.TSV),
    ],
)
def test_rows_keep_their_terms(form: str, format_: ox.QueryResultsFormat) -> None:
    """The oracle is the parser of pyoxigraph."""
    read = ox.parse_query_results(render(ROWS, form), format=format_)
    assert isinstance(read, ox.QuerySolutions)
    assert [each.value for each in read.variables] == ["term", "n"]
    labels = [(row["term"], row["n"]) for row in read]
    plain = [row for row in labels if not isinstance(row[0], ox.BlankNode)]
    assert plain == [row for row in ROWS if not isinstance(row[0], ox.BlankNode)]
    assert len(labels) == len(ROWS)


@pytest.mark.parametrize("form", ["sparql-json", "sparql-xml"])
def test_rows_are_read_by_another_library(form: str) -> None:
    kind = form.removeprefix("sparql-")
    read = rdflib.query.Result.parse(io.BytesIO(render(ROWS, form).encode()), format=kind)
    found = {str(row.get(rdflib.Variable("term"), "")) for row in read.bindings}
    texts = {t.value for t in TERMS if isinstance(t, ox.NamedNode | ox.Literal)}
    assert len(read.bindings) == len(ROWS)
    assert texts - {"0700"} < found  # rdflib writes numbers its own way


@pytest.mark.parametrize("form", [*ANSWER_RENDERERS, *RESULT_WRITERS])
@pytest.mark.parametrize("answer", [True, False])
def test_a_truth_value_has_every_form_of_rows(form: str, answer: bool) -> None:
    text = render_answer(answer, form, "fi")
    if isinstance(text, bytes):
        assert pl.read_parquet(text)["answer"].to_list() == [answer]
    else:
        assert str(answer).lower() in text
        assert str(not answer).lower() not in text


def test_parquet_has_typed_columns_and_the_same_bytes() -> None:
    table = ResultTable(variables=("n", "x"), rows=((ox.Literal(1), A), (None, None)))
    data = render_answer(table, "parquet", "en")
    assert isinstance(data, bytes)
    assert pl.read_parquet(data).rows() == [(1, A.value), (None, None)]
    assert data == render_answer(table, "parquet", "en")


def test_lines_of_json_are_the_rows_of_json() -> None:
    lines = render(ROWS, "ndjson").splitlines()
    assert [json.loads(line) for line in lines] == json.loads(render(ROWS, "json"))


def test_markdown_is_a_table_in_which_nothing_means_anything() -> None:
    lines = render(ROWS, "markdown").splitlines()
    assert len(lines) == 2 + len(ROWS)
    assert lines[2] == "| <https://example.org/a> | 1 |"
    assert "\\|b \\<i\\>" in lines[5]
    assert all(line.replace("\\|", "").count("|") == 3 for line in lines)


def test_iris_are_whole_in_pipes_and_short_on_terminals() -> None:
    long = ox.NamedNode(f"https://example.org/{'a' * 100}")
    table = ResultTable(variables=("a",), rows=((B,), (long,), (ox.Literal("b" * 100),)))
    piped = render_answer(table, "text", "en")
    shown = render_answer(table, "text", "en", for_terminal=True)
    assert isinstance(piped, str)
    assert isinstance(shown, str)
    assert [line.strip() for line in piped.splitlines()[2:]] == [B.value, long.value, "b" * 100]
    assert [line.strip() for line in shown.splitlines()[2:]] == [
        "elo:Project",
        long.value,
        "b" * 59 + "…",
    ]
    statements = order_triples([ox.Triple(A, LABEL, B)])
    assert render(statements, "text") == str(statements)
    assert "skos:prefLabel elo:Project" in str(
        render_answer(statements, "text", "en", for_terminal=True)
    )


@pytest.mark.parametrize(
    ("answer", "form"),
    [(ROWS, "turtle"), (True, "jsonld"), (SAID, "sparql-json"), (SAID, "sparql-xml")],
)
def test_a_form_for_another_kind_of_answer_is_told(
    answer: ResultTable | bool | Statements, form: str
) -> None:
    with pytest.raises(QueryError) as caught:
        render_answer(answer, form, "en")
    finding = caught.value.findings[0]
    assert finding.code == "answer-other-form"
    for other in finding.remedy.en.partition(": ")[2].rstrip(".").split(", "):
        if not (answer is SAID and other == "rdfxml"):
            assert render_answer(answer, other, "en")


def test_results_are_as_the_suite_writes_them(
    reference_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The W3C's tests of result formats; CSV is compared as text, as it has no terms."""
    monkeypatch.setattr("eloggraph.api.query.call_bounded", lambda ask, _: ask())
    top = reference_data / "suites" / "sparql-1.1" / "manifest-sparql11-results.ttl"
    cases = [case for path in list_manifests(top) for case in read_cases(path)]
    assert len(cases) == 10
    for case in cases:
        check_format(case)


def check_format(case: Case) -> None:
    text = case.query.read_text(encoding="utf-8")
    answer = open_data(case, text).query(text, default_graph="unnamed")
    assert case.result is not None
    if case.result.suffix == ".csv":
        texts = (render(answer, "csv"), case.result.read_bytes().decode())
        found, wanted = (sorted(re.sub(r"_:\w+", "_:", text).splitlines()) for text in texts)
        assert found == wanted, case.name
        return
    form = {".srj": "sparql-json", ".tsv": "tsv"}[case.result.suffix]
    assert isinstance(answer, ResultTable | bool)
    read = ox.parse_query_results(render(answer, form), format=SOLUTIONS[case.result.suffix])
    if isinstance(read, ox.QuerySolutions):
        names = tuple(variable.value for variable in read.variables)
        rows = tuple(tuple(row[name] for name in names) for row in read)
        assert compare(case, ResultTable(variables=names, rows=rows)) == "", case.name
    else:
        assert compare(case, bool(read)) == "", case.name
