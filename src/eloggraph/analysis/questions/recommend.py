"""Which few new ties would bring those nearer who serve the same clients, and why them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import networkx as nx
import numpy as np

from eloggraph.analysis.affiliation import assign_groups, choose_grouping
from eloggraph.analysis.common_ground import CommonGround, read_common_ground
from eloggraph.analysis.gauges import list_gauges
from eloggraph.analysis.outcome import Gauge, Listing, ReportTable, Row
from eloggraph.analysis.projection import name_node, sort_pair
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.sentences import join_names
from eloggraph.analysis.statistics.neighbourhoods import Neighbourhoods
from eloggraph.analysis.statistics.new_ties import (
    FAR,
    NEAR,
    NewTie,
    Pair,
    choose_new_ties,
    describe_new_ties,
)
from eloggraph.analysis.statistics.steps import count_steps
from eloggraph.graph.query_status import LEAVES_OUT
from eloggraph.text import Text, say

MOST, EACH = 5, 2
MOST_ACTORS, MOST_WANTED, MOST_LOOKS = 400, 1_000, 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A tie that is worth making, why the two might want it, and what it changes.

    ``nearer`` pairs get nearer to each other, ``near`` of them within two steps, once those
    suggested before it are there too. ``joins`` tells whether the two were out of each other's
    reach until then.
    """

    source: str
    target: str
    label: Text
    reasons: tuple[Text, ...]
    nearer: int
    near: int
    steps: int
    joins: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended:
    """Ties to make, for ``pairs`` of actors that serve the same clients and are far apart.

    ``looked`` actors of ``actors`` were looked at; ``aside`` pairs are planned already, or were
    given up. ``known`` tells whether any client groups are on record, and ``met`` whether actors of
    two groups that serve the same are tied already or have a partner in common.
    """

    ties: tuple[Suggestion, ...]
    pairs: int
    grouping: Text | None
    aside: int
    looked: int
    actors: int
    known: bool
    met: bool

    @property
    def near(self) -> int:
        """Return how many of the pairs come within two steps with all of them."""
        return sum(tie.near for tie in self.ties)


def recommend_ties(
    material: Material, *, most: int = MOST, each: int = EACH, forbidden: Sequence[Pair] = ()
) -> Recommended:
    """Choose new ties between actors that have something in common.

    The pairs that should be near are those of two groups who serve the same clients and are more
    than two steps apart; what a choice of ties is worth, :func:`choose_new_ties` defines. A tie may
    be chosen where the two have a client group in common, or if there are no such two, an area, a
    forum or earlier work, and where it is neither planned already nor given up.

    Parameters
    ----------
    material
        The network and the day. Of more than 400 actors, those with most ties are looked at, and as
        many others by lot.
    most, each
        The most new ties, and the most for one actor.
    forbidden
        Pairs between which no tie is to be suggested.

    Examples
    --------
    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> recommend_ties(Material(network=nothing, on=date(2024, 1, 1))).ties
    ()
    """
    graph, ground = material.projected, read_common_ground(material)
    grouping = choose_grouping(material.network)
    groups = assign_groups(material.network, grouping.key) if grouping else {}
    aside = _list_aside(material, graph)
    pool = _choose_pool(graph, material.seed)
    across = [
        (a, b)
        for a, b in combinations(pool, 2)
        if groups.get(a) is None or groups[a] != groups.get(b)
    ]
    apart = [pair for pair in across if not graph.has_edge(*pair)]
    same = [
        pair for pair in across if set(pair) <= groups.keys() and ground.share("clients", *pair)
    ]
    wanted = _list_wanted(graph, [pair for pair in same if not graph.has_edge(*pair)])
    shut = aside | {sort_pair(*pair) for pair in forbidden}
    lot = random.Random(material.seed)
    tried = wanted if len(wanted) <= MOST_WANTED else sorted(lot.sample(wanted, MOST_WANTED))
    candidates = _rank(graph, ground, [pair for pair in apart if pair not in shut])
    candidates = candidates[: MOST_LOOKS // max(len(tried), 100)]
    chosen = choose_new_ties(graph, tried, candidates, most=most, each=each)
    told = describe_new_ties(graph, wanted, [tie.pair for tie in chosen])
    joining = _find_joining(graph, [tie.pair for tie in told])
    return Recommended(
        ties=tuple(
            _describe(material, ground, tie, joins=joins)
            for tie, joins in zip(told, joining, strict=True)
        ),
        pairs=len(wanted),
        grouping=grouping.label if grouping else None,
        aside=len(aside),
        looked=len(pool),
        actors=len(graph),
        known=bool(ground.things["clients"]),
        met=len(same) > len(wanted),
    )


def _choose_pool(graph: nx.Graph[str], seed: int) -> list[str]:
    """Return the actors to look at, sorted: all, or those with most ties and others by lot."""
    actors = sorted(graph)
    if len(actors) <= MOST_ACTORS:
        return actors
    tied = sorted(actors, key=lambda actor: (-len(graph[actor]), actor))[: MOST_ACTORS // 2]
    others = sorted(set(actors) - set(tied))
    return sorted([*tied, *random.Random(seed).sample(others, MOST_ACTORS - len(tied))])


def _list_aside(material: Material, graph: nx.Graph[str]) -> set[Pair]:
    """Return the pairs between which a tie is planned or wished for, or was cancelled."""
    return {
        sort_pair(row["from_iri"], row["to_iri"])
        for row in material.ask("not-in-force")
        if {row.get("from_iri"), row.get("to_iri")} <= graph.nodes
        and row.get("status_iri") in LEAVES_OUT["come-about"]
    }


def _list_wanted(graph: nx.Graph[str], same: Sequence[Pair]) -> list[Pair]:
    """Return the pairs that are more than two steps apart."""
    next_to = Neighbourhoods.of(graph)
    place = {node: at for at, node in enumerate(next_to.nodes)}
    sources = sorted({place[first] for first, _ in same})
    steps = count_steps(next_to, np.array(sources, dtype=int), NEAR + 1)
    row = {source: at for at, source in enumerate(sources)}
    return [(a, b) for a, b in same if steps[row[place[a]], place[b]] > NEAR]


def _find_joining(graph: nx.Graph[str], ties: Sequence[Pair]) -> list[bool]:
    """Tell of each tie whether its ends are out of reach, once those before it are there."""
    parts: nx.utils.UnionFind[str] = nx.utils.UnionFind(graph)
    for pair in graph.edges:
        parts.union(*pair)
    joining = []
    for first, second in ties:
        joining.append(parts[first] != parts[second])
        parts.union(first, second)
    return joining


def _rank(graph: nx.Graph[str], ground: CommonGround, pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs with clients in common, or where there are none those with anything.

    Those with most kinds of things in common come first, and of these those with most ties.
    """
    clients = [pair for pair in pairs if ground.share("clients", *pair)]
    kinds = {pair: len(ground.list_kinds(*pair)) for pair in clients or pairs}
    return sorted(
        (pair for pair in kinds if kinds[pair]),
        key=lambda pair: (-kinds[pair], -len(graph[pair[0]]) - len(graph[pair[1]]), pair),
    )


def _describe(material: Material, ground: CommonGround, tie: NewTie, *, joins: bool) -> Suggestion:
    first, second = (name_node(material.projected, end) for end in tie.pair)
    return Suggestion(
        source=tie.pair[0],
        target=tie.pair[1],
        label=Text.each(lambda language: f"{first.say(language)} – {second.say(language)}"),
        reasons=tuple(
            say(f"recommend.ground.{kind}", name=material.name(thing))
            if thing
            else say("recommend.ground.earlier-tie")
            for kind, thing in ground.explain(*tie.pair).items()
        ),
        nearer=tie.nearer,
        near=tie.near,
        steps=tie.steps,
        joins=joins,
    )


def _tell(found: Recommended) -> Iterator[Text]:
    grouping = found.grouping or ""
    if found.looked < found.actors:
        yield say("recommend.looked", looked=found.looked, actors=found.actors)
    if found.pairs:
        yield say("recommend.pairs", n=found.pairs, grouping=grouping)
    elif found.known and found.grouping is not None:
        entry = "pairs-none" if found.met else "clients-none"
        yield say(f"recommend.{entry}", grouping=grouping)
    if found.ties:
        yield say(f"recommend.ties-{_sum_up(found)}", n=len(found.ties), near=found.near)
    else:
        yield say("recommend.ties-none")


def _sum_up(found: Recommended) -> str:
    if found.near:
        return "near"
    if found.ties[0].nearer:
        return "nearer"
    return "joining" if any(tie.joins for tie in found.ties) else "hanging"


def _list(found: Recommended) -> Iterator[Listing]:
    heads = tuple(say(f"recommend.head.{name}") for name in ("tie", "reasons", "effect"))
    rows = (
        Row(cells=(tie.label, join_names(tie.reasons, most=len(tie.reasons)), _tell_effect(tie)))
        for tie in found.ties
    )
    yield Listing(
        title=say("recommend.listing"),
        columns=heads,
        rows=tuple(rows),
        note=say("recommend.aside", n=found.aside) if found.aside else None,
        table="recommended_ties",
    )


def _tell_effect(tie: Suggestion) -> Text:
    if not tie.nearer:
        return say(f"recommend.effect.{'joining' if tie.joins else 'hanging'}")
    entry = "near" if tie.near == tie.nearer else "some" if tie.near else "nearer"
    return say(f"recommend.effect.{entry}", n=tie.nearer, near=tie.near)


def _make_tables(found: Recommended) -> Iterator[ReportTable]:
    kinds = {"source": str, "target": str, "label": Text, "reasons": Text}
    kinds |= dict.fromkeys(("nearer", "near", "steps"), int)
    rows = (
        (
            tie.source,
            tie.target,
            tie.label,
            join_names(tie.reasons, most=len(tie.reasons), separator="; "),
            tie.nearer,
            tie.near,
            tie.steps,
        )
        for tie in found.ties
    )
    yield ReportTable(name="recommended_ties", columns=kinds, rows=tuple(rows))


def _explain(found: Recommended, _: Material) -> Iterator[Text]:
    yield say("recommend.method", far=FAR, most=MOST, each=EACH)


def _lack(found: Recommended) -> tuple[str, ...]:
    return () if found.ties or found.known else ("elo:GuidanceService",)


def _gauge(found: Recommended) -> tuple[Gauge, ...]:
    return list_gauges("recommend", pairs=found.pairs)


QUESTION = Question(
    key="recommend",
    order=44,
    section_order=44,
    working=True,
    measure=recommend_ties,
    tell=_tell,
    tables=_make_tables,
    explain=_explain,
    listings=_list,
    lack=_lack,
    gauges=_gauge,
)
