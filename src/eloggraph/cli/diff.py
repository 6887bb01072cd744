"""The command ``diff``: what changed between two versions of the ontology."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import eloggraph
from eloggraph.cli.options import (
    describe,
    errors_told,
    exit_code,
    format_option,
    lang_option,
    output_option,
    put_out,
)
from eloggraph.text import Language


@click.command(
    help=describe("diff", "eloggraph diff ontology ontology --format markdown", chapter="diff")
)
@click.argument("old", metavar="OLD", type=click.Path(path_type=Path))
@click.argument("new", metavar="NEW", type=click.Path(path_type=Path))
@format_option("text", "json", "markdown")
@output_option
@lang_option
def diff(old: Path, new: Path, format_: str, output: str | None, lang: Language) -> None:
    """Compare two versions of the ontology."""
    with errors_told(lang):
        from eloggraph.views.ontology.diff import DIFF_RENDERERS

        compared = eloggraph.diff(old, new)
        put_out(DIFF_RENDERERS[format_](compared, lang), output, lang, [old, new])
        sys.exit(exit_code(compared.report, "violation"))
