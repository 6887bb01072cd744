"""Findings as Markdown, for a pull request or the summary of a job, within what such may hold.

Source: GitHub Docs, "Workflow commands for GitHub Actions": a step's summary has at most 1 MiB.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from eloggraph.finding import SEVERITIES, Finding, Report
from eloggraph.text import Language, say
from eloggraph.views.findings.conclusion import name_conclusion
from eloggraph.views.findings.text import show_safely, write_place, write_summary

MOST_BYTES = 1 << 20
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_COLUMNS = ("severity", "place", "message", "remedy")
_LINK = re.compile(r"(?<=[a-zA-Z])://|(?<=www)\.|@")
# For the sentences that tell what is left out.
_RESERVED = 1_000


def render(report: Report, language: Language) -> str:
    """Return a heading with the verdict, the counts, a table of findings, and what was judged.

    Where all would be more than :data:`MOST_BYTES`, the most severe findings are in the table
    and the rest are counted; the list of what was judged is left out first.
    """
    head = [f"## {name_conclusion(report).say(language)}", "", write_summary(report).say(language)]
    if not report.complete:
        head += ["", say("formats.conclusion.incomplete").say(language)]
    if report.findings:
        heads = [say(f"formats.column.{column}").say(language) for column in _COLUMNS]
        head += ["", _row(heads), _row(["---"] * len(heads))]
    rows = [_write(finding, language) for finding in report.findings]
    judged = _write_judged(report, language)
    if _measure([*head, *rows, *judged]) > MOST_BYTES:
        room = MOST_BYTES - _measure(head) - _RESERVED
        rows = _cut(report.findings, rows, room)
        judged = ["", say("formats.markdown.judged").say(language)] if judged else []
        if rest := len(report.findings) - len(rows):
            judged += ["", say("formats.markdown.rest", n=rest).say(language)]
    return "\n".join([*head, *rows, *judged]) + "\n"


def _write(finding: Finding, language: Language) -> str:
    texts = (
        write_place(finding.place, language),
        finding.message.say(language),
        finding.remedy.say(language),
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


def _cut(findings: Sequence[Finding], rows: Sequence[str], room: int) -> list[str]:
    """Return the rows of the most severe findings that there is room for, in the order of all."""
    by_severity = sorted(range(len(rows)), key=lambda i: SEVERITIES.index(findings[i].severity))
    kept = list[int]()
    for number in by_severity:
        room -= _measure([rows[number]])
        if room < 0:
            break
        kept.append(number)
    return [rows[number] for number in sorted(kept)]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escape_markdown(text: str) -> str:
    r"""Return text that Markdown shows as it is: no link, no mention, no HTML, no new column.

    >>> escape_markdown("a|b <script>")
    'a\\|b \\<script\\>'
    """
    escaped = _SPECIAL.sub(r"\\\1", show_safely(text))
    # Addresses and names of people become links by themselves; a mark without width prevents it.
    return _LINK.sub(lambda found: found.group()[0] + "\u200b" + found.group()[1:], escaped)
