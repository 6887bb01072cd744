"""The competency questions: each has a query, and each query answers a small graph made by hand.

A case is a folder named after its query:

``graph.ttl``
    a network, every case of interest in a few lines;
``expected.csv``
    the whole answer in English, worked out by hand, columns included;
``excluded.csv``
    near misses: rows (or parts of rows) that must not be in the answer although a single
    statement keeps them out; ``*`` is any value.

In the cells ``:x`` is the IRI of a node of the graph, ``@scheme/code`` the label of a code,
``@@scheme/code`` its IRI, ``%elo:Name`` the label of a class and ``^Name`` the IRI of a shape.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

import eloggraph
from eloggraph.graph.answers import ResultTable
from eloggraph.graph.queries import NamedQuery, named_queries, run_query
from eloggraph.graph.rdf.store import open_store
from eloggraph.schema.package import ontology_files, shape_files
from eloggraph.text import FINISHED, LANGUAGES, Language

HERE = Path(__file__).parent
CHECKOUT = HERE.parent.parent
QUESTIONS = range(1, 37)
# Questions from which gap rules derive: what is missing, not what there is.
GAPS = {4, 5, 7, 10, 14, 18, 23, 25, 26, 31, 32}

# What the question is about: who was there before, what is still to be done, or what records say.
HISTORY = {"coordinators-of-networks", "organisation-changes", "outputs-beyond-projects"} | {
    "project-coordinators",
    "projects",
}
PLANS = {"challenges-without-proposal", "goals-without-indicator"} | {
    "measures-without-responsible",
    "national-goals-without-regional",
    "proposals-without-measure",
    "targets-and-observations",
    "work-packages-by-theme",
}
# Nodes of a case that are more than nothing although they are not there, each with the reason.
STILL_TOLD = {
    ("elo-groups-without-posts", "f4"): "a post whose holder is only planned has no other holder",
    ("elo-groups-without-posts", "t2"): "a post with a term is not one without",
    ("elo-groups-without-posts", "p1"): "the answer tells when the last holder's time ended",
    ("elo-groups-without-posts", "t1"): "the answer tells when the last holder's time ended",
    ("national-goals-without-regional", "g0"): "a goal on the way to a wider one",
    ("national-goals-without-regional", "joint"): "the region it was to be in is in the table",
    ("target-groups-without-services", "advice"): "whom it is for is in the table",
    ("target-groups-without-services", "coaching"): "where it is given is in the table",
}
RECORDS = {"claims-and-sources", "facts-with-one-source", "maturity-by-region", "top-challenges"}

BASE = "https://example.org/net/"
VOCABULARY = "https://w3id.org/eloggraph/vocab/"
ELO = "https://w3id.org/eloggraph/ns#"
SHAPES = "https://w3id.org/eloggraph/shapes#"
OWN = ox.NamedNode(BASE)
LABELS = (
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.w3.org/2000/01/rdf-schema#label",
)

ANSWERING: dict[str, NamedQuery] = {
    name: query for name, query in named_queries().items() if query.question is not None
}
CASES = sorted(path.name for path in HERE.iterdir() if (path / "graph.ttl").is_file())

Row = tuple[str, ...]


class Case:
    """A graph beside the ontology, and the answer that the query of its name gives."""

    def __init__(self, name: str) -> None:
        self.query = ANSWERING[name].text
        self.quads = [
            ox.Quad(triple.subject, triple.predicate, triple.object, OWN)
            for triple in ox.parse(path=HERE / name / "graph.ttl", format=ox.RdfFormat.TURTLE)
        ]
        self.store = store_with_ontology()
        for quad in list(self.store.quads_for_pattern(None, None, None, OWN)):
            self.store.remove(quad)
        self.store.extend(self.quads)

    def relabel(self, languages: tuple[str, ...]) -> None:
        """Give each name and description of the graph in the languages, marked with its own."""
        for quad in self.quads:
            if isinstance(quad.object, ox.Literal) and quad.object.language:
                self.store.remove(quad)
                for tag in languages:
                    text = ox.Literal(f"{quad.object.value} [{tag}]", language=tag)
                    self.store.add(ox.Quad(quad.subject, quad.predicate, text, OWN))

    def ask(self, language: Language = "en") -> ResultTable:
        answer = run_query(self.store, self.query, own=BASE, language=language)
        assert isinstance(answer, ResultTable)
        return answer

    def rows(self) -> set[Row]:
        return {tuple(value or "" for value in row) for row in self.ask().texts()}

    def ask_without(self, quad: ox.Quad) -> set[Row]:
        self.store.remove(quad)
        try:
            return self.rows()
        finally:
            self.store.add(quad)

    def ask_with(self, quad: ox.Quad) -> set[Row]:
        if quad in self.store:
            return self.rows()
        self.store.add(quad)
        try:
            return self.rows()
        finally:
            self.store.remove(quad)

    def ask_without_node(self, node: ox.NamedNode) -> set[Row]:
        about = [quad for quad in self.quads if node in (quad.subject, quad.object)]
        for quad in about:
            self.store.remove(quad)
        try:
            return self.rows()
        finally:
            self.store.extend(about)

    def nearby(self, nodes: set[str]) -> Iterator[set[Row]]:
        """Yield the answers of graphs that differ in one statement, added only about the nodes."""
        for quad in self.quads:
            yield self.ask_without(quad)
        for node in (ox.NamedNode(iri) for iri in sorted(nodes)):
            for quad in self.quads:
                yield self.ask_with(ox.Quad(node, quad.predicate, quad.object, OWN))
                yield self.ask_with(ox.Quad(quad.subject, quad.predicate, node, OWN))


@cache
def store_with_ontology() -> ox.Store:
    return open_store(())


@cache
def labels() -> dict[tuple[str, str], str]:
    """The labels of codes and classes, read without the toolkit."""
    return {
        (quad.subject.value, quad.object.language): quad.object.value
        for path in ontology_files()
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
        if quad.predicate.value in LABELS
    }


def read(name: str, file: str) -> tuple[tuple[str, ...], list[Row]]:
    with (HERE / name / file).open(encoding="utf-8", newline="") as handle:
        header, *rows = csv.reader(handle)
    return tuple(header), [tuple(expand(cell) for cell in row) for row in rows]


def expand(cell: str) -> str:
    if cell.startswith("@@"):
        return VOCABULARY + cell[2:]
    if cell.startswith("@"):
        return labels()[VOCABULARY + cell[1:], "en"]
    if cell.startswith("%elo:"):
        return labels()[ELO + cell.removeprefix("%elo:"), "en"]
    if cell.startswith("^"):
        return SHAPES + cell[1:]
    return BASE + cell[1:] if cell.startswith(":") else cell


def holds(rows: set[Row], columns: tuple[str, ...], names: tuple[str, ...], part: Row) -> bool:
    wanted = [(columns.index(n), cell) for n, cell in zip(names, part, strict=True) if cell != "*"]
    return any(all(row[place] == cell for place, cell in wanted) for row in rows)


def test_every_question_has_a_query() -> None:
    assert {query.question for query in ANSWERING.values()} == set(QUESTIONS)


def test_every_query_has_a_case_and_every_case_a_query() -> None:
    assert sorted(ANSWERING) == CASES


@pytest.mark.parametrize("name", named_queries())
def test_query_has_a_title_in_each_language(name: str) -> None:
    text = named_queries()[name].text
    titles = dict(re.findall(r"^# title@([A-Za-z-]+): (\S.*)$", text, re.MULTILINE))
    assert set(FINISHED) <= set(titles) <= set(LANGUAGES)
    assert len(set(titles.values())) == len(titles)


@pytest.mark.parametrize("name", ANSWERING)
def test_query_names_the_documents_that_ask(name: str) -> None:
    sources = ANSWERING[name].sources
    assert sources
    assert set(sources) <= {"S0", "S1", "S2", "S3", "S4"}


@pytest.mark.parametrize("name", ANSWERING)
def test_terms_and_codes_of_the_query_exist(name: str) -> None:
    text = re.sub(r'"[^"\n]*"|^#.*$', "", ANSWERING[name].text, flags=re.MULTILINE)
    prefixes = dict(re.findall(r"^PREFIX ([\w-]+): <([^>]+)>$", text, re.MULTILINE))
    body = re.sub(r"^PREFIX .*$", "", text, flags=re.MULTILINE)
    used = {
        prefixes[prefix] + local
        for prefix, local in re.findall(r"(?<![\w?:-])([a-z][\w-]*):([\w-]+)", body)
    }
    ours = {iri for iri in used if iri.startswith((ELO, VOCABULARY))}
    assert ours - {subject for subject, _ in labels()} == set()
    assert set(prefixes.values()) == {re.sub(r"[^#/]+$", "", iri) for iri in used}


@pytest.mark.parametrize("name", CASES)
def test_answer_is_the_one_worked_out_by_hand(name: str) -> None:
    columns, expected = read(name, "expected.csv")
    answer = Case(name).ask()
    assert answer.variables == columns
    got = [tuple(value or "" for value in row) for row in answer.texts()]
    assert sorted(got) == sorted(expected)


@pytest.mark.parametrize("name", CASES)
def test_no_row_and_no_name_is_lost_in_another_language(name: str) -> None:
    case = Case(name)
    english = {shape(row) for row in case.ask("en").texts()}
    for language in LANGUAGES:
        assert {shape(row) for row in case.ask(language).texts()} == english


def shape(row: tuple[str | None, ...]) -> tuple[str, ...]:
    """What does not depend on the language: IRIs, numbers, and which cells are filled."""
    return tuple(
        "" if value is None else value if re.match(r"https?://|[\d.-]+$", value) else "text"
        for value in row
    )


@pytest.mark.parametrize("name", CASES)
def test_names_are_in_the_language_asked_for_or_else_in_the_first_there_is(name: str) -> None:
    """Finnish stands in before English, and English before Swedish, as in the whole toolkit."""
    counts = set()
    for there in (("fi", "sv", "en"), ("sv", "en"), ("fi", "sv"), ("sv",)):
        case = Case(name)
        case.relabel(there)
        for language in LANGUAGES:
            first = next(tag for tag in (language, "fi", "en", "sv") if tag in there)
            text = "\n".join(cell or "" for row in case.ask(language).texts() for cell in row)
            marks = re.findall(r"\[(fi|sv|en)\]", text)
            assert set(marks) <= {first}
            counts.add(len(marks))
    assert len(counts) == 1


@pytest.mark.parametrize("name", CASES)
def test_every_row_rests_on_statements_of_the_graph(name: str) -> None:
    """Take away one statement at a time: each row of the answer must fall at least once."""
    case = Case(name)
    standing = case.rows()
    for quad in case.quads:
        standing &= case.ask_without(quad)
    assert standing == set()


@pytest.mark.parametrize("name", CASES)
def test_near_miss_is_kept_out_by_one_statement(name: str) -> None:
    case = Case(name)
    columns = case.ask().variables
    names, misses = read(name, "excluded.csv")
    assert misses
    for miss in misses:
        assert not holds(case.rows(), columns, names, miss)
        nodes = {cell for cell in miss if cell.startswith(BASE)} or {
            quad.subject.value for quad in case.quads if isinstance(quad.subject, ox.NamedNode)
        }
        assert any(holds(rows, columns, names, miss) for rows in case.nearby(nodes)), miss


@cache
def classes_with_a_status() -> frozenset[str]:
    """Read from the shapes, without the toolkit: whose table has the column, and what is below."""
    kept: dict[str, set[str]] = {"column": set(), "class": set()}
    above: list[tuple[str, str]] = []
    for path in (*shape_files(), *ontology_files()):
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
            shape, property_, value = quad.subject, quad.predicate.value, quad.object
            if property_.endswith("shacl#property") and value.value.endswith("#common-status"):
                kept["column"].add(shape.value)
            elif property_.endswith("#targetClass"):
                above.append((shape.value, value.value))
            elif property_.endswith("#subClassOf") and isinstance(value, ox.NamedNode):
                above.append((value.value, shape.value))
    found = {target for shape, target in above if shape in kept["column"]}
    return frozenset(found | {below for parent, below in above if parent in found})


@pytest.mark.parametrize("name", sorted(set(CASES) - RECORDS))
def test_what_is_not_in_force_answers_as_if_it_were_not_on_record(name: str) -> None:
    """A node with a status is compared with a graph that does not know the node at all."""
    case = Case(name)
    usual = without_status(name, case.rows())
    for node in nodes_without_a_status(case):
        if (name, node.value.removeprefix(BASE)) in STILL_TOLD:
            continue
        gone = without_status(name, case.ask_without_node(node))
        expected = {
            "in-force": usual,
            "cancelled": gone,
            "ended": usual if name in HISTORY else gone,
            **dict.fromkeys(("planned", "proposed", "wished"), usual if name in PLANS else gone),
        }
        for code, rows in expected.items():
            value = ox.NamedNode(f"{VOCABULARY}status/{code}")
            marked = case.ask_with(ox.Quad(node, ox.NamedNode(ELO + "status"), value, OWN))
            assert without_status(name, marked) == rows, (code, node)


def without_status(name: str, rows: set[Row]) -> set[Row]:
    """Leave out what the answer tells of the status itself."""
    columns, _ = read(name, "expected.csv")
    kept = [place for place, column in enumerate(columns) if column != "status"]
    return {tuple(row[place] for place in kept) for row in rows}


def nodes_without_a_status(case: Case) -> list[ox.NamedNode]:
    """Nodes whose table has the column; a role is a word, and its holders have their own."""
    marked = {quad.subject for quad in case.quads if quad.predicate.value == ELO + "status"}
    kinds = classes_with_a_status() - {ELO + "ActorRole"}
    judged = {
        quad.subject
        for quad in case.quads
        if quad.predicate.value.endswith("#type") and quad.object.value in kinds
    }
    return sorted(judged - marked, key=str)


@pytest.mark.parametrize("name", [n for n in CASES if ANSWERING[n].question in GAPS])
def test_row_of_a_gap_names_focus_rule_and_source(name: str) -> None:
    query = ANSWERING[name]
    columns, rows = read(name, "expected.csv")
    focus, rule, seed = (columns.index(column) for column in ("focus", "rule", "seed"))
    told = {(row[rule], row[seed]) for row in rows if row[rule]}
    assert all(row[focus] for row in rows)
    assert {seed for _, seed in told} == {", ".join(query.sources)}
    shapes = {
        quad.subject.value
        for path in shape_files()
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
        if isinstance(quad.subject, ox.NamedNode)
    }
    assert {rule for rule, _ in told} <= shapes | {name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_query_runs_on_a_real_network(language: Language) -> None:
    network = eloggraph.open(CHECKOUT / "datasets" / "osaajaks")
    counts = {name: len(network.query(name, language).rows) for name in ANSWERING}
    assert counts["chain-steps"] == 3
    assert counts["projects"] >= 1
    assert set(counts) == set(ANSWERING)
