"""Who shares more networks and projects than chance would give? A backbone of memberships."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eloggraph.analysis.outcome import Gauge, ReportTable
from eloggraph.analysis.projection import name_node
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.sentences import join_names
from eloggraph.analysis.statistics.null_networks import sort_kinds
from eloggraph.analysis.statistics.two_mode import find_backbone
from eloggraph.text import Text, say

FEWEST_COLLECTIVES = 3
FALSE_SHARE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedMemberships:
    """Two actors that share more collectives than chance explains, and how many."""

    first: str
    second: str
    label: Text
    shared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """What shared memberships say: pairs beyond chance, of ``pairs`` that share anything.

    ``collectives`` are those of at least two actors; with fewer than three nothing can be said.
    """

    beyond: tuple[SharedMemberships, ...]
    pairs: int
    collectives: int

    @property
    def enough(self) -> bool:
        """Tell whether there are collectives enough for any pair to stand out."""
        return self.collectives >= FEWEST_COLLECTIVES


def measure_sharing_pairs(material: Material) -> Sharing:
    """Find the pairs of actors that share more collectives than their memberships explain.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_sharing_pairs(Material(network=nothing, on=date(2024, 1, 1))).pairs
    0
    """
    graph = material.projected
    names, kinds = sort_kinds(graph)
    members = kinds.members
    collectives = len(members)
    backbone = find_backbone(members, false_share=FALSE_SHARE)
    shared = [int((members[:, one] & members[:, other]).sum()) for one, other in backbone.tolist()]
    found = [
        SharedMemberships(
            first=names[one],
            second=names[other],
            label=_name_pair(name_node(graph, names[one]), name_node(graph, names[other])),
            shared=number,
        )
        for (one, other), number in zip(backbone.tolist(), shared, strict=True)
    ]
    return Sharing(
        beyond=tuple(sorted(found, key=lambda pair: (-pair.shared, pair.first, pair.second))),
        pairs=sum(bool(data.get("shared")) for _, _, data in graph.edges(data=True)),
        collectives=collectives,
    )


def _name_pair(first: Text, second: Text) -> Text:
    return Text.each(lambda language: f"{first.say(language)} – {second.say(language)}")


def _tell(found: Sharing) -> Iterator[Text]:
    counts = {"pairs": found.pairs, "collectives": found.collectives}
    if not found.pairs:
        yield say("sharing.nothing")
    elif not found.enough:
        yield say("sharing.few", needed=FEWEST_COLLECTIVES, **counts)
    elif not found.beyond:
        yield say("sharing.none", **counts)
    else:
        names = join_names([pair.label for pair in found.beyond], separator="; ")
        yield say("sharing.found", n=len(found.beyond), names=names, **counts)


def _make_tables(found: Sharing) -> Iterator[ReportTable]:
    columns: dict[str, type] = {"first": str, "second": str, "label": Text, "shared": int}
    rows = tuple((pair.first, pair.second, pair.label, pair.shared) for pair in found.beyond)
    yield ReportTable(name="shared_memberships", columns=columns, rows=rows)


def _explain(*_: object) -> Iterator[Text]:
    yield say("sharing.method", share=round(100 * FALSE_SHARE))


def _gauge(found: Sharing) -> Iterator[Gauge]:
    yield Gauge(label=say("sharing.gauge.pairs"), value=found.pairs)
    if found.enough:
        yield Gauge(label=say("sharing.gauge.beyond"), value=len(found.beyond))


QUESTION = Question(
    key="sharing",
    undecided=lambda found: not found.enough,
    order=25,
    section_order=35,
    measure=measure_sharing_pairs,
    tell=_tell,
    tables=_make_tables,
    explain=_explain,
    gauges=_gauge,
)
