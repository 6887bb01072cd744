"""``eloggraph check``: the findings in one form or several, on stdout and in files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eloggraph.api.language import choose_language
from eloggraph.cli.options import help_text, put_out
from eloggraph.text import Language, say

if TYPE_CHECKING:
    from eloggraph.checks.check import CheckReport

FORMATS = ("text", "json", "sarif", "junit", "github", "markdown", "html", "csv", "turtle")
Wanted = tuple[str, str | None]


def _split(
    context: click.Context, parameter: click.Parameter, values: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    pairs = [value.partition("=") for value in values]
    for form, _, file in pairs:
        if form not in FORMATS or not file:
            forms = ", ".join(FORMATS)
            text = say("checks.report-malformed", value=f"{form}={file}", forms=forms)
            raise click.BadParameter(text.say(choose_language(None)), context, parameter)
    return tuple((form, file) for form, _, file in pairs)


report_option = click.option(
    "--report",
    multiple=True,
    metavar="FORMAT=FILE",
    callback=_split,
    help=help_text("report", "checks"),
)


def find_paths(named: Sequence[str], language: Language | None) -> tuple[str, ...]:
    """Return what is to be checked: of a table its network's folder, which is said on stderr."""
    from eloggraph.api.named import find_networks

    given = ["/dev/stdin" if name == "-" else name for name in named]
    paths = find_networks(given)
    for path in (path for path in paths if path not in {*map(Path, given)}):
        text = say("checks.network-of-file", value=str(path))
        click.echo(text.say(choose_language(language)), err=True)
    return tuple(map(str, paths))


def put_out_all(
    report: CheckReport,
    wanted: Sequence[Wanted],
    paths: Sequence[str],
    language: Language | None,
) -> None:
    """Write the findings in every form that is wanted, each to its file, or to stdout.

    Raises
    ------
    OutputError
        When a file is or lies in what was checked, two outputs go to one, or one cannot be written.
    """
    from eloggraph.api.named import list_inputs
    from eloggraph.output import refuse_inputs, refuse_twice

    refuse_twice(file for _, file in wanted)
    files = [file for _, file in wanted if file and file != "-"]
    inputs = list_inputs(paths) if files else ()
    for each in files:
        refuse_inputs(each, inputs)
    reader = choose_language(language)
    for form, file in wanted:
        put_out(_render(report, form, paths, reader), file, language, inputs)


def _render(report: CheckReport, form: str, paths: Sequence[str], language: Language) -> str:
    if form == "turtle":
        from eloggraph.checks.validation_report import render_validation

        return render_validation(report)
    from eloggraph.views.findings.text import LOCATED, render_findings

    if form not in LOCATED:
        return render_findings(form, report, language)
    from eloggraph.api.artifacts import find_artifacts

    return render_findings(form, report, language, find_artifacts(report, paths))
