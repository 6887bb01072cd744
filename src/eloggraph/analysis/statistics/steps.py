"""How many ties lie between nodes, and how many would with a tie more."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from eloggraph.analysis.statistics.neighbourhoods import Neighbourhoods, Numbers

Steps = npt.NDArray[np.uint8]


def count_steps(next_to: Neighbourhoods, sources: Numbers, far: int) -> Steps:
    """Return for each source how many ties away every node is, at most ``far``.

    What is further away, or out of touch, is ``far`` away.

    Examples
    --------
    >>> import networkx as nx
    >>> path = Neighbourhoods.of(nx.path_graph(list("abcde")))
    >>> count_steps(path, np.array([0]), 3).tolist()
    [[0, 1, 2, 3, 3]]
    """
    found = np.full((len(sources), len(next_to.nodes)), far, dtype=np.uint8)
    tied = np.array([at for at, others in enumerate(next_to.after) if len(others)], dtype=int)
    if not len(sources):
        return found
    # For each node in bits by which sources it has been reached; all of them walk at once.
    reached = np.zeros((len(next_to.nodes), len(sources)), dtype=bool)
    reached[sources, np.arange(len(sources))] = True
    bits = np.packbits(reached, axis=1)
    found[np.arange(len(sources)), sources] = 0
    if not len(tied):
        return found
    others = np.concatenate([next_to.after[at] for at in tied])
    starts = np.cumsum([0, *(len(next_to.after[at]) for at in tied[:-1])])
    for steps in range(1, far):
        wider = bits.copy()
        wider[tied] |= np.bitwise_or.reduceat(bits[others], starts, axis=0)
        fresh = np.unpackbits(wider & ~bits, axis=1, count=len(sources)).astype(bool)
        if not fresh.any():
            break
        found[fresh.T] = steps
        bits = wider
    return found


def add_tie(steps: Steps, first: Numbers, second: Numbers, ends: tuple[int, int]) -> Steps:
    """Return the steps when two nodes are tied as well.

    Parameters
    ----------
    steps
        Of each source to every node.
    first, second
        The steps of the two ends to every node.
    ends
        The two ends.

    Examples
    --------
    >>> import networkx as nx
    >>> path = Neighbourhoods.of(nx.path_graph(list("abcde")))
    >>> steps = count_steps(path, np.arange(5), 9)
    >>> add_tie(steps, steps[0], steps[4], (0, 4))[1].tolist()
    [1, 0, 1, 2, 2]
    """
    one, other = (steps[:, end].astype(np.int64)[:, None] for end in ends)
    through = np.minimum(one + 1 + second[None, :], other + 1 + first[None, :])
    found: Steps = np.minimum(steps, through).astype(np.uint8)
    return found
