"""What the children of the page do: each task calls the library, and returns what a page shows.

A child has one network open, and takes up the edits of it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from eloggraph.once import read_instead
from eloggraph.text import Language
from eloggraph.views.local.model import Asked, Overview, Question, Rows, Thing, Words
from eloggraph.web.bringing import keep_own, make_example, make_template
from eloggraph.web.mending_tasks import MendingTasks
from eloggraph.web.opened import Opened
from eloggraph.web.target import Target

if TYPE_CHECKING:
    from eloggraph.web.protocol import Wanted

MOST_ROWS = 1_000


class Desk:
    """The network that a child has open, and the tasks over it."""

    def __init__(self) -> None:
        self._opened = Opened()
        self._mending = MendingTasks(self._opened)

    def list_tasks(self) -> Mapping[str, Callable[..., object]]:
        """Return the tasks by name."""
        return {
            "look": self.look,
            "check": self.check,
            "map": self.draw_map,
            "report": self.write_report,
            "mark": self.mark,
            "ask": self.ask,
            "query": self.query,
            "sparql": self.answer_sparql,
            "export": self.export,
            "describe": self.describe_service,
            "questions": list_questions,
            "words": list_words,
            "resource": self.describe_resource,
            "resource-rdf": self.write_resource,
            **self._mending.list_tasks(),
            "example": make_example,
            "own": keep_own,
            "template": make_template,
        }

    def look(self, target: Target) -> Overview:
        """Return how many rows each table of the network has."""
        from eloggraph.views.local.overview import build_overview

        network = self._opened.network(target)
        return build_overview(network.tables)

    def check(self, target: Target) -> None:
        """Work out what is found; it stays here until it is asked for."""
        self._opened.find_missing(target, wait=True)

    def leave(self) -> None:
        """Let the edits go that were taken up; all of them are kept."""
        self._mending.leave()

    def draw_map(self, target: Target, language: Language) -> str:
        """Return the page of the map; of faulty tables it is a draft, and says so."""
        return self._opened.network(target).map(draft=True).to_html(language)

    def write_report(self, target: Target, language: Language) -> str:
        """Return the page of the report."""
        return self._opened.network(target).report().to_html(language)

    def mark(self, target: Target, language: Language) -> bytes:
        """Return the tables as a workbook with the faulty cells marked."""
        with read_instead(target.edited):  # it looks at the files again
            return self._opened.network(target).mark(lang=language)

    def ask(self, target: Target, key: str, language: Language) -> Asked:
        """Return the answer to a question or to a named query."""
        from eloggraph.graph.queries import named_queries
        from eloggraph.views.local import asked

        network = self._opened.network(target)
        if key in named_queries():
            answer = network.query(key, language, rows=MOST_ROWS)
            return asked.show_answer(named_queries()[key].title, answer)
        return asked.show_outcome(*network.analyse(key).outcomes)

    def query(self, target: Target, text: str, language: Language) -> Rows:
        """Return the answer to a query in SPARQL, or of a name, as rows."""
        from eloggraph.api.query import tell_scope, tell_unknown_terms
        from eloggraph.graph.queries import named_queries
        from eloggraph.views.local.asked import show_rows

        network = self._opened.network(target)
        if (name := text.strip()) in named_queries():
            return show_rows(network.query(name, language, rows=MOST_ROWS))
        # On the page nothing is the name of a file: none of a query ends with a space.
        rows = show_rows(network.query(f"{text} ", language, rows=MOST_ROWS))
        unknown, scope = tell_unknown_terms(text), tell_scope(network, text, on_page=True)
        return dataclasses.replace(rows, unknown=unknown, scope=scope)

    def answer_sparql(self, target: Target, wanted: Wanted) -> tuple[str, bytes]:
        """Return the answer of the endpoint, with its media type."""
        from eloggraph.api.endpoint import answer_protocol

        return answer_protocol(
            self._opened.network(target),
            wanted.query,
            wanted.accept,
            default_graphs=wanted.default_graphs,
            named_graphs=wanted.named_graphs,
        )

    def export(self, target: Target, wanted: Wanted) -> tuple[str, bytes]:
        """Return an answer as a file for people: of CSV no cell is a formula to a spreadsheet."""
        from eloggraph.tables.write.delimited import guard_csv

        type_, content = self.answer_sparql(target, wanted)
        return type_, guard_csv(content) if type_.startswith("text/csv") else content

    def describe_service(self, target: Target, address: str, accept: str) -> tuple[str, bytes]:
        """Return what the endpoint says of itself."""
        from eloggraph.api.endpoint import describe_service

        return describe_service(self._opened.network(target), address, accept)

    def describe_resource(self, target: Target, iri: str) -> Thing | None:
        """Return what is said of a thing, and where."""
        from eloggraph.api.resource import describe_resource

        found = describe_resource(self._opened.network(target), iri)
        if found is None:
            return None
        name, description = found
        return Thing(
            name=name,
            facts=tuple((fact.name, fact.values) for fact in description.facts),
            sources=tuple((source.text, source.place) for source in description.sources),
        )

    def write_resource(self, target: Target, iri: str, accept: str) -> tuple[str, bytes] | None:
        """Return what is said of a thing as RDF."""
        from eloggraph.api.resource import write_resource

        return write_resource(self._opened.network(target), iri, accept)


def list_questions(language: Language) -> tuple[Question, ...]:
    """Return everything that may be asked by name: the questions, then the named queries."""
    from eloggraph.analysis.registry import list_questions as list_all
    from eloggraph.views.local.asked import show_questions

    return show_questions([question.key for question in list_all()])


def list_words(language: Language) -> Words:
    """Return what a query is written of."""
    from eloggraph.views.local.words import list_words

    return list_words(language)
