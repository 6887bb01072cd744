"""A network over all its days: what there ever is of nodes and ties, and on which days each is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from eloggraph.analysis.affiliation import Node, Tie
from eloggraph.analysis.asking import Ask
from eloggraph.analysis.projection import tie_order
from eloggraph.analysis.reading import merge_ties, read_all_nodes, read_all_ties
from eloggraph.snapshot.model import Snapshot
from eloggraph.text import Text

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AllDays:
    """What there is on some days, in their order.

    ``nodes`` and ``ties`` are all that there are on any of them; the numbers of the days on which
    each is there are in ``node_days`` by IRI, and in ``tie_days`` in the order of the ties.
    ``became`` are the nodes that are spoken of as others on later days, by the former IRI.
    """

    days: tuple[date, ...] = ()
    nodes: tuple[Node, ...] = ()
    ties: tuple[Tie, ...] = ()
    node_days: Mapping[str, frozenset[int]]
    tie_days: tuple[frozenset[int], ...] = ()
    became: Mapping[str, str]


def identify(tie: Tie) -> Key:
    """Return what makes a tie the same one on another day.

    >>> identify(Tie(source="a", target="b", kind="link", label=Text.same("works")))
    ('a', 'b', 'link', '')
    """
    return (tie.source, tie.target, tie.kind, tie.statement or "")


def read_all_days(ask: Ask, labels: Mapping[str, Text], snapshots: Sequence[Snapshot]) -> AllDays:
    """Return what there is on each of some days, and what of it changes from one to the next.

    A day on which all is as on the day before it in the order is left out.

    Parameters
    ----------
    ask
        Runs a named query of all that is on record, as
        :func:`eloggraph.analysis.reading.read_affiliations` asks it of one day.
    labels
        The name of every node, code, class and property by IRI.
    snapshots
        What of all on record holds on each day, in the order of the days; nothing needs to be cut.

    Examples
    --------
    >>> read_all_days(lambda _: [], {}, []).days
    ()
    """
    own = {row["node"] for row in ask("network-members")}
    nodes = {node.iri: node for node in read_all_nodes(ask, labels)}
    rows = read_all_ties(ask("network-ties"), labels)
    found = [_hold(snapshot, own, nodes, rows) for snapshot in snapshots]
    kept = [at for at, each in enumerate(found) if not at or each != found[at - 1]]
    ties: dict[Key, Tie] = {}
    tie_days: dict[Key, set[int]] = {}
    node_days: dict[str, set[int]] = {}
    for day, at in enumerate(kept):
        there, held = found[at]
        for node in there:
            node_days.setdefault(node, set()).add(day)
        for key, tie in held.items():
            ties[key] = tie
            tie_days.setdefault(key, set()).add(day)
    order = sorted(ties.values(), key=tie_order)
    became: dict[str, str] = {}
    for snapshot in snapshots:
        became |= snapshot.successors
    return AllDays(
        days=tuple(snapshots[at].on for at in kept),
        nodes=tuple(nodes[iri] for iri in sorted(node_days)),
        ties=tuple(order),
        node_days={iri: frozenset(days) for iri, days in node_days.items()},
        tie_days=tuple(frozenset(tie_days[identify(tie)]) for tie in order),
        became=became,
    )


def _hold(
    snapshot: Snapshot, own: Iterable[str], nodes: Mapping[str, Node], rows: Sequence[Tie]
) -> tuple[frozenset[str], Mapping[Key, Tie]]:
    former = snapshot.successors
    gone = snapshot.ended | snapshot.later | snapshot.aside
    away = gone | former.keys()
    held = [
        _speak_of_the_day(tie, former)
        for tie in rows
        if tie.source not in gone and tie.target not in gone and tie.statement not in gone
    ]
    ties = merge_ties(tie for tie in held if tie.source != tie.target)
    tied = {end for tie in ties for end in (tie.source, tie.target)}
    mine = {former.get(node, node) for node in own} | tied
    there = frozenset(node for node in mine if node in nodes and node not in away)
    return there, {
        identify(tie): tie for tie in ties if tie.source in there and tie.target in there
    }


def _speak_of_the_day(tie: Tie, former: Mapping[str, str]) -> Tie:
    if tie.source not in former and tie.target not in former:
        return tie
    ends = (former.get(tie.source, tie.source), former.get(tie.target, tie.target))
    return replace(tie, source=ends[0], target=ends[1])
