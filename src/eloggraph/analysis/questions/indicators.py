"""What do the indicators show: targets, the last observation, how it has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eloggraph.analysis.gauges import list_gauges
from eloggraph.analysis.measured import (
    Measured,
    Reached,
    Series,
    Trend,
    compare,
    read_measured,
    tell_last,
    tell_observed,
    tell_trend,
)
from eloggraph.analysis.outcome import (
    ActionRank,
    Cell,
    Gauge,
    Lack,
    Listing,
    ObservationRank,
    Remark,
    ReportTable,
    Row,
)
from eloggraph.analysis.plans import Named, join_all, list_names, name_all
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.sentences import join_amounts
from eloggraph.text import Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicators:
    """Indicators with targets and observations; ``unobserved`` have none.

    ``blind`` are the targets that nothing was observed for, each by its indicator and value.
    """

    measured: tuple[Measured, ...]
    unobserved: tuple[Named, ...]
    blind: tuple[Named, ...]
    reached: tuple[Named, ...]
    missed: tuple[Named, ...]


def measure_indicators(material: Material) -> Indicators:
    """Read indicators, and hold the last observation against the target where that can be said.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_indicators(Material(network=nothing, on=date(2024, 1, 1))).measured
    ()
    """
    own = filter(material.records.is_own, material.records.of("elo:Indicator"))
    measured = tuple(read_measured(material, each) for each in own)
    return Indicators(
        measured=measured,
        unobserved=name_all(material, (each.iri for each in measured if not each.series)),
        blind=tuple(
            Named(iri=target.iri, label=_name_target(each, target.label))
            for each in measured
            if not each.series
            for target in each.targets
        ),
        reached=tuple(_list_compared(measured, ("reached", "right-way"))),
        missed=tuple(_list_compared(measured, ("not-reached", "wrong-way"))),
    )


def _list_compared(measured: tuple[Measured, ...], wanted: Sequence[Reached]) -> Iterator[Named]:
    for each in measured:
        for target in each.targets:
            for series in each.series:
                if compare(each, target, series) in wanted:
                    seen = tell_observed(series.last, each.is_percent)
                    told = say("indicators.told", target=target.label, seen=seen)
                    yield Named(iri=target.iri, label=_name_target(each, told))


def _name_target(measured: Measured, told: Text) -> Text:
    return say("indicators.target", name=measured.label, target=told)


def _tell(found: Indicators) -> Iterator[Text]:
    amounts = {
        "indicators": len(found.measured),
        "targets": sum(len(each.targets) for each in found.measured),
        "observations": sum(len(s.values) for each in found.measured for s in each.series),
    }
    told = [say(f"indicators.amount.{key}", n=n) for key, n in amounts.items() if n]
    yield say("indicators.count", parts=join_amounts(told))
    if found.blind:
        aimed = {each.iri for each in found.measured if each.targets}
        left = [each for each in found.unobserved if each.iri not in aimed]
        yield _tell_named("blind", found.blind)
        if left:
            yield _tell_named("unobserved-too", left)
    elif len(found.unobserved) == len(found.measured) > 1:
        yield say("indicators.unobserved-all")
    elif found.unobserved:
        names, n = list_names(found.unobserved), len(found.unobserved)
        yield say("indicators.unobserved", n=n, total=len(found.measured), names=names)
    for key, named in {"missed": found.missed, "reached": found.reached}.items():
        if named:
            yield _tell_named(key, named)
    for each in found.measured:
        trends = Counter(series.trend for series in each.series if series.trend)
        if trends:
            yield _tell_trends(each, trends)


def _tell_named(key: str, named: Sequence[Named]) -> Text:
    return say(f"indicators.{key}", n=len(named), names=list_names(named))


_TRENDS: tuple[Trend, ...] = ("rises", "falls", "same")


def _tell_trends(measured: Measured, trends: Counter[Trend]) -> Text:
    if len(measured.series) == 1:
        series = measured.series[0]
        now = tell_observed(series.last, measured.is_percent)
        change = tell_trend(series, measured.is_percent) or now
        return say("indicators.trend", name=measured.label, now=now, change=change)
    parts = [say(f"indicators.changed.{key}", n=n) for key in _TRENDS if (n := trends[key])]
    return say("indicators.trends", name=measured.label, parts=join_amounts(parts))


def _observe(found: Indicators) -> Iterator[Remark]:
    if found.blind:
        yield Remark(rank=ObservationRank.NARROW, text=_tell_named("blind", found.blind))


def _advise(found: Indicators, _: Material) -> Iterator[Remark]:
    if found.blind:
        told = say("indicators.action.observe", names=list_names(found.blind))
        yield Remark(rank=ActionRank.SURVEY, text=told)


_HEADS = ("indicator", "unit", "target", "of", "observation", "change", "compared")


def _list(found: Indicators) -> Iterator[Listing]:
    rows: list[Row] = []
    for each in found.measured:
        only = each.series[0] if len(each.series) == 1 else None
        rows.append(Row(cells=_show(each, only)))
        if only is None:
            rows += [Row(cells=_show_series(each, series), level=1) for series in each.series]
    yield Listing(
        title=say("indicators.list"),
        columns=tuple(say(f"indicators.head.{head}") for head in _HEADS),
        rows=tuple(rows),
        table="indicators",
    )


def _show(measured: Measured, only: Series | None) -> tuple[Cell, ...]:
    targets = join_all([target.label for target in measured.targets])
    seen: tuple[Cell, ...] = (None, None, None, None)
    if only:
        seen = (only.label, *_show_series(measured, only)[4:])
    elif not measured.series:
        seen = (None, Lack(say("plans.lack.observation")), None, None)
    return (measured.label, measured.unit, targets, *seen)


def _show_series(measured: Measured, series: Series) -> tuple[Cell, ...]:
    observed = tell_observed(series.last, measured.is_percent)
    change = tell_trend(series, measured.is_percent)
    states = {compare(measured, target, series) for target in measured.targets} - {None}
    compared = join_all([say(f"indicators.compared.{state}") for state in sorted(map(str, states))])
    return (series.label, None, None, None, observed, change, compared)


_COLUMNS: dict[str, type] = {
    "indicator": str,
    "label": Text,
    "unit": Text,
    "target": Text,
    "of": Text,
    "observation": Text,
    "change": Text,
    "compared": Text,
}


def _make_tables(found: Indicators) -> Iterator[ReportTable]:
    rows: list[tuple[str | Text | None, ...]] = []
    for each in found.measured:
        targets = join_all([target.label for target in each.targets])
        begin = (each.iri, each.label, each.unit, targets)
        for series in each.series:
            _, _, _, _, observed, change, compared = _show_series(each, series)
            rows.append((*begin, *_texts(series.label, observed, change, compared)))
        if not each.series:
            rows.append((*begin, None, tell_last([each]), None, None))
    yield ReportTable(name="indicators", columns=_COLUMNS, rows=tuple(rows))


def _texts(*cells: Cell) -> tuple[Text | None, ...]:
    return tuple(cell if isinstance(cell, Text) else None for cell in cells)


def _explain(*_: object) -> Iterator[Text]:
    yield say("indicators.method")


def _lack(found: Indicators) -> tuple[str, ...]:
    return () if found.measured else ("elo:Indicator", "elo:Target", "elo:Observation")


def _gauge(found: Indicators) -> tuple[Gauge, ...]:
    return list_gauges(
        "indicators",
        unobserved=len(found.unobserved),
        reached=len(found.reached),
        missed=len(found.missed),
    )


QUESTION = Question(
    key="indicators",
    order=68,
    section_order=66,
    measure=measure_indicators,
    tell=_tell,
    observe=_observe,
    advise=_advise,
    tables=_make_tables,
    explain=_explain,
    listings=_list,
    lack=_lack,
    gauges=_gauge,
)
