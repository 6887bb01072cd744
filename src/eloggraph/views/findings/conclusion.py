"""What a report comes to, in a few words."""

from __future__ import annotations

from eloggraph.finding import SEVERITIES, Report
from eloggraph.text import Text, say


def name_conclusion(report: Report) -> Text:
    """Return the verdict of a report: by the most severe of its findings."""
    worst = next((severity for severity in SEVERITIES if report.count(severity)), "clean")
    return say(f"formats.conclusion.{worst}")
