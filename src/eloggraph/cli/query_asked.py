"""``eloggraph query``: what is asked of what, and what is said beside the answer."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click
from click.shell_completion import CompletionItem

from eloggraph.api.asked import DefaultGraph
from eloggraph.api.named import refuse_addresses
from eloggraph.cli.options import RDF_FORMATS, tell_cut, tell_left_out
from eloggraph.errors import OptionError, QueryError
from eloggraph.text import Language

if TYPE_CHECKING:
    from eloggraph.api.asked import Dataset
    from eloggraph.graph.answers import Answer

DEFAULT_GRAPHS = get_args(DefaultGraph)
FORMS = (
    *("text", "csv", "tsv", "spreadsheet", "json", "ndjson", "markdown", "parquet"),
    *("sparql-json", "sparql-xml"),
    *RDF_FORMATS,
)
_MOST = 1_000_000  # bytes of a query
_DATA = ("named", "input_format", "context", "untrusted")


def take_data(options: dict[str, Any]) -> dict[str, Any]:
    """Take out of the options those that say what is asked, not how."""
    return {name: options.pop(name) for name in _DATA}


def complete_query(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the names of queries that begin so, and files: the first argument is one."""
    from eloggraph.api.language import choose_language
    from eloggraph.graph.queries import named_queries

    files = [CompletionItem(incomplete, type="file")]
    is_first = not (context.params.get("paths") or context.params.get("query"))
    if is_first and parameter.name != "show":
        return files
    names = [query for query in named_queries().values() if query.name.startswith(incomplete)]
    found = [
        CompletionItem(query.name, help=query.title.say(choose_language()))
        for query in names
        if query.is_for_readers
    ]
    return found or files


def read_query(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Return a query; that of stdin for ``-`` after what is asked, unless that comes from there."""
    paths = context.params.get("paths") or ()
    if value != "-" or not paths or "-" in paths:
        return value
    return sys.stdin.buffer.read(_MOST).decode("utf-8-sig", "replace") or value


def write_queries(shown: str | None, language: Language) -> str:
    """Return a named query, or the list of all."""
    from eloggraph.views.tables.answers import render_query, render_query_list

    return render_query_list(language) if shown is None else render_query(shown, language)


def split_asked(
    paths: Sequence[str], query: str | None, graphs: bool, named: Sequence[str]
) -> tuple[tuple[str, ...], str | None]:
    """Return what is asked and the query; None where graphs are to be listed.

    The last argument is the query. Where it is the only one, or names what is there, something is
    missing, and is told.

    Raises
    ------
    QueryError
        Saying what is missing.
    OptionError
        When an address is given for a path.
    """
    refuse_addresses(paths)
    if graphs:
        return (*paths, *([query] if query is not None else [])), None
    if query is None:
        raise QueryError.tell("query-missing", chapter="queries", variant="all")
    from eloggraph.graph.queries import FILE_ENDINGS, find_query

    if query == "-" or (not query.endswith(FILE_ENDINGS) and is_there(query)):
        raise QueryError.tell("query-missing", chapter="queries", variant="query", value=query)
    if not paths and not named:
        find_query(query)
        raise QueryError.tell("query-missing", chapter="queries", variant="data", value=query)
    return tuple(paths), query


def is_there(name: str) -> bool:
    """Tell whether a text names a file or a folder; a query in SPARQL may be too long for one."""
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False


def write_graphs(dataset: Dataset) -> str:
    """Return the graphs that a query can name."""
    from eloggraph.api.query import list_graphs
    from eloggraph.views.tables.answers import render_graphs

    return render_graphs(list_graphs(dataset))


def write_answer(answer: Answer, form: str, output: str | None, language: Language) -> str | bytes:
    """Return an answer in a form: for a person where it goes to a terminal.

    Raises
    ------
    QueryError
        When the form is not for such an answer.
    OptionError
        When it is bytes, and they would go to a terminal.
    """
    from eloggraph.views.findings.text import make_lines_safe
    from eloggraph.views.tables.answers import render_answer

    for_terminal = output is None and sys.stdout.isatty()
    if for_terminal and form == "parquet":
        raise OptionError.about("queries.wrong.parquet")
    written = render_answer(answer, form, language, for_terminal=for_terminal)
    return make_lines_safe(written) if for_terminal and isinstance(written, str) else written


def tell_asked(
    dataset: Dataset,
    query: str,
    answer: Answer,
    language: Language,
    options: Mapping[str, Any],
) -> int:
    """Say on stderr what was asked and what the answer lacks; return the exit code."""
    from eloggraph.api.query import explain_asked

    day, default = options["at"], options["default_graph"]
    click.echo(explain_asked(dataset, query, language, day, default), nl=False, err=True)
    for network in dataset.networks:
        tell_left_out(network, language)
    return tell_cut(answer, language)
