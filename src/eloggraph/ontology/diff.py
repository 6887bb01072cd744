"""Two versions of an ontology compared: what changed, and how large a step that is.

Major is what breaks data or queries made with the old version: a term removed or its meaning
narrowed. Minor is what is added. Patch is text. Below 1.0.0 the middle number stands for the major
step, as everybody who follows semantic versioning reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from eloggraph.finding import Finding, Report, order_findings, tell
from eloggraph.ontology.changes import Change, Step, find_changes
from eloggraph.ontology.described import OntologyVersion, read_version
from eloggraph.text import say

Declared = Literal["major", "minor", "patch", "none", "back", "unknown"]
STEPS: tuple[Step, ...] = get_args(Step)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class VersionDiff:
    """What lies between two versions of an ontology.

    ``verdict`` is the step that the changes ask for, None where nothing changed; ``declared`` the
    step that the headers declare.
    """

    old: OntologyVersion
    new: OntologyVersion
    changes: tuple[Change, ...]
    verdict: Step | None
    declared: Declared
    report: Report

    def __repr__(self) -> str:
        """Return the verdict on one line."""
        return f"<VersionDiff {self.verdict or 'no change'}, {len(self.changes)} changes>"

    def of_step(self, step: Step) -> tuple[Change, ...]:
        """Return the changes that ask for one step."""
        return tuple(change for change in self.changes if change.step == step)


def compare_ontologies(old: Path, new: Path) -> VersionDiff:
    """Compare two versions of an ontology.

    Parameters
    ----------
    old, new
        Turtle files, or folders of them.

    Returns
    -------
    The changes, the verdict, and findings where the declared version is too small a step.

    Raises
    ------
    InputError
        When one of them cannot be read.

    Examples
    --------
    >>> compare_ontologies(Path("ontology"), Path("ontology")).verdict is None
    True
    """
    diff = compare_versions(read_version(old), read_version(new))
    missing = tuple(_find_missing_migration(diff, new))
    report = Report(order_findings([*diff.report.findings, *missing]))
    return VersionDiff(
        old=diff.old,
        new=diff.new,
        changes=diff.changes,
        verdict=diff.verdict,
        declared=diff.declared,
        report=report,
    )


def compare_versions(old: OntologyVersion, new: OntologyVersion) -> VersionDiff:
    """Compare two versions that have been read."""
    changes = find_changes(old, new)
    verdict = decide_step(changes)
    declared = read_declared_step(old, new)
    findings = tuple(_judge_step(old, new, verdict, declared))
    return VersionDiff(
        old=old,
        new=new,
        changes=changes,
        verdict=verdict,
        declared=declared,
        report=Report(order_findings(findings)),
    )


def decide_step(changes: Iterable[Change]) -> Step | None:
    """Return the largest step that any change asks for."""
    asked = {change.step for change in changes}
    return next((step for step in STEPS if step in asked), None)


def read_declared_step(old: OntologyVersion, new: OntologyVersion) -> Declared:
    """Return the step from one declared version to the other.

    Below 1.0.0 a new middle number is a major step and a new last number a minor one.
    """
    if old.number is None or new.number is None:
        return "unknown"
    if new.number == old.number:
        return "none"
    if new.number < old.number:
        return "back"
    rose = next(i for i in range(3) if new.number[i] != old.number[i])
    return STEPS[max(0, rose - 1) if old.number[0] == 0 else rose]


def _judge_step(
    old: OntologyVersion, new: OntologyVersion, verdict: Step | None, declared: Declared
) -> Iterator[Finding]:
    if verdict is None:
        return
    if declared == "unknown":
        yield tell(
            "version-undeclared",
            "violation",
            new.place,
            chapter="diff",
            focus=new.iri,
            step=_name(verdict),
        )
    elif declared in ("none", "back") or STEPS.index(declared) > STEPS.index(verdict):
        yield tell(
            "version-too-small",
            "violation",
            new.place,
            chapter="diff",
            focus=new.iri,
            old=old.declared or "",
            new=new.declared or "",
            step=_name(verdict),
            least=suggest_version(old.number, verdict),
        )


def _name(step: Step) -> object:
    return say(f"diff.step.{step}")


def suggest_version(number: tuple[int, int, int] | None, step: Step) -> str:
    """Return the least version that is a step of the kind after another.

    >>> suggest_version((1, 4, 2), "minor"), suggest_version((0, 4, 2), "major")
    ('1.5.0', '0.5.0')
    """
    major, minor, patch = number or (0, 0, 0)
    at = STEPS.index(step) + (major == 0)
    return (
        f"{major + 1}.0.0",
        f"{major}.{minor + 1}.0",
        f"{major}.{minor}.{patch + 1}",
    )[min(at, 2)]


def _find_missing_migration(diff: VersionDiff, folder: Path) -> Iterator[Finding]:
    """Tell of a new major version without a SPARQL Update that converts data of an older one."""
    old, new = diff.old.number, diff.new.number
    if old is None or new is None or diff.verdict != "major" or not 0 < old[0] < new[0]:
        return
    version = f"v{new[0]}"
    if folder.is_dir() and not any((folder / "migration" / version).glob("*.ru")):
        yield tell(
            "migration-missing", "warning", chapter="diff", focus=diff.new.iri, value=version
        )
