"""The quality gate of an ontology: its checks run offline and told as findings.

The ideas are those of three public catalogues (OOPS! pitfalls, FOOPS! tests, ROBOT report) and of
the SEMIC style guide; the queries and the words are our own. Nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from eloggraph.errors import InputError
from eloggraph.finding import Finding, Report, Severity, order_findings
from eloggraph.ontology.exceptions import Exceptions, read_exceptions
from eloggraph.ontology.quality_queries import (
    Profile,
    QualityCheck,
    name_language,
    quality_checks,
    read_profile,
)
from eloggraph.ontology.terms import TermStore, open_terms
from eloggraph.schema.turtle import read_turtle
from eloggraph.text import Text

Solution = Mapping[str, ox.NamedNode | ox.BlankNode | ox.Literal]
_VARIABLES = ("term", "path", "value", "other")


def check_ontology(paths: Sequence[Path], *, profile: Path | None = None) -> Report:
    """Check an ontology and its code lists.

    Parameters
    ----------
    paths
        Turtle files, or folders of them, that are judged together.
    profile
        A TOML file with severities and languages that differ from the packaged ones.

    Returns
    -------
    All findings in order, each at the line where its term begins, and how many terms of each
    kind were looked at. Where a file could not be read nothing else is judged, and the report
    is not complete.

    Examples
    --------
    >>> check_ontology([Path("ontology")]).count("violation")
    0
    """
    try:
        chosen = read_profile(profile)
    except InputError as error:
        return Report(order_findings(error.findings), complete=False)
    files, faults = read_turtle(paths)
    if faults:
        return Report(order_findings(faults), complete=False)
    terms = open_terms(files)
    exceptions = read_exceptions(terms, quality_checks())
    findings = [
        *_run_checks(terms, chosen, exceptions),
        *exceptions.tell_faults(terms, [name for name in chosen.levels if chosen.severity(name)]),
    ]
    return Report(order_findings(findings), terms.counts)


def _run_checks(terms: TermStore, profile: Profile, exceptions: Exceptions) -> Iterator[Finding]:
    for name, check in quality_checks().items():
        severity = profile.severity(name)
        if severity is None:
            continue
        for language in profile.languages if check.by_language else (None,):
            for solution in _ask(terms, check, language):
                if not exceptions.cover(terms.owner(solution.get("term")), name):
                    yield _make_finding(terms, check, severity, solution, language)


def _ask(terms: TermStore, check: QualityCheck, language: str | None) -> Iterator[Solution]:
    for solution in terms.select(check.query, language):
        yield {
            name: term
            for name in _VARIABLES
            if isinstance(term := solution.get(name), (ox.NamedNode, ox.BlankNode, ox.Literal))
        }


def _make_finding(
    terms: TermStore,
    check: QualityCheck,
    severity: Severity,
    solution: Solution,
    language: str | None,
) -> Finding:
    subject = solution.get("term")
    focus = terms.owner(subject)
    shown = {name: terms.show(solution.get(name)) for name in _VARIABLES}
    shown["term"] = terms.show(ox.NamedNode(focus)) if focus else "–"
    value = solution.get("value")
    path = solution.get("path")
    return Finding(
        code=check.name,
        severity=severity,
        message=_fill(check.problem, shown, language),
        remedy=_name_entries(_fill(check.remedy, shown, language), check.entries),
        place=terms.place(subject),
        focus=focus,
        path=path.value if path is not None else None,
        value=value.value if value is not None else language,
        shape=check.iri,
    )


def _fill(text: Text, shown: Mapping[str, str], language: str | None) -> Text:
    said = name_language(language) if language else Text.same("")
    return Text.each(lambda each: text.say(each).format(**shown, language=said.say(each)))


def _name_entries(remedy: Text, entries: Iterable[str]) -> Text:
    where = ", ".join(entries)
    return Text(*(f"{text} ({where})" for text in remedy.said))
