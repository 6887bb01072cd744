"""Two paths change places in one step, where the system can; and work folders that tell their dead.

Linux has ``renameat2`` with RENAME_EXCHANGE (since 3.15) and macOS ``renamex_np`` with
RENAME_SWAP. Elsewhere, and on file systems that refuse it, two renames stand for it: a process
that dies between them leaves the old output in its work folder, from where the next one takes it.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from glob import escape
from pathlib import Path
from typing import IO

NEW, OLD = "new", "old"
_MARK, _FOLDER = ".eloggraph-", ".d"
_REFUSED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM)


def exchange(first: Path, second: Path) -> bool:
    """Let two paths change places in one step; return False where the system has no way to.

    Raises
    ------
    OSError
        When it has one and it failed: both are where they were.
    """
    import ctypes

    if os.name != "posix":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    ends = os.fsencode(first), os.fsencode(second)
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(*ends, 2)
    elif hasattr(libc, "renameat2"):
        here = -100  # AT_FDCWD
        failed = libc.renameat2(here, ends[0], here, ends[1], 2)
    else:
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in _REFUSED:
        return False
    raise OSError(code, os.strerror(code), str(second))


def sync_folder(folder: Path) -> None:
    """Have the system write the names in a folder to the disk, where it can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _REFUSED:  # some file systems have nothing to sync
            raise
    finally:
        os.close(handle)


def name_work(place: Path) -> Path:
    """Return a name beside a path for work on it, that no other process has."""
    return place.with_name(f".{place.name[:200]}{_MARK}{secrets.token_hex(8)}")


@contextmanager
def open_work_folder(place: Path) -> Iterator[Path]:
    """Make a folder beside a path for work on it; a locked file tells that this process lives."""
    lock = name_work(place)
    work = lock.with_name(lock.name + _FOLDER)
    with lock.open("xb") as held:
        hold(held)
        try:
            work.mkdir(mode=0o700)
            yield work
        finally:
            # What could not be put back is not thrown away.
            if not (work / OLD).exists():
                shutil.rmtree(work, ignore_errors=True)
            lock.unlink(missing_ok=True)


def hold(file: IO[bytes]) -> bool:
    """Lock an open file for this process; return False where another one holds it."""
    try:
        import fcntl
    except ImportError:  # Windows: leftovers stay
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def clear_leftovers(place: Path, is_ours: Callable[[Path], bool] = lambda _: False) -> Path | None:
    """Clear what processes that died left beside a path; return it where it was put back.

    The old output is put back where a process died between two renames; one that was replaced is
    cleared where ``is_ours`` says that nothing else is in it. What a living process works on is
    let be.
    """
    recovered = None
    if not place.parent.is_dir():
        return None
    found = list(place.parent.glob(f".{escape(place.name[:200])}{_MARK}*"))
    for work in sorted(found, key=lambda path: (not path.name.endswith(_FOLDER), path)):
        lock = work.with_name(work.name.removesuffix(_FOLDER))
        try:
            with ExitStack() as stack:
                if lock.exists() and not hold(stack.enter_context(lock.open("rb"))):
                    continue
                if work == lock:
                    work.unlink(missing_ok=True)
                    continue
                if (work / OLD).exists() and not os.path.lexists(place):
                    (work / OLD).rename(place)
                    recovered = place
                if not (work / OLD).exists() or is_ours(work / OLD):
                    shutil.rmtree(work)
                lock.unlink(missing_ok=True)
        except OSError:  # another process was faster, or it is not ours to clear
            continue
    return recovered
