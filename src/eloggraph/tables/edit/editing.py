"""Files that are being edited: every step is in the journal before it is confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Self

from eloggraph.errors import InputError
from eloggraph.finding import Finding, Place
from eloggraph.once import read_once
from eloggraph.output.files import write_file
from eloggraph.output.ownership import hash_bytes
from eloggraph.tables.edit import lines
from eloggraph.tables.edit.history import History
from eloggraph.tables.edit.journal import JOURNAL, Journal
from eloggraph.tables.edit.looking import Columns, find_cell, find_touched, show_rows
from eloggraph.tables.edit.making import Block, make_paste, make_removal, make_row
from eloggraph.tables.edit.model import Cell, Change, RowMap, Rows, SetCell, SheetName, Step
from eloggraph.tables.edit.patched import CHAPTER, Patched
from eloggraph.tables.edit.patching import make_patcher, patch_source
from eloggraph.tables.edit.source import Counter, Source, count_none_of, read_source
from eloggraph.tables.edit.state import SheetState
from eloggraph.tables.edit.waiting import count_waiting, tell_waiting

BASE = "base"
Clock = Callable[[], str | None]


def open_editing(
    paths: Iterable[Path],
    workspace: Path,
    *,
    counter: Counter = count_none_of,
    when: Clock = lambda: None,
) -> Editing:
    r"""Take up the edits of some files, where they were left if there are any.

    Parameters
    ----------
    paths
        The files: CSV, XLSX and ODS, each with a name of its own. They are never written to.
    workspace
        A folder of ours, for the journal and for the files as they were when the first edit was
        made. One is made where there is none. Edits of files that are not given wait in it until
        they are again: see :meth:`Editing.list_waiting`.
    counter
        Gives for the name of a table what tells how many of some cells are known headers, as
        reading has it: ``partial(header_counter, schema=schema, renames=renames)``.
    when
        The clock: what each step is to say of its time.

    Raises
    ------
    InputError
        When a file cannot be read, the journal is damaged, or another process has it open.
    OutputError
        When the journal cannot be opened.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "actors.csv")
    ...     _ = path.write_text("id;name\na;Ohjamo\n")
    ...     editing = open_editing([path], Path(folder, "edits"))
    ...     cell = editing.locate(Place(file="actors.csv", row=2, column="name"))
    ...     _ = editing.set_cell(cell, "Ohjaamo")
    ...     editing.close()
    ...     with open_editing([path], Path(folder, "edits")) as editing:
    ...         editing.patched()[path]
    b'id;name\na;Ohjaamo\n'
    """
    return Editing({path.name: path for path in paths}, workspace, counter=counter, when=when)


class Editing:
    """Files that are being edited; see :func:`open_editing`.

    A step that a file cannot take is refused before it is written down. No two threads may use one
    at a time.
    """

    def __init__(
        self, paths: Mapping[str, Path], workspace: Path, *, counter: Counter, when: Clock
    ) -> None:
        self.paths, self.workspace = dict(paths), workspace
        self._counter, self._when = counter, when
        self.columns: Columns = {}
        self._compared: dict[str, tuple[object, bool]] = {}
        with ExitStack() as stack:
            self._journal = stack.enter_context(closing(Journal(workspace / JOURNAL)))
            self._history = History.read(self._journal.lines, JOURNAL)
            self._sources = {name: self._open(name) for name in self.paths}
            self._patchers = {name: make_patcher(each) for name, each in self._sources.items()}
            self._rebuild()
            stack.pop_all()

    def _open(self, name: str) -> Source:
        """Return a file as it was opened: as it was when the first edit was made, if any was."""
        known = self._history.files.get(name)
        path = self.paths[name] if known is None else self.workspace / BASE / known
        try:
            data = read_once(path)
        except OSError as error:
            reason = error.strerror or str(error)
            place = Place(file=name)
            raise InputError.tell("file-unreadable", place, reason=reason) from error
        return read_source(self.paths[name], data, self._counter)

    def _rebuild(self) -> None:
        """Make the tables what the steps that hold make of the files."""
        self._states = {
            sheet.at: SheetState(sheet)
            for source in self._sources.values()
            for sheet in source.sheets
        }
        for step in self._history.done():
            for change in step.changes:
                if change.at.file in self.paths:
                    self.state(change.at).apply(change)
        self._patched: dict[str, Patched] = {}

    def state(self, at: SheetName) -> SheetState:
        """Return a table as it is now.

        Raises
        ------
        InputError
            When it is none of these.
        """
        state = self._states.get(at)
        if state is None:
            place = Place(file=at.file, sheet=at.sheet)
            value = at.sheet or at.file
            raise InputError.tell("sheet-outside", place, chapter=CHAPTER, value=value)
        return state

    # -- looking -------------------------------------------------------------------------------

    @property
    def revision(self) -> int:
        """How many steps were made, undone and made again."""
        return self._history.revision

    def can_turn(self) -> tuple[bool, bool]:
        """Tell whether there is a step that can be undone, and one that can be made again."""
        history = self._history
        return any(map(self._is_here, history.order)), any(map(self._is_here, history.again))

    def sheets(self) -> tuple[SheetName, ...]:
        """Return the tables that can be edited, without the sheets that are ours for people."""
        return tuple(at for at, state in self._states.items() if not state.source.is_own)

    def header(self, at: SheetName) -> int | None:
        """Return the number of the row with the headers of a table."""
        return self.state(at).source.header

    def rows(self, at: SheetName, first: int | None = None, last: int | None = None) -> Rows:
        """Return rows of a table as they are now: from one number to another, or all of them."""
        return show_rows(self.state(at), first, last)

    def cell(self, cell: Cell) -> str:
        """Return the text of a cell as it is now."""
        state = self.state(cell.at)
        key = state.key_of(cell.row)
        return "" if key is None else state.text(key, cell.column)

    def locate(self, place: Place) -> Cell | None:
        """Return the cell that a finding is at; None where it is none, or not one of these files.

        Of several columns with the same header it is the first; a place in the header has no row.
        """
        state = self._states.get(SheetName(place.file, place.sheet))
        return None if state is None else find_cell(state, place, self.columns)

    def touched(self, step: Step) -> dict[SheetName, tuple[int, int]]:
        """Return the first and the last row, by table, that a step has touched as they are now."""
        return find_touched(self._states, step)

    def list_waiting(self) -> tuple[Finding, ...]:
        """Return a warning for each file that is not here, but has edits: they wait for it."""
        return tell_waiting(self.count_waiting())

    def count_waiting(self) -> Mapping[str, int]:
        """Return how many changes wait for each file that is not here, by its name."""
        return count_waiting(self._history.done(), self.paths.keys())

    def history(self) -> tuple[Step, ...]:
        """Return every step that was made, those that were undone among them."""
        return tuple(step for _, step in sorted(self._history.steps.items()))

    def row_map(self) -> RowMap:
        """Return which row is which, for the tables whose rows are not those of the file."""
        moved = {at: state for at, state in self._states.items() if state.order is not None}
        return RowMap(
            keys={at: tuple(state.list_keys()) for at, state in moved.items()},
            first={at: state.source.first for at, state in moved.items()},
        )

    def states(self, name: str) -> dict[SheetName, SheetState]:
        """Return the tables of a file as they are now."""
        return {at: state for at, state in self._states.items() if at.file == name}

    def source(self, name: str) -> Source:
        """Return a file as it was opened."""
        return self._sources[name]

    # -- changing ------------------------------------------------------------------------------

    def set_cell(self, cell: Cell, text: str) -> Step:
        """Give a cell another text."""
        return self.paste(cell, [[text]])

    def paste(self, cell: Cell, block: Block) -> Step:
        """Put a block of texts with its first one into a cell: one step, however many cells.

        Rows that a CSV file lacks are added below; a row of the block may be shorter than others.
        """
        return self.record(make_paste(self.state(cell.at), cell, block, self.new_key(cell.at)))

    def set_cells(self, texts: Mapping[Cell, str]) -> Step:
        """Give several cells other texts, wherever they are: one step."""
        made = [
            make_paste(self.state(cell.at), cell, [[text]], self.new_key(cell.at))
            for cell, text in texts.items()
        ]
        return self.record([change for changes in made for change in changes])

    def add_row(
        self, at: SheetName, texts: Sequence[str] = (), *, after: int | None = None
    ) -> Step:
        """Add a row with some texts: below another one, or below the last that says something.

        In a workbook it is always the latter, as formulas and formats go by the numbers of rows.
        """
        return self.record(make_row(self.state(at), texts, after, self.new_key(at)))

    def remove_row(self, at: SheetName, row: int) -> Step:
        """Remove a row. In a workbook it stays as an empty one, so that no other row moves."""
        return self.record(make_removal(self.state(at), row))

    def record(self, changes: Sequence[Change]) -> Step:
        """Make changes as one step; when this returns, it is on the disk.

        Raises
        ------
        InputError
            When a file cannot take them: nothing is changed then.
        OutputError
            When the journal cannot be written: nothing is changed then.
        """
        before = tuple(self._before(change) for change in changes)
        number, when = self._history.next, self._when()
        step = Step(number=number, changes=tuple(changes), when=when, before=before)
        with ExitStack() as stack:
            stack.callback(self._rebuild)
            for change in changes:
                self.state(change.at).apply(change)
            for name in sorted({change.at.file for change in changes}):
                self._patched.pop(name, None)
                self.patch(name)
            self._write(lines.write_step(step))
            stack.pop_all()
        return step

    def undo(self) -> Step | None:
        """Undo the last step that holds; None where there is none."""
        last = next(filter(self._is_here, reversed(self._history.order)), None)
        return None if last is None else self._turn("undo", last)

    def redo(self, number: int | None = None) -> Step | None:
        """Make a step again that was undone: the last one, or any by its number.

        A new step ends what can be made again without a number.
        """
        again = filter(self._is_here, reversed(self._history.again))
        wanted = number if number is not None else next(again, None)
        step = self._history.steps.get(wanted or 0)
        return None if step is None or step.is_done else self._turn("redo", step.number)

    def forget(self, name: str) -> bool:
        """Forget the edits of a file that is not here, for good; tell whether there were any."""
        if is_there := name in self.count_waiting():
            self._write(lines.write_forget(name))
        return is_there

    def _is_here(self, number: int) -> bool:
        """Tell whether a step changed any of these files: the others are not shown."""
        return any(change.at.file in self.paths for change in self._history.steps[number].changes)

    def merge_files(self, files: Mapping[str, bytes], steps: Sequence[Step]) -> None:
        """Go on with files as they have become: see :func:`eloggraph.tables.edit.merging.merge`."""
        hashes = {name: self._keep(data) for name, data in files.items()}
        self._write(lines.write_merge(hashes, steps, self._history.order))
        self._sources |= {name: self.read_again(name, data) for name, data in files.items()}
        self._patchers |= {name: make_patcher(self._sources[name]) for name in files}
        self._rebuild()

    def _turn(self, word: str, number: int) -> Step:
        self._write({word: number})
        self._rebuild()
        return self._history.steps[number]

    def _write(self, line: Mapping[str, object]) -> None:
        written = [line]
        # A file that joins later is kept as it is then: its rows are told by their numbers too.
        new = self._sources.keys() - self._history.files.keys()
        if new or not self._journal.is_begun:
            hashes = {name: self._keep(self._sources[name].data) for name in sorted(new)}
            write_files = lines.write_join if self._journal.is_begun else lines.write_begin
            written.insert(0, write_files(hashes))
        self._journal.append(written)
        for each in written:
            self._history.take(each)

    def _keep(self, data: bytes) -> str:
        """Keep the bytes of a file as it was; return their SHA-256."""
        name = hash_bytes(data)
        path = self.workspace / BASE / name
        if not (path.exists() and hash_bytes(path.read_bytes()) == name):
            write_file(path, data)
        return name

    def _before(self, change: Change) -> str:
        if isinstance(change, SetCell):
            return self.state(change.at).text(change.row, change.column)
        return ""

    def new_key(self, at: SheetName) -> int:
        """Return a key below which no row has or had one."""
        return self._history.new_key(at)

    # -- giving back ---------------------------------------------------------------------------

    def patched(self) -> dict[Path, bytes]:
        """Return the files that say anything else than when they were opened, as a copy has them.

        They are what is checked and what is saved.
        """
        found = {}
        for name, path in self.paths.items():
            is_edited = any(state.is_changed for state in self.states(name).values())
            if is_edited or name in self.changed_names():
                found[path] = self.patch(name).data
        return found

    def patch(self, name: str) -> Patched:
        """Return one file as a copy has it, by its name."""
        if name not in self._patched:
            self._patched[name] = patch_source(
                self._sources[name], self.states(name), self._patchers[name]
            )
        return self._patched[name]

    def changed_files(self) -> tuple[Path, ...]:
        """Return the files that are no longer on the disk as they were when they were opened.

        A file of another time with the same bytes has not changed; one that is gone has.
        """
        return tuple(self.paths[name] for name in self.changed_names())

    def changed_names(self) -> tuple[str, ...]:
        """Return the names of :meth:`changed_files`."""
        return tuple(name for name in self.paths if self._is_changed(name))

    def _is_changed(self, name: str) -> bool:
        try:
            status = self.paths[name].stat()
        except OSError:
            return True
        # What has the same size and time as when it was compared is not read again.
        seen = (status.st_mtime_ns, status.st_size, self._sources[name].hash)
        known = self._compared.get(name)
        if known is None or known[0] != seen:
            self._compared[name] = seen, self.read_now(name) != self._sources[name].data
        return self._compared[name][1]

    def read_now(self, name: str) -> bytes | None:
        """Return the bytes that a file has now; None where it cannot be read."""
        with suppress(OSError):
            return self.paths[name].read_bytes()
        return None

    def read_again(self, name: str, data: bytes) -> Source:
        """Read the bytes of one of the files as cells, as it was read when it was opened."""
        return read_source(self.paths[name], data, self._counter)

    def close(self) -> None:
        """Let the journal go, for another process to take up."""
        self._journal.close()

    def __enter__(self) -> Self:
        """Let the journal go at the end of a ``with`` statement."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the journal go."""
        self.close()
