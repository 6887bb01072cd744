"""``eloggraph check --rules``: what the rules of the shapes infer, told and written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from eloggraph.cli.endings import choose_form
from eloggraph.cli.options import help_text, put_out
from eloggraph.text import Language, say

if TYPE_CHECKING:
    from eloggraph.checks.check import CheckReport

_FORMS = ("turtle", "ntriples")
Command = TypeVar("Command", bound=Callable[..., Any])


def rules_options(command: Command) -> Command:
    """Give a command the options ``--rules``, and those that go with it."""
    rules = click.option("--rules", is_flag=True, help=help_text("rules", "checks"))
    written = click.option(
        "--inferred",
        type=click.Path(dir_okay=False),
        metavar="FILE",
        help=help_text("inferred", "checks"),
    )

    rounds = click.option(
        "--rule-rounds",
        type=click.IntRange(1),
        metavar="N",
        help=help_text("rule_rounds", "checks"),
    )

    @wraps(command)
    def call(*arguments: Any, rules: bool, inferred: str | None, **options: Any) -> Any:
        if options["rule_rounds"] is not None and not rules:
            raise click.UsageError(say("checks.rule-rounds-alone").say(options["lang"]))
        _refuse_alone(rules, inferred, options["lang"])
        return command(*arguments, rules=rules, inferred=inferred, **options)

    return rules(rounds(written(cast("Command", call))))


def _refuse_alone(rules: bool, inferred: str | None, language: Language) -> None:
    """Refuse a file for what is inferred where no rule is run, or one of another form."""
    if inferred is not None and not rules:
        raise click.UsageError(say("checks.inferred-alone").say(language))
    choose_form(_FORMS, None, inferred, language, has_option=False)


def put_out_inferred(
    report: CheckReport,
    output: str | None,
    inputs: Sequence[str],
    others: Sequence[str | None],
    language: Language,
) -> None:
    """Write what was inferred where a file is given, and say on stderr how much it is.

    Raises
    ------
    OutputError
        When the file is or lies in what was read, another output goes to it, or it cannot be
        written.
    """
    if report.inferred is None:
        return
    click.echo(say("checks.inferred", n=len(report.inferred)).say(language), err=True)
    if output is None:
        return
    from eloggraph.api.named import list_inputs
    from eloggraph.output import refuse_twice

    refuse_twice([*others, output])
    form = choose_form(_FORMS, None, output, language, has_option=False)
    text = report.inferred.to_turtle() if form == "turtle" else str(report.inferred)
    put_out(text, output, language, list_inputs(inputs))
