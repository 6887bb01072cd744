"""Which quality criteria can be followed, and where they are met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from eloggraph.analysis.outcome import Cell, Lack, Listing, ReportTable, Row
from eloggraph.analysis.plans import (
    Named,
    code_of,
    is_over,
    join_all,
    list_names,
    name_all,
    tell_status,
)
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.sentences import join_amounts, write_day
from eloggraph.snapshot.days import has_begun, last_day
from eloggraph.text import Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Whether a criterion is met by a service or a network, and when that was found.

    ``known`` is false where the result itself says that it is not known.
    """

    about: str
    label: Text
    result: Text
    known: bool
    on: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A quality criterion: what it is for, what shows it, and the last result about each thing."""

    iri: str
    label: Text
    dimension: Text | None
    applies_to: tuple[Text, ...]
    indicators: tuple[Text, ...]
    results: tuple[Result, ...]
    status: Text | None
    breaks: tuple[Literal["indicator", "result"], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """Quality criteria; the ``unmeasured`` have no indicator, the ``unjudged`` no result."""

    criteria: tuple[Criterion, ...]
    current: int
    results: int
    unmeasured: tuple[Named, ...]
    unjudged: tuple[Named, ...]


def measure_criteria(material: Material) -> Criteria:
    """Read quality criteria with their indicators and results; what is over is not judged.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_criteria(Material(network=nothing, on=date(2024, 1, 1))).criteria
    ()
    """
    own = filter(material.records.is_own, material.records.of("elo:QualityCriterion"))
    criteria = tuple(_read_criterion(material, each) for each in own)
    lacking = {
        key: name_all(material, (each.iri for each in criteria if key in each.breaks))
        for key in ("indicator", "result")
    }
    return Criteria(
        criteria=criteria,
        current=sum(not is_over(material, each.iri) for each in criteria),
        results=sum(result.known for each in criteria for result in each.results),
        unmeasured=lacking["indicator"],
        unjudged=lacking["result"],
    )


def _read_criterion(material: Material, node: str) -> Criterion:
    records = material.records
    dimension = records.value(node, "elo:qualityDimension")
    indicators = records.values(node, "elo:measuredBy")
    results = tuple(_list_results(material, node))
    is_judged = not is_over(material, node)
    breaks: list[Literal["indicator", "result"]] = []
    if is_judged and not indicators:
        breaks.append("indicator")
    if is_judged and not any(result.known for result in results):
        breaks.append("result")
    return Criterion(
        iri=node,
        label=material.name(node),
        dimension=material.name(dimension) if dimension else None,
        applies_to=tuple(
            map(material.name, records.values(node, "elo:criterionFor", "elo:serviceForm"))
        ),
        indicators=tuple(map(material.name, indicators)),
        results=results,
        status=tell_status(material, node),
        breaks=tuple(breaks),
    )


def _list_results(material: Material, criterion: str) -> Iterator[Result]:
    """Yield the last result about each thing, up to the day."""
    records = material.records
    latest: dict[str, Result] = {}
    for node in records.subjects(criterion, "elo:ofCriterion"):
        about, result = (
            records.value(node, "dct:subject"),
            records.value(node, "elo:criterionResult"),
        )
        on = records.value(node, "elo:observedOn")
        if about is None or result is None or not has_begun(on, material.on):
            continue
        found = Result(
            about=about,
            label=material.name(about),
            result=material.name(result),
            known=code_of(result) != "unknown",
            on=on,
        )
        if about not in latest or _place(latest[about]) <= _place(found):
            latest[about] = found
    yield from latest.values()


def _place(result: Result) -> str:
    return last_day(result.on).isoformat() if result.on else ""


def _tell(found: Criteria) -> Iterator[Text]:
    amounts = {"criteria": len(found.criteria), "results": found.results}
    told = [say(f"criteria.amount.{key}", n=n) for key, n in amounts.items() if n]
    yield say("criteria.count", parts=join_amounts(told))
    if len(found.unmeasured) == len(found.unjudged) == found.current > 1:
        yield say("criteria.neither")
        return
    yield from _tell_part("unmeasured", found.unmeasured, found.current)
    yield from _tell_part("unjudged", found.unjudged, found.current)


def _tell_part(key: str, named: Sequence[Named], total: int) -> Iterator[Text]:
    if len(named) == total > 1:
        yield say(f"criteria.{key}.all")
    elif named:
        names = list_names(named)
        yield say(f"criteria.{key}.some", n=len(named), total=total, names=names)


_HEADS = ("criterion", "applies", "indicator", "result", "status", "breaks")


def _list(found: Criteria) -> Iterator[Listing]:
    is_told = len(found.unmeasured) == len(found.unjudged) == found.current > 1
    yield Listing(
        title=say("criteria.list"),
        columns=tuple(say(f"criteria.head.{head}") for head in _HEADS),
        rows=tuple(row for each in found.criteria for row in _lay(each, is_told)),
        table="criteria",
    )


def _lay(each: Criterion, is_told: bool) -> Iterator[Row]:
    """Lay out a criterion with its results; what a sentence tells of all is not told of each."""
    breaks = None if is_told else _tell_breaks(each)
    cells: tuple[Cell, ...] = (
        each.label,
        join_all(each.applies_to, ", "),
        join_all(each.indicators),
        None,
        each.status,
        Lack(breaks) if breaks else None,
    )
    yield Row(cells=cells)
    for result in each.results:
        yield Row(cells=(result.label, None, None, _tell_result(result), None, None), level=1)


def _tell_result(result: Result) -> Text:
    if result.on is None:
        return result.result
    return say("measured.when", value=result.result, when=write_day(result.on))


def _tell_breaks(each: Criterion) -> Text | None:
    return join_all([say(f"plans.lack.{key}") for key in each.breaks], ", ")


_COLUMNS: dict[str, type] = {
    "criterion": str,
    "label": Text,
    "dimension": Text,
    "applies": Text,
    "indicator": Text,
    "about": str,
    "about_label": Text,
    "result": Text,
    "observed": str,
    "status": Text,
    "breaks": Text,
}


def _make_tables(found: Criteria) -> Iterator[ReportTable]:
    rows: list[tuple[str | Text | None, ...]] = []
    for each in found.criteria:
        begin = (each.iri, each.label, each.dimension, join_all(each.applies_to))
        shown = join_all(each.indicators)
        end = (each.status, _tell_breaks(each))
        for result in each.results:
            rows.append((*begin, shown, result.about, result.label, result.result, result.on, *end))
        if not each.results:
            rows.append((*begin, shown, None, None, None, None, *end))
    yield ReportTable(name="criteria", columns=_COLUMNS, rows=tuple(rows))


def _explain(*_: object) -> Iterator[Text]:
    yield say("criteria.method")


def _lack(found: Criteria) -> tuple[str, ...]:
    return () if found.criteria else ("elo:QualityCriterion", "elo:CriterionResult")


QUESTION = Question(
    key="criteria",
    order=70,
    section_order=68,
    measure=measure_criteria,
    tell=_tell,
    tables=_make_tables,
    explain=_explain,
    listings=_list,
    lack=_lack,
)
