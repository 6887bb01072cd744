"""Findings as Markdown, for a pull request or the summary of a job."""

from __future__ import annotations

import re

from eloggraph.finding import Report
from eloggraph.text import Language, say
from eloggraph.views.findings.conclusion import name_conclusion
from eloggraph.views.findings.text import show_safely, write_place, write_summary

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_COLUMNS = ("severity", "place", "message", "remedy")
_LINK = re.compile(r"(?<=[a-zA-Z])://|(?<=www)\.|@")


def render(report: Report, language: Language) -> str:
    """Return a heading with the verdict, the counts, a table of findings, and what was judged."""
    lines = [f"## {name_conclusion(report).say(language)}", "", write_summary(report).say(language)]
    if not report.complete:
        lines += ["", say("formats.conclusion.incomplete").say(language)]
    if report.findings:
        heads = [say(f"formats.column.{column}").say(language) for column in _COLUMNS]
        lines += ["", _row(heads), _row(["---"] * len(heads))]
        lines += [
            _row(
                [
                    say(f"cli.severity.{finding.severity}").say(language),
                    *map(
                        escape_markdown,
                        (
                            write_place(finding.place, language),
                            finding.message.say(language),
                            finding.remedy.say(language),
                        ),
                    ),
                ]
            )
            for finding in report.findings
        ]
    if report.focus_counts:
        heads = [say(f"formats.column.{column}").say(language) for column in ("shape", "count")]
        lines += ["", f"### {say('formats.page.judged').say(language)}", ""]
        lines += [_row(heads), _row(["---", "---:"])]
        lines += [
            _row([escape_markdown(shape), str(count)]) for shape, count in report.focus_counts
        ]
    return "\n".join(lines) + "\n"


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
