"""Findings as workflow commands of GitHub, which shows them at the lines of a change.

Source: GitHub Docs, "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

from eloggraph.finding import Finding, Report
from eloggraph.text import Language, say
from eloggraph.views.findings.text import show_safely, write_summary

_COMMANDS = {"violation": "error", "warning": "warning", "info": "notice"}


def render(report: Report, language: Language) -> str:
    """Return one command a line, and the count last."""
    lines = [_write(finding, language) for finding in report.findings]
    return "\n".join([*lines, write_summary(report).say(language)]) + "\n"


def _write(finding: Finding, language: Language) -> str:
    place = finding.place
    properties = {}
    title = [finding.code]
    if place is not None:
        properties["file"] = place.file
        if place.row is not None:
            properties["line"] = str(place.row)
        if place.sheet:
            title.append(say("cli.place.sheet", value=place.sheet).say(language))
        if place.column:
            title.append(say("cli.place.column", value=place.column).say(language))
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
