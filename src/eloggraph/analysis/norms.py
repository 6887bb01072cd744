"""What is agreed to be needed: norms, and which of them decide about one place.

A norm may be for a whole region or for all target groups, and another for one municipality or one
group may depart from it: a narrower row outweighs a broader one. Where neither is the narrower, a
requirement outweighs a waiver.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from eloggraph.analysis.asking import Ask
from eloggraph.analysis.offers import Demand
from eloggraph.snapshot.days import first_day

Reach = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Source:
    """A document that a norm is from, and the place in it where that is on record."""

    document: str
    locator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """What is agreed for a target group in an area: for one form of service, or for any.

    ``target_group`` is None where it is for all of them. ``channel``, ``language`` and
    ``least_providers``, how many organisations must offer it, are None where the norm does not say.
    ``required`` is None when nothing was decided; ``surveyed`` is the date when it was found out
    which services there are, None when nobody has asked. ``area`` is a municipality of ``place``,
    None where none of it is on record. ``decisions`` are the documents and programmes behind it.
    """

    target_group: str | None
    area: str | None
    place: str | None = None
    form: str | None = None
    channel: str | None = None
    language: str | None = None
    least_providers: int | None = None
    required: bool | None = None
    surveyed: str | None = None
    since: str | None = None
    until: str | None = None
    iri: str = ""
    decisions: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def demand(self) -> Demand:
        """What is asked of a service."""
        return Demand(self.form or "", self.channel or "", self.language or "")

    @property
    def given_for(self) -> str:
        """The area that the norm itself names."""
        return self.place or self.area or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What the norms for one cell come to.

    ``norms`` are those that decide; ``least`` is how many organisations they ask for, 0 where they
    do not say; ``surveyed`` is when it was last found out which services there are.
    """

    required: bool
    norms: tuple[Norm, ...]
    least: int = 0
    surveyed: str | None = None


Rules = Mapping[tuple[str, str], Mapping[Demand, Rule]]


def make_rules(norms: Sequence[Norm], groups: Iterable[str], on: date) -> Rules:
    """Return what is decided for each group in each area and each demand, where anything is.

    Parameters
    ----------
    norms
        Those in force.
    groups
        The target groups that a norm for all of them is for.
    on
        The day: a survey made after it does not count.

    Examples
    --------
    >>> region = [Norm(target_group=None, area=at, place="13", required=True) for at in ("a", "b")]
    >>> waiver = Norm(target_group="youth", area="b", required=False)
    >>> rules = make_rules([*region, waiver], ["youth"], date(2026, 1, 31))
    >>> [rules["youth", area][Demand()].required for area in "ab"]
    [True, False]
    """
    reach: defaultdict[str, set[str]] = defaultdict(set)
    found: defaultdict[tuple[str, str], defaultdict[Demand, list[Norm]]]
    found = defaultdict(lambda: defaultdict(list))
    every = tuple(groups)
    for norm in norms:
        if norm.area is None:
            continue
        reach[norm.given_for].add(norm.area)
        for group in (norm.target_group,) if norm.target_group is not None else every:
            found[group, norm.area][norm.demand].append(norm)
    holds = {place: frozenset(areas) for place, areas in reach.items()}
    decided = {
        place: {
            demand: _decide(here, holds, on)
            for demand, here in demands.items()
            if any(norm.required is not None for norm in here)
        }
        for place, demands in found.items()
    }
    return {place: rules for place, rules in decided.items() if rules}


def _decide(norms: Sequence[Norm], reach: Reach, on: date) -> Rule:
    decided = [norm for norm in norms if norm.required is not None]
    narrowest = _keep_narrowest(decided, reach)
    required = any(norm.required for norm in narrowest)
    asking = [norm for norm in decided if norm.required and norm.least_providers]
    least = max((norm.least_providers or 0 for norm in _keep_narrowest(asking, reach)), default=0)
    surveys = [n.surveyed for n in norms if n.surveyed and first_day(n.surveyed) <= on]
    return Rule(
        required=required,
        norms=tuple(norm for norm in narrowest if norm.required is required),
        least=least if required else 0,
        surveyed=max(surveys, key=first_day) if surveys else None,
    )


def _keep_narrowest(norms: Sequence[Norm], reach: Reach) -> list[Norm]:
    return [n for n in norms if not any(_is_narrower(other, n, reach) for other in norms)]


def _is_narrower(one: Norm, other: Norm, reach: Reach) -> bool:
    """Tell whether a norm is for less: a part of the other's area, or a group where it has all."""
    here, there = reach[one.given_for], reach[other.given_for]
    for_all, other_for_all = one.target_group is None, other.target_group is None
    if not here <= there or (for_all and not other_for_all):
        return False
    return here < there or for_all != other_for_all


def read_norms(ask: Ask) -> tuple[Norm, ...]:
    """Read what is required, when it was asked (``coverage-norms``), and why (``coverage-bases``).

    >>> row = {"target_group": "youth", "area": "179", "required": "true"}
    >>> read_norms(lambda name: [row] if name == "coverage-norms" else [])[0].required
    True
    """
    rows = list(ask("coverage-norms"))
    decisions, sources = _read_bases(ask) if rows else ({}, {})
    found = {
        Norm(
            target_group=row.get("target_group"),
            area=row.get("area"),
            place=row.get("place"),
            form=row.get("form"),
            channel=row.get("channel"),
            language=row.get("language"),
            least_providers=int(row["least"]) if "least" in row else None,
            required=row["required"] == "true" if "required" in row else None,
            surveyed=row.get("surveyed"),
            since=row.get("since"),
            until=row.get("until"),
            iri=row.get("norm", ""),
            decisions=tuple(sorted(decisions.get(row.get("norm", ""), ()))),
            sources=tuple(sorted(sources.get(row.get("norm", ""), ()))),
        )
        for row in rows
    }
    return tuple(sorted(found, key=repr))


def _read_bases(ask: Ask) -> tuple[Mapping[str, set[str]], Mapping[str, set[Source]]]:
    decisions: defaultdict[str, set[str]] = defaultdict(set)
    sources: defaultdict[str, set[Source]] = defaultdict(set)
    for row in ask("coverage-bases"):
        if "decision" in row:
            decisions[row["norm"]].add(row["decision"])
        if "source" in row:
            source = Source(document=row["source"], locator=row.get("locator", ""))
            sources[row["norm"]].add(source)
    return decisions, sources
