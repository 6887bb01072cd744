"""The W3C's tests of SPARQL 1.0 and 1.1 queries: manifests, expected answers, and a comparison.

Numbers, dates and truth values are compared as a store keeps them, by their value: a query that
works one out may write it in another form.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from eloggraph.api.dataset import FileDataset, open_dataset
from eloggraph.errors import EloggraphError, QueryError
from eloggraph.graph.answers import Answer, ResultTable, Statements
from eloggraph.graph.datasets import find_graphs
from eloggraph.graph.rdf.dataset import RdfDataset
from eloggraph.iri import FILE_BASE, expand

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
SOLUTIONS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}
_RDF = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".nt": ox.RdfFormat.N_TRIPLES,
}
Said = Mapping[Any, Mapping[str, list[Any]]]
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One test of a manifest: its kind, and the files that it names."""

    name: str
    kind: str
    query: Path
    data: tuple[Path, ...]
    named: tuple[Path, ...]
    result: Path | None
    is_lax: bool


@dataclass(frozen=True, kw_only=True)
class Expected:
    """The rows of an expected answer, and whether they have an order."""

    variables: list[str]
    rows: Rows
    is_ordered: bool = False


def index(quads: Sequence[ox.Quad]) -> Said:
    found: dict[Any, dict[str, list[Any]]] = {}
    for quad in quads:
        said = found.setdefault(quad.subject, {})
        said.setdefault(quad.predicate.value, []).append(quad.object)
    return found


def read_manifest(path: Path) -> Said:
    base = path.resolve().as_uri()
    return index([*ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=base)])


def list_manifests(path: Path) -> list[Path]:
    """Return the manifests that a manifest includes, in their order."""
    said = read_manifest(path)
    (head,) = [node for each in said.values() for node in each.get(MF + "include", [])]
    found = []
    while head in said:
        found.append(to_path(said[head][expand("rdf:first")][0]))
        (head,) = said[head][expand("rdf:rest")]
    return found


def read_cases(path: Path) -> Iterator[Case]:
    said = read_manifest(path)
    for test, about in said.items():
        for action in about.get(MF + "action", []):
            files = said.get(action, {})
            results = about.get(MF + "result", [])
            yield Case(
                name=re.split("[#/]", test.value)[-1],
                kind=about[expand("rdf:type")][0].value.removeprefix(MF),
                query=to_path(files[QT + "query"][0] if files else action),
                data=tuple(map(to_path, files.get(QT + "data", []))),
                named=tuple(map(to_path, files.get(QT + "graphData", []))),
                result=to_path(results[0]) if results else None,
                is_lax=MF + "resultCardinality" in about,
            )


def to_path(node: ox.NamedNode) -> Path:
    return Path(node.value.removeprefix("file://"))


def run_case(case: Case) -> str:
    """Return what is wrong with the answer to a case, or nothing."""
    text = case.query.read_bytes().decode()
    if case.kind.startswith("NegativeSyntax"):
        try:
            open_empty().query(text)
        except QueryError:
            return ""
        return "is not refused"
    try:
        if case.kind.startswith("PositiveSyntax"):
            open_empty(find_graphs(text, FILE_BASE)).query(text)
            return ""
        return compare(case, open_data(case, text).query(text, default_graph="unnamed"))
    except EloggraphError as error:
        return error.findings[0].message.en


def open_data(case: Case, query: str) -> FileDataset:
    """Return the data of a case: files of the default graph, named ones, and those after FROM."""
    asked = (iri.removeprefix(FILE_BASE) for iri in find_graphs(query, FILE_BASE))
    named = [*case.named, *(case.query.parent / name for name in asked)]
    if not (case.data or named):
        return open_empty()
    found = open_dataset(*case.data, named=named)
    assert isinstance(found, FileDataset)
    return found


def open_empty(graphs: Sequence[str] = ()) -> FileDataset:
    """Return a dataset of graphs without any statement."""
    store = ox.Store()
    for name in graphs:
        store.add_graph(ox.NamedNode(name))
    return FileDataset(RdfDataset(store=store, sources=(), read_numbers=tuple))


def compare(case: Case, answer: Answer) -> str:
    """Return how an answer differs from what is expected, or nothing."""
    assert case.result is not None
    wanted = read_expected(case.result)
    if isinstance(wanted, ox.Dataset) and isinstance(answer, Statements):
        found = ox.Dataset(ox.Quad(*each) for each in answer)
        for each in (found, wanted):
            each.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        return "" if found == wanted else f"{found} instead of {wanted}"
    if isinstance(wanted, Expected) and isinstance(answer, ResultTable):
        if set(answer.variables) != set(wanted.variables):
            return f"has the columns {answer.variables} instead of {wanted.variables}"
        places = [answer.variables.index(name) for name in wanted.variables]
        return compare_rows([tuple(row[at] for at in places) for row in answer], wanted, case)
    return "" if wanted is answer else f"{answer!r} instead of {wanted!r}"


def compare_rows(found: Rows, expected: Expected, case: Case) -> str:
    found, wanted = ([tuple(map(by_value, row)) for row in rows] for rows in (found, expected.rows))
    if case.is_lax:
        found, wanted = [*dict.fromkeys(found)], [*dict.fromkeys(wanted)]
    is_alike = found == wanted or is_matching(found, wanted)
    if expected.is_ordered:
        is_alike = is_alike and [*map(mask, found)] == [*map(mask, wanted)]
    return "" if is_alike else f"{found} instead of {wanted}"


@cache
def by_value(term: Any) -> Any:
    """Return a literal as a store keeps it."""
    if not isinstance(term, ox.Literal):
        return term
    store, node = ox.Store(), ox.NamedNode("urn:x")
    store.add(ox.Quad(node, node, term))
    return next(iter(store)).object


def is_blank(term: Any) -> bool:
    return isinstance(term, ox.BlankNode)


def mask(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple("_:" if is_blank(term) else term for term in row)


def is_matching(found: Rows, wanted: Rows) -> bool:
    """Tell whether rows are the same but for order and the labels of blank nodes."""
    if Counter(map(mask, found)) != Counter(map(mask, wanted)):
        return False
    blank = [[row for row in rows if any(map(is_blank, row))] for rows in (found, wanted)]
    return pair_up(blank[0], blank[1], {})


def pair_up(found: Rows, wanted: Rows, labels: Mapping[Any, Any]) -> bool:
    if not found:
        return True
    row, *others = found
    for place, other in enumerate(wanted):
        if mask(row) != mask(other):
            continue
        known = dict(labels)
        pairs = [pair for pair in zip(row, other, strict=True) if is_blank(pair[0])]
        is_one = all(known.setdefault(left, right) == right for left, right in pairs)
        is_one = is_one and len(set(known.values())) == len(known)
        if is_one and pair_up(others, [*wanted[:place], *wanted[place + 1 :]], known):
            return True
    return False


def read_expected(path: Path) -> bool | ox.Dataset | Expected:
    """Return an expected truth value, statements, or rows."""
    if path.suffix in SOLUTIONS:
        read = ox.parse_query_results(path.read_bytes(), format=SOLUTIONS[path.suffix])
        if isinstance(read, ox.QueryBoolean):
            return bool(read)
        assert isinstance(read, ox.QuerySolutions)
        names = [variable.value for variable in read.variables]
        return Expected(variables=names, rows=[tuple(row[name] for name in names) for row in read])
    base = FILE_BASE + path.name
    quads = [*ox.parse(path.read_bytes(), format=_RDF[path.suffix], base_iri=base)]
    said = index(quads)
    kinds = {node: each.get(expand("rdf:type"), []) for node, each in said.items()}
    tops = [node for node, each in kinds.items() if ox.NamedNode(RS + "ResultSet") in each]
    return read_result_set(said, said[tops[0]]) if tops else ox.Dataset(quads)


def read_result_set(said: Said, top: Mapping[str, list[Any]]) -> bool | Expected:
    if RS + "boolean" in top:
        return str(top[RS + "boolean"][0].value) == "true"
    names = [each.value for each in top.get(RS + "resultVariable", [])]
    solutions = [said.get(node, {}) for node in top.get(RS + "solution", [])]
    is_ordered = any(RS + "index" in each for each in solutions)
    if is_ordered:
        solutions.sort(key=lambda each: int(each[RS + "index"][0].value))
    rows = []
    for solution in solutions:
        bindings = [said[node] for node in solution.get(RS + "binding", [])]
        bound = {each[RS + "variable"][0].value: each[RS + "value"][0] for each in bindings}
        rows.append(tuple(bound.get(name) for name in names))
    return Expected(variables=names, rows=rows, is_ordered=is_ordered)
