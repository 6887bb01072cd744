"""The ties between every two groups of a grouping, against chance, as a picture shows them.

The groups are those of the question ``silos``. The ties are those that the map counts: the rows of
the day between two actors. A network that has all but none of them is shown by the pairs that
``silos`` looks at, which are called pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from eloggraph.analysis.main_grouping import choose_main_grouping
from eloggraph.analysis.projection import count_unrecorded, draw_tie_rows
from eloggraph.analysis.question import Material
from eloggraph.analysis.silo_measures import list_memberships
from eloggraph.analysis.statistics.division import Division, divide
from eloggraph.analysis.statistics.group_pairs import compare_pairs
from eloggraph.analysis.sufficiency import MINIMUM_TIES
from eloggraph.text import Text

if TYPE_CHECKING:
    import networkx as nx

    from eloggraph.analysis.affiliation import Grouping
    from eloggraph.analysis.analyse import Analysis
    from eloggraph.analysis.questions.silos import SiloVerdict

MOST_GROUPS = 14
_DEALINGS, _FEWER_DEALINGS = 5_000, 1_000
Departure = Literal["more", "fewer"]
Counted = Literal["ties", "pairs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedGroup:
    """One group, or the smallest ones together, of which ``members`` and ``labels`` tell which.

    These have no name of their own. ``apart`` tells that the question ``silos`` calls the group
    closed.
    """

    members: tuple[str, ...]
    labels: tuple[Text, ...]
    actors: int
    apart: bool = False

    @property
    def label(self) -> Text | None:
        """Return the name of the group; None of several together."""
        return self.labels[0] if len(self.labels) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPair:
    """The ties between two groups by their numbers, or inside one.

    ``expected`` ties would be there by chance, and from ``low`` to ``high`` still be of chance.
    Where it is not ``judged``, chance gives too few to tell.
    """

    first: int
    second: int
    ties: int
    expected: float
    low: int
    high: int
    judged: bool

    @property
    def departure(self) -> Departure | None:
        """Tell whether there are more or fewer ties than chance explains."""
        if not self.judged or self.low <= self.ties <= self.high:
            return None
        return "more" if self.ties > self.high else "fewer"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPairs:
    """Half a table of the groups of one grouping, in the order in which they are shown.

    Closed groups come first, then the largest; of very many the smallest are one at the end, which
    has no label. ``pairs`` are in reading order, the ties inside a group last in its row. ``ties``
    are between actors of a known group. They are rows on record, or where these are too few pairs
    of actors, as ``counted`` tells; ``inferred`` pairs share a collective and have no such row.
    ``several`` actors are in more than one group. ``lacking`` tells why nothing is judged: there
    is too little for a verdict on silos. ``explained_by`` is the grouping that leaves nothing over
    for what this one seems to show.
    """

    grouping: str
    label: Text
    groups: tuple[PairedGroup, ...]
    pairs: tuple[GroupPair, ...]
    actors: int
    ungrouped: int
    several: int
    ties: int
    counted: Counted
    inferred: int
    dealings: int
    lacking: tuple[Text, ...] = ()
    explained_by: Text | None = None

    def pair(self, first: int, second: int) -> GroupPair:
        """Return the cell of two groups, whichever comes first."""
        row, column = max(first, second), min(first, second)
        return self.pairs[row * (row + 1) // 2 + column]

    def departing(self) -> tuple[GroupPair, ...]:
        """Return the cells that chance does not explain, the furthest from it first."""
        found = [pair for pair in self.pairs if pair.departure]
        return tuple(sorted(found, key=lambda pair: -_weigh(pair)))

    def count_judged(self) -> int:
        """Return how many cells were judged."""
        return sum(pair.judged for pair in self.pairs)


def measure_group_pairs(material: Material, analysis: Analysis) -> tuple[GroupPairs, ...]:
    """Hold the ties of every two groups against chance, in each grouping with two groups and a tie.

    Parameters
    ----------
    material
        The network and the day.
    analysis
        What the questions found: without an answer to ``silos`` there is nothing to show.

    Returns
    -------
    tuple of GroupPairs
        The main grouping first; its groups are dealt anew 5,000 times, those of the others 1,000.

    Examples
    --------
    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> from eloggraph.analysis.analyse import analyse
    >>> nothing = Material(
    ...     network=AffiliationNetwork(nodes=(), ties=(), groupings=()), on=date(2024, 1, 1)
    ... )
    >>> measure_group_pairs(nothing, analyse(nothing))
    ()

    """
    return tuple(_measure_each(material.of("silos"), analysis))


def choose_graph(material: Material, verdict: SiloVerdict) -> tuple[Counted, nx.Graph[str]]:
    """Return what is counted: the rows between two actors, or else the pairs of a verdict."""
    looked = material.of("silos")
    pairs = looked.recorded_ties if verdict.only_recorded else looked.projected
    rows = material.once("tie rows", lambda: draw_tie_rows(material.network))
    if rows.number_of_edges() >= MINIMUM_TIES or not count_unrecorded(pairs):
        return "ties", rows
    return "pairs", pairs


def _measure_each(material: Material, analysis: Analysis) -> Iterator[GroupPairs]:
    main = choose_main_grouping(material.network, analysis)
    verdicts = next((each.found for each in analysis.outcomes if each.key == "silos"), ())
    by_key = {grouping.key: grouping for grouping in material.network.groupings}
    for verdict in sorted(verdicts, key=lambda each: main is None or each.grouping != main.key):
        grouping = by_key[verdict.grouping]
        counted, graph = choose_graph(material, verdict)
        division = divide(graph, list_memberships(material.network, grouping.key))
        if len(division.groups) > 1 and len(division.ends):
            most = _DEALINGS if grouping == main else _FEWER_DEALINGS
            dealings = min(most, material.permutations)
            found = _measure(division, grouping, verdict, dealings, material)
            yield replace(found, counted=counted)


def _measure(
    division: Division,
    grouping: Grouping,
    verdict: SiloVerdict,
    dealings: int,
    material: Material,
) -> GroupPairs:
    groups = order_groups(grouping, verdict)
    column = {name: at for at, name in enumerate(division.groups)}
    inside = np.stack(
        [division.inside[:, [column[m] for m in group.members]].any(axis=1) for group in groups],
        axis=1,
    )
    found = compare_pairs(inside, division.ends, permutations=dealings, seed=material.seed)
    enough = verdict.level != "too-little-data"
    pairs = tuple(
        GroupPair(
            first=row,
            second=at,
            ties=int(found.ties[row, at]),
            expected=float(found.expected[row, at]),
            low=int(found.low[row, at]),
            high=int(found.high[row, at]),
            judged=bool(found.judged[row, at]) and enough,
        )
        for row in range(len(groups))
        for at in range(row + 1)
    )
    return GroupPairs(
        grouping=grouping.key,
        label=grouping.label,
        groups=groups,
        pairs=pairs,
        actors=len(division.nodes),
        ungrouped=len(division.ungrouped),
        several=division.several,
        ties=len(division.ends),
        counted="ties",
        inferred=verdict.segregation.inferred,
        dealings=found.dealings,
        lacking=() if enough else verdict.reasons,
        explained_by=verdict.explained_by,
    )


def order_groups(grouping: Grouping, verdict: SiloVerdict) -> tuple[PairedGroup, ...]:
    """Return the groups that have actors: closed ones first, then by size; the smallest together.

    >>> from eloggraph.analysis.affiliation import Grouping
    >>> from eloggraph.analysis.questions.silos import judge_silos
    >>> from eloggraph.analysis.statistics.segregation import measure_segregation
    >>> import networkx as nx
    >>> pairs = nx.Graph([("a", "b"), ("b", "c")])
    >>> sector = Grouping(key="s", label=Text.same("sector"), groups=())
    >>> found = judge_silos(sector, measure_segregation(pairs, {"a": "x", "b": "y", "c": "y"}))
    >>> [group.members for group in order_groups(sector, found)]
    [('y',), ('x',)]
    """
    measured = {group.group: group for group in verdict.segregation.groups}
    closed = {each.group for each in verdict.named if each.level == "closed"}
    labels = {each.iri: each.label for each in grouping.groups}

    def rank(name: str) -> tuple[object, ...]:
        residual = measured[name].residual or 0.0
        return (name not in closed, -residual if name in closed else 0.0, -measured[name].actors)

    names = sorted(measured, key=lambda name: (rank(name), name))
    shown, folded = names, list[str]()
    if len(names) > MOST_GROUPS:
        shown, folded = names[: MOST_GROUPS - 1], names[MOST_GROUPS - 1 :]
    groups = tuple(
        PairedGroup(
            members=(name,),
            labels=(labels.get(name, Text.same(name)),),
            actors=measured[name].actors,
            apart=name in closed,
        )
        for name in shown
    )
    if not folded:
        return groups
    rest = PairedGroup(
        members=tuple(folded),
        labels=tuple(labels.get(name, Text.same(name)) for name in folded),
        actors=sum(measured[name].actors for name in folded),
    )
    return (*groups, rest)


def _weigh(pair: GroupPair) -> float:
    """Return how far a cell is from chance, by the square roots on which its limits are set."""
    return abs(float(np.sqrt(pair.ties) - np.sqrt(pair.expected)))
