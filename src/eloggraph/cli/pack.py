"""``eloggraph pack``: RDF of any size as one file of statements."""

from __future__ import annotations

from typing import Any

import click

import eloggraph
from eloggraph.cli.options import describe, errors_told, help_text, lang_option
from eloggraph.finding import Report
from eloggraph.text import Language, say

_INPUTS = ("turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml")


@click.command(
    help=describe(
        "pack",
        "eloggraph pack ontology -o out/ontology.parquet",
        "eloggraph pack ontology/elo.ttl shapes -o out/model.parquet",
        chapter="packing",
    )
)
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path())
@click.option(
    *("--output", "-o"),
    metavar="FILE",
    required=True,
    type=click.Path(dir_okay=False),
    help=help_text("output", "packing"),
)
@click.option(
    "--input-format", type=click.Choice(_INPUTS), help=help_text("input_format", "checks")
)
@click.option("--context", multiple=True, metavar="IRI=FILE", help=help_text("context", "checks"))
@lang_option
def pack(paths: tuple[str, ...], lang: Language, **options: Any) -> None:
    """Pack RDF."""
    with errors_told(lang):
        from eloggraph.views.findings.text import render_text

        given = ["/dev/stdin" if path == "-" else path for path in paths]
        made = eloggraph.pack(*given, **options)
    if made.findings:
        click.echo(render_text(Report(made.findings), lang), nl=False, err=True)
    values = {"n": made.about.statements, "value": str(made.path)}
    click.echo(say("packing.done", **values).say(lang), err=True)
