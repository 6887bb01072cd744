"""Answers to queries as text, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

from eloggraph.graph.queries import Answer, ResultTable, named_queries
from eloggraph.text import Language
from eloggraph.views.findings.text import show_safely

_WIDEST = 60
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


def render_answer_text(answer: Answer) -> str:
    """Return an answer for a terminal: an aligned table, true or false, or triples."""
    if not isinstance(answer, ResultTable):
        return _plain(answer)
    rows = [answer.variables, *([_cell(value) for value in row] for row in answer.rows)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(answer.variables))]
    lines = ["  ".join(f"{v:<{w}}" for v, w in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return "".join(f"{line.rstrip()}\n" for line in lines)


def render_answer_csv(answer: Answer) -> str:
    """Return an answer as CSV (SPARQL 1.1 Query Results CSV, with plain line ends)."""
    if not isinstance(answer, ResultTable):
        return _plain(answer)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(answer.variables)
    writer.writerows(["" if value is None else value for value in row] for row in answer.rows)
    return buffer.getvalue()


def render_answer_json(answer: Answer) -> str:
    """Return an answer as JSON: a list of objects, a truth value, or triples as text."""
    value = list(answer.dicts()) if isinstance(answer, ResultTable) else answer
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _plain(answer: bool | str) -> str:
    return f"{str(answer).lower()}\n" if isinstance(answer, bool) else answer


def _cell(value: str | None) -> str:
    shown = show_safely(value or "")
    return shown if len(shown) <= _WIDEST else shown[: _WIDEST - 1] + "…"


ANSWER_RENDERERS: dict[str, Callable[[Answer], str]] = {
    "text": render_answer_text,
    "csv": render_answer_csv,
    "json": render_answer_json,
}
