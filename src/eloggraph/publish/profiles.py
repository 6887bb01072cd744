"""The graph in the words of the EU profiles CPSV-AP 3.2.0, CPOV 2.1.2 and DCAT-AP 3.0.1.

Queries in ``publish/profiles`` first complete the data (``complete``: what is a place, an agent,
a public organisation, a public service), then pick what a profile has a place for (``core``,
``cpsv``, ``cpov``, ``dcat``). Only what has all that the profile demands is told; what is left out
is listed with the reason (``omitted``).

Sources: CPSV-AP 3.2.0 (SEMIC, 2024); CPOV 2.1.2 (SEMIC, 2026); DCAT-AP 3.0.1 (SEMIC, 2025).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from eloggraph.config import NetworkConfig
from eloggraph.graph.queries import read_queries
from eloggraph.graph.rdf.store import open_store
from eloggraph.graph.statements import Graph
from eloggraph.iri import expand
from eloggraph.publish.dataset import describe_dataset
from eloggraph.publish.omissions import (
    Omission,
    drop_other_days,
    find_omitted,
    find_unknown,
)

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_CONTEXT = {
    f"{_AUTHORITY}country/": "dct:Location",
    f"{_AUTHORITY}file-type/": "dct:MediaTypeOrExtent",
    f"{_AUTHORITY}language/": "dct:LinguisticSystem",
}
_TYPE = ox.NamedNode(expand("rdf:type"))
_LANGUAGE = ox.NamedNode(expand("dct:language"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A profile: its title, its folders of queries, the classes it is about, what is counted.

    What is told starts from the network's own nodes of the classes ``about``; of codes, places
    and other people's organisations only those are told that they point at. ``counted`` are
    names of classes and properties; ``judged`` are the queries that explain what is left out.
    """

    title: str
    folders: tuple[str, ...]
    about: tuple[str, ...]
    counted: tuple[str, ...]
    judged: tuple[str, ...]


_WHO = ("org:Organization", "org:Membership")
_MEMBERS = ("org:Membership", "org:hasMember")
PROFILES = {
    "cpsv": Profile(
        title="CPSV-AP 3.2.0",
        folders=("core", "cpsv"),
        about=("cpsv:PublicService", *_WHO),
        counted=(
            *("cpsv:PublicService", "cv:Channel", "cv:Participation", "cv:LifeEvent"),
            *("cv:PublicOrganisation", "org:Organization", *_MEMBERS),
        ),
        judged=("services", "organisations"),
    ),
    "cpov": Profile(
        title="CPOV 2.1.2",
        folders=("core", "cpov"),
        about=(*_WHO, "org:ChangeEvent"),
        counted=("cv:PublicOrganisation", "org:Organization", "org:ChangeEvent", *_MEMBERS),
        judged=("organisations",),
    ),
    "dcat": Profile(
        title="DCAT-AP 3.0.1",
        folders=("dcat",),
        about=("dcat:Dataset",),
        counted=("dcat:Dataset", "dcat:Distribution", "dcat:keyword", "dcat:theme"),
        judged=(),
    ),
}


@dataclass(frozen=True, kw_only=True)
class ProfileExport:
    """A graph in the words of a profile.

    ``triples`` are sorted. ``context`` types the IRIs of other people's code lists that they point
    at: the profiles demand classes of what is published elsewhere. ``omitted`` is what the profile
    has no room for, and why; ``counts`` how much is told, by class and property.
    """

    profile: Profile
    triples: tuple[ox.Triple, ...]
    context: tuple[ox.Triple, ...]
    omitted: tuple[Omission, ...]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many nodes of each class, and statements of each property, are told."""
        found = Counter(t.object if t.predicate == _TYPE else t.predicate for t in self.triples)
        return {name: found[ox.NamedNode(expand(name))] for name in self.profile.counted}

    @property
    def ntriples(self) -> str:
        """All of it as N-Triples, the context included."""
        return "".join(f"{triple} .\n" for triple in _order((*self.triples, *self.context)))


def export_profile(
    graphs: Sequence[Graph], config: NetworkConfig, name: str = "cpsv"
) -> ProfileExport:
    """Export a network in the words of a profile, as of the day that its data describe.

    Parameters
    ----------
    graphs
        The network's own graph and those it uses.
    config
        Its settings: date, languages, publisher, licence, addresses.
    name
        ``cpsv`` for services, channels, organisations and networks; ``cpov`` for organisations,
        networks and changes; ``dcat`` for the data set.

    Examples
    --------
    The guidance by personal coaches has its authorities on record; who answers for the other
    services the source does not say, so they are listed instead:

    >>> import eloggraph
    >>> network = eloggraph.open("datasets/osaajaks")
    >>> export = export_profile(network.graphs, network.config)
    >>> export.counts["cpsv:PublicService"], export.counts["cv:Participation"]
    (1, 1)
    >>> export.omitted[0].node.rpartition("/")[2], export.omitted[0].reasons
    ('osaajaks', ('no-authority',))
    """
    profile, base = PROFILES[name], ox.NamedNode(graphs[0].base)
    store = open_store(graphs)
    # The one data set with a language is the network's own: so the queries know it.
    store.add(ox.Quad(base, _LANGUAGE, ox.Literal(config.languages[0])))
    completing = read_queries("eloggraph.publish", "profiles/complete")
    _complete(store, completing.pop("1-classes"))
    gone = drop_other_days(store, graphs, config.date, changed="org:ChangeEvent" in profile.about)
    for query in completing.values():
        _complete(store, query)
    told = {t for folder in profile.folders for t in _read(store, folder)}
    if name == "dcat":
        told |= set(describe_dataset(config))
    own = {quad.subject for quad in store.quads_for_pattern(None, None, None, base)}
    kept = _keep_reached(told, own, profile)
    missed = find_omitted(store, base, kept, profile.judged)
    missed += tuple(each for each in gone if f"{each.kind}s" in profile.judged)
    if name == "dcat":
        missed += find_unknown(config, kept)
    return ProfileExport(
        profile=profile,
        triples=_order(kept),
        context=_order(_make_context(kept)),
        omitted=tuple(sorted(missed)),
    )


def _complete(store: ox.Store, query: str) -> None:
    fresh = list(_construct(store, query))
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in fresh)


def _read(store: ox.Store, folder: str) -> Iterator[ox.Triple]:
    for query in read_queries("eloggraph.publish", f"profiles/{folder}").values():
        yield from _construct(store, query)


def _construct(store: ox.Store, query: str) -> ox.QueryTriples:
    answer = store.query(query, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QueryTriples)  # every query of the profiles is a CONSTRUCT query
    return answer


def _order(triples: Iterable[ox.Triple]) -> tuple[ox.Triple, ...]:
    return tuple(sorted(set(triples), key=str))


def _keep_reached(told: set[ox.Triple], own: Set[object], profile: Profile) -> set[ox.Triple]:
    """Keep what is said of the network's own nodes, and of whatever that points at."""
    about = {ox.NamedNode(expand(curie)) for curie in profile.about}
    by_subject: dict[object, list[ox.Triple]] = {}
    for triple in told:
        by_subject.setdefault(triple.subject, []).append(triple)
    queue = [t.subject for t in told if t.predicate == _TYPE and t.object in about]
    waiting: list[object] = [node for node in queue if node in own]
    reached: set[object] = set()
    while waiting:
        node = waiting.pop()
        if node not in reached and node in by_subject:
            reached.add(node)
            waiting += [triple.object for triple in by_subject[node]]
    return {triple for node in reached for triple in by_subject[node]}


def _make_context(kept: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    for node in {triple.object for triple in kept}:
        for namespace, class_ in _CONTEXT.items():
            if isinstance(node, ox.NamedNode) and node.value.startswith(namespace):
                yield ox.Triple(node, _TYPE, ox.NamedNode(expand(class_)))
