"""What may be said of the groups of one grouping: fixed rules from numbers to words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from eloggraph.analysis.statistics.closure import GroupTies
from eloggraph.analysis.statistics.multiplicity import adjust_for_many
from eloggraph.analysis.statistics.segregation import Segregation

SiloLevel = Literal["siloed", "some", "leaning", "none", "too-little-data"]
GroupLevel = Literal["closed", "leaning", "open", "too-small", "no-ties"]

LEVELS: tuple[SiloLevel, ...] = ("siloed", "some", "leaning", "none", "too-little-data")
_WEAKER: dict[SiloLevel, SiloLevel] = {
    "siloed": "leaning",
    "some": "leaning",
    "leaning": "none",
    "none": "too-little-data",
    "too-little-data": "too-little-data",
}
# Of a hundred networks without silos two or three are said to lean, and none to be siloed.
CLEAR_P, LEANING_P = 0.01, 0.025
CLEAR_HOMOPHILY, LEANING_HOMOPHILY = 0.3, 0.1
LEAST_SHARE = 0.5
LARGEST_UNKNOWN = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the numbers of one grouping allow, and what of it the unknown groups take back.

    ``closed`` and ``leaning`` groups are those to be named, the clearest first. ``alone`` is the
    level that the numbers would have if no group were unknown.
    """

    level: SiloLevel
    alone: SiloLevel
    closed: tuple[GroupTies, ...] = ()
    leaning: tuple[GroupTies, ...] = ()

    @property
    def weakened(self) -> bool:
        """Tell whether unknown groups made the level more careful."""
        return self.level != self.alone


def adjust_all(measured: Sequence[Segregation], *, looks: int = 1) -> tuple[Segregation, ...]:
    """Return the measures with p values that hold among all groups and groupings looked at.

    One family (Holm): each grouping with enough data, and each of its groups that is large enough.
    ``looks`` says at how many sets of ties the same is looked at.

    >>> adjust_all([])
    ()
    """
    places = [
        (at, group)
        for at, found in enumerate(measured)
        if found.evidence.enough
        for group in (None, *range(len(found.groups)))
        if _find_p(found, group) is not None
    ]
    p_values = [_find_p(measured[at], group) or 0.0 for at, group in places]
    several = [min(1.0, looks * p) for p in adjust_for_many(p_values)]
    adjusted = dict(zip(places, several, strict=True))
    return tuple(
        replace(
            found,
            p_adjusted=adjusted.get((at, None)),
            groups=tuple(
                replace(each, p_adjusted=adjusted.get((at, number)))
                for number, each in enumerate(found.groups)
            ),
        )
        for at, found in enumerate(measured)
    )


def _find_p(found: Segregation, group: int | None) -> float | None:
    if group is None:
        return found.p
    each = found.groups[group]
    return None if each.p is None else max(each.p, each.p_within or 0.0)


def judge_group(group: GroupTies) -> GroupLevel:
    """Say whether one group keeps to itself.

    - ``no-ties``: its actors have no tie to anybody whose group is known. Nothing can be said.
    - ``too-small``: fewer than 5 actors or 10 tie ends. Nothing can be said.
    - ``closed``: p < 0.01 among all groups tested, at least half of its actors' ties lead to the
      group itself, and that share is at least 0.3 of the way from chance to all.
    - ``leaning``: p < 0.025, and at least 0.1 of the way.
    - ``open``: anything else.

    What hangs on one collective is one word weaker: leaning instead of closed, open instead of
    leaning.

    >>> judge_group(GroupTies(group="a", actors=9, internal=0, external=0))
    'no-ties'
    >>> judge_group(GroupTies(group="a", actors=4, internal=6, external=0))
    'too-small'
    """
    if not group.ends:
        return "no-ties"
    p = group.p if group.p_adjusted is None else group.p_adjusted
    if not group.testable or p is None:
        return "too-small"
    firm = group.rests_on is None
    if p < CLEAR_P and group.homophily >= CLEAR_HOMOPHILY and group.share >= LEAST_SHARE:
        return "closed" if firm else "leaning"
    leans = p < LEANING_P and group.homophily >= LEANING_HOMOPHILY
    return "leaning" if leans and firm else "open"


def judge_level(found: Segregation, held: int | None = None) -> Finding:
    """Turn the numbers of one grouping into a level, by a fixed rule.

    - ``too-little-data``: fewer than 12 actors in groups, fewer than 20 ties between them, fewer
      than 2 groups, most ties only inferred where chance does not trade memberships; or nothing
      found though no silo could have shown.
    - ``siloed``: groups that are closed hold more than half of the actors.
    - ``some``: groups are closed, but hold at most half of the actors.
    - ``leaning``: a group is leaning; or none is, but the ties of all groups together lead inside
      more than chance gives (p < 0.025, nominal assortativity at least 0.1), and that does not hang
      on one collective.
    - ``none``: anything else. In a large network a difference that nobody would notice can be
      beyond chance; so size matters, not p alone.

    All p values are those among everything tested. Where the group of more than a fifth of the
    actors is unknown, the level is one word weaker.

    Parameters
    ----------
    found
        What was measured.
    held
        How many actors the closed groups hold; by default the sum of their sizes, which counts
        an actor of two such groups twice.

    Examples
    --------
    >>> import networkx as nx
    >>> from eloggraph.analysis.statistics.segregation import measure_segregation
    >>> judge_level(measure_segregation(nx.Graph(), {})).level
    'too-little-data'

    """
    levels = {group.group: judge_group(group) for group in found.groups}
    closed = _list_clearest(found, levels, "closed")
    leaning = _list_clearest(found, levels, "leaning")
    in_closed = sum(group.actors for group in closed) if held is None else held
    alone = _choose(found, closed, leaning, in_closed)
    level = alone
    if found.ungrouped > LARGEST_UNKNOWN * (found.actors + found.ungrouped):
        level = (
            "leaning"
            if alone == "siloed"
            else LEVELS[min(len(LEVELS) - 1, LEVELS.index(alone) + 1)]
        )
    return Finding(level=level, alone=alone, closed=closed, leaning=leaning)


def _list_clearest(
    found: Segregation, levels: dict[str, GroupLevel], level: GroupLevel
) -> tuple[GroupTies, ...]:
    chosen = [group for group in found.groups if levels[group.group] == level]
    return tuple(sorted(chosen, key=lambda group: (-(group.residual or 0.0), group.group)))


def _choose(
    found: Segregation,
    closed: Sequence[GroupTies],
    leaning: Sequence[GroupTies],
    in_closed: int,
) -> SiloLevel:
    p = found.p if found.p_adjusted is None else found.p_adjusted
    if not found.evidence.enough or p is None:
        return "too-little-data"
    if closed:
        return "siloed" if 2 * in_closed > found.actors else "some"
    if leaning or (leans_together(found) and found.rests_on is None):
        return "leaning"
    return "none" if find_smallest_silo(found) else "too-little-data"


def leans_together(found: Segregation) -> bool:
    """Tell whether the ties of all groups together lead inside more than chance gives.

    >>> import networkx as nx
    >>> from eloggraph.analysis.statistics.segregation import measure_segregation
    >>> leans_together(measure_segregation(nx.Graph(), {}))
    False
    """
    p = found.p if found.p_adjusted is None else found.p_adjusted
    return p is not None and p < LEANING_P and (found.assortativity or 0.0) >= LEANING_HOMOPHILY


def find_smallest_silo(found: Segregation) -> GroupTies | None:
    """Return the smallest group that would have shown if it were a silo, or None.

    >>> groups = tuple(
    ...     GroupTies(group=name, actors=n, internal=9, external=9, visible_share=share)
    ...     for name, n, share in (("a", 6, None), ("b", 8, 0.7), ("c", 9, 0.6))
    ... )
    >>> import networkx as nx
    >>> from eloggraph.analysis.statistics.segregation import measure_segregation
    >>> found = replace(measure_segregation(nx.Graph(), {}), groups=groups)
    >>> (find_smallest_silo(found) or groups[0]).group
    'b'
    """
    visible = [group for group in found.groups if group.visible_share is not None]
    return min(visible, key=lambda g: (g.actors, g.visible_share or 0.0, g.group), default=None)
