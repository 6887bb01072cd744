"""Answers as the SPARQL 1.1 protocol gives them: a dataset, a media type, bytes.

Source: SPARQL 1.1 Protocol, sections 2.1 (query operation) and 2.1.4 (dataset); SPARQL 1.1 Service
Description; VoID for the numbers of statements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO

import pyoxigraph as ox

from eloggraph.errors import QueryError
from eloggraph.graph.datasets import list_graphs, refuse_absent, refuse_unknown_graphs
from eloggraph.graph.queries import refuse_unsafe
from eloggraph.iri import PREFIXES

# The first of each is what whoever takes everything gets.
RESULT_FORMATS: Mapping[str, ox.QueryResultsFormat] = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/xml": ox.QueryResultsFormat.XML,
}
GRAPH_FORMATS: Mapping[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
_UTF8 = ("text/csv", "text/tab-separated-values", "text/turtle")
_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")
_VOID = "http://rdfs.org/ns/void#"
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def choose_type(accept: str, types: Sequence[str]) -> str:
    """Return the media type that a client likes best, the first of those that it likes equally.

    Raises
    ------
    QueryError
        When it takes none of them.

    Examples
    --------
    >>> choose_type("text/csv;q=0.5, text/*;q=0.1", ["text/turtle", "text/csv"])
    'text/csv'
    >>> choose_type("", ["text/turtle", "text/csv"])
    'text/turtle'
    """
    ranges = dict(_read_accept(accept)) or {"*/*": 1.0}

    def like(type_: str) -> float:
        # What is said of the type itself goes before what is said of more than it.
        every = (type_, f"{type_.partition('/')[0]}/*", "*/*")
        return next((ranges[each] for each in every if each in ranges), 0.0)

    best = max(types, key=like)
    if not like(best):
        raise QueryError.tell(
            "query-not-acceptable", chapter="queries", value=accept, types=", ".join(types)
        )
    return best


def _read_accept(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.split(","):
        type_, *parameters = (each.strip().lower() for each in part.split(";"))
        quality = 1.0
        for name, _, value in (each.partition("=") for each in parameters):
            if name.strip() == "q":
                try:
                    quality = float(value)
                except ValueError:
                    quality = 0.0
        if type_:
            yield type_, quality


def answer(
    store: ox.Store,
    query: str,
    accept: str = "",
    *,
    base: str | None = None,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    most_bytes: int | None = None,
) -> tuple[str, bytes]:
    """Return the answer to a query, with its media type.

    Parameters
    ----------
    query
        SPARQL 1.1 Query; the prefixes of the toolkit are known.
    accept
        The header of that name.
    base
        What relative IRIs are resolved against.
    default_graphs, named_graphs
        The dataset, which goes before that of the query. Without any of either, all graphs
        together are asked.
    most_bytes
        How long the answer may be, so that rows are bounded too.

    Raises
    ------
    QueryError
        When the query is malformed, not allowed or asks a graph that is not there, when the client
        takes no type that there is, or when the answer is too long.

    Examples
    --------
    >>> answer(ox.Store(), "ASK {}", "text/csv")
    ('text/csv; charset=utf-8', b'true')
    """
    refuse_unsafe(query)
    chooses = refuse_unknown_graphs(query, store, base)
    given = [*default_graphs, *named_graphs]
    refuse_absent(given, store)
    default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [
        ox.NamedNode(each) for each in default_graphs
    ]
    named: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(each) for each in named_graphs]
    try:
        found = store.query(
            query,
            base_iri=base,
            prefixes=PREFIXES,
            use_default_graph_as_union=not (chooses or given),
            default_graph=default if given else None,
            named_graphs=named if given else None,
        )
        written = _Bounded(most_bytes)
        if isinstance(found, ox.QueryTriples):
            type_ = choose_type(accept, [*GRAPH_FORMATS])
            found.serialize(written, GRAPH_FORMATS[type_])
        else:
            type_ = choose_type(accept, [*RESULT_FORMATS])
            found.serialize(written, RESULT_FORMATS[type_])
    except (SyntaxError, ValueError, OSError) as error:
        raise QueryError.tell("query-malformed", reason=str(error)) from error
    return _name_type(type_), written.getvalue()


class _Bounded(BytesIO):
    """Bytes up to a bound: beyond it, whoever writes them is stopped."""

    def __init__(self, most: int | None) -> None:
        super().__init__()
        self._most = most

    def write(self, part: bytes, /) -> int:  # type: ignore[override]
        if self._most is not None and self.tell() + len(part) > self._most:
            raise QueryError.tell(
                "query-too-long", chapter="queries", n=max(1, self._most // 1_000_000)
            )
        return super().write(part)


def _name_type(type_: str) -> str:
    return f"{type_}; charset=utf-8" if type_ in _UTF8 else type_


def describe_service(store: ox.Store, address: str, accept: str = "") -> tuple[str, bytes]:
    """Return what an endpoint says of itself: languages, formats, and graphs with their sizes.

    Examples
    --------
    >>> describe_service(ox.Store(), "http://127.0.0.1/sparql", "text/turtle")[0]
    'text/turtle; charset=utf-8'
    """
    type_ = choose_type(accept, [*GRAPH_FORMATS])
    prefixes = {"sd": _SD, "void": _VOID}
    triples = _describe(list_graphs(store), address)
    written = ox.serialize(triples, format=GRAPH_FORMATS[type_], prefixes=prefixes)
    assert written is not None  # it is None only where it goes to a file
    return _name_type(type_), written


def _describe(graphs: Sequence[tuple[str, int]], address: str) -> list[ox.Triple]:
    service, dataset, default = (ox.BlankNode(name) for name in ("service", "data", "default"))

    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(_SD + name)

    def count(node: ox.BlankNode, number: int) -> ox.Triple:
        return ox.Triple(node, ox.NamedNode(f"{_VOID}triples"), ox.Literal(number))

    said = [
        ox.Triple(service, _TYPE, sd("Service")),
        ox.Triple(service, sd("endpoint"), ox.NamedNode(address)),
        ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        ox.Triple(service, sd("feature"), sd("UnionDefaultGraph")),
        ox.Triple(service, sd("defaultDataset"), dataset),
        ox.Triple(dataset, _TYPE, sd("Dataset")),
        ox.Triple(dataset, sd("defaultGraph"), default),
        ox.Triple(default, _TYPE, sd("Graph")),
        count(default, sum(number for _, number in graphs)),
    ]
    for name in (*_RESULTS, *_GRAPHS):
        said.append(ox.Triple(service, sd("resultFormat"), ox.NamedNode(_FORMATS + name)))
    for place, (iri, number) in enumerate(graphs):
        named, graph = ox.BlankNode(f"named{place}"), ox.BlankNode(f"graph{place}")
        said += [
            ox.Triple(dataset, sd("namedGraph"), named),
            ox.Triple(named, _TYPE, sd("NamedGraph")),
            ox.Triple(named, sd("name"), ox.NamedNode(iri)),
            ox.Triple(named, sd("graph"), graph),
            ox.Triple(graph, _TYPE, sd("Graph")),
            count(graph, number),
        ]
    return said
