"""The report on a network: what it is, what was found, what to do next, and how it was made.

:func:`build_report` gathers what the page tells; :func:`render_report` writes one offline file in
every language, whose switch works without any script.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eloggraph.analysis.outcome import Figure
from eloggraph.causes import count_by_sheet
from eloggraph.finding import SEVERITIES, Report
from eloggraph.text import LANGUAGES, Language, Text, say
from eloggraph.views.change.words import tell_headline, tell_sides
from eloggraph.views.map.drawing import Thumbnail, draw_thumbnail
from eloggraph.views.map.glyphs import COLLECTIVE
from eloggraph.views.map.model import MapModel
from eloggraph.views.map.page import join_texts
from eloggraph.views.map.paths import scale_path
from eloggraph.views.page.edition import Edition
from eloggraph.views.page.render import render_page
from eloggraph.views.report.section import make_sections

if TYPE_CHECKING:
    from eloggraph.analysis.analyse import Analysis
    from eloggraph.analysis.comparison import Comparison

__all__ = ["ReportModel", "build_report", "render_report"]

MOST_FIGURES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportModel:
    """All that the report tells, in any language.

    ``names`` gives what IRIs in the analysis are called: actors, services, target groups.
    ``change`` says what was held against what, and how much changed; nothing where nothing was.
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
    change: tuple[Text, ...] = ()
    cards_address: str = ""
    findings_address: str = ""

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
    cards_address: str = "",
    findings_address: str = "",
    change: Comparison | None = None,
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
        Where the map lies, relative to the report; empty where there is none to go to.
    cards_address
        Where the cards of the actors lie; empty where there are none.
    findings_address
        Where the page of the check lies; empty where there is none.
    change
        What changed since the version before, told on a page of its own beside the report.
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
        cards_address=cards_address,
        findings_address=findings_address,
        change=(tell_headline(change), tell_sides(change)) if change else (),
    )


def _choose_figures(analysis: Analysis, findings: Report) -> tuple[Figure, ...]:
    """Return six numbers: how much there is, what questions count, and how many faults.

    Of the questions those come first that count anything.
    """
    counts = analysis.counts
    faults = findings.count("violation") + findings.count("warning")
    alone = say("pages.report.basis-isolates", n=len(counts.isolates)) if counts.isolates else None
    left_out = counts.tell_left_out()
    not_counted = say("pages.report.basis-left-out", parts=left_out) if left_out else None
    asked = [figure for outcome in analysis.outcomes for figure in outcome.figures]
    asked.sort(key=lambda figure: not figure.value)
    last = () if analysis.public else (_count("findings", faults),)
    return (
        _count("actors", counts.actors, alone),
        _count("ties", counts.ties, not_counted),
        *(*asked, _count("collectives", counts.collectives))[: MOST_FIGURES - 2 - len(last)],
        *last,
    )


def _count(key: str, value: int, basis: Text | None = None) -> Figure:
    return Figure(value=value, label=say(f"pages.report.number-{key}"), basis=basis)


def _tell_quality(findings: Report) -> Text:
    counts = {severity: findings.count(severity) for severity in SEVERITIES}
    parts = [say(f"cli.summary.{severity}", n=n) for severity, n in counts.items() if n]
    if not parts:
        return say("pages.report.findings-none")
    return say("pages.report.findings-counts", parts=join_texts(parts))


def _tell_most(findings: Report) -> Text | None:
    """Say which sheet has most findings, where there are several sheets and one has most."""
    from eloggraph.views.findings.grouped import name_sheet, write_counts

    counts = count_by_sheet(findings.findings)
    numbers = sorted((sum(n for _, n in each.counts) for each in counts), reverse=True)
    if len(numbers) < 2 or numbers[0] == numbers[1]:
        return None
    most = max(counts, key=lambda each: sum(n for _, n in each.counts))
    if not most.file:
        return None
    return say("pages.report.findings-most", sheet=name_sheet(most), counts=write_counts(most))


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
        sections=make_sections(model.analysis.outcomes),
        quality=_tell_quality(model.findings),
        most=_tell_most(model.findings),
    )
