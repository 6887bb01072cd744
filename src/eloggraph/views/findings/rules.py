"""The rules behind findings: what each demands, what to do, and where it is described.

A shape is a rule, and so is each kind of fault that reading finds. What is said of a rule is true
of all its findings, and names no cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from eloggraph.checks.demands import join_texts, read_demand
from eloggraph.finding import SEVERITIES, Finding, Severity
from eloggraph.iri import BASE, contract
from eloggraph.shacl.shapes import ShapesGraph
from eloggraph.text import Text, catalogue_keys, say

_CHECKS = f"{BASE}check#"
# What stands in the sentences of the catalogue for what a finding puts there.
_ANYTHING = "…"
# The chapters whose findings are about shapes, not of shapes.
_ABOUT_SHAPES = ("shapes", "sparql")
_PARTS = ("message", "remedy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: what it demands, what to do where it is broken, and an address that names it.

    ``severity`` is that of its most severe finding, ``codes`` the kinds of fault that it finds.
    """

    id: str
    demand: Text
    remedy: Text
    link: str
    severity: Severity
    codes: tuple[str, ...]


def name_rule(finding: Finding) -> str:
    """Return the identifier of the rule that a finding is of: its shape, or else its code.

    >>> from eloggraph.finding import tell
    >>> name_rule(tell("config-missing", "warning"))
    'config-missing'
    """
    shape = finding.shape
    if shape is None or finding.code.startswith("shape-") or _chapter(finding) in _ABOUT_SHAPES:
        return finding.code
    if shape.startswith("_:"):  # it has no name of its own that would stay the same
        return f"{finding.code} {contract(finding.path)}" if finding.path else finding.code
    return contract(shape)


def list_rules(findings: Iterable[Finding], shapes: ShapesGraph | None = None) -> tuple[Rule, ...]:
    """Return the rules of findings in order of their identifiers.

    ``shapes`` tell what they demand in their own words.
    """
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(name_rule(finding), []).append(finding)
    return tuple(_describe(name, by_rule[name], shapes) for name in sorted(by_rule))


def _describe(name: str, findings: list[Finding], shapes: ShapesGraph | None) -> Rule:
    first = findings[0]
    codes = tuple(sorted({finding.code for finding in findings}))
    demand, remedy = _read_quality_check(first), None
    if shapes is not None and first.shape is not None and demand is None:
        demand, remedy = read_demand(first.shape, shapes)
    remedies = [_say_generally(code, "remedy") for code in codes]
    return Rule(
        id=name,
        demand=demand or _say_generally(first.code, "message") or Text.same(name),
        remedy=remedy or join_texts([text for text in remedies if text]) or first.remedy,
        link=_find_link(name, first),
        severity=min((finding.severity for finding in findings), key=SEVERITIES.index),
        codes=codes,
    )


def _find_link(name: str, finding: Finding) -> str:
    is_named = finding.shape is not None and name == contract(finding.shape)
    if is_named and finding.shape and finding.shape.startswith(("http://", "https://")):
        return finding.shape
    return f"{_CHECKS}{finding.code}"


def _read_quality_check(finding: Finding) -> Text | None:
    if finding.shape != f"{_CHECKS}{finding.code}":
        return None
    from eloggraph.ontology.quality_queries import quality_checks

    check = quality_checks().get(finding.code)
    return check.title if check else None


@cache
def _entries() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return the entries of the catalogue for each code and part, its variants in order."""
    found: dict[tuple[str, str], list[str]] = {}
    for key in catalogue_keys():
        chapter, code, *rest = key.split(".")
        part = next((name for name in _PARTS if name in rest), None)
        if part is not None:
            entry = ".".join([chapter, code, *rest[: rest.index(part) + 1]])
            entries = found.setdefault((code, part), [])
            # A code of several chapters is told in the words of tables.
            entries.insert(0, entry) if chapter == "findings" else entries.append(entry)
    return {known: tuple(dict.fromkeys(entries)) for known, entries in found.items()}


def _chapter(finding: Finding) -> str | None:
    entries = _entries().get((finding.code, "message"), ())
    return entries[0].partition(".")[0] if entries else None


def _say_generally(code: str, part: str) -> Text | None:
    """Return what the catalogue says of a kind of fault, with a mark for what differs."""
    for entry in _entries().get((code, part), ())[:1]:
        values: dict[str, object] = {}
        while True:
            try:
                return say(entry, **values)
            except KeyError as missing:
                name = str(missing.args[0])
                if name in values:
                    raise
                values[name] = _ANYTHING
    return None
