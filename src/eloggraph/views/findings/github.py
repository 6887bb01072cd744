"""Findings as workflow commands of GitHub, which shows them at the lines of a change.

Source: GitHub Docs, "Workflow commands for GitHub Actions"; that a step shows ten annotations of
each kind is told by GitHub's staff in the notes on limits of annotations.
"""

from __future__ import annotations

from eloggraph.finding import SEVERITIES, Finding, Report
from eloggraph.text import Language, say
from eloggraph.views.findings.artifacts import AS_NAMED, Artifacts
from eloggraph.views.findings.text import name_column, show_safely, write_summary

_COMMANDS = {"violation": "error", "warning": "warning", "info": "notice"}
# So many annotations of each command are shown for a step; GitHub drops the others in silence.
MOST_SHOWN = 10


def render(report: Report, language: Language, artifacts: Artifacts = AS_NAMED) -> str:
    """Return one command a line, as many as GitHub shows; what is not shown is counted last."""
    shown: list[Finding] = []
    for severity in SEVERITIES:
        of_kind = [finding for finding in report.findings if finding.severity == severity]
        shown += of_kind[:MOST_SHOWN]
    kept = {id(finding) for finding in shown}
    lines = [_write(f, language, artifacts) for f in report.findings if id(f) in kept]
    lines.append(write_summary(report).say(language))
    rest = len(report.findings) - len(shown)
    if rest:
        lines.append(say("formats.github.rest", n=rest, most=MOST_SHOWN).say(language))
    return "\n".join(lines) + "\n"


def _write(finding: Finding, language: Language, artifacts: Artifacts) -> str:
    place = finding.place
    properties = {"file": artifacts.path(place)}
    title = [finding.code]
    if place is not None:
        if place.row is not None:
            properties["line"] = str(artifacts.line(place))
            lines = artifacts.lines(place)
            if lines and lines.last > lines.first:
                properties["endLine"] = str(lines.last)
        if place.sheet:
            title.append(say("cli.place.sheet", value=place.sheet).say(language))
        if place.column:
            title.append(name_column(place, language))
    properties["title"] = ", ".join(title)
    written = ",".join(f"{name}={_escape(value, ':,')}" for name, value in properties.items())
    text = f"{finding.message.say(language)} {finding.remedy.say(language)}"
    return f"::{_COMMANDS[finding.severity]} {written}::{_escape(text)}"


def _escape(text: str, further: str = "") -> str:
    r"""Return text as a command may hold it.

    >>> _escape("50 %, a:b", ":,")
    '50 %25%2C a%3Ab'
    """
    escaped = show_safely(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for character in further:
        escaped = escaped.replace(character, f"%{ord(character):02X}")
    return escaped
