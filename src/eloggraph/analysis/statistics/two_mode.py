"""Which shared memberships are more than chance: a null model of who is in what, and a backbone.

A collective of many ties every two of its members. What that says depends on how many memberships
each has and how large the collectives are: two actors that are everywhere meet somewhere anyhow.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from eloggraph.analysis.statistics.rewiring import Ends, Members, TwoKinds

Probabilities = npt.NDArray[np.float64]

_MOST_STEPS, _PRECISION = 20_000, 1e-10


def fit_memberships(members: Members) -> Probabilities:
    """Return how likely each membership is when only the row and column sums are known.

    The bipartite configuration model: of all random tables whose sums are those of ``members`` on
    average, the most even one. A row or column that is full or empty stays as it is.

    Parameters
    ----------
    members
        A row for each collective, a column for each actor.

    Notes
    -----
    Saracco, F. et al. (2015), Randomizing bipartite networks, *Scientific Reports* 5:10595. The
    equations are solved by iteration, once for each pair of different sums.

    Examples
    --------
    >>> table: Members = np.array([[0, 0, 1], [0, 1, 0], [1, 0, 1]], dtype=np.bool_)
    >>> fit_memberships(table).round(3).tolist()
    [[0.216, 0.216, 0.568], [0.216, 0.216, 0.568], [0.568, 0.568, 0.863]]

    """
    fitted = np.zeros(members.shape, dtype=np.float64)
    rows, columns = np.arange(members.shape[0]), np.arange(members.shape[1])
    while len(rows) and len(columns):
        left = members[np.ix_(rows, columns)]
        by_row, by_column = left.sum(axis=1), left.sum(axis=0)
        full_rows, full_columns = by_row == len(columns), by_column == len(rows)
        open_rows = ~full_rows & (by_row > 0)
        open_columns = ~full_columns & (by_column > 0)
        if open_rows.all() and open_columns.all():
            fitted[np.ix_(rows, columns)] = _solve(by_row, by_column)
            break
        fitted[np.ix_(rows[full_rows], columns)] = 1.0
        fitted[np.ix_(rows, columns[full_columns])] = 1.0
        rows, columns = rows[open_rows], columns[open_columns]
    return fitted


def _solve(by_row: npt.NDArray[np.intp], by_column: npt.NDArray[np.intp]) -> Probabilities:
    row_sums, row_at, row_counts = np.unique(by_row, return_inverse=True, return_counts=True)
    sums, at, counts = np.unique(by_column, return_inverse=True, return_counts=True)
    scale = np.sqrt(by_row.sum())
    x, y = row_sums / scale, sums / scale
    for _ in range(_MOST_STEPS):
        before = x
        x = row_sums / (counts * y / (1 + np.outer(x, y))).sum(axis=1)
        y = sums / (row_counts * x / (1 + np.outer(y, x))).sum(axis=1)
        if np.abs(x - before).max() <= _PRECISION * x.max():
            break
    odds = np.outer(x, y)
    solved: Probabilities = (odds / (1 + odds))[np.ix_(row_at, at)]
    return solved


def measure_sharing(members: Members, pairs: Ends) -> Probabilities:
    """Return how likely two actors share at least as many collectives as they do, by chance.

    The number that two actors share is a sum of unequal coin throws, one for each collective; its
    distribution is worked out exactly.

    Parameters
    ----------
    members
        A row for each collective, a column for each actor.
    pairs
        Two actor numbers a row.

    Notes
    -----
    Neal, Z. P. (2014), The backbone of bipartite projections, *Social Networks* 39:84: the
    stochastic degree sequence model.

    Examples
    --------
    >>> table: Members = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 0], [1, 0, 1]], dtype=np.bool_)
    >>> measure_sharing(table, np.array([[0, 0], [0, 2], [0, 1]])).round(3).tolist()
    [0.427, 0.555, 1.0]

    """
    fitted = fit_memberships(members)
    first, second = pairs[:, 0], pairs[:, 1]
    shared = (members[:, first] & members[:, second]).sum(axis=0)
    fewer = np.zeros((int(shared.max(initial=0)) + 1, len(pairs)), dtype=np.float64)
    fewer[0] = 1.0
    for row in fitted:
        both = row[first] * row[second]
        fewer[1:] = fewer[1:] * (1 - both) + fewer[:-1] * both
        fewer[0] *= 1 - both
    below = np.arange(len(fewer))[:, np.newaxis] < shared
    as_many: Probabilities = np.clip(1.0 - (fewer * below).sum(axis=0), 0.0, 1.0)
    return as_many


def find_backbone(members: Members, *, false_share: float = 0.05) -> Ends:
    """Return the pairs of actors that share more collectives than chance explains.

    Of all pairs that are named, at most ``false_share`` are expected to be there by chance
    (Benjamini & Hochberg 1995, *J. R. Stat. Soc. B* 57:289), among all pairs that could share.

    Examples
    --------
    >>> apart = np.kron(np.eye(2, dtype=np.bool_), np.ones((20, 2), dtype=np.bool_))
    >>> find_backbone(apart).tolist()
    [[0, 1], [2, 3]]

    """
    nothing: Ends = np.zeros((0, 2), dtype=np.int64)
    pairs = TwoKinds(actors=members.shape[1], recorded=nothing, members=members).project()
    p = measure_sharing(members, pairs)
    actors = int((members.sum(axis=0) > 0).sum())
    order = np.argsort(p, kind="stable")
    limits = false_share * np.arange(1, len(p) + 1) / max(1, actors * (actors - 1) // 2)
    below = np.flatnonzero(p[order] <= limits)
    named = order[: below[-1] + 1] if len(below) else order[:0]
    return pairs[np.sort(named)]
