"""Where a graph falls apart: cut points and bridges with what hangs on each, in one walk.

The methods behind :mod:`eloggraph.analysis.questions.brokerage`, on graphs of plain numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

Edge = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cuts:
    """What each node and each tie holds together.

    ``bridges`` are the ties that are alone, by their ends in ascending order, each with the
    weight on the side of its first and of its second end. ``parts`` are the weights of the
    parts that the component of a node falls into without it, for every cut point, largest first.
    """

    bridges: dict[Edge, tuple[int, int]]
    parts: dict[int, tuple[int, ...]]


@dataclass(slots=True)
class _Walk:
    """The state of one depth-first walk; ``hanging`` are the parts that hang on each node."""

    found: list[int]
    low: list[int]
    below: list[int]
    hanging: dict[int, list[int]] = field(default_factory=dict)
    bridges: list[tuple[int, int, int]] = field(default_factory=list)


def find_cuts(neighbours: Sequence[Sequence[int]], weights: Sequence[int]) -> Cuts:
    """Find cut points and bridges, and the weight of what each would cut off.

    One walk over the graph: a part hangs on a node when no tie leads from it to before the node
    (its low link), and what hangs there is summed up on the way back. The time grows with nodes
    and ties, however many cut points there are.

    Parameters
    ----------
    neighbours
        For each node the numbers of the nodes that it is tied to: both ways, each once, never
        to itself.
    weights
        What each node counts; one that counts 0 holds others together and is no loss itself.

    Notes
    -----
    Tarjan, R. (1972), Depth-first search and linear graph algorithms, *SIAM Journal on
    Computing* 1:146; Hopcroft, J. & Tarjan, R. (1973), *Communications of the ACM* 16:372.

    Examples
    --------
    >>> found = find_cuts([[1], [0, 2], [1]], [1, 1, 1])
    >>> found.parts, found.bridges
    ({1: (1, 1)}, {(0, 1): (1, 2), (1, 2): (2, 1)})

    """
    size = len(neighbours)
    walk = _Walk(found=[-1] * size, low=[-1] * size, below=list(weights))
    bridges: dict[Edge, tuple[int, int]] = {}
    parts: dict[int, tuple[int, ...]] = {}
    for root in range(size):
        if walk.found[root] >= 0:
            continue
        seen = _walk_from(root, neighbours, walk)
        whole = walk.below[root]
        for node in seen:
            weighed = walk.hanging.get(node, [])
            rest = whole - weights[node] - sum(weighed)
            sides = tuple(sorted((part for part in (*weighed, rest) if part), reverse=True))
            if len(sides) > 1:
                parts[node] = sides
        for above, node, part in walk.bridges:
            sides = (whole - part, part) if above < node else (part, whole - part)
            bridges[min(above, node), max(above, node)] = (sides[0], sides[1])
        walk.bridges.clear()
    return Cuts(bridges=dict(sorted(bridges.items())), parts=dict(sorted(parts.items())))


def _walk_from(root: int, neighbours: Sequence[Sequence[int]], walk: _Walk) -> list[int]:
    """Walk the component of a node, and return its nodes in the order that they were found."""
    found, low, below = walk.found, walk.low, walk.below
    order = [root]
    found[root] = low[root] = 0
    stack: list[tuple[int, int, Iterator[int]]] = [(root, -1, iter(neighbours[root]))]
    while stack:
        node, above, rest = stack[-1]
        for other in rest:
            if found[other] < 0:
                found[other] = low[other] = len(order)
                order.append(other)
                stack.append((other, node, iter(neighbours[other])))
                break
            if other != above and found[other] < low[node]:
                low[node] = found[other]
        else:
            stack.pop()
            if above >= 0:
                _hang(node, above, walk)
                low[above] = min(low[above], low[node])
                below[above] += below[node]
    return order


def _hang(node: int, above: int, walk: _Walk) -> None:
    """Note what hangs on a node, and on its tie to the one above, when it has been walked."""
    if walk.low[node] >= walk.found[above]:
        walk.hanging.setdefault(above, []).append(walk.below[node])
    if walk.low[node] > walk.found[above]:
        walk.bridges.append((above, node, walk.below[node]))
