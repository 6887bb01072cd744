"""The order of actors in which their ties lie close to the diagonal of a matrix."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx


def order_actors(graph: nx.Graph[str], members: Iterable[str]) -> tuple[str, ...]:
    """Return some actors of a graph so that those who know each other stand together.

    Reverse Cuthill–McKee on the ties among the members: each part is walked from its actor with
    fewest ties, neighbours of few ties first, and told backwards. Those without a tie to another
    member stand last.

    Notes
    -----
    Cuthill, E. & McKee, J. (1969), Reducing the bandwidth of sparse symmetric matrices, *Proc. 24th
    Nat. Conf. ACM*, 157.

    Examples
    --------
    >>> import networkx as nx
    >>> path = nx.Graph([("a", "d"), ("d", "b"), ("b", "c")])
    >>> path.add_node("e")
    >>> order_actors(path, "abcde")
    ('c', 'b', 'd', 'a', 'e')

    """
    chosen = set(members)
    near = {
        each: sorted(
            (other for other in graph[each] if other in chosen and other != each)
            if each in graph
            else ()
        )
        for each in sorted(chosen)
    }
    ordered: list[str] = []
    met: set[str] = set()
    for start in sorted(near, key=lambda each: (len(near[each]), each)):
        if near[start] and start not in met:
            ordered += _walk(start, near, met)
    return (*reversed(ordered), *(each for each in near if not near[each]))


def _walk(start: str, near: Mapping[str, list[str]], met: set[str]) -> list[str]:
    waiting, found = deque([start]), []
    met.add(start)
    while waiting:
        found.append(at := waiting.popleft())
        following = [other for other in near[at] if other not in met]
        met.update(following)
        waiting.extend(sorted(following, key=lambda other: (len(near[other]), other)))
    return found
