"""The command ``build``: tables into RDF, or into metadata for other programs."""

from __future__ import annotations

import click
from click.core import ParameterSource

import eloggraph
from eloggraph.api.build import explain_left_out, explain_omitted
from eloggraph.api.ids import keep_ids
from eloggraph.cli.options import (
    at_option,
    describe,
    draft_option,
    errors_told,
    folder_argument,
    format_option,
    help_text,
    lang_option,
    memory_option,
    output_option,
    put_out,
    tell_notes,
    tell_written,
    untrusted_option,
)
from eloggraph.cli.provenance import provenance_option
from eloggraph.errors import OptionError
from eloggraph.text import Language


@click.command(
    help=describe(
        "build",
        "eloggraph build datasets/osaajaks --output graph.ttl",
        "eloggraph build datasets/osaajaks --format cpsv --output services.ttl",
        "eloggraph build datasets/osaajaks --format csvw --output csv-metadata.json",
        "eloggraph build datasets/osaajaks --output osaajaks.bib",
        "eloggraph build datasets/osaajaks --store out/osaajaks-store",
    )
)
@folder_argument
@format_option(
    *("turtle", "ntriples", "cpsv", "cpov", "dcat", "csvw", "frictionless"),
    *("bibtex", "datacite", "cff"),
)
@at_option
@draft_option
@untrusted_option
@output_option
@click.option("--store", metavar="DIR", type=click.Path(), help=help_text("store"))
@click.option("--rebuild", is_flag=True, help=help_text("rebuild"))
@memory_option
@lang_option
@provenance_option
def build(
    folder: str,
    format_: str,
    at: str | None,
    draft: bool,
    untrusted: bool,
    output: str | None,
    store: str | None,
    rebuild: bool,
    memory: str | None,
    lang: Language,
) -> None:
    """Turn the tables into RDF or the words of a profile, or describe them for other programs."""
    with errors_told(lang):
        refuse_unused(output, store, rebuild)
        network = eloggraph.open(folder, untrusted=untrusted)
        if store is not None:
            note = network.write_store(store, rebuild=rebuild, draft=draft, at=at, memory=memory)
            tell_written(store, lang)
            tell_notes([note], lang)
            click.echo(explain_left_out(network, lang, at), nl=False, err=True)
            return
        built = network.build_parts(format_, draft=draft, lang=lang, at=at, memory=memory)
        put_out(built.parts, output, lang, network.sources)
        tell_notes([keep_ids(network)], lang)
        click.echo(explain_omitted(network, built.head, lang, at), nl=False, err=True)


def refuse_unused(output: str | None, store: str | None, rebuild: bool) -> None:
    """Refuse what would do nothing beside a store, or without one.

    Raises
    ------
    OptionError
        Saying which.
    """
    source = click.get_current_context().get_parameter_source("format_")
    is_format = source is ParameterSource.COMMANDLINE
    if store is not None and (output is not None or is_format):
        raise OptionError.about("cli.wrong.store-alone")
    if rebuild and store is None:
        raise OptionError.about("cli.wrong.rebuild-alone")
