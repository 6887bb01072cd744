"""The command ``report``: the report as one page."""

from __future__ import annotations

import click

import eloggraph
from eloggraph.cli.endings import choose_form
from eloggraph.cli.options import (
    at_option,
    describe,
    errors_told,
    folder_argument,
    output_option,
    page_lang_option,
    profile_option,
    put_out,
    seed_option,
    untrusted_option,
)
from eloggraph.cli.provenance import provenance_option
from eloggraph.profiles import Profile
from eloggraph.text import Language


@click.command(
    help=describe("report", "eloggraph report datasets/osaajaks --output report.html --lang fi")
)
@folder_argument
@at_option
@seed_option
@untrusted_option
@output_option
@profile_option
@page_lang_option
@provenance_option
def report(
    folder: str,
    at: str | None,
    seed: int,
    untrusted: bool,
    output: str | None,
    lang: Language | None,
    profile: Profile,
) -> None:
    """Write the report."""
    choose_form(["html"], None, output, lang, has_option=False)
    with errors_told(lang):
        network = eloggraph.open(folder, untrusted=untrusted)
        page = network.report(seed=seed, at=at, profile=profile).to_html(lang)
        put_out(page, output, lang, network.sources)
