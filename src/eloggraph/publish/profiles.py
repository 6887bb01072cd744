"""The graph in the words of the EU application profiles CPSV-AP 3.2.0 and CPOV 2.1.2.

The alignment says what our terms mean in theirs; CONSTRUCT queries in ``publish/profiles`` pick
what the profiles have a place for, and only nodes that have all that the profiles demand.

Sources: CPSV-AP 3.2.0 (SEMIC, 2024); CPOV 2.1.2 (SEMIC, 2026).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from eloggraph.graph.inference import alignment_file, infer, reasoning_files
from eloggraph.graph.queries import read_queries
from eloggraph.graph.rdf.store import open_store
from eloggraph.graph.statements import Graph
from eloggraph.iri import ELO, contract, expand

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_CONTEXT = {
    f"{_AUTHORITY}country/": ox.NamedNode(expand("dct:Location")),
    f"{_AUTHORITY}language/": ox.NamedNode(expand("dct:LinguisticSystem")),
}
_JUDGED = ("cpsv:PublicService", "cv:PublicOrganisation")
_TYPE = ox.NamedNode(expand("rdf:type"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Omission:
    """A public service or public organisation that the profile has no room for, and why.

    ``missing`` are the properties that the profile demands and the node does not have.
    """

    node: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileExport:
    """A graph in the words of a profile, as sorted N-Triples.

    ``context`` types the IRIs of other people's code lists that the graph points at: validators
    need it, because the profiles demand classes of what is published elsewhere. ``omitted`` are
    the public services and public organisations that lack something that the profile demands:
    a service is then not exported, an organisation not as a public one.
    """

    ntriples: str
    context: str
    omitted: tuple[Omission, ...]


@dataclass(frozen=True, slots=True)
class _Queries:
    """The queries that complete the data, those that make the export, and the one that explains."""

    completing: tuple[str, ...]
    making: tuple[str, ...]
    missing: str


@cache
def _read_queries() -> _Queries:
    texts = read_queries("eloggraph.publish", "profiles")
    missing = texts.pop("missing")
    completing = [text for name, text in texts.items() if name.startswith("complete-")]
    making = [text for text in texts.values() if text not in completing]
    return _Queries(tuple(completing), tuple(making), missing)


def export_cpsv(graphs: Sequence[Graph], *, alignment: Path | None = None) -> ProfileExport:
    """Export networks as public services and organisations of CPSV-AP and CPOV.

    Parameters
    ----------
    graphs
        The network's own graph and those it uses.
    alignment
        The file that links our terms to theirs; by default the toolkit's own.

    Examples
    --------
    Five entries of the national actors stand for many bodies at once, each in charge of a part of
    the country that no table tells. CPOV demands a place of a public organisation, and the whole
    country would be untrue, so they are exported as organisations only:

    >>> import eloggraph
    >>> export = export_cpsv(eloggraph.open("datasets/osaajaks").graphs)
    >>> len(export.omitted)
    5
    >>> export.omitted[0].node.rpartition("/")[2], export.omitted[0].missing
    ('ely-keskukset', ('dct:spatial',))
    """
    store = open_store(graphs, with_ontology=False)
    for path in (*reasoning_files(), alignment or alignment_file()):
        store.bulk_load(
            path=str(path), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(ELO.rstrip("#"))
        )
    infer(store, graphs[0].base)
    queries = _read_queries()
    for query in queries.completing:
        fresh = list(_construct(store, query))
        store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in fresh)
    exported = {triple for query in queries.making for triple in _construct(store, query)}
    return ProfileExport(
        ntriples=_write(exported),
        context=_write(_make_context(exported)),
        omitted=_find_omitted(store, exported, queries.missing),
    )


def _construct(store: ox.Store, query: str) -> ox.QueryTriples:
    answer = store.query(query, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QueryTriples)  # every query of the profile is a CONSTRUCT query
    return answer


def _write(triples: Iterable[ox.Triple]) -> str:
    return "".join(sorted({f"{triple} .\n" for triple in triples}))


def _make_context(exported: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    for node in {triple.object for triple in exported}:
        for namespace, class_ in _CONTEXT.items():
            if isinstance(node, ox.NamedNode) and node.value.startswith(namespace):
                yield ox.Triple(node, _TYPE, class_)


def _find_omitted(
    store: ox.Store, exported: Iterable[ox.Triple], missing: str
) -> tuple[Omission, ...]:
    judged = [ox.NamedNode(expand(curie)) for curie in _JUDGED]
    known = {(q.subject, c) for c in judged for q in store.quads_for_pattern(None, _TYPE, c, None)}
    told = {(triple.subject, triple.object) for triple in exported if triple.predicate == _TYPE}
    nodes = {node.value for node, _ in known - told if isinstance(node, ox.NamedNode)}
    lacking: defaultdict[str, set[str]] = defaultdict(set)
    answer = store.query(missing, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)  # a SELECT query
    for row in answer:
        lacking[row["node"].value].add(contract(row["property"].value))
    return tuple(
        Omission(node=node, missing=tuple(sorted(lacking[node]))) for node in sorted(nodes)
    )
