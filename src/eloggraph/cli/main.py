"""The commands. Each parses, calls one function of the library, and renders.

A command's module is imported when the command is called, and data libraries inside it, so that
help answers at once and no command waits for another.
"""

from __future__ import annotations

import gc
from importlib import import_module

import click

from eloggraph.cli.options import help_text

# Each is a function of its name in a module of its name.
COMMANDS = (
    "analyse",
    "build",
    "check",
    "compare",
    "confirm",
    "convert",
    "diff",
    "docs",
    "hash",
    "import",
    "inspect",
    "map",
    "new",
    "pack",
    "query",
    "reason",
    "report",
    "run",
    "serve",
)
# A command whose name is a word of Python's own has another one there.
VERBS = {"hash": "hash_graph", "import": "import_tables"}


class Commands(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command with the name, or None."""
        if cmd_name not in COMMANDS:
            return None
        verb = VERBS.get(cmd_name, cmd_name)
        found: click.Command = getattr(import_module(f"eloggraph.cli.{verb}"), verb)
        return found


@click.group(
    cls=Commands,
    help=help_text("main"),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="eloggraph", prog_name="eloggraph")
def main() -> None:
    """Run the command line."""
    # A command makes many objects that live as long as it does, and few circles: looking for
    # these at Python's usual pace takes a tenth of a short run.
    gc.set_threshold(500_000, 50, 50)
