"""Findings as one offline page in every language, whose switch works without any script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from eloggraph.causes import FindingGroup, SheetCount, count_by_sheet, group_findings
from eloggraph.finding import SEVERITIES, Report
from eloggraph.iri import contract
from eloggraph.text import LANGUAGES, Language, say
from eloggraph.views.findings.conclusion import name_conclusion
from eloggraph.views.findings.foremost import pick_foremost
from eloggraph.views.findings.grouped import (
    choose_following,
    count_places,
    list_seen,
    name_sheet,
    tell_group,
    write_counts,
)
from eloggraph.views.findings.text import write_place
from eloggraph.views.page.edition import Edition
from eloggraph.views.page.render import render_page
from eloggraph.views.report.parts import SEVERITY_SIGNS

# More than that nobody reads on a page; the other forms have them all.
MOST_SHOWN = 1000


def render(report: Report, language: Language) -> str:
    """Return the page, opening in the language: verdict, counts, findings by sheet, what was done.

    Equal findings are one entry with all their rows, and what follows from one stands in it. The
    most severe entries are shown where there are more than :data:`MOST_SHOWN`.
    """
    groups = group_findings(report.findings)
    shown = pick_foremost(groups, MOST_SHOWN, lambda group: group.first.severity)
    told = sum(len(each.findings) for group in shown for each in group.walk())
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
        sheets=_by_sheet(shown, count_by_sheet(report.findings)),
        hidden=len(report.findings) - told,
        shown_text=say("formats.page.shown", shown=told, n=len(report.findings)),
        signs=SEVERITY_SIGNS,
        where=_write_where,
        full_place=lambda group, code: write_place(group.place, code),
        count_places=count_places,
        list_seen=list_seen,
        tell_group=tell_group,
        choose_following=choose_following,
        follow=lambda group: say("formats.group.following", n=group.count_following),
        rest=lambda number: say("formats.group.rest", n=number),
        name_sheet=name_sheet,
        write_counts=write_counts,
        shorten=contract,
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """The groups of one sheet or file, with its numbers and the anchor of its section."""

    anchor: str
    count: SheetCount
    groups: tuple[FindingGroup, ...]


def _by_sheet(groups: Sequence[FindingGroup], counts: Sequence[SheetCount]) -> tuple[Sheet, ...]:
    """Return the groups sheet by sheet: causes of others first, then the most severe."""

    def key(group: FindingGroup) -> tuple[str, str]:
        place = group.first.place
        return (place.file, place.sheet or "") if place else ("", "")

    ordered = sorted(groups, key=key)
    by_sheet = {where: tuple(members) for where, members in groupby(ordered, key=key)}
    sheets = [
        Sheet(f"sheet-{number}", count, by_sheet.get((count.file, count.sheet or ""), ()))
        for number, count in enumerate(counts, 1)
    ]

    def rank(sheet: Sheet) -> tuple[bool, int]:
        # What explains faults in other sheets is read first.
        explains = any(
            key(each) != key(group) for group in sheet.groups for each in group.consequences
        )
        return (not explains, SEVERITIES.index(sheet.count.counts[0][0]))

    return tuple(sorted(sheets, key=rank))


def _write_where(group: FindingGroup, language: Language) -> str:
    """Return the place within the sheet."""
    place = group.place
    if place is None:
        return ""
    where = write_place(place, language).removeprefix(place.file).lstrip(", ")
    if place.sheet:
        where = where.removeprefix(say("cli.place.sheet", value=place.sheet).say(language))
    return where.lstrip(", ")
