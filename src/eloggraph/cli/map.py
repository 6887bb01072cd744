"""The command ``map``: the interactive map as one page."""

from __future__ import annotations

import click

import eloggraph
from eloggraph.cli.options import (
    describe,
    errors_told,
    folder_argument,
    help_text,
    lang_option,
    output_option,
    put_out,
    seed_option,
)
from eloggraph.text import Language


@click.command(
    help=describe(
        "map",
        "eloggraph map datasets/osaajaks --output map.html",
        "eloggraph map datasets/osaajaks --renderer pyvis --output explore.html",
    ),
)
@folder_argument
@click.option(
    "--renderer",
    type=click.Choice(["svg", "pyvis"]),
    default="svg",
    show_default=True,
    help=help_text("renderer"),
)
@seed_option
@output_option
@lang_option
def map(folder: str, renderer: str, seed: int, output: str | None, lang: Language) -> None:
    """Draw the map."""
    with errors_told(lang):
        drawn = eloggraph.open(folder).map(seed=seed)
        html = drawn.to_html(lang) if renderer == "svg" else drawn.to_pyvis_html(lang)
        put_out(html, output, lang)
