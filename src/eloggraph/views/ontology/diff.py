"""The difference of two versions of the ontology as text, JSON and Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator

from eloggraph.ontology.changes import Change
from eloggraph.ontology.described import OntologyVersion
from eloggraph.ontology.diff import STEPS, VersionDiff
from eloggraph.text import Language, Text, abridge, say
from eloggraph.views.findings.text import show_safely, write_place

_LONGEST_VALUE = 80
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#])")


def tell_change(change: Change, diff: VersionDiff) -> Text:
    """Return one change as a sentence: what changed and why it is a step of its size."""
    version = diff.new
    return say(
        f"diff.change.{change.kind}",
        path=version.show(change.path or ""),
        before=_list_values(change.before, diff.old),
        after=_list_values(change.after, version),
    )


def _list_values(values: Iterable[str], version: OntologyVersion) -> Text:
    shown = [abridge(version.show(value), _LONGEST_VALUE) for value in values]
    return Text.same(", ".join(shown)) if shown else say("diff.heading.nothing")


def _tell_versions(diff: VersionDiff) -> Text:
    unversioned = say("diff.heading.unversioned")
    return say(
        "diff.heading.versions",
        value=diff.new.iri or "–",
        old=diff.old.declared or unversioned,
        new=diff.new.declared or unversioned,
    )


def _tell_verdict(diff: VersionDiff) -> Text:
    if diff.verdict is None:
        return say("diff.heading.same")
    step = say(f"diff.step.{diff.verdict}")
    said = say("diff.heading.verdict", n=len(diff.changes), step=step)
    if diff.report.reaches("violation"):
        return said
    enough = say("diff.heading.consistent")
    return Text.each(lambda language: f"{said.say(language)} {enough.say(language)}")


def render_diff_text(diff: VersionDiff, language: Language) -> str:
    """Return the difference for a terminal: the verdict, the changes by step, the findings."""
    lines = [_tell_versions(diff).say(language), _tell_verdict(diff).say(language)]
    for step in STEPS:
        changes = diff.of_step(step)
        if changes:
            heading = say(f"diff.heading.{step}", n=len(changes)).say(language)
            lines += ["", heading, *_list_changes(diff, changes, language)]
    for finding in diff.report.findings:
        where = f"{write_place(finding.place, language)} — " if finding.place else ""
        severity = say(f"cli.severity.{finding.severity}").say(language)
        lines += [
            "",
            f"{where}{severity}",
            f"  {finding.message.say(language)}",
            f"  → {finding.remedy.say(language)}",
        ]
    return "\n".join(line and _keep_indent(line) for line in lines) + "\n"


def _keep_indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())] + show_safely(line)


def _list_changes(
    diff: VersionDiff, changes: Iterable[Change], language: Language
) -> Iterator[str]:
    """Yield each sentence once, with the terms that it is true of below it."""
    terms: dict[str, list[str]] = {}
    for change in changes:
        name = f"{diff.new.show(change.term)} ({change.label.say(language)})"
        terms.setdefault(tell_change(change, diff).say(language), []).append(name)
    for sentence, names in terms.items():
        yield f"  {sentence}"
        yield from (f"    {name}" for name in names)


def render_diff_json(diff: VersionDiff, language: Language) -> str:
    """Return the difference as JSON, version 1; the language makes no difference."""
    document = {
        "version": 1,
        "old": {"ontology": diff.old.iri, "version": diff.old.declared},
        "new": {"ontology": diff.new.iri, "version": diff.new.declared},
        "verdict": diff.verdict,
        "declared": diff.declared,
        "summary": {step: len(diff.of_step(step)) for step in STEPS},
        "changes": [
            {
                "step": change.step,
                "kind": change.kind,
                "term": change.term,
                "label": change.label.to_dict(),
                "path": change.path,
                "before": list(change.before),
                "after": list(change.after),
                "message": tell_change(change, diff).to_dict(),
            }
            for change in diff.changes
        ],
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "message": finding.message.to_dict(),
                "remedy": finding.remedy.to_dict(),
            }
            for finding in diff.report.findings
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def render_diff_markdown(diff: VersionDiff, language: Language) -> str:
    """Return the difference as Markdown, to be posted where a change is reviewed."""
    heads = [say(f"diff.heading.{name}").say(language) for name in ("step", "term", "change")]
    lines = [
        f"### {_escape(_tell_versions(diff).say(language))}",
        "",
        _escape(_tell_verdict(diff).say(language)),
    ]
    lines += [
        f"\n> {_escape(finding.message.say(language))} {_escape(finding.remedy.say(language))}"
        for finding in diff.report.findings
    ]
    if diff.changes:
        lines += ["", f"| {' | '.join(heads)} |", "|---|---|---|"]
    for change in diff.changes:
        step = say(f"diff.step.{change.step}").say(language)
        said = _escape(tell_change(change, diff).say(language))
        lines.append(f"| {step} | {_escape(diff.new.show(change.term))} | {said} |")
    return "\n".join(lines) + "\n"


def _escape(text: str) -> str:
    return _MARKUP.sub(r"\\\1", show_safely(text))


DIFF_RENDERERS: dict[str, Callable[[VersionDiff, Language], str]] = {
    "text": render_diff_text,
    "json": render_diff_json,
    "markdown": render_diff_markdown,
}
