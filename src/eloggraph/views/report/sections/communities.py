"""Clusters: those that may be named, each with the declared groups of its members."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eloggraph.analysis.questions.communities import Communities

_MOST_GROUPS = 3


def prepare(communities: Communities) -> dict[str, object]:
    """Return what the template takes: the clusters, and of each grouping its largest groups."""
    clusters = []
    for community in communities.named:
        crossings = [one for one in communities.crossings if one.number == community.number]
        keys = dict.fromkeys(one.grouping for one in crossings)
        groups = [
            one
            for key in keys
            for one in [each for each in crossings if each.grouping == key][:_MOST_GROUPS]
        ]
        clusters.append((community, groups))
    return {"clusters": clusters}
