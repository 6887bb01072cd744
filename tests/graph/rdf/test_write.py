"""Turtle and N-Triples: what two independent parsers read is what the tables say.

Oracles: pyoxigraph and rdflib read the files; the csv module and the hand-worked lines say what
must be in them.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from eloggraph.errors import OutputError
from eloggraph.graph.rdf.write import (
    FORMATS,
    serialise,
    verify_rdf,
    write_ntriples,
    write_turtle,
)
from eloggraph.graph.statements import FRAME_SCHEMA, Graph, StatementFrame
from eloggraph.iri import expand

Factory = Callable[..., Any]
BASE = "https://example.org/pieni/"
LABELS = ["id", "label@fi", "label@sv", "label@en", "locator"]


def graph_of(*values: str, language: str | None = None, datatype: str | None = None) -> Graph:
    """Make a graph with one literal for each value."""
    frame = pl.DataFrame(
        {"subject": [f"{BASE}x"] * len(values), "object": values, "row": [None] * len(values)},
        schema=FRAME_SCHEMA,
    )
    part = StatementFrame(
        predicate=expand("elo:locator"),
        frame=frame,
        is_literal=True,
        language=language,
        datatype=datatype,
    )
    return Graph(base=BASE, frames=(part,), rows=())


def by_oxigraph(text: str, name: str) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(text, format=FORMATS[name][1])}


@pytest.mark.parametrize("name", FORMATS)
def test_two_parsers_read_the_same_from_a_file(
    tiny_network: Path, read: Factory, name: str
) -> None:
    text = serialise(read(tiny_network).graph, name)
    rdf_format = {"turtle": "turtle", "ntriples": "nt"}[name]
    by_rdflib = rdflib.Graph().parse(data=text, format=rdf_format)
    again = "".join(f"{triple} .\n" for triple in by_oxigraph(text, name))
    assert isomorphic(by_rdflib, rdflib.Graph().parse(data=again, format="nt"))
    assert len(by_rdflib) == text.count(" .\n") or name == "turtle"


def test_turtle_and_ntriples_say_the_same(tiny_network: Path, read: Factory) -> None:
    graph = read(tiny_network).graph
    assert by_oxigraph(write_turtle(graph), "turtle") == by_oxigraph(
        write_ntriples(graph), "ntriples"
    )


def test_statements_are_those_of_the_tables(tiny_network: Path, read: Factory) -> None:
    lines = write_ntriples(read(tiny_network).graph).splitlines()
    jyu, hanke = f"<{BASE}actors/jyu>", f"<{BASE}projects/hanke>"
    date = f'"2020"^^<{expand("xsd:gYear")}>'
    for line in (
        f'{jyu} <{expand("dct:identifier")}> "jyu" .',
        f'{jyu} <{expand("skos:prefLabel")}> "Jyväskylä universitet"@sv .',
        f"{jyu} <{expand('rdf:type')}> <{expand('elo:Actor')}> .",
        f"{jyu} <{expand('elo:coordinates')}> {hanke} .",
        f"{hanke} <{expand('elo:validFrom')}> {date} .",
        f'<{BASE}> <{expand("dct:title")}> "Small"@en .',
    ):
        assert line in lines


def test_there_are_no_blank_nodes(tiny_network: Path, read: Factory) -> None:
    assert not any("_:" in line for line in write_ntriples(read(tiny_network).graph).splitlines())


def test_lines_are_sorted_and_end_with_a_line_feed(tiny_network: Path, read: Factory) -> None:
    text = write_ntriples(read(tiny_network).graph)
    lines = text.removesuffix("\n").split("\n")
    assert lines == sorted(set(lines), key=str.encode)


def test_nodes_of_turtle_are_sorted_and_type_comes_first(tiny_network: Path, read: Factory) -> None:
    text = write_turtle(read(tiny_network).graph)
    head, _, body = text.partition("\n\n")
    prefixes = [line.split()[1] for line in head.splitlines()]
    assert prefixes == sorted(prefixes)
    nodes = body.removesuffix("\n").split("\n\n")
    assert nodes == sorted(nodes)
    assert all(node.split("\n    ")[1].startswith("a ") for node in nodes)


def test_only_prefixes_in_use_are_declared(tiny_network: Path, read: Factory) -> None:
    text = write_turtle(read(tiny_network).graph)
    for line in text.partition("\n\n")[0].splitlines():
        assert text.count(line.split()[1]) > 1, line


HARD = [
    'quote " inside', "back\\slash", "\\u0041 is no escape", "line\nfeed", "carriage\rreturn", "tab\t",
    '"""', "'''", "\\", '\\"', "\\n", "<iri>", "ä–€😀", "a\u2028b", "\x01\x7f", "^^xsd:date", "@fi",
    " . ", "# no comment", "{{7*7}}", "", "\ufeff", "a\u0301",
]  # fmt: skip


@pytest.mark.parametrize("text", HARD)
@pytest.mark.parametrize("name", FORMATS)
def test_hard_text_survives(text: str, name: str) -> None:
    (quad,) = ox.parse(serialise(graph_of(text), name), format=FORMATS[name][1])
    assert isinstance(quad.object, ox.Literal)
    assert quad.object.value == text


# XML 1.0 has no others; U+FFFE and U+FFFF are no characters and rdflib drops them.
ANY_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@given(st.lists(ANY_TEXT, min_size=1, max_size=5), st.sampled_from(["turtle", "ntriples"]))
def test_any_text_survives(values: list[str], name: str) -> None:
    text = serialise(graph_of(*values, language="fi"), name)
    read = [quad.object for quad in ox.parse(text, format=FORMATS[name][1])]
    assert sorted(term.value for term in read) == sorted(set(values))
    assert {term.language for term in read} == {"fi"}


def test_lexical_form_is_kept() -> None:
    text = serialise(graph_of("007", datatype=expand("xsd:integer")), "turtle")
    assert '"007"^^xsd:integer' in text


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=6
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5, unique_by=lambda row: row[0]),
    seed=st.integers(),
)
def test_order_of_rows_makes_no_difference(
    tmp_path: Path,
    write_network: Factory,
    read: Factory,
    rows: list[tuple[str, str]],
    seed: int,
) -> None:
    body = [
        [f"x{number}", label, label, label, locator] for number, (label, locator) in enumerate(rows)
    ]
    shuffled = random.Random(seed).sample(body, len(body))
    texts = []
    for order in (body, shuffled):
        graph = read(write_network(tmp_path, {"roles": [LABELS, *order]})).graph
        texts.append([serialise(graph, name) for name in FORMATS])
    assert texts[0] == texts[1]


def test_order_of_columns_and_headers_makes_no_difference(
    tmp_path: Path, write_network: Factory, read: Factory, tiny_tables: dict[str, list[list[str]]]
) -> None:
    before = serialise(read(write_network(tmp_path, tiny_tables)).graph, "turtle")
    turned = {name: [row[::-1] for row in rows] for name, rows in tiny_tables.items()}
    turned["actors"][0][turned["actors"][0].index("areas")] = "Toiminta-alueet"
    assert serialise(read(write_network(tmp_path, turned)).graph, "turtle") == before


def test_graph_without_statements_is_an_empty_file() -> None:
    empty = Graph(base=BASE, frames=(), rows=())
    assert [serialise(empty, name) for name in FORMATS] == ["", ""]


def test_file_that_says_something_else_is_refused() -> None:
    with pytest.raises(OutputError):
        verify_rdf(write_turtle(graph_of("a")), ox.RdfFormat.TURTLE, graph_of("b"))


def test_file_that_does_not_parse_is_refused() -> None:
    with pytest.raises(OutputError):
        verify_rdf("<a b> <c> .", ox.RdfFormat.TURTLE, graph_of("b"))
