"""The file and line at which the description of a node begins, looked for when asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from eloggraph.checks.locate import FindLine
from eloggraph.finding import Place
from eloggraph.graph.rdf.found import RdfSource
from eloggraph.graph.rdf.places import index_lines
from eloggraph.graph.rdf.read import RdfData


def make_line_finder(data: RdfData) -> FindLine:
    """Return a function from a file's name and a node to the line, or None."""
    sources = {source.name: source for source in data.sources}

    @cache
    def lines(name: str) -> Mapping[str, int]:
        return index_lines(sources[name]) if name in sources else {}

    return lambda name, node: None if node.startswith("_:") else lines(name).get(node)


def find_place(sources: Sequence[RdfSource]) -> Callable[[str], Place | None]:
    """Return a function from a node to the file and line that first describe it, or None."""

    @cache
    def places() -> Mapping[str, Place]:
        found: dict[str, Place] = {}
        for source in sources:
            for node, line in index_lines(source).items():
                found.setdefault(node, Place(file=source.name, row=line))
        return found

    def find(node: str) -> Place | None:
        only = Place(file=sources[0].name) if len(sources) == 1 else None
        return places().get(node, only)

    return find
