"""``eloggraph new``: a network folder with an invented example in it."""

from __future__ import annotations

from pathlib import Path

import click

from eloggraph.cli.options import describe, errors_told, help_text, lang_option, seed_option
from eloggraph.example.writing import SIZES, Size, write_example
from eloggraph.text import Language, say


@click.command(help=describe("new", "eloggraph new out/mallimaakunta", chapter="example"))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--example",
    "size",
    type=click.Choice(SIZES),
    default="region",
    show_default=True,
    help=help_text("example", "example"),
)
@seed_option
@lang_option
def new(folder: Path, size: Size, seed: int, lang: Language) -> None:
    """Write an example."""
    with errors_told(lang):
        write_example(folder, size, seed=seed)
    click.echo(say("example.done.written", value=str(folder)).say(lang))
