"""The command ``query``: a named query or one in SPARQL."""

from __future__ import annotations

import sys
from typing import Any

import click

import eloggraph
from eloggraph.cli.check_reports import find_paths
from eloggraph.cli.options import (
    at_option,
    bound_option,
    context_option,
    describe,
    errors_told,
    format_option,
    help_text,
    input_format_option,
    lang_option,
    megabytes_option,
    output_option,
    put_out,
    untrusted_option,
)
from eloggraph.cli.provenance import provenance_option
from eloggraph.cli.query_asked import (
    DEFAULT_GRAPHS,
    FORMS,
    complete_query,
    read_query,
    split_asked,
    take_data,
    tell_asked,
    write_answer,
    write_graphs,
    write_queries,
)
from eloggraph.text import Language


def _help(entry: str) -> str:
    return help_text(entry, "queries")


@click.command(
    help=describe(
        "query",
        "eloggraph query datasets/osaajaks actors",
        "eloggraph query datasets/osaajaks chain-steps --bind order=1",
        "eloggraph query datasets/osaajaks 'ASK { ?s ?p ?o }'",
        "eloggraph query ontology/elo.ttl 'SELECT ?c { ?c a owl:Class }' --format tsv",
        "eloggraph query --list",
        "eloggraph query --show chain-steps",
    )
)
@click.argument(
    "paths", metavar="[PATH]...", nargs=-1, type=click.Path(), shell_complete=complete_query
)
@click.argument(
    "query",
    metavar="[QUERY]",
    required=False,
    shell_complete=complete_query,
    callback=read_query,
)
@click.option("--list", "list_", is_flag=True, help=help_text("list"))
@click.option("--show", metavar="NAME", help=_help("show"), shell_complete=complete_query)
@click.option("--graphs", is_flag=True, help=_help("graphs"))
@click.option("--bind", multiple=True, metavar="COLUMN=VALUE", help=_help("bind"))
@at_option
@click.option("--infer", is_flag=True, help=_help("infer"))
@click.option(
    "--default-graph",
    type=click.Choice(DEFAULT_GRAPHS),
    default=DEFAULT_GRAPHS[0],
    show_default=True,
    help=_help("default_graph"),
)
@click.option("--named", multiple=True, metavar="FILE", type=click.Path(), help=_help("named"))
@input_format_option
@context_option
@bound_option("seconds", click.FloatRange(min=0, min_open=True), "queries")
@megabytes_option
@bound_option("rows", click.IntRange(1), "queries", default=1_000_000)
@format_option(*FORMS)
@untrusted_option
@output_option
@lang_option
@provenance_option
def query(
    paths: tuple[str, ...],
    query: str | None,
    list_: bool,
    show: str | None,
    graphs: bool,
    format_: str,
    output: str | None,
    lang: Language,
    **options: Any,
) -> None:
    """Ask the graph."""
    data = {**take_data(options), "memory": options["memory"]}
    with errors_told(lang):
        if list_ or show is not None:
            put_out(write_queries(show, lang), output, lang, ())
            return
        paths, query = split_asked(paths, query, graphs, data["named"])
        dataset = eloggraph.open_dataset(*find_paths(paths, lang), **data)
        if query is None:
            put_out(write_graphs(dataset), output, lang, dataset.sources)
            return
        answer = dataset.query(query, lang, **options)
        put_out(
            write_answer(answer, format_, output, lang), output, lang, (*dataset.sources, query)
        )
        sys.exit(tell_asked(dataset, query, answer, lang, options))
