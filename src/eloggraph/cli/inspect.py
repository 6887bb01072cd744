"""The command ``inspect``: how a table is read, before any work is done with it."""

from __future__ import annotations

import sys

import click

import eloggraph
from eloggraph.cli.options import (
    describe,
    errors_told,
    exit_code,
    format_option,
    help_text,
    lang_option,
    output_option,
    put_out,
)
from eloggraph.text import Language


@click.command(
    help=describe(
        "inspect",
        "eloggraph inspect datasets/osaajaks/actors.csv",
        "eloggraph inspect datasets/osaajaks/projects.csv --format json",
        chapter="inspect",
    )
)
@click.argument("file", metavar="FILE", type=click.Path(readable=False))
@click.option("--sheet", metavar="NAME", help=help_text("sheet", "inspect"))
@format_option("text", "json")
@output_option
@lang_option
def inspect(file: str, sheet: str | None, format_: str, output: str | None, lang: Language) -> None:
    """Look at a table."""
    with errors_told(lang):
        from eloggraph.views.tables.inspection import INSPECTION_RENDERERS

        inspection = eloggraph.inspect(file, sheet)
        put_out(INSPECTION_RENDERERS[format_](inspection, lang), output, lang, [file])
        sys.exit(exit_code(inspection.report, "violation"))
