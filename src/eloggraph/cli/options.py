"""Options that commands share, and the boundary where errors become sentences."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from eloggraph.api.language import choose_language
from eloggraph.cli.endings import choose_form
from eloggraph.errors import EloggraphError, FaultyError, OptionError, QueryError
from eloggraph.finding import SEVERITIES, Finding, Report, Severity
from eloggraph.jobs.free import read_size
from eloggraph.profiles import PROFILES
from eloggraph.text import LANGUAGES, LISTED, Language, say

if TYPE_CHECKING:
    from eloggraph.api.opened import OpenedFolder

Command = TypeVar("Command", bound=Callable[..., Any])

COULD_NOT_RUN = 2


def help_text(entry: str, chapter: str = "cli") -> str:
    """Return an entry of a chapter's help in the language of the environment."""
    return say(f"{chapter}.help.{entry}", **LISTED).say(choose_language())


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
at_option = click.option("--at", metavar="DATE", help=help_text("at"))
draft_option = click.option("--draft", is_flag=True, help=help_text("draft_build"))
profile_option = click.option(
    "--profile", type=click.Choice(PROFILES), default="working", help=help_text("for_whom")
)
replace_option = click.option("--replace", is_flag=True, help=help_text("replace"))
memory_option = click.option("--memory", metavar="SIZE", help=help_text("room"))
untrusted_option = click.option("--untrusted", is_flag=True, help=help_text("untrusted"))
# The formats of RDF by name; those that are read are the same as those that are written.
RDF_FORMATS = ("turtle", "ntriples", "trig", "nquads", "jsonld", "rdfxml")
input_format_option = click.option(
    "--input-format", type=click.Choice(RDF_FORMATS), help=help_text("input_format", "checks")
)
context_option = click.option(
    "--context", multiple=True, metavar="IRI=FILE", help=help_text("context", "checks")
)
output_option = click.option(
    "--output", "-o", type=click.Path(dir_okay=False), help=help_text("output")
)


def format_option(*names: str, of_output: bool = True) -> Callable[[Command], Command]:
    """Return the option ``--format`` with the given choices, the first of them the default.

    Where it is not given, the ending of the output's name is asked, unless the output is another
    one than what has the format.
    """
    option = click.option(
        "--format",
        "format_",
        type=click.Choice(names),
        show_default=names[0],
        help=help_text("format_of_output" if of_output else "format"),
    )

    def add(command: Command) -> Command:
        @wraps(command)
        def choose(*arguments: Any, format_: str | None, **options: Any) -> Any:
            output = options.get("output") if of_output else None
            form = choose_form(names, format_, output, options.get("lang"))
            return command(*arguments, format_=form, **options)

        return option(cast("Command", choose))

    return add


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
    except QueryError as error:  # a query is no data: nothing is said of rows and counts
        for finding in error.findings:
            lines = [finding.message.say(reader), f"→ {finding.remedy.say(reader)}"]
            place = f"{finding.place.file}: " if finding.place else ""
            click.echo(f"{place}{lines[0]}\n  {lines[1]}", err=True)
        sys.exit(COULD_NOT_RUN)
    except EloggraphError as error:
        from eloggraph.views.findings.text import render_text

        # Faults of the data are findings; the rest could not be done.
        report = Report(error.findings, complete=isinstance(error, FaultyError))
        click.echo(render_text(report, reader), nl=False, err=True)
        sys.exit(exit_code(report, "violation"))


# The files that a command has written, for whoever asks.
_WRITTEN: ContextVar[list[Path] | None] = ContextVar("written", default=None)


@contextmanager
def keep_written() -> Iterator[list[Path]]:
    """Give the files that are written within, as they are."""
    written: list[Path] = []
    token = _WRITTEN.set(written)
    try:
        yield written
    finally:
        _WRITTEN.reset(token)


def put_out(
    result: str | bytes | Iterable[bytes],
    output: str | None,
    language: Language | None,
    inputs: Iterable[str | Path],
) -> None:
    """Write a result to a file, complete or not at all, or to stdout.

    Of parts that are made as they are taken, nothing comes to stdout before all are made.
    ``inputs`` are what the command has read: none of them is written over.
    """
    if output is None or output == "-":
        click.echo(result if isinstance(result, str | bytes) else b"".join(result), nl=False)
        return
    from eloggraph.output import refuse_inputs, write_file

    refuse_inputs(output, inputs)
    write_file(Path(output), result)
    if (written := _WRITTEN.get()) is not None:
        written.append(Path(output))
    tell_written(output, language)


def tell_written(output: str, language: Language | None) -> None:
    """Say on stderr what was written."""
    done = say("cli.done.written", value=output)
    click.echo(done.say(choose_language(language)), err=True)


def tell_notes(notes: Iterable[Finding | None], language: Language | None) -> None:
    """Tell on stderr what happened on the way, each in a line; of a warning what to do as well."""
    reader = choose_language(language)
    for note in filter(None, notes):
        parts = (note.message, note.remedy) if note.severity == "warning" else (note.message,)
        click.echo(" ".join(part.say(reader) for part in parts), err=True)


def read_megabytes(text: str) -> int:
    """Return the MB of an amount of memory: a number of them, or a size with a unit such as 2GB."""
    size = read_size(f"{text}MB") or read_size(text)
    if not size:
        told = say("checks.memory-malformed.message", value=text)
        raise click.BadParameter(told.say(choose_language()))
    return -(-size // 10**6)


megabytes_option = click.option(
    "--memory", metavar="SIZE", type=read_megabytes, help=help_text("memory", "queries")
)


def bound_option(
    name: str, kind: click.FloatRange | click.IntRange, chapter: str, *, default: int | None = None
) -> Callable[[Command], Command]:
    """Return an option that sets a bound; without a default the size of the data sets it."""
    return click.option(
        f"--{name}", type=kind, default=default, show_default=True, help=help_text(name, chapter)
    )


def tell_left_out(network: OpenedFolder, language: Language | None) -> None:
    """Say on stderr how many faults the tables have, so that an answer lacks what they hold."""
    from eloggraph.api.unread import count_unread

    faults, rows = count_unread(network)
    if faults:
        said = say("cli.left_out", n=faults, rows=rows)
        click.echo(said.say(choose_language(language)), err=True)


def tell_cut(answer: object, language: Language | None) -> int:
    """Say on stderr where an answer has more rows than are shown; return the exit code."""
    if getattr(answer, "complete", True):
        return 0
    said = say("queries.cut.rows", n=len(getattr(answer, "rows", ())))
    click.echo(said.say(choose_language(language)), err=True)
    return COULD_NOT_RUN
