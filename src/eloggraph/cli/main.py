"""The commands. Each parses, calls one function of the library, and renders.

Data libraries are imported inside the commands, so that help answers at once.
"""

from __future__ import annotations

import gc
import sys

import click

import eloggraph
from eloggraph.cli.check import check
from eloggraph.cli.convert import convert
from eloggraph.cli.diff import diff
from eloggraph.cli.docs import docs
from eloggraph.cli.inspect import inspect
from eloggraph.cli.new import new
from eloggraph.cli.options import (
    describe,
    errors_told,
    exit_code,
    format_option,
    help_text,
    lang_option,
    output_option,
    put_out,
    seed_option,
)
from eloggraph.cli.reason import reason
from eloggraph.text import Language, say

_FOLDER = click.argument("folder", metavar="DIR", type=click.Path())


@click.group(help=help_text("main"), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="eloggraph", prog_name="eloggraph")
def main() -> None:
    """Run the command line."""
    # A command makes many objects that live as long as it does, and few circles: looking for
    # these at Python's usual pace takes a tenth of a short run.
    gc.set_threshold(500_000, 50, 50)


@main.command(help=describe("run", "eloggraph run datasets/osaajaks --output out/osaajaks"))
@_FOLDER
@click.option("--output", "-o", required=True, type=click.Path(), help=help_text("output_folder"))
@click.option("--draft", is_flag=True, help=help_text("draft"))
@seed_option
@lang_option
def run(folder: str, output: str, draft: bool, seed: int, lang: Language) -> None:
    """Do the main job."""
    from eloggraph.views.findings import render_run

    with errors_told(lang):
        result = eloggraph.run(folder, output, seed=seed, draft=draft)
    click.echo(render_run(result.report, result.headline, lang), nl=False, err=True)
    if result.written is not None:
        click.echo(say("cli.done.run", value=str(result.written)).say(lang))
    sys.exit(0 if result.written else exit_code(result.report, "violation"))


@main.command(
    help=describe(
        "build",
        "eloggraph build datasets/osaajaks --output graph.ttl",
        "eloggraph build datasets/osaajaks --format csvw --output csv-metadata.json",
    )
)
@_FOLDER
@format_option("turtle", "ntriples", "csvw", "frictionless")
@output_option
@lang_option
def build(folder: str, format_: str, output: str | None, lang: Language) -> None:
    """Turn the tables into RDF, or describe them for other programs."""
    with errors_told(lang):
        from eloggraph.graph.rdf import serialise
        from eloggraph.tables.metadata.files import METADATA_WRITERS, describe_folder

        if format_ in METADATA_WRITERS:
            text = describe_folder(folder, format_, lang)
        else:
            text = serialise(eloggraph.open(folder).graph, format_)
        put_out(text, output, lang)


@main.command(
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
@format_option("text", "csv", "json")
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
    from eloggraph.views.answers import ANSWER_RENDERERS, render_query_list

    if list_ or folder is None or query is None:
        click.echo(render_query_list(lang), nl=False)
        sys.exit(0 if list_ else 2)
    with errors_told(lang):
        from eloggraph.graph.queries import read_binding

        bindings = dict(map(read_binding, bind))
        answer = eloggraph.open(folder).query(query, lang, bindings)
        put_out(ANSWER_RENDERERS[format_](answer), output, lang)


@main.command(help=describe("analyse", "eloggraph analyse datasets/osaajaks --lang fi"))
@_FOLDER
@format_option("text", "json")
@seed_option
@output_option
@lang_option
def analyse(folder: str, format_: str, seed: int, output: str | None, lang: Language) -> None:
    """Ask every question of the network."""
    with errors_told(lang):
        from eloggraph.views.verdicts import ANALYSIS_RENDERERS

        analysis = eloggraph.open(folder).analyse(seed=seed)
        put_out(ANALYSIS_RENDERERS[format_](analysis, lang), output, lang)


@main.command(
    name="map",
    help=describe(
        "map",
        "eloggraph map datasets/osaajaks --output map.html",
        "eloggraph map datasets/osaajaks --renderer pyvis --output explore.html",
    ),
)
@_FOLDER
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
def map_(folder: str, renderer: str, seed: int, output: str | None, lang: Language) -> None:
    """Draw the map."""
    with errors_told(lang):
        drawn = eloggraph.open(folder).map(seed=seed)
        html = drawn.to_html(lang) if renderer == "svg" else drawn.to_pyvis_html(lang)
        put_out(html, output, lang)


for command in (check, new, convert, inspect, reason, diff, docs):
    main.add_command(command)
