"""The command ``compare``: what changed between two versions of a network."""

from __future__ import annotations

from typing import Any

import click

import eloggraph
from eloggraph.cli.options import (
    describe,
    errors_told,
    format_option,
    help_text,
    lang_option,
    output_option,
    put_out,
    seed_option,
    untrusted_option,
)
from eloggraph.cli.steps import steps_shown
from eloggraph.text import Language


@click.command(
    help=describe(
        "compare",
        "eloggraph compare datasets/osaajaks --from 2022 --to 2024",
        "eloggraph compare datasets/osaajaks --from 2022 --to 2024 -o out/change.html",
    )
)
@click.argument("old", metavar="OLD", type=click.Path())
@click.argument("new", metavar="[NEW]", type=click.Path(), required=False)
@click.option("--from", "from_day", metavar="DATE", help=help_text("from_day"))
@click.option("--to", "to_day", metavar="DATE", help=help_text("to_day"))
@format_option("text", "md", "json", "csv", "html")
@seed_option
@untrusted_option
@output_option
@lang_option
def compare(
    old: str, new: str | None, format_: str, output: str | None, lang: Language, **options: Any
) -> None:
    """Tell what changed."""
    with errors_told(lang):
        from eloggraph.views.change.formats import COMPARISON_RENDERERS

        with steps_shown(lang):
            found = eloggraph.compare(old, new, **options)
        put_out(COMPARISON_RENDERERS[format_](found, lang), output, lang, found.inputs)
