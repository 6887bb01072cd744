"""All groupings of a network measured side by side, and which of them explain each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import networkx as nx

from eloggraph.analysis.affiliation import AffiliationNetwork, Grouping
from eloggraph.analysis.question import Material
from eloggraph.analysis.reporting import keep_both_ways
from eloggraph.analysis.silo_levels import adjust_all, judge_group, judge_level, leans_together
from eloggraph.analysis.silo_support import find_single_support
from eloggraph.analysis.statistics.closure import FEWEST_ACTORS, FEWEST_ENDS
from eloggraph.analysis.statistics.division import divide
from eloggraph.analysis.statistics.explanation import measure_within
from eloggraph.analysis.statistics.null_networks import draw_null_networks
from eloggraph.analysis.statistics.segregation import Segregation, measure_segregation
from eloggraph.analysis.sufficiency import MINIMUM_TIES
from eloggraph.text import Text

Sets = dict[str, frozenset[str]]
# Labellings times ties: beyond that, fewer are dealt, and the tail is estimated from them.
_MOST_CELLS, _FEWEST = 200_000_000, 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One grouping with who is in what, its numbers, and the grouping that explains them."""

    grouping: Grouping
    sets: Sets
    found: Segregation
    explained_by: Text | None = None
    only_recorded: bool = False

    @property
    def claims(self) -> bool:
        """Tell whether the numbers would give any claim."""
        return judge_level(self.found).alone in ("siloed", "some", "leaning")

    @property
    def held(self) -> int:
        """Return how many actors are in closed groups, each once."""
        closed = {group.group for group in self.found.groups if judge_group(group) == "closed"}
        return sum(bool(groups & closed) for groups in self.sets.values())


def list_memberships(network: AffiliationNetwork, grouping: str) -> Sets:
    """Return the groups of each actor that is declared to be in any.

    >>> list_memberships(AffiliationNetwork(nodes=(), ties=(), groupings=()), "sector")
    {}
    """
    declared = {actor.iri: frozenset(actor.groups(grouping)) for actor in network.actors()}
    return {iri: groups for iri, groups in sorted(declared.items()) if groups}


def measure_groupings(material: Material) -> tuple[Measured, ...]:
    """Measure every declared grouping on all ties between actors.

    Chance rewires what made the ties: recorded ones for themselves, memberships of collectives for
    themselves. Where nothing is found, the ties on record are looked at by themselves, if they
    are enough, as one forum that everybody is in ties all and hides everything; so p values are
    doubled where there are both kinds of ties.

    Of groupings that seem closed, the one furthest beyond chance stands; each other is measured
    again within the groups of those that stand, and what is then no longer beyond chance is
    explained by them.

    >>> from datetime import date
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_groupings(Material(network=nothing, on=date(2024, 1, 1)))
    ()
    """
    groupings = material.network.groupings
    recorded = material.recorded_ties.number_of_edges()
    if not MINIMUM_TIES <= recorded < material.projected.number_of_edges():
        return _measure_on(material.projected, groupings, material)
    every = _measure_on(material.projected, groupings, material, looks=2)
    if all(each.claims or each.explained_by for each in every):
        return every
    narrower = _measure_on(material.recorded_ties, groupings, material, looks=2)
    return tuple(
        replace(alone, only_recorded=True)
        if alone.claims and not each.claims and each.explained_by is None
        else each
        for each, alone in zip(every, narrower, strict=True)
    )


def measure_both_ways(material: Material, groupings: Sequence[Grouping]) -> tuple[Measured, ...]:
    """Measure the same when of the links only those count that both sides have on record.

    >>> from datetime import date
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_both_ways(Material(network=nothing, on=date(2024, 1, 1)), [])
    ()
    """
    graph = keep_both_ways(material.working, material.projected)
    return _measure_on(graph, groupings, material)


def _measure_on(
    graph: nx.Graph[str], groupings: Sequence[Grouping], material: Material, *, looks: int = 1
) -> tuple[Measured, ...]:
    if not groupings:
        return ()
    sets = [list_memberships(material.network, each.key) for each in groupings]
    tests = looks * (len(groupings) + sum(_count_testable(graph, each) for each in sets))
    null = draw_null_networks(graph, seed=material.seed)
    affordable = max(_FEWEST, _MOST_CELLS // max(1, graph.number_of_edges()))
    material = replace(material, permutations=min(material.permutations, affordable))
    measured = [
        Measured(
            grouping=grouping,
            sets=groups,
            found=measure_segregation(
                graph,
                groups,
                permutations=material.permutations,
                seed=material.seed,
                null=null,
                tests=tests,
            ),
        )
        for grouping, groups in zip(groupings, sets, strict=True)
    ]
    explained = _explain(_adjust(measured, looks), graph, material, looks)
    return tuple(_find_support(each, graph, material) for each in explained)


def _count_testable(graph: nx.Graph[str], groups: Sets) -> int:
    division = divide(graph, groups)
    ends = 2 * division.count_internal() + division.count_external()
    return int(((division.inside.sum(axis=0) >= FEWEST_ACTORS) & (ends >= FEWEST_ENDS)).sum())


def _adjust(measured: Sequence[Measured], looks: int) -> tuple[Measured, ...]:
    adjusted = adjust_all([each.found for each in measured], looks=looks)
    return tuple(replace(each, found=found) for each, found in zip(measured, adjusted, strict=True))


def _explain(
    measured: tuple[Measured, ...], graph: nx.Graph[str], material: Material, looks: int
) -> tuple[Measured, ...]:
    """Measure claims again within the groups of stronger ones, and say what explains them."""
    standing: list[Measured] = []
    order = sorted(measured, key=lambda each: -(each.found.residual or 0.0))
    for claim in [each for each in order if each.claims]:
        at = next(at for at, each in enumerate(measured) if each.grouping == claim.grouping)
        for stronger in standing:
            if not measured[at].claims:
                break
            within = _measure_within(measured[at], stronger, graph, material)
            measured = _adjust([*measured[:at], within, *measured[at + 1 :]], looks)
            if not measured[at].claims:
                told = replace(measured[at], explained_by=stronger.grouping.label)
                measured = (*measured[:at], told, *measured[at + 1 :])
        if measured[at].claims:
            standing.append(measured[at])
    return measured


def _find_support(each: Measured, graph: nx.Graph[str], material: Material) -> Measured:
    """Say of what seems closed whether that hangs on one collective."""

    def find(group: str | None) -> str | None:
        return find_single_support(
            graph, each.sets, group, permutations=material.permutations, seed=material.seed
        )

    groups = tuple(
        replace(group, rests_on=find(group.group))
        if judge_group(group) in ("closed", "leaning")
        else group
        for group in each.found.groups
    )
    found = replace(each.found, groups=groups)
    if leans_together(found) and judge_level(found).alone == "leaning":
        found = replace(found, rests_on=find(None))
    return replace(each, found=found)


def _measure_within(
    claim: Measured, stronger: Measured, graph: nx.Graph[str], material: Material
) -> Measured:
    seen = {g.group for g in claim.found.groups if judge_group(g) in ("closed", "leaning")}
    every, groups = measure_within(
        graph,
        claim.sets,
        stronger.sets,
        seen,
        permutations=material.permutations,
        seed=material.seed,
    )
    found = replace(
        claim.found,
        p_within=max(every, claim.found.p_within or 0.0),
        groups=tuple(
            replace(group, p_within=max(groups[group.group], group.p_within or 0.0))
            if group.group in groups
            else group
            for group in claim.found.groups
        ),
    )
    return replace(claim, found=found)
