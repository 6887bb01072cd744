"""The command ``run``: the main job."""

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
    profile_option,
    replace_option,
    seed_option,
    tell_notes,
    untrusted_option,
)
from eloggraph.cli.steps import steps_shown
from eloggraph.text import Language, say


@click.command(help=describe("run", "eloggraph run datasets/osaajaks --output out/osaajaks"))
@folder_argument
@click.option("--output", "-o", required=True, type=click.Path(), help=help_text("output_folder"))
@click.option("--draft", is_flag=True, help=help_text("draft"))
@replace_option
@untrusted_option
@at_option
@seed_option
@profile_option
@page_lang_option
def run(folder: str, output: str, lang: Language | None, **options: Any) -> None:
    """Do the main job."""
    from eloggraph.views.findings.text import render_run

    reader = choose_language(lang)
    with errors_told(lang), steps_shown(lang):
        result = eloggraph.run(folder, output, lang=lang, **options)
    click.echo(render_run(result.report, result.headline, reader), nl=False, err=True)
    tell_notes(result.notes, lang)
    if result.written is not None:
        click.echo(say("cli.done.run", value=str(result.written)).say(reader))
    sys.exit(0 if result.written else exit_code(result.report, "violation"))
