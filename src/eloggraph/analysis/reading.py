"""Named queries into the values that analyses take: the one door from the graph to this floor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import cast

from eloggraph.analysis.affiliation import (
    AffiliationNetwork,
    Group,
    Grouping,
    Node,
    NodeKind,
    Tie,
    TieKind,
)
from eloggraph.analysis.asking import Ask, Rows
from eloggraph.analysis.projection import tie_order
from eloggraph.private import conceal_address
from eloggraph.snapshot.days import has_begun, holds
from eloggraph.snapshot.model import Snapshot
from eloggraph.text import Text, say
from eloggraph.tie_sorts import sort_tie

_MORE_THAN_MEMBERSHIP = ("coordination",)


def read_affiliations(
    ask: Ask, labels: Mapping[str, Text], earlier: Mapping[str, tuple[Text, ...]] | None = None
) -> AffiliationNetwork:
    """Read nodes, ties and groupings of a network.

    Parameters
    ----------
    ask
        Runs a named query (``network-members``, ``network-nodes``, ``network-ties``,
        ``network-groups``) and yields each row as ``{variable: text}``.
    labels
        The name of every node, code, class and property by IRI.
    earlier
        Names that nodes had before, by IRI.

    Examples
    --------
    >>> read_affiliations(lambda _: [], {}).nodes
    ()

    """
    own = {row["node"] for row in ask("network-members")}
    ties = merge_ties(_read_ties(ask("network-ties"), labels))
    tied = {end for tie in ties for end in (tie.source, tie.target)}
    group_rows = list(ask("network-groups"))
    groups = _read_groups(group_rows)
    ranks = {row["grouping"]: int(row["rank"]) for row in group_rows}
    nodes = [
        replace(node, earlier=(earlier or {}).get(node.iri, ()))
        for node in _read_nodes(ask("network-nodes"), labels, groups)
        if node.iri in own or node.iri in tied
    ]
    known = {node.iri for node in nodes}
    return AffiliationNetwork(
        nodes=tuple(nodes),
        ties=tuple(tie for tie in ties if tie.source in known and tie.target in known),
        groupings=tuple(_read_groupings(nodes, labels, ranks)),
    )


def add_left_out(
    network: AffiliationNetwork, ask: Ask, labels: Mapping[str, Text], snapshot: Snapshot
) -> AffiliationNetwork:
    """Return the network of a day with the ties that are on record but do not hold on it.

    Parameters
    ----------
    network, snapshot
        What holds on the day.
    ask, labels
        As those of :func:`read_affiliations`, but of all that is on record.
    """
    held = {_identify(tie) for tie in network.ties}
    rows = (_speak_of_the_day(row, snapshot) for row in ask("network-ties"))
    # Most of them hold: they are told by their rows, before anything is made of them.
    other = [row for row in rows if _identify_row(row) not in held]
    by_present = {_identify(tie): tie for tie in reversed(merge_ties(_read_ties(other, labels)))}
    nodes = {row["node"] for row in ask("network-nodes")}
    told = sorted(by_present.values(), key=tie_order)
    left_out = [tie for tie in told if {tie.source, tie.target} <= nodes]
    ended = [tie for tie in left_out if _has_ended(tie, snapshot)]
    others = (tie for tie in left_out if not _has_ended(tie, snapshot))
    later = [tie for tie in others if _is_ahead(tie, snapshot)]
    return replace(network, ended=tuple(ended), later=tuple(later))


def rename_nodes(network: AffiliationNetwork, names: Mapping[str, str]) -> AffiliationNetwork:
    """Return the same network with other IRIs for some nodes, in the order of these.

    >>> empty = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> rename_nodes(empty, {"urn:a": "urn:b"}) == empty
    True
    """

    def name(iri: str) -> str:
        return names.get(iri, iri)

    def name_ends(ties: Iterable[Tie]) -> tuple[Tie, ...]:
        renamed = (
            replace(
                tie,
                source=name(tie.source),
                target=name(tie.target),
                project=tie.project and name(tie.project),
                statement=tie.statement and name(tie.statement),
            )
            for tie in ties
        )
        return tuple(sorted(renamed, key=tie_order))

    nodes = (
        replace(
            node,
            iri=name(node.iri),
            group_pairs=tuple((key, name(group)) for key, group in node.group_pairs),
        )
        for node in network.nodes
    )
    return replace(
        network,
        nodes=tuple(sorted(nodes, key=lambda node: node.iri)),
        ties=name_ends(network.ties),
        groupings=tuple(
            replace(each, groups=tuple(replace(g, iri=name(g.iri)) for g in each.groups))
            for each in network.groupings
        ),
        ended=name_ends(network.ended),
        later=name_ends(network.later),
    )


def _speak_of_the_day(row: Mapping[str, str], snapshot: Snapshot) -> Mapping[str, str]:
    """Return a row with organisations by the names that they have on the day."""
    ends = {end: snapshot.successors.get(row[end], row[end]) for end in ("from", "to")}
    return {**row, **ends}


def _identify_row(row: Mapping[str, str]) -> tuple[str, ...]:
    return (row["from"], row["to"], row["kind"], row.get("statement", ""))


def _identify(tie: Tie) -> tuple[str, ...]:
    return (tie.source, tie.target, tie.kind, tie.statement or "")


def _has_ended(tie: Tie, snapshot: Snapshot) -> bool:
    over = {tie.source, tie.target, tie.statement} & snapshot.ended
    return bool(over) or not holds(None, tie.until, snapshot.on)


def _is_ahead(tie: Tie, snapshot: Snapshot) -> bool:
    ahead = {tie.source, tie.target, tie.statement} & snapshot.later
    return bool(ahead) or not has_begun(tie.since, snapshot.on)


def read_all_nodes(ask: Ask, labels: Mapping[str, Text]) -> list[Node]:
    """Return every node that a network knows, its own or not, tied or not.

    >>> read_all_nodes(lambda _: [], {})
    []
    """
    return _read_nodes(ask("network-nodes"), labels, _read_groups(ask("network-groups")))


def read_all_ties(rows: Rows, labels: Mapping[str, Text]) -> list[Tie]:
    """Return a tie for every row of the query ``network-ties``.

    >>> read_all_ties([], {})
    []
    """
    return _read_ties(rows, labels)


def merge_ties(ties: Iterable[Tie]) -> tuple[Tie, ...]:
    """Keep each relation once, however many rows say it.

    Of several ties of one kind between the same ends, the one with a row of its own (a role, a
    link) stays, unless both have one. Who coordinates is not told again as a member.

    >>> merge_ties([])
    ()
    """
    by_ends: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    for tie in ties:
        by_ends[tie.source, tie.target].append(tie)
    kept: list[Tie] = []
    for told in by_ends.values():
        group = set(told) if len(told) > 1 else told
        # Paying told by a row of fundings and by a role is told once.
        paid = sorted((tie for tie in group if tie.kind == "funding"), key=tie_order)[1:]
        stronger = any(tie.kind in _MORE_THAN_MEMBERSHIP for tie in group)
        with_row = {tie.kind for tie in group if tie.statement}
        kept += [
            tie
            for tie in group
            if tie not in paid
            and not (stronger and tie.kind == "membership")
            and (tie.statement or tie.kind not in with_row)
        ]
    return tuple(sorted(kept, key=tie_order))


def _label(labels: Mapping[str, Text], iri: str) -> Text:
    return labels.get(iri) or Text.same(conceal_address(iri).rpartition("/")[2])


def _read_nodes(
    rows: Rows, labels: Mapping[str, Text], groups: Mapping[str, tuple[tuple[str, str], ...]]
) -> list[Node]:
    found: dict[str, Node] = {}
    for row in sorted(rows, key=lambda row: (row["node"], row["kind"], row["type"])):
        found.setdefault(
            row["node"],
            Node(
                iri=row["node"],
                label=labels.get(row["node"]) or _label(labels, row.get("name", row["node"])),
                kind=cast(NodeKind, row["kind"]),
                type=_label(labels, row["type"]),
                group_pairs=groups.get(row["node"], ()),
            ),
        )
    return list(found.values())


def _read_ties(rows: Rows, labels: Mapping[str, Text]) -> list[Tie]:
    return [
        Tie(
            source=row["from"],
            target=row["to"],
            kind=cast(TieKind, row["kind"]),
            label=labels.get(row["relation"], say(f"ties.{row['kind']}")),
            since=row.get("since"),
            until=row.get("until"),
            project=row.get("project"),
            statement=row.get("statement"),
            sort=sort_tie(row["kind"], row["relation"], of_many=row.get("statement") == row["to"]),
        )
        for row in rows
        if row["from"] != row["to"]
    ]


def _read_groups(rows: Rows) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in rows:
        found[row["node"]].add((row["grouping"], row["group"]))
    return {node: tuple(sorted(pairs)) for node, pairs in found.items()}


def _read_groupings(
    nodes: Iterable[Node], labels: Mapping[str, Text], ranks: Mapping[str, int]
) -> list[Grouping]:
    groups: dict[str, set[str]] = defaultdict(set)
    for node in nodes:
        for grouping, group in node.group_pairs:
            groups[grouping].add(group)
    return [
        Grouping(
            key=key,
            label=_label(labels, key),
            groups=tuple(Group(iri=iri, label=_label(labels, iri)) for iri in sorted(members)),
        )
        for key, members in sorted(groups.items(), key=lambda entry: ranks[entry[0]])
        if len(members) > 1
    ]
