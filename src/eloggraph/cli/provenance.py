"""What an answer in a file rests on, written beside it: ``--provenance``."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from eloggraph.api.language import choose_language
from eloggraph.cli.options import errors_told, help_text, keep_written
from eloggraph.text import say

if TYPE_CHECKING:
    from eloggraph.once import Hashes

Command = TypeVar("Command", bound=Callable[..., Any])
ENDING = ".provenance.json"


def provenance_option(command: Command) -> Command:
    """Add ``--provenance`` to a command that puts its answer out.

    Written are the command with its options, the text of a query, the hashes of all that was read
    and of the answer, versions and the day: also where the answer was cut, for it is told then.
    """

    @wraps(command)
    def tell(*arguments: Any, provenance: bool, **options: Any) -> None:
        if not provenance:
            command(*arguments, **options)
            return
        from eloggraph.once import keep_hashes

        if options.get("output") in (None, "-"):
            reader = choose_language(options.get("lang"))
            raise click.UsageError(say("provenance.wrong.no-output").say(reader))
        name = click.get_current_context().command.name or ""
        with keep_written() as written, keep_hashes() as hashes:
            try:
                command(*arguments, **options)
            finally:
                for path in written:
                    _write(path, name, options, hashes)

    return cast(
        "Command",
        click.option("--provenance", is_flag=True, help=help_text("provenance", "provenance"))(
            tell
        ),
    )


def _write(
    path: Path,
    command: str,
    options: dict[str, Any],
    hashes: Hashes,
) -> None:
    from eloggraph.api.provenance import describe_answer
    from eloggraph.once import Hashes
    from eloggraph.output import write_file

    with errors_told(options.get("lang")):
        told = describe_answer(path, command, options, hashes.first, told=hashes.told)
        hashes.compare(Hashes())  # of a file that changed in between no hash is that of the answer
        write_file(path.with_name(path.name + ENDING), told)
