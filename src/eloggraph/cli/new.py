"""``eloggraph new``: a network folder with empty tables, or with an invented example in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

import eloggraph
from eloggraph.api.language import choose_language
from eloggraph.cli.options import describe, errors_told, help_text
from eloggraph.example.writing import SIZES, Size
from eloggraph.text import LANGUAGES, Language, say


def _split_names(_: click.Context, __: click.Parameter, value: str | None) -> list[str] | None:
    if value is None:
        return None
    return [name.strip() for name in value.split(",") if name.strip()]


def _take_given(ctx: click.Context, option: click.Parameter, value: int) -> int | None:
    """Return the value where somebody gave it, so that an option for nothing can be refused."""
    is_given = ctx.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE
    return value if is_given else None


@click.command(
    help=describe(
        "new",
        "eloggraph new out/verkosto --xlsx --lang fi",
        "eloggraph new out/natverk --xlsx --lang sv --languages sv,fi",
        "eloggraph new out/palvelut --tables actors,services,target_groups",
        "eloggraph new out/strategia --modules strategy,quality",
        "eloggraph new out/kirja --xlsx --from datasets/osaajaks",
        "eloggraph new out/mallimaakunta --example region",
        chapter="template",
    )
)
@click.argument("folder", metavar="DIR", type=click.Path())
@click.option("--xlsx", is_flag=True, help=help_text("xlsx", "template"))
@click.option("--metadata", is_flag=True, help=help_text("metadata", "template"))
@click.option("--tables", callback=_split_names, help=help_text("tables", "template"))
@click.option("--all", "everything", is_flag=True, help=help_text("all", "template"))
@click.option("--languages", callback=_split_names, help=help_text("languages", "template"))
@click.option("--modules", callback=_split_names, help=help_text("modules", "template"))
@click.option("--from", "source", type=click.Path(), help=help_text("from", "template"))
@click.option("--example", type=click.Choice(SIZES), help=help_text("example", "example"))
@click.option(
    "--seed", type=int, default=0, show_default=True, callback=_take_given, help=help_text("seed")
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=choose_language,
    help=help_text("lang", "template"),
)
def new(folder: str, xlsx: bool, example: Size | None, lang: Language, **options: Any) -> None:
    """Write empty tables, or an example."""
    with errors_told(lang):
        opened = eloggraph.new(folder, xlsx=xlsx, example=example, lang=lang, **options)
    filled = options.get("source") is not None
    form = (
        "filled"
        if filled
        else "workbook"
        if xlsx
        else "added"
        if opened == Path(folder)
        else "folder"
    )
    key = "example.done.written" if example else f"template.done.{form}"
    click.echo(say(key, value=folder, opened=str(opened)).say(lang))
