"""Triples as a columnar graph that no table stands behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
import pyoxigraph as ox

from eloggraph.graph.rdf.ntriples import write_ntriples
from eloggraph.graph.statements import FRAME_SCHEMA, OBJECT, ROW, SUBJECT, Graph, StatementFrame
from eloggraph.schema.terms import tag_of

# Predicate, whether objects are literals, datatype, language.
_Key = tuple[str, bool, str | None, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupedTriples:
    """Triples put together by predicate and kind of object.

    ``groups`` has each kind with how many triples are of it; ``subjects`` and ``objects`` are the
    texts of all of them, group after group.
    """

    groups: tuple[tuple[_Key, int], ...]
    subjects: tuple[str, ...]
    objects: tuple[str, ...]


def group_triples(triples: Iterable[ox.Triple]) -> GroupedTriples:
    """Group triples by predicate and kind of object; triples about triples are left out."""
    found: dict[_Key, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for subject, predicate, value in triples:
        if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
            continue
        if isinstance(value, ox.Literal):
            language = tag_of(value)
            key = (predicate.value, True, None if language else value.datatype.value, language)
            text = value.value
        else:
            key = (predicate.value, False, None, None)
            text = value.value if isinstance(value, ox.NamedNode) else f"_:{value.value}"
        subjects, objects = found[key]
        subjects.append(
            subject.value if isinstance(subject, ox.NamedNode) else f"_:{subject.value}"
        )
        objects.append(text)
    return GroupedTriples(
        groups=tuple((key, len(subjects)) for key, (subjects, _) in found.items()),
        subjects=tuple(text for subjects, _ in found.values() for text in subjects),
        objects=tuple(text for _, objects in found.values() for text in objects),
    )


def graph_of_groups(grouped: GroupedTriples, base: str) -> Graph:
    """Return grouped triples as a graph; its frames are slices of one."""
    count = len(grouped.subjects)
    whole = pl.DataFrame(
        [
            pl.Series(SUBJECT, grouped.subjects, pl.String),
            pl.Series(OBJECT, grouped.objects, pl.String),
            pl.Series(ROW, [None], FRAME_SCHEMA[ROW]).new_from_index(0, count),
        ]
    )
    frames, start = [], 0
    for (predicate, is_literal, datatype, language), height in grouped.groups:
        frames.append(
            StatementFrame(
                predicate=predicate,
                frame=whole.slice(start, height),
                is_literal=is_literal,
                datatype=datatype,
                language=language,
            )
        )
        start += height
    return Graph(base=base, frames=tuple(frames), rows=())


def graph_of_triples(triples: Iterable[ox.Triple], base: str) -> Graph:
    """Return triples as a columnar graph that no table stands behind.

    Examples
    --------
    >>> node = ox.NamedNode("urn:a")
    >>> len(graph_of_triples([ox.Triple(node, node, ox.Literal("a", language="fi"))], "urn:"))
    1
    """
    return graph_of_groups(group_triples(triples), base)


def list_quads(graph: Graph) -> list[ox.Quad]:
    """Return the statements of a graph, different ones, without a named graph.

    >>> list_quads(graph_of_triples([], "urn:"))
    []
    """
    return list(ox.parse(write_ntriples(graph), format=ox.RdfFormat.N_TRIPLES))
