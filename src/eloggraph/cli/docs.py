"""``eloggraph docs``: the model's reference pages."""

from __future__ import annotations

from typing import Any

import click

import eloggraph
from eloggraph.cli.options import (
    describe,
    errors_told,
    help_text,
    lang_option,
    replace_option,
    untrusted_option,
)
from eloggraph.text import Language, say


@click.command(
    help=describe(
        "docs",
        "eloggraph docs --output out/docs",
        "eloggraph docs --examples datasets/osaajaks --output out/docs",
        chapter="reference",
    )
)
@click.option("--output", "-o", required=True, type=click.Path(), help=help_text("output_folder"))
@click.option("--examples", type=click.Path(), help=help_text("examples", "reference"))
@replace_option
@untrusted_option
@lang_option
def docs(output: str, lang: Language, **options: Any) -> None:
    """Write the reference pages."""
    with errors_told(lang):
        opened = eloggraph.docs(output, lang=lang, **options)
    click.echo(say("reference.done.written", value=str(opened)).say(lang))
