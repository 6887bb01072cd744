"""One file written: complete or not at all, through links, with the mode that it had."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from eloggraph.output.exchange import clear_leftovers, hold, name_work, sync_folder
from eloggraph.output.ownership import output_failed


def write_file(path: Path, content: str | bytes | Iterable[bytes]) -> None:
    """Write one file, text as UTF-8, or part by part: complete or not at all.

    A link is written through, a device or pipe is written to. A file that was there keeps its
    mode; a new one gets what the system gives a new file.

    Raises
    ------
    OutputError
        When it cannot be written; a file that was there before is as it was.
    """
    text = content.encode() if isinstance(content, str) else content
    parts = (text,) if isinstance(text, bytes) else text
    with open_whole(path) as file:
        _write_parts(file.fileno(), parts)


@contextmanager
def open_whole(path: Path) -> Iterator[FileIO]:
    """Open a file to be written, which gets its name when all that was within has succeeded.

    Links, devices and modes are as those of :func:`write_file`.

    Raises
    ------
    OutputError
        When it cannot be written; a file that was there before is as it was.

    Examples
    --------
    >>> with open_whole(Path("/dev/null")) as file:
    ...     file.write(b"a")
    1
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            with path.open("wb", buffering=0) as device:
                yield device
            return
        place = Path(os.path.realpath(path))
        place.parent.mkdir(parents=True, exist_ok=True)
        mode = None
        if place.exists():
            if not os.access(place, os.W_OK):
                raise PermissionError(13, os.strerror(13), str(place))
            mode = stat.S_IMODE(place.stat().st_mode)
        clear_leftovers(place)
        work = name_work(place)
        try:
            with work.open("xb", buffering=0) as file:
                hold(file)
                if mode is not None:
                    work.chmod(mode)
                yield file
                os.fsync(file.fileno())
                work.replace(place)
        finally:
            work.unlink(missing_ok=True)
        sync_folder(place.parent)
    except OSError as error:
        raise output_failed(path, error) from error


def _write_parts(handle: int, parts: Iterable[bytes]) -> None:
    for part in parts:
        write_all(handle, part)


def write_all(handle: int, data: bytes) -> None:
    """Write all bytes to an open file, however few the system takes at a time."""
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
