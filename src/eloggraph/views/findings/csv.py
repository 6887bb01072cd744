"""Findings as CSV for a spreadsheet, in the reader's language and without any formula."""

from __future__ import annotations

from eloggraph.finding import Finding, Report
from eloggraph.text import Language, say
from eloggraph.views.findings.text import show_safely
from eloggraph.views.tables.spreadsheet import Scalar, name_column, write_csv

COLUMNS = (
    "severity", "code", "file", "sheet", "row", "column",
    "message", "remedy", "focus", "path", "value", "shape",
)  # fmt: skip


def render(report: Report, language: Language) -> str:
    """Return a header and one record for each finding; machines have them as JSON."""
    header = [name_column(key).say(language) for key in COLUMNS]
    rows = (_write(finding, language) for finding in report.findings)
    return write_csv(header, rows, language)


def _write(finding: Finding, language: Language) -> list[Scalar]:
    place = finding.place
    cells = (
        say(f"cli.severity.{finding.severity}").say(language),
        finding.code,
        place.file if place else None,
        place.sheet if place else None,
        place.row if place else None,
        place.column if place else None,
        finding.message.say(language),
        finding.remedy.say(language),
        finding.focus,
        finding.path,
        finding.value,
        finding.shape_name or finding.shape,
    )
    return [show_safely(cell) if isinstance(cell, str) else cell for cell in cells]
