"""Two checks of the same data compared: what is new, what is mended, and what is as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from eloggraph.finding import Finding, Report, order_findings
from eloggraph.text import Language, say
from eloggraph.views.findings.text import render_text, show_safely, write_place, write_summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What became of findings from one check to the next; ``still`` is as the later one has it."""

    new: tuple[Finding, ...]
    mended: tuple[Finding, ...]
    still: tuple[Finding, ...]


def compare_reports(before: Report, after: Report) -> Progress:
    """Compare two checks of the same data.

    A finding whose row has moved, because rows were put in or taken out above it, is the same
    finding, and so is one that says the same of the same cell when the settings have given its
    row another address. Where not everything could be read, nothing counts as mended: it was not
    looked at.

    >>> compare_reports(Report(()), Report(()))
    Progress(new=(), mended=(), still=())
    """
    same = set(before.findings) & set(after.findings)
    new = [finding for finding in after.findings if finding not in same]
    mended = [finding for finding in before.findings if finding not in same]
    still = list(same)
    for kind in (_kind, _wording):
        new, mended, alike = _pair(new, mended, kind)
        still += alike
    return Progress(
        new=order_findings(new),
        mended=order_findings(mended) if after.complete else (),
        still=order_findings(still),
    )


def _pair(
    new: Iterable[Finding], mended: Iterable[Finding], kind: Callable[[Finding], object]
) -> tuple[list[Finding], list[Finding], list[Finding]]:
    """Take out what is of the same kind on both sides, row by row; return that last."""
    gone, come = _group(mended, kind), _group(new, kind)
    left_new, left_mended, still = list[Finding](), list[Finding](), list[Finding]()
    for each in gone.keys() | come.keys():
        old, now = gone.get(each, []), come.get(each, [])
        moved = min(len(old), len(now))
        still += now[:moved]
        left_new += now[moved:]
        left_mended += old[moved:]
    return left_new, left_mended, still


def _group(
    findings: Iterable[Finding], kind: Callable[[Finding], object]
) -> dict[object, list[Finding]]:
    """Group findings by their kind; each group in order of rows."""
    groups: dict[object, list[Finding]] = {}
    for finding in order_findings(findings):
        groups.setdefault(kind(finding), []).append(finding)
    return groups


def _kind(finding: Finding) -> object:
    """Return everything of a finding but its row and what the row's number changes."""
    place = finding.place
    return (
        finding.code,
        finding.severity,
        place and (place.file, place.sheet, place.column),
        finding.focus,
        finding.path,
        finding.value,
        finding.shape,
    )


def _wording(finding: Finding) -> object:
    """Return what a person reads of a finding."""
    return finding.code, finding.severity, finding.place, finding.message


def render_progress(before: Report, after: Report, language: Language) -> str:
    """Return what changed from one check to the next, and the count of all findings last."""
    progress = compare_reports(before, after)
    lines = list[str]()
    if not after.complete:
        lines.append(say("watch.incomplete").say(language))
    if progress.new:
        lines += [_head("new", progress.new, language), ""]
        lines += render_text(Report(progress.new), language).splitlines()[:-1]
    if progress.mended:
        lines += [_head("mended", progress.mended, language)]
        lines += [f"  ✓ {_write_briefly(finding, language)}" for finding in progress.mended]
    if not (progress.new or progress.mended) and after.complete:
        lines.append(say("watch.unchanged").say(language))
    if progress.still and after.complete:
        lines.append(_head("still", progress.still, language))
    lines.append(say("watch.all").say(language) + " " + write_summary(after).say(language))
    return "\n".join(lines) + "\n"


def _head(entry: str, findings: Sequence[Finding], language: Language) -> str:
    return say(f"watch.{entry}", n=len(findings)).say(language)


def _write_briefly(finding: Finding, language: Language) -> str:
    place = write_place(finding.place, language)
    return show_safely(f"{place}: {finding.message.say(language)}")
