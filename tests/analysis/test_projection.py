"""The projection: what ties two actors, and what does not."""

from __future__ import annotations

import copy
import subprocess
import sys
from typing import Any

from eloggraph.analysis.projection import (
    count_inferred,
    make_tie_graph,
    project_actors,
    project_recorded,
)


def test_two_members_of_a_collective_share_it(
    make_node: Any, make_tie: Any, make_network: Any
) -> None:
    network = make_network(
        [make_node("a"), make_node("b"), make_node("c", "collective")],
        [make_tie("a", "c", "membership"), make_tie("c", "b", "provision")],
    )
    graph = project_actors(network)
    assert graph.edges["a", "b"] == {"recorded": (), "coordinated": (), "shared": ("c",)}
    assert count_inferred(graph) == 1
    assert project_recorded(network).number_of_edges() == 0


def test_a_coordinator_is_tied_to_each_member_but_members_are_not_tied(
    make_node: Any, make_tie: Any, make_network: Any
) -> None:
    network = make_network(
        [make_node(name) for name in "abd"] + [make_node("c", "collective")],
        [
            make_tie("a", "c", "coordination"),
            make_tie("b", "c", "membership"),
            make_tie("d", "c", "membership"),
        ],
    )
    assert sorted(project_recorded(network).edges()) == [("a", "b"), ("a", "d")]
    graph = project_actors(network)
    assert sorted(graph.edges()) == [("a", "b"), ("a", "d"), ("b", "d")]
    assert graph.edges["a", "b"]["coordinated"] == ("c",)
    assert count_inferred(graph) == 1


def test_links_between_collectives_and_funding_do_not_tie_actors(
    make_node: Any, make_tie: Any, make_network: Any
) -> None:
    network = make_network(
        [make_node(n) for n in "abf"] + [make_node(n, "collective") for n in "xy"],
        [
            make_tie("a", "x", "membership"),
            make_tie("b", "y", "membership"),
            make_tie("f", "x", "funding"),
            make_tie("x", "y", "link"),
        ],
    )
    assert project_actors(network).number_of_edges() == 0
    assert make_tie_graph(network).number_of_edges() == 4


def test_ties_of_both_directions_and_kinds_are_one_edge_with_all_on_record(
    make_node: Any, make_tie: Any, make_network: Any
) -> None:
    ties = [make_tie("b", "a", "funding"), make_tie("a", "b"), make_tie("a", "a")]
    graph = project_actors(make_network([make_node("b"), make_node("a")], ties))
    assert list(graph) == ["a", "b"]
    assert list(graph.edges()) == [("a", "b")]
    assert [tie.kind for tie in graph.edges["a", "b"]["recorded"]] == ["link", "funding"]


def test_two_coordinators_that_are_members_too_are_tied(
    make_node: Any, make_tie: Any, make_network: Any
) -> None:
    """Whoever coordinates is tied to each that belongs; not to who coordinates and no more."""
    nodes = [*map(make_node, "abc"), make_node("x", "collective")]
    lead = [make_tie(actor, "x", "coordination") for actor in "ab"]
    network = make_network(nodes, [*lead, make_tie("c", "x", "membership")])
    assert sorted(project_recorded(network).edges()) == [("a", "c"), ("b", "c")]
    network = make_network(nodes, [*network.ties, make_tie("b", "x", "provision")])
    assert sorted(project_recorded(network).edges()) == [("a", "b"), ("a", "c"), ("b", "c")]


def test_ties_to_unknown_nodes_are_left_out(
    make_node: Any, make_tie: Any, make_network: Any
) -> None:
    network = make_network([make_node("a")], [make_tie("a", "gone")])
    assert list(project_actors(network)) == ["a"]
    assert list(make_tie_graph(network)) == ["a"]


def test_the_order_of_input_does_not_show_and_nothing_is_changed(
    region: Any, make_network: Any
) -> None:
    before = copy.deepcopy(region)
    turned = make_network(region.nodes[::-1], region.ties[::-1], region.groupings)
    one, two = project_actors(region), project_actors(turned)
    assert list(one.nodes(data=True)) == list(two.nodes(data=True))
    assert list(one.edges(data=True)) == list(two.edges(data=True))
    assert region == before


def test_the_contract_is_importable_without_networkx() -> None:
    code = "import sys, eloggraph.analysis.affiliation; sys.exit('networkx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
