"""Answers for the local page: a sentence, numbers and rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from eloggraph.analysis.outcome import Outcome
from eloggraph.graph.answers import Answer, ResultTable, Statements
from eloggraph.text import Text, capitalise, say
from eloggraph.views.local.model import Asked, Question, Rows
from eloggraph.views.tables.answers import list_readable, name_variable

_IDENTIFIER = "_iri"


def show_questions(keys: Iterable[str]) -> tuple[Question, ...]:
    """Return what may be asked: the questions of the analysis, then the queries for readers."""
    return (
        *(Question(key=key, title=capitalise(say(f"{key}.title")), is_query=False) for key in keys),
        *(Question(key=query.name, title=query.title, is_query=True) for query in list_readable()),
    )


def show_outcome(outcome: Outcome[Any]) -> Asked:
    """Return what a question of the analysis found."""
    first = () if outcome.answer is None else (outcome.answer,)
    return Asked(
        title=capitalise(outcome.title),
        sentences=(*first, *outcome.further),
        figures=outcome.figures,
        listings=tuple(listing.filled() for listing in outcome.listings if listing.rows),
        lacking=outcome.lacking,
    )


def show_answer(title: Text, answer: Answer) -> Asked:
    """Return what a named query found: how many rows, and they themselves."""
    rows = show_rows(answer, readable=True)
    key = "rows" if rows.complete else "rows-cut"
    count = say(f"serve.ask.{key}", n=len(rows.rows)) if rows.rows else say("serve.ask.none")
    return Asked(title=title, sentences=(count,), rows=rows)


def show_rows(answer: Answer, *, readable: bool = False) -> Rows:
    """Return an answer as texts; a ``readable`` one without the columns that hold identifiers."""
    if isinstance(answer, bool):
        return Rows(truth=answer)
    table = answer.to_table() if isinstance(answer, Statements) else answer
    assert isinstance(table, ResultTable)
    kept = [
        place
        for place, name in enumerate(table.variables)
        if not (readable and name.endswith(_IDENTIFIER))
    ]

    def name(variable: str) -> Text:
        return capitalise(name_variable(variable)) if readable else Text.same(variable)

    return Rows(
        columns=tuple(name(table.variables[place]) for place in kept),
        rows=[tuple(row[place] or "" for place in kept) for row in table.texts()],
        complete=table.complete,
        is_graph=isinstance(answer, Statements),
    )
