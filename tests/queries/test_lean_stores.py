"""Only what a query asks for is loaded, and the answer is that of the whole graph.

Oracles: a store that has all statements, asked the same; the queries of the W3C's suites; and for
small queries what the grammar says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

import eloggraph
from eloggraph.api.network import Network
from eloggraph.graph.queries import named_queries, run_query
from eloggraph.graph.query_predicates import find_predicates
from eloggraph.graph.rdf.store import Asking, GrowingStore, open_store
from eloggraph.graph.statements import Graph
from eloggraph.iri import PREFIXES, contract
from eloggraph.schema.packaged import packaged_schema
from eloggraph.snapshot.mark import mark_day
from eloggraph.snapshot.take import cut_snapshot

DATASETS = Path(__file__).parents[2] / "datasets"
ON = date(2024, 6, 30)
TEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-"
# What gives another answer every time.
CHANGING = ("rand(", "uuid(", "now(", "bnode(")


@cache
def open_folder(name: str) -> Network:
    return eloggraph.open(DATASETS / name)


@pytest.fixture
def network() -> Network:
    return open_folder("kaakkois-suomi")


@pytest.mark.parametrize(("name", "day"), [("mallimaakunta", None), ("kaakkois-suomi", ON)])
def test_named_queries_answer_as_over_the_whole_graph(name: str, day: date | None) -> None:
    network = open_folder(name)
    marked = mark_day(network.on_record, day) if day else None

    def supply(predicates: frozenset[str] | None) -> tuple[Graph, ...]:
        if marked is None:
            return tuple(graph.only(predicates) for graph in network.graphs)
        return cut_snapshot(marked, predicates).graphs

    whole = open_store(supply(None))
    own, differing = network.config.base, []
    for each, query in named_queries().items():
        lean = GrowingStore(supply).prepare(Asking(query=query.text, base=own))
        assert len(lean) < len(whole), each
        if run_query(lean, query, own=own) != run_query(whole, query, own=own):
            differing.append(each)
    assert not differing


def test_a_store_grows_by_what_further_queries_ask(network: Network) -> None:
    stored = GrowingStore(lambda predicates: [g.only(predicates) for g in network.graphs])
    sizes = [
        len(stored.prepare(Asking(query=f"ASK {{ ?s {path} ?o }}")))
        for path in ("elo:status", "a", "a")
    ]
    assert sizes[0] < sizes[1] == sizes[2]
    assert set(stored.prepare()) == set(open_store(network.graphs))


def test_a_parameter_finds_a_thing_by_what_the_query_does_not_ask() -> None:
    network, bindings = eloggraph.open(DATASETS / "mallimaakunta"), {"region": "98"}  # a notation
    whole, query = network.look().store, named_queries()["actors-by-region"]
    meant = run_query(whole, query, own=network.config.base, bindings=bindings)
    afresh = eloggraph.open(DATASETS / "mallimaakunta")
    assert afresh.query("actors-by-region", "en", bindings) == meant
    assert meant


def test_a_graph_that_is_not_asked_is_not_loaded_but_named(network: Network) -> None:
    stored = GrowingStore(lambda predicates: [g.only(predicates) for g in network.graphs])
    base = network.config.base
    store = stored.prepare(Asking(query=f"SELECT * FROM <{base}> {{ ?s ?p ?o }}"))
    found = {
        name: any(store.quads_for_pattern(None, None, None, name)) for name in store.named_graphs()
    }
    assert found == {ox.NamedNode(graph.base): graph.base == base for graph in network.graphs} | {
        ox.NamedNode("https://w3id.org/eloggraph/ns"): True
    }


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("SELECT * { ?s a elo:Actor , ?c ; elo:status 'a'@fi ; skos:notation 1 . }",
         ["elo:status", "rdf:type", "rdf:type elo:Actor", "skos:notation"]),
        ("ASK { ?s ^elo:a/(elo:b|elo:c)+ [ elo:d elo:x ] }", ["elo:a", "elo:b", "elo:c", "elo:d elo:x"]),
        ("ASK { ?s elo:a ?o FILTER(?o < 1 && NOT EXISTS { ?o elo:b ?s }) }", ["elo:a", "elo:b"]),
        ("SELECT ?s { { SELECT ?s (COUNT(*) AS ?n) { ?s elo:a 1 } GROUP BY ?s HAVING(?n > 1) } }",
         ["elo:a"]),
        ("CONSTRUCT { ?s ?p ?o } WHERE { VALUES (?p ?x) { (elo:a 1) (elo:b UNDEF) } ?s ?p ?o }",
         ["elo:a", "elo:b"]),
        ("PREFIX e: <urn:e:> # ?a ?b ?c\nASK { ?s e:x\\-y 'b ?p c', \"\"\"?d\"\"\" }", ["urn:e:x-y"]),
        ("ASK { ?s a ?c . ?c rdfs:subClassOf* ?d . ?d elo:a? ?e }",
         ["elo:a", "rdf:type", "rdfs:subClassOf"]),
        ("ASK { elo:x rdfs:subClassOf* ?d }", ["rdfs:subClassOf"]),
        ("ASK { ?s a ?c . ?c rdfs:subClassOf* elo:Actor }",
         ["rdf:type below https://w3id.org/eloggraph/ns#Actor", "rdfs:subClassOf"]),
        ("ASK { ?s a ?c . { ?c rdfs:subClassOf* elo:Actor } }", ["rdf:type", "rdfs:subClassOf"]),
        ("ASK { ?s a ?c . ?c rdfs:subClassOf*/elo:a elo:x }",
         ["elo:a", "rdf:type", "rdfs:subClassOf"]),
        ("ASK { (1 ?x) elo:a ?s }", ["elo:a", "rdf:first", "rdf:rest"]),
        ("ASK {}", []),
    ],
)  # fmt: skip
def test_what_a_query_asks(query: str, asked: list[str]) -> None:
    found = find_predicates(query)
    assert found is not None
    said = (" ".join(contract(each) for each in pair if each) for pair in found)
    assert sorted(said) == asked


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s ?p ?o }",
        "ASK { ?s elo:a ?o ; ?p 1 }",
        "ASK { ?s !elo:a ?o }",
        "ASK { ?s elo:a* ?o }",
        "ASK { ?s elo:a|elo:b? ?o }",
        "ASK { GRAPH ?g { elo:x elo:a* ?o } }",
        "ASK { ?s elo:a ?o . GRAPH ?g { ?s elo:a* ?o } }",
        "ASK { ?s elo:a ?o { SELECT (COUNT(*) AS ?n) { ?s elo:b* ?o } } }",
        "ASK { VALUES ?p { elo:a UNDEF } ?s ?p ?o }",
        "ASK { ?s ?p ?o { VALUES ?p { elo:a } } }",
        "ASK { ?s elo:a ?o FILTER EXISTS { ?s ?p ?o } }",
        "ASK { ?s <relative> ?o }",
        "ASK { ?s nobody:knows ?o }",
        "ASK { ?s \\u0061 ?o }",
        "DESCRIBE elo:Actor",
        "ASK { << ?s elo:a ?o >> elo:b 1 }",
        "ASK { ?s elo:a ?o",
    ],
)
def test_what_needs_the_whole_graph(query: str) -> None:
    assert find_predicates(query) is None


def test_classes_below_one_are_those_that_a_path_finds() -> None:
    query = "SELECT ?top ?c { ?top a owl:Class . ?c rdfs:subClassOf* ?top FILTER(ISIRI(?c)) }"
    asked = open_store(()).query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    found: dict[str, set[str]] = {}
    for row in asked:  # type: ignore[union-attr]
        found.setdefault(row["top"].value, set()).add(row["c"].value)
    descendants = packaged_schema().descendants
    named = {top: below for top, below in found.items() if top.startswith("http")}
    assert len(named) > 50
    assert named == {top: {top, *descendants.get(top, ())} for top in named}


def test_suites_of_the_w3c_answer_as_over_the_whole_graph(reference_data: Path) -> None:
    compared = Counter[str]()
    for version in ("1.0", "1.1"):
        for query, whole, lean in read_cases(reference_data / "suites" / f"sparql-{version}"):
            if any(word in query.lower() for word in CHANGING):
                continue
            for union in (False, True):
                assert ask(lean, query, union) == ask(whole, query, union), query
            compared[version] += 1
    assert compared["1.0"] > 150
    assert compared["1.1"] > 150


def read_cases(folder: Path) -> Iterator[tuple[str, ox.Store, ox.Store]]:
    """Yield queries that need not the whole graph, with a store of all their data and a lean one."""
    for path in sorted(folder.rglob("manifest.ttl")):
        manifest = ox.Store()
        manifest.load(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=path.resolve().as_uri())
        for said in manifest.quads_for_pattern(None, ox.NamedNode(f"{TEST}query#query"), None):
            file = find_file(said.object)
            query = file.read_text("utf-8")
            asked = find_predicates(query)
            if asked is None:
                continue
            whole, lean = ox.Store(), ox.Store()
            for kind in ("data", "graphData"):
                name = ox.NamedNode(f"{TEST}query#{kind}")
                for data in manifest.quads_for_pattern(said.subject, name, None):
                    load(whole, data.object, is_named=kind == "graphData")
            for graph in whole.named_graphs():
                lean.add_graph(graph)
            named = {pair for pair in asked if not (pair[1] or "").startswith("below ")}
            for predicate, top in asked - named:
                above = f"SELECT ?c {{ ?c rdfs:subClassOf* <{str(top)[6:]}> }}"
                found = whole.query(above, prefixes=PREFIXES, use_default_graph_as_union=True)
                named |= {(predicate, row["c"].value) for row in found}  # type: ignore[union-attr]
            lean.extend(quad for quad in whole if is_asked(quad, named))
            yield query, whole, lean


def load(store: ox.Store, file: ox.Term, *, is_named: bool) -> None:
    path = find_file(file)
    format_ = ox.RdfFormat.from_extension(path.suffix[1:].replace("n3", "ttl"))
    graph = ox.NamedNode(path.as_uri()) if is_named else None
    store.load(path=str(path), format=format_, base_iri=path.as_uri(), to_graph=graph)


def find_file(term: object) -> Path:
    assert isinstance(term, ox.NamedNode), term
    return Path(term.value.removeprefix("file://"))


def is_asked(quad: ox.Quad, asked: Collection[tuple[str, str | None]]) -> bool:
    value = quad.object.value if isinstance(quad.object, ox.NamedNode) else None
    return any((quad.predicate.value, each) in asked for each in (None, value))


def ask(store: ox.Store, query: str, union: bool) -> object:
    try:
        answer = store.query(query, base_iri="urn:x", use_default_graph_as_union=union)
    except (SyntaxError, ValueError) as error:
        return str(error)
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    if isinstance(answer, ox.QueryTriples):
        return Counter(str(triple) for triple in answer)
    return Counter(str(solution) for solution in answer)
