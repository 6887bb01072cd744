"""The command ``report``: the report as one page."""

from __future__ import annotations

import click

import eloggraph
from eloggraph.cli.endings import choose_form
from eloggraph.cli.options import (
    describe,
    errors_told,
    folder_argument,
    output_option,
    page_lang_option,
    put_out,
    seed_option,
    untrusted_option,
)
from eloggraph.text import Language


@click.command(
    help=describe("report", "eloggraph report datasets/osaajaks --output report.html --lang fi")
)
@folder_argument
@seed_option
@untrusted_option
@output_option
@page_lang_option
def report(
    folder: str, seed: int, untrusted: bool, output: str | None, lang: Language | None
) -> None:
    """Write the report."""
    choose_form(["html"], None, output, lang, has_option=False)
    with errors_told(lang):
        network = eloggraph.open(folder, untrusted=untrusted)
        put_out(network.report(seed=seed).to_html(lang), output, lang, network.sources)
