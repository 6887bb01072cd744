"""Answers to queries in the forms that people and programs read, and the queries themselves."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable

from eloggraph.errors import QueryError
from eloggraph.graph.answer_formats import (
    RDF_WRITERS,
    RESULT_WRITERS,
    write_parquet,
    write_tsv,
)
from eloggraph.graph.answer_terms import Term, is_iri, text_of
from eloggraph.graph.answers import Answer, ResultTable, Statements, answer_as_row
from eloggraph.graph.queries import NamedQuery, find_query, named_queries
from eloggraph.graph.query_heads import write_shown
from eloggraph.iri import ELO, PREFIXES, shorten
from eloggraph.schema.packaged import packaged_schema
from eloggraph.text import Language, Text, say
from eloggraph.views.findings.markdown import escape_line
from eloggraph.views.findings.text import make_safe
from eloggraph.views.tables.spreadsheet import name_column, write_csv

_WIDEST = 60
_IDENTIFIER = "_iri"
_DECIMAL = re.compile(r"-?(0|[1-9]\d{0,8})\.\d{1,6}")
_LAST = 1_000  # a query that answers no numbered question comes after those that do


def list_readable() -> list[NamedQuery]:
    """Return the named queries for readers: those of competency questions first, by their number.

    The others follow by name; a query that only serves an analysis is none of them.
    """
    asked = (query for query in named_queries().values() if query.is_for_readers)
    return sorted(asked, key=lambda query: (query.question or _LAST, query.name))


def render_query_list(language: Language) -> str:
    """Return the named queries for readers with their titles, a line each."""
    queries = list_readable()
    width = max(len(query.name) for query in queries)
    return "".join(
        f"{q.question or '':>2}  {q.name:<{width}}  {q.title.say(language)}\n" for q in queries
    )


def render_query(name: str, language: Language) -> str:
    """Return a named query as it can be run and changed, below a line that runs it by its name.

    Raises
    ------
    QueryError
        When there is no such query; the nearest names are told.
    """
    text = find_query(name, only_named=True)
    named = named_queries()[name]
    binds = "".join(f" --bind {each}=…" for each in named.parameters)
    return f"# eloggraph query DIR {name}{binds}\n{write_shown(text, language)}"


def render_graphs(graphs: Iterable[tuple[str, int]]) -> str:
    r"""Return graphs with the number of their statements, a line each.

    >>> render_graphs([("urn:a", 12)])
    '12  urn:a\n'
    """
    listed = list(graphs)
    width = max((len(str(count)) for _, count in listed), default=0)
    return "".join(f"{count:>{width}}  {name}\n" for name, count in listed)


def render_answer_text(answer: Answer, *, for_terminal: bool = False) -> str:
    """Return an answer as an aligned table, true or false, or triples.

    On a terminal IRIs are prefixed names where the toolkit has a prefix, and long texts are cut;
    otherwise everything is whole, for whoever goes on with it.
    """
    if isinstance(answer, Statements) and for_terminal:
        return answer.to_turtle()
    if not isinstance(answer, ResultTable):
        return _plain(answer)
    write = _write_short if for_terminal else _write_whole
    rows = [answer.variables, *([write(term) for term in row] for row in answer)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(answer.variables))]
    lines = ["  ".join(f"{v:<{w}}" for v, w in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return "".join(f"{line.rstrip()}\n" for line in lines)


def render_answer_csv(answer: Answer) -> str:
    """Return an answer as CSV (SPARQL 1.1 Query Results CSV, with plain line ends).

    It is for machines: the same in every language, each value as it is, formulas too.
    """
    answer = _as_table(answer)
    if not isinstance(answer, ResultTable):
        return _plain(answer)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(answer.variables)
    writer.writerows(["" if value is None else value for value in row] for row in answer.texts())
    return buffer.getvalue()


def render_answer_spreadsheet(answer: Answer, language: Language) -> str:
    """Return an answer as a table that a person opens in a spreadsheet of the language."""
    answer = _as_table(answer)
    if not isinstance(answer, ResultTable):
        return _plain(answer)
    header = [name_variable(variable).say(language) for variable in answer.variables]
    rows = ([_read_decimal(value) for value in row] for row in answer.texts())
    return write_csv(header, rows, language)


def name_variable(variable: str) -> Text:
    """Return what a variable of a query is called: in answers, in the tables, or else itself.

    >>> name_variable("taken_over_by").sv, name_variable("goal").fi, name_variable("x").en
    ('vem som tog över', 'tavoite', 'x')
    >>> name_variable("goal_iri").fi
    'tavoite (tunniste)'
    """
    if variable.endswith(_IDENTIFIER):
        name = name_variable(variable.removesuffix(_IDENTIFIER))
        return say("tables.answer.identifier", name=name)
    try:
        return say(f"tables.answer.{variable}")
    except KeyError:
        return _name_as_model(variable) or name_column(variable)


def _name_as_model(variable: str) -> Text | None:
    """Return the name of the column, or of the class, that a variable is called after."""
    schema = packaged_schema()
    columns = (column for table in schema.tables for column in table.columns)
    named = next((column.names for column in columns if column.key == variable), None)
    return named or schema.labels.get(ELO + variable.title().replace("_", ""))


def _read_decimal(value: str | None) -> str | float | None:
    """Return a decimal as a number: with a point, a Finnish spreadsheet takes it for a date."""
    return float(value) if value and _DECIMAL.fullmatch(value) else value


def render_answer_json(answer: Answer) -> str:
    """Return an answer as JSON: a list of objects, a truth value, or statements as JSON-LD."""
    if isinstance(answer, Statements):
        return RDF_WRITERS["jsonld"](answer)
    value = list(answer.dicts()) if isinstance(answer, ResultTable) else answer
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _as_table(answer: Answer) -> ResultTable | bool:
    """Return statements as rows: in a table they have nothing else to be."""
    return answer.to_table() if isinstance(answer, Statements) else answer


def _plain(answer: bool | Statements) -> str:
    return f"{str(answer).lower()}\n" if isinstance(answer, bool) else str(answer)


def _write_whole(term: Term | None) -> str:
    return make_safe(text_of(term) or "")


def _write_short(term: Term | None) -> str:
    text = text_of(term) or ""
    if is_iri(term):
        return make_safe(shorten(text, PREFIXES))
    shown = make_safe(text)
    return shown if len(shown) <= _WIDEST else shown[: _WIDEST - 1] + "…"


def render_answer_markdown(answer: Answer) -> str:
    r"""Return an answer as a table of Markdown in which no text means anything but itself.

    >>> from eloggraph.graph.answers import ResultTable
    >>> print(render_answer_markdown(ResultTable(variables=("a", "b"), rows=((None, None),))))
    | a | b |
    | --- | --- |
    |  |  |
    <BLANKLINE>
    """
    answer = _as_table(answer)
    if not isinstance(answer, ResultTable):
        return _plain(answer)
    rows = [answer.variables, ["---"] * len(answer.variables)]
    cells = ([_write_cell(term) for term in row] for row in answer)
    return "".join(f"| {' | '.join(row)} |\n" for row in (*rows, *cells))


def _write_cell(term: Term | None) -> str:
    whole = _write_whole(term)
    is_link = is_iri(term) and whole.startswith(("https://", "http://"))
    return f"<{whole}>" if is_link else escape_line(whole)


def render_answer_lines(answer: Answer) -> str:
    r"""Return an answer as lines of JSON: an object for each row, or a truth value.

    >>> from eloggraph.graph.answers import ResultTable
    >>> render_answer_lines(ResultTable(variables=("a",), rows=((None,),)))
    '{}\n'
    """
    answer = _as_table(answer)
    rows = answer.dicts() if isinstance(answer, ResultTable) else [answer]
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def _render_tsv(answer: Answer) -> str:
    answer = _as_table(answer)
    return write_tsv(answer) if isinstance(answer, ResultTable) else _plain(answer)


def _render_parquet(answer: Answer) -> bytes:
    answer = _as_table(answer)
    if not isinstance(answer, ResultTable):
        return write_parquet(answer_as_row(answer))
    return write_parquet(answer)


def render_answer(
    answer: Answer, form: str, language: Language, *, for_terminal: bool = False
) -> str | bytes:
    """Return an answer in one of :data:`ANSWER_FORMS`.

    Raises
    ------
    QueryError
        When the form is not for such an answer; those that are are told.
    """
    if form == "text":
        return render_answer_text(answer, for_terminal=for_terminal)
    if form in RDF_WRITERS and isinstance(answer, Statements):
        return RDF_WRITERS[form](answer)
    if form in RESULT_WRITERS and not isinstance(answer, Statements):
        return RESULT_WRITERS[form](answer)
    if form in ANSWER_RENDERERS:
        return ANSWER_RENDERERS[form](answer, language)
    others = RDF_WRITERS if isinstance(answer, Statements) else RESULT_WRITERS
    raise QueryError.tell(
        "answer-other-form",
        chapter="queries",
        variant="rows" if isinstance(answer, ResultTable) else _KINDS[type(answer)],
        value=form,
        forms=", ".join([*ANSWER_RENDERERS, *others]),
    )


_KINDS: dict[type, str] = {bool: "truth", Statements: "statements"}
# For any answer; statements become rows of subject, predicate and object where a table is wanted.
ANSWER_RENDERERS: dict[str, Callable[[Answer, Language], str | bytes]] = {
    "text": lambda answer, _: render_answer_text(answer),
    "csv": lambda answer, _: render_answer_csv(answer),
    "tsv": lambda answer, _: _render_tsv(answer),
    "spreadsheet": render_answer_spreadsheet,
    "json": lambda answer, _: render_answer_json(answer),
    "ndjson": lambda answer, _: render_answer_lines(answer),
    "markdown": lambda answer, _: render_answer_markdown(answer),
    "parquet": lambda answer, _: _render_parquet(answer),
}
