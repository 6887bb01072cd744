"""Do declared groups keep to themselves? The E-I index against chance, and a verdict in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from eloggraph.analysis.affiliation import Grouping, assign_groups
from eloggraph.analysis.outcome import ActionRank, ObservationRank, Remark, ReportTable
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.sentences import (
    join_names,
    write_decimals,
    write_probability,
)
from eloggraph.analysis.statistics.segregation import (
    GroupTies,
    Segregation,
    measure_segregation,
)
from eloggraph.analysis.sufficiency import MINIMUM_ACTORS, MINIMUM_TIES
from eloggraph.text import Text, capitalise, say

SiloLevel = Literal["siloed", "leaning", "none", "too-little-data"]

CLEAR_P, LEANING_P = 0.01, 0.05
CLEAR_ASSORTATIVITY, LEANING_ASSORTATIVITY = 0.3, 0.1
_LEVELS: tuple[SiloLevel, ...] = ("siloed", "leaning", "none", "too-little-data")


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


def measure_silos(material: Material) -> tuple[SiloVerdict, ...]:
    """Judge every declared grouping.

    Silos are measured on all ties between actors, inferred ones included. Where more than half of
    them are inferred only, they are measured on the recorded ties alone, if these are enough for
    a verdict.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_silos(Material(network=nothing, on=date(2024, 1, 1)))
    ()
    """
    measured: list[tuple[Grouping, Segregation, Text]] = []
    for grouping in material.network.groupings:
        groups = assign_groups(material.network, grouping.key)
        every, recorded = (
            measure_segregation(
                graph, groups, permutations=material.permutations, seed=material.seed
            )
            for graph in (material.projected, material.recorded_ties)
        )
        only_recorded = not every.evidence.enough and recorded.evidence.enough
        basis = say(f"analysis.basis.{'recorded' if only_recorded else 'all'}")
        measured.append((grouping, recorded if only_recorded else every, basis))
    comparisons = max(1, sum(found.evidence.enough for _, found, _ in measured))
    return tuple(
        judge_silos(grouping, found, basis=basis, comparisons=comparisons)
        for grouping, found, basis in measured
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

    Examples
    --------
    >>> import networkx as nx
    >>> sector = Grouping(key="sector", label=Text.same("sector"), groups=())
    >>> judge_silos(sector, measure_segregation(nx.Graph(), {})).level
    'too-little-data'

    """
    level = _choose_level(segregation, comparisons)
    values = _state_values(segregation)
    if level == "too-little-data":
        reasons = segregation.evidence.explain()
    else:
        keys = ["index", *(["assortativity"] if segregation.assortativity is not None else [])]
        reasons = tuple(say(f"silos.reason.{key}", **values) for key in keys)
    where = basis or say("analysis.basis.all")
    return SiloVerdict(
        grouping=grouping.key,
        label=grouping.label,
        level=level,
        sentence=say(f"silos.level.{level}", grouping=capitalise(grouping.label), **values),
        reasons=reasons,
        basis=say("silos.basis", where=where, **values),
        segregation=segregation,
    )


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


def _tell(verdicts: Sequence[SiloVerdict]) -> Iterator[Text]:
    for verdict in verdicts:
        yield verdict.sentence
        yield from verdict.reasons


def _open(verdicts: Sequence[SiloVerdict], material: Material) -> Text:
    """Return the gravest level, or its absence, with the groupings that it holds for."""
    amounts = material.counts.amounts()
    if not verdicts:
        return say("silos.headline.no-groupings", **amounts)
    level = min((verdict.level for verdict in verdicts), key=_LEVELS.index)
    named = join_names([verdict.label for verdict in verdicts if verdict.level == level])
    return say(f"silos.headline.{level}", groupings=named, **amounts)


def _observe(verdicts: Sequence[SiloVerdict]) -> Iterator[Remark]:
    by_level = sorted(verdicts, key=lambda verdict: _LEVELS.index(verdict.level))
    for verdict in by_level:
        if verdict.level in ("siloed", "leaning"):
            yield Remark(rank=ObservationRank.APART, text=verdict.sentence)
    for level in ("none", "too-little-data"):
        named = [verdict.label for verdict in verdicts if verdict.level == level]
        if named:
            told = say(f"silos.observation.{level}", groupings=join_names(named))
            yield Remark(rank=ObservationRank.CALM, text=told)


def _advise(verdicts: Sequence[SiloVerdict], material: Material) -> Iterator[Remark]:
    for text in _list_advice(verdicts, material.network.groupings):
        yield Remark(rank=ActionRank.CONNECT, text=text)


def _list_advice(verdicts: Sequence[SiloVerdict], groupings: Sequence[Grouping]) -> Iterator[Text]:
    for level in ("siloed", "leaning"):
        for verdict in verdicts:
            group = _find_most_closed(verdict.segregation.groups)
            if verdict.level == level and group is not None:
                name = _name_group(groupings, verdict.grouping, group.group)
                yield say("silos.action.bridge", group=name)
    lacking = [verdict for verdict in verdicts if verdict.level == "too-little-data"]
    needed = {"actors": MINIMUM_ACTORS, "ties": MINIMUM_TIES}
    if any(_lacks_ties(verdict) for verdict in lacking):
        yield say("silos.action.ties", **needed)
    ungrouped = [v.label for v in lacking if _lacks_groups(v) and v.segregation.ungrouped]
    if ungrouped:
        yield say("silos.action.groups", groupings=join_names(ungrouped), **needed)


def _lacks_ties(verdict: SiloVerdict) -> bool:
    found = verdict.segregation
    return found.ties < MINIMUM_TIES or found.inferred * 2 > found.ties


def _lacks_groups(verdict: SiloVerdict) -> bool:
    return verdict.segregation.actors < MINIMUM_ACTORS or len(verdict.segregation.groups) < 2


def _find_most_closed(groups: Sequence[GroupTies]) -> GroupTies | None:
    """Return the group with ties whose share of ties to other groups is smallest."""
    tied = [group for group in groups if group.internal + group.external]
    share = {g.group: g.external / (g.internal + g.external) for g in tied}
    return min(tied, key=lambda g: (share[g.group], -g.actors, g.group), default=None)


def _name_group(groupings: Sequence[Grouping], key: str, group: str) -> Text:
    labels = {
        each.iri: each.label
        for grouping in groupings
        if grouping.key == key
        for each in grouping.groups
    }
    return labels.get(group, Text.same(group))


_COLUMNS: dict[str, type] = {
    **{"grouping": str, "label": Text, "level": str, "verdict": Text},
    **dict.fromkeys(("actors", "ungrouped", "ties", "inferred", "internal", "external"), int),
    **dict.fromkeys(("ei_index", "expected", "chance_low", "chance_high"), float),
    **dict.fromkeys(("p_two_sided", "p_lower", "assortativity"), float),
}


def _make_tables(verdicts: Sequence[SiloVerdict]) -> Iterator[ReportTable]:
    rows = tuple(
        (
            *(verdict.grouping, verdict.label, verdict.level, verdict.sentence),
            *(found.actors, found.ungrouped, found.ties, found.inferred),
            *(found.internal, found.external, found.index, found.expected),
            *(found.interval or (None, None)),
            *(found.p_two_sided, found.p_lower, found.assortativity),
        )
        for verdict in verdicts
        for found in (verdict.segregation,)
    )
    yield ReportTable(name="silos", columns=_COLUMNS, rows=rows)


def _explain(_: Sequence[SiloVerdict], material: Material) -> Iterator[Text]:
    yield say("silos.method", permutations=material.permutations, seed=material.seed)


QUESTION = Question(
    key="silos",
    order=10,
    section_order=10,
    measure=measure_silos,
    tell=_tell,
    open=_open,
    observe=_observe,
    advise=_advise,
    tables=_make_tables,
    explain=_explain,
)
