"""Findings as Markdown, for a pull request or the summary of a job, within what such may hold.

Source: GitHub Docs, "Workflow commands for GitHub Actions": a step's summary has at most 1 MiB.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from eloggraph.causes import FindingGroup, group_findings
from eloggraph.finding import SEVERITIES, Report
from eloggraph.text import Language, say
from eloggraph.views.findings.conclusion import name_conclusion
from eloggraph.views.findings.grouped import join_place, list_seen, tell_group
from eloggraph.views.findings.text import show_safely, write_place, write_summary

MOST_BYTES = 1 << 20
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_COLUMNS = ("severity", "place", "message", "remedy")
_LINK = re.compile(r"(?<=[a-zA-Z])://|(?<=www)\.|@")
# For the sentences that tell what is left out.
_RESERVED = 1_000


def render(report: Report, language: Language) -> str:
    """Return a heading with the verdict, the counts, a table of findings, and what was judged.

    Equal findings are one row, and what follows from one stands below it with an arrow.
    Where all would be more than :data:`MOST_BYTES`, the most severe findings are in the table
    and the rest are counted; the list of what was judged is left out first.
    """
    head = [f"## {name_conclusion(report).say(language)}", "", write_summary(report).say(language)]
    if not report.complete:
        head += ["", say("formats.conclusion.incomplete").say(language)]
    if report.findings:
        heads = [say(f"formats.column.{column}").say(language) for column in _COLUMNS]
        head += ["", _row(heads), _row(["---"] * len(heads))]
    entries = _list_entries(report)
    rows = [_write(entry, language) for entry in entries]
    judged = _write_judged(report, language)
    if _measure([*head, *rows, *judged]) > MOST_BYTES:
        room = MOST_BYTES - _measure(head) - _RESERVED
        kept = _cut(entries, rows, room)
        rows = [rows[number] for number in kept]
        judged = ["", say("formats.markdown.judged").say(language)] if judged else []
        if rest := len(report.findings) - sum(len(entries[n].group.findings) for n in kept):
            judged += ["", say("formats.markdown.rest", n=rest).say(language)]
    return "\n".join([*head, *rows, *judged]) + "\n"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row of the table: a group, or what follows from the one before."""

    group: FindingGroup
    follows: bool


def _list_entries(report: Report) -> list[_Entry]:
    return [
        _Entry(each, each is not group)
        for group in group_findings(report.findings)
        for each in group.walk()
    ]


def _write(entry: _Entry, language: Language) -> str:
    group = entry.group
    finding = group.first
    seen = list_seen(group)
    said = tell_group(group).say(language) if group.is_alike or seen is None else ""
    if seen is not None:
        said = f"{said} {seen.say(language)}".lstrip()
    texts = (
        ("↳ " if entry.follows else "")
        + join_place(write_place(group.place, language), group, language),
        said,
        "" if entry.follows else finding.remedy.say(language),
    )
    severity = say(f"cli.severity.{finding.severity}").say(language)
    return _row([severity, *map(escape_markdown, texts)])


def _write_judged(report: Report, language: Language) -> list[str]:
    if not report.focus_counts:
        return []
    heads = [say(f"formats.column.{column}").say(language) for column in ("shape", "count")]
    return [
        *("", f"### {say('formats.page.judged').say(language)}", ""),
        *(_row(heads), _row(["---", "---:"])),
        *(_row([escape_markdown(shape), str(count)]) for shape, count in report.focus_counts),
    ]


def _measure(lines: Sequence[str]) -> int:
    """Return how many bytes lines take, each with its end."""
    return sum(len(line.encode()) + 1 for line in lines)


def _cut(entries: Sequence[_Entry], rows: Sequence[str], room: int) -> list[int]:
    """Return the numbers of the most severe rows that there is room for, in the order of all."""
    severities = [SEVERITIES.index(entry.group.first.severity) for entry in entries]
    by_severity = sorted(range(len(rows)), key=lambda number: severities[number])
    kept = list[int]()
    for number in by_severity:
        room -= _measure([rows[number]])
        if room < 0:
            break
        kept.append(number)
    return sorted(kept)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escape_markdown(text: str) -> str:
    r"""Return text that Markdown shows as it is: no link, no mention, no HTML, no new column.

    >>> escape_markdown("a|b <script>")
    'a\\|b \\<script\\>'
    """
    return escape_line(show_safely(text))


def escape_line(line: str) -> str:
    """Return a line as :func:`escape_markdown` does, however long it is."""
    escaped = _SPECIAL.sub(r"\\\1", line)
    # Addresses and names of people become links by themselves; a mark without width prevents it.
    return _LINK.sub(lambda found: found.group()[0] + "\u200b" + found.group()[1:], escaped)
