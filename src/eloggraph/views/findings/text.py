"""Findings for people and machines: text for a terminal, versioned JSON, and other forms by name.

A renderer is a pure function from a report to text. The other forms are modules of their own,
imported when they are asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from eloggraph.causes import FindingGroup, count_by_sheet, group_findings
from eloggraph.finding import SEVERITIES, EngineUse, Finding, Place, Report, is_lined
from eloggraph.text import Language, Text, say

if TYPE_CHECKING:
    from eloggraph.views.findings.artifacts import Artifacts

# Controls and bidirectional overrides in a cell must not reach a terminal.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LONGEST = 300


def make_safe(text: str) -> str:
    """Return text without control characters and direction overrides, on one line."""
    return " ".join(_UNSAFE.sub("�", text).split())


def make_lines_safe(text: str) -> str:
    r"""Return text without control characters and direction overrides, its lines and tabs kept.

    >>> make_lines_safe("a\tb\n\x1b[31m")
    'a\tb\n\ufffd[31m'
    """
    return _UNSAFE.sub("�", text.replace("\r\n", "\n"))


def show_safely(text: str) -> str:
    """Return text without control characters and direction overrides, on one line, shortened."""
    line = make_safe(text)
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def write_place(place: Place | None, language: Language) -> str:
    """Return where a finding is: file, sheet, row, column.

    >>> write_place(Place(file="actors.csv", row=4, column="label@fi"), "en")
    'actors.csv, row 4, column label@fi'
    """
    if place is None:
        return say("cli.place.whole").say(language)
    parts = [place.file]
    if place.sheet:
        parts.append(say("cli.place.sheet", value=place.sheet).say(language))
    if place.row is not None:
        key = "formats.place.line" if is_lined(place) else "cli.place.row"
        parts.append(say(key, value=str(place.row)).say(language))
    if place.column is not None:
        parts.append(name_column(place, language))
    return ", ".join(parts)


def name_column(place: Place, language: Language) -> str:
    """Return which column of a file a place is in, as its header has it; of settings which key.

    A column that the file lacks has its name.

    >>> name_column(Place(file="network.toml", column="uses"), "en")
    'setting uses'
    """
    kind = "formats.place.key" if is_lined(place) else "cli.place.column"
    called = place.called.say(language) if place.called else place.column
    return say(kind, value=called or "").say(language)


def write_summary(report: Report) -> Text:
    """Return one sentence with the number of findings of each severity."""
    if not report.findings:
        return say("cli.summary.clean")
    counts = {severity: report.count(severity) for severity in SEVERITIES}
    said = [say(f"cli.summary.{severity}", n=n) for severity, n in counts.items() if n]
    return Text.each(lambda language: ", ".join(text.say(language) for text in said) + ".")


def render_text(report: Report, language: Language) -> str:
    """Return findings as text: place, what was seen, what to do; and the count last.

    Equal ones are told once with all their rows, and what follows from one stands under it.
    """
    groups = group_findings(report.findings)
    lines = [line for group in groups for line in _text_lines(group, language)]
    sheets = _count_sheets(report, language)
    return "\n".join([*lines, *sheets, write_summary(report).say(language)]) + "\n"


def _text_lines(group: FindingGroup, language: Language) -> list[str]:
    from eloggraph.views.findings.grouped import choose_following, list_seen, tell_group

    finding = group.first
    seen = list_seen(group)
    lines = [
        show_safely(_write_head(group, language)),
        "  " + show_safely(tell_group(group).say(language)),
        *(["  " + show_safely(seen.say(language))] if seen else []),
        "  → " + show_safely(finding.remedy.say(language)),
    ]
    if group.consequences:
        following = choose_following(group)
        head = say("formats.group.following", n=group.count_following)
        lines.append(f"  {head.say(language)}")
        for each in following.named:
            lines.append("  · " + show_safely(_write_head(each, language)))
            what = None if each.is_alike else list_seen(each)
            lines.append("    " + show_safely((what or each.first.message).say(language)))
        if following.rest:
            rest = say("formats.group.rest", n=following.rest)
            lines.append(f"  · {rest.say(language)}")
    return [*lines, ""]


def _write_head(group: FindingGroup, language: Language) -> str:
    """Return where a group is, how grave it is, and how many cells it has."""
    from eloggraph.views.findings.grouped import count_places

    severity = say(f"cli.severity.{group.first.severity}").say(language)
    many = count_places(group)
    where = write_place(group.place, language)
    return f"{where} — {severity}" + (f", {many.say(language)}" if many else "")


def _count_sheets(report: Report, language: Language) -> list[str]:
    """Return the numbers sheet by sheet, where there is more than one."""
    from eloggraph.views.findings.grouped import name_sheet, write_counts

    counts = count_by_sheet(report.findings)
    if len(counts) < 2:
        return []
    said = [
        "  " + show_safely(f"{name_sheet(each).say(language)}: {write_counts(each).say(language)}")
        for each in counts
    ]
    return [say("formats.group.by-sheet").say(language) + ":", *said]


def render_json(report: Report, language: Language) -> str:
    """Return findings as JSON, version 1; the language makes no difference.

    ``findings`` is the flat list; ``groups`` name equal ones by their numbers in it, each with the
    groups that follow from it, so that every number is there once; ``sheets`` count them.
    """
    numbers = {id(finding): number for number, finding in enumerate(report.findings)}
    document = {
        "version": 1,
        "summary": {severity: report.count(severity) for severity in SEVERITIES},
        "complete": report.complete,
        "focus": [{"shape": shape, "count": count} for shape, count in report.focus_counts],
        "findings": [_to_json(finding) for finding in report.findings],
        "groups": [_group_to_json(group, numbers) for group in group_findings(report.findings)],
        "sheets": [
            {"file": each.file or None, "sheet": each.sheet, **dict(each.counts)}
            for each in count_by_sheet(report.findings)
        ],
    }
    if report.engine is not None:
        document["engine"] = _engine_to_json(report.engine)
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _engine_to_json(engine: EngineUse) -> dict[str, object]:
    return {
        "name": engine.name,
        "version": engine.version,
        "statements": engine.statements,
        "rows": engine.rows,
        "results": [{"shape": shape, "count": count} for shape, count in engine.results],
    }


def _group_to_json(group: FindingGroup, numbers: Mapping[int, int]) -> dict[str, object]:
    return {
        "findings": [numbers[id(finding)] for finding in group.findings],
        "rows": [list(run) for run in group.ranges],
        "consequences": [_group_to_json(each, numbers) for each in group.consequences],
    }


def _to_json(finding: Finding) -> dict[str, object]:
    place = finding.place
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message.to_dict(),
        "remedy": finding.remedy.to_dict(),
        "place": place
        and {"file": place.file, "sheet": place.sheet, "row": place.row, "column": place.column},
        "focus": finding.focus,
        "path": finding.path,
        "value": finding.value,
        "shape": finding.shape_name or finding.shape,
        "component": finding.component,
        "demand": finding.demand and finding.demand.to_dict(),
    }


Renderer = Callable[[Report, Language], str]

# What looks files up: these are given where they are, as well.
LOCATED = ("sarif", "github", "junit")


def render_findings(
    name: str, report: Report, language: Language, artifacts: Artifacts | None = None
) -> str:
    """Return a report in one of the forms of :data:`RENDERERS`.

    ``artifacts`` tell the :data:`LOCATED` forms where files are; without them, files are called
    what the findings call them.
    """
    if artifacts is None or name not in LOCATED:
        return RENDERERS[name](report, language)
    text: str = import_module(f"eloggraph.views.findings.{name}").render(
        report, language, artifacts
    )
    return text


def _import_when_asked(module: str) -> Renderer:
    """Return the function ``render`` of a module that is imported when it is called."""

    def render(report: Report, language: Language) -> str:
        found: Renderer = import_module(f"eloggraph.views.findings.{module}").render
        return found(report, language)

    return render


RENDERERS: dict[str, Renderer] = {
    "text": render_text,
    "json": render_json,
    "sarif": _import_when_asked("sarif"),
    "junit": _import_when_asked("junit"),
    "github": _import_when_asked("github"),
    "markdown": _import_when_asked("markdown"),
    "html": _import_when_asked("page"),
    "csv": _import_when_asked("csv"),
}


def render_run(report: Report, headline: Text | None, language: Language) -> str:
    """Return what a run has to say: why it stopped, or what it found."""
    if headline is None:
        stop = say("findings.violations-stop.message", n=report.count("violation"))
        remedy = say("findings.violations-stop.remedy")
        said = f"{stop.say(language)} {remedy.say(language)}\n" if report.complete else ""
        return render_text(report, language) + said
    draft = say("cli.done.draft").say(language) + "\n" if report.count("violation") else ""
    return f"{draft}{headline.say(language)}\n{write_summary(report).say(language)}\n"
