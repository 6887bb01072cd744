"""The network for other programs than those that read GraphML: GEXF, Cytoscape, Kumu, Graphviz."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping

import networkx as nx

from eloggraph.analysis.affiliation import AffiliationNetwork
from eloggraph.analysis.graphml import describe_network
from eloggraph.text import LANGUAGES, Language

# When a file was written is not part of what it says: the same network gives the same bytes.
_WRITTEN = re.compile(r' lastmodifieddate="[^"]*"')
_FORMULA = re.compile(r"^[=+\-@\t\r]")


def write_gexf(network: AffiliationNetwork, language: Language) -> str:
    """Return the network as GEXF 1.2, as Gephi reads it, with the attributes of the GraphML.

    >>> write_gexf(AffiliationNetwork(nodes=(), ties=(), groupings=()), "en").splitlines()[0][:5]
    '<gexf'
    """
    graph = describe_network(network)
    for node, values in graph.nodes(data=True):
        values["label"] = _name(node, values, language)
    for number, (_, _, values) in enumerate(graph.edges(data=True)):
        values["id"] = str(number)
    text = "\n".join(nx.generate_gexf(graph, prettyprint=True)) + "\n"
    return _WRITTEN.sub("", text)


def write_cytoscape(network: AffiliationNetwork, language: Language) -> str:
    """Return the network as JSON of Cytoscape and Cytoscape.js: ``elements`` of nodes and edges.

    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> json.loads(write_cytoscape(nothing, "en"))["elements"]
    {'nodes': [], 'edges': []}
    """
    graph = describe_network(network)
    nodes = [
        {"data": {"id": node, "name": _name(node, values, language), **values}}
        for node, values in graph.nodes(data=True)
    ]
    edges = [
        {"data": {"id": f"tie-{number}", "source": source, "target": target, **values}}
        for number, (source, target, values) in enumerate(graph.edges(data=True))
    ]
    told = {"data": {"directed": True}, "elements": {"nodes": nodes, "edges": edges}}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def write_kumu(network: AffiliationNetwork, language: Language) -> tuple[str, str]:
    r"""Return the two tables that Kumu imports: elements, and the connections between them.

    An element is known by its name there; where two have one name, the end of the IRI tells them
    apart. Groups are in columns of their own, several separated by ``|``.

    >>> write_kumu(AffiliationNetwork(nodes=(), ties=(), groupings=()), "en")[1]
    'From,To,Type,Direction,Label,Since,Until\n'
    """
    graph = describe_network(network)
    names = _tell_apart({n: _name(n, told, language) for n, told in graph.nodes(data=True)})
    called = {g.iri: g.label.say(language) for each in network.groupings for g in each.groups}
    own = {"kind", "type", *(f"label_{each}" for each in LANGUAGES)}
    groups = sorted({key for _, values in graph.nodes(data=True) for key in values} - own)
    elements = [
        (
            *(names[node], values.get("type") or values["kind"], values["kind"]),
            *(_join_names(values.get(key, ""), called) for key in groups),
        )
        for node, values in graph.nodes(data=True)
    ]
    connections = [
        (
            *(names[source], names[target], values["kind"], "directed"),
            *(values.get(key, "") for key in ("label", "since", "until")),
        )
        for source, target, values in graph.edges(data=True)
    ]
    return (
        _write_csv(("Label", "Type", "Kind", *groups), elements),
        _write_csv(("From", "To", "Type", "Direction", "Label", "Since", "Until"), connections),
    )


def write_dot(network: AffiliationNetwork, language: Language) -> str:
    """Return the network as a graph of Graphviz, collectives as boxes.

    >>> print(write_dot(AffiliationNetwork(nodes=(), ties=(), groupings=()), "en"), end="")
    digraph network {
      node [shape=ellipse];
    }
    """
    graph = describe_network(network)
    lines = ["digraph network {", "  node [shape=ellipse];"]
    for node, values in graph.nodes(data=True):
        shape = "" if values["kind"] == "actor" else ", shape=box"
        lines.append(f"  {_quote(node)} [label={_quote(_name(node, values, language))}{shape}];")
    for source, target, values in graph.edges(data=True):
        label = values.get("label", values["kind"])
        lines.append(f"  {_quote(source)} -> {_quote(target)} [label={_quote(label)}];")
    return "\n".join([*lines, "}"]) + "\n"


def _name(node: str, values: Mapping[str, str], language: Language) -> str:
    return values.get(f"label_{language}") or node


def _join_names(iris: str, names: Mapping[str, str]) -> str:
    return "|".join(names[iri] for iri in iris.split("|") if iri in names)


def _tell_apart(names: Mapping[str, str]) -> dict[str, str]:
    several = {name for name, n in Counter(names.values()).items() if n > 1}
    return {
        node: f"{name} ({node.rpartition('/')[2]})" if name in several else name
        for node, name in names.items()
    }


def _write_csv(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_FORMULA.sub(r"'\g<0>", cell) for cell in row] for row in rows)
    return buffer.getvalue()


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
