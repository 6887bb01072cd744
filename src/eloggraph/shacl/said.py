"""What a shapes graph says, by who it is said of: an index that every reading of it shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from eloggraph.iri import expand
from eloggraph.shacl.model import Term

_REIFIES = expand("rdf:reifies")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Objects by subject and predicate, and who says something of a statement, by that."""

    objects: Mapping[Term, Mapping[str, list[Term]]]
    reified: Mapping[ox.Triple, list[Term]]


def index_said(triples: Iterable[ox.Triple]) -> Said:
    """Return what statements say; repeats count once.

    >>> node = ox.NamedNode("urn:a")
    >>> index_said([ox.Triple(node, node, node)] * 2).objects[node]
    {'urn:a': [<NamedNode value=urn:a>]}
    """
    index: dict[Term, dict[str, list[Term]]] = {}
    before, said = None, dict[str, list[Term]]()
    for subject, predicate, value in triples:
        if subject != before:  # mostly one thing after another is said of a subject
            before, said = subject, index.setdefault(subject, {})
        name = predicate.value
        if name in said:
            said[name].append(value)
        else:
            said[name] = [value]
    reified: dict[ox.Triple, list[Term]] = {}
    for node, said in index.items():
        for name, values in said.items():
            if len(values) > 1:
                said[name] = list(dict.fromkeys(values))
            if name == _REIFIES:
                for each in values:
                    if isinstance(each, ox.Triple):
                        reified.setdefault(each, []).append(node)
    return Said(objects=index, reified=reified)
