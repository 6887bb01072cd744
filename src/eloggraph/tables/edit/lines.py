"""Steps as lines of the journal, and lines as steps again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eloggraph.tables.edit.journal import Line
from eloggraph.tables.edit.model import AddRow, Change, RemoveRow, SetCell, SheetName, Step

VERSION = 1


def write_begin(hashes: Mapping[str, str]) -> Line:
    """Return the first line: which files are edited, by their SHA-256."""
    return {"journal": VERSION, "files": dict(hashes)}


def write_step(step: Step) -> Line:
    """Return the line of a step."""
    return {"step": step.number, **_write(step)}


def write_join(hashes: Mapping[str, str]) -> Line:
    """Return the line of files that are edited from now on, with the SHA-256 of each."""
    return {"join": dict(hashes)}


def write_forget(name: str) -> Line:
    """Return the line of a file whose edits are to be forgotten."""
    return {"forget": name}


def write_merge(hashes: Mapping[str, str], steps: Sequence[Step], order: Sequence[int]) -> Line:
    """Return the line of going on with files as they have become: all steps, as they are now."""
    written = [{"number": step.number, "done": step.is_done, **_write(step)} for step in steps]
    return {"merge": dict(hashes), "made": written, "order": list(order)}


def _write(step: Step) -> dict[str, Any]:
    when = {} if step.when is None else {"when": step.when}
    return {**when, "changes": list(map(_write_change, step.changes)), "before": list(step.before)}


def _write_change(change: Change) -> list[Any]:
    match change:
        case SetCell(at=at, row=row, column=column, new=new):
            return ["set", at.file, at.sheet, row, column, new]
        case AddRow(at=at, row=row, after=after):
            return ["add", at.file, at.sheet, row, after]
        case RemoveRow(at=at, row=row):
            return ["remove", at.file, at.sheet, row]


def read_step(line: Mapping[str, Any], number: int, *, is_done: bool = True) -> Step:
    """Return the step of a line."""
    return Step(
        number=number,
        changes=tuple(map(_read_change, line["changes"])),
        when=line.get("when"),
        is_done=is_done,
        before=tuple(line["before"]),
    )


def _read_change(written: Sequence[Any]) -> Change:
    kind, file, sheet, row, *rest = written
    at = SheetName(file, sheet)
    if kind == "set":
        return SetCell(at, row, rest[0], rest[1])
    return AddRow(at, row, rest[0]) if kind == "add" else RemoveRow(at, row)
