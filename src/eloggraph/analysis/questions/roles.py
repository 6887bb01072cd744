"""Who stands between which groups, whom to tell first, and without whom the others fall apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import networkx as nx

from eloggraph.analysis.affiliation import Grouping, assign_groups, choose_grouping
from eloggraph.analysis.fragility import Breaking, find_breaking
from eloggraph.analysis.outcome import Listing, ReportTable, Row
from eloggraph.analysis.projection import name_node
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.sentences import join_names
from eloggraph.analysis.statistics.holes import Holes, measure_holes
from eloggraph.analysis.statistics.key_players import find_reach
from eloggraph.analysis.statistics.roles import Roles, count_roles
from eloggraph.text import Text, say

STEPS, MOST_PLAYERS, ENOUGH, MOST_NAMED = 2, 5, 0.9, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """An actor to tell first, and how many know when it and those before it have been told."""

    actor: str
    label: Text
    reached: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One actor among its contacts, and the pairs of actors without a tie that it stands between.

    ``inside`` pairs are of its own group (coordinator), of ``gate`` pairs one is (gatekeeper and
    representative), ``other`` pairs are of one other group (consultant), ``liaison`` pairs of two
    other groups. ``most`` names the two groups of most of the pairs that are of two groups.
    ``core`` is the greatest number k for which the actor is among actors that all have k contacts
    among themselves.
    """

    actor: str
    label: Text
    group: Text | None
    inside: int
    gate: int
    other: int
    liaison: int
    most: tuple[Text, Text] | None
    contacts: int
    constraint: float | None
    effective_size: float | None
    core: int

    @property
    def across(self) -> int:
        """Return the pairs of which the two are not both of the actor's own group."""
        return self.gate + self.other + self.liaison


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """Whom to tell first, who stands between groups, and without whom the others fall apart.

    ``reachable`` counts the actors with any contact; ``without`` are the actors whose leaving
    together is looked at, ``largest`` how many the largest part has without them, and has now.
    """

    grouping: Text | None
    players: tuple[Player, ...]
    reachable: int
    positions: tuple[Position, ...]
    without: tuple[Text, ...]
    largest: tuple[int, int]

    @property
    def across(self) -> tuple[Position, ...]:
        """Return the actors that stand between groups, those between most pairs first."""
        found = [position for position in self.positions if position.across]
        return tuple(sorted(found, key=lambda each: (-each.across, each.actor)))


def measure_roles(material: Material) -> Between:
    """Find whom to tell first, who stands between groups, and who together hold the others.

    All of it is measured on actors alone, tied where they work together: contacts have no
    direction, so every pair is counted once.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_roles(Material(network=nothing, on=date(2024, 1, 1))).players
    ()
    """
    graph, grouping = material.projected, choose_grouping(material.network)
    reach = find_reach(graph, steps=STEPS, most=MOST_PLAYERS, enough=ENOUGH)
    breaking = find_breaking(graph, material.drawn)
    return Between(
        grouping=grouping.label if grouping else None,
        players=tuple(
            Player(actor=actor, label=name_node(graph, actor), reached=reached)
            for actor, reached in zip(reach.players, reach.reached, strict=True)
        ),
        reachable=reach.reachable,
        positions=tuple(_list_positions(material, grouping)),
        without=tuple(name_node(graph, actor) for actor in _keep_telling(breaking)),
        largest=(max(breaking.parts, default=0), max(breaking.before, default=0)),
    )


def _keep_telling(breaking: Breaking) -> tuple[str, ...]:
    """Return the actors where there are several: of one alone brokerage tells."""
    return breaking.players if len(breaking.players) > 1 else ()


def _list_positions(material: Material, grouping: Grouping | None) -> Iterator[Position]:
    graph = material.projected
    groups = assign_groups(material.network, grouping.key) if grouping else {}
    names = {group.iri: group.label for group in grouping.groups} if grouping else {}
    roles, holes, cores = count_roles(graph, groups), measure_holes(graph), nx.core_number(graph)
    for actor in graph:
        group = groups.get(actor)
        yield _describe(
            actor,
            name_node(graph, actor),
            names.get(group) if group else None,
            roles=roles.get(actor, Roles(between={})),
            holes=holes.get(actor),
            contacts=sum(other != actor for other in graph[actor]),
            core=cores[actor],
            names=names,
        )


def _describe(
    actor: str,
    label: Text,
    group: Text | None,
    *,
    roles: Roles,
    holes: Holes | None,
    contacts: int,
    core: int,
    names: Mapping[str, Text],
) -> Position:
    pairs = Counter({pair: n for pair, n in roles.between.items() if pair[0] < pair[1]})
    most = min(pairs, key=lambda pair: (-pairs[pair], pair), default=None)
    return Position(
        actor=actor,
        label=label,
        group=group,
        # Ties have no direction here: each pair was met in both orders.
        inside=roles.coordinator // 2,
        gate=roles.gatekeeper,
        other=roles.consultant // 2,
        liaison=roles.liaison // 2,
        most=(names[most[0]], names[most[1]]) if most else None,
        contacts=contacts,
        constraint=holes.constraint if holes else None,
        effective_size=holes.effective_size if holes else None,
        core=core,
    )


def _tell(found: Between) -> Iterator[Text]:
    if found.players:
        last = found.players[-1]
        names = join_names([each.label for each in found.players], most=MOST_PLAYERS)
        values = {"names": names, "reached": last.reached, "tied": found.reachable}
        entry = "all" if last.reached == found.reachable else "some"
        yield say(f"roles.reach-{entry}", n=len(found.players), **values)
    if found.across:
        yield _tell_first(found.across[0], found.grouping)
    elif found.grouping is not None:
        yield say("roles.across-none", grouping=found.grouping)
    if found.without:
        names = join_names(found.without)
        largest = {"largest": found.largest[0], "before": found.largest[1]}
        yield say("roles.breaking", n=len(found.without), names=names, **largest)


def _tell_first(first: Position, grouping: Text | None) -> Text:
    values = {"name": first.label, "n": first.across, "grouping": grouping or ""}
    if first.most is None:
        return say("roles.across", **values)
    return say("roles.across-most", first=first.most[0], second=first.most[1], **values)


_COLUMNS = ("actor", "most", "across", "gate", "liaison", "other", "inside")


def _list(found: Between) -> Iterator[Listing]:
    rows = (
        Row(
            cells=(
                each.label,
                _name_pair(*each.most) if each.most else None,
                each.across,
                *(n or None for n in (each.gate, each.liaison, each.other, each.inside)),
            )
        )
        for each in found.across[:MOST_NAMED]
    )
    yield Listing(
        title=say("roles.listing", grouping=found.grouping or ""),
        columns=tuple(say(f"roles.head.{name}") for name in _COLUMNS),
        rows=tuple(rows),
        note=say("roles.note"),
        table="broker_roles",
    )


def _name_pair(first: Text, second: Text) -> Text:
    return Text.each(lambda language: f"{first.say(language)} – {second.say(language)}")


def _make_tables(found: Between) -> Iterator[ReportTable]:
    numbers = dict.fromkeys(("contacts", "inside", "gate", "other", "liaison"), int)
    scores = dict.fromkeys(("constraint", "effective_size"), float)
    kinds = {"actor": str, "label": Text, "group": Text, **numbers, **scores, "core": int}
    rows = tuple(tuple(getattr(each, name) for name in kinds) for each in found.positions)
    yield ReportTable(name="broker_roles", columns=kinds, rows=rows)


def _explain(*_: object) -> Iterator[Text]:
    yield say("roles.method", steps=STEPS, share=round(100 * ENOUGH), most=MOST_PLAYERS)


def _lack(found: Between) -> tuple[str, ...]:
    # Between two there is nobody.
    return () if found.reachable > 2 else ("elo:CollaborationLink", "elo:RoleAssignment")


QUESTION = Question(
    key="roles",
    order=42,
    section_order=42,
    measure=measure_roles,
    tell=_tell,
    tables=_make_tables,
    explain=_explain,
    listings=_list,
    lack=_lack,
)
