"""Findings as JUnit XML: a suite for each file, a failed case for each fault.

Warnings and remarks are cases that pass and say so in their output; a file set without any
finding is one case that passes, so that a pipeline sees that the check was made.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from eloggraph.finding import Finding, Report
from eloggraph.text import Language, say
from eloggraph.views.findings.artifacts import AS_NAMED, Artifacts
from eloggraph.views.findings.text import show_safely, write_place

# Characters that XML 1.0 has no place for.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, language: Language, artifacts: Artifacts = AS_NAMED) -> str:
    """Return the document; faults fail, and so does a check that could not be completed."""
    root = Element("testsuites", name="eloggraph check")
    located = [_locate(finding, artifacts) for finding in report.findings]
    by_file = groupby(located, key=lambda f: f.place.file if f.place else "")
    for file, findings in by_file:
        _add_suite(root, file or say("cli.place.whole").say(language), list(findings), language)
    if not report.findings:
        suite = SubElement(root, "testsuite", name="check", tests="1", failures="0", errors="0")
        SubElement(suite, "testcase", classname="check", name="conforms")
    cases = list(root.iter("testcase"))
    root.set("tests", str(len(cases)))
    root.set("failures", str(len(list(root.iter("failure")))))
    root.set("errors", str(len(list(root.iter("error")))))
    indent(root)
    text = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _locate(finding: Finding, artifacts: Artifacts) -> Finding:
    """Return a finding with its file as a pipeline finds it; rows stay those that people see."""
    place = finding.place
    return (
        finding
        if place is None
        else replace(finding, place=replace(place, file=artifacts.path(place)))
    )


def _add_suite(root: Element, file: str, findings: list[Finding], language: Language) -> None:
    failures = sum(finding.severity == "violation" for finding in findings)
    suite = SubElement(
        root,
        "testsuite",
        name=_clean(file),
        tests=str(len(findings)),
        failures=str(failures),
        errors="0",
    )
    for finding in findings:
        _add_case(suite, file, finding, language)


def _add_case(suite: Element, file: str, finding: Finding, language: Language) -> None:
    where = write_place(finding.place, language)
    case = SubElement(
        suite, "testcase", classname=_clean(file), name=_clean(f"{finding.code}: {where}")
    )
    message = _clean(finding.message.say(language))
    text = f"{_clean(where)}\n{message}\n{_clean(finding.remedy.say(language))}"
    if finding.severity == "violation":
        SubElement(case, "failure", type=finding.code, message=message).text = text
    else:
        severity = say(f"cli.severity.{finding.severity}").say(language)
        SubElement(case, "system-out").text = f"{severity}: {text}"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", show_safely(text))
