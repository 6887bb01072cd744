"""Which few new ties bring most pairs nearer to each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import networkx as nx
import numpy as np
import numpy.typing as npt

from eloggraph.analysis.statistics.cuts import find_cuts
from eloggraph.analysis.statistics.neighbourhoods import Neighbourhoods, Numbers
from eloggraph.analysis.statistics.steps import Steps, add_tie, count_steps

Pair = tuple[str, str]
# Two are near with one between them, so that no more is gained by a tie of their own; whoever is
# further away than FAR, or out of touch, counts as so many steps away.
NEAR, FAR = 2, 6
_MOST_WALKED, _LOT = 60_000, 256


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTie:
    """A tie that is not there yet, and what it changes after those chosen before it.

    ``nearer`` of the pairs get nearer, by ``steps`` in all; ``near`` of them come to be near.
    ``hanging`` is how much less hangs on single nodes: see :func:`count_hanging`.
    """

    pair: Pair
    steps: int
    nearer: int
    near: int
    hanging: int


def choose_new_ties(
    graph: nx.Graph[str],
    wanted: Sequence[Pair],
    candidates: Sequence[Pair],
    *,
    most: int = 5,
    each: int = 2,
) -> tuple[NewTie, ...]:
    """Choose new ties one by one, each the one that is worth most after those before it.

    A tie is worth the steps that the wanted pairs are nearer then; between ties worth the same,
    the one counts after which less hangs on single nodes. In one number, of a set of ties S:

    ``V(S) = sum over wanted pairs (steps(G) - steps(G + S)) + (h(G) - h(G + S)) / (1 + h(G))``

    with steps of at least two and at most six, and h of :func:`count_hanging`. Where the network is
    small, the choice is begun with each of the candidates, and what is worth most is kept.

    Parameters
    ----------
    graph
        Undirected; it is not changed.
    wanted
        The pairs that should be near.
    candidates
        The ties that may be chosen; of those worth the same the first is.
    most, each
        The most new ties, and the most for one node.

    Returns
    -------
    The ties in the order chosen; fewer where no more is worth anything.

    Examples
    --------
    >>> path = nx.path_graph(list("abcdef"))
    >>> found = choose_new_ties(path, [("a", "f")], [("a", "e"), ("a", "f")])
    >>> found[0].pair, found[0].steps, len(found)
    (('a', 'f'), 3, 1)
    """
    search = _Search.of(graph, wanted, candidates)
    chosen = search.fill([], most, each)
    if search.may_start_anew and chosen:
        starts = search.find_free([], each)[: _MOST_WALKED // (search.size + 1)]
        others = (search.fill([int(start)], most, each) for start in starts)
        chosen = max([chosen, *others], key=search.value)
    return tuple(search.describe(chosen))


def describe_new_ties(
    graph: nx.Graph[str], wanted: Sequence[Pair], ties: Sequence[Pair]
) -> tuple[NewTie, ...]:
    """Tell of new ties, one after the other, what each changes for the wanted pairs.

    >>> describe_new_ties(nx.path_graph(list("abcd")), [("a", "d"), ("a", "c")], [("b", "d")])
    (NewTie(pair=('b', 'd'), steps=1, nearer=1, near=1, hanging=1),)
    """
    search = _Search.of(graph, wanted, ties)
    return tuple(search.describe(range(len(ties))))


def count_hanging(graph: nx.Graph[str]) -> int:
    """Return how many others are out of touch with the largest part when a node is gone.

    It is summed over all nodes, and no new tie makes it more: in a ring nothing hangs on anybody.

    >>> count_hanging(nx.path_graph(4)), count_hanging(nx.cycle_graph(4))
    (2, 0)
    """
    return _hang([others.tolist() for others in Neighbourhoods.of(graph).after])


def _hang(neighbours: Sequence[Sequence[int]]) -> int:
    size = len(neighbours)
    parts = sorted(_find_parts(neighbours), key=len, reverse=True)
    largest, next_to = (len(part) for part in (*parts, [], [])[:2])
    cuts = find_cuts(neighbours, [1] * size).parts
    lost = 0
    for node in parts[0] if parts else ():
        left = max(cuts[node]) if node in cuts else largest - 1
        lost += size - 1 - max(left, next_to)
    return lost + (size - largest) * (size - 1 - largest)


def _find_parts(neighbours: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    seen = [False] * len(neighbours)
    for start in range(len(neighbours)):
        if not seen[start]:
            seen[start], part = True, [start]
            for node in part:  # grows while it is walked
                for other in neighbours[node]:
                    if not seen[other]:
                        seen[other] = True
                        part.append(other)
            yield part


@dataclass(slots=True, kw_only=True)
class _Search:
    """What the choice is made from: the steps from every node that matters to every node."""

    candidates: Sequence[Pair]
    neighbours: list[list[int]]
    size: int
    ends: npt.NDArray[np.int64]
    rows: dict[int, int]
    steps: Steps
    first: Numbers
    second: Numbers
    hanging: int
    _known: dict[frozenset[int], int] = field(default_factory=dict)

    @classmethod
    def of(
        cls, graph: nx.Graph[str], wanted: Sequence[Pair], candidates: Sequence[Pair]
    ) -> _Search:
        next_to = Neighbourhoods.of(graph)
        place = {node: at for at, node in enumerate(next_to.nodes)}
        ends = np.array([[place[a], place[b]] for a, b in candidates], dtype=int).reshape(-1, 2)
        pairs = np.array([[place[a], place[b]] for a, b in wanted], dtype=int).reshape(-1, 2)
        sources = np.unique(np.concatenate([ends.ravel(), pairs.ravel()]))
        rows = {int(node): row for row, node in enumerate(sources)}
        neighbours = [others.tolist() for others in next_to.after]
        return cls(
            candidates=candidates,
            neighbours=neighbours,
            size=len(graph) + graph.number_of_edges(),
            ends=ends,
            rows=rows,
            steps=count_steps(next_to, sources, FAR),
            first=np.array([rows[int(node)] for node in pairs[:, 0]], dtype=int),
            second=pairs[:, 1],
            hanging=_hang(neighbours),
        )

    @property
    def may_start_anew(self) -> bool:
        """Tell whether the choice can begin with each of the candidates."""
        return len(self.candidates) * self.size <= _MOST_WALKED

    def walk(self, steps: Steps) -> Numbers:
        """Return how many steps the wanted pairs are apart, as far as that matters."""
        return np.maximum(steps[self.first, self.second], NEAR).astype(np.int64)

    def steps_with(self, chosen: Sequence[int]) -> Steps:
        """Return the steps with the chosen ties."""
        steps = self.steps
        for at in chosen:
            one, other = self.ends[at].tolist()
            ends = steps[self.rows[one]], steps[self.rows[other]]
            steps = add_tie(steps, ends[0].astype(int), ends[1].astype(int), (one, other))
        return steps

    def hanging_with(self, chosen: Sequence[int]) -> int:
        """Return what hangs on single nodes with the chosen ties."""
        key = frozenset(chosen)
        if key not in self._known:
            more = list(self.neighbours)
            for one, other in self.ends[list(chosen)].tolist():
                more[one], more[other] = [*more[one], other], [*more[other], one]
            self._known[key] = _hang(more) if key else self.hanging
        return self._known[key]

    def value(self, chosen: Sequence[int]) -> float:
        """Return what the chosen ties are worth together: V of the docstring above."""
        nearer = self.walk(self.steps) - self.walk(self.steps_with(chosen))
        hanging = self.hanging - self.hanging_with(chosen)
        return float(nearer.sum()) + hanging / (1 + self.hanging)

    def find_free(self, chosen: Sequence[int], each: int) -> Numbers:
        """Return the candidates whose ends have not all the new ties that one may have."""
        taken = Counter(end for at in chosen for end in self.ends[at].tolist())
        full = [node for node, ties in taken.items() if ties >= each]
        free = np.flatnonzero(~np.isin(self.ends, full).any(axis=1))
        return free[~np.isin(free, list(chosen))]

    def fill(self, chosen: Sequence[int], most: int, each: int) -> list[int]:
        """Return chosen ties and those that are worth most after them, one after the other."""
        found = list(chosen)
        while len(found) < most:
            best = self.find_best(found, each)
            if best is None:
                break
            found.append(best)
        return found

    def find_best(self, chosen: Sequence[int], each: int) -> int | None:
        """Return the free candidate that is worth most with those chosen, if any is worth it."""
        free = self.find_free(chosen, each)
        if not len(free):
            return None
        gains = self._gain(self.steps_with(chosen), free)
        equal = free[gains == gains.max()].tolist()
        before = self.hanging_with(chosen)
        affordable = _MOST_WALKED // (self.size + 1)
        looked = equal[: max(affordable, 1 if gains.max() == 0 else 0)] if before else []
        hanging = {at: self.hanging_with([*chosen, at]) for at in looked}
        best = min(looked, key=lambda at: (hanging[at], at), default=equal[0])
        return int(best) if gains.max() > 0 or hanging.get(best, before) < before else None

    def _gain(self, steps: Steps, free: Numbers) -> Numbers:
        """Return by how many steps each candidate alone would bring the wanted pairs nearer."""
        now = self.walk(steps)[:, None]
        one, two = steps[self.first], steps[[self.rows[int(node)] for node in self.second]]
        gains = []
        for start in range(0, len(free), _LOT):
            u, v = self.ends[free[start : start + _LOT]].T
            through = np.minimum(
                one[:, u].astype(np.int16) + two[:, v], one[:, v].astype(np.int16) + two[:, u]
            )
            gains.append(np.maximum(now - np.maximum(through + 1, NEAR), 0).sum(axis=0))
        return np.concatenate(gains).astype(int)

    def describe(self, chosen: Sequence[int]) -> Iterator[NewTie]:
        """Tell of each tie in turn what it changes."""
        steps, hanging = self.steps, self.hanging
        for number, at in enumerate(chosen, start=1):
            after = self.steps_with(chosen[:number])
            before_pairs, after_pairs = self.walk(steps), self.walk(after)
            less = self.hanging_with(chosen[:number])
            yield NewTie(
                pair=self.candidates[at],
                steps=int((before_pairs - after_pairs).sum()),
                nearer=int((after_pairs < before_pairs).sum()),
                near=int(((after_pairs == NEAR) & (before_pairs > NEAR)).sum()),
                hanging=hanging - less,
            )
            steps, hanging = after, less
