"""Do declared groups keep to themselves? Each group against chance, and a verdict in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from eloggraph.analysis.affiliation import Grouping
from eloggraph.analysis.outcome import ActionRank, Gauge, ObservationRank, Remark, ReportTable
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.reporting import Reporting, measure_reporting
from eloggraph.analysis.sentences import join_names, write_probability
from eloggraph.analysis.silo_lacking import gather_lacking
from eloggraph.analysis.silo_levels import (
    LEVELS,
    GroupLevel,
    SiloLevel,
    judge_group,
    judge_level,
)
from eloggraph.analysis.silo_measures import Measured, measure_both_ways, measure_groupings
from eloggraph.analysis.silo_words import (
    give_reasons,
    name_group,
    state_values,
    tell_limits,
    tell_reporting,
    tell_smallest,
    write_verdict,
)
from eloggraph.analysis.statistics.segregation import Segregation
from eloggraph.analysis.sufficiency import MINIMUM_ACTORS, MINIMUM_TIES
from eloggraph.text import Text, capitalise, say


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupVerdict:
    """What may be said of one group."""

    group: str
    label: Text
    level: GroupLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class BothWays:
    """What comes out when of the links only those count that both sides have on record."""

    ties: int
    internal: int
    level: SiloLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class SiloVerdict:
    """What may be said about silos in one grouping, in a sentence, with reasons and limits.

    ``without_group`` are the actors whose group is unknown. ``explained_by`` is the grouping that
    leaves nothing over for this one. With ``only_recorded`` the inferred ties were left out. Of a
    claim, ``both_ways`` says what would come out if of the links only those counted that both sides
    have on record, where there are enough of them.
    """

    grouping: str
    label: Text
    level: SiloLevel
    sentence: Text
    reasons: tuple[Text, ...]
    basis: Text
    segregation: Segregation
    limits: tuple[Text, ...] = ()
    groups: tuple[GroupVerdict, ...] = ()
    without_group: tuple[str, ...] = ()
    explained_by: Text | None = None
    both_ways: BothWays | None = None
    reporting: Reporting | None = None
    only_recorded: bool = False

    @property
    def reports(self) -> tuple[Text, ...]:
        """Return who told of the ties, in a sentence; the same for every grouping."""
        return () if self.reporting is None else tuple(tell_reporting(self.reporting))

    @property
    def named(self) -> tuple[GroupVerdict, ...]:
        """Return the groups that the sentence names: the closed ones, or else the leaning."""
        if self.level not in ("siloed", "some", "leaning"):
            return ()
        levels = [each.level for each in self.groups]
        wanted = "closed" if "closed" in levels else "leaning"
        return tuple(each for each in self.groups if each.level == wanted)


def measure_silos(material: Material) -> tuple[SiloVerdict, ...]:
    """Judge every declared grouping.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_silos(Material(network=nothing, on=date(2024, 1, 1)))
    ()
    """
    measured = measure_groupings(material)
    reporting = measure_reporting(material.working)
    claims = [each.grouping for each in measured if each.claims]
    both: dict[str, BothWays] = {}
    if reporting.both_ways >= MINIMUM_TIES and reporting.share_both_ways < 1:
        both = {each.grouping.key: _sum_up(each) for each in measure_both_ways(material, claims)}
    actors = {actor.iri for actor in material.network.actors()}
    names = {node.iri: node.label for node in material.network.nodes}
    return tuple(
        replace(
            _judge_measured(each, both.get(each.grouping.key), names),
            without_group=tuple(sorted(actors - set(each.sets))),
            reporting=reporting,
        )
        for each in measured
    )


def _sum_up(each: Measured) -> BothWays:
    return BothWays(
        ties=each.found.ties,
        internal=each.found.internal,
        level=judge_level(each.found, each.held).level,
    )


def _judge_measured(
    each: Measured, both: BothWays | None, names: Mapping[str, Text]
) -> SiloVerdict:
    basis = say(f"analysis.basis.{'recorded' if each.only_recorded else 'all'}")
    verdict = judge_silos(each.grouping, each.found, held=each.held, basis=basis, names=names)
    if each.only_recorded:
        verdict = replace(verdict, limits=(basis, *verdict.limits), only_recorded=True)
    if each.explained_by is not None:
        told = say(
            "silos.level.explained",
            other=each.explained_by,
            p_within=write_probability(each.found.p_within or 0.0),
            **state_values(each.grouping, each.found),
        )
        verdict = replace(verdict, sentence=told, explained_by=each.explained_by)
    if both is not None and both.ties and verdict.level != "too-little-data":
        told = say(
            "silos.limit.both-ways",
            ties=both.ties,
            both=round(100 * both.internal / both.ties),
            either=round(100 * each.found.internal / each.found.ties),
            sign=say(f"silos.report.sign-{both.level}"),
        )
        verdict = replace(verdict, limits=(*verdict.limits, told), both_ways=both)
    return verdict


def judge_silos(
    grouping: Grouping,
    segregation: Segregation,
    *,
    held: int | None = None,
    basis: Text | None = None,
    names: Mapping[str, Text] | None = None,
) -> SiloVerdict:
    """Turn the numbers of one grouping into a verdict: see :mod:`eloggraph.analysis.silo_levels`.

    Parameters
    ----------
    grouping
        The grouping that was measured; its label opens the sentence.
    segregation
        What :func:`measure_segregation` returned for it.
    held
        How many actors closed groups hold, where some are in several of them.
    basis
        A sentence on which ties were measured; by default all ties between actors.
    names
        The names of collectives that a verdict may hang on.

    Examples
    --------
    >>> import networkx as nx
    >>> from eloggraph.analysis.statistics.segregation import measure_segregation
    >>> sector = Grouping(key="sector", label=Text.same("sector"), groups=())
    >>> judge_silos(sector, measure_segregation(nx.Graph(), {})).level
    'too-little-data'

    """
    finding = judge_level(segregation, held)
    return SiloVerdict(
        grouping=grouping.key,
        label=grouping.label,
        level=finding.level,
        sentence=write_verdict(grouping, segregation, finding),
        reasons=give_reasons(grouping, segregation, finding, names or {}),
        basis=say(
            "silos.basis",
            where=basis or say("analysis.basis.all"),
            **state_values(grouping, segregation),
            **{
                f"{key}_too": say(f"silos.too.{key}", n=n) if n else ""
                for key, n in (
                    ("several", segregation.several),
                    ("ungrouped", segregation.ungrouped),
                    ("inferred", segregation.inferred),
                )
            },
        ),
        segregation=segregation,
        limits=tuple(tell_limits(grouping, segregation, finding, names or {})),
        groups=tuple(
            GroupVerdict(
                group=group.group,
                label=name_group(grouping, group.group),
                level=judge_group(group),
            )
            for group in segregation.groups
        ),
    )


def _tell(verdicts: Sequence[SiloVerdict]) -> Iterator[Text]:
    """Tell each verdict with its reasons; groupings that lack the same together, and once."""
    for verdict in verdicts:
        if verdict.level != "too-little-data":
            yield verdict.sentence
            yield from (*verdict.reasons, *verdict.limits)
    for lacking in gather_lacking(verdicts):
        named = capitalise(join_names(lacking.labels, most=len(lacking.labels)))
        yield say("silos.report.lacking", groupings=named)
        yield from lacking.reasons
    if any(verdict.level != "too-little-data" for verdict in verdicts):
        yield from verdicts[0].reports


def _open(verdicts: Sequence[SiloVerdict], material: Material) -> Text:
    """Return the gravest level, or its absence, with the groupings that it holds for."""
    amounts = material.counts.amounts()
    if not verdicts:
        return say("silos.headline.no-groupings", **amounts)
    level = min((verdict.level for verdict in verdicts), key=LEVELS.index)
    alike = [verdict for verdict in verdicts if verdict.level == level]
    names = join_names([group.label for verdict in alike for group in verdict.named])
    groupings = join_names([verdict.label for verdict in alike])
    unnamed = level == "leaning" and not any(verdict.named for verdict in alike)
    key = "leaning-together" if unnamed else level
    seen = tell_smallest([verdict.segregation for verdict in alike])
    return say(f"silos.headline.{key}", groupings=groupings, names=names, seen=seen, **amounts)


def _observe(verdicts: Sequence[SiloVerdict]) -> Iterator[Remark]:
    for verdict in sorted(verdicts, key=lambda verdict: LEVELS.index(verdict.level)):
        if verdict.level in ("siloed", "some", "leaning"):
            yield Remark(rank=ObservationRank.APART, text=verdict.sentence)
    for level in ("none", "too-little-data"):
        alike = [v for v in verdicts if v.level == level and v.explained_by is None]
        if len(alike) == 1 and level == "none":
            yield Remark(rank=ObservationRank.CALM, text=alike[0].sentence)
        elif alike:
            named = join_names([verdict.label for verdict in alike])
            seen = tell_smallest([verdict.segregation for verdict in alike])
            told = say(f"silos.observation.{level}", groupings=named, seen=seen)
            yield Remark(rank=ObservationRank.CALM, text=told)


def _advise(verdicts: Sequence[SiloVerdict], material: Material) -> Iterator[Remark]:
    for text in dict.fromkeys(_list_advice(verdicts, material)):
        yield Remark(rank=ActionRank.CONNECT, text=text)


def _list_advice(verdicts: Sequence[SiloVerdict], material: Material) -> Iterator[Text]:
    for verdict in sorted(verdicts, key=lambda verdict: LEVELS.index(verdict.level)):
        if names := [group.label for group in verdict.named]:
            yield say("silos.action.bridge", n=len(names), names=join_names(names))
    ties = material.projected.number_of_edges()
    if material.counts.actors >= MINIMUM_ACTORS and ties < MINIMUM_TIES and verdicts:
        yield say("silos.action.ties", n=ties, needed=MINIMUM_TIES)
    labels = {node.iri: node.label for node in material.network.nodes}
    for verdict in verdicts:
        if verdict.without_group and _lacks_groups(verdict):
            unknown = [labels[iri] for iri in verdict.without_group]
            values = {"grouping": verdict.label, "n": len(unknown), "names": join_names(unknown)}
            yield say("silos.action.groups", **values)


def _lacks_groups(verdict: SiloVerdict) -> bool:
    """Tell whether more known groups would allow a verdict, or a clearer one."""
    found = verdict.segregation
    enough = found.actors + found.ungrouped >= MINIMUM_ACTORS
    weakened = judge_level(found).weakened
    return weakened or (enough and (found.actors < MINIMUM_ACTORS or len(found.groups) < 2))


_COLUMNS: dict[str, type] = {
    **{"grouping": str, "label": Text, "level": str, "verdict": Text},
    **dict.fromkeys(("actors", "ungrouped", "several", "ties", "inferred"), int),
    **dict.fromkeys(("internal", "external"), int),
    **dict.fromkeys(("ei_index", "expected", "chance_low", "chance_high"), float),
    **dict.fromkeys(("band_low", "band_high", "internal_by_degree"), float),
    **dict.fromkeys(("p_two_sided", "p_lower", "p_adjusted", "assortativity"), float),
}
_GROUP_COLUMNS: dict[str, type] = {
    **{"grouping": str, "grouping_label": Text, "group": str, "label": Text, "level": str},
    **dict.fromkeys(("actors", "internal", "external"), int),
    **dict.fromkeys(("share", "expected_internal", "internal_by_degree"), float),
    **dict.fromkeys(("residual", "residual_by_degree", "p", "p_within", "p_adjusted"), float),
    **{"visible_share": float},
}


def _make_tables(verdicts: Sequence[SiloVerdict]) -> Iterator[ReportTable]:
    rows = tuple(
        (
            *(verdict.grouping, verdict.label, verdict.level, verdict.sentence),
            *(found.actors, found.ungrouped, found.several, found.ties, found.inferred),
            *(found.internal, found.external, found.index, found.expected),
            *(found.interval or (None, None)),
            *(found.band or (None, None)),
            found.internal_by_degree,
            *(found.p_two_sided, found.p_lower, found.p_adjusted, found.assortativity),
        )
        for verdict in verdicts
        for found in (verdict.segregation,)
    )
    yield ReportTable(name="silos", columns=_COLUMNS, rows=rows)
    groups = tuple(
        (
            *(verdict.grouping, verdict.label, told.group, told.label, told.level),
            *(group.actors, group.internal, group.external, group.share if group.ends else None),
            *(group.expected, group.expected_by_degree, group.residual, group.residual_by_degree),
            *(group.p, group.p_within, group.p_adjusted, group.visible_share),
        )
        for verdict in verdicts
        for told, group in zip(verdict.groups, verdict.segregation.groups, strict=True)
    )
    yield ReportTable(name="silo_groups", columns=_GROUP_COLUMNS, rows=groups)


def _explain(_: Sequence[SiloVerdict], material: Material) -> Iterator[Text]:
    yield say("silos.method", permutations=material.permutations, seed=material.seed)


def _gauge(verdicts: Sequence[SiloVerdict]) -> Iterator[Gauge]:
    """Give the share of ties inside groups, which is the E-I index in per cent."""
    for verdict in verdicts:
        found = verdict.segregation
        if verdict.level != "too-little-data" and found.index is not None:
            low, high = map(_share_inside, reversed(found.band or (found.index, found.index)))
            yield Gauge(
                label=say("silos.gauge.inside", grouping=verdict.label),
                value=_share_inside(found.index),
                band=(low, high) if found.band else None,
            )


def _share_inside(index: float) -> float:
    return round(50 * (1 - index), 1)


QUESTION = Question(
    key="silos",
    order=10,
    section_order=10,
    measure=measure_silos,
    tell=_tell,
    open=_open,
    undecided=lambda verdicts: all(each.level == "too-little-data" for each in verdicts),
    observe=_observe,
    leads=True,
    advise=_advise,
    tables=_make_tables,
    explain=_explain,
    gauges=_gauge,
)
