"""``eloggraph import``: anybody's workbook or CSV files into a network folder."""

from __future__ import annotations

from typing import Any

import click

import eloggraph
from eloggraph.cli.options import describe, errors_told, help_text, lang_option, replace_option
from eloggraph.text import LANGUAGES, Language


@click.command(
    "import",
    help=describe(
        "import",
        "eloggraph import datasets/osaajaks/actors.csv --to out/oma",
        chapter="importing",
    ),
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path())
@click.option(
    "--to", metavar="DIR", required=True, type=click.Path(), help=help_text("to", "importing")
)
@click.option("--language", type=click.Choice(LANGUAGES), help=help_text("language", "importing"))
@replace_option
@lang_option
def import_tables(files: tuple[str, ...], to: str, lang: Language, **options: Any) -> None:
    """Import tables."""
    with errors_told(lang):
        from eloggraph.views.tables.importing import render_import

        imported = eloggraph.import_tables(files, to, preferred=lang, **options)
        click.echo(render_import(imported, lang), nl=False)
