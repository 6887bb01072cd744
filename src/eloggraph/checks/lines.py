"""The line of a Turtle file at which the description of a node begins, looked for when asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from urllib.parse import urljoin

import pyoxigraph as ox

from eloggraph.checks.locate import FindLine
from eloggraph.finding import Place
from eloggraph.graph.rdf.read import RdfData
from eloggraph.graph.rdf.source import RdfSource, read_source
from eloggraph.schema.turtle import find_subjects

# A larger file is named without a line: to look through it would cost more than to check it.
LARGEST = 16 << 20
_READ = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG)


def make_line_finder(data: RdfData) -> FindLine:
    """Return a function from a file's name and a node to the line, or None."""
    sources = {source.name: source for source in data.sources}

    @cache
    def lines(name: str) -> Mapping[str, int]:
        return _index_lines(sources[name]) if name in sources else {}

    return lambda name, node: None if node.startswith("_:") else lines(name).get(node)


def find_place(sources: Sequence[RdfSource]) -> Callable[[str], Place | None]:
    """Return a function from a node to the file and line that first describe it, or None."""

    @cache
    def places() -> Mapping[str, Place]:
        found: dict[str, Place] = {}
        for source in sources:
            for node, line in _index_lines(source).items():
                found.setdefault(node, Place(file=source.name, row=line))
        return found

    def find(node: str) -> Place | None:
        only = Place(file=sources[0].name) if len(sources) == 1 else None
        return places().get(node, only)

    return find


def _index_lines(source: RdfSource) -> dict[str, int]:
    if (
        source.format not in _READ
        or not source.path.is_file()
        or source.path.stat().st_size > LARGEST
    ):
        return {}
    found: dict[str, int] = {}
    for node, line in find_subjects(read_source(source).decode("utf-8")):
        found.setdefault(node, line)
    # A relative IRI stands in the file as it is.
    return {urljoin(source.base, node): line for node, line in found.items()}
