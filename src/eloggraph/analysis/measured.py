"""What indicators show: the values aimed at, and what was observed where and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from eloggraph.analysis.plans import code_of
from eloggraph.analysis.question import Material
from eloggraph.analysis.sentences import join_names, write_day
from eloggraph.graph.query_status import LEAVES_OUT
from eloggraph.snapshot.days import has_begun, last_day
from eloggraph.text import Text, format_number, say

Trend = Literal["rises", "falls", "same"]
Reached = Literal["reached", "not-reached", "right-way", "wrong-way"]
PERCENT = "percent"
_OF_WHAT = ("dct:spatial", "dct:subject", "elo:forTargetGroup")
_SOUGHT: dict[str, Trend] = {"increase": "rises", "decrease": "falls"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """A value as written (a decimal number), and when it was observed."""

    value: str
    on: str | None
    approximate: bool
    sample: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What was observed of one area, one thing and one target group, the earliest first."""

    area: str | None
    about: str | None
    group: str | None
    label: Text | None
    values: tuple[Observed, ...]

    @property
    def last(self) -> Observed:
        """The latest value."""
        return self.values[-1]

    @property
    def trend(self) -> Trend | None:
        """How the last value compares with the one before it; None where there is one only."""
        if len(self.values) < 2:
            return None
        before, last = (Decimal(each.value) for each in self.values[-2:])
        return "same" if before == last else "rises" if last > before else "falls"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A value that is aimed at; ``comparator`` is the code of the way in which."""

    iri: str
    comparator: str
    label: Text
    area: str | None
    group: str | None
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """An indicator with its targets, and what was observed of it."""

    iri: str
    label: Text
    unit: Text | None
    is_percent: bool
    targets: tuple[Target, ...]
    series: tuple[Series, ...]


def read_measured(material: Material, indicator: str) -> Measured:
    """Read an indicator: targets that are not over, and observations up to the day."""
    records = material.records
    unit = records.value(indicator, "elo:unit")
    is_percent = code_of(unit) == PERCENT
    return Measured(
        iri=indicator,
        label=material.name(indicator),
        unit=material.name(unit) if unit else None,
        is_percent=is_percent,
        targets=tuple(
            _read_target(material, each, is_percent)
            for each in records.values(indicator, "elo:hasTarget")
            # The end of a target is the day by which it is to be reached: it goes on after that.
            if records.value(each, "elo:status") not in LEAVES_OUT["not-over"]
        ),
        series=_read_series(material, indicator),
    )


def _read_target(material: Material, node: str, is_percent: bool) -> Target:
    records = material.records
    comparator, value = (
        records.value(node, "elo:comparator"),
        records.value(node, "elo:targetValue"),
    )
    area, group = records.value(node, "dct:spatial"), records.value(node, "elo:forTargetGroup")
    parts = [material.name(comparator)] if comparator else []
    parts += [write_value(value, is_percent)] if value else []
    words = [join_names(parts, separator=" ")] if parts else []
    words += [material.name(each) for each in (area, group) if each]
    if until := records.value(node, "elo:validUntil"):
        words.append(say("measured.due", when=write_day(until)))
    return Target(
        iri=node,
        comparator=code_of(comparator),
        label=join_names(words, most=len(words)),
        area=area,
        group=group,
        value=value,
    )


def _read_series(material: Material, indicator: str) -> tuple[Series, ...]:
    records = material.records
    found: defaultdict[tuple[str | None, ...], list[Observed]] = defaultdict(list)
    for node in records.subjects(indicator, "elo:ofIndicator"):
        on, value = records.value(node, "elo:observedOn"), records.value(node, "elo:value")
        if value is None or not has_begun(on, material.on):
            continue
        sample = records.value(node, "elo:sampleSize")
        key = [
            records.value(node, name)
            for name in ("dct:spatial", "dct:subject", "elo:forTargetGroup")
        ]
        found[tuple(key)].append(
            Observed(
                value=value,
                on=on,
                approximate=records.value(node, "elo:isApproximate") == "true",
                sample=int(sample) if sample else None,
            )
        )
    return tuple(_make_series(material, key, values) for key, values in found.items())


def _make_series(material: Material, key: tuple[str | None, ...], values: list[Observed]) -> Series:
    area, about, group = key
    names = [material.name(each) for each in (about, group, area) if each]
    return Series(
        area=area,
        about=about,
        group=group,
        label=join_names(names) if names else None,
        values=tuple(
            sorted(values, key=lambda each: last_day(each.on).isoformat() if each.on else "")
        ),
    )


def write_value(value: str, is_percent: bool = False) -> Text:
    """Write a decimal number with as many decimals as it has been given.

    >>> write_value("6.5").fi, write_value("60", is_percent=True).en
    ('6,5', '60%')
    """
    exponent = Decimal(value).normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    number = Text.each(lambda language: format_number(float(value), language, decimals=decimals))
    return say("measured.percent", value=number) if is_percent else number


def tell_observed(observed: Observed, is_percent: bool) -> Text:
    """Return a value with its day: “about 12,000 (2021-05)”."""
    value = write_value(observed.value, is_percent)
    if observed.approximate:
        value = say("measured.about", value=value)
    if observed.on is None:
        return value
    return say("measured.when", value=value, when=write_day(observed.on))


def tell_trend(series: Series, is_percent: bool) -> Text | None:
    """Return how the value has changed since the one before it; None where there is one only."""
    if series.trend is None:
        return None
    before, last = series.values[-2:]
    # Percentages differ by percentage points, so that the unit is not written after the difference.
    by = write_value(str(abs(Decimal(last.value) - Decimal(before.value))))
    key = f"{series.trend}-points" if is_percent and series.trend != "same" else series.trend
    return say(f"measured.{key}", by=by, before=tell_observed(before, is_percent))


def tell_last(measured: Sequence[Measured]) -> Text | None:
    """Return the last observation of some indicators in a cell; None where there is none."""
    parts = []
    for each in measured:
        if len(each.series) == 1:
            parts.append(tell_observed(each.series[0].last, each.is_percent))
        elif each.series:
            days = [series.last.on for series in each.series if series.last.on]
            latest = write_day(max(days, key=last_day)) if days else Text.same("–")
            parts.append(say("measured.several", n=len(each.series), when=latest))
    return join_names(parts, most=len(parts), separator="; ") if parts else None


def compare(measured: Measured, target: Target, series: Series) -> Reached | None:
    """Tell whether a series has reached a target, where both are of the same and the way is known.

    A target without an area is for the whole country or network: it is compared with the only
    series that there is. A rise or a fall is told from the last two values.

    >>> name = Text.same("share")
    >>> aim = Target(
    ...     iri="t", comparator="at-least", label=name, area=None, group=None, value="60"
    ... )
    >>> seen = Observed(value="60", on="2024", approximate=False, sample=None)
    >>> one = Series(area=None, about=None, group=None, label=None, values=(seen,))
    >>> share = Measured(
    ...     iri="i", label=name, unit=None, is_percent=True, targets=(aim,), series=(one,)
    ... )
    >>> compare(share, aim, one)
    'reached'
    """
    same_area = target.area == series.area if target.area else len(measured.series) == 1
    if series.about is not None or target.group != series.group or not same_area:
        return None
    if target.comparator in _SOUGHT:
        if target.value is not None or series.trend is None:
            return None
        return "right-way" if series.trend == _SOUGHT[target.comparator] else "wrong-way"
    if target.value is None or target.comparator not in ("at-least", "at-most"):
        return None
    over = Decimal(series.last.value) - Decimal(target.value)
    reached = over >= 0 if target.comparator == "at-least" else over <= 0
    return "reached" if reached else "not-reached"
