"""What is reached by a step repeated any number of times, on integers.

Nodes that reach each other are one part (a strongly connected component), and all of them reach
the same. Parts are met with those that they lead to first, so that what a start reaches is put
together from what is known of the starts behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Edges = Mapping[int, Sequence[int]]


def close(edges: Edges, starts: Iterable[int], *, zero: bool) -> dict[int, list[int]]:
    """Return what each start reaches, in one step or more; with ``zero`` itself too.

    Examples
    --------
    >>> close({1: [2], 2: [3], 3: [2]}, [1, 3], zero=False)
    {1: [2, 3], 3: [2, 3]}
    >>> close({1: [2]}, [1, 2], zero=True)
    {1: [1, 2], 2: [2]}
    """
    wanted = list(dict.fromkeys(starts))
    members = condense(edges, wanted)
    part_of = {node: part for part, nodes in enumerate(members) for node in nodes}
    reached: dict[int, list[int]] = {}
    for part in sorted({part_of[start] for start in wanted}):  # what it leads to has a lower number
        reached[part] = _reach(edges, part, part_of, members, reached)
    found: dict[int, list[int]] = {}
    for part, nodes in reached.items():
        own = members[part]
        is_cycle = len(own) > 1 or own[0] in edges.get(own[0], ())
        reached[part] = sorted([*nodes, *own]) if zero or is_cycle else sorted(nodes)
    for start in wanted:
        found[start] = reached[part_of[start]]
    return found


def spread(edges: Edges, starts: Iterable[int], *, zero: bool) -> list[int]:
    """Return what any of some starts reaches, in one step or more; with ``zero`` the starts too.

    Examples
    --------
    >>> spread({1: [2], 2: [3]}, [1, 3], zero=False)
    [2, 3]
    """
    waiting = list(starts)
    seen = set(waiting) if zero else set[int]()
    while waiting:
        for onward in edges.get(waiting.pop(), ()):
            if onward not in seen:
                seen.add(onward)
                waiting.append(onward)
    return sorted(seen)


def _reach(
    edges: Edges,
    part: int,
    part_of: Mapping[int, int],
    members: Sequence[Sequence[int]],
    known: Mapping[int, Sequence[int]],
) -> list[int]:
    """Return the nodes of all parts that a part leads to, itself apart."""
    seen, waiting = {part}, [part]
    nodes: set[int] = set()
    while waiting:
        for node in members[waiting.pop()]:
            for onward in edges.get(node, ()):
                other = part_of[onward]
                if other in seen or onward in nodes:
                    continue
                seen.add(other)
                nodes.update(members[other])
                if other in known:
                    nodes.update(known[other])
                else:
                    waiting.append(other)
    return list(nodes)


def condense(edges: Edges, starts: Iterable[int]) -> list[list[int]]:
    """Return the members of each part that is reached (Tarjan 1972).

    A part comes after all that it leads to.

    Examples
    --------
    >>> condense({1: [2], 2: [3], 3: [2]}, [1])
    [[3, 2], [1]]
    """
    part_of: dict[int, int] = {}
    members: list[list[int]] = []
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    open_: list[int] = []
    for start in starts:
        if start in number:
            continue
        number[start] = low[start] = len(number)
        open_.append(start)
        stack = [(start, iter(edges.get(start, ())))]
        while stack:
            node, rest = stack[-1]
            child = next(rest, None)
            if child is None:
                stack.pop()
                if stack:
                    above = stack[-1][0]
                    low[above] = min(low[above], low[node])
                if low[node] == number[node]:
                    members.append(_take_part(open_, node, part_of, len(members)))
            elif child not in number:
                number[child] = low[child] = len(number)
                open_.append(child)
                stack.append((child, iter(edges.get(child, ()))))
            elif child not in part_of:
                low[node] = min(low[node], number[child])
    return members


def _take_part(open_: list[int], node: int, part_of: dict[int, int], part: int) -> list[int]:
    taken: list[int] = []
    while not taken or taken[-1] != node:
        taken.append(open_.pop())
        part_of[taken[-1]] = part
    return taken
