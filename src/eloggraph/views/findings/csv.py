"""Findings as CSV for a spreadsheet, without anything that a spreadsheet would compute."""

from __future__ import annotations

import csv
import io

from eloggraph.finding import Report
from eloggraph.text import Language, say
from eloggraph.views.findings.text import show_safely
from eloggraph.views.tables.results import guard_formula

HEADER = (
    "severity", "code", "file", "sheet", "row", "column",
    "message", "remedy", "focus", "path", "value", "shape",
)  # fmt: skip


def render(report: Report, language: Language) -> str:
    """Return a header and one record for each finding; the header is the same in every language."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(HEADER)
    for finding in report.findings:
        place = finding.place
        cells = (
            say(f"cli.severity.{finding.severity}").say(language),
            finding.code,
            place.file if place else None,
            place.sheet if place else None,
            str(place.row) if place and place.row is not None else None,
            place.column if place else None,
            finding.message.say(language),
            finding.remedy.say(language),
            finding.focus,
            finding.path,
            finding.value,
            finding.shape,
        )
        writer.writerow([guard_formula(show_safely(cell or "")) for cell in cells])
    return buffer.getvalue()
