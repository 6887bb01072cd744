"""Exceptions that an ontology declares: a check is silent because somebody decided so.

``elo:checkException "domain-missing: belongs to several classes"`` on a term excepts it from one
check; the same on the header of the ontology excepts every term of it. A catalogue entry
(``"P11"``) stands for all checks that carry it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from eloggraph.finding import Finding, tell
from eloggraph.iri import ELO
from eloggraph.ontology.quality_queries import QualityCheck
from eloggraph.ontology.terms import TermStore

PROPERTY = f"{ELO}checkException"
_QUERY = f"SELECT ?term ?value WHERE {{ ?term <{PROPERTY}> ?value }}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceptions:
    """Declared exceptions: for each term what was written and the checks that it names.

    ``used`` records which were needed, so that needless ones become findings.
    """

    declared: Mapping[str, Mapping[str, tuple[str, ...]]]
    headers: Mapping[str, str]
    used: set[tuple[str, str, str]] = field(default_factory=set)

    def cover(self, term: str | None, check: str) -> bool:
        """Tell whether a term, or the ontology that it belongs to, is excepted from a check."""
        covered = False
        for subject in {term, self.headers.get(term or "")} - {None}:
            for written, checks in self.declared.get(str(subject), {}).items():
                if check in checks:
                    self.used.add((str(subject), written, check))
                    covered = True
        return covered

    def tell_faults(self, terms: TermStore, asked: Iterable[str]) -> Iterator[Finding]:
        """Yield a finding for each exception that names no check or excepts nothing."""
        told = set(asked)
        for subject, written_checks in self.declared.items():
            for written, checks in written_checks.items():
                needed = any((subject, written, check) in self.used for check in checks)
                if checks and (needed or not told.intersection(checks)):
                    continue
                node = ox.NamedNode(subject)
                yield tell(
                    f"exception-{'unused' if checks else 'unknown'}",
                    "info" if checks else "warning",
                    terms.place(node),
                    chapter="quality",
                    focus=subject,
                    term=terms.show(node),
                    value=written,
                )


def read_exceptions(terms: TermStore, checks: Mapping[str, QualityCheck]) -> Exceptions:
    """Read the exceptions that the files declare."""
    declared: dict[str, dict[str, tuple[str, ...]]] = {}
    for solution in terms.select(_QUERY):
        subject, value = solution["term"], solution["value"]
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.Literal):
            named = _find_checks(value.value.partition(":")[0].strip(), checks)
            declared.setdefault(subject.value, {})[value.value] = named
    return Exceptions(declared=declared, headers=terms.headers)


def _find_checks(name: str, checks: Mapping[str, QualityCheck]) -> tuple[str, ...]:
    if name in checks:
        return (name,)
    return tuple(
        check.name
        for check in checks.values()
        if any(name in (entry, entry.rpartition(" ")[2]) for entry in check.entries)
    )
