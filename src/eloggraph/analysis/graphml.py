"""The network for other programs: GraphML, as Gephi, R and Cytoscape read it."""

from __future__ import annotations

import re
from typing import Literal

import networkx as nx

from eloggraph.analysis.affiliation import AffiliationNetwork, Node, Tie
from eloggraph.analysis.projection import list_affiliations, project_actors, tie_order

NetworkKind = Literal["ties", "actors", "forums", "services"]

# characters that XML 1.0 cannot hold, however they are written
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_graphml(network: AffiliationNetwork) -> str:
    """Return the network as GraphML text: the same network gives the same text.

    Nodes carry ``label_fi`` and so for each language, ``kind``, ``type`` (in English) and one
    attribute for each grouping, named by the end of its key: the IRIs of the node's groups,
    separated by ``|``. Edges are directed and carry ``kind``, ``label`` (in English), ``since``
    and ``until``; a value that is not on record is left out. Ties to unknown nodes are left out.

    Notes
    -----
    Brandes, U. et al. (2002), GraphML progress report, *LNCS* 2265:501.

    Examples
    --------
    >>> write_graphml(AffiliationNetwork(nodes=(), ties=(), groupings=())).splitlines()[-1]
    '</graphml>'

    """
    lines = nx.generate_graphml(describe_network(network), encoding="utf-8", prettyprint=True)
    return "\n".join(lines) + "\n"


def describe_network(network: AffiliationNetwork) -> nx.MultiDiGraph[str]:
    """Return nodes and ties with what other programs get of them, as :func:`write_graphml` says.

    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> len(describe_network(nothing))
    0
    """
    names = _name_groupings(network)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in sorted(network.nodes, key=lambda node: node.iri):
        graph.add_node(clean(node.iri), **_describe_node(node, names))
    for tie in sorted(network.ties, key=tie_order):
        source, target = clean(tie.source), clean(tie.target)
        if source in graph and target in graph:
            graph.add_edge(source, target, **_describe_tie(tie))
    return graph


def describe_actors(network: AffiliationNetwork) -> nx.Graph[str]:
    """Return the actors, tied where a tie is on record or a collective is shared.

    Nodes are those of :func:`describe_network`; an edge has numbers: ``recorded`` ties on record,
    ``coordinated`` and ``shared`` collectives, and ``weight``, which is all of them.

    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> describe_actors(nothing).is_directed()
    False
    """
    known, projected = describe_network(network), project_actors(network)
    graph: nx.Graph[str] = nx.Graph()
    for node in projected:
        graph.add_node(clean(node), **known.nodes[clean(node)])
    for source, target, rests_on in projected.edges(data=True):
        counts = {name: len(rests_on[name]) for name in ("recorded", "coordinated", "shared")}
        weight = sum(counts.values())
        graph.add_edge(clean(source), clean(target), weight=weight, **counts)
    return graph


def describe_forums(network: AffiliationNetwork) -> nx.Graph[str]:
    """Return actors and the collectives that they are in, as a two-mode network.

    Nodes are those of :func:`describe_network`, with ``bipartite`` 0 of actors and 1 of
    collectives, as networkx has it; an edge has the ``kinds`` of ties that make the membership.

    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> len(describe_forums(nothing))
    0
    """
    known = describe_network(network)
    graph: nx.Graph[str] = nx.Graph()
    for name, told in known.nodes(data=True):
        if told["kind"] != "kind":
            graph.add_node(name, **told, bipartite=int(told["kind"] == "collective"))
    for collective, members in sorted(list_affiliations(network).items()):
        for member, kinds in sorted(members.items()):
            ends = clean(member), clean(collective)
            graph.add_edge(*ends, kinds="|".join(sorted(kinds)))
    return graph


def _name_groupings(network: AffiliationNetwork) -> dict[str, str]:
    keys = [grouping.key for grouping in network.groupings]
    short = [re.split(r"[/#]", key)[-1] for key in keys]
    return {
        key: name if name and short.count(name) == 1 else key
        for key, name in zip(keys, short, strict=True)
    }


def _describe_node(node: Node, names: dict[str, str]) -> dict[str, str]:
    labels = {f"label_{language}": text for language, text in node.label.items()}
    fixed = {**labels, "kind": node.kind, "type": node.type.en}
    groups = {name: "|".join(sorted(node.groups(key))) for key, name in names.items()}
    told = {name: value for name, value in groups.items() if value and name not in fixed}
    return {name: clean(value) for name, value in (fixed | told).items()}


def _describe_tie(tie: Tie) -> dict[str, str]:
    values = {"kind": tie.kind, "label": tie.label.en, "since": tie.since, "until": tie.until}
    return {name: clean(value) for name, value in values.items() if value}


def clean(text: str) -> str:
    r"""Return a text that XML can hold.

    >>> clean("a\0")
    'a�'
    """
    return text if text.isprintable() else _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
