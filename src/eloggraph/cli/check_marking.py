"""``eloggraph check --mark``: the tables as a workbook with every faulty cell marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

import click

from eloggraph.cli.options import help_text
from eloggraph.finding import Report
from eloggraph.once import Hashes, keep_hashes
from eloggraph.text import Language, say

if TYPE_CHECKING:
    from eloggraph.checks.check import CheckReport

mark_option = click.option(
    "--mark",
    type=click.Path(dir_okay=False),
    metavar="OUT.xlsx",
    help=help_text("mark", "marks"),
)


class Judge:
    """Checks whenever it is called: after the first time, only what has changed since.

    ``hashes`` are of the files as they were read the last time, where they are wanted.
    """

    def __init__(self, check: Callable[..., CheckReport], hashed: bool) -> None:
        self._check = check
        self._hashed = hashed
        self._last: CheckReport | None = None
        self.hashes: Hashes | None = None

    def __call__(self) -> CheckReport:
        """Check, and remember the report for the next time."""
        with keep_hashes() if self._hashed else nullcontext() as self.hashes:
            self._last = self._check(earlier=self._last)
        return self._last


def mark_faults(
    paths: Sequence[str],
    judge: Judge,
    report: Report,
    *,
    output: str | None,
    lang: Language,
    untrusted: bool,
) -> None:
    """Write the marked copy where one is asked for, and say so on stderr."""
    if output is None:
        return
    from eloggraph.api.mark import judge_again, write_marked

    again = judge_again(judge, report)
    write_marked(paths, again, output, lang, hashes=judge.hashes, untrusted=untrusted)
    click.echo(say("marks.done.marked", value=output).say(lang), err=True)
