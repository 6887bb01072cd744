"""``eloggraph new``: a network folder with empty tables, or with an invented example in it."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from eloggraph.cli.options import choose_language, describe, errors_told, help_text, seed_option
from eloggraph.example.writing import SIZES, Size, write_example
from eloggraph.text import LANGUAGES, Language, say


def _split_names(_: click.Context, __: click.Parameter, value: str | None) -> list[str] | None:
    if value is None:
        return None
    return [name.strip() for name in value.split(",") if name.strip()]


@click.command(
    help=describe(
        "new",
        "eloggraph new out/verkosto --xlsx --lang fi",
        "eloggraph new out/palvelut --tables actors,services,target_groups",
        "eloggraph new out/mallimaakunta --example region",
        chapter="template",
    )
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--xlsx", is_flag=True, help=help_text("xlsx", "template"))
@click.option("--metadata", is_flag=True, help=help_text("metadata", "template"))
@click.option("--tables", callback=_split_names, help=help_text("tables", "template"))
@click.option("--example", "size", type=click.Choice(SIZES), help=help_text("example", "example"))
@seed_option
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=choose_language,
    help=help_text("lang", "template"),
)
def new(
    folder: Path,
    xlsx: bool,
    metadata: bool,
    tables: list[str] | None,
    size: Size | None,
    seed: int,
    lang: Language,
) -> None:
    """Write empty tables, or an example."""
    if xlsx and metadata:
        raise click.UsageError(say("template.usage.metadata").say(lang))
    if size and (xlsx or metadata or tables):
        raise click.UsageError(say("template.usage.example").say(lang))
    if tables is not None and not tables:
        raise click.UsageError(say("template.usage.tables").say(lang))
    seeded = click.get_current_context().get_parameter_source("seed")
    if seeded is ParameterSource.COMMANDLINE and not size:
        raise click.UsageError(say("template.usage.seed").say(lang))
    with errors_told(lang):
        if size:
            write_example(folder, size, seed=seed)
            done = say("example.done.written", value=str(folder))
        else:
            from eloggraph.schema.packaged import packaged_schema
            from eloggraph.tables.write.template.choice import choose_tables
            from eloggraph.tables.write.template.folder import write_template

            template = choose_tables(packaged_schema(), lang, tables or ())
            opened = write_template(folder, template, workbook=xlsx, metadata=metadata)
            form = "workbook" if xlsx else "folder"
            done = say(f"template.done.{form}", value=str(folder), opened=str(opened))
    click.echo(done.say(lang))
