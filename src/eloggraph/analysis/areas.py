"""Groups that lie in each other, lifted to a common level: a region is not one of its parts.

A region and its municipalities as three groups would call every tie between them a tie to
outsiders. So what lies in another group of the same grouping counts as that one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from eloggraph.analysis.affiliation import AffiliationNetwork, Grouping, Node
from eloggraph.analysis.asking import Ask

Above = Mapping[str, frozenset[str]]


def read_above(ask: Ask) -> Above:
    """Read in which areas the areas of actors lie (``network-areas``).

    >>> read_above(lambda _: [{"area": "179", "above": "13"}])
    {'179': frozenset({'13'})}
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in ask("network-areas"):
        found[row["area"]].add(row["above"])
    return {area: frozenset(above) for area, above in found.items()}


def lift_groups(network: AffiliationNetwork, above: Above) -> AffiliationNetwork:
    """Return the network with groups that lie in other groups of its actors lifted to these.

    A group that lies in several, none of which holds the others, becomes all of them. Where one
    group is left nothing can be compared, and the grouping is not offered.

    Parameters
    ----------
    network
        The network; nothing but groups and groupings changes.
    above
        The groups that each group lies in, directly or not.

    Examples
    --------
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> lift_groups(nothing, {}) is nothing
    True
    """
    used = {pair for actor in network.actors() for pair in actor.group_pairs}
    lifted = {(key, group): _find_tops(group, key, used, above) for key, group in used}
    if all(tops == {group} for (_, group), tops in lifted.items()):
        return network
    nodes = tuple(_lift_node(node, lifted) for node in network.nodes)
    left = {pair for node in nodes for pair in node.group_pairs}
    groupings = (_keep_groups(grouping, left) for grouping in network.groupings)
    kept = tuple(grouping for grouping in groupings if len(grouping.groups) > 1)
    return replace(network, nodes=nodes, groupings=kept)


def _find_tops(group: str, key: str, used: set[tuple[str, str]], above: Above) -> set[str]:
    holding = {each for each in above.get(group, ()) if (key, each) in used}
    tops = {each for each in holding if not above.get(each, frozenset()) & holding}
    return tops or {group}


def _lift_node(node: Node, lifted: Mapping[tuple[str, str], set[str]]) -> Node:
    pairs = {(key, top) for key, at in node.group_pairs for top in lifted.get((key, at), {at})}
    return replace(node, group_pairs=tuple(sorted(pairs)))


def _keep_groups(grouping: Grouping, left: set[tuple[str, str]]) -> Grouping:
    kept = tuple(group for group in grouping.groups if (grouping.key, group.iri) in left)
    return replace(grouping, groups=kept)
