"""The words of the silo verdicts: what was found, why, and how far it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from eloggraph.analysis.affiliation import Grouping
from eloggraph.analysis.reporting import Reporting
from eloggraph.analysis.sentences import join_names, write_decimals, write_probability
from eloggraph.analysis.silo_levels import Finding, find_smallest_silo, judge_group
from eloggraph.analysis.statistics.closure import FEWEST_ACTORS, FEWEST_ENDS, GroupTies
from eloggraph.analysis.statistics.segregation import Segregation
from eloggraph.text import Text, capitalise, say

_MOST_NAMED = 6
# What is longer than a line of the terminal gets names without numbers: these are in the table.
_LONGEST = 300


def name_group(grouping: Grouping, group: str) -> Text:
    """Return the name of a group, or its identifier where it has none.

    >>> name_group(Grouping(key="sector", label=Text.same("sector"), groups=()), "youth").en
    'youth'
    """
    labels = {each.iri: each.label for each in grouping.groups}
    return labels.get(group, Text.same(group))


def name_closed(grouping: Grouping, groups: Sequence[GroupTies]) -> Text:
    """Name groups with the share of their actors' ties that leads to the group itself.

    >>> sector = Grouping(key="sector", label=Text.same("sector"), groups=())
    >>> youth = GroupTies(group="youth", actors=9, internal=9, external=2, expected=3.0)
    >>> name_closed(sector, [youth]).en
    'youth 90% (by chance 30%)'
    """
    return join_names(
        [
            say(
                "silos.named",
                group=name_group(grouping, group.group),
                share=_percent(group.share),
                chance=_percent(group.share_by_chance),
            )
            for group in groups
        ],
        most=_MOST_NAMED,
    )


def _percent(share: float) -> int:
    """Return a share in per cent: never none or all unless it is."""
    return 0 if share <= 0 else 100 if share >= 1 else min(99, max(1, round(100 * share)))


def write_verdict(grouping: Grouping, found: Segregation, finding: Finding) -> Text:
    """Return the sentence of a verdict, with the numbers that it rests on.

    >>> import networkx as nx
    >>> from eloggraph.analysis.silo_levels import judge_level
    >>> from eloggraph.analysis.statistics.segregation import measure_segregation
    >>> sector, found = Grouping(key="s", label=Text.same("sector"), groups=()), nx.Graph()
    >>> measured = measure_segregation(found, {})
    >>> write_verdict(sector, measured, judge_level(measured)).en.startswith("Sector: nothing can")
    True
    """
    values = state_values(grouping, found)
    if finding.level == "too-little-data":
        return say("silos.level.too-little-data", **values)
    if finding.level == "none":
        return _write_none(values, found, finding)
    named = finding.closed or finding.leaning
    key = _choose_leaning(finding) if finding.level == "leaning" else finding.level
    overall = say(f"silos.overall.{_side(found)}", **values)
    every = [name_group(grouping, group.group) for group in named]
    for names in (name_closed(grouping, named), join_names(every, most=_MOST_NAMED)):
        told = say(f"silos.level.{key}", n=len(named), names=names, **values)
        sentence = Text(*map(" ".join, zip(told.said, overall.said, strict=True)))
        if max(map(len, sentence.said)) <= _LONGEST:
            break
    return sentence


def _choose_leaning(finding: Finding) -> str:
    named = finding.closed or finding.leaning
    if finding.weakened:
        return "leaning-unknown"
    if not named:
        return "leaning-together"
    hanging = all(group.rests_on is not None for group in named)
    return "leaning-hanging" if hanging else "leaning"


def _write_none(values: dict[str, object], found: Segregation, finding: Finding) -> Text:
    if finding.weakened:
        return say("silos.level.none-unknown", **values)
    silo = find_smallest_silo(found)
    if silo is None:
        return say("silos.level.none-unseen", **values)
    visible = round(100 * (silo.visible_share or 1.0))
    return say("silos.level.none", size=silo.actors, visible=visible, **values)


def _side(found: Segregation) -> str:
    return "crossing" if found.external > found.internal else "inside"


def state_values(grouping: Grouping, found: Segregation) -> dict[str, object]:
    """Return what the sentences on one grouping may say.

    >>> import networkx as nx
    >>> from eloggraph.analysis.statistics.segregation import measure_segregation
    >>> sector = Grouping(key="s", label=Text.same("sector"), groups=())
    >>> state_values(sector, measure_segregation(nx.Graph(), {}))["ties"]
    0
    """
    values: dict[str, object] = {
        "grouping": capitalise(grouping.label),
        "actors": found.actors,
        "ungrouped": found.ungrouped,
        "total": found.actors + found.ungrouped,
        "several": found.several,
        "ties": found.ties,
        "inferred": found.inferred,
        "internal": found.internal,
        "external": found.external,
        "labellings": found.labellings,
    }
    if found.index is None or found.interval is None or found.expected is None:
        return values
    by_chance = found.ties * (1 - found.expected) / 2
    values |= {
        "by_chance": round(by_chance),
        "times": write_decimals(found.internal / by_chance, 1) if by_chance else Text.same("–"),
        "crossing": 100 - _percent(found.internal / found.ties),
        "inside": _percent(found.internal / found.ties),
        "chance": _percent(by_chance / found.ties),
        "index": write_decimals(found.index),
        "low": write_decimals(found.interval[0]),
        "high": write_decimals(found.interval[1]),
        "p": write_probability(found.p_lower or 0.0),
        "assortativity": write_decimals(found.assortativity or 0.0),
    }
    return values


def give_reasons(
    grouping: Grouping, found: Segregation, finding: Finding, names: Mapping[str, Text]
) -> tuple[Text, ...]:
    """Return the numbers behind a verdict, or what is lacking for one.

    ``names`` are those of the collectives.

    >>> import networkx as nx
    >>> from eloggraph.analysis.silo_levels import judge_level
    >>> from eloggraph.analysis.statistics.segregation import measure_segregation
    >>> sector = Grouping(key="s", label=Text.same("sector"), groups=())
    >>> measured = measure_segregation(nx.Graph(), {})
    >>> len(give_reasons(sector, measured, judge_level(measured), {}))
    4
    """
    if finding.level == "too-little-data":
        return _tell_lacking(grouping, found, finding, names)
    values = state_values(grouping, found)
    reasons = [say("silos.reason.index", **values)]
    if found.internal_by_degree is not None:
        expected = round(found.internal_by_degree)
        reasons.append(say("silos.reason.degree", by_degree=expected, **values))
    if found.assortativity is not None:
        reasons.append(say("silos.reason.assortativity", **values))
    return tuple(reasons)


def _tell_lacking(
    grouping: Grouping, found: Segregation, finding: Finding, names: Mapping[str, Text]
) -> tuple[Text, ...]:
    if not found.evidence.enough:
        return found.evidence.explain()
    values = state_values(grouping, found)
    if finding.alone != "too-little-data":
        return (say("silos.lacking.unknown", **values),)
    if found.rests_on is not None:
        held = names.get(found.rests_on, Text.same(found.rests_on))
        return (say("silos.lacking.one-collective", collective=held),)
    some = any(group.p is not None for group in found.groups)
    key = "silos.lacking.power" if some else "silos.lacking.groups"
    return (say(key, needed=FEWEST_ACTORS, ends=FEWEST_ENDS, **values),)


def tell_limits(
    grouping: Grouping, found: Segregation, finding: Finding, names: Mapping[str, Text]
) -> Iterator[Text]:
    """Yield how far a verdict holds: what could not be judged, and what could have shown.

    ``names`` are those of the collectives.

    >>> import networkx as nx
    >>> from eloggraph.analysis.silo_levels import judge_level
    >>> from eloggraph.analysis.statistics.segregation import measure_segregation
    >>> sector = Grouping(key="s", label=Text.same("sector"), groups=())
    >>> measured = measure_segregation(nx.Graph(), {})
    >>> list(tell_limits(sector, measured, judge_level(measured), {}))
    []
    """
    if finding.level == "too-little-data":
        return
    values = state_values(grouping, found)
    if found.several:
        yield say("silos.limit.several", **values)
    if finding.weakened and finding.level != "none":
        yield say("silos.limit.unknown", **values)
    for level in ("no-ties", "too-small"):
        groups = [g.group for g in found.groups if judge_group(g) == level]
        if groups:
            told = join_names([name_group(grouping, group) for group in groups])
            needed = {"needed": FEWEST_ACTORS, "ends": FEWEST_ENDS}
            yield say(f"silos.limit.{level}", names=told, n=len(groups), **needed)
    if found.rests_on is not None:
        held = names.get(found.rests_on, Text.same(found.rests_on))
        yield say("silos.limit.all-on-one", collective=held)
    for group in found.groups:
        if group.rests_on is not None:
            held = names.get(group.rests_on, Text.same(group.rests_on))
            named = name_group(grouping, group.group)
            yield say("silos.limit.one-collective", group=named, collective=held)
    if found.band:
        low, high = map(write_decimals, found.band)
        yield say("silos.limit.band", low=low, high=high)
    if finding.level != "none":
        yield tell_smallest([found])


def tell_smallest(measured: Sequence[Segregation]) -> Text:
    """Return which silo, the smallest of all groupings, the data would have shown.

    >>> tell_smallest([]).en
    'Data this scarce would not have shown one.'
    """
    found = [silo for each in measured if (silo := find_smallest_silo(each))]
    if not found:
        return say("silos.limit.unseen")
    smallest = min(found, key=lambda silo: (silo.actors, silo.visible_share or 1.0))
    visible = round(100 * (smallest.visible_share or 1.0))
    return say("silos.limit.visible", size=smallest.actors, visible=visible)


def tell_reporting(reporting: Reporting) -> Iterator[Text]:
    """Yield from how many actors links lead, and how many of them lead both ways.

    >>> [text.en for text in tell_reporting(Reporting(reporters=0, pairs=0, both_ways=0))]
    []
    >>> [text.en for text in tell_reporting(Reporting(reporters=2, pairs=2, both_ways=0))][0][-22:]
    'recorded one way only.'
    """
    told = {"reporters": reporting.reporters, "pairs": reporting.pairs}
    if reporting.pairs and not reporting.both_ways:
        yield say("silos.limit.reports-one-way", **told)
    elif reporting.pairs:
        yield say(
            "silos.limit.reports",
            **told,
            both=reporting.both_ways,
            share=round(100 * reporting.share_both_ways),
        )
