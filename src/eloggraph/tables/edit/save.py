"""Copies of edited files: patched, written whole or not at all, read again, and only then saved."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from eloggraph.errors import InputError, OutputError
from eloggraph.finding import Finding, Place, tell
from eloggraph.output.files import write_file
from eloggraph.output.ownership import output_failed
from eloggraph.tables.bounds import count_told, tell_rest
from eloggraph.tables.edit.editing import Editing
from eloggraph.tables.edit.patched import CHAPTER, Patched
from eloggraph.tables.edit.patching import find_difference
from eloggraph.tables.write.delimited import guard_cell

# What Windows says of a file that another program has open, and how often it is tried again.
_LOCKED = (5, 32, 33)
_TRIES = 6

Sleep = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A copy that was written, read again and found to say what it should.

    ``cells`` is how many cells say anything else than in the original, ``is_same`` tells that no
    byte is another one, and ``notices`` are what a person must know of the copy.
    """

    path: Path
    cells: int
    is_same: bool = False
    notices: tuple[Finding, ...] = ()


def name_copy(path: Path, word: str) -> Path:
    """Return the name of a copy beside a file, that nothing has.

    >>> name_copy(Path("verkosto-2025.xlsx"), "korjattu").name
    'verkosto-2025 (korjattu).xlsx'
    """
    names = (f"{path.stem} ({word}{f' {n}' if n > 1 else ''}){path.suffix}" for n in count(1))
    return next(copy for name in names if not (copy := path.with_name(name)).exists())


def save_copy(editing: Editing, name: str, target: Path, *, sleep: Sleep = time.sleep) -> Saved:
    r"""Save an edited file under another name.

    Parameters
    ----------
    editing
        The edits.
    name
        The name of the file.
    target
        Where the copy is to be. A file that is there is replaced; none of those that are being
        edited ever is.
    sleep
        Waits a while before a file that another program has open is tried again.

    Raises
    ------
    InputError
        When the file has changed since it was opened: see
        :func:`eloggraph.tables.edit.conflicts.find_conflicts`.
    OutputError
        When the copy cannot be written, or says anything else than it should: what was there
        before is as it was.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from eloggraph.tables.edit.editing import open_editing
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "actors.csv")
    ...     _ = path.write_bytes(b"id;name\n")
    ...     with open_editing([path], Path(folder, "edits")) as editing:
    ...         _ = editing.add_row(editing.sheets()[0], ["a", "Ohjaamo"])
    ...         save_copy(editing, "actors.csv", name_copy(path, "korjattu")).path.read_bytes()
    b'id;name\na;Ohjaamo\n'
    """
    patched = _prepare(editing, name, target)
    return _save(editing, name, target, patched, sleep)


def _prepare(editing: Editing, name: str, target: Path) -> Patched:
    """Return a copy that is fit to be written: nothing is on the disk yet."""
    _refuse_original(editing, target)
    # One that is gone has nothing that the copy would lack.
    if name in editing.changed_names() and editing.read_now(name) is not None:
        raise InputError.tell("file-changed-meanwhile", Place(file=name), chapter=CHAPTER)
    patched = editing.patch(name)
    _compare(editing, name, patched)
    return patched


def _save(editing: Editing, name: str, target: Path, patched: Patched, sleep: Sleep) -> Saved:
    _write(target, patched.data, sleep)
    try:
        is_there = target.read_bytes() == patched.data
    except OSError as error:
        raise output_failed(target, error) from error
    if not is_there:
        raise OutputError.tell("copy-differs", chapter=CHAPTER, value=target.name)
    states = editing.states(name).values()
    cells = sum(len(texts) for state in states for texts in state.cells.values())
    notices = (*patched.notices, *_tell_formulas(editing, name))
    is_same = patched.data == editing.source(name).data
    return Saved(path=target, cells=cells, is_same=is_same, notices=notices)


def save_files(
    editing: Editing, target: Path, also: Iterable[Path] = (), *, sleep: Sleep = time.sleep
) -> tuple[Saved, ...]:
    """Save all files of a network into a folder, with others that belong to it as they are.

    All copies are made and compared before the first is written.

    ``also`` are files that are no tables: ``network.toml``, ``ids.csv``.

    Raises
    ------
    InputError, OutputError
        As :func:`save_copy` does.
    """
    patched = {name: _prepare(editing, name, target / name) for name in editing.paths}
    others = {path.name: _read_beside(editing, path, target) for path in also}
    saved = [_save(editing, name, target / name, each, sleep) for name, each in patched.items()]
    for name, data in others.items():
        _write(target / name, data, sleep)
    return tuple(saved)


def _read_beside(editing: Editing, path: Path, target: Path) -> bytes:
    _refuse_original(editing, target / path.name, [path])
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        place = Place(file=path.name)
        raise InputError.tell("file-unreadable", place, reason=reason) from error


def _refuse_original(editing: Editing, target: Path, also: Iterable[Path] = ()) -> None:
    for path in (*editing.paths.values(), *also):
        is_same = path.resolve() == target.resolve()
        if is_same or (target.exists() and path.exists() and path.samefile(target)):
            raise OutputError.tell("copy-over-original", chapter=CHAPTER, value=path.name)


def _compare(editing: Editing, name: str, patched: Patched) -> None:
    """Read a copy again, and demand that it says what the tables do, cell by cell."""
    try:
        read = editing.read_again(name, patched.data)
        cell = find_difference(read, editing.states(name), patched)
    except InputError as error:
        value = name if not error.findings else error.findings[0].message.en
        raise OutputError.tell("copy-differs", chapter=CHAPTER, value=value) from error
    if cell is not None:
        raise OutputError.tell("copy-differs", Place(file=name), chapter=CHAPTER, value=cell)


def _write(target: Path, data: bytes, sleep: Sleep) -> None:
    for number in range(_TRIES):
        try:
            write_file(target, data)
        except OutputError as error:
            if getattr(error.__cause__, "winerror", None) not in _LOCKED:
                raise
            if number == _TRIES - 1:
                value = target.name
                raise OutputError.tell("copy-locked", chapter=CHAPTER, value=value) from error
            sleep(0.05 * 2**number)
        else:
            return


def _tell_formulas(editing: Editing, name: str) -> Iterator[Finding]:
    """Tell of texts in a CSV file that a spreadsheet would compute: there they are marked so."""
    found = sorted(
        (state.row_of(key) or 0, column, text)
        for state in editing.states(name).values()
        if not state.is_sheet
        for key, texts in state.cells.items()
        for column, text in texts.items()
        if text[:1] in "=@" and guard_cell(text) != text
    )
    told = count_told(len(found))
    findings = [
        tell("copy-formula", "info", Place(file=name, row=row), value=text, chapter=CHAPTER)
        for row, _, text in found[:told]
    ]
    yield from findings
    if found[told:]:
        yield tell_rest(findings[-1], len(found) - told, found[told][0], found[-1][0])
