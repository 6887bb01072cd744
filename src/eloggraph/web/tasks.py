"""What the children of the page do: each task calls the library, and returns what a page shows.

A child has one network open, and reads it again when its revision is another.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from eloggraph.finding import Finding
from eloggraph.once import read_instead
from eloggraph.tables.edit.journal import has_edits
from eloggraph.text import Language
from eloggraph.views.local.model import Asked, Overview, Question, Reading, Rows, Thing, Words
from eloggraph.web.bringing import keep_own, make_example, make_template
from eloggraph.web.target import Bench, Copied, Edit, Edited, Target

if TYPE_CHECKING:
    from eloggraph.api.network import Network
    from eloggraph.checks.check import CheckReport
    from eloggraph.tables.edit.editing import Editing
    from eloggraph.views.local.mending_values import Mending
    from eloggraph.web.protocol import Wanted

MOST_ROWS = 1_000


class Desk:
    """The network that a child has open, and the tasks over it."""

    def __init__(self) -> None:
        self._open: tuple[tuple[Path, int], Network] | None = None
        self._cells: tuple[tuple[Path, int], CheckReport] | None = None
        # What the norms of the day miss, and the state of which it was worked out.
        self._missing: tuple[tuple[Path, int], tuple[Finding, ...]] | None = None
        self._edits: tuple[Path, Editing] | None = None

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
            "import": self.import_file,
            "resume": self.resume,
            "mend": self.mend,
            "rows": self.list_rows,
            "edit": self.edit,
            "go-on": self.go_on,
            "save": self.save,
            "notice": self.notice,
            "merge": self.merge,
            "choices": self.list_choices,
            "example": make_example,
            "own": keep_own,
            "template": make_template,
        }

    def _network(self, target: Target) -> Network:
        key = (target.folder, target.revision)
        if self._open is None or self._open[0] != key:
            from eloggraph.api.opening import open_network

            with read_instead(target.edited):
                self._open = (key, open_network(target.folder))
        return self._open[1]

    def look(self, target: Target) -> Overview:
        """Return how many rows each table of the network has."""
        from eloggraph.views.local.overview import build_overview

        network = self._network(target)
        return build_overview(network.tables)

    def check(self, target: Target) -> None:
        """Work out what is found; it stays here until it is asked for."""
        self._find_missing(target, wait=True)

    def _check_cells(self, target: Target) -> CheckReport:
        """Return what is found in the cells; after an edit only what changed is judged again."""
        key = (target.folder, target.revision)
        if self._cells is None or self._cells[0] != key:
            from eloggraph.api.check import check_cells

            before = self._cells
            is_later = before is not None and before[0][0] == target.folder
            earlier = before[1] if before is not None and is_later else None
            self._cells = (key, check_cells(self._network(target), earlier))
        return self._cells[1]

    def _find_missing(self, target: Target, *, wait: bool) -> tuple[Finding, ...]:
        """Return which services are missed; without waiting, those of an earlier state."""
        key, known = (target.folder, target.revision), self._missing
        is_known = known is not None and known[0] == key
        if not is_known and (wait or known is None or known[0][0] != target.folder):
            from eloggraph.api.check import add_missing

            cells = self._check_cells(target)
            found = set(cells.findings)
            full = add_missing(self._network(target), cells).findings
            self._missing = (key, tuple(each for each in full if each not in found))
        return self._missing[1] if self._missing else ()

    def draw_map(self, target: Target, language: Language) -> str:
        """Return the page of the map; of faulty tables it is a draft, and says so."""
        return self._network(target).map(draft=True).to_html(language)

    def write_report(self, target: Target, language: Language) -> str:
        """Return the page of the report."""
        return self._network(target).report().to_html(language)

    def mark(self, target: Target, language: Language) -> bytes:
        """Return the tables as a workbook with the faulty cells marked."""
        with read_instead(target.edited):  # it looks at the files again
            return self._network(target).mark(lang=language)

    def ask(self, target: Target, key: str, language: Language) -> Asked:
        """Return the answer to a question or to a named query."""
        from eloggraph.graph.queries import named_queries
        from eloggraph.views.local import asked

        network = self._network(target)
        if key in named_queries():
            answer = network.query(key, language, rows=MOST_ROWS)
            return asked.show_answer(named_queries()[key].title, answer)
        return asked.show_outcome(*network.analyse(key).outcomes)

    def query(self, target: Target, text: str, language: Language) -> Rows:
        """Return the answer to a query in SPARQL, or of a name, as rows."""
        from eloggraph.api.query import tell_unknown_terms
        from eloggraph.graph.queries import named_queries
        from eloggraph.views.local.asked import show_rows

        # On the page nothing is the name of a file: none of a query ends with a space.
        asked = name if (name := text.strip()) in named_queries() else f"{text} "
        answer = self._network(target).query(asked, language, rows=MOST_ROWS)
        return dataclasses.replace(show_rows(answer), note=tell_unknown_terms(text))

    def answer_sparql(self, target: Target, wanted: Wanted) -> tuple[str, bytes]:
        """Return the answer of the endpoint, with its media type."""
        from eloggraph.api.endpoint import answer_protocol

        return answer_protocol(
            self._network(target),
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

        return describe_service(self._network(target), address, accept)

    def describe_resource(self, target: Target, iri: str) -> Thing | None:
        """Return what is said of a thing, and where."""
        from eloggraph.api.resource import describe_resource

        found = describe_resource(self._network(target), iri)
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

        return write_resource(self._network(target), iri, accept)

    def import_file(
        self,
        bench: Bench,
        folder: Path,
        choices: Mapping[tuple[str, str | None, str | None], str] | None,
        replace: bool,
    ) -> Reading:
        """Import somebody's table, with the edits of it that are kept, and tell how it was read."""
        assert bench.source is not None
        self.leave()
        reading = _import(bench.source, folder, choices=choices, replace=replace)
        if not has_edits(bench.workspace):
            return reading
        known = dataclasses.replace(bench, headers=reading.headers())
        return self._import_edited(folder, known)

    def _import_edited(self, folder: Path, bench: Bench) -> Reading:
        assert bench.source is not None
        target = Target(folder=folder, revision=-1)
        with read_instead(self._editing(target, bench).patched()):
            return _import(bench.source, folder, choices={})

    def _editing(self, target: Target, bench: Bench) -> Editing:
        """Return the edits, taken up where they were left."""
        if self._edits is None or self._edits[0] != bench.workspace:
            from eloggraph.api.mending import edit_network, edit_source
            from eloggraph.api.opening import open_network

            self.leave()
            if bench.source is None:
                editing = edit_network(open_network(target.folder), bench.workspace)
            else:
                editing = edit_source(bench.source, bench.workspace, bench.headers)
            self._edits = (bench.workspace, editing)
        return self._edits[1]

    def leave(self) -> None:
        """Let the edits go that were taken up; all of them are kept."""
        if self._edits is not None:
            self._edits[1].close()
            self._edits = None

    def resume(self, target: Target, bench: Bench) -> Edited:
        """Return the edits of a network that are kept from another time."""
        self.leave()
        if not has_edits(bench.workspace):
            return Edited()
        return Edited(files=self._editing(target, bench).patched())

    def mend(
        self,
        target: Target,
        bench: Bench,
        sheet: int | None,
        first: int | None,
        column: int | None,
        wait: bool,
    ) -> Mending:
        """Return a part of a sheet with what is found in it.

        Which services are missed takes longer than all else: who does not ``wait`` for it gets what
        was so before, where it is known.
        """
        from eloggraph.views.local.mending import show_mending

        findings = self._find(target, bench, wait=wait)
        tables = self._network(target).tables.tables
        names = {(each.raw.file, each.raw.sheet): each.table.names for each in tables}
        return show_mending(self._editing(target, bench), findings, names, sheet, first, column)

    def list_rows(
        self, target: Target, bench: Bench, sheet: int, first: int
    ) -> Mapping[str, object]:
        """Return some rows of a sheet from a row on, as values of JSON."""
        from eloggraph.views.local.mending import show_window

        return show_window(self._editing(target, bench), sheet, first)

    def _find(self, target: Target, bench: Bench, *, wait: bool) -> tuple[Finding, ...]:
        cells = self._check_cells(target).findings
        waiting = self._editing(target, bench).list_waiting()
        return (*bench.told, *waiting, *cells, *self._find_missing(target, wait=wait))

    def edit(self, target: Target, bench: Bench, edit: Edit, language: Language) -> Edited | None:
        """Make an edit; None where somebody has made another since the sender looked.

        So it is where the sheet is not there: the edit would be written elsewhere. A correction is
        written as the page says it in its language.
        """
        from eloggraph.api.mending import make_edit

        editing = self._editing(target, bench)
        is_there = 0 <= edit.sheet < len(editing.sheets())
        if editing.revision != edit.revision or not is_there:
            return None
        findings: tuple[Finding, ...] = ()
        if edit.kind in ("correct", "forget"):
            from eloggraph.views.local.mending import find_cause

            findings = find_cause(self._find(target, bench, wait=False), edit.cause)
        step = make_edit(editing, edit.kind, edit, findings, language)
        touched = {} if step is None else editing.touched(step)
        numbers = {at: number for number, at in enumerate(editing.sheets())}
        rows = tuple((numbers[at], *rows) for at, rows in touched.items() if at in numbers)
        return dataclasses.replace(self.go_on(target, bench), touched=rows)

    def go_on(self, target: Target, bench: Bench) -> Edited:
        """Return what the tables have become."""
        if bench.source is None:
            return Edited(files=self._editing(target, bench).patched())
        return Edited(reading=self._import_edited(target.folder, bench))

    def notice(self, target: Target, bench: Bench) -> Edited | None:
        """Return what has become of tables that another program changed; None where none was.

        What only one of the two changed holds; of what both changed, it is asked which does.
        """
        from eloggraph.tables.edit.conflicts import find_conflicts
        from eloggraph.tables.edit.merging import merge
        from eloggraph.views.local.mending import show_disagreements

        editing = self._editing(target, bench)
        if not editing.changed_files():
            return None
        if not has_edits(bench.workspace):
            self.leave()
            return self.go_on(target, bench)
        conflicts = find_conflicts(editing)
        if conflicts.both:
            return Edited(disagreements=show_disagreements(conflicts))
        if not conflicts:  # a file is gone: what was read of it is still here
            return None
        merge(editing, conflicts, {})
        return self.go_on(target, bench)

    def merge(self, target: Target, bench: Bench, choices: Mapping[str, str]) -> Edited | None:
        """Go on with tables that another program changed, by what somebody chose."""
        from eloggraph.tables.edit.conflicts import find_conflicts
        from eloggraph.tables.edit.merging import merge
        from eloggraph.views.local.mending import choose_by_name

        editing = self._editing(target, bench)
        conflicts = find_conflicts(editing)
        chosen = choose_by_name(conflicts, choices)
        if chosen is None:
            return None
        merge(editing, conflicts, chosen)
        return self.go_on(target, bench)

    def list_choices(
        self, target: Target, bench: Bench, sheet: int, column: int
    ) -> tuple[str, ...]:
        """Return what the cells of a column may say."""
        from eloggraph.api.choices import find_column, list_choices

        network, sheets = self._network(target), self._editing(target, bench).sheets()
        if sheet >= len(sheets):
            return ()
        at = sheets[sheet]
        known = bench.targets.get((at.file, at.sheet, column), "")
        found = find_column(network, at.file, at.sheet, column, known)
        return list_choices(network, found) if found else ()

    def save(self, target: Target, bench: Bench, home: Path, word: str) -> Copied:
        """Save what is edited as a copy."""
        from eloggraph.api.mending import save_edited

        saved = save_edited(self._editing(target, bench), home, word)
        notices = tuple(notice for each in saved for notice in each.notices)
        path = saved[0].path if len(saved) == 1 else saved[0].path.parent
        return Copied(path=path, cells=sum(each.cells for each in saved), notices=notices)


def _import(
    file: Path,
    folder: Path,
    *,
    choices: Mapping[tuple[str, str | None, str | None], str] | None = None,
    replace: bool = False,
) -> Reading:
    from eloggraph.api.import_tables import import_tables
    from eloggraph.views.local.reading import show_reading

    # Without choices it is what somebody has now, and may be a new version.
    amends = choices is not None
    return show_reading(
        import_tables(file, folder, replace=replace, choices=choices, amends=amends)
    )


def list_questions(language: Language) -> tuple[Question, ...]:
    """Return everything that may be asked by name: the questions, then the named queries."""
    from eloggraph.analysis.registry import list_questions as list_all
    from eloggraph.views.local.asked import show_questions

    return show_questions([question.key for question in list_all()])


def list_words(language: Language) -> Words:
    """Return what a query is written of."""
    from eloggraph.views.local.words import list_words

    return list_words(language)
