"""What a profile has no room for, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pyoxigraph as ox

from eloggraph.config import NetworkConfig
from eloggraph.graph.queries import read_queries
from eloggraph.graph.query_status import LEAVES_OUT
from eloggraph.iri import contract, expand
from eloggraph.snapshot.days import has_begun, holds, last_day

Kind = Literal["service", "organisation", "dataset"]
_KINDS: dict[str, Kind] = {"elo:GuidanceService": "service", "elo:Actor": "organisation"}
_STATUS = ox.NamedNode(expand("elo:status"))
_NOT_IN_FORCE = frozenset(map(ox.NamedNode, LEAVES_OUT["in-force"]))
_MADE_BY = ox.NamedNode(expand("prov:wasGeneratedBy"))
_SINCE, _UNTIL = ox.NamedNode(expand("elo:validFrom")), ox.NamedNode(expand("elo:validUntil"))
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
    store: ox.Store, base: ox.NamedNode, day: str | None, *, changed: bool = False
) -> tuple[Omission, ...]:
    """Take from a store what is said of nodes that do not hold on the day.

    They have ended, have not begun, or are only planned, proposed or wished for, or cancelled.

    Parameters
    ----------
    store
        The graphs, with the wider classes of every node; it is changed.
    base
        The graph of the network itself.
    day
        A day, month or year, of which the last day is looked at, as the analyses do; where there
        is none, all of time is told.
    changed
        Keep the organisations that a change ended or brought about, whenever they were.

    Returns
    -------
    The network's own services and organisations that are gone.
    """
    found = dict(_find_other_days(store, last_day(day))) if day else {}
    status = {
        quad.subject: "not-in-force"
        for quad in store.quads_for_pattern(None, _STATUS, None, None)
        if isinstance(quad.subject, ox.NamedNode) and quad.object in _NOT_IN_FORCE
    }
    found |= _find_without_project(store, {**found, **status})
    for curie in ("org:originalOrganization", "org:resultingOrganization") if changed else ():
        for quad in store.quads_for_pattern(None, ox.NamedNode(expand(curie)), None, None):
            if isinstance(quad.object, ox.NamedNode):
                found.pop(quad.object, None)
    found |= status
    gone = [
        Omission(kind=kind, node=node.value, reasons=(reason,))
        for node, reason in found.items()
        for curie, kind in _KINDS.items()
        if _is_a(store, node, curie) and list(store.quads_for_pattern(node, None, None, base))
    ]
    for node in found:
        for quad in list(store.quads_for_pattern(node, None, None, None)):
            store.remove(quad)
    return tuple(sorted(gone))


def _find_other_days(store: ox.Store, on: date) -> Iterator[tuple[ox.NamedNode, str]]:
    """Yield each node that begins after a day or has ended before it, with the reason."""
    yield from (
        (node, "not-begun") for node, said in _dates(store, _SINCE) if not has_begun(said, on)
    )
    yield from (
        (node, "ended") for node, said in _dates(store, _UNTIL) if not holds(None, said, on)
    )


def _find_without_project(
    store: ox.Store, found: Mapping[ox.NamedNode, str]
) -> dict[ox.NamedNode, str]:
    """Find the services of projects none of which is there; a date of their own goes first."""
    own = {"ended": _UNTIL, "not-begun": _SINCE}
    stands: defaultdict[ox.NamedNode, bool] = defaultdict(bool)
    for quad in store.quads_for_pattern(None, _MADE_BY, None, None):
        service, project = quad.subject, quad.object
        if isinstance(service, ox.NamedNode) and isinstance(project, ox.NamedNode):
            date_ = own.get(found.get(project, ""))
            is_dated = date_ is not None and any(
                store.quads_for_pattern(service, date_, None, None)
            )
            stands[service] |= project not in found or is_dated
    gone = (service for service, is_there in stands.items() if not is_there)
    return {
        service: "project-not-there"
        for service in gone
        if _is_a(store, service, "elo:GuidanceService")
    }


def _dates(store: ox.Store, property_: ox.NamedNode) -> Iterator[tuple[ox.NamedNode, str]]:
    for quad in store.quads_for_pattern(None, property_, None, None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            yield quad.subject, quad.object.value


def _is_a(store: ox.Store, node: ox.NamedNode, curie: str) -> bool:
    class_ = ox.NamedNode(expand(curie))
    return any(store.quads_for_pattern(node, ox.NamedNode(expand("rdf:type")), class_, None))


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
