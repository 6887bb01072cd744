"""The command ``query``: a named query or one in SPARQL."""

from __future__ import annotations

import sys

import click

import eloggraph
from eloggraph.api.language import choose_language
from eloggraph.cli.options import (
    describe,
    errors_told,
    format_option,
    help_text,
    lang_option,
    output_option,
    put_out,
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
@click.option("--bind", multiple=True, metavar="COLUMN=VALUE", help=help_text("bind", "queries"))
@format_option("text", "csv", "spreadsheet", "json")
@output_option
@lang_option
def query(
    folder: str | None,
    query: str | None,
    list_: bool,
    bind: tuple[str, ...],
    format_: str,
    output: str | None,
    lang: Language,
) -> None:
    """Ask the graph."""
    from eloggraph.views.tables.answers import ANSWER_RENDERERS, render_query_list

    if list_ or folder is None or query is None:
        click.echo(render_query_list(lang), nl=False)
        sys.exit(0 if list_ else 2)
    with errors_told(lang):
        answer = eloggraph.open(folder).query(query, lang, bind)
        put_out(ANSWER_RENDERERS[format_](answer, choose_language(lang)), output, lang)
