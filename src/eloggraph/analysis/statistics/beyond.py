"""Which communities are beyond chance by themselves, the farthest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from eloggraph.analysis.statistics.cores import OUTSIDE, Sets, find_cores
from eloggraph.analysis.statistics.layers import Layers
from eloggraph.analysis.statistics.weighted import Numbers, Weighted, Weights

LARGEST_P = 0.05
FEWEST_MEMBERS = 3
_MOST_STEPS, _MOST_SETS = 4, 256
_MORE_ENDS = 1.1
_LEAST_SPREAD, _LEAST_SPREAD_SHARE = 0.5, 0.05
_ALL_THE_REST, _AS_FAR = 0.75, 0.5
Search = Callable[[Weighted, float, int], Numbers]


@dataclass(frozen=True, kw_only=True)
class Beyond:
    """The p value of each core, and the modularity of the graphs that were redrawn."""

    p_values: Weights
    null: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class _Redrawn:
    """What was found in one redrawn graph: all sets, and the cores among them."""

    every: Sets
    cores: Sets
    modularity: float


def measure_beyond(
    layers: Layers, graph: Weighted, cores: Numbers, search: Search, *, times: int, seed: int
) -> Beyond:
    """Hold every core of a partition against the best sets that chance gives.

    A core is far from chance in either of two ways: by the ties inside, against the best set in
    each redrawn graph that has no more nodes and no more ends of ties; or by its closure, against
    the greatest there. Either is counted in standard deviations of the redrawn graphs, and p is
    the share of redrawn graphs whose own farthest core is as far (Westfall & Young 1993), so the
    number of cores is allowed for.

    The farthest from chance is taken first, then those that are at least half as far as the
    farthest left. What they hold is missing elsewhere, which makes any rest look closed; so the
    others are held against graphs in which the ties inside the first stay as they are, and keep
    their larger p. A core that is nearly all that is left is not tried again.

    Parameters
    ----------
    layers, graph
        The network, and its drawing.
    cores
        The core of each node as a number, -1 for none.
    search
        Finds a partition, as it was found in the data.
    times, seed
        How many graphs are redrawn in each step, and the seed.

    Notes
    -----
    Lancichinetti, A. et al. (2011), *PLoS ONE* 6:e18961, for communities that are tested one by
    one; Guimerà et al. (2004), *Physical Review E* 70:025101, for the null model.

    Examples
    --------
    >>> from eloggraph.analysis.statistics.leiden import find_partition
    >>> layers = Layers.of(4, [(0, 1), (2, 3)], [])
    >>> cores = np.array([0, 0, 1, 1])
    >>> measure_beyond(layers, layers.draw(), cores, find_partition, times=3, seed=0).p_values
    array([1., 1.])

    """
    sets = Sets.of(graph, cores)
    p_values = np.zeros(len(sets.sizes))
    settled = np.zeros(len(sets.sizes), dtype=bool)
    null: tuple[float, ...] = ()
    for step in range(_MOST_STEPS):
        held = np.where(np.isin(cores, np.flatnonzero(settled)), cores, OUTSIDE)
        redrawn = [
            _look(each, search, seed + at, held)
            for at, each in enumerate(layers.redraw(times, seed + step, held=held))
        ]
        null = null or tuple(each.modularity for each in redrawn)
        far, chance = _stand_out(sets, redrawn, graph.total)
        p = (1 + (chance[None, :] >= far[:, None] - 1e-9).sum(axis=1)) / (1 + times)
        rest = 2 * graph.total - sets.ends[settled].sum()
        spared = settled | (settled.any() & (sets.ends >= _ALL_THE_REST * rest))
        p_values = np.where(spared, p_values, np.maximum(p_values, p))
        new = ~settled & (p_values < LARGEST_P)
        if not new.any():
            break
        settled |= new & (far >= far[new].max() * (_AS_FAR if step else 1.0))
        if not (~settled & (p_values < LARGEST_P)).any():
            break
    return Beyond(p_values=np.where(sets.sizes < FEWEST_MEMBERS, 1.0, p_values), null=null)


def _look(graph: Weighted, search: Search, seed: int, held: Numbers) -> _Redrawn:
    """Find communities and cores in a redrawn graph, but for those that are held as they are."""
    labels = search(graph, 1.0, seed)
    cores = find_cores(graph, labels)
    own = _leave_out(Sets.of(graph, cores), cores, held)
    every = own.join(_leave_out(Sets.of(graph, labels), labels, held))
    return _Redrawn(
        every=_keep_closest(every, graph.total),
        cores=_keep_closest(own.pick(own.sizes >= FEWEST_MEMBERS), graph.total),
        modularity=graph.modularity(labels),
    )


def _leave_out(sets: Sets, labels: Numbers, held: Numbers) -> Sets:
    """Leave out the sets of which half the nodes or more are held."""
    inside = labels >= 0
    taken = np.bincount(labels[inside], held[inside] >= 0, minlength=len(sets.sizes))
    return sets.pick(2 * taken < sets.sizes)


def _keep_closest(sets: Sets, total: float) -> Sets:
    """Keep the sets with the greatest closure, where there are very many."""
    return sets.pick(np.argsort(-sets.closure(total), kind="stable")[:_MOST_SETS])


def _stand_out(sets: Sets, redrawn: Sequence[_Redrawn], total: float) -> tuple[Weights, Weights]:
    """Return how far each set is from chance, and how far the farthest in each redrawn graph."""
    greatest = np.array([each.every.closure(total).max(initial=0.0) for each in redrawn])
    every = redrawn[0].cores
    for each in redrawn[1:]:
        every = every.join(each.cores)
    tried = sets.join(every)
    closure = (tried.closure(total) - greatest.mean()) / max(greatest.std(), _LEAST_SPREAD)
    best = np.array([_find_best(each.every, tried) for each in redrawn])
    least = np.maximum(_LEAST_SPREAD_SHARE * tried.inside, _LEAST_SPREAD)
    inside = (tried.inside - best.mean(axis=0)) / np.maximum(best.std(axis=0), least)
    far = np.maximum(closure, inside)
    farthest = np.full(len(redrawn), -np.inf)
    own = np.repeat(np.arange(len(redrawn)), [len(each.cores.sizes) for each in redrawn])
    np.maximum.at(farthest, own, far[len(sets.sizes) :])
    return far[: len(sets.sizes)], farthest


def _find_best(sets: Sets, tried: Sets) -> Weights:
    """Return for each tried set the most ties inside one with no more nodes and ends."""
    fits = (sets.sizes <= tried.sizes[:, None] + 1e-9) & (
        sets.ends <= tried.ends[:, None] * _MORE_ENDS + 1e-9
    )
    best: Weights = np.where(fits, sets.inside, 0.0).max(axis=1, initial=0.0)
    return best
