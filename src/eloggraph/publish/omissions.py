"""What a profile has no room for, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pyoxigraph as ox

from eloggraph.config import NetworkConfig
from eloggraph.graph.queries import read_queries
from eloggraph.graph.statements import OBJECT, Graph
from eloggraph.iri import contract, expand
from eloggraph.snapshot.days import last_day
from eloggraph.snapshot.periods import pair, read_aside, read_periods

Kind = Literal["service", "organisation", "dataset"]
_KINDS: dict[str, Kind] = {"elo:GuidanceService": "service", "elo:Actor": "organisation"}
# What a harvester asks of a data set, and what in the settings tells it.
_ASKED = {
    "dct:description": "no-description",
    "dct:publisher": "no-publisher",
    "dct:temporal": "no-date",
    "dct:spatial": "no-place",
    "dcat:contactPoint": "no-contact",
    "dcat:landingPage": "no-page",
    "dct:license": "no-licence",
    "dcat:downloadURL": "no-download",
}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Omission:
    """Something that the profile has no room for.

    ``kind`` is ``service``, ``organisation`` (told, but not as a public one) or ``dataset`` (told,
    without the properties ``missing``). ``reasons`` are keys of the texts of ``publish.reason``.
    """

    kind: Kind
    node: str
    reasons: tuple[str, ...]
    missing: tuple[str, ...] = ()


def drop_other_days(
    store: ox.Store, graphs: Sequence[Graph], day: str | None, *, changed: bool = False
) -> tuple[Omission, ...]:
    """Take from a store what is said of nodes that do not hold on the day.

    They have ended, have not begun, or are only planned, proposed or wished for, or cancelled; or
    they are services of projects of which none is there.

    Parameters
    ----------
    store
        The graphs, with the wider classes of every node; it is changed.
    graphs
        The same as columns: the network's own, and those that it uses.
    day
        A day, month or year, of which the last day is looked at, as the analyses do; where there
        is none, all of time is told.
    changed
        Keep the organisations that a change ended or brought about, whenever they were.

    Returns
    -------
    The network's own services and organisations that are gone.
    """
    status = dict.fromkeys(read_aside(graphs), "not-in-force")
    found = _find_other_days(graphs, last_day(day) if day else None, _list_services(store))
    for curie in ("org:originalOrganization", "org:resultingOrganization") if changed else ():
        for node in pair(graphs, expand(curie))[OBJECT]:
            found.pop(node, None)
    found |= status
    gone = [
        Omission(kind=kind, node=node, reasons=(reason,))
        for node, reason in found.items()
        for curie, kind in _KINDS.items()
        if _is_a(store, node, curie) and _is_told(store, node, graphs[0])
    ]
    for node in found:
        for quad in list(store.quads_for_pattern(ox.NamedNode(node), None, None, None)):
            store.remove(quad)
    return tuple(sorted(gone))


def _find_other_days(
    graphs: Sequence[Graph], on: date | None, services: frozenset[str]
) -> dict[str, str]:
    """Return each node that is not there on a day by dates, or by projects, with the reason."""
    own = read_periods(graphs, on, frozenset())
    made = read_periods(graphs, on, services, aside=read_aside(graphs))
    return {
        **dict.fromkeys((made.ended | made.later) & services, "project-not-there"),
        **dict.fromkeys(own.later, "not-begun"),
        **dict.fromkeys(own.ended, "ended"),
    }


def _list_services(store: ox.Store) -> frozenset[str]:
    class_ = ox.NamedNode(expand("elo:GuidanceService"))
    typed = store.quads_for_pattern(None, ox.NamedNode(expand("rdf:type")), class_, None)
    return frozenset(quad.subject.value for quad in typed if isinstance(quad.subject, ox.NamedNode))


def _is_a(store: ox.Store, node: str, curie: str) -> bool:
    type_, class_ = ox.NamedNode(expand("rdf:type")), ox.NamedNode(expand(curie))
    return any(store.quads_for_pattern(ox.NamedNode(node), type_, class_, None))


def _is_told(store: ox.Store, node: str, graph: Graph) -> bool:
    base = ox.NamedNode(graph.base)
    return any(store.quads_for_pattern(ox.NamedNode(node), None, None, base))


def find_omitted(
    store: ox.Store, base: ox.NamedNode, kept: Iterable[ox.Triple], queries: Sequence[str]
) -> tuple[Omission, ...]:
    """Return what is left out of the network's own services and the organisations it speaks of.

    Parameters
    ----------
    store
        The graphs, completed.
    base
        The graph of the network itself.
    kept
        What is told: an organisation of another network is judged only where it is in it.
    queries
        Names of the queries in ``profiles/omitted`` to ask.
    """
    judged = {quad.subject for quad in store.quads_for_pattern(None, None, None, base)}
    judged |= {triple.subject for triple in kept}
    reasons: defaultdict[tuple[Kind, str], set[str]] = defaultdict(set)
    missing: defaultdict[tuple[Kind, str], set[str]] = defaultdict(set)
    for kind, node, reason, lacks in _ask(store, queries):
        if node in judged:
            reasons[kind, node.value].add(reason)
            missing[kind, node.value].add(lacks)
    return tuple(
        Omission(
            kind=key[0],
            node=key[1],
            reasons=tuple(sorted(reasons[key])),
            missing=tuple(sorted(missing[key])),
        )
        for key in sorted(reasons)
    )


def _ask(store: ox.Store, queries: Sequence[str]) -> Iterator[tuple[Kind, ox.NamedNode, str, str]]:
    texts = read_queries("eloggraph.publish", "profiles/omitted")
    for name in queries:
        answer = store.query(texts[name], use_default_graph_as_union=True)
        assert isinstance(answer, ox.QuerySolutions)  # a SELECT query
        for row in answer:
            node, property_ = row["node"], row["property"]
            if isinstance(node, ox.NamedNode) and isinstance(property_, ox.NamedNode):
                kind: Kind = "service" if name == "services" else "organisation"
                yield kind, node, str(row["reason"].value), contract(property_.value)


def find_unknown(config: NetworkConfig, told: Iterable[ox.Triple]) -> tuple[Omission, ...]:
    """Return what a harvester asks of a data set and nothing tells, one entry a property."""
    known = {contract(triple.predicate.value) for triple in told}
    return tuple(
        Omission(kind="dataset", node=config.base, reasons=(reason,), missing=(curie,))
        for curie, reason in sorted(_ASKED.items())
        if curie not in known
    )
