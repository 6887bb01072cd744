"""Actors and the services that they provide, as a two-mode network for other programs."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from eloggraph.analysis.affiliation import AffiliationNetwork
from eloggraph.analysis.graphml import clean, describe_network
from eloggraph.analysis.service_reach import ReachedService


def describe_services(
    network: AffiliationNetwork, services: Iterable[ReachedService]
) -> nx.Graph[str]:
    """Return actors and the services that they provide, as a two-mode network.

    Actors, and networks or projects that provide a service, are as those of
    :func:`~eloggraph.analysis.graphml.describe_network`, with ``bipartite`` 0 as networkx has it;
    services have 1, and ``forms``, ``channels`` and ``languages`` in English,
    ``groups`` and ``areas`` as IRIs, each separated by ``|``, ``since`` and ``until``. A
    value that is not on record is left out. An edge is ``provision``.

    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> len(describe_services(nothing, ()))
    0
    """
    known = describe_network(network)
    graph: nx.Graph[str] = nx.Graph()
    offered = sorted(services, key=lambda each: each.service.iri)
    providing = {clean(provider.iri) for each in offered for provider in each.providers}
    for name, told in known.nodes(data=True):
        if told["kind"] == "actor" or name in providing:
            graph.add_node(name, **told, bipartite=0)
    for each in offered:
        node = clean(each.service.iri)
        graph.add_node(node, **_describe_service(each), bipartite=1)
        for provider in sorted(clean(provider.iri) for provider in each.providers):
            if provider in known:
                graph.add_edge(provider, node, kind="provision")
    return graph


def _describe_service(each: ReachedService) -> dict[str, str]:
    values = {
        **{f"label_{language}": text for language, text in each.service.label.items()},
        "kind": "service",
        "forms": "|".join(form.en for form in each.forms),
        "groups": "|".join(group.iri for group in each.groups),
        "areas": "|".join(area.iri for area in each.areas),
        "channels": "|".join(channel.en for channel in each.channels),
        "languages": "|".join(language.en for language in each.languages),
        "since": each.since,
        "until": each.until,
    }
    return {name: clean(value) for name, value in values.items() if value}
