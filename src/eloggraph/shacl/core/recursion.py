"""Shapes that lead back to themselves: where they do, and whether that has one meaning.

The Recommendation leaves it open what recursive shapes mean. Here a node conforms to one unless
some chain of shapes, however long, ends in what it violates: two who know each other conform by
each other. So it is where a shape can fail only because others fail; where it can fail because
others conform (``sh:not``, ``sh:xone``, an upper count), some data would have no answer.

Source: Corman, Reutter, Savković 2018, Semantics and Validation of Recursive SHACL (section 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from eloggraph.shacl.core import plan as p
from eloggraph.shacl.core.closure import condense
from eloggraph.shacl.model import Term
from eloggraph.shacl.paths import predicates_of

Shapes = Mapping[Term, p.Shape]
Edges = Mapping[Term, Sequence[Term]]


def find_recursion(shapes: Shapes) -> p.Recursion | None:
    """Return where shapes lead back, or None where none does.

    Parameters
    ----------
    shapes
        Shapes in an order in which each stands before those that it asks, as far as that goes.
    """
    numbers = {node: number for number, node in enumerate(shapes)}
    returns = frozenset(
        (node, child)
        for node in shapes
        for child in list_children(shapes, node)
        if numbers[child] <= numbers[node]
    )
    if not returns:
        return None
    above = _reach(_turn(_list_edges(shapes)), {child for _, child in returns})
    read = {name for node in above for name in predicates_of(shapes[node].path)}
    return p.Recursion(returns=returns, predicates=frozenset(read))


def list_negated(shapes: Shapes) -> Iterator[Term]:
    """Yield the shapes whose answer hangs on a failure that recursion may still bring about.

    They lead back to themselves by way of what asks for a failure, or they are asked by a shape
    that leads back and ask themselves for the failure of one that does.
    """
    edges = _list_edges(shapes)
    loops = _find_loops(edges)
    within = _reach(edges, loops)
    leading = _reach(_turn(edges), loops)

    def is_open(node: Term, child: Term) -> bool:
        leads_back = node in loops and loops[node] == loops.get(child)
        return leads_back or (node in within and child in leading)

    for node, shape in shapes.items():
        asked = () if shape.deactivated else _list_negative(shape)
        if any(is_open(node, child) for child in asked):
            yield node


def list_reified_loops(shapes: Shapes) -> Iterator[Term]:
    """Yield the shapes that ask themselves by way of those who speak of a statement."""
    speaking = {node: () if s.deactivated else s.of_reifiers for node, s in shapes.items()}
    edges = {node: (*list_children(shapes, node), *speaking[node]) for node in shapes}
    yield from (node for node in shapes if node in _reach(edges, speaking[node]))


def list_children(shapes: Shapes, node: Term) -> tuple[Term, ...]:
    """Return the shapes that a shape asks; a deactivated one asks nothing."""
    return () if shapes[node].deactivated else shapes[node].children


def _list_negative(shape: p.Shape) -> Iterator[Term]:
    for constraint in shape.constraints:
        if isinstance(constraint, p.Nested) and constraint.kind in ("not", "xone"):
            yield from constraint.shapes
        elif isinstance(constraint, p.Qualified):
            yield from constraint.siblings
            if constraint.maximum is not None:
                yield constraint.shape


def _list_edges(shapes: Shapes) -> Edges:
    return {node: list_children(shapes, node) for node in shapes}


def _turn(edges: Edges) -> Edges:
    turned: dict[Term, list[Term]] = {node: [] for node in edges}
    for node, children in edges.items():
        for child in children:
            turned[child].append(node)
    return turned


def _reach(edges: Edges, starts: Iterable[Term]) -> set[Term]:
    """Return what is reached from any of the starts, they among it."""
    seen = set(starts)
    waiting = list(seen)
    while waiting:
        found = [child for child in edges[waiting.pop()] if child not in seen]
        seen.update(found)
        waiting += found
    return seen


def _find_loops(edges: Edges) -> dict[Term, int]:
    """Return the shapes that lead back to themselves, with the number of the loop of each."""
    numbers = {node: number for number, node in enumerate(edges)}
    parts = condense(
        {numbers[node]: [numbers[child] for child in ends] for node, ends in edges.items()},
        range(len(numbers)),
    )
    nodes = list(edges)
    return {
        nodes[each]: number
        for number, part in enumerate(parts)
        for each in part
        if len(part) > 1 or nodes[each] in edges[nodes[each]]
    }
