"""The journal of edits: a line for each, on the disk before it is confirmed.

A line is a JSON object that ends with a checksum of the rest of it. A process that is killed while
it writes leaves a torn last line: it was never confirmed, and is dropped. A faulty line with others
after it is damage, which is told and not passed over.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eloggraph.errors import InputError
from eloggraph.finding import Place
from eloggraph.output.exchange import hold, sync_folder
from eloggraph.output.files import write_all
from eloggraph.output.ownership import output_failed

Line = Mapping[str, Any]
JOURNAL = "journal.jsonl"


def has_edits(workspace: Path) -> bool:
    """Tell whether edits are kept in a folder.

    >>> has_edits(Path("no-such-folder"))
    False
    """
    journal = workspace / JOURNAL
    return journal.is_file() and journal.stat().st_size > 0


_SUM = "sum"
# What a person edits by hand stays far below it.
MOST_BYTES = 500_000_000


@dataclass(frozen=True, slots=True)
class Written:
    """The lines of a journal, and how many of its bytes are whole lines."""

    lines: tuple[Line, ...]
    length: int


def write_line(entry: Line) -> bytes:
    r"""Return a line of the journal.

    >>> write_line({"undo": 1})
    b'{"undo":1,"sum":"3d34b460"}\n'
    """
    text = json.dumps(entry, ensure_ascii=True, separators=(",", ":"))
    check = f"{zlib.crc32(text.encode('ascii')):08x}"
    head = text[:-1] + ("," if entry else "")
    return f'{head}"{_SUM}":"{check}"}}\n'.encode("ascii")


def parse_line(line: bytes) -> Line | None:
    """Return what a line says, without its end; None where it is not whole.

    >>> parse_line(write_line({"undo": 1})[:-1])
    {'undo': 1}
    >>> parse_line(write_line({"undo": 1})[:-2]) is None
    True
    """
    try:
        entry = json.loads(line)
        check = entry.pop(_SUM)
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        return None
    return entry if write_line(entry) == line + b"\n" and check else None


def parse_journal(data: bytes, name: str = "") -> Written:
    r"""Return the lines of a journal; a torn one at the end is left out.

    Raises
    ------
    InputError
        When a line is faulty and whole ones come after it.

    Examples
    --------
    >>> parse_journal(write_line({"undo": 1}) + b'{"re').length
    28
    """
    lines, at = list[Line](), 0
    while at < len(data):
        end = data.find(b"\n", at)
        line = parse_line(data[at:end]) if end >= 0 else None
        if line is None:
            rest = data[end + 1 :].split(b"\n") if end >= 0 else []
            if any(parse_line(each) is not None for each in rest):
                place = Place(file=name)
                raise InputError.tell(
                    "journal-damaged", place, chapter="editing", value=name, n=len(lines) + 1
                )
            break
        lines.append(line)
        at = end + 1
    return Written(tuple(lines), at)


class Journal:
    """A journal that is open for this process alone.

    ``lines`` are those that it had when it was opened.

    Raises
    ------
    InputError
        When it is damaged, or another process has it open.
    OutputError
        When it cannot be opened.
    """

    def __init__(self, path: Path, *, sync: Callable[[int], None] = os.fsync) -> None:
        self.path, self._sync = path, sync
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            is_new = not path.exists()
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
            self._file = os.fdopen(os.open(path, flags, 0o600), "r+b", buffering=0)
            if os.name == "posix" and not hold(self._file):
                self._file.close()
                raise InputError.tell(
                    "journal-in-use", Place(file=path.name), chapter="editing", value=path.name
                )
            if os.fstat(self._file.fileno()).st_size > MOST_BYTES:
                self._file.close()
                raise InputError.tell(
                    "journal-damaged",
                    Place(file=path.name),
                    chapter="editing",
                    value=path.name,
                    n=1,
                )
            if is_new:
                sync_folder(path.parent)
            written = parse_journal(self._file.read(), path.name)
        except OSError as error:
            raise output_failed(path, error) from error
        except InputError:
            self._file.close()
            raise
        self.lines, self._length = written.lines, written.length

    @property
    def is_begun(self) -> bool:
        """Whether any line is in it."""
        return self._length > 0

    def append(self, entries: Sequence[Line]) -> None:
        """Write lines to the disk; when this returns they are there, and stay.

        Raises
        ------
        InputError
            When the journal holds no more.
        OutputError
            When that fails: none of them is there then.
        """
        data = b"".join(map(write_line, entries))
        if self._length + len(data) > MOST_BYTES:
            place, most = Place(file=self.path.name), MOST_BYTES // 1_000_000
            raise InputError.tell("journal-full", place, chapter="editing", n=most)
        handle = self._file.fileno()
        try:
            # What was torn goes, and what is written stands where it was.
            os.ftruncate(handle, self._length)
            os.lseek(handle, self._length, os.SEEK_SET)
            write_all(handle, data)
            self._sync(handle)
        except OSError as error:
            with suppress(OSError):  # what is left is torn, and dropped when it is read
                os.ftruncate(handle, self._length)
            raise output_failed(self.path, error) from error
        self._length += len(data)

    def close(self) -> None:
        """Let the journal go."""
        self._file.close()
