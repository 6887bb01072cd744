"""The command ``check``: tables, RDF or an ontology, and a verdict with an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import eloggraph
from eloggraph.api.check import read_contexts
from eloggraph.cli.check_bounds import shapes_bounded
from eloggraph.cli.check_marking import Judge, mark_faults, mark_option
from eloggraph.cli.check_reports import (
    FORMATS,
    Wanted,
    find_paths,
    put_out_all,
    report_option,
)
from eloggraph.cli.check_rules import put_out_inferred, rules_options
from eloggraph.cli.check_watch import follow, refuse_options, watch_option
from eloggraph.cli.options import (
    context_option,
    describe,
    errors_told,
    exit_code,
    fail_on_option,
    format_option,
    help_text,
    input_format_option,
    lang_option,
    output_option,
    put_out,
    untrusted_option,
)
from eloggraph.finding import Severity
from eloggraph.text import Language

if TYPE_CHECKING:
    from eloggraph.checks.check import CheckReport

_ENGINES = ("auto", "columns", "streaming", "duckdb", "spark", "pyshacl")


def _help(entry: str) -> str:
    return help_text(entry, "checks")


@click.command(
    help=describe(
        "check",
        "eloggraph check datasets/osaajaks",
        "eloggraph check datasets/osaajaks --format json --fail-on violation",
        "eloggraph check datasets/osaajaks --format sarif --output findings.sarif",
        "eloggraph check datasets/osaajaks --report sarif=f.sarif --report markdown=f.md",
        "eloggraph check datasets/osaajaks --mark osaajaks.xlsx --lang fi",
        "eloggraph check ontology/vocab --shapes shapes",
        "eloggraph check ontology/vocab --shapes shapes --engine streaming --memory 2GB",
        chapter="checks",
    )
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path())
@click.option("--shapes", multiple=True, metavar="PATH", type=click.Path(), help=_help("shapes"))
@click.option("--graph", multiple=True, metavar="IRI", help=_help("graph"))
@input_format_option
@context_option
@click.option("--engine", type=click.Choice(_ENGINES), help=_help("engine"))
@click.option("--remote", metavar="URL", help=_help("remote"))
@click.option("--master", metavar="URL", help=_help("master"))
@click.option("--profile", is_flag=True, help=_help("profile"))
@click.option("--allow-unsupported", is_flag=True, help=_help("allow_unsupported"))
@rules_options
@click.option("--memory", metavar="SIZE", help=_help("memory"))
@click.option("--most", type=click.IntRange(min=1), metavar="N", help=_help("most"))
@click.option("--strict", is_flag=True, help=_help("strict"))
@click.option("--explain", is_flag=True, help=_help("explain"))
@format_option(*FORMATS)
@report_option
@fail_on_option
@mark_option
@watch_option
@untrusted_option
@output_option
@lang_option
def check(
    paths: tuple[str, ...],
    explain: bool,
    format_: str,
    report: tuple[tuple[str, str], ...],
    fail_on: Severity,
    mark: str | None,
    watch: bool,
    inferred: str | None,
    output: str | None,
    lang: Language,
    **options: Any,
) -> None:
    """Check tables, RDF or an ontology."""
    checked = find_paths(paths, lang)
    judge = Judge(partial(eloggraph.check, *checked, **options), hashed=mark is not None)
    then = partial(
        mark_faults, checked, judge, output=mark, lang=lang, untrusted=options["untrusted"]
    )
    with errors_told(lang), shapes_bounded(checked, options, watch):
        if explain:
            refuse_options([watch])
            put_out(_explain(options), output, lang, options["shapes"])
            return
        if watch:
            refuse_options([format_ != "text", output, options["profile"], report, inferred])
            sys.exit(
                follow(checked, judge, then=then, ignored=[mark], fail_on=fail_on, language=lang)
            )
        found, wanted = judge(), ((format_, output), *report)
        _put_out_done(found, wanted, inferred, (*checked, *_list_read(options)), lang)
        _tell_costs(found, lang, options["profile"])
        then(found)
    sys.exit(exit_code(found, fail_on))


def _list_read(options: dict[str, Any]) -> list[str]:
    """Return the files of shapes and contexts, which no output takes the place of."""
    return [*options["shapes"], *map(str, read_contexts(options["context"]).values())]


def _put_out_done(
    found: CheckReport,
    wanted: Sequence[Wanted],
    inferred: str | None,
    inputs: Sequence[str],
    lang: Language,
) -> None:
    put_out_inferred(found, inferred, inputs, [file for _, file in wanted], lang)
    put_out_all(found, wanted, inputs, lang)


def _explain(options: dict[str, Any]) -> str:
    """Return how shapes are compiled, in words."""
    from eloggraph.checks.explain import explain_shapes
    from eloggraph.checks.packaged import packaged_shapes
    from eloggraph.checks.shapes import read_shapes

    if not options["shapes"]:
        return explain_shapes(packaged_shapes())
    paths, contexts = map(Path, options["shapes"]), read_contexts(options["context"])
    return explain_shapes(read_shapes([*paths], strict=options["strict"], contexts=contexts)[0])


def _tell_costs(done: CheckReport, language: Language, is_asked: bool) -> None:
    """Tell on stderr what each shape took: stdout is for the report."""
    if is_asked and done.validation is not None:
        from eloggraph.views.findings.costs import render_costs

        click.echo(render_costs(done.validation, language), nl=False, err=True)
