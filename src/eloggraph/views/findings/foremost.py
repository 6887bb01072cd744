"""The most severe of many findings, where a form or its reader takes no more."""

from __future__ import annotations

from collections.abc import Sequence

from eloggraph.finding import SEVERITIES, Finding


def pick_foremost(findings: Sequence[Finding], most: int) -> tuple[Finding, ...]:
    """Return so many findings, the most severe of them, in the order of all."""
    if len(findings) <= most:
        return tuple(findings)
    by_severity = sorted(range(len(findings)), key=lambda i: SEVERITIES.index(findings[i].severity))
    return tuple(findings[number] for number in sorted(by_severity[:most]))
