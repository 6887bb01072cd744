"""Who lies on the shortest paths between others, of all pairs at once."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np
import numpy.typing as npt

_Weights = npt.NDArray[np.float64]
_Places = npt.NDArray[np.int64]
_Ends = npt.NDArray[np.int64]
_CELLS_AT_ONCE = 1_000_000
# Ties an actor: where there are fewer, most of what is walked over is not there.
_FEWEST_TIES = 2
# Along longer paths all sources are walked for the few that have not arrived.
_MOST_STEPS = 24
_DIGITS = 12  # beyond it, equal shares differ by the order in which they were added up


def measure_betweenness(
    graph: nx.Graph[str], *, sources: int | None = None, seed: int = 0
) -> dict[str, float]:
    """Return the share of shortest paths between two others that pass through each actor.

    Parameters
    ----------
    graph
        Actors and ties, without direction or weight.
    sources, seed
        How many actors paths are counted from, and the seed for choosing them; by default all.

    Notes
    -----
    Brandes, U. (2001), A faster algorithm for betweenness centrality, *Journal of Mathematical
    Sociology* 25:163; here all sources are walked abreast.

    Examples
    --------
    >>> measure_betweenness(nx.path_graph(["a", "b", "c"]))
    {'a': 0.0, 'b': 1.0, 'c': 0.0}
    """
    count = len(graph)
    places = {node: at for at, node in enumerate(graph)}
    pairs = [(places[one], places[other]) for one, other in graph.edges if one != other]
    both = np.array(pairs + [(other, one) for one, other in pairs], dtype=np.int64).reshape(-1, 2)
    both = both[np.argsort(both[:, 1], kind="stable")]
    abreast = sources is None and len(pairs) >= _FEWEST_TIES * count > 0
    through = _add_all(count, both) if abreast else None
    if through is None:
        return dict(nx.betweenness_centrality(graph, k=sources, seed=seed))
    shares = (through / ((count - 1) * (count - 2))).round(_DIGITS)
    return dict(zip(graph, shares.tolist(), strict=True))


def _add_all(count: int, ties: _Ends) -> _Weights | None:
    """Return of each actor the paths through it; None where some are too long to walk abreast."""
    starts, known = np.unique(ties[:, 1], return_index=True)
    walk = _Walk(heads=ties[:, 0], firsts=known, ends=starts)
    abreast = max(1, _CELLS_AT_ONCE // max(1, count, len(ties)))
    through = np.zeros(count)
    for first in range(0, count, abreast):
        added = _add_up(walk, np.arange(first, min(first + abreast, count)), count)
        if added is None:
            return None
        through += added
    return through


@dataclass(frozen=True, slots=True)
class _Walk:
    """The ties in the order of where they lead: the sums of all that lead to one lie together."""

    heads: _Places
    firsts: _Places
    ends: _Places

    def step(self, weights: _Weights) -> _Weights:
        """Return for each source and actor the weights of all who are tied to the actor."""
        stepped = np.zeros_like(weights)
        if len(self.heads):
            stepped[self.ends] = np.add.reduceat(weights[self.heads], self.firsts, axis=0)
        return stepped


def _add_up(walk: _Walk, sources: _Places, count: int) -> _Weights | None:
    """Return of each actor the paths through it from some sources: Brandes, a step at a time."""
    columns = np.arange(len(sources))
    paths = np.zeros((count, len(sources)))
    paths[sources, columns] = 1.0
    seen = paths > 0
    steps = [seen.copy()]
    while True:
        reached = walk.step(np.where(steps[-1], paths, 0.0))
        new = (reached > 0) & ~seen
        if not new.any():
            break
        if len(steps) > _MOST_STEPS:
            return None
        paths[new] = reached[new]
        seen |= new
        steps.append(new)
    lies_on = np.zeros_like(paths)
    for nearer, farther in zip(steps[-2::-1], steps[:0:-1], strict=True):
        share = np.divide(1.0 + lies_on, paths, out=np.zeros_like(paths), where=farther)
        lies_on += np.where(nearer, paths * walk.step(share), 0.0)
    lies_on[sources, columns] = 0.0
    added: _Weights = lies_on.sum(axis=1)
    return added
