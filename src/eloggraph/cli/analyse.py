"""The command ``analyse``: verdicts with their evidence."""

from __future__ import annotations

import click

import eloggraph
from eloggraph.cli.options import (
    at_option,
    describe,
    errors_told,
    folder_argument,
    format_option,
    help_text,
    lang_option,
    memory_option,
    output_option,
    put_out,
    seed_option,
    tell_left_out,
    untrusted_option,
)
from eloggraph.cli.provenance import provenance_option
from eloggraph.cli.steps import steps_shown
from eloggraph.text import Language


@click.command(
    help=describe(
        "analyse",
        "eloggraph analyse datasets/osaajaks --lang fi",
        "eloggraph analyse datasets/osaajaks coverage silos",
        "eloggraph analyse datasets/osaajaks sharing --format csv",
        "eloggraph analyse datasets/osaajaks --at 2021-06",
        "eloggraph analyse datasets/mallimaakunta coverage --against 2024-06",
    )
)
@folder_argument
@click.argument("questions", metavar="[QUESTION]...", nargs=-1)
@format_option("text", "md", "csv", "json")
@at_option
@click.option("--against", metavar="DATE|DIR", help=help_text("against"))
@seed_option
@memory_option
@untrusted_option
@output_option
@lang_option
@provenance_option
def analyse(
    folder: str,
    questions: tuple[str, ...],
    format_: str,
    at: str | None,
    against: str | None,
    seed: int,
    memory: str | None,
    untrusted: bool,
    output: str | None,
    lang: Language,
) -> None:
    """Ask questions of the network."""
    with errors_told(lang):
        from eloggraph.views.report.formats import ANALYSIS_RENDERERS

        network = eloggraph.open(folder, untrusted=untrusted)
        with steps_shown(lang):
            analysis = network.analyse(*questions, seed=seed, at=at, against=against, memory=memory)
        put_out(ANALYSIS_RENDERERS[format_](analysis, lang), output, lang, network.sources)
        tell_left_out(network, lang)
