"""Two versions of a network in one map: what was there before, and what is there now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from eloggraph.api.day import NetworkDay

if TYPE_CHECKING:
    from eloggraph.analysis.affiliation import Tie
    from eloggraph.analysis.all_days import AllDays, Key


def hold_beside(before: NetworkDay, after: NetworkDay) -> AllDays:
    """Return what there is in two versions, as on two days: the earlier is the first of them.

    What is the same thing in both is found as :func:`eloggraph.compare` finds it: by its id, by the
    changes of organisations that the data tell, at last by its name.

    >>> import eloggraph
    >>> from eloggraph.api.day import look
    >>> network = eloggraph.open("datasets/osaajaks")
    >>> found = hold_beside(look(network, "2019"), look(network, "2021"))
    >>> [sum(day in days for days in found.tie_days) for day in (0, 1)]
    [7, 32]
    """
    from eloggraph.analysis.all_days import AllDays, identify

    same = _align(before, after)
    old, new = before.affiliations, after.affiliations
    here = {node.iri for node in new.nodes}
    kept = {node.iri: same.get(node.iri, node.iri) for node in old.nodes}
    gone = [node for node in old.nodes if kept[node.iri] not in here]
    node_days = {node.iri: frozenset({1}) for node in new.nodes}
    for iri in kept.values():
        node_days[iri] = frozenset({0, 1}) if iri in here else frozenset({0})
    ties: dict[Key, Tie] = {identify(tie): tie for tie in new.ties}
    tie_days = dict.fromkeys(ties, frozenset({1}))
    for tie in old.ties:
        moved = replace(
            tie,
            source=kept.get(tie.source, tie.source),
            target=kept.get(tie.target, tie.target),
            statement=tie.statement and same.get(tie.statement, tie.statement),
        )
        key = identify(moved)
        tie_days[key] = (
            frozenset({0, 1}) if key in tie_days and 1 in tie_days[key] else frozenset({0})
        )
        ties.setdefault(key, moved)
    others = [replace(node, iri=kept[node.iri]) for node in gone]
    return AllDays(
        days=(before.on, after.on),
        nodes=(*new.nodes, *others),
        ties=tuple(ties.values()),
        node_days=node_days,
        tie_days=tuple(tie_days[key] for key in ties),
        became={},
    )


def _align(before: NetworkDay, after: NetworkDay) -> Mapping[str, str]:
    """Return things of the earlier version as the later one calls them."""
    from eloggraph.api.compare import make_version
    from eloggraph.snapshot.change.align import align

    found = align(make_version(before), make_version(after))
    old, new = before.network.shown_ids, after.network.shown_ids
    return {
        old.get(node, node): new.get(pair.new[0], pair.new[0])
        for pair in found.pairs.values()
        for node in pair.old
        if pair.new
    }
