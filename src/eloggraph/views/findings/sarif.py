"""Findings as SARIF 2.1.0, for code hosts and editors.

Source: OASIS Standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import version
from urllib.parse import quote

from eloggraph.finding import Finding, Place, Report
from eloggraph.text import Language
from eloggraph.views.findings.text import show_safely

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"violation": "error", "warning": "warning", "info": "note"}


def render(report: Report, language: Language) -> str:
    """Return a SARIF log with one run; a rule for each code, its help in the language."""
    rules = _list_rules(report.findings)
    numbers = {finding.code: number for number, finding in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "eloggraph",
                "version": version("eloggraph"),
                "informationUri": "https://w3id.org/eloggraph/ns",
                "rules": [_write_rule(finding, language) for finding in rules],
            }
        },
        "language": language,
        "columnKind": "unicodeCodePoints",
        "results": _write_results(report.findings, numbers, language),
        "invocations": [{"executionSuccessful": report.complete}],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _list_rules(findings: Sequence[Finding]) -> list[Finding]:
    """Return the first finding of each code, in the order of the codes."""
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding.code, finding)
    return [first[code] for code in sorted(first)]


def _write_rule(finding: Finding, language: Language) -> dict[str, object]:
    remedy = show_safely(finding.remedy.say(language))
    return {
        "id": finding.code,
        "shortDescription": {"text": finding.code.replace("-", " ")},
        "help": {"text": remedy},
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
    }


def _write_results(
    findings: Sequence[Finding], numbers: dict[str, int], language: Language
) -> list[dict[str, object]]:
    seen: dict[str, int] = {}
    results = []
    for finding in findings:
        mark = _fingerprint(finding)
        seen[mark] = seen.get(mark, 0) + 1
        results.append(
            {
                "ruleId": finding.code,
                "ruleIndex": numbers[finding.code],
                "level": _LEVELS[finding.severity],
                "message": {
                    "text": f"{show_safely(finding.message.say(language))} "
                    f"{show_safely(finding.remedy.say(language))}"
                },
                "locations": [_write_location(finding.place)] if finding.place else [],
                "partialFingerprints": {"eloggraph/v1": f"{mark}:{seen[mark]}"},
            }
        )
    return results


def _write_location(place: Place) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {"uri": quote(place.file)}}
    if place.row is not None:
        physical["region"] = {"startLine": max(place.row, 1)}
    location: dict[str, object] = {"physicalLocation": physical}
    named = [(place.sheet, "module"), (place.column, "member")]
    logical = [
        {"name": show_safely(name), "kind": kind} for name, kind in named if name is not None
    ]
    if place.sheet and place.column:
        logical[1]["fullyQualifiedName"] = show_safely(f"{place.sheet}/{place.column}")
    if logical:
        location["logicalLocations"] = logical
    return location


def _fingerprint(finding: Finding) -> str:
    """Return what stays the same when rows are moved: all but the row."""
    place = finding.place or Place(file="")
    parts = (
        finding.code, place.file, place.sheet, place.column,
        finding.focus, finding.path, finding.value, finding.shape,
    )  # fmt: skip
    text = "\x1f".join(part or "" for part in parts)
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:32]
