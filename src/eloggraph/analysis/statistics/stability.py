"""How often other runs of a search find the same: for communities, and for each member."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eloggraph.analysis.statistics.weighted import Numbers, Weights

_COLUMNS_AT_ONCE = 64


def match_sets(labels: Numbers, runs: Sequence[Numbers]) -> Weights:
    """Return how far each set is found again, on average over other runs.

    In each run the likeness to the set that is most like it: the share of nodes of either that
    are in both (Jaccard). Nodes with -1 are in no set.

    Notes
    -----
    Hennig, C. (2007), Cluster-wise assessment of cluster stability, *Computational Statistics &
    Data Analysis* 52:258: below 0.75 a cluster is hardly one.

    Examples
    --------
    >>> match_sets(np.array([0, 0, 1]), [np.array([0, 0, 1]), np.array([0, 1, 1])]).tolist()
    [0.75, 0.75]

    """
    count = int(labels.max(initial=-1)) + 1
    sizes = np.bincount(labels[labels >= 0], minlength=count)
    found = np.zeros(count)
    for run in runs:
        both = (labels >= 0) & (run >= 0)
        if not both.any():
            continue
        others = np.bincount(run[run >= 0])
        keys, common = np.unique(labels[both] * len(others) + run[both], return_counts=True)
        own, other = keys // len(others), keys % len(others)
        likest = np.zeros(count)
        np.maximum.at(likest, own, common / (sizes[own] + others[other] - common))
        found += likest
    return found / max(1, len(runs))


@dataclass(frozen=True, kw_only=True)
class Company:
    """For each node how often it is with the others of its set, and where else most often.

    ``elsewhere`` is the number of another set, or -1; a set of one is always with itself.
    """

    own: Weights
    elsewhere: Numbers
    share: Weights


def keep_company(labels: Numbers, runs: Sequence[Numbers]) -> Company:
    """Find with whom each node falls in, over all runs.

    Only pairs within sets and of a node with a set are counted, some sets at a time: a table of
    all pairs of nodes would not fit in memory.

    Examples
    --------
    >>> found = keep_company(np.array([0, 0, 1]), [np.array([0, 0, 1]), np.array([0, 1, 1])])
    >>> found.own.tolist(), found.elsewhere.tolist(), found.share.tolist()
    ([0.5, 0.5, 1.0], [-1, 1, 0], [0.0, 0.5, 0.25])

    """
    size, count = len(labels), int(labels.max(initial=-1)) + 1
    sizes = np.bincount(labels, minlength=count)
    nodes = np.arange(size)
    own = np.ones(size)
    elsewhere, most = np.full(size, -1, dtype=np.int64), np.zeros(size)
    for start in range(0, count, _COLUMNS_AT_ONCE):
        width = min(_COLUMNS_AT_ONCE, count - start)
        here = (labels >= start) & (labels < start + width)
        shares = np.zeros((size, width))
        for run in runs:
            table = np.zeros((int(run.max()) + 1, width))
            np.add.at(table, (run[here], labels[here] - start), 1)
            shares += table[run]
        shares /= max(1, len(runs))
        rows, column = nodes[here], labels[here] - start
        peers = sizes[labels[here]] - 1
        own[rows] = np.where(peers > 0, (shares[rows, column] - 1) / np.maximum(peers, 1), 1.0)
        shares[rows, column] = 0.0
        shares /= sizes[start : start + width]
        best = shares.argmax(axis=1)
        better = shares[nodes, best] > most
        elsewhere[better], most[better] = best[better] + start, shares[nodes, best][better]
    return Company(own=own, elsewhere=elsewhere, share=most)
