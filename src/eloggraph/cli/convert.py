"""``eloggraph convert``: tables from a CSV folder to a workbook, and back."""

from __future__ import annotations

from pathlib import Path

import click

from eloggraph.cli.options import describe, errors_told, help_text, lang_option
from eloggraph.finding import Report
from eloggraph.text import Language, say

_SEPARATORS = {"semicolon": ";", "comma": ",", "tab": "\t"}


def _is_workbook_only(source: Path) -> bool:
    from eloggraph.tables.read.files import is_csv, is_workbook
    from eloggraph.tables.read.records import list_table_files

    if not source.is_dir():
        return is_workbook(source)
    files = list_table_files(source)
    return bool(files) and not any(map(is_csv, files))


@click.command(
    help=describe(
        "convert",
        "eloggraph convert datasets/osaajaks out/osaajaks/network.xlsx",
        "eloggraph convert datasets/osaajaks out/osaajaks-excel --excel-safe",
        chapter="template",
    )
)
@click.argument("source", metavar="SOURCE", type=click.Path(readable=False, path_type=Path))
@click.argument("target", metavar="TARGET", type=click.Path(path_type=Path))
@click.option(
    "--separator", type=click.Choice([*_SEPARATORS]), help=help_text("separator", "template")
)
@click.option("--excel-safe", is_flag=True, help=help_text("excel-safe", "template"))
@click.option("--from-excel-safe", is_flag=True, help=help_text("from-excel-safe", "template"))
@lang_option
def convert(
    source: Path,
    target: Path,
    separator: str | None,
    excel_safe: bool,
    from_excel_safe: bool,
    lang: Language,
) -> None:
    """Convert tables."""
    if target.suffix.lower() == ".xlsx" and (excel_safe or separator):
        raise click.UsageError(say("template.usage.excel-safe").say(lang))
    with errors_told(lang):
        from eloggraph.schema.packaged import packaged_schema
        from eloggraph.tables.write import convert as conversion
        from eloggraph.views.findings.text import render_text

        if from_excel_safe and _is_workbook_only(source):
            raise click.UsageError(say("template.usage.from-excel-safe").say(lang))
        done = conversion.convert(
            source,
            target,
            packaged_schema(),
            separator=_SEPARATORS[separator or "semicolon"],
            excel_safe=excel_safe,
            from_excel_safe=from_excel_safe,
        )
    if done.findings:
        click.echo(render_text(Report(done.findings), lang), nl=False, err=True)
    click.echo(say("template.done.convert", n=done.tables, value=str(target)).say(lang))
