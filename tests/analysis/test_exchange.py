"""What other programs get is read back by them: networkx for GEXF, JSON, and CSV as Kumu reads it."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

import networkx as nx
import pytest

from eloggraph.analysis.exchange import write_cytoscape, write_dot, write_gexf, write_kumu
from eloggraph.text import Text

WRITERS = [write_gexf, write_cytoscape, write_kumu, write_dot]


def test_gexf_is_read_back_by_networkx(region: Any) -> None:
    graph = nx.read_gexf(io.BytesIO(write_gexf(region, "fi").encode()))
    assert graph.number_of_nodes() == 21
    assert graph.number_of_edges() == len(region.ties)
    assert graph.nodes["a00"]["label"] == "Jyväskylän yliopisto"
    assert graph.nodes["a00"]["sector"] == "education"


def test_cytoscape_has_every_element_and_every_end_is_one(region: Any) -> None:
    told = json.loads(write_cytoscape(region, "sv"))["elements"]
    ids = {each["data"]["id"] for each in told["nodes"]}
    assert len(ids) == 21
    assert len(told["edges"]) == len(region.ties)
    assert all({e["data"]["source"], e["data"]["target"]} <= ids for e in told["edges"])
    assert told["nodes"][0]["data"]["name"] == "Jyväskylän yliopisto (sv)"


def test_kumu_knows_elements_by_name_and_connects_them(region: Any) -> None:
    elements, connections = (list(csv.DictReader(io.StringIO(t))) for t in write_kumu(region, "fi"))
    names = {row["Label"] for row in elements}
    assert len(names) == 21
    assert {row["From"] for row in connections} | {row["To"] for row in connections} <= names
    assert len(connections) == len(region.ties)
    assert elements[0]["sector"] == "education"


def test_two_of_one_name_are_two_elements_in_kumu(make_node: Any, make_network: Any) -> None:
    nodes = [make_node("x/a", name="Ohjaamo"), make_node("x/b", name="Ohjaamo")]
    elements, _ = write_kumu(make_network(nodes, []), "fi")
    assert [row["Label"] for row in csv.DictReader(io.StringIO(elements))] == [
        "Ohjaamo (a)",
        "Ohjaamo (b)",
    ]


def test_dot_quotes_what_would_end_a_name(make_node: Any, make_tie: Any, make_network: Any) -> None:
    node = replace(make_node("a"), label=Text.same('A "b" \\ c\n}'))
    text = write_dot(make_network([node, make_node("c", "collective")], [make_tie("a", "c")]), "fi")
    assert r'"a" [label="A \"b\" \\ c }"];' in text
    assert '"c" [label="c", shape=box];' in text
    assert '"a" -> "c" [label="link"];' in text


def test_no_cell_of_kumu_is_a_formula(make_node: Any, make_network: Any) -> None:
    elements, _ = write_kumu(make_network([make_node("a", name="=1+1")], []), "fi")
    assert "\n'=1+1," in elements


@pytest.mark.parametrize("write", WRITERS)
def test_the_same_network_gives_the_same_text(write: Any, region: Any, make_network: Any) -> None:
    turned = make_network(region.nodes[::-1], region.ties[::-1], region.groupings)
    assert write(region, "fi") == write(turned, "fi")
    assert not re.search(r"lastmodifieddate|20\d\d-\d\d-\d\d", str(write(region, "fi")))
