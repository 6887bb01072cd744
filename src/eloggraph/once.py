"""Bytes that are read once and hashed as read, for those who ask: what went into an output.

A hash that is taken later may be that of another file, put there in the meantime with the same
size and time. So bytes are hashed where they are in hand, and a file that is read twice and was
another one the second time is known.
"""

from __future__ import annotations

import errno
import io
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

from eloggraph.errors import InputError
from eloggraph.finding import Place, tell
from eloggraph.output.ownership import hash_bytes, start_hash


@dataclass(frozen=True, slots=True)
class Hashes:
    """The SHA-256 of each file as it was read first, None where it could not be read.

    ``changed`` are the files that were another one when they were read again. ``told`` are hashes
    by name of what is no file to be read again: stdin, and what a store was made of.
    """

    first: dict[Path, str | None] = field(default_factory=dict)
    changed: set[Path] = field(default_factory=set)
    told: dict[str, str] = field(default_factory=dict)

    def take(self, path: Path, found: str | None) -> None:
        """Take in the hash of what was read, or that there was nothing."""
        if self.first.setdefault(path, found) != found:
            self.changed.add(path)

    def look_again(self) -> None:
        """Read every file again, and refuse to go on where one has changed since.

        Raises
        ------
        InputError
            Naming the files.
        """
        with keep_hashes() as again:
            for path in self.first:
                with suppress(OSError):
                    read_once(path)
        self.compare(again)

    def compare(self, again: Hashes) -> None:
        """Refuse to go on where a file was another one when it was read again.

        Raises
        ------
        InputError
            Naming the files.
        """
        changed = self.changed | again.changed
        changed |= {path for path in again.first if again.first[path] != self.first.get(path)}
        if changed:
            names = sorted({path.name for path in changed})
            raise InputError(*(tell("file-changed", "violation", Place(file=n)) for n in names))


_KEPT: ContextVar[Hashes | None] = ContextVar("hashes", default=None)


@contextmanager
def keep_hashes() -> Iterator[Hashes]:
    """Give the hashes of all that is read within; who asked before gets them too.

    >>> with keep_hashes() as hashes:
    ...     data = read_once(Path("datasets/suomi/network.toml"))
    >>> hashes.first[Path("datasets/suomi/network.toml")] == hash_bytes(data)
    True
    """
    hashes = Hashes()
    token = _KEPT.set(hashes)
    try:
        yield hashes
    finally:
        _KEPT.reset(token)
        if outer := _KEPT.get():
            for path, found in hashes.first.items():
                outer.take(path, found)
            outer.told.update(hashes.told)


def keep_told(name: str, found: str) -> None:
    """Keep the hash of what is no file to be read again, for who asks."""
    if kept := _KEPT.get():
        kept.told[name] = found


_INSTEAD: ContextVar[Mapping[Path, bytes] | None] = ContextVar("instead", default=None)


@contextmanager
def read_instead(files: Mapping[Path, bytes]) -> Iterator[None]:
    """Give other bytes for some files to all that is read within; those on the disk stay.

    >>> with read_instead({Path("datasets/suomi/network.toml"): b"id = 'x'"}):
    ...     read_once(Path("datasets/suomi/network.toml"))
    b"id = 'x'"
    """
    named = {_name(path): data for path, data in files.items()}
    token = _INSTEAD.set({**(_INSTEAD.get() or {}), **named})
    try:
        yield
    finally:
        _INSTEAD.reset(token)


def _name(path: Path) -> Path:
    """Return the one name of a file, whatever way it is named; links are not followed."""
    return path.parent.resolve() / path.name


def read_once(path: Path, most: int | None = None) -> bytes:
    """Return the bytes of a regular file.

    Parameters
    ----------
    path
        The file.
    most
        The most bytes that it may have.

    Raises
    ------
    OSError
        When it is no regular file, has more bytes, or cannot be read.
    """
    kept = _KEPT.get()
    if (given := _find_instead(path)) is not None:
        if kept:
            kept.take(path, hash_bytes(given))
        return given
    try:
        size = _measure(path)
        if most is not None and size > most:
            raise OSError(errno.EFBIG, f"larger than {most // 1000} kB")
        with path.open("rb") as file:
            data = file.read() if most is None else file.read(most)
    except OSError:
        if kept:
            kept.take(path, None)
        raise
    if kept:
        kept.take(path, hash_bytes(data))
    return data


def read_parts(path: Path, size: int) -> Iterator[bytes]:
    """Yield the bytes of a regular file in parts of a size; hashed when all have been read.

    Raises
    ------
    OSError
        When it is no regular file, or cannot be read.
    """
    if _find_instead(path) is not None:
        yield read_once(path)
        return
    kept = _KEPT.get()
    digest = start_hash() if kept else None
    try:
        _measure(path)
        with path.open("rb") as file:
            while part := file.read(size):
                if digest:
                    digest.update(part)
                yield part
    except OSError:
        if kept:
            kept.take(path, None)
        raise
    if kept and digest:
        kept.take(path, digest.hexdigest())


def hash_once(path: Path) -> None:
    """Hash a file that something else reads, for who asks.

    Raises
    ------
    OSError
        When it is no regular file, or cannot be read.
    """
    _measure(path)
    if _KEPT.get():
        for _ in read_parts(path, 1 << 20):
            pass


class PartsReader(io.RawIOBase):
    """Parts of a file as a file that is read from its beginning to its end."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        super().__init__()
        self._parts = iter(parts)
        self._left = memoryview(b"")
        self.read_so_far = 0  # bytes of the parts that were begun

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, place: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a place with as much of a part as it takes; nothing is left where that is none."""
        while not self._left:
            part = next(self._parts, None)
            if part is None:
                return 0
            self._left = memoryview(part)
            self.read_so_far += len(part)
        view = memoryview(place).cast("B")
        count = min(len(view), len(self._left))
        view[:count] = self._left[:count]
        self._left = self._left[count:]
        return count


def _find_instead(path: Path) -> bytes | None:
    instead = _INSTEAD.get()
    return instead.get(_name(path)) if instead else None


def _measure(path: Path) -> int:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):  # reading a pipe or a device may never end
        raise OSError(errno.EINVAL, "not a regular file")
    return status.st_size
