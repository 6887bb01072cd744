"""Shapes that have checked nothing, and shapes that never could."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eloggraph.checks.lines import find_place
from eloggraph.checks.shapes import sources_of
from eloggraph.finding import Finding, tell
from eloggraph.iri import expand, shorten
from eloggraph.shacl.model import Validation, text_of
from eloggraph.shacl.shapes import ShapesGraph

# A shape that judged nothing is told by itself; more of them than this together.
MOST_TOLD = 10
_TARGETS = ("sh:targetClass", "sh:targetNode", "sh:targetSubjectsOf", "sh:targetObjectsOf")


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
    yield from _tell_each("shape-no-target", _list_without_target(shapes), shapes)


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


def _list_without_target(shapes: ShapesGraph) -> list[str]:
    """Return the named shapes that have no target and that no other shape calls upon."""
    index = shapes.index
    kinds = ("sh:NodeShape", "sh:PropertyShape")
    named = {node for kind in kinds for node in index.subjects("rdf:type", expand(kind))}
    called = {triple.object for triple in shapes.triples}
    return sorted(
        node.value
        for node in named - called
        if not any(index.one(node, target) for target in _TARGETS)
        and expand("rdfs:Class") not in {text_of(kind) for kind in index.objects(node, "rdf:type")}
        and index.value(node, "sh:deactivated") != "true"
    )
