"""The command ``reason``: is it free of contradictions, and what follows."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

import eloggraph
from eloggraph.api.named import list_inputs
from eloggraph.cli.endings import choose_form
from eloggraph.cli.options import (
    COULD_NOT_RUN,
    describe,
    errors_told,
    format_option,
    help_text,
    lang_option,
    put_out,
    untrusted_option,
)
from eloggraph.text import Language

_EXIT_CODES = {"consistent": 0, "inconsistent": 1, "unsatisfiable": 1, "unknown": COULD_NOT_RUN}


def _help(entry: str) -> str:
    return help_text(entry, "reason")


@click.command(
    help=describe(
        "reason",
        "eloggraph reason datasets/osaajaks",
        "eloggraph reason datasets/osaajaks --align --output inferred.nt",
        chapter="reason",
    )
)
@click.argument("path", metavar="PATH", type=click.Path())
@click.option("--align", is_flag=True, help=_help("align"))
@click.option("--axioms", multiple=True, type=click.Path(), help=_help("axioms"))
@click.option("--memory", type=click.IntRange(1), default=1024, help=_help("memory"))
@click.option("--seconds", type=click.IntRange(1), default=60, help=_help("seconds"))
@format_option("text", "json", of_output=False)
@untrusted_option
@click.option("--output", "-o", type=click.Path(dir_okay=False), help=_help("output"))
@lang_option
def reason(path: str, format_: str, output: str | None, lang: Language, **options: Any) -> None:
    """Judge a network or an ontology, and infer what follows."""
    choose_form(["ntriples", "nquads"], None, output, lang, has_option=False)
    with errors_told(lang):
        from eloggraph.views.ontology.reasoning import REASONING_RENDERERS

        done = eloggraph.reason(path, **options)
        click.echo(REASONING_RENDERERS[format_](done, lang), nl=False)
        if output is not None:
            inputs = list_inputs([path, *options["axioms"]])
            put_out(done.write(Path(output).suffix), output, lang, inputs)
    sys.exit(_EXIT_CODES[done.consistency.verdict])
