"""Queries: ours all run, and nobody's reaches out of the store.

The oracle for what may reach out is the engine itself: a socket listens where SERVICE points.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

import eloggraph
from eloggraph.errors import QueryError
from eloggraph.graph import protocol
from eloggraph.graph.answers import ResultTable
from eloggraph.graph.queries import (
    NamedQuery,
    find_query,
    named_queries,
    refuse_unsafe,
    run_query,
)
from eloggraph.text import FINISHED, LANGUAGES, Text

S = "<http://127.0.0.1:9/x>"
# Each of these is code to the engine, or was to an earlier one.
REACHING = {
    "plain": f"SELECT * {{ SERVICE {S} {{ ?s ?p ?o }} }}",
    "lower case": f"SELECT * {{ service silent {S} {{ ?s ?p ?o }} }}",
    "escaped": f"SELECT * {{ \\u0053ERVICE {S} {{ ?s ?p ?o }} }}",
    "escaped long": f"SELECT * {{ SERV\\U00000049CE {S} {{ ?s ?p ?o }} }}",
    "variable": f"SELECT * {{ VALUES ?g {{ {S} }} SERVICE ?g {{ ?s ?p ?o }} }}",
    "grown into SILENT": f"SELECT * {{ SERVICESILENT {S} {{ ?s ?p ?o }} }}",
    "grown into a name": f"PREFIX a: {S} SELECT * {{ SERVICEa: {{ ?s ?p ?o }} }}",
    "grown into an empty prefix": f"PREFIX : {S} SELECT * {{ SERVICE: {{ ?s ?p ?o }} }}",
    "grown to a number": f"SELECT * {{ ?a ?b 1SERVICE {S} {{ ?s ?p ?o }} }}",
    "grown to a variable's stop": f"SELECT * {{ ?a ?b ?c.SERVICE {S} {{ ?s ?p ?o }} }}",
    "after a comment ended by CR": f"SELECT * {{ # x\rSERVICE {S} {{ ?s ?p ?o }} }}",
    "escaped quote in a string": f'SELECT * {{ BIND("\\u0022" AS ?x) SERVICE {S} {{ ?s ?p ?o }} }} #"""',
    "escaped quote in a long string": (
        f'SELECT * {{ BIND("""\\"""" AS ?x) SERVICE {S} {{ ?s ?p ?o }} # "\n }}'
    ),
    "hash in an address with a wide space": (
        f"SELECT * {{ ?a ?b <http://x/\u00a0#>SERVICE {S} {{ ?s ?p ?o }}\n }}"
    ),
    "hash in an address with an escape": (
        f'SELECT * {{ BIND("\\u0022" AS ?x) ?a ?b <http://x/\\u0041#>SERVICE {S} {{ ?s ?p ?o }}\n }} #"""'
    ),
}
CHANGING = [
    f"LOAD {S}",
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "DELETE WHERE { ?s ?p ?o }",
    "DROP ALL",
    "CLEAR DEFAULT",
    "CREATE GRAPH <a:g>",
    "COPY <a:a> TO <a:b>",
    "MOVE <a:a> TO <a:b>",
    "ADD <a:a> TO <a:b>",
    "load <a:a>",
    "\\u004cOAD <a:a>",
]
HARMLESS = [
    'SELECT * { ?s ?p "SERVICE <x> { LOAD }" }',
    "SELECT * { ?s ?p 'service' }",
    'SELECT * { ?s ?p """a "service" of\nseveral lines: LOAD""" }',
    "SELECT * { ?s ?p '''it's a service''' }",
    'SELECT * { ?s ?p "an escaped \\" service" }',
    "SELECT * { ?s ?p <http://example.org/service/load#add> }",
    "SELECT ?service ?load WHERE { ?service ?load ?add }",
    "PREFIX elo: <https://w3id.org/eloggraph/ns#> SELECT * { ?s a elo:GuidanceService }",
    "PREFIX x: <http://x/> SELECT * { ?s x:load x:service }",
    "# SERVICE of comments\nASK { ?s ?p ?o }",
    "PREFIX : <http://x/> SELECT * { ?s :service :add }",
]


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    a, b = ox.NamedNode("http://e/a"), ox.NamedNode("http://e/b")
    for value, graph in (("x", "http://e/g"), ("y", "http://e/h")):
        store.add(ox.Quad(a, b, ox.Literal(value, language="fi"), ox.NamedNode(graph)))
    return store


@pytest.mark.parametrize("name", REACHING)
def test_query_that_reaches_out_is_refused(store: ox.Store, name: str) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(store, REACHING[name])
    (finding,) = caught.value.findings
    assert finding.code == "query-forbidden"
    assert "SERVICE" in finding.message.fi


@pytest.mark.parametrize("query", CHANGING)
def test_query_that_changes_the_data_is_refused(store: ox.Store, query: str) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(store, query)
    assert caught.value.findings[0].code == "query-forbidden"


@pytest.mark.parametrize("query", HARMLESS)
def test_forbidden_word_in_a_string_or_a_name_is_allowed(store: ox.Store, query: str) -> None:
    run_query(store, query)


@pytest.fixture
def listener() -> Iterator[tuple[int, list[bytes]]]:
    heard: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                heard.append(connection.recv(100))

    thread = threading.Thread(target=listen)
    thread.start()
    yield server.getsockname()[1], heard
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join()


def test_the_engine_would_reach_out_if_it_were_asked(
    store: ox.Store, listener: tuple[int, list[bytes]]
) -> None:
    """Else the cases above would prove nothing; and what is refused opens no socket."""
    port, heard = listener
    queries = [query.replace(":9/", f":{port}/") for query in REACHING.values()]
    for query in queries:
        with pytest.raises(QueryError):
            run_query(store, query)
    time.sleep(0.05)
    assert heard == []
    reached = 0
    for query in queries:
        try:
            list(store.query(query, use_default_graph_as_union=True))  # type: ignore[arg-type]
        except (SyntaxError, OSError, RuntimeError, TypeError):
            pass
        reached += bool(heard)
        heard.clear()
    assert reached >= 8


def test_from_reads_no_file(store: ox.Store, tmp_path: Path) -> None:
    secret = tmp_path / "s.nt"
    secret.write_text('<a:a> <a:b> "secret" .\n', encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        run_query(store, f"SELECT * FROM <{secret.as_uri()}> {{ ?s ?p ?o }}")
    assert caught.value.findings[0].code == "query-graph-unknown"
    assert "<http://e/g>, <http://e/h>" in caught.value.findings[0].remedy.en


@pytest.mark.parametrize(
    ("clause", "rows"),
    [
        ("", 2),
        ("FROM <http://e/g>", 1),
        ("FROM <http://e/g> FROM <http://e/h>", 2),
        ("# FROM <http://e/none>\n", 2),
        ("FROM NAMED <http://e/g>", 0),
    ],
)
def test_graphs_that_a_query_names_are_those_that_answer(clause: str, rows: int) -> None:
    two = ox.Store()
    for name in ("g", "h"):
        node = ox.NamedNode(f"http://e/{name}")
        two.add(ox.Quad(node, node, node, node))
    answer = run_query(two, f"SELECT * {clause} WHERE {{ ?s ?p ?o }}")
    assert isinstance(answer, ResultTable)
    assert len(answer.rows) == rows


def test_more_rows_than_wanted_are_told(store: ox.Store) -> None:
    for most, complete in ((1, False), (100_000, True)):
        answer = run_query(store, "SELECT ?s { ?s ?p ?o }", rows=most)
        assert isinstance(answer, ResultTable)
        assert answer.complete is complete
        assert len(answer.rows) <= most
    with pytest.raises(QueryError):
        run_query(store, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", rows=1)


@pytest.mark.parametrize(
    "query",
    [
        "a" * 300_000,
        '"' * 300_000,
        "<a" * 150_000,
        "'''a" * 80_000,
        "select " * 40_000,
        "?" * 300_000,
    ],
)
def test_long_query_is_looked_through_in_one_go(query: str) -> None:
    started = time.process_time()
    refuse_unsafe(query)
    assert time.process_time() - started < 5


@pytest.mark.parametrize("bracket", ["{", "(", "["])
def test_query_nested_deeper_than_the_parser_bears_is_refused(
    store: ox.Store, bracket: str
) -> None:
    # The engine would end the whole process.
    with pytest.raises(QueryError) as caught:
        run_query(store, "SELECT * {" + bracket * 100_000)
    assert caught.value.findings[0].code == "query-malformed"


MALFORMED = [
    "SELECT",
    "SELECT * { ?s ?p }",
    "{",
    "ASK { <a b> ?p ?o }",
    "SELECT * { BIND(<http://x/function>(1) AS ?y) }",
]


@pytest.mark.parametrize("query", MALFORMED)
def test_malformed_query_is_told(store: ox.Store, query: str) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(store, query)
    assert caught.value.findings[0].code == "query-malformed"


def test_graphs_are_asked_together_and_apart(store: ox.Store) -> None:
    both = run_query(store, "SELECT ?o { ?s ?p ?o }")
    assert isinstance(both, ResultTable)
    assert (both.variables, both.texts()) == (("o",), (("x",), ("y",)))
    one = run_query(store, "SELECT ?o { GRAPH <http://e/h> { ?s ?p ?o } }")
    assert isinstance(one, ResultTable)
    assert one.rows == ((ox.Literal("y", language="fi"),),)


def test_answer_keeps_the_order_that_the_query_gives(store: ox.Store) -> None:
    answer = run_query(store, "SELECT ?o { ?s ?p ?o } ORDER BY DESC(?o)")
    assert isinstance(answer, ResultTable)
    assert answer.texts() == (("y",), ("x",))


def test_ask_and_construct_are_answered(store: ox.Store) -> None:
    assert run_query(store, "ASK { ?s ?p 'x'@fi }") is True
    said = run_query(store, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert str(said) == '<http://e/a> <http://e/b> "x"@fi .\n<http://e/a> <http://e/b> "y"@fi .\n'


def test_unbound_variable_is_left_out_of_a_row(store: ox.Store) -> None:
    answer = run_query(store, "SELECT ?o ?z { ?s ?p ?o OPTIONAL { ?o ?s ?z } }")
    assert isinstance(answer, ResultTable)
    assert list(answer.dicts()) == [{"o": "x"}, {"o": "y"}]


def test_variables_of_a_users_query_are_the_users(store: ox.Store) -> None:
    """``?lang`` and ``?own`` are bound in our queries only."""
    query = "SELECT ?own ?lang WHERE { ?own ?p ?o BIND(LANG(?o) AS ?lang) }"
    answer = run_query(store, query, own="http://e/none", language="sv")
    assert isinstance(answer, ResultTable)
    assert answer.variables == ("own", "lang")
    assert answer.texts() == (("http://e/a", "fi"), ("http://e/a", "fi"))


@pytest.fixture(scope="module")
def network() -> eloggraph.Network:
    folder = Path(__file__).resolve().parents[2] / "datasets" / "osaajaks"
    return eloggraph.open(folder)


@pytest.mark.parametrize("name", named_queries())
@pytest.mark.parametrize("language", LANGUAGES)
def test_named_query_runs_and_has_a_title(
    network: eloggraph.Network, name: str, language: eloggraph.Language
) -> None:
    answer = network.query(name, language)
    assert isinstance(answer, ResultTable)
    assert not {"lang", "own"} & set(answer.variables)
    assert len({named_queries()[name].title.say(each) for each in FINISHED}) == len(FINISHED)


@pytest.mark.parametrize("name", named_queries())
def test_named_query_gives_the_same_answer_every_time(
    network: eloggraph.Network, name: str
) -> None:
    again = eloggraph.open(network.tables.folder)
    assert network.query(name) == again.query(name)


def test_named_query_answers_in_the_language_asked(network: eloggraph.Network) -> None:
    fi, sv = network.query("projects", "fi"), network.query("projects", "sv")
    assert isinstance(fi, ResultTable)
    assert isinstance(sv, ResultTable)
    assert len(fi.rows) == len(sv.rows) == 1
    assert fi.rows != sv.rows


def test_unknown_query_is_told_with_the_nearest() -> None:
    with pytest.raises(QueryError) as caught:
        find_query("project")
    assert "projects" in caught.value.findings[0].remedy.en
    with pytest.raises(QueryError) as caught:
        find_query("zzzzzz")
    assert caught.value.findings[0].remedy.fi


def test_query_is_found_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    path.write_bytes(b"\xef\xbb\xbfASK { ?s ?p ?o }")
    assert find_query(str(path)) == "ASK { ?s ?p ?o }"


def test_unreadable_query_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "q.rq").mkdir()
    with pytest.raises(QueryError) as caught:
        find_query(str(tmp_path / "q.rq"))
    assert caught.value.findings[0].code == "file-unreadable"


def test_rows_are_counted_after_what_was_asked_of_them() -> None:
    """Two nodes have the name that a column must have; the rows of others do not count."""
    named, at = (
        ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"),
        ox.NamedNode("http://e/p"),
    )
    some = ox.Store()
    for number in range(5):
        node = ox.NamedNode(f"http://e/{number}")
        some.add(ox.Quad(node, named, ox.Literal("Sama" if number > 2 else f"Muu {number}")))
        for value in range(3):
            some.add(ox.Quad(node, at, ox.Literal(value)))
    text = "SELECT ?x_iri ?value { ?x_iri <http://e/p> ?value } ORDER BY ?x_iri ?value"
    query = NamedQuery(name="q", title=Text.same("q"), text=text, parameters=("x",))
    for rows, found, complete in ((None, 6, True), (6, 6, True), (4, 4, False)):
        answer = run_query(some, query, bindings={"x": "Sama"}, rows=rows)
        assert isinstance(answer, ResultTable)
        assert (len(answer.rows), answer.complete) == (found, complete)


def test_a_blank_node_is_no_prefix() -> None:
    with pytest.raises(QueryError) as caught:
        run_query(ox.Store(), "SELECT * { _:a ?p ?o ")
    assert "_:" not in str(caught.value)


def test_a_graph_that_a_request_names_is_looked_up_and_nothing_counted(
    store: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "list_graphs", None)  # which reads every statement
    ask = "ASK { ?s ?p 'y'@fi }"
    for graph, said in (("http://e/h", b"true"), ("http://e/g", b"false")):
        assert protocol.answer(store, ask, "text/csv", default_graphs=[graph])[1] == said
    with pytest.raises(QueryError) as caught:
        protocol.answer(store, ask, named_graphs=["http://e/none"])
    assert "<http://e/g>, <http://e/h>" in caught.value.findings[0].remedy.en
