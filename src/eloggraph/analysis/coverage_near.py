"""Who is near what is missing: those to whom a gap in the coverage belongs first."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eloggraph.analysis.affiliation import AffiliationNetwork
    from eloggraph.analysis.coverage_cells import Coverage


def find_near_gaps(coverage: Coverage, network: AffiliationNetwork) -> frozenset[str]:
    """Return the actors that serve the target group of a missing service and are in its area.

    An actor serves a target group where it provides some service for it in any area, and is in an
    area where it operates there or provides a service there. Without a norm nothing is missing.

    Parameters
    ----------
    coverage
        The cells, and whether a norm requires any.
    network
        The actors with their groups.

    Examples
    --------
    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> from eloggraph.analysis.coverage_cells import measure_coverage
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> empty = measure_coverage([], [], [], [], on=date(2024, 1, 1))
    >>> sorted(find_near_gaps(empty, nothing))
    []

    """
    serving: defaultdict[str, set[str]] = defaultdict(set)
    present: defaultdict[str, set[str]] = defaultdict(set)
    for cell in coverage.cells:
        serving[cell.target_group].update(cell.providers)
        present[cell.area].update(cell.providers)
    actors = {node.iri for node in network.actors()}
    for node in network.actors():
        for _, group in node.group_pairs:
            present[group].add(node.iri)
    gaps = {(c.target_group, c.area) for c in coverage.cells if c.state == "missing"}
    near = {actor for group, area in gaps for actor in serving[group] & present[area]}
    return frozenset(near & actors)
