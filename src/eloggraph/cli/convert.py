"""``eloggraph convert``: tables from a CSV folder to a workbook, and back."""

from __future__ import annotations

from typing import Any

import click

import eloggraph
from eloggraph.api.convert import SEPARATORS
from eloggraph.cli.options import describe, errors_told, help_text, lang_option, untrusted_option
from eloggraph.finding import Report
from eloggraph.text import Language, say


@click.command(
    help=describe(
        "convert",
        "eloggraph convert datasets/osaajaks out/osaajaks/network.xlsx",
        "eloggraph convert datasets/osaajaks out/osaajaks-excel --excel-safe",
        chapter="template",
    )
)
@click.argument("source", metavar="SOURCE", type=click.Path(readable=False))
@click.argument("target", metavar="TARGET", type=click.Path())
@click.option(
    "--separator", type=click.Choice([*SEPARATORS]), help=help_text("separator", "template")
)
@click.option("--excel-safe", is_flag=True, help=help_text("excel-safe", "template"))
@click.option("--from-excel-safe", is_flag=True, help=help_text("from-excel-safe", "template"))
@untrusted_option
@lang_option
def convert(source: str, target: str, lang: Language, **options: Any) -> None:
    """Convert tables."""
    with errors_told(lang):
        from eloggraph.views.findings.text import render_text

        done = eloggraph.convert(source, target, **options)
    if done.findings:
        click.echo(render_text(Report(done.findings), lang), nl=False, err=True)
    click.echo(say("template.done.convert", n=done.tables, value=target).say(lang))
