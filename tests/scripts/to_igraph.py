"""A researcher's script: brokers by betweenness, written as GraphML for R's igraph."""

import sys
from pathlib import Path

import networkx as nx

import eloggraph


def measure(network: eloggraph.Network) -> "nx.Graph[str]":
    """Return the actors with their betweenness and the sizes of their components."""
    actors = network.to_networkx("actors")
    between: dict[str, float] = nx.betweenness_centrality(actors)
    for component in nx.connected_components(actors):
        for node in component:
            actors.nodes[node]["betweenness"] = between[node]
            actors.nodes[node]["component"] = len(component)
    return actors


def main(folder: Path, output: Path) -> None:
    """Measure, and write the actors and the two-mode network of their services."""
    network = eloggraph.open(folder)
    nx.write_graphml(measure(network), output / "actors.graphml")
    nx.write_graphml(network.to_networkx("services"), output / "services.graphml")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
