"""Shapes that have checked nothing, and shapes that never could."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from eloggraph.checks.lines import find_place
from eloggraph.checks.shapes import sources_of
from eloggraph.finding import Finding, tell
from eloggraph.iri import shorten
from eloggraph.shacl.core.find import TARGETS, is_a_shape, is_class, is_owl_class
from eloggraph.shacl.core.reading import ShapesReader
from eloggraph.shacl.model import Validation, text_of
from eloggraph.shacl.shapes import ShapesGraph

# A shape that judged nothing is told by itself; more of them than this together.
MOST_TOLD = 10


def report_unused_shapes(
    validation: Validation, shapes: ShapesGraph, *, own: bool
) -> Iterator[Finding]:
    """Yield what has checked nothing: the toolkit's own shapes together, those of others each."""
    if not any(count for _, count in validation.focus_counts):
        yield tell("nothing-judged", "violation", chapter="checks")
    if own:
        return
    unused = [text_of(shape) for shape, count in validation.focus_counts if not count]
    yield from _tell_each("shape-no-focus", unused, shapes)
    reader = ShapesReader.open(shapes)
    idle = _list_without_target(shapes, reader)
    owl = [shape for shape in idle if is_owl_class(reader, ox.NamedNode(shape))]
    yield from _tell_each("shape-owl-class", owl, shapes)
    yield from _tell_each("shape-no-target", [each for each in idle if each not in owl], shapes)


def _tell_each(code: str, named: Sequence[str], shapes: ShapesGraph) -> Iterator[Finding]:
    """Yield a warning for each shape at its line; of very many, one that names the first."""
    shown = [shorten(shape, shapes.prefixes) for shape in named]
    if len(named) > MOST_TOLD:
        first = ", ".join(shown[:MOST_TOLD])
        yield tell(
            code, "warning", chapter="checks", variant="several", n=len(named), value=f"{first} …"
        )
        return
    finder = find_place(sources_of(shapes))
    for shape, name in zip(named, shown, strict=True):
        yield tell(code, "warning", finder(shape), chapter="checks", shape=shape, value=name)


def _list_without_target(shapes: ShapesGraph, reader: ShapesReader) -> list[str]:
    """Return the named shapes that have no target and that no other shape calls upon."""
    called = {triple.object for triple in shapes.triples}
    return sorted(
        node.value
        for node in reader.objects
        if isinstance(node, ox.NamedNode)
        and node not in called
        and is_a_shape(reader, node)
        and not any(reader.of(node, target) for target in TARGETS)
        and not is_class(reader, node)
        and shapes.index.value(node, "sh:deactivated") != "true"
    )
