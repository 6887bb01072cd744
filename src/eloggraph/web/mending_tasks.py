"""What the children of the page do with edits: each task calls the library.

The edits that are taken up are let go where those of another network are.
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
from eloggraph.views.local.model import Reading
from eloggraph.web.opened import Opened
from eloggraph.web.target import Bench, Copied, Edit, Edited, Target

if TYPE_CHECKING:
    from eloggraph.tables.edit.editing import Editing
    from eloggraph.views.local.mending_values import Mending


class MendingTasks:
    """The edits that a child has taken up, and the tasks over them."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._edits: tuple[Path, Editing] | None = None

    def list_tasks(self) -> Mapping[str, Callable[..., object]]:
        """Return the tasks by name."""
        return {
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
        }

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
        tables = self._opened.network(target).tables.tables
        names = {(each.raw.file, each.raw.sheet): each.table.names for each in tables}
        return show_mending(self._editing(target, bench), findings, names, sheet, first, column)

    def list_rows(
        self, target: Target, bench: Bench, sheet: int, first: int
    ) -> Mapping[str, object]:
        """Return some rows of a sheet from a row on, as values of JSON."""
        from eloggraph.views.local.mending import show_window

        return show_window(self._editing(target, bench), sheet, first)

    def _find(self, target: Target, bench: Bench, *, wait: bool) -> tuple[Finding, ...]:
        cells = self._opened.judge_cells(target).findings
        found = (*cells, *self._opened.find_missing(target, wait=wait))
        if bench.source is not None:
            from eloggraph.api.mending import trace_to_source

            found = trace_to_source(self._opened.network(target), found)
        return (*bench.told, *self._editing(target, bench).list_waiting(), *found)

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

        network, sheets = self._opened.network(target), self._editing(target, bench).sheets()
        if sheet >= len(sheets):
            return ()
        at = sheets[sheet]
        known = bench.targets.get((at.file, at.sheet, column), "")
        found = find_column(network, at.file, at.sheet, column, known)
        return list_choices(network, found) if found else ()

    def save(self, target: Target, bench: Bench, home: Path, corrected: str, same: str) -> Copied:
        """Save what is edited as a copy."""
        from eloggraph.api.mending import save_edited

        saved = save_edited(self._editing(target, bench), home, corrected, same)
        notices = tuple(notice for each in saved for notice in each.notices)
        path = saved[0].path if len(saved) == 1 else saved[0].path.parent
        return Copied(
            path=path,
            cells=sum(each.cells for each in saved),
            is_same=all(each.is_same for each in saved),
            notices=notices,
        )


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
