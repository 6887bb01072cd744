"""The command ``query``: a named query or one in SPARQL."""

from __future__ import annotations

import sys
from typing import Any

import click

import eloggraph
from eloggraph.api.language import choose_language
from eloggraph.cli.options import (
    at_option,
    bound_option,
    describe,
    errors_told,
    format_option,
    help_text,
    lang_option,
    output_option,
    put_out,
    tell_cut,
    tell_left_out,
    untrusted_option,
)
from eloggraph.text import Language


@click.command(
    help=describe(
        "query",
        "eloggraph query datasets/osaajaks actors",
        "eloggraph query datasets/osaajaks chain-steps --bind order=1",
        "eloggraph query datasets/osaajaks 'ASK { ?s ?p ?o }'",
        "eloggraph query --list",
    )
)
@click.argument("folder", metavar="[DIR", type=click.Path(), required=False)
@click.argument("query", metavar="QUERY]", required=False)
@click.option("--list", "list_", is_flag=True, help=help_text("list"))
@click.option("--graphs", is_flag=True, help=help_text("graphs", "queries"))
@click.option("--bind", multiple=True, metavar="COLUMN=VALUE", help=help_text("bind", "queries"))
@at_option
@bound_option("seconds", click.FloatRange(min=0, min_open=True), "queries")
@bound_option("memory", click.IntRange(1), "queries")
@bound_option("rows", click.IntRange(1), "queries", default=1_000_000)
@format_option("text", "csv", "spreadsheet", "json")
@untrusted_option
@output_option
@lang_option
def query(
    folder: str | None,
    query: str | None,
    list_: bool,
    graphs: bool,
    untrusted: bool,
    format_: str,
    output: str | None,
    lang: Language,
    **options: Any,
) -> None:
    """Ask the graph."""
    from eloggraph.api.query import explain_asked, list_graphs
    from eloggraph.views.tables import answers

    if list_ or folder is None or (query is None and not graphs):
        click.echo(answers.render_query_list(lang), nl=False)
        sys.exit(0 if list_ else 2)
    with errors_told(lang):
        network = eloggraph.open(folder, untrusted=untrusted)
        if query is None or graphs:
            put_out(answers.render_graphs(list_graphs(network)), output, lang, network.sources)
            return
        answer = network.query(query, lang, **options)
        text = answers.ANSWER_RENDERERS[format_](answer, choose_language(lang))
        put_out(text, output, lang, (*network.sources, query))
        click.echo(explain_asked(network, query, lang, options["at"]), nl=False, err=True)
        tell_left_out(network, lang)
        sys.exit(tell_cut(answer, lang))
