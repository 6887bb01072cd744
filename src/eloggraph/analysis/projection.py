"""From the affiliation network to ties between actors.

Two actors are tied when the source records a tie between them, or when they belong to the same
collective. The second is an inference, so every edge carries what it rests on, and
:func:`project_recorded` leaves the inference out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

import networkx as nx

from eloggraph.analysis.affiliation import AffiliationNetwork, Tie, TieKind
from eloggraph.text import Text

_AFFILIATING: frozenset[TieKind] = frozenset({"coordination", "membership", "provision"})
_Pair = tuple[str, str]


def project_actors(network: AffiliationNetwork) -> nx.Graph[str]:
    """Return the actors, tied where a tie is on record or a collective is shared.

    An actor is affiliated with a collective by a tie of kind coordination, membership or
    provision, whichever way the tie points. Ties between two collectives stay out: that two
    networks know each other does not say that their members do. Funding of, or a link to, a
    collective does not make the actor its member either.

    Returns
    -------
    networkx.Graph
        Nodes sorted by IRI with ``label`` (:class:`Text`) and ``group_pairs``. Every edge has
        ``recorded`` (the ties on record between the two), ``coordinated`` (collectives that one
        of the two coordinates and the other belongs to) and ``shared`` (collectives of both).

    Notes
    -----
    One-mode projection of a two-mode network: Breiger, R. L. (1974), The duality of persons and
    groups, *Social Forces* 53:181. A collective of k actors becomes k(k-1)/2 edges, so a
    projection can look dense on little evidence; see :func:`count_inferred`.

    Examples
    --------
    >>> project_actors(AffiliationNetwork(nodes=(), ties=(), groupings=())).number_of_edges()
    0

    """
    affiliations = list_affiliations(network)
    shared: defaultdict[_Pair, list[str]] = defaultdict(list)
    for collective, members in affiliations.items():
        for pair in combinations(sorted(members), 2):
            shared[pair].append(collective)
    return _draw(network, _direct_ties(network), _coordinated(affiliations), shared)


def project_recorded(network: AffiliationNetwork) -> nx.Graph[str]:
    """Return the actors with only the ties that the source itself records.

    These are the ties between two actors, and the tie between whoever coordinates a collective
    and each actor that belongs to it: somebody who runs a project deals with its partners, while
    two partners of one project need not deal with each other.

    Returns
    -------
    networkx.Graph
        As :func:`project_actors` gives it, with fewer edges; ``shared`` is always empty.

    Examples
    --------
    >>> from eloggraph.analysis.affiliation import Node
    >>> a, b, c = (
    ...     Node(iri=iri, label=Text.same(iri), kind=kind, type=Text.same("x"))
    ...     for iri, kind in (("a", "actor"), ("b", "actor"), ("c", "collective"))
    ... )
    >>> ties = tuple(
    ...     Tie(source=iri, target="c", kind="membership", label=Text.same("m")) for iri in "ab"
    ... )
    >>> network = AffiliationNetwork(nodes=(a, b, c), ties=ties, groupings=())
    >>> project_actors(network).number_of_edges(), project_recorded(network).number_of_edges()
    (1, 0)

    """
    return _draw(network, _direct_ties(network), _coordinated(list_affiliations(network)), {})


def list_affiliations(network: AffiliationNetwork) -> dict[str, dict[str, frozenset[TieKind]]]:
    """Return for each collective its actors, each with the kinds of tie that make it belong.

    >>> list_affiliations(AffiliationNetwork(nodes=(), ties=(), groupings=()))
    {}
    """
    kinds = {node.iri: node.kind for node in network.nodes}
    found: defaultdict[str, defaultdict[str, set[TieKind]]] = defaultdict(lambda: defaultdict(set))
    for tie in network.ties:
        if tie.kind not in _AFFILIATING:
            continue
        for actor, collective in ((tie.source, tie.target), (tie.target, tie.source)):
            if kinds.get(actor) == "actor" and kinds.get(collective) == "collective":
                found[collective][actor].add(tie.kind)
    return {
        collective: {actor: frozenset(found[collective][actor]) for actor in sorted(members)}
        for collective, members in sorted(found.items())
    }


def count_inferred(graph: nx.Graph[str]) -> int:
    """Return how many edges rest on nothing but a shared collective.

    >>> graph: nx.Graph[str] = nx.Graph()
    >>> graph.add_edge("a", "b", recorded=(), coordinated=(), shared=("forum",))
    >>> count_inferred(graph)
    1
    """
    return sum(
        bool(data.get("shared")) and not data.get("recorded") and not data.get("coordinated")
        for _, _, data in graph.edges(data=True)
    )


def count_unrecorded(graph: nx.Graph[str]) -> int:
    """Return how many edges rest on no tie between the two.

    >>> graph: nx.Graph[str] = nx.Graph()
    >>> graph.add_edge("a", "b", recorded=(), coordinated=("forum",), shared=())
    >>> count_unrecorded(graph)
    1
    """
    return sum(not data.get("recorded") for _, _, data in graph.edges(data=True))


def draw_tie_rows(network: AffiliationNetwork) -> nx.MultiGraph[str]:
    """Return the actors with an edge for each row that ties two of them: what the map counts.

    >>> draw_tie_rows(AffiliationNetwork(nodes=(), ties=(), groupings=())).number_of_edges()
    0
    """
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    graph.add_nodes_from(sorted(node.iri for node in network.actors()))
    for (first, second), ties in sorted(_direct_ties(network).items()):
        graph.add_edges_from((first, second) for _ in ties)
    return graph


def make_tie_graph(network: AffiliationNetwork) -> nx.Graph[str]:
    """Return actors and collectives with every tie on record: what the map shows.

    Nodes have ``kind``. Ties to nodes that are not in the network, and of a node to itself, are
    left out.

    >>> len(make_tie_graph(AffiliationNetwork(nodes=(), ties=(), groupings=())))
    0
    """
    graph: nx.Graph[str] = nx.Graph()
    for node in sorted(network.nodes, key=lambda node: node.iri):
        graph.add_node(node.iri, kind=node.kind)
    pairs = {sort_pair(tie.source, tie.target) for tie in network.ties}
    graph.add_edges_from(
        (first, second)
        for first, second in sorted(pairs)
        if first != second and first in graph and second in graph
    )
    return graph


def sort_pair(first: str, second: str) -> _Pair:
    """Return the two ends of a tie in a fixed order.

    >>> sort_pair("b", "a")
    ('a', 'b')
    """
    return (first, second) if first < second else (second, first)


def name_node(graph: nx.Graph[str], node: str) -> Text:
    """Return the label of a node, or its identifier where it has none.

    >>> name_node(nx.Graph([("a", "b")]), "a").en
    'a'
    """
    label = graph.nodes[node].get("label")
    return label if isinstance(label, Text) else Text.same(str(node))


def tie_order(tie: Tie) -> tuple[object, ...]:
    """Order ties by ends, kind, label and dates, so that no input order shows through.

    >>> tie_order(Tie(source="a", target="b", kind="link", label=Text.same("works")))[:3]
    ('a', 'b', 'link')
    """
    details = (tie.since, tie.until, tie.project, tie.statement)
    return (tie.source, tie.target, tie.kind, tie.label, *(detail or "" for detail in details))


def _direct_ties(network: AffiliationNetwork) -> dict[_Pair, list[Tie]]:
    actors = {node.iri for node in network.actors()}
    found: defaultdict[_Pair, list[Tie]] = defaultdict(list)
    for tie in sorted(network.ties, key=tie_order):
        if tie.source != tie.target and {tie.source, tie.target} <= actors:
            found[sort_pair(tie.source, tie.target)].append(tie)
    return found


def _coordinated(
    affiliations: Mapping[str, Mapping[str, frozenset[TieKind]]],
) -> dict[_Pair, list[str]]:
    found: defaultdict[_Pair, list[str]] = defaultdict(list)
    for collective, members in affiliations.items():
        leads = {actor for actor, kinds in members.items() if "coordination" in kinds}
        partners = {actor for actor, kinds in members.items() if kinds - {"coordination"}}
        pairs = {sort_pair(lead, partner) for lead in leads for partner in partners - {lead}}
        for pair in pairs:
            found[pair].append(collective)
    return found


def _draw(
    network: AffiliationNetwork,
    recorded: Mapping[_Pair, list[Tie]],
    coordinated: Mapping[_Pair, list[str]],
    shared: Mapping[_Pair, list[str]],
) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph()
    for node in sorted(network.actors(), key=lambda node: node.iri):
        graph.add_node(node.iri, label=node.label, group_pairs=node.group_pairs)
    for first, second in sorted({*recorded, *coordinated, *shared}):
        pair = (first, second)
        graph.add_edge(
            first,
            second,
            recorded=tuple(recorded.get(pair, ())),
            coordinated=tuple(sorted(coordinated.get(pair, ()))),
            shared=tuple(sorted(shared.get(pair, ()))),
        )
    return graph
