"""What hangs on one actor or on one tie, in all that is on record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from eloggraph.analysis.projection import sort_pair
from eloggraph.analysis.statistics.cuts import find_cuts

_Pair = tuple[str, str]
_Place = str | tuple[str, _Pair]  # a node, or the relay of one end of a tie
_Ties = dict[_Place, set[_Place]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragility:
    """How many actors hang on what.

    ``parts`` are the numbers of actors in the parts that the network falls into without an
    actor, largest first, for every cut point. ``only_ties`` are the pairs that nothing but
    their own tie keeps together, each with the number of actors on the side of either end.
    """

    parts: dict[str, tuple[int, ...]]
    only_ties: dict[_Pair, tuple[int, int]]


def find_fragility(graph: nx.Graph[str], whole: nx.Graph[str] | None = None) -> Fragility:
    """Find the cut points and the only ties, and how many actors each would cut off.

    Parameters
    ----------
    graph
        Actors and ties.
    whole
        The recorded network with its collectives, whose ties to each other are not in ``graph``.
        Where it offers another way round, there is neither a cut point nor an only tie. What two
        actors share ends when either of them leaves it: their tie is the only one if they lose
        touch then, whichever of the two it is.

    Examples
    --------
    >>> find_fragility(nx.path_graph(["a", "b", "c"])).only_ties
    {('a', 'b'): (1, 2), ('b', 'c'): (2, 1)}

    """
    whole = graph if whole is None else whole
    among = _Found.of({node: {*graph[node]} for node in graph}, graph)
    pairs = sorted({sort_pair(str(first), str(second)) for first, second in among.sides})
    woven, relays = _weave(graph, whole, pairs)
    found = _Found.of(woven, whole)
    return Fragility(
        parts={node: found.parts[node] for node in graph if among.cuts(node) and found.cuts(node)},
        only_ties={
            (first, second): (found.sides[first, near], found.sides[second, far])
            for (first, second), (near, far) in relays.items()
            if (first, near) in found.sides and (second, far) in found.sides
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaking:
    """Actors without whom the others fall apart, and the numbers of actors in the parts then.

    ``parts`` come largest first; ``before`` are those with everybody there.
    """

    players: tuple[str, ...]
    parts: tuple[int, ...]
    before: tuple[int, ...]


def find_breaking(
    graph: nx.Graph[str], whole: nx.Graph[str] | None = None, *, most: int = 3
) -> Breaking:
    """Choose actors whose leaving together puts most pairs of the others out of touch.

    The next is always the cut point that puts most pairs out of touch, the first of several such;
    where none is left, nobody more is chosen.

    Parameters
    ----------
    graph, whole
        As those of :func:`find_fragility`.
    most
        The most actors.

    Notes
    -----
    KPP-Neg of Borgatti, S. P. (2006), Identifying sets of key players in a social network,
    *Computational & Mathematical Organization Theory* 12:21.

    Examples
    --------
    >>> find_breaking(nx.path_graph(list("abcde")), most=1)
    Breaking(players=('c',), parts=(2, 2), before=(5,))
    """
    whole = graph if whole is None else whole
    players: list[str] = []
    while len(players) < most:
        found = _Found.of(_leave(whole, players), whole)
        among = _Found.of(_leave(graph, players), graph)
        pairs = {
            node: (sum(sizes) ** 2 - sum(size**2 for size in sizes)) // 2
            for node, sizes in found.parts.items()
            if isinstance(node, str) and node in graph and among.cuts(node)
        }
        if not pairs:
            break
        players.append(min(pairs, key=lambda node: (-pairs[node], node)))
    return Breaking(
        players=tuple(players), parts=_size_parts(whole, players), before=_size_parts(whole, ())
    )


def _leave(graph: nx.Graph[str], gone: Sequence[str]) -> _Ties:
    out = set(gone)
    return {
        node: {other for other in graph[node] if other not in out}
        for node in graph
        if node not in out
    }


def _size_parts(graph: nx.Graph[str], gone: Sequence[str]) -> tuple[int, ...]:
    left = graph.subgraph(graph.nodes - set(gone))
    parts = nx.connected_components(left)
    sizes = (sum(_count_actor(graph, node) for node in part) for part in parts)
    return tuple(sorted((size for size in sizes if size), reverse=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What :func:`find_cuts` found, by name; ``sides`` holds every tie that is alone both ways."""

    parts: dict[_Place, tuple[int, ...]]
    sides: dict[tuple[_Place, _Place], int]

    def cuts(self, node: str) -> bool:
        return node in self.parts

    @classmethod
    def of(cls, ties: Mapping[_Place, set[_Place]], graph: nx.Graph[str]) -> _Found:
        names: Sequence[_Place] = list(ties)
        place = {name: at for at, name in enumerate(names)}
        weights = [_count_actor(graph, name) for name in names]
        cuts = find_cuts(
            [sorted(place[other] for other in ties[name] if other != name) for name in names],
            weights,
        )
        sides: dict[tuple[_Place, _Place], int] = {}
        for (first, second), (near, far) in cuts.bridges.items():
            sides[names[first], names[second]] = near
            sides[names[second], names[first]] = far
        return cls(parts={names[at]: sizes for at, sizes in cuts.parts.items()}, sides=sides)


def _count_actor(graph: nx.Graph[str], name: _Place) -> int:
    return int(isinstance(name, str) and graph.nodes[name].get("kind", "actor") == "actor")


def _weave(
    graph: nx.Graph[str], whole: nx.Graph[str], pairs: Sequence[_Pair]
) -> tuple[_Ties, dict[_Pair, tuple[_Place, _Place]]]:
    """Return the ties of the whole, where all that one pair's tie rests on runs through one edge.

    Each end gets a relay: the end is tied to its relay alone, and the relay to what they share
    and to the relay of the other end. So an end that leaves all of it is one tie that is cut, and
    one walk tells of all pairs at once.
    """
    woven: _Ties = {node: {*whole[node]} for node in whole}
    between = {pair: _list_shared(graph, whole, pair) for pair in pairs}
    taken = Counter((end, c) for pair in pairs for c in between[pair] for end in pair)
    relays: dict[_Pair, tuple[_Place, _Place]] = {}
    moved: list[tuple[tuple[_Place, _Place], tuple[_Place, _Place]]]
    for pair in pairs:
        first, second = pair
        near, far = (first, pair), (second, pair)
        moved = [((first, second), (near, far))] if whole.has_edge(first, second) else []
        moved += [
            ((end, collective), (relay, collective))
            for collective in between[pair]
            for end, relay in ((first, near), (second, far))
            # What ties an end to several others is no single tie of theirs.
            if taken[end, collective] == 1
        ]
        if moved:
            relays[pair] = (near, far)
            woven[near], woven[far] = {first}, {second}
            woven[first].add(near)
            woven[second].add(far)
        for old, new in moved:
            _move(woven, old, new)
    return woven, relays


def _list_shared(graph: nx.Graph[str], whole: nx.Graph[str], pair: _Pair) -> list[str]:
    """Return the collectives that the tie of a pair rests on."""
    data = graph.edges[pair]
    shared = {*data.get("shared", ()), *data.get("coordinated", ())}
    return sorted(c for c in shared if all(whole.has_edge(end, c) for end in pair))


def _move(woven: _Ties, old: tuple[_Place, _Place], new: tuple[_Place, _Place]) -> None:
    for (first, second), change in ((old, set.discard), (new, set.add)):
        change(woven[first], second)
        change(woven[second], first)
