"""Who is tied to whom, as rows and columns: actors by group, and within it near those they know."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eloggraph.analysis.actor_order import order_actors
from eloggraph.analysis.group_pairs import choose_graph
from eloggraph.text import Text

if TYPE_CHECKING:
    from eloggraph.analysis.analyse import Analysis
    from eloggraph.analysis.group_pairs import GroupPairs
    from eloggraph.analysis.question import Material

MOST_ACTORS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMatrix:
    """Actors in the order of rows and columns, and which two are tied.

    Parameters
    ----------
    actors, labels
        Their IRIs and names; empty where there are more than 400, of whom nothing could be told
        apart.
    groups
        For each the number of its group among those of the pairs: of several the first, and the
        number after the last where none is on record.
    ties
        Two numbers of actors for each tie, the smaller first.
    total
        How many actors there are.

    """

    actors: tuple[str, ...]
    labels: tuple[Text, ...]
    groups: tuple[int, ...]
    ties: tuple[tuple[int, int], ...]
    total: int

    def spans(self) -> tuple[tuple[int, int, int], ...]:
        """Return each group with its first row and the row after its last."""
        starts = [
            at for at, group in enumerate(self.groups) if not at or group != self.groups[at - 1]
        ]
        ends = [*starts[1:], len(self.groups)]
        return tuple(
            (self.groups[start], start, end) for start, end in zip(starts, ends, strict=False)
        )


def arrange_actors(material: Material, analysis: Analysis, pairs: GroupPairs) -> ActorMatrix:
    """Return the actors of a network by the groups of pairs, and the ties that these count.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork, Group, Grouping, Node, Tie
    >>> from eloggraph.analysis.analyse import analyse
    >>> from eloggraph.analysis.group_pairs import measure_group_pairs
    >>> from eloggraph.analysis.question import Material
    >>> say = Text.same
    >>> nodes = tuple(
    ...     Node(iri=i, label=say(i), kind="actor", type=say("x"), group_pairs=(("s", g),))
    ...     for i, g in (("a", "y"), ("b", "z"), ("c", "y"))
    ... )
    >>> ties = (Tie(source="a", target="b", kind="link", label=say("t")),)
    >>> groups = tuple(Group(iri=g, label=say(g)) for g in "yz")
    >>> sector = Grouping(key="s", label=say("s"), groups=groups)
    >>> network = AffiliationNetwork(nodes=nodes, ties=ties, groupings=(sector,))
    >>> material = Material(network=network, on=date(2024, 1, 1), permutations=99)
    >>> analysis = analyse(material, ["silos"])
    >>> found = arrange_actors(material, analysis, measure_group_pairs(material, analysis)[0])
    >>> found.actors, found.groups, found.ties
    (('a', 'c', 'b'), (0, 0, 1), ((0, 2),))
    """
    actors = material.network.actors()
    if len(actors) > MOST_ACTORS:
        return ActorMatrix(actors=(), labels=(), groups=(), ties=(), total=len(actors))
    verdict = next(each for each in analysis.silos if each.grouping == pairs.grouping)
    _, graph = choose_graph(material, verdict)
    number = {iri: at for at, group in enumerate(pairs.groups) for iri in group.members}
    members: defaultdict[int, list[str]] = defaultdict(list)
    for actor in actors:
        known = [number[iri] for iri in actor.groups(pairs.grouping) if iri in number]
        members[min(known, default=len(pairs.groups))].append(actor.iri)
    placed = [
        (iri, group) for group in sorted(members) for iri in order_actors(graph, members[group])
    ]
    place = {iri: at for at, (iri, _) in enumerate(placed)}
    labels = {actor.iri: actor.label for actor in actors}
    ends = {(place[one], place[other]) for one, other in graph.edges() if one != other}
    return ActorMatrix(
        actors=tuple(place),
        labels=tuple(labels[iri] for iri in place),
        groups=tuple(group for _, group in placed),
        ties=tuple(sorted({(min(pair), max(pair)) for pair in ends})),
        total=len(actors),
    )
