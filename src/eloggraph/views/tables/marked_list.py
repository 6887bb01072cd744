"""The list of findings before a marked copy: equal ones as one line, causes before consequences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from eloggraph.causes import FindingGroup, count_by_sheet, group_findings
from eloggraph.finding import SEVERITIES, Report
from eloggraph.tables.write.marked.cells import CellAddress, Line, Listing
from eloggraph.text import Language, Text, say
from eloggraph.views.findings.grouped import (
    join_place,
    list_seen,
    name_sheet,
    write_counts,
)
from eloggraph.views.findings.text import show_safely, write_place, write_summary

_HEADERS = ("severity", "cell", "place", "seen", "remedy")
# As many letters of the numbers by sheet as the columns of the list are wide.
_WIDEST = 150

Addresses = Mapping[int, CellAddress | None]


def list_findings(
    report: Report,
    addresses: Sequence[CellAddress | None],
    title: Text,
    said: Sequence[str],
    language: Language,
) -> Listing:
    """Return the list of a report: the numbers sheet by sheet, and a line for equal findings.

    Parameters
    ----------
    addresses
        The cell of each finding of the report; None where the copy has none.
    title
        The title of the network.
    said
        What is said about the copy, under the numbers.
    """
    by_finding = {id(f): cell for f, cell in zip(report.findings, addresses, strict=True)}
    groups = sorted(
        group_findings(report.findings),
        # What explains others is read first, then the gravest; else in the order of the report.
        key=lambda g: (not g.consequences, SEVERITIES.index(g.first.severity)),
    )
    lines = [
        _write_line(each, by_finding, language, follows=each is not group)
        for group in groups
        for each in group.walk()
    ]
    notes = [write_summary(report).say(language)]
    if not report.complete:
        notes.append(say("marks.sheet.incomplete").say(language))
    notes += (*_count_sheets(report, language), *(said if lines else ()))
    return Listing(
        name=say("template.sheet.findings").say(language),
        title=show_safely(say("marks.sheet.title", value=title).say(language)),
        notes=tuple(notes),
        headers=tuple(say(f"marks.column.{header}").say(language) for header in _HEADERS),
        severities={s: say(f"cli.severity.{s}").say(language) for s in SEVERITIES},
        lines=tuple(lines),
    )


def _write_line(
    group: FindingGroup, addresses: Addresses, language: Language, *, follows: bool
) -> Line:
    finding, seen = group.first, list_seen(group)
    message = finding.message.say(language) if group.is_alike or seen is None else ""
    if seen is not None:
        message = f"{message} {seen.say(language)}".lstrip()
    where = join_place(write_place(group.place, language), group, language)
    target = addresses[id(finding)]
    return Line(
        severity=finding.severity,
        texts=(
            ("↳ " if follows else "") + show_safely(where),
            show_safely(message),
            show_safely(finding.remedy.say(language)),
        ),
        target=target,
        rows=_count_below(group, addresses) if target else 1,
        follows=follows,
    )


def _count_below(group: FindingGroup, addresses: Addresses) -> int:
    """Return how many cells of a group stand below each other, from the first on."""
    first = addresses[id(group.first)]
    rows = 1
    for finding in group.findings[1:]:
        cell = addresses[id(finding)]
        if (
            first is None
            or cell is None
            or (cell.sheet, cell.column) != (first.sheet, first.column)
        ):
            break
        if cell.row == first.row + rows:
            rows += 1
        elif cell.row != first.row + rows - 1:
            break
    return rows


def _count_sheets(report: Report, language: Language) -> Iterator[str]:
    """Yield the numbers sheet by sheet, where there is more than one, in lines that fit."""
    counts = count_by_sheet(report.findings)
    if len(counts) < 2:
        return
    line = say("formats.group.by-sheet").say(language) + ":"
    for number, each in enumerate(counts):
        told = f"{name_sheet(each).say(language)}: {write_counts(each).say(language)}"
        added = f"{' ·' if number else ''} {show_safely(told)}"
        if number and len(line) + len(added) > _WIDEST:
            yield line + " ·"
            line, added = "", added.removeprefix(" · ")
        line += added
    yield line
