"""Which services reach whom? A comparison with a declared norm, cell by cell.

Only a norm can make an empty cell a gap, and only a survey can tell that it is empty. Where
nobody asked, or where a service might reach a cell if what is not written down of it were so,
the answer is *unknown*, never *missing*. Without a norm there is no verdict: a service is on
record, or none is.
"""

from __future__ import annotations

from collections.abc import Iterator

from eloggraph.analysis.coverage_cells import WITHOUT_NORM, CellState, Coverage
from eloggraph.analysis.coverage_equity import Equity, tell_equity
from eloggraph.analysis.coverage_reading import compare_areas
from eloggraph.analysis.outcome import (
    ActionRank,
    Figure,
    Gauge,
    Listing,
    ObservationRank,
    Remark,
    ReportTable,
    Row,
)
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.sentences import join_names
from eloggraph.analysis.service_reach import is_told_by_steps
from eloggraph.text import Text, say


def measure_recorded(material: Material) -> Coverage:
    """Measure what the graph has on record, on the day that is looked at.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_recorded(Material(network=nothing, on=date(2024, 1, 1))).cells
    ()
    """
    given = (material.ask, material.labels, material.on, material.unread)
    chains = material.records.of("elo:ServiceChain")
    told = frozenset(each for each in chains if is_told_by_steps(material, each))
    return material.once("coverage", lambda: compare_areas(*given, told))


def _tell(found: Coverage) -> Iterator[Text]:
    yield found.sentence
    if found.unplaced:
        yield _tell_unplaced(found)
    if found.closing:
        yield _tell_closing(found)
    if found.equity:
        yield from tell_equity(found.equity)


def _tell_closing(found: Coverage) -> Text:
    closed = sum(len(addition.closed) for addition in found.closing)
    names = join_names([addition.label for addition in found.closing], separator="; ")
    told = {"closed": closed, "missing": found.count("missing"), "names": names}
    entry = "all" if closed == told["missing"] else "sentence"
    return say(f"coverage.closing.{entry}", **told)


def _tell_unplaced(found: Coverage) -> Text:
    areas = join_names([area.label for area in found.unplaced])
    return say("coverage.unplaced", n=len(found.unplaced), areas=areas)


def _observe(found: Coverage) -> Iterator[Remark]:
    ranks: dict[CellState, ObservationRank] = {
        "missing": ObservationRank.GAP,
        "ending": ObservationRank.GAP,
        "thin": ObservationRank.NARROW,
        "few": ObservationRank.NARROW,
    }
    for state, rank in ranks.items():
        if n := found.count(state):
            told = say(f"coverage.observation.{state}", n=n, cells=found.name_cells(state))
            yield Remark(rank=rank, text=told)
    if found.unplaced:
        yield Remark(rank=ObservationRank.GAP, text=_tell_unplaced(found))
    yield Remark(rank=ObservationRank.SUMMARY, text=found.sentence)


def _advise(found: Coverage, material: Material) -> Iterator[Remark]:
    gaps: tuple[CellState, ...] = ("missing", "ending")
    for state in gaps:
        if n := found.count(state):
            cells = found.name_cells(state)
            yield Remark(
                rank=ActionRank.FILL, text=say(f"coverage.action.{state}", n=n, cells=cells)
            )
    if found.cells and not found.has_norm and not found.unplaced:
        entry = "lapsed" if found.lapsed else "norm"
        yield Remark(rank=ActionRank.AGREE, text=say(f"coverage.action.{entry}"))
    asked = sorted({service for cell in found.cells for service in cell.candidates})
    if asked:
        services = join_names([material.labels.get(iri, Text.same(iri)) for iri in asked])
        text = say("coverage.action.ask", n=len(asked), services=services)
        yield Remark(rank=ActionRank.SURVEY, text=text)
    unsurveyed = sum(cell.state == "unknown" and not cell.candidates for cell in found.cells)
    if unsurveyed and not material.unread:
        yield Remark(rank=ActionRank.SURVEY, text=say("coverage.action.survey", n=unsurveyed))


def _count(found: Coverage) -> Iterator[Figure]:
    """Return how much is missing; that can be counted only where a norm says what is needed.

    Without target groups and areas nothing can be counted, and nought would say that all is well.
    """
    if not found.cells:
        return
    state: CellState = "missing" if found.has_norm else "none-recorded"
    required = sum(each.state not in ("not-required", *WITHOUT_NORM) for each in found.cells)
    basis = say("coverage.number.required", n=required) if found.has_norm else None
    yield Figure(value=found.count(state), label=say(f"coverage.number.{state}"), basis=basis)


_COLUMNS: dict[str, type] = {
    **{"target_group": str, "target_group_label": Text, "area": str, "area_label": Text},
    **{"form": str, "form_label": Text, "channel": str, "channel_label": Text, "language": str},
    **{"state": str, "reason": Text},
    **{"services": str, "providers": str, "candidates": str, "ends": str},
    **{"surveyed": str, "basis": Text},
}


def _make_tables(found: Coverage) -> Iterator[ReportTable]:
    any_form = say("coverage.report.any-form")
    axes = (*found.target_groups, *found.areas, *found.forms, *found.channels)
    names = {group.iri: group.label for group in axes}
    rows = tuple(
        (
            *(cell.target_group, names[cell.target_group], cell.area, names[cell.area]),
            *(cell.form, names[cell.form] if cell.form else any_form),
            *(cell.channel, names[cell.channel] if cell.channel else any_form, cell.language),
            *(cell.state, cell.reason),
            *("|".join(cell.services), "|".join(cell.providers), "|".join(cell.candidates)),
            *(cell.ends, cell.surveyed, cell.basis),
        )
        for cell in found.cells
    )
    yield ReportTable(name="coverage", columns=_COLUMNS, rows=rows)
    if found.closing:
        yield _make_closing_table(found)
    if found.equity:
        yield _make_area_table(found.equity)


def _make_closing_table(found: Coverage) -> ReportTable:
    columns: dict[str, type] = {
        **{"step": int, "label": Text, "service": str, "groups": str, "areas": str},
        **{"closes": int, "others": int},
    }
    rows = tuple(
        (
            *(step, each.label, each.service, "|".join(each.target_groups), "|".join(each.areas)),
            *(len(each.closed), each.others),
        )
        for step, each in enumerate(found.closing, 1)
    )
    return ReportTable(name="coverage_closing", columns=columns, rows=rows)


def _make_area_table(equity: Equity) -> ReportTable:
    columns: dict[str, type] = {
        **{"area": str, "area_label": Text, "region": str},
        **{"services": int, "required": int, "met": int, "missing": int},
    }
    rows = tuple(
        (
            *(each.area, each.label, each.region),
            *(each.services, each.required, each.met, each.missing),
        )
        for each in equity.areas
    )
    return ReportTable(name="coverage_areas", columns=columns, rows=rows)


def _list(found: Coverage) -> Iterator[Listing]:
    missing = [cell for cell in found.cells if cell.state == "missing"]
    yield Listing(
        title=say("coverage.missing-title"),
        columns=tuple(say(f"coverage.report.column-{key}") for key in ("cell", "state", "basis")),
        rows=tuple(
            Row(cells=(name, cell.reason, cell.basis))
            for name, cell in zip(found.name_each(missing), missing, strict=True)
        ),
        table="coverage",
    )
    heads = ("addition", "closes", "cells", "others")
    yield Listing(
        title=say("coverage.closing.title"),
        columns=tuple(say(f"coverage.closing.column-{key}") for key in heads),
        rows=tuple(
            Row(cells=(each.label, len(each.closed), found.name(each.closed), each.others or None))
            for each in found.closing
        ),
        table="coverage_closing",
    )


def _explain(found: Coverage, _: object) -> Iterator[Text]:
    yield say("coverage.method")
    if found.closing:
        yield say("coverage.closing.method")
    if found.equity:
        yield say("coverage.equity.method")


def _gauge(found: Coverage) -> Iterator[Gauge]:
    """Give the cells of each state; without a norm it can only be said where a service is."""
    without: tuple[CellState, ...] = ("recorded", "none-recorded")
    for state, n in found.counts if found.cells else ():
        if (state in without) != found.has_norm and state != "not-required":
            yield Gauge(label=say(f"coverage.state.{state}"), value=n)


QUESTION = Question(
    key="coverage",
    order=30,
    section_order=20,
    measure=measure_recorded,
    tell=_tell,
    observe=_observe,
    leads=True,
    advise=_advise,
    figures=_count,
    tables=_make_tables,
    listings=_list,
    explain=_explain,
    gauges=_gauge,
)
