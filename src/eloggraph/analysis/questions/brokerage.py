"""Who connects the others, and which ties are the only ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import networkx as nx

from eloggraph.analysis.fragility import find_fragility
from eloggraph.analysis.losses import list_cut_off
from eloggraph.analysis.outcome import ActionRank, Gauge, ObservationRank, Remark
from eloggraph.analysis.projection import name_node
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.sentences import join_names
from eloggraph.analysis.statistics.betweenness import measure_betweenness
from eloggraph.text import Text, say

_MOST_STEPS, _FEWEST_SOURCES = 2_000_000, 100
_MOST_TOLD = 40  # of how many it is told whom they hold: a walk for each


@dataclass(frozen=True, slots=True, kw_only=True)
class Broker:
    """One actor between others.

    ``betweenness`` is normalised to 0-1. ``parts`` is how many separate parts the actor's own
    component would fall into without it: 0 for an actor without ties, 2 or more for a cut point.
    ``cut_off`` counts the actors that would lose touch with the largest part; ``held`` are they, of
    the forty that hold most.
    """

    actor: str
    label: Text
    ties: int
    betweenness: float
    parts: int
    cut_off: int
    sentence: Text
    held: tuple[str, ...] = ()

    @property
    def cut_point(self) -> bool:
        """Tell whether the recorded network falls apart without the actor."""
        return self.parts > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """The only tie between two parts; ``smaller_side`` counts the actors on its smaller side.

    ``inferred`` tells that the tie rests on a shared collective only.
    """

    source: str
    target: str
    smaller_side: int
    inferred: bool
    sentence: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Brokerage:
    """All actors by falling betweenness, and the bridges by falling smaller side.

    Betweenness counts the shortest paths from ``sources`` actors: all of them, or a sample where
    the network is too large for that, and then it is an estimate.
    """

    brokers: tuple[Broker, ...]
    bridges: tuple[Bridge, ...]
    sources: int
    sentence: Text

    @property
    def tied(self) -> bool:
        """Tell whether any two actors are tied; without a tie nobody can be between others."""
        return any(broker.ties for broker in self.brokers)

    @property
    def cut_points(self) -> tuple[Broker, ...]:
        """Return the actors without which the recorded network falls apart."""
        return tuple(broker for broker in self.brokers if broker.cut_point)


def find_brokers(
    graph: nx.Graph[str], *, whole: nx.Graph[str] | None = None, seed: int = 0
) -> Brokerage:
    """Find who stands between others, whose leaving splits the network, and the only ties.

    Betweenness is the share of shortest paths between other actors that pass through the actor,
    each path unweighted. Cut points and bridges are facts about what is recorded: a tie that
    nobody wrote down may well exist, and the sentences say so.

    Parameters
    ----------
    graph
        Actors and ties; it is not changed. Betweenness is 0 with fewer than three actors.
    whole
        The recorded network with its collectives, whose ties to each other are not in ``graph``.
        Where it offers another way round, nothing is called a cut point or an only tie.
    seed
        Seed of the sample of actors that paths are counted from, where actors times ties is
        more than two million. Cut points and bridges are always exact.

    Notes
    -----
    Freeman, L. C. (1977), A set of measures of centrality based on betweenness, *Sociometry*
    40:35. Hopcroft, J. & Tarjan, R. (1973), *Communications of the ACM* 16:372.

    Examples
    --------
    >>> found = find_brokers(nx.path_graph(["a", "b", "c"]))
    >>> found.brokers[0].actor, found.brokers[0].betweenness, len(found.bridges)
    ('b', 1.0, 2)

    """
    sources = _ration_sources(graph)
    sample = sources if sources < len(graph) else None
    scores = measure_betweenness(graph, sources=sample, seed=seed)
    fragility = find_fragility(graph, whole)
    brokers = [
        _describe(graph, node, scores[node], fragility.parts.get(node, ())) for node in graph
    ]
    bridges = [_describe_bridge(graph, *pair, min(s)) for pair, s in fragility.only_ties.items()]
    brokers.sort(key=lambda b: (-round(b.betweenness, 9), str(b.actor)))
    gravest = sorted((b for b in brokers if b.cut_off), key=lambda b: -b.cut_off)[:_MOST_TOLD]
    told = {b.actor for b in gravest}
    brokers = [
        replace(b, held=list_cut_off(whole or graph, b.actor)) if b.actor in told else b
        for b in brokers
    ]
    return Brokerage(
        brokers=tuple(brokers),
        bridges=tuple(
            sorted(bridges, key=lambda b: (-b.smaller_side, str(b.source), str(b.target)))
        ),
        sources=sources,
        sentence=_name_cut_points(brokers),
    )


def _name_cut_points(brokers: Sequence[Broker]) -> Text:
    """Return the verdict, with the names of those that hold most together first."""
    cuts = [broker for broker in brokers if broker.cut_point]
    if not cuts:
        tied = any(broker.ties for broker in brokers)
        return say("brokerage.level.none" if tied else "brokerage.level.untied")
    named = sorted(cuts, key=lambda broker: -broker.cut_off)
    names = join_names([broker.label for broker in named])
    return say("brokerage.level.some", n=len(cuts), names=names)


def _ration_sources(graph: nx.Graph[str]) -> int:
    """Return from how many actors paths are counted: all, unless that takes too long."""
    affordable = max(_FEWEST_SOURCES, _MOST_STEPS // max(1, graph.number_of_edges()))
    return min(graph.number_of_nodes(), affordable)


def _describe(graph: nx.Graph[str], node: str, score: float, sizes: Sequence[int]) -> Broker:
    degree = sum(other != node for other in graph[node])
    cuts = len(sizes) > 1
    parts, lost = (len(sizes), sum(sizes) - max(sizes)) if cuts else (min(degree, 1), 0)
    label = name_node(graph, node)
    key = "cut-point" if cuts else ("between" if score > 0 else "beside")
    return Broker(
        actor=node,
        label=label,
        ties=degree,
        betweenness=float(score),
        parts=parts,
        cut_off=lost,
        sentence=say(f"brokerage.actor.{key}", name=label, n=lost, parts=parts, ties=degree),
    )


def _describe_bridge(graph: nx.Graph[str], source: str, target: str, smaller: int) -> Bridge:
    data = graph.edges[source, target]
    return Bridge(
        source=source,
        target=target,
        smaller_side=smaller,
        inferred=not data.get("recorded") and not data.get("coordinated") and "shared" in data,
        sentence=say(
            "brokerage.bridge",
            source=name_node(graph, source),
            target=name_node(graph, target),
            n=smaller,
        ),
    )


def measure_brokerage(material: Material) -> Brokerage:
    """Find the brokers among all ties; what is said of them holds on the map too.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_brokerage(Material(network=nothing, on=date(2024, 1, 1))).brokers
    ()
    """
    return find_brokers(material.projected, whole=material.drawn, seed=material.seed)


def _tell(found: Brokerage) -> Iterator[Text]:
    yield found.sentence


def _observe(found: Brokerage) -> Iterator[Remark]:
    if gravest := find_gravest(found):
        yield Remark(rank=ObservationRank.FRAGILE, text=gravest.sentence)
    if found.tied:
        yield Remark(rank=ObservationRank.SUMMARY, text=found.sentence)


def _advise(found: Brokerage, _: Material) -> Iterator[Remark]:
    if gravest := find_gravest(found):
        told = say("brokerage.action.cut-point", name=gravest.label)
        yield Remark(rank=ActionRank.DOUBLE, text=told)


def find_gravest(found: Brokerage) -> Broker | None:
    """Return the cut point whose leaving would cut off most actors; the first of several such.

    >>> gravest = find_gravest(find_brokers(nx.path_graph(["a", "b", "c"])))
    >>> gravest.actor if gravest else None
    'b'
    """
    return max(found.cut_points, key=lambda broker: broker.cut_off, default=None)


def _gauge(found: Brokerage) -> Iterator[Gauge]:
    yield Gauge(label=say("brokerage.gauge.cut-points"), value=len(found.cut_points))


QUESTION = Question(
    key="brokerage",
    order=40,
    section_order=40,
    measure=measure_brokerage,
    tell=_tell,
    observe=_observe,
    advise=_advise,
    anchor="brokers",
    heading="go-betweens",
    gauges=_gauge,
)
