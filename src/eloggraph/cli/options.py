"""Options that commands share, and the boundary where errors become sentences."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from eloggraph.api.language import choose_language
from eloggraph.errors import EloggraphError, OptionError
from eloggraph.finding import SEVERITIES, Report, Severity
from eloggraph.text import LANGUAGES, Language, say

Command = TypeVar("Command", bound=Callable[..., Any])

COULD_NOT_RUN = 2


def help_text(entry: str, chapter: str = "cli") -> str:
    """Return an entry of a chapter's help in the language of the environment."""
    return say(f"{chapter}.help.{entry}").say(choose_language())


def describe(entry: str, *examples: str, chapter: str = "cli") -> str:
    """Return a command's help: what it does, and examples that run as they stand."""
    lines = [help_text(entry, chapter), "", "\b", help_text("example")]
    return "\n".join([*lines, *(f"  {example}" for example in examples)])


folder_argument = click.argument("folder", metavar="DIR", type=click.Path())
lang_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), default=choose_language, help=help_text("lang")
)
# Of commands that write pages about a network: these open in its own language where none is given.
page_lang_option = click.option("--lang", type=click.Choice(LANGUAGES), help=help_text("lang"))
fail_on_option = click.option(
    "--fail-on", type=click.Choice(SEVERITIES), default="violation", help=help_text("fail_on")
)
seed_option = click.option("--seed", type=int, default=0, show_default=True, help=help_text("seed"))
replace_option = click.option("--replace", is_flag=True, help=help_text("replace"))
output_option = click.option(
    "--output", "-o", type=click.Path(dir_okay=False), help=help_text("output")
)


def format_option(*names: str) -> Callable[[Command], Command]:
    """Return the option ``--format`` with the given choices, the first of them the default."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help=help_text("format"),
    )


def exit_code(report: Report, fail_on: Severity) -> int:
    """Return 0 for nothing at or above the threshold, 1 for findings, 2 for could not run."""
    if not report.complete:
        return COULD_NOT_RUN
    return 1 if report.reaches(fail_on) else 0


@contextmanager
def errors_told(language: Language | None) -> Iterator[None]:
    """Turn an error of ours into its sentences on stderr and exit code 2; no traceback."""
    reader = choose_language(language)
    try:
        yield
    except OptionError as error:
        raise click.UsageError(error.findings[0].message.say(reader)) from error
    except EloggraphError as error:
        from eloggraph.views.findings.text import render_text

        click.echo(render_text(Report(error.findings, complete=False), reader), nl=False, err=True)
        sys.exit(COULD_NOT_RUN)


def put_out(text: str, output: str | None, language: Language | None) -> None:
    """Write a result to a file, complete or not at all, or to stdout."""
    if output is None or output == "-":
        click.echo(text, nl=False)
        return
    from pathlib import Path

    from eloggraph.output import write_file

    write_file(Path(output), text)
    done = say("cli.done.written", value=output)
    click.echo(done.say(choose_language(language)), err=True)
