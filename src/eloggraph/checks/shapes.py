"""Shapes that were read from files: the lines of the files are told with what is wrong in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eloggraph.finding import Finding
from eloggraph.graph.rdf.source import RdfSource
from eloggraph.shacl.shapes import ShapesGraph


@dataclass(frozen=True, eq=False)
class ShapesFromFiles(ShapesGraph):
    """A shapes graph and the files that it was read from."""

    sources: tuple[RdfSource, ...] = ()


def sources_of(shapes: ShapesGraph) -> tuple[RdfSource, ...]:
    """Return the files of a shapes graph; the toolkit's own shapes have none that users know."""
    return shapes.sources if isinstance(shapes, ShapesFromFiles) else ()


def read_shapes(paths: Sequence[Path]) -> tuple[ShapesGraph, tuple[Finding, ...]]:
    """Read files of shapes, and folders of them; remarks such as imports come with them.

    Raises
    ------
    InputError
        When a file cannot be read, or there is no shape in any of them.
    """
    from eloggraph.graph.rdf.read import read_statements

    read = read_statements(paths)
    return ShapesFromFiles(read.triples, read.prefixes, sources=read.sources), read.findings
