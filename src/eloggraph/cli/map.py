"""The command ``map``: the interactive map as one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import eloggraph
from eloggraph.cli.endings import choose_form
from eloggraph.cli.options import (
    at_option,
    describe,
    draft_option,
    errors_told,
    folder_argument,
    help_text,
    output_option,
    page_lang_option,
    put_out,
    seed_option,
    untrusted_option,
)
from eloggraph.cli.provenance import provenance_option
from eloggraph.text import Language

if TYPE_CHECKING:
    from eloggraph.api.map import Renderer


@click.command(
    help=describe(
        "map",
        "eloggraph map datasets/osaajaks --output map.html",
        "eloggraph map datasets/osaajaks --view services --output services.html",
        "eloggraph map datasets/mallimaakunta --against 2024-06 --output change.html",
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
@click.option("--view", metavar="VIEW", default="map", show_default=True, help=help_text("view"))
@draft_option
@untrusted_option
@at_option
@click.option("--against", metavar="DATE|DIR", help=help_text("against-map"))
@seed_option
@output_option
@page_lang_option
@provenance_option
def map(
    folder: str,
    renderer: Renderer,
    view: str,
    draft: bool,
    untrusted: bool,
    at: str | None,
    against: str | None,
    seed: int,
    output: str | None,
    lang: Language | None,
) -> None:
    """Draw the map."""
    choose_form(["html"], None, output, lang, has_option=False)
    with errors_told(lang):
        network = eloggraph.open(folder, untrusted=untrusted)
        if view == "map":
            page = network.map(seed=seed, draft=draft, at=at, against=against).to_html(
                lang, renderer
            )
        else:
            page = network.view(view, seed=seed, draft=draft, at=at).to_html(lang)
        put_out(page, output, lang, network.sources)
