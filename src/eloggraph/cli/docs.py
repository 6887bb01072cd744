"""``eloggraph docs``: the model's reference pages."""

from __future__ import annotations

from pathlib import Path

import click

import eloggraph
from eloggraph.cli.options import describe, errors_told, help_text, lang_option, replace_option
from eloggraph.text import Language, say


@click.command(
    help=describe(
        "docs",
        "eloggraph docs --output out/docs",
        "eloggraph docs --examples datasets/osaajaks --output out/docs",
        chapter="reference",
    )
)
@click.option("--output", "-o", required=True, type=click.Path(), help=help_text("output_folder"))
@click.option("--examples", type=click.Path(), help=help_text("examples", "reference"))
@replace_option
@lang_option
def docs(output: str, examples: str | None, replace: bool, lang: Language) -> None:
    """Write the reference pages."""
    with errors_told(lang):
        from eloggraph.output import refuse_inputs, write_folder
        from eloggraph.schema.packaged import packaged_schema
        from eloggraph.views.reference.examples import list_rows
        from eloggraph.views.reference.site import (
            build_reference,
            describe_reference,
            render_reference,
        )

        read = eloggraph.open(examples).tables.tables if examples else ()
        rows = {matched.table.name: list_rows(matched) for matched in read}
        model = build_reference(
            packaged_schema(), examples=rows, versions={"eloggraph": eloggraph.__version__}
        )
        refuse_inputs(output, [examples] if examples else [])
        files, about = render_reference(model, lang), describe_reference(model)
        write_folder(Path(output), files, kind="docs", about=about, replace=replace)
    click.echo(say("reference.done.written", value=str(Path(output) / "index.html")).say(lang))
