"""What to say first and what to do next, derived from the verdicts by fixed rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from eloggraph.analysis.affiliation import Grouping
from eloggraph.analysis.brokerage import Brokerage
from eloggraph.analysis.communities import Communities
from eloggraph.analysis.coverage import Coverage, last_day
from eloggraph.analysis.evidence import MINIMUM_ACTORS, MINIMUM_TIES
from eloggraph.analysis.silos import GroupTies, SiloLevel, SiloVerdict
from eloggraph.text import LANGUAGES, Text, format_date, say

MOST_OBSERVATIONS, MOST_ACTIONS = 3, 3
_MOST_NAMES = 3
_LEVELS: tuple[SiloLevel, ...] = ("siloed", "leaning", "none", "too-little-data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything that a headline, an observation or an action may rest on.

    ``dated`` are the ends of those of the ``ties`` that are known to end, as dates of any
    precision.
    """

    actors: int
    collectives: int
    ties: int
    dated: tuple[str, ...]
    isolates: tuple[Text, ...]
    groupings: tuple[Grouping, ...]
    silos: tuple[SiloVerdict, ...]
    communities: Communities
    coverage: Coverage
    brokerage: Brokerage


def headline(findings: Findings) -> Text:
    """Return one sentence on what is true overall: the gravest level of silo, or its absence.

    The order is siloed, leaning, none, too little data. A level is told with the groupings that
    it holds for.
    """
    if not findings.actors:
        return say("analysis.headline.empty")
    amounts = {
        "actors": say("analysis.amount.actors", n=findings.actors),
        "collectives": say("analysis.amount.collectives", n=findings.collectives),
    }
    if not findings.silos:
        return say("analysis.headline.no-groupings", **amounts)
    level = min((verdict.level for verdict in findings.silos), key=_LEVELS.index)
    named = join_names([verdict.label for verdict in findings.silos if verdict.level == level])
    return say(f"analysis.headline.{level}", groupings=named, **amounts)


def list_observations(findings: Findings) -> tuple[Text, ...]:
    """Return at most three sentences, most important first.

    The order: silos that were found, services that are missing or ending, actors that hold the
    network together, actors without ties, ties that end, clusters, services on one provider,
    groupings without silos, and what cannot be said for lack of data.
    """
    return _first(_observe(findings), MOST_OBSERVATIONS)


def list_actions(findings: Findings) -> tuple[Text, ...]:
    """Return at most three things to do next, most urgent first.

    Each follows from one verdict: gaps are to be filled, ending services continued, silos
    bridged, data recorded where a verdict lacks it, norms agreed where there are none, unknown
    cells surveyed, isolated actors looked into, single points of failure doubled.
    """
    return _first(_advise(findings), MOST_ACTIONS)


def join_names(names: Sequence[Text]) -> Text:
    """Join names with commas; beyond three, the rest is an ellipsis.

    >>> join_names([Text.same(name) for name in "abcd"]).en
    'a, b, c …'
    """
    more = " …" if len(names) > _MOST_NAMES else ""
    each = zip(*(text.to_dict().values() for text in names[:_MOST_NAMES]), strict=True)
    joined = [", ".join(words) + more for words in each]
    return Text(*joined) if joined else Text.same("")


def _first(texts: Iterable[Text], most: int) -> tuple[Text, ...]:
    return tuple(dict.fromkeys(texts))[:most]


def _observe(findings: Findings) -> Iterator[Text]:
    by_level = sorted(findings.silos, key=lambda verdict: _LEVELS.index(verdict.level))
    coverage, cuts = findings.coverage, findings.brokerage.cut_points
    yield from (verdict.sentence for verdict in by_level if verdict.level in ("siloed", "leaning"))
    for state in ("missing", "ending"):
        if coverage.count(state):
            yield say(f"analysis.observation.{state}", n=coverage.count(state))
    if cuts:
        yield max(cuts, key=lambda broker: broker.cut_off).sentence
    if findings.isolates:
        names = join_names(findings.isolates)
        yield say("analysis.observation.isolates", n=len(findings.isolates), names=names)
    if findings.dated:
        yield _tell_ends(findings)
    if findings.communities.communities_found:
        yield findings.communities.sentence
    if coverage.count("thin"):
        yield say("analysis.observation.thin", n=coverage.count("thin"))
    for level in ("none", "too-little-data"):
        named = [verdict.label for verdict in findings.silos if verdict.level == level]
        if named:
            yield say(f"analysis.observation.silos-{level}", groupings=join_names(named))
    if findings.communities.evidence.enough:
        yield findings.communities.sentence
    yield coverage.sentence
    yield findings.brokerage.sentence


def _tell_ends(findings: Findings) -> Text:
    last = max(findings.dated, key=last_day)
    when = Text(*(format_date(last, language) for language in LANGUAGES))
    counts = {"n": len(findings.dated), "total": findings.ties}
    return say("analysis.observation.dated", when=when, **counts)


def _advise(findings: Findings) -> Iterator[Text]:
    coverage = findings.coverage
    for state in ("missing", "ending"):
        if coverage.count(state):
            yield say(f"analysis.action.{state}")
    yield from _advise_on_silos(findings)
    if coverage.cells and not coverage.has_norm:
        yield say("analysis.action.norm")
    if coverage.has_norm and coverage.count("unknown"):
        yield say("analysis.action.survey", n=coverage.count("unknown"))
    if findings.isolates:
        yield say("analysis.action.isolates", names=join_names(findings.isolates))
    if findings.brokerage.cut_points:
        gravest = max(findings.brokerage.cut_points, key=lambda broker: broker.cut_off)
        yield say("analysis.action.cut-point", name=gravest.label)


def _advise_on_silos(findings: Findings) -> Iterator[Text]:
    for level in ("siloed", "leaning"):
        for verdict in findings.silos:
            group = _most_closed(verdict.segregation.groups)
            if verdict.level == level and group is not None:
                name = _name_group(findings.groupings, verdict.grouping, group.group)
                yield say("analysis.action.bridge", group=name)
    lacking = [verdict for verdict in findings.silos if verdict.level == "too-little-data"]
    needed = {"actors": MINIMUM_ACTORS, "ties": MINIMUM_TIES}
    if any(_lacks_ties(verdict) for verdict in lacking):
        yield say("analysis.action.ties", **needed)
    ungrouped = [v.label for v in lacking if _lacks_groups(v) and v.segregation.ungrouped]
    if ungrouped:
        yield say("analysis.action.groups", groupings=join_names(ungrouped), **needed)


def _lacks_ties(verdict: SiloVerdict) -> bool:
    found = verdict.segregation
    return found.ties < MINIMUM_TIES or found.inferred * 2 > found.ties


def _lacks_groups(verdict: SiloVerdict) -> bool:
    return verdict.segregation.actors < MINIMUM_ACTORS or len(verdict.segregation.groups) < 2


def _most_closed(groups: Sequence[GroupTies]) -> GroupTies | None:
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
