"""The command ``hash``: by which two copies of a graph are known as one."""

from __future__ import annotations

from typing import Any

import click

import eloggraph
from eloggraph.api.check import read_contexts
from eloggraph.cli.check_reports import find_paths
from eloggraph.cli.options import (
    context_option,
    describe,
    errors_told,
    help_text,
    input_format_option,
    lang_option,
    memory_option,
    output_option,
    put_out,
    untrusted_option,
)
from eloggraph.text import Language


def _help(entry: str, chapter: str = "provenance") -> str:
    return help_text(entry, chapter)


@click.command(
    "hash",
    help=describe(
        "hash",
        "eloggraph hash datasets/osaajaks",
        "eloggraph hash ontology/elo.ttl",
        chapter="provenance",
    ),
)
@click.argument("path", metavar="PATH", type=click.Path())
@click.option(
    "--algorithm",
    type=click.Choice(["sha256", "sha384"]),
    default="sha256",
    help=_help("algorithm"),
)
@click.option(
    "--seconds",
    type=click.FloatRange(0, min_open=True),
    default=60,
    show_default=True,
    help=_help("seconds"),
)
@input_format_option
@context_option
@memory_option
@untrusted_option
@output_option
@lang_option
def hash_graph(path: str, output: str | None, lang: Language, **options: Any) -> None:
    """Hash a graph."""
    with errors_told(lang):
        (path,) = find_paths([path], lang)
        found = eloggraph.hash_graph(path, **options)
        inputs = [path, *map(str, read_contexts(options["context"]).values())]
        put_out(f"{found}\n", output, lang, inputs)
