"""Findings as SARIF 2.1.0, for code hosts and editors, within what GitHub takes.

Sources: OASIS Standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0";
GitHub Docs, "SARIF support for code scanning".
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import version
from urllib.parse import quote

from eloggraph.finding import Finding, Place, Report
from eloggraph.shacl.shapes import ShapesGraph
from eloggraph.text import Language, say
from eloggraph.views.findings.artifacts import AS_NAMED, Artifacts
from eloggraph.views.findings.foremost import pick_foremost
from eloggraph.views.findings.rules import Rule, list_rules, name_rule
from eloggraph.views.findings.text import show_safely

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"violation": "error", "warning": "warning", "info": "note"}
_PROBLEMS = {"violation": "error", "warning": "warning", "info": "recommendation"}
# What GitHub keeps of a run, and of the tags of a rule.
MOST_RESULTS = 5_000
_MOST_TAGS = 10
_ROOT = "%SRCROOT%"


def render(report: Report, language: Language, artifacts: Artifacts = AS_NAMED) -> str:
    """Return a SARIF log with one run; a rule for each shape or code, described in the language.

    Of more than :data:`MOST_RESULTS` findings the most severe are results, and the rest counted
    in a notification.
    """
    shapes = getattr(report, "shapes", None)  # a report of a check has those that were used
    rules = list_rules(report.findings, shapes if isinstance(shapes, ShapesGraph) else None)
    numbers = {rule.id: number for number, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "eloggraph",
                "version": version("eloggraph"),
                "informationUri": "https://w3id.org/eloggraph/ns",
                "rules": [_write_rule(rule, language) for rule in rules],
            }
        },
        "language": language,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: _write_root(artifacts, language)},
        "results": _write_results(report.findings, numbers, language, artifacts),
        "invocations": [_write_invocation(report, language)],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _write_root(artifacts: Artifacts, language: Language) -> dict[str, object]:
    root: dict[str, object] = {"uri": artifacts.root} if artifacts.root else {}
    return {**root, "description": {"text": say("formats.sarif.root").say(language)}}


def _write_invocation(report: Report, language: Language) -> dict[str, object]:
    invocation: dict[str, object] = {"executionSuccessful": report.complete}
    rest = len(report.findings) - MOST_RESULTS
    if rest > 0:
        told = say("formats.sarif.rest", n=rest, most=MOST_RESULTS).say(language)
        invocation["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": told}}]
    return invocation


def _write_rule(rule: Rule, language: Language) -> dict[str, object]:
    demand = show_safely(rule.demand.say(language))
    remedy = show_safely(rule.remedy.say(language))
    return {
        "id": rule.id,
        "shortDescription": {"text": demand},
        "fullDescription": {"text": demand},
        "help": {"text": f"{demand}\n\n{remedy}\n\n{rule.link}"},
        "helpUri": rule.link,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": ["data-quality", *rule.codes][:_MOST_TAGS],
            "precision": "very-high",
            "problem.severity": _PROBLEMS[rule.severity],
        },
    }


def _write_results(
    findings: Sequence[Finding],
    numbers: dict[str, int],
    language: Language,
    artifacts: Artifacts,
) -> list[dict[str, object]]:
    kept = {
        id(finding) for finding in pick_foremost(findings, MOST_RESULTS, lambda each: each.severity)
    }
    seen: dict[str, int] = {}
    results = []
    for finding in findings:
        mark = _fingerprint(finding)
        seen[mark] = seen.get(mark, 0) + 1
        if id(finding) not in kept:
            continue
        rule = name_rule(finding)
        fingerprint = f"{mark}:{seen[mark]}"
        results.append(
            {
                "ruleId": rule,
                "ruleIndex": numbers[rule],
                "level": _LEVELS[finding.severity],
                "message": {
                    "text": f"{show_safely(finding.message.say(language))} "
                    f"{show_safely(finding.remedy.say(language))}"
                },
                "locations": [_write_location(finding.place, artifacts)],
                # The first name is the only one that GitHub reads.
                "partialFingerprints": {
                    "primaryLocationLineHash": fingerprint,
                    "eloggraph/v1": fingerprint,
                },
            }
        )
    return results


def _write_location(place: Place | None, artifacts: Artifacts) -> dict[str, object]:
    location: dict[str, object] = {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(artifacts.path(place)), "uriBaseId": _ROOT},
            "region": _write_region(place, artifacts),
        }
    }
    if place is None:
        return location
    named = [(place.sheet, "module"), (place.column, "member")]
    logical = [
        {"name": show_safely(name), "kind": kind} for name, kind in named if name is not None
    ]
    if place.sheet and place.column:
        logical[1]["fullyQualifiedName"] = show_safely(f"{place.sheet}/{place.column}")
    if logical:
        location["logicalLocations"] = logical
    return location


def _write_region(place: Place | None, artifacts: Artifacts) -> dict[str, int]:
    lines = artifacts.lines(place)
    region = {"startLine": artifacts.line(place)}
    if lines is None:
        return region
    return {**region, "startColumn": 1, "endLine": lines.last, "endColumn": lines.end}


def _fingerprint(finding: Finding) -> str:
    """Return what stays the same wherever the data lies, in any language, when rows are moved.

    Blank nodes are left out: their labels are not the same in every reading.
    """
    place = finding.place or Place(file="")
    terms = (finding.focus, finding.path, finding.value, finding.shape)
    named = (None if term and term.startswith("_:") else term for term in terms)
    parts = (finding.code, place.file, place.sheet, place.column, *named)
    text = "\x1f".join(part or "" for part in parts)
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:32]
