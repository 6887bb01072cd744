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
Ends = tuple[str, str, str]


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
    told: dict[frozenset[tuple[str, str]], _Told] = {}
    found = []
    for snapshot in snapshots:
        former = snapshot.successors
        spoken = frozenset(former.items())
        if spoken not in told:
            told[spoken] = _tell(rows, former)
        found.append(_hold(snapshot, own, nodes, told[spoken]))
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


class _Told:
    """The ties on record by the names of some days: alone between their ends, or of several."""

    def __init__(self) -> None:
        self.alone: list[tuple[Key, Tie, Ends]] = []
        self.several: list[list[tuple[Tie, Ends]]] = []
        self.merged: dict[tuple[Tie, ...], Mapping[Key, Tie]] = {}


def _tell(rows: Iterable[Tie], former: Mapping[str, str]) -> _Told:
    """Return all ties by their ends, each with what must be there for it to be."""
    by_ends: dict[tuple[str, str], list[tuple[Tie, Ends]]] = {}
    for row in rows:
        tie = _speak_of_the_day(row, former)
        if tie.source != tie.target:
            needs = (row.source, row.target, row.statement or row.source)
            by_ends.setdefault((tie.source, tie.target), []).append((tie, needs))
    told = _Told()
    for found in by_ends.values():
        if len(found) > 1:
            told.several.append(found)
        else:
            [(tie, needs)] = found
            told.alone.append((identify(tie), tie, needs))
    return told


def _hold(
    snapshot: Snapshot, own: Iterable[str], nodes: Mapping[str, Node], told: _Told
) -> tuple[frozenset[str], Mapping[Key, Tie]]:
    former = snapshot.successors
    gone = snapshot.ended | snapshot.later | snapshot.aside
    ties = {key: tie for key, tie, needs in told.alone if gone.isdisjoint(needs)}
    for group in told.several:
        held = tuple(tie for tie, needs in group if gone.isdisjoint(needs))
        if held not in told.merged:
            told.merged[held] = {identify(tie): tie for tie in merge_ties(held)}
        ties |= told.merged[held]
    mine = {former.get(node, node) for node in own}
    mine.update(end for key in ties for end in key[:2])
    there = frozenset((mine & nodes.keys()) - gone - former.keys())
    return there, {key: tie for key, tie in ties.items() if key[0] in there and key[1] in there}


def _speak_of_the_day(tie: Tie, former: Mapping[str, str]) -> Tie:
    if tie.source not in former and tie.target not in former:
        return tie
    ends = (former.get(tie.source, tie.source), former.get(tie.target, tie.target))
    return replace(tie, source=ends[0], target=ends[1])
