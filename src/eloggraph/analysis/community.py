"""A cluster as it is told: its members, what speaks for it, and when it may be named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eloggraph.analysis.clusters import Clusters
from eloggraph.analysis.sentences import join_names, write_decimals
from eloggraph.text import Text, say

STABLE, LARGEST_P = 0.75, 0.05
LEAST_EXCESS, LARGEST_CONDUCTANCE, LARGEST_FROM_ONE = 0.05, 0.5, 0.5
FEWEST_MEMBERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One actor of a community.

    ``stability`` is how often, over all runs, the actor falls in with the other members.
    ``elsewhere`` is the other community it falls in with most often, and how often. It is not
    ``settled`` when its ties go elsewhere as much: then it is in the community by chance.
    """

    actor: str
    stability: float
    elsewhere: int | None = None
    elsewhere_share: float = 0.0
    settled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """Actors that are tied to each other more than to the rest; ``number`` counts from 1.

    Members come with most ties inside first. ``stability`` is how far the settled ones are found
    again in the runs at resolution 1, between ``stability_low`` and ``stability_high`` at all
    resolutions. ``p`` is the chance of finding a set as close in networks that are redrawn, and
    ``conductance`` the share of the ends of their ties that lead out. ``from_one`` is the share of
    the ties inside that one collective gives. ``sentence`` tells all this where the community is
    ``named``.
    """

    number: int
    members: tuple[Member, ...]
    stability: float
    stability_low: float = 0.0
    stability_high: float = 0.0
    p: float = 1.0
    conductance: float = 1.0
    from_one: float = 0.0
    named: bool = False
    sentence: Text | None = None

    @property
    def stable(self) -> bool:
        """Tell whether it is found again as it is: a likeness of at least 0.75 on average."""
        return self.stability >= STABLE

    @property
    def settled(self) -> tuple[str, ...]:
        """Return the members that belong to it by their ties."""
        return tuple(member.actor for member in self.members if member.settled)

    @property
    def undecided(self) -> tuple[str, ...]:
        """Return the members that are in it by chance."""
        return tuple(member.actor for member in self.members if not member.settled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """How many settled members of a named community are of one declared group."""

    number: int
    grouping: str
    group: str
    label: Text
    actors: int


def judge_cluster(
    *,
    members: int,
    p: float,
    stability: float,
    conductance: float,
    from_one: float,
    excess: float,
) -> bool:
    """Tell whether a cluster may be named, by a fixed rule.

    All of these: at least 3 ``members`` by their ties; ``p`` below 0.05, with all communities
    allowed for; ``stability`` at least 0.75 at resolution 1; at most half of the ends of their
    ties lead out (``conductance``); at most half of the ties inside come ``from_one`` collective,
    as a cluster that is one collective says no more than its list of members; and the partition is
    worth telling of: its modularity is at least 0.05 above that of redrawn networks (``excess``).

    >>> fine = {"p": 0.01, "conductance": 0.3, "from_one": 0.1, "excess": 0.2}
    >>> judge_cluster(members=8, stability=0.9, **fine)
    True
    >>> judge_cluster(members=8, stability=0.7, **fine)
    False
    """
    return (
        members >= FEWEST_MEMBERS
        and p < LARGEST_P
        and stability >= STABLE
        and conductance <= LARGEST_CONDUCTANCE
        and from_one <= LARGEST_FROM_ONE
        and excess >= LEAST_EXCESS
    )


def describe_communities(
    found: Clusters, names: Sequence[str], labels: Mapping[str, Text], excess: float
) -> tuple[Community, ...]:
    """Return all communities of the best partition, and name those that may be named.

    >>> import numpy as np
    >>> from eloggraph.analysis.clusters import Effort, search_clusters
    >>> from eloggraph.analysis.statistics.layers import Layers
    >>> effort = Effort(seeds=2, resolutions=(1.0,), rewirings=2, seed=0)
    >>> pairs = search_clusters(Layers.of(4, [(0, 1), (2, 3)], []), effort)
    >>> [one.named for one in describe_communities(pairs, "abcd", {}, 0.0)]
    [False, False]
    """
    rows: list[list[int]] = [[] for _ in range(len(found.stability))]
    for at in sorted(range(len(names)), key=lambda at: (-round(float(found.inner[at]), 9), at)):
        rows[int(found.labels[at])].append(at)
    return tuple(
        _describe(
            found, number, [_describe_member(found, at, names[at]) for at in row], labels, excess
        )
        for number, row in enumerate(rows)
    )


def _describe_member(found: Clusters, at: int, actor: str) -> Member:
    elsewhere = int(found.company.elsewhere[at])
    return Member(
        actor=actor,
        stability=float(found.company.own[at]),
        elsewhere=elsewhere + 1 if elsewhere >= 0 else None,
        elsewhere_share=float(found.company.share[at]),
        settled=bool(found.cores[at] >= 0),
    )


def _describe(
    found: Clusters,
    number: int,
    members: Sequence[Member],
    labels: Mapping[str, Text],
    excess: float,
) -> Community:
    settled = [member.actor for member in members if member.settled]
    p, stability = float(found.beyond.p_values[number]), float(found.stability[number])
    conductance = float(found.sets.conductance()[number])
    low, high = (float(each[number]) for each in found.ranges)
    from_one = float(found.from_one[number])
    named = judge_cluster(
        members=len(settled),
        p=p,
        stability=stability,
        conductance=conductance,
        from_one=from_one,
        excess=excess,
    )
    told = say(
        # To two decimals nothing varies: then there is no range to tell.
        "communities.cluster-same" if round(min(low, stability), 2) == 1 else "communities.cluster",
        number=number + 1,
        names=_join(settled, labels),
        n=len(settled),
        share=round(100 * (1 - conductance)),
        stability=write_decimals(stability),
        low=write_decimals(low),
        high=write_decimals(high),
    )
    return Community(
        number=number + 1,
        members=tuple(members),
        stability=stability,
        stability_low=low,
        stability_high=high,
        p=p,
        conductance=conductance,
        from_one=from_one,
        named=named,
        sentence=told if named else None,
    )


def _join(actors: Sequence[str], labels: Mapping[str, Text]) -> Text:
    return join_names([labels.get(actor, Text.same(actor)) for actor in actors])


def name_clusters(named: Sequence[Community], labels: Mapping[str, Text]) -> Text:
    """Return some names and the number of actors of each cluster, the first three.

    Of several, each is known by one actor: the sentence stays short, and the next ones name more.

    >>> one = Community(number=1, members=(Member(actor="a", stability=1.0),), stability=1.0)
    >>> name_clusters([one], {}).en
    'a (1 actor)'
    """
    brief = len(named) > 1
    told = [
        say(
            "communities.named-briefly" if brief else "communities.named",
            names=_join(each.settled[: 1 if brief else None], labels),
            n=len(each.settled),
        )
        for each in named
    ]
    return join_names(told, separator="; ")


def cross_groups(
    named: Sequence[Community],
    groupings: Mapping[str, Mapping[str, Hashable]],
    labels: Mapping[str, Text],
) -> Iterator[Crossing]:
    """Count the declared groups of each named cluster, the largest first.

    >>> one = Community(number=1, members=(Member(actor="a", stability=1.0),), stability=1.0)
    >>> [each.actors for each in cross_groups([one], {"sector": {"a": "x"}}, {})]
    [1]
    """
    for each in named:
        for key, groups in sorted(groupings.items()):
            counts = Counter(str(groups[a]) for a in each.settled if groups.get(a) is not None)
            for group, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])):
                label = labels.get(group, Text.same(group))
                yield Crossing(
                    number=each.number, grouping=key, group=group, label=label, actors=count
                )
