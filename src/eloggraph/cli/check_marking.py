"""``eloggraph check --mark``: the tables as a workbook with every faulty cell marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click

from eloggraph.cli.options import help_text
from eloggraph.finding import Report
from eloggraph.text import Language, say

mark_option = click.option(
    "--mark",
    type=click.Path(dir_okay=False),
    metavar="OUT.xlsx",
    help=help_text("mark", "marks"),
)


def mark_faults(
    paths: Sequence[str],
    judge: Callable[[], Report],
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
    write_marked(paths, again, output, lang, untrusted=untrusted)
    click.echo(say("marks.done.marked", value=output).say(lang), err=True)
