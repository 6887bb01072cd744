"""Answers to queries as text, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable

from eloggraph.graph.answers import Answer, ResultTable, Statements
from eloggraph.graph.queries import named_queries
from eloggraph.iri import ELO
from eloggraph.schema.packaged import packaged_schema
from eloggraph.text import Language, Text, say
from eloggraph.views.findings.text import show_safely
from eloggraph.views.tables.spreadsheet import name_column, write_csv

_WIDEST = 60
_IDENTIFIER = "_iri"
_DECIMAL = re.compile(r"-?(0|[1-9]\d{0,8})\.\d{1,6}")
_LAST = 1_000  # a query that answers no numbered question comes after those that do


def render_query_list(language: Language) -> str:
    """Return the named queries with their titles, a line each.

    The competency questions come first, by their number; the others follow by name.
    """
    queries = sorted(named_queries().values(), key=lambda q: (q.question or _LAST, q.name))
    width = max(len(query.name) for query in queries)
    return "".join(
        f"{q.question or '':>2}  {q.name:<{width}}  {q.title.say(language)}\n" for q in queries
    )


def render_graphs(graphs: Iterable[tuple[str, int]]) -> str:
    r"""Return graphs with the number of their statements, a line each.

    >>> render_graphs([("urn:a", 12)])
    '12  urn:a\n'
    """
    listed = list(graphs)
    width = max((len(str(count)) for _, count in listed), default=0)
    return "".join(f"{count:>{width}}  {name}\n" for name, count in listed)


def render_answer_text(answer: Answer) -> str:
    """Return an answer for a terminal: an aligned table, true or false, or triples."""
    if not isinstance(answer, ResultTable):
        return _plain(answer)
    rows = [answer.variables, *([_cell(value) for value in row] for row in answer.texts())]
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
        return f"{answer.to_json_ld()}\n"
    value = list(answer.dicts()) if isinstance(answer, ResultTable) else answer
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _as_table(answer: Answer) -> ResultTable | bool:
    """Return statements as rows: in a table they have nothing else to be."""
    return answer.to_table() if isinstance(answer, Statements) else answer


def _plain(answer: bool | Statements) -> str:
    return f"{str(answer).lower()}\n" if isinstance(answer, bool) else str(answer)


def _cell(value: str | None) -> str:
    shown = show_safely(value or "")
    return shown if len(shown) <= _WIDEST else shown[: _WIDEST - 1] + "…"


ANSWER_RENDERERS: dict[str, Callable[[Answer, Language], str]] = {
    "text": lambda answer, _: render_answer_text(answer),
    "csv": lambda answer, _: render_answer_csv(answer),
    "spreadsheet": render_answer_spreadsheet,
    "json": lambda answer, _: render_answer_json(answer),
}
