"""The endpoint: the protocol tests of the W3C, and what is refused before an engine sees it."""

from __future__ import annotations

import asyncio
import csv
import html
import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from eloggraph.errors import QueryError
from eloggraph.graph.protocol import GRAPH_FORMATS, RESULT_FORMATS, answer
from eloggraph.jobs.bounded import BoundExceeded
from eloggraph.steps import Listener
from eloggraph.web.app import make_app
from eloggraph.web.crew import RUNNING, WAITING, Crew, TooMany
from eloggraph.web.door import Keys
from eloggraph.web.protocol import MOST_QUERY, Wanted
from eloggraph.web.session import Session
from loops import run_apart

PORT = 8756
DATA = "http://kasei.us/2009/09/sparql/data/"
NS = {
    "mf": "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#",
    "ht": "http://www.w3.org/2011/http#",
    "cnt": "http://www.w3.org/2011/content#",
}
TESTS = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?test ?request WHERE {
  ?test a mf:ProtocolTest ; mf:action/ht:requests/rdf:rest*/rdf:first ?request }
"""


class Asked:
    """Answers queries over a store, or fails with what it is given."""

    def __init__(self, store: ox.Store, error: Exception | None = None) -> None:
        self.store, self.error = store, error
        self.asked: list[Wanted] = []

    async def call(self, name: str, *given: Any, listen: Listener | None = None) -> object:
        wanted = given[1]
        self.asked.append(wanted)
        if self.error is not None:
            raise self.error
        graphs = {"default_graphs": wanted.default_graphs, "named_graphs": wanted.named_graphs}
        return answer(self.store, wanted.query, wanted.accept, base="http://e/", **graphs)

    def end(self) -> None: ...

    async def close(self) -> None:
        pass


@contextmanager
def serve(child: Asked, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    keys, session = Keys(), Session(tmp_path, Crew(lambda: child))
    session.folder = tmp_path
    app = make_app(session, keys, PORT, lambda: None)
    headers = {"authorization": f"Bearer {keys.bearer}", "accept": "*/*"}
    with TestClient(app, base_url=f"http://127.0.0.1:{PORT}", headers=headers) as client:
        yield client.request


@pytest.fixture
def child() -> Asked:
    store = ox.Store()
    for number in (1, 2, 3):
        name = ox.NamedNode(f"{DATA}data{number}.rdf")
        kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        store.add(ox.Quad(name, kind, ox.NamedNode("http://e/Thing"), name))
    store.add_graph(ox.NamedNode(f"{DATA}data0.rdf"))
    return Asked(store)


@pytest.fixture
def request_(child: Asked, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    with serve(child, tmp_path) as request:
        yield request


def test_the_protocol_tests_of_the_w3c(
    reference_data: Path, request_: Callable[..., Any], child: Asked
) -> None:
    """Every query as the manifest demands; every update refused, as updates are."""
    folder = reference_data / "suites" / "sparql-1.1" / "protocol"
    store = ox.Store()
    store.load(path=str(folder / "manifest.ttl"), base_iri="http://e/")
    seen = {"query": 0, "update": 0, "bad": 0}
    for solution in store.query(TESTS, prefixes=NS):
        test, node = solution["test"], solution["request"]

        def read(predicate: str, of: Any = node) -> list[Any]:
            prefix, _, name = predicate.partition(":")
            pattern = (of, ox.NamedNode(NS[prefix] + name), None, None)
            return [quad.object for quad in store.quads_for_pattern(*pattern)]

        name = test.value.rpartition("#")[2]
        kind = name.partition("_")[0]
        (response,) = read("ht:resp")
        if kind == "update" and read("mf:expectedBoolean", response):
            continue  # it asks what an update has done
        rows = store.query(
            "SELECT ?r ?n ?v { ?r ht:headers/(<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>*)/"
            "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first> [ ht:fieldName ?n ; ht:fieldValue ?v ] }",
            prefixes=NS,
            substitutions={ox.Variable("r"): node},
        )
        headers = {row["n"].value.lower(): row["v"].value for row in rows}
        content = b""
        for body in read("ht:body"):
            encoding = read("cnt:characterEncoding", body)[0].value
            content = read("cnt:chars", body)[0].value.encode(encoding)
        method, path = read("ht:methodName")[0].value, read("ht:absolutePath")[0].value
        done = request_(method, path, headers=headers, content=content, follow_redirects=False)
        wanted = {each.value[-3] for each in read("mf:expectedStatus", response)}
        if kind == "update":
            wanted = {"4"}
        assert str(done.status_code)[0] in wanted, (name, done.text)
        for truth in read("mf:expectedBoolean", response) if kind == "query" else ():
            assert done.json()["boolean"] == (truth.value == "true"), name
        for form in read("mf:expectedFormat", response) if kind == "query" else ():
            types = GRAPH_FORMATS if form.value == "RDF" else RESULT_FORMATS
            assert done.headers["content-type"].partition(";")[0] in types, name
        seen[kind] += 1
    assert seen == {"query": 13, "update": 7, "bad": 14}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://evil.example/> { ?s ?p ?o } }",
        "SELECT * { servi\\u0063e <http://evil.example/> { ?s ?p ?o } }",
        "LOAD <http://evil.example/>",
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://evil.example/> { ?s ?p ?o }",
        "ASK " + "{" * 300 + "}" * 300,
        "SELECT",
    ],
)
def test_a_query_that_reaches_out_or_changes_is_refused(
    request_: Callable[..., Any], query: str
) -> None:
    for done in (
        request_("GET", "/sparql", params={"query": query}),
        request_("POST", "/sparql", data={"query": query}),
    ):
        assert 400 <= done.status_code < 500
        assert done.headers["content-type"].startswith("text/plain")
        assert len(done.text.splitlines()) == 1


def test_a_graph_of_the_protocol_that_is_not_there_is_told(request_: Callable[..., Any]) -> None:
    for name in ("default-graph-uri", "named-graph-uri"):
        done = request_("GET", "/sparql", params={"query": "ASK {}", name: "file:///etc/passwd"})
        assert done.status_code == 400
        assert f"{DATA}data1.rdf" in done.text


@pytest.mark.parametrize(
    ("accept", "query", "type_"),
    [
        ("", "SELECT * {}", "application/sparql-results+json"),
        ("text/html, */*;q=0.1", "ASK {}", "application/sparql-results+json"),
        ("application/sparql-results+xml", "ASK {}", "application/sparql-results+xml"),
        ("text/csv", "SELECT * {}", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "SELECT * {}", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.2, application/xml;q=0.9", "SELECT * {}", "application/xml"),
        ("*/*", "CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle; charset=utf-8"),
        ("application/*", "CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples"),
        ("application/ld+json", "DESCRIBE <urn:a>", "application/ld+json"),
        ("application/rdf+xml", "DESCRIBE <urn:a>", "application/rdf+xml"),
    ],
)
def test_the_form_is_agreed_on(
    request_: Callable[..., Any], accept: str, query: str, type_: str
) -> None:
    done = request_("GET", "/sparql", params={"query": query}, headers={"accept": accept})
    assert (done.status_code, done.headers["content-type"]) == (200, type_)


@pytest.mark.parametrize("accept", ["image/png", "text/csv;q=0", "text/turtle"])
def test_a_form_that_there_is_not_is_refused(request_: Callable[..., Any], accept: str) -> None:
    done = request_("GET", "/sparql", params={"query": "ASK {}"}, headers={"accept": accept})
    assert done.status_code == 406
    assert "application/sparql-results+json" in done.text


def test_the_answer_is_what_the_engine_finds(request_: Callable[..., Any]) -> None:
    done = request_("POST", "/sparql", data={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"})
    assert json.loads(done.text)["results"]["bindings"][0]["n"]["value"] == "3"


def test_an_answer_that_is_too_long_is_no_answer(child: Asked) -> None:
    def find_code(most: int) -> str:
        try:
            answer(child.store, "SELECT * { ?s ?p ?o }", most_bytes=most)
        except QueryError as error:  # what it holds must end in the thread that made it
            return error.findings[0].code
        return "answered"

    assert (find_code(100), find_code(10_000)) == ("query-too-long", "answered")


def test_a_bound_is_told_with_a_status(tmp_path: Path) -> None:
    told = QueryError.tell(
        "query-beyond-bounds", chapter="queries", variant="seconds", seconds=1, memory=96
    )
    for error, status in ((told, 504), (BoundExceeded(None), 500)):
        with serve(Asked(ox.Store(), error), tmp_path) as request:
            assert request("GET", "/sparql", params={"query": "ASK {}"}).status_code == status


def test_two_are_at_work_eight_wait_and_others_are_refused() -> None:
    async def work() -> int:
        crew = Crew(lambda: Asked(ox.Store()))
        done, refused = asyncio.Event(), 0

        async def ask() -> None:
            nonlocal refused
            try:
                async with crew.take_asker():
                    await done.wait()
            except TooMany:
                refused += 1

        waiting = [asyncio.create_task(ask()) for _ in range(RUNNING + WAITING + 3)]
        await asyncio.sleep(0)
        done.set()
        await asyncio.gather(*waiting)
        async with crew.take_asker():  # all of them are free again
            pass
        return refused

    assert run_apart(work()) == 3


def test_who_finds_no_place_to_wait_is_refused_before_any_child_is_asked(
    osaajaks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    crew, called = osaajaks.session.crew, []

    async def keep_up(_: Session) -> None:
        called.append("keep up")

    monkeypatch.setattr("eloggraph.web.asking.keep_up", keep_up)
    query, programs = {"query": "ASK {}"}, {"accept": "application/sparql-results+json"}
    assert osaajaks.get("/sparql", params=query, headers=programs).status_code == 200
    assert called.pop() == "keep up"
    monkeypatch.setattr(crew, "_free", asyncio.Semaphore(0))
    monkeypatch.setattr(crew, "_waiting", WAITING)
    for child in (crew.reader, *crew._askers):
        monkeypatch.setattr(child, "called", called)
    for address in ("/sparql", "/query", "/query.csv"):
        done = osaajaks.get(address, params=query, headers=programs)
        assert (done.status_code, "eight are waiting" in done.text) == (503, True)
        assert ("retry-after" in done.headers) == (address != "/query")
    assert osaajaks.get("/sparql", headers=programs).status_code == 503  # its description
    assert osaajaks.get("/query").status_code == 200
    assert called == []


@pytest.mark.parametrize("most", [MOST_QUERY, 100])
def test_a_query_of_just_the_length_is_answered_and_no_longer_one(
    request_: Callable[..., Any], osaajaks: Any, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    for module in ("asking", "protocol"):
        monkeypatch.setattr(f"eloggraph.web.{module}.MOST_QUERY", most)
    plain = {"content-type": "application/sparql-query"}
    longest = "ASK {}".ljust(most)
    for query, status in ((longest, 200), (longest + " ", 413)):
        done = [request_("POST", "/sparql", content=query.encode(), headers=plain)]
        if most == 100:  # a client of the tests sends no longer addresses
            done += [request_("GET", "/sparql", params={"query": query})]
            done += [osaajaks.get(at, params={"query": query}) for at in ("/query", "/query.csv")]
        assert {each.status_code for each in done} == {status}


def test_the_endpoint_describes_itself(osaajaks: Any) -> None:
    bearer = {"authorization": f"Bearer {osaajaks.keys.bearer}", "accept": "text/turtle"}
    done = osaajaks.get("/sparql", headers=bearer)
    store = ox.Store()
    store.load(done.content, format=ox.RdfFormat.TURTLE)
    asked = store.query(
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>"
        " ASK { ?s a sd:Service ; sd:endpoint <http://127.0.0.1:8756/sparql> ;"
        " sd:supportedLanguage sd:SPARQL11Query ; sd:defaultDataset/sd:namedGraph/sd:graph"
        " [ <http://rdfs.org/ns/void#triples> ?n ] FILTER (?n > 100) }"
    )
    assert bool(asked)
    assert osaajaks.get("/sparql", headers={"accept": "text/html"}).url.path == "/query"
    head = osaajaks.client.head("/sparql", headers=bearer)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == done.headers["content-type"]


def test_the_endpoint_asks_the_network_that_is_open(osaajaks: Any) -> None:
    import eloggraph

    query = "SELECT (COUNT(?s) AS ?n) { ?s a elo:Actor }"
    folder = Path(__file__).parents[2] / "datasets" / "osaajaks"
    ((count,),) = eloggraph.open(folder).select(query).texts()
    done = osaajaks.post("/sparql", data={"query": query}, headers={"accept": "text/csv"})
    assert done.text.split() == ["n", count]


def test_a_spreadsheet_takes_no_cell_of_a_file_for_a_formula(osaajaks: Any) -> None:
    query = """SELECT ?a ?b { VALUES (?a ?b) { ("=1+1" "@x, y") ("a" "-5") ('"=q"' "\\n=b") } }"""
    file = osaajaks.get("/query.csv", params={"query": query}).content.decode()
    rows = [*csv.reader(io.StringIO(file, newline=""))]
    assert rows == [["a", "b"], ["'=1+1", "'@x, y"], ["a", "-5"], ['"=q"', "\n=b"]]
    # A program is told what is so.
    told = osaajaks.get("/sparql", params={"query": query}, headers={"accept": "text/csv"})
    assert next(csv.reader(told.text.splitlines()[1:])) == ["=1+1", "@x, y"]


def test_the_code_of_the_example_is_no_argument_of_a_program(osaajaks: Any) -> None:
    page = html.unescape(osaajaks.get("/query").text)
    line = page.partition("<code>")[2].partition("</code>")[0]
    said, _, command = line.partition(" | ")
    assert said == f"echo 'Authorization: Bearer {osaajaks.keys.bearer}'"
    assert command.startswith("curl -H @- ")
    assert osaajaks.keys.bearer not in command
