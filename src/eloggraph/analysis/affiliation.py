"""The affiliation network: actors, the collectives they belong to, and the ties on record.

This is what the graph says, before any projection: actors (organisations) and collectives
(networks, bodies, projects, service chains) as nodes, and every recorded relation as a tie. A kind
of organisations, spoken of as one, is a node too, so that what is said of it is seen; it is nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from eloggraph.iri import expand
from eloggraph.text import Text
from eloggraph.tie_sorts import TieSort

_SECTOR = expand("elo:inSector")
NodeKind = Literal["actor", "collective", "kind"]
TieKind = Literal["link", "coordination", "membership", "provision", "funding"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An actor, a collective or a kind; ``group_pairs`` are ``(grouping key, group iri)`` pairs.

    ``earlier`` are the names that it had before, or of those that became one with it.
    """

    iri: str
    label: Text
    kind: NodeKind
    type: Text
    group_pairs: tuple[tuple[str, str], ...] = ()
    earlier: tuple[Text, ...] = ()

    def groups(self, grouping: str) -> tuple[str, ...]:
        """Return the groups of one grouping that the node is declared to be in."""
        return tuple(group for key, group in self.group_pairs if key == grouping)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One recorded relation between two nodes, with when it holds and the node that records it.

    ``sort`` tells for what it counts: see :mod:`eloggraph.tie_sorts`.
    """

    source: str
    target: str
    kind: TieKind
    label: Text
    since: str | None = None
    until: str | None = None
    project: str | None = None
    statement: str | None = None
    sort: TieSort = "working"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group of a grouping, such as the education sector."""

    iri: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """A declared way to divide nodes into groups: sector, municipality, type of actor."""

    key: str
    label: Text
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AffiliationNetwork:
    """Nodes sorted by IRI, ties sorted by their ends and kind, and the declared groupings.

    All of them hold on the day that is looked at; ``ended`` and ``later`` are the ties on record
    that do not, so that it can be told how many they are.
    """

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    groupings: tuple[Grouping, ...]
    ended: tuple[Tie, ...] = ()
    later: tuple[Tie, ...] = ()

    def actors(self) -> tuple[Node, ...]:
        """Return the nodes that are actors."""
        return tuple(node for node in self.nodes if node.kind == "actor")


def assign_groups(network: AffiliationNetwork, grouping: str) -> dict[str, str]:
    """Return the group of each actor that is declared to be in exactly one group.

    An actor in several groups, such as one that serves three municipalities, has no single
    label to compare; it is left out of the measure, and the verdict tells how many were.

    >>> assign_groups(AffiliationNetwork(nodes=(), ties=(), groupings=()), "sector")
    {}
    """
    declared = {actor.iri: actor.groups(grouping) for actor in network.actors()}
    return {iri: groups[0] for iri, groups in sorted(declared.items()) if len(groups) == 1}


def choose_grouping(network: AffiliationNetwork) -> Grouping | None:
    """Return the grouping by which actors are of different groups: sectors, else the first.

    >>> choose_grouping(AffiliationNetwork(nodes=(), ties=(), groupings=()))
    """
    by_key = {grouping.key: grouping for grouping in reversed(network.groupings)}
    first = network.groupings[0] if network.groupings else None
    return by_key.get(_SECTOR, first)
