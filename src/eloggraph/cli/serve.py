"""``eloggraph serve``: the local page."""

from __future__ import annotations

from typing import Any

import click

import eloggraph
from eloggraph.api.language import choose_language
from eloggraph.cli.options import describe, errors_told, help_text
from eloggraph.text import LANGUAGES, Language, say


@click.command(
    help=describe(
        "main",
        "eloggraph serve datasets/osaajaks",
        "eloggraph serve --no-browser",
        chapter="serve",
    )
)
@click.argument("folder", metavar="[DIR]", type=click.Path(), required=False)
@click.option("--port", type=click.IntRange(1, 65535), help=help_text("port", "serve"))
@click.option("--browser/--no-browser", default=True, help=help_text("browser", "serve"))
@click.option("--idle", type=click.FloatRange(min=0), default=8, help=help_text("idle", "serve"))
@click.option("--lang", type=click.Choice(LANGUAGES), help=help_text("lang"))
def serve(folder: str | None, lang: Language | None, **options: Any) -> None:
    """Serve the local page."""

    def tell(address: str) -> None:
        said = say("serve.told.address", address=address)
        click.echo(said.say(choose_language(lang)), err=True)

    with errors_told(lang):
        eloggraph.serve(folder, lang=lang, tell=tell, **options)
