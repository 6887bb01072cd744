"""Shapes that were read from files: the lines of the files are told with what is wrong in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from eloggraph.finding import Finding
from eloggraph.graph.rdf.found import RdfSource
from eloggraph.shacl.core.find import OWL_CLASSES_ARE_CLASSES
from eloggraph.shacl.shapes import ShapesGraph


@dataclass(frozen=True, eq=False)
class ShapesFromFiles(ShapesGraph):
    """A shapes graph and the files that it was read from."""

    sources: tuple[RdfSource, ...] = ()


def sources_of(shapes: ShapesGraph) -> tuple[RdfSource, ...]:
    """Return the files of a shapes graph; the toolkit's own shapes have none that users know."""
    return shapes.sources if isinstance(shapes, ShapesFromFiles) else ()


def read_shapes(
    paths: Sequence[Path],
    *,
    strict: bool = False,
    contexts: Mapping[str, Path] | None = None,
) -> tuple[ShapesGraph, tuple[Finding, ...]]:
    """Read files of shapes, and folders of them; remarks such as imports come with them.

    Parameters
    ----------
    strict
        Whether they are read by the letter of the Recommendation; else a shape that is an
        ``owl:Class`` is its own target, as OWL says that such classes are classes, and shapes may
        lead back to themselves.
    contexts
        Files that stand for addresses of JSON-LD contexts.

    Raises
    ------
    InputError
        When a file cannot be read, or there is no shape in any of them.
    """
    from eloggraph.graph.rdf.read import read_statements

    read = read_statements(paths, contexts)
    said = () if strict or not _names_owl_class(read.triples) else (OWL_CLASSES_ARE_CLASSES,)
    shapes = ShapesFromFiles(
        (*read.triples, *said), read.prefixes, sources=read.sources, strict=strict
    )
    return shapes, read.findings


def _names_owl_class(triples: Sequence[ox.Triple]) -> bool:
    return any(triple.object == OWL_CLASSES_ARE_CLASSES.subject for triple in triples)
