"""Nodes that only the shapes say are of a target class: data says it, or they are not judged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import polars as pl
import pyoxigraph as ox

from eloggraph.finding import Finding, tell
from eloggraph.graph.statements import OBJECT, SUBJECT, Graph
from eloggraph.iri import expand, shorten
from eloggraph.shacl.core.find import find_shapes, is_class
from eloggraph.shacl.core.reading import ShapesReader
from eloggraph.shacl.shapes import ShapesGraph

_TYPE, _SUBCLASS = expand("rdf:type"), expand("rdfs:subClassOf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Types:
    """What data say of types: what is below each class, and how many nodes are of which.

    ``count_nodes`` takes classes and others, and counts the nodes of each that are of none of the
    others.
    """

    list_below: Callable[[], Mapping[str, Sequence[str]]]
    count_nodes: Callable[[Collection[str], Collection[str]], Mapping[str, int]]

    @classmethod
    def of(cls, graph: Graph) -> Types:
        """Return what a graph in memory says."""
        return cls(
            list_below=partial(_below_in_data, graph), count_nodes=partial(_count_nodes, graph)
        )


def report_unjudged(types: Types, shapes: ShapesGraph) -> Iterator[Finding]:
    """Yield a remark for each class that is below a target class in the shapes and not in the data.

    SHACL looks for subclasses in the data graph alone.
    """
    if not shapes.index.subjects("rdfs:subClassOf"):
        return
    reader = ShapesReader.open(shapes)
    below_in_data = types.list_below()
    told: set[str] = set()
    for target in _list_target_classes(reader):
        judged = _close(target, below_in_data)
        only_in_shapes = _close(target, _below_in_shapes(reader)) - judged - told
        counts = types.count_nodes(only_in_shapes, judged) if only_in_shapes else {}
        for cls, n in sorted(counts.items()):
            told.add(cls)
            name, above = (shorten(iri, shapes.prefixes) for iri in (cls, target))
            yield tell("subclass-unknown", "info", chapter="checks", n=n, value=name, above=above)


def _list_target_classes(reader: ShapesReader) -> list[str]:
    said = {term.value for node in reader.objects for term in reader.of(node, "targetClass")}
    implied = {
        node.value
        for node in find_shapes(reader)
        if isinstance(node, ox.NamedNode) and is_class(reader, node)
    }
    return sorted(said | implied)


def _below_in_shapes(reader: ShapesReader) -> dict[str, list[str]]:
    return {
        above.value: [t.value for t in reader.list_subclasses(above) if isinstance(t, ox.NamedNode)]
        for properties in reader.objects.values()
        for above in properties.get(_SUBCLASS, ())
        if isinstance(above, ox.NamedNode)
    }


def _below_in_data(graph: Graph) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in graph.of(_SUBCLASS):
        for subject, above in part.frame.select(SUBJECT, OBJECT).iter_rows():
            found.setdefault(above, []).append(subject)
    return found


def _close(cls: str, below: Mapping[str, Sequence[str]]) -> set[str]:
    found, waiting = set[str](), [cls]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += below.get(each, ())
    return found


def _count_nodes(graph: Graph, classes: Collection[str], judged: Collection[str]) -> dict[str, int]:
    """Return how many nodes are of each class and of none that is judged."""
    parts = [part.frame.select(SUBJECT, OBJECT) for part in graph.of(_TYPE) if not part.is_literal]
    if not parts:
        return {}
    types = pl.concat(parts).unique()
    known = types.filter(pl.col(OBJECT).is_in(sorted(judged)))
    open_ = types.filter(pl.col(OBJECT).is_in(sorted(classes))).join(known, on=SUBJECT, how="anti")
    return dict(open_.group_by(OBJECT).len().iter_rows())
