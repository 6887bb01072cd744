"""Findings as one offline page in every language, whose switch works without any script."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from eloggraph.finding import SEVERITIES, Finding, Report
from eloggraph.iri import contract
from eloggraph.text import LANGUAGES, Language, say
from eloggraph.views.findings.conclusion import name_conclusion
from eloggraph.views.findings.foremost import pick_foremost
from eloggraph.views.findings.text import write_place
from eloggraph.views.page.edition import Edition
from eloggraph.views.page.render import render_page
from eloggraph.views.report.parts import SEVERITY_SIGNS

# More than that nobody reads on a page; the other forms have them all.
MOST_SHOWN = 1000


def render(report: Report, language: Language) -> str:
    """Return the page, opening in the language: verdict, counts, findings by file, what was judged.

    The most severe findings are shown where there are more than :data:`MOST_SHOWN`.
    """
    shown = pick_foremost(report.findings, MOST_SHOWN)
    title = say("formats.page.title")
    return render_page(
        "findings/findings",
        title=title.say(language),
        language=language,
        shared_scripts=("report/report.js",),
        page_title=title,
        editions=tuple(Edition(code) for code in LANGUAGES),
        report=report,
        verdict=name_conclusion(report),
        severities=SEVERITIES,
        count_names={s: say(f"formats.severity.{s}", n=report.count(s)) for s in SEVERITIES},
        files=_by_file(shown),
        hidden=len(report.findings) - len(shown),
        shown_text=say("formats.page.shown", shown=len(shown), n=len(report.findings)),
        signs=SEVERITY_SIGNS,
        where=_write_where,
        shorten=contract,
    )


def _by_file(findings: Sequence[Finding]) -> list[tuple[str, list[Finding]]]:
    """Return the findings of each file, the files with the most severe ones first."""
    grouped = groupby(findings, key=lambda finding: finding.place.file if finding.place else "")
    files = [(file, list(members)) for file, members in grouped]

    def rank(entry: tuple[str, list[Finding]]) -> int:
        return min(SEVERITIES.index(finding.severity) for finding in entry[1])

    return sorted(files, key=rank)


def _write_where(finding: Finding, language: Language) -> str:
    """Return the place within the file."""
    if finding.place is None:
        return ""
    return write_place(finding.place, language).removeprefix(finding.place.file).lstrip(", ")
