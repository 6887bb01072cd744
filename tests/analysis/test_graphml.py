"""GraphML that others can read back, the same every time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import networkx as nx

from eloggraph.analysis.graphml import write_graphml
from eloggraph.text import LANGUAGES, Text


def test_what_is_written_can_be_read_back(region: Any) -> None:
    graph = nx.parse_graphml(write_graphml(region))
    assert graph.number_of_nodes() == 21
    assert graph.number_of_edges() == len(region.ties)
    borrowed = {f"label_{language}": "Jyväskylän yliopisto" for language in LANGUAGES}
    assert graph.nodes["a00"] == borrowed | {
        "label_sv": "Jyväskylän yliopisto (sv)",
        "kind": "actor",
        "type": "actor",
        "sector": "education",
    }
    assert "sector" not in graph.nodes["c0"]


def test_dates_are_written_where_they_are_known(
    make_node: Any, make_tie: Any, make_network: Any
) -> None:
    ties = [make_tie("a", "b", since="2020", until="2023"), make_tie("a", "b", "funding")]
    text = write_graphml(make_network([make_node("a"), make_node("b")], ties))
    told = [data for _, _, data in nx.parse_graphml(text).edges(data=True)]
    assert {"kind": "link", "label": "link", "since": "2020", "until": "2023"} in told
    assert {"kind": "funding", "label": "funding"} in told


def test_the_same_network_gives_the_same_text(region: Any, make_network: Any) -> None:
    turned = make_network(region.nodes[::-1], region.ties[::-1], region.groupings)
    assert write_graphml(region) == write_graphml(turned)


def test_a_grouping_named_by_an_iri_is_named_by_its_end(
    make_node: Any, make_network: Any, sector: Any
) -> None:
    key = "https://w3id.org/eloggraph/ns#sector"
    node = replace(make_node("a"), group_pairs=((key, "x"), (key, "w")))
    text = write_graphml(make_network([node], [], [replace(sector, key=key)]))
    assert nx.parse_graphml(text).nodes["a"]["sector"] == "w|x"


def test_groupings_with_one_end_keep_their_whole_names(
    make_node: Any, make_network: Any, sector: Any
) -> None:
    keys = ("urn:one#sector", "urn:two#sector", "urn:two#level")
    node = replace(make_node("a"), group_pairs=tuple((key, "x") for key in keys))
    text = write_graphml(make_network([node], [], [replace(sector, key=key) for key in keys]))
    told = nx.parse_graphml(text).nodes["a"]
    assert {name for name, value in told.items() if value == "x"} == {*keys[:2], "level"}


def test_hostile_names_stay_text(make_node: Any, make_network: Any) -> None:
    name = '</data><script>"&\x00\x1b\U0001f600'
    node = replace(make_node("a"), label=Text.same(name))
    graph = nx.parse_graphml(write_graphml(make_network([node], [])))
    assert graph.nodes["a"]["label_fi"] == '</data><script>"&\ufffd\ufffd\U0001f600'
