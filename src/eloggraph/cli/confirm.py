"""``eloggraph confirm``: cards for the actors to confirm, and those that come back taken in."""

from __future__ import annotations

import sys
from typing import Any

import click

import eloggraph
from eloggraph.api.language import choose_language
from eloggraph.cli.options import (
    at_option,
    describe,
    errors_told,
    exit_code,
    folder_argument,
    help_text,
    page_lang_option,
    replace_option,
    untrusted_option,
)
from eloggraph.errors import OptionError
from eloggraph.finding import Report
from eloggraph.text import Language, say


@click.command(
    help=describe(
        "confirm",
        "eloggraph confirm datasets/osaajaks --to out/kortit --by 2026-03-31",
        chapter="confirm",
    )
)
@folder_argument
@click.argument("take", metavar="[RETURNED]...", nargs=-1, type=click.Path())
@click.option("--take", "taking", is_flag=True, help=help_text("take", "confirm"))
@click.option("--to", required=True, type=click.Path(), help=help_text("to", "confirm"))
@click.option("--by", metavar="DATE", help=help_text("by", "confirm"))
@click.option("--return-to", metavar="TEXT", help=help_text("return-to", "confirm"))
@at_option
@replace_option
@untrusted_option
@page_lang_option
def confirm(folder: str, to: str, taking: bool, lang: Language | None, **options: Any) -> None:
    """Write cards, or take them in."""
    reader = choose_language(lang)
    with errors_told(lang):
        from eloggraph.views.cards.text import render_taken
        from eloggraph.views.findings.text import render_text

        if taking != bool(options["take"]):
            raise OptionError.about("confirm.usage.take")
        done = eloggraph.confirm(folder, to, lang=lang, **options)
    if done.taken is not None:
        click.echo(render_taken(done.taken, reader), nl=False)
    report = Report(done.findings)
    if done.findings:
        click.echo(render_text(report, reader), nl=False, err=True)
    if done.left_out:
        click.echo(say("confirm.done.left-out", n=done.left_out).say(reader), err=True)
    entry = "taken" if taking else "written"
    click.echo(say(f"confirm.done.{entry}", n=done.cards, value=str(done.opened)).say(reader))
    sys.exit(exit_code(report, "violation"))
