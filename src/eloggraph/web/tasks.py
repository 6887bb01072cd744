"""What the children of the page do: each task calls the library, and returns what a page shows.

A child has one network open, and reads it again when its revision is another.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from eloggraph.finding import Report
from eloggraph.text import Language
from eloggraph.views.local.model import Asked, Overview, Question, Reading, Rows

if TYPE_CHECKING:
    from eloggraph.api.network import Network
    from eloggraph.web.protocol import Wanted

MOST_ROWS = 1_000


class Desk:
    """The network that a child has open, and the tasks over it."""

    def __init__(self) -> None:
        self._open: tuple[tuple[Path, int], Network] | None = None

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
            "describe": self.describe_service,
            "questions": list_questions,
            "import": import_file,
            "example": make_example,
            "template": make_template,
        }

    def _network(self, folder: Path, revision: int) -> Network:
        key = (folder, revision)
        if self._open is None or self._open[0] != key:
            from eloggraph.api.opening import open_network

            self._open = (key, open_network(folder))
        return self._open[1]

    def look(self, folder: Path, revision: int) -> Overview:
        """Return what the network is called, and how many rows each of its tables has."""
        from eloggraph.views.local.overview import build_overview

        network = self._network(folder, revision)
        return build_overview(network.tables)

    def check(self, folder: Path, revision: int) -> Report:
        """Return the findings alone: what they were found with stays here."""
        report = self._network(folder, revision).check()
        return Report(report.findings, report.focus_counts, report.complete)

    def draw_map(self, folder: Path, revision: int, language: Language) -> str:
        """Return the page of the map; of faulty tables it is a draft, and says so."""
        return self._network(folder, revision).map(draft=True).to_html(language)

    def write_report(self, folder: Path, revision: int, language: Language) -> str:
        """Return the page of the report."""
        return self._network(folder, revision).report().to_html(language)

    def mark(self, folder: Path, revision: int, language: Language) -> bytes:
        """Return the tables as a workbook with the faulty cells marked."""
        return self._network(folder, revision).mark(lang=language)

    def ask(self, folder: Path, revision: int, key: str, language: Language) -> Asked:
        """Return the answer to a question or to a named query."""
        from eloggraph.graph.queries import named_queries
        from eloggraph.views.local import asked

        network = self._network(folder, revision)
        if key in named_queries():
            answer = network.query(key, language, rows=MOST_ROWS)
            return asked.show_answer(named_queries()[key].title, answer)
        (outcome,) = network.analyse(key).outcomes
        return asked.show_outcome(outcome)

    def query(self, folder: Path, revision: int, text: str, language: Language) -> Rows:
        """Return the answer to a query in SPARQL as rows."""
        from eloggraph.views.local.asked import show_rows

        answer = self._network(folder, revision).query(text, language, rows=MOST_ROWS)
        return show_rows(answer)

    def answer_sparql(self, folder: Path, revision: int, wanted: Wanted) -> tuple[str, bytes]:
        """Return the answer of the endpoint, with its media type."""
        from eloggraph.api.endpoint import answer_protocol

        return answer_protocol(
            self._network(folder, revision),
            wanted.query,
            wanted.accept,
            default_graphs=wanted.default_graphs,
            named_graphs=wanted.named_graphs,
        )

    def describe_service(
        self, folder: Path, revision: int, address: str, accept: str
    ) -> tuple[str, bytes]:
        """Return what the endpoint says of itself."""
        from eloggraph.api.endpoint import describe_service

        return describe_service(self._network(folder, revision), address, accept)


def list_questions(language: Language) -> tuple[Question, ...]:
    """Return everything that may be asked by name: the questions, then the named queries."""
    from eloggraph.analysis.registry import list_questions as list_all
    from eloggraph.views.local.asked import show_questions

    return show_questions([question.key for question in list_all()])


def import_file(
    file: Path,
    folder: Path,
    language: Language,
    choices: Mapping[tuple[str, str | None, str | None], str],
    replace: bool,
) -> Reading:
    """Import somebody's table and return how it was read."""
    from eloggraph.api.import_tables import import_tables
    from eloggraph.views.local.reading import show_reading

    return show_reading(import_tables(file, folder, replace=replace, choices=choices))


def make_example(folder: Path) -> None:
    """Write the finished example."""
    from eloggraph.api.new import new

    new(folder, example="region")


def make_template(language: Language) -> bytes:
    """Return an empty workbook with drop-downs."""
    from eloggraph.api.new import new

    with tempfile.TemporaryDirectory() as folder:
        return new(Path(folder) / "new", xlsx=True, lang=language).read_bytes()
