"""Do declared groups keep to themselves? The E-I index against chance, and a verdict in words."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Literal

import networkx as nx
import numpy as np
import numpy.typing as npt

from eloggraph.analysis.affiliation import Grouping
from eloggraph.analysis.evidence import Evidence, write_decimals, write_probability
from eloggraph.analysis.projection import count_inferred
from eloggraph.analysis.statistics.chance import Labels, compare_with_chance, count_internal
from eloggraph.text import Text, say

SiloLevel = Literal["siloed", "leaning", "none", "too-little-data"]

CLEAR_P, LEANING_P = 0.01, 0.05
CLEAR_ASSORTATIVITY, LEANING_ASSORTATIVITY = 0.3, 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTies:
    """One group: its actors, the ties inside it, and the ties from it to other groups."""

    group: str
    actors: int
    internal: int
    external: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Segregation:
    """The E-I index of one grouping, what chance would give, and what both rest on.

    ``index``, ``expected``, ``interval`` and the p values are None where they are undefined: no
    tie between grouped actors, or fewer than two actors. ``labellings`` were looked at, all that
    exist when ``exact``.
    """

    actors: int
    ungrouped: int
    ties: int
    inferred: int
    external: int
    internal: int
    groups: tuple[GroupTies, ...]
    index: float | None
    expected: float | None
    interval: tuple[float, float] | None
    p_two_sided: float | None
    p_lower: float | None
    assortativity: float | None
    labellings: int
    exact: bool
    seed: int

    @property
    def evidence(self) -> Evidence:
        """Return what the measure rests on."""
        return Evidence(
            actors=self.actors, ties=self.ties, inferred=self.inferred, groups=len(self.groups)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SiloVerdict:
    """What may be said about silos in one grouping, in a sentence, with the reasons."""

    grouping: str
    label: Text
    level: SiloLevel
    sentence: Text
    reasons: tuple[Text, ...]
    basis: Text
    segregation: Segregation


def measure_segregation(
    graph: nx.Graph[str],
    groups: Mapping[str, Hashable],
    *,
    permutations: int = 10_000,
    seed: int = 0,
) -> Segregation:
    """Measure whether ties stay inside groups, and how likely chance alone does the same.

    The E-I index is (E - I) / (E + I), with E ties between groups and I ties inside them: -1 when
    all ties are internal, 1 when all are external. It is driven by the sizes of the groups, so
    it is compared with what it would be if the same group labels were dealt to the same actors
    at random. Its expectation is then exactly ``1 - 2 * sum n_g (n_g - 1) / (n (n - 1))``.
    Nominal assortativity stands beside it as a number free of group size.

    Parameters
    ----------
    graph
        Actors and ties; it is not changed. Isolates count as actors: they take labels as well.
    groups
        The group of each node. Nodes without a group, and their ties, are left out and counted.
    permutations
        How many random labellings to try. All distinct labellings are enumerated instead when
        there are at most 20,000 of them.
    seed
        Seed of the random labellings.

    Returns
    -------
    Segregation
        Undefined numbers are None: without ties there is no index, with fewer than two actors
        no expectation, with one group no assortativity.

    Notes
    -----
    Krackhardt, D. & Stern, R. N. (1988), Informal networks and organizational crises, *Social
    Psychology Quarterly* 51:123. Newman, M. E. J. (2003), Mixing patterns in networks, *Physical
    Review E* 67:026126. A p value from random labellings is (1 + hits) / (1 + permutations);
    two-sided means at least as far from the expectation as observed, on either side.

    Examples
    --------
    >>> pairs = nx.Graph([("a", "b"), ("c", "d")])
    >>> found = measure_segregation(pairs, {"a": 1, "b": 1, "c": 2, "d": 2})
    >>> found.index, round(found.expected, 3), round(found.p_lower, 3), found.exact
    (-1.0, 0.333, 0.333, True)

    """
    nodes = sorted((node for node in graph if groups.get(node) is not None), key=str)
    inside = graph.subgraph(nodes)
    place = {node: at for at, node in enumerate(nodes)}
    ends = np.array(
        [(place[u], place[v]) for u, v in inside.edges() if u != v], dtype=np.int64
    ).reshape(-1, 2)
    names = sorted({groups[node] for node in nodes}, key=str)
    labels: Labels = np.array([names.index(groups[node]) for node in nodes], dtype=np.int32)
    sizes = np.bincount(labels, minlength=len(names))
    internal = int(count_internal(labels[np.newaxis, :], ends)[0])
    chance = compare_with_chance(
        labels, sizes, ends, internal, permutations=permutations, seed=seed
    )
    return Segregation(
        actors=len(nodes),
        ungrouped=graph.number_of_nodes() - len(nodes),
        ties=len(ends),
        inferred=count_inferred(inside),
        external=len(ends) - internal,
        internal=internal,
        groups=_tell_groups(names, labels, sizes, ends),
        index=_index(internal, len(ends)),
        expected=chance.expected,
        interval=chance.interval,
        p_two_sided=chance.p_two_sided,
        p_lower=chance.p_lower,
        assortativity=_measure_assortativity(labels, ends, len(names)),
        labellings=chance.labellings,
        exact=chance.exact,
        seed=seed,
    )


def judge_silos(
    grouping: Grouping, segregation: Segregation, *, basis: Text | None = None, comparisons: int = 1
) -> SiloVerdict:
    """Turn the numbers of one grouping into one of four levels, by a fixed rule.

    - ``too-little-data``: fewer than 12 actors in groups, fewer than 20 ties between them, fewer
      than 2 groups, or more than half of the ties are only inferred from shared membership.
    - ``siloed``: E-I is lower than in 99 % of random labellings (p < 0.01, lower tail) and
      nominal assortativity is at least 0.3.
    - ``leaning``: p < 0.05 in the lower tail and assortativity at least 0.1, but not ``siloed``.
    - ``none``: anything else. In a large network a difference that nobody would notice can be
      beyond chance; so size matters, not p alone.

    When several groupings are judged, the limits of p are divided by how many (Bonferroni), as
    otherwise the more groupings one declares, the more silos one finds.

    Parameters
    ----------
    grouping
        The grouping that was measured; its label opens the sentence.
    segregation
        What :func:`measure_segregation` returned for it.
    basis
        A sentence on which ties were measured; by default all ties between actors.
    comparisons
        How many groupings are judged side by side.

    """
    level = _choose_level(segregation, comparisons)
    values = _state_values(segregation)
    if level == "too-little-data":
        reasons = segregation.evidence.explain()
    else:
        keys = ["index", *(["assortativity"] if segregation.assortativity is not None else [])]
        reasons = tuple(say(f"analysis.silos.reason.{key}", **values) for key in keys)
    where = basis or say("analysis.basis.all")
    return SiloVerdict(
        grouping=grouping.key,
        label=grouping.label,
        level=level,
        sentence=say(f"analysis.silos.{level}", grouping=open_sentence(grouping.label), **values),
        reasons=reasons,
        basis=say("analysis.silos.basis", where=where, **values),
        segregation=segregation,
    )


def open_sentence(label: Text) -> Text:
    """Return the label with a capital first letter, as it stands at the head of a sentence."""
    return Text(*(text[:1].upper() + text[1:] for _, text in label.items()))


def _choose_level(segregation: Segregation, comparisons: int) -> SiloLevel:
    p = segregation.p_lower
    if not segregation.evidence.enough or p is None:
        return "too-little-data"
    apart = segregation.assortativity or 0.0
    if p < CLEAR_P / comparisons and apart >= CLEAR_ASSORTATIVITY:
        return "siloed"
    leaning = p < LEANING_P / comparisons and apart >= LEANING_ASSORTATIVITY
    return "leaning" if leaning else "none"


def _state_values(found: Segregation) -> dict[str, object]:
    values: dict[str, object] = {
        "actors": found.actors,
        "ungrouped": found.ungrouped,
        "ties": found.ties,
        "inferred": found.inferred,
        "internal": found.internal,
        "external": found.external,
        "labellings": found.labellings,
    }
    if found.index is None or found.interval is None or found.p_lower is None:
        return values
    assert found.expected is not None  # an index and an interval imply an expectation
    return values | {
        "by_chance": round(found.ties * (1 - found.expected) / 2),
        "index": write_decimals(found.index),
        "low": write_decimals(found.interval[0]),
        "high": write_decimals(found.interval[1]),
        "p": write_probability(found.p_lower),
        "assortativity": write_decimals(found.assortativity or 0.0),
    }


def _tell_groups(
    names: list[Hashable], labels: Labels, sizes: npt.NDArray[np.intp], ends: npt.NDArray[np.int64]
) -> tuple[GroupTies, ...]:
    table = _cross_table(labels, ends, len(names))
    inside = np.diagonal(table) // 2
    across = table.sum(axis=1) - np.diagonal(table)
    return tuple(
        GroupTies(group=str(name), actors=int(size), internal=int(within), external=int(between))
        for name, size, within, between in zip(names, sizes, inside, across, strict=True)
    )


def _cross_table(labels: Labels, ends: npt.NDArray[np.int64], groups: int) -> npt.NDArray[np.int64]:
    """Count tie ends between groups, each tie once from either side."""
    table = np.zeros((groups, groups), dtype=np.int64)
    first, second = labels[ends[:, 0]], labels[ends[:, 1]]
    np.add.at(table, (first, second), 1)
    np.add.at(table, (second, first), 1)
    return table


def _measure_assortativity(
    labels: Labels, ends: npt.NDArray[np.int64], groups: int
) -> float | None:
    if not len(ends):
        return None
    table = _cross_table(labels, ends, groups)
    within = int(np.trace(table)) / int(table.sum())
    by_chance = float(((table.sum(axis=1) / table.sum()) ** 2).sum())
    return None if by_chance == 1.0 else (within - by_chance) / (1.0 - by_chance)


def _index(internal: int, ties: int) -> float | None:
    return (ties - 2 * internal) / ties if ties else None
