"""GraphML that others can read back, the same every time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import eloggraph
from eloggraph.analysis.graphml import write_graphml
from eloggraph.analysis.projection import list_affiliations, project_actors
from eloggraph.errors import OptionError
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


def test_a_network_is_drawn_with_plain_attributes_that_every_writer_takes() -> None:
    """The oracles are the projection and the affiliations, counted."""
    net = eloggraph.open(Path(__file__).parents[2] / "datasets" / "osaajaks")
    for kind in ("ties", "actors", "forums", "services"):
        graph = net.to_networkx(kind)
        values = [value for _, told in graph.nodes(data=True) for value in told.values()]
        values += [value for *_, told in graph.edges(data=True) for value in told.values()]
        assert {type(value) for value in values} <= {str, int}
        text = "\n".join(nx.generate_graphml(graph))
        assert len(nx.parse_graphml(text)) == len(graph) > 0
    actors, projected = net.to_networkx("actors"), project_actors(net.affiliations)
    assert {*map(frozenset, actors.edges())} == {*map(frozenset, projected.edges())}
    assert all(told["weight"] > 0 for *_, told in actors.edges(data=True))
    forums = net.to_networkx("forums")
    assert nx.is_bipartite(forums)
    sides = nx.get_node_attributes(forums, "bipartite")
    assert all(sides[one] != sides[other] for one, other in forums.edges())
    seats = sum(map(len, list_affiliations(net.affiliations).values()))
    assert forums.number_of_edges() == seats
    services = net.to_networkx("services")
    provided = net.select("SELECT ?a ?s { ?s elo:providedBy ?a }").texts()
    drawn = {node for node, told in services.nodes(data=True) if told["bipartite"] == 1}
    chains = {row[0] for row in net.select("SELECT ?s { ?s a elo:ServiceChain }").texts()}
    offered = {(a, s) for a, s in provided if s not in chains - drawn}
    assert {(a, s) for s in drawn for a in services[s]} == offered
    assert len(offered) == 20
    with pytest.raises(OptionError):
        net.to_networkx("friends")  # type: ignore[arg-type]
