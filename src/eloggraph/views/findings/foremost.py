"""The most severe of many findings, where a form or its reader takes no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from eloggraph.finding import SEVERITIES, Severity

Told = TypeVar("Told")


def pick_foremost(
    findings: Sequence[Told], most: int, severity_of: Callable[[Told], Severity]
) -> tuple[Told, ...]:
    """Return so many findings or groups, the most severe of them, in the order of all.

    >>> pick_foremost(["info", "violation"], 1, lambda severity: severity)
    ('violation',)
    """
    if len(findings) <= most:
        return tuple(findings)
    ranks = [SEVERITIES.index(severity_of(each)) for each in findings]
    by_severity = sorted(range(len(findings)), key=lambda number: ranks[number])
    return tuple(findings[number] for number in sorted(by_severity[:most]))
