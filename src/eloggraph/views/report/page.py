"""The report on a network: what it is, what was found, what to do next, and how it was made.

:func:`build_report` gathers what the page tells; :func:`render_report` writes one offline file in
three languages, whose switch works without any script.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eloggraph.finding import Report
from eloggraph.text import LANGUAGES, Language, Text, say
from eloggraph.views.map.drawing import Thumbnail, draw_thumbnail
from eloggraph.views.map.glyphs import COLLECTIVE, scale_path
from eloggraph.views.map.model import MapModel
from eloggraph.views.page.edition import Edition
from eloggraph.views.page.render import render_page
from eloggraph.views.report.parts import (
    CELL_SIGNS,
    LEVEL_SIGNS,
    SEVERITY_SIGNS,
    draw_bar,
    gather_lacking,
    list_cells,
    list_services,
    shortcomings,
    write_place,
)

if TYPE_CHECKING:
    from eloggraph.analysis.analyse import Analysis

__all__ = ["Figure", "ReportModel", "build_report", "render_report"]

MOST_FINDINGS = 200
_MOST_BROKERS = 5
_MOST_AREAS_WITH_SERVICES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One of the numbers that the report opens with."""

    value: int
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportModel:
    """All that the report tells, in any language.

    ``names`` gives what IRIs in the analysis are called: actors, services, target groups.
    """

    title: Text
    description: Text
    as_of: str
    notices: tuple[Text, ...]
    figures: tuple[Figure, ...]
    analysis: Analysis
    findings: Report
    map: MapModel
    map_address: str
    names: Mapping[str, Text]
    sources: tuple[Text, ...]
    versions: tuple[tuple[str, str], ...]

    def name(self, iri: str) -> Text:
        """Return what an IRI is called; its last segment where nobody has said."""
        return self.names.get(iri) or Text.same(iri.rstrip("/#").replace("#", "/").split("/")[-1])

    def list_names(self, iris: Iterable[str]) -> tuple[Text, ...]:
        """Return what several IRIs are called."""
        return tuple(self.name(iri) for iri in iris)


def build_report(
    analysis: Analysis,
    findings: Report,
    map_model: MapModel,
    *,
    title: Text,
    description: Text,
    as_of: str,
    sources: Sequence[Text] = (),
    versions: Mapping[str, str] | None = None,
    names: Mapping[str, Text] | None = None,
    notices: Sequence[Text] = (),
    map_address: str = "map.html",
) -> ReportModel:
    """Return the model of the report.

    Parameters
    ----------
    analysis, findings, map_model
        What was measured, what is wrong in the data, and the map whose picture is shown.
    title, description, as_of
        The network's name, what it is in a sentence or two, and the date the data describe.
    sources
        The documents that the data come from, as a reader would cite them.
    versions
        Name and version of what computed the report.
    names
        What the services in the coverage are called, by IRI; actors are known from the map.
    notices
        What a reader must know before anything else.
    map_address
        Where the map lies, relative to the report.
    """
    known = {node.iri: node.label for node in map_model.nodes}
    return ReportModel(
        title=title,
        description=description,
        as_of=as_of,
        notices=tuple(notices) or map_model.notices,
        figures=_choose_figures(analysis, findings),
        analysis=analysis,
        findings=findings,
        map=map_model,
        map_address=map_address,
        names=known | dict(names or {}),
        sources=tuple(sources),
        versions=tuple(sorted((versions or {}).items())),
    )


def _choose_figures(analysis: Analysis, findings: Report) -> tuple[Figure, ...]:
    """Return six numbers; what is missing can be counted only where a norm says what is needed."""
    coverage, counts = analysis.coverage, analysis.counts
    gap = "missing" if coverage.has_norm else "unknown"
    values = {
        "actors": counts.actors,
        "collectives": counts.collectives,
        "ties": counts.ties,
        "isolates": len(counts.isolates),
        gap: coverage.count("missing" if coverage.has_norm else "unknown"),
        "findings": findings.count("violation") + findings.count("warning"),
    }
    return tuple(
        Figure(value=value, label=say(f"pages.report.number-{key}"))
        for key, value in values.items()
    )


def render_report(model: ReportModel, language: Language = "fi") -> str:
    """Return the page, opening in the given language. The same model gives the same bytes."""
    title = say("pages.report.page-title", title=model.title)
    thumbnail: Thumbnail = draw_thumbnail(model.map)
    return render_page(
        "report/report",
        title=title.say(language),
        language=language,
        page_title=title,
        editions=tuple(Edition(code) for code in LANGUAGES),
        model=model,
        analysis=model.analysis,
        thumbnail=thumbnail,
        collective=scale_path(COLLECTIVE, 7),
        brokers=_choose_brokers(model.analysis),
        shown_findings=model.findings.findings[:MOST_FINDINGS],
        services_in_cells=len(model.analysis.coverage.areas) <= _MOST_AREAS_WITH_SERVICES,
        cell_signs=CELL_SIGNS,
        level_signs=LEVEL_SIGNS,
        severity_signs=SEVERITY_SIGNS,
        draw_bar=draw_bar,
        lacking=gather_lacking(model.analysis.silos),
        list_cells=list_cells,
        list_services=list_services,
        shortcomings=shortcomings,
        write_place=write_place,
    )


def _choose_brokers(analysis: Analysis) -> tuple[object, ...]:
    between = (broker for broker in analysis.brokerage.brokers if broker.betweenness > 0)
    return tuple(between)[:_MOST_BROKERS]
