"""A function called in a child process that is killed when it goes beyond its bounds.

What the parent has loaded the child has too: it is a fork of it. A native library that cannot be
interrupted runs there, while the parent waits, hears the keyboard and watches time and memory.
Where the system has no fork (Windows), the function is called in this process, without bounds.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from eloggraph.errors import EloggraphError
from eloggraph.jobs.parent import end_with_parent, limit_seconds

Result = TypeVar("Result")
Bound = Literal["seconds", "memory"]

LOOK_EVERY = 0.05
_MEGABYTE = 1_000_000


# By the clock a child may take so many times longer: others want the processor too.
_SHARED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How long a child may work, and by how much its memory may grow (MB of 10⁶ bytes).

    Seconds are those of the processor where the system tells them (Linux), so that a machine
    with much to do ends nothing that would have been done; elsewhere they are those of the clock.
    """

    seconds: float = 60
    memory_mb: int = 2_000


class BoundExceeded(Exception):
    """The child went beyond a bound and was killed, or it died; ``bound`` says which it was."""

    def __init__(self, bound: Bound | None) -> None:
        self.bound = bound
        super().__init__(bound or "died")


def call_bounded(work: Callable[[], Result], bounds: Bounds) -> Result:
    """Call a function in a child process and return what it returns.

    Parameters
    ----------
    work
        What is called. It must not use threads that the parent has started; what it returns is
        pickled. An error of the toolkit is raised again here.
    bounds
        Time and growth of memory.

    Raises
    ------
    BoundExceeded
        When the child was killed for a bound, or died by itself.

    Examples
    --------
    >>> call_bounded(lambda: 1 + 1, Bounds())
    2
    """
    if not hasattr(os, "fork"):
        return work()
    receive, send = os.pipe()
    parent = os.getpid()
    with warnings.catch_warnings():
        # The threads of data libraries are not used in the child.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        _work_and_end(work, send, bounds, parent)
    os.close(send)
    try:
        said = _listen(child, receive, bounds)
    finally:
        os.close(receive)
        _kill(child)
    if not said:
        raise BoundExceeded(None)
    kind, value = pickle.loads(said)  # our own child wrote it
    if kind == "error":
        error, findings = value
        raise error(*findings)
    if kind == "bound":
        raise BoundExceeded(value)
    return value  # type: ignore[no-any-return]


def _work_and_end(work: Callable[[], object], send: int, bounds: Bounds, parent: int) -> None:
    """Work in the child, send what came of it, and end without any of the parent's endings."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        end_with_parent(parent)
        limit_seconds(bounds.seconds)
        # A library that dies says so in words of its own; the parent has a sentence for it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            answer: object = ("value", work())
        except EloggraphError as error:
            answer = ("error", (type(error), error.findings))
        except MemoryError:
            answer = ("bound", "memory")
        with os.fdopen(send, "wb") as stream:
            pickle.dump(answer, stream, protocol=5)
        code = 0
    finally:
        os._exit(code)


def _listen(child: int, receive: int, bounds: Bounds) -> bytes:
    """Return all that the child sends; kill it and raise where it goes beyond a bound."""
    parts: list[bytes] = []
    watch = Watch(child, bounds)
    while True:
        ready, _, _ = select.select([receive], [], [], LOOK_EVERY)
        if ready:
            part = os.read(receive, 1 << 20)
            if not part:
                return b"".join(parts)
            parts.append(part)
        if bound := watch.find_exceeded():
            raise BoundExceeded(bound)


class Watch:
    """A look at a child from time to time: which bounds it has gone beyond since this was made."""

    def __init__(self, child: int, bounds: Bounds) -> None:
        self._child, self._bounds = child, bounds
        self._begun, self._worked = time.monotonic(), _seconds_of(child) or 0
        self._most = (_memory_of(child) or 0) + bounds.memory_mb * _MEGABYTE

    def find_exceeded(self) -> Bound | None:
        """Return the bound that the child has gone beyond by now, if any."""
        passed = time.monotonic() - self._begun
        worked = _seconds_of(self._child)
        if worked is None:
            is_late = passed > self._bounds.seconds
        else:
            worked -= self._worked
            is_late = worked > self._bounds.seconds or passed > _SHARED * self._bounds.seconds
        if is_late:
            return "seconds"
        return "memory" if (_memory_of(self._child) or 0) > self._most else None


def _memory_of(process: int) -> int | None:
    """Return the bytes of memory that a process uses; None where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


def _seconds_of(process: int) -> float | None:
    """Return the seconds of the processor that a process has had; None where nobody tells."""
    try:
        after_name = Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()
        ticks = sum(map(int, after_name[11:13]))  # of itself and of the system for it
    except (OSError, ValueError, IndexError):
        return None
    return ticks / os.sysconf("SC_CLK_TCK")


def _kill(child: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
